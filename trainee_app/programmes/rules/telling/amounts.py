"""Plain English of the kinds that look at time: sums, sessions, caps, floors, cadences, recency."""

from collections.abc import Iterator
from typing import Final

from trainee_app.programmes.rules.dates import Period, spoken_minutes
from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.milestones import Pace
from trainee_app.programmes.rules.requirements import (
    Band,
    Cadence,
    Cap,
    Counts,
    Floor,
    Over,
    Recency,
    Sessions,
    Share,
    Shortfall,
    Sum,
)
from trainee_app.programmes.rules.telling.phrases import PERIOD_WORDS, called, capital, line_words, number

_PER_CENT: Final = 100


def sum_sentences(definition: Definition, asked: Sum) -> Iterator[str]:
    """A minimum of minutes."""
    counted = ", as recorded, before any crediting" if asked.counts is Counts.RECORDED else ""
    yield f"At least {spoken_minutes(asked.at_least_minutes)} of {called(asked.of, definition)}{counted}."
    if asked.at_most_minutes is not None:
        yield f"What goes beyond {spoken_minutes(asked.at_most_minutes)} does not count here."
    yield from _pace_sentences(asked.pace, spoken_minutes(asked.pace.most_a_week))


def sessions_sentences(definition: Definition, asked: Sessions) -> Iterator[str]:
    """A minimum of held sessions."""
    reviewed = " in which video was reviewed" if asked.video_reviewed else ""
    yield f"At least {number(asked.at_least, 'held session')} of {called(asked.of, definition)}{reviewed}."
    yield from _pace_sentences(asked.pace, number(asked.pace.most_a_week, "session"))


def _pace_sentences(pace: Pace, most_a_week: str) -> Iterator[str]:
    yield f"Expected: {line_words(pace.line)}."
    yield (
        f"More than {most_a_week} a week is not thought sensible: what only more could still reach is shown as not "
        "possible by the end date."
    )


def cap_sentences(definition: Definition, asked: Cap) -> Iterator[str]:
    """A maximum that takes away and is never itself unmet."""
    when = "in each calendar month, " if asked.period is Period.CALENDAR_MONTH else ""
    work = called(asked.of, definition)
    if isinstance(asked.at_most, Share):
        share = f"{asked.at_most.percent} per cent of the time of {called(asked.at_most.of, definition)}"
        yield capital(f"{when}{work} counts up to {share}.")
        yield "The share is taken of the credited time that the rules before this one leave."
    else:
        yield capital(f"{when}at most {spoken_minutes(asked.at_most)} of {work} counts.")
    yield (
        "What is beyond stays recorded and counts in no sum, whichever of them asks for that work; the latest work is what "
        "does not count."
    )


def floor_sentences(definition: Definition, asked: Floor) -> Iterator[str]:
    """A minimum in each period that has contact."""
    beside = called(asked.beside, definition)
    yield f"{_in_each(asked, beside)}{_OVER[asked.over]}: {_needed(definition, asked)}."
    if apart := _APART[asked.over]:
        yield apart
    for weight in asked.weights:
        titles = [each for each in definition.activities if each in weight.activities]
        names = " and ".join(definition.activities[each].title for each in titles)
        yield f"{names}: {spoken_minutes(weight.ratio.every)} count as {spoken_minutes(weight.ratio.counts)} here."
    yield _shortfall(definition, asked)
    yield (
        f"Judged by the day of the work; what is signed within {number(asked.grace_days, 'day')} after the end counts as "
        "in time, and after that the result stands."
    )


def _in_each(asked: Floor, beside: str) -> str:
    match asked.period:
        case Period.ROLLING_DAYS:
            return f"In the {asked.days} days up to each day with {beside}"
        case Period.WHOLE_PROGRAMME:
            return f"Over the whole programme, beside {beside}"
        case Period.ANCHORED_MONTH:
            return f"In each month of the training, counted from the person’s first day, with {beside}"
        case _:
            return f"In each {PERIOD_WORDS[asked.period][0]} with {beside}"


_APART: Final = {
    Over.ALL_WORK: "",
    Over.EACH_SITE: "Work without a placement is taken together, as if it were at one more.",
    Over.EACH_CASE: "Work that is on no case is taken together, as if it were one more.",
}
_OVER: Final = {
    Over.ALL_WORK: "",
    Over.EACH_SITE: ", at each placement by itself",
    Over.EACH_CASE: ", for each case by itself",
}


def _needed(definition: Definition, asked: Floor) -> str:
    of, beside = called(asked.of, definition), called(asked.beside, definition)
    needed = asked.needed
    if needed.bands:
        return f"{of}, by how much {beside} there is: {_banded(needed.bands)}"
    if needed.ratio is None:
        return f"at least {spoken_minutes(needed.at_least)} of {of}"
    if needed.ratio.every == _PER_CENT:
        return f"{of} for at least {needed.ratio.counts} per cent of the time of {beside}, rounded up to the minute"
    return (
        f"at least {spoken_minutes(needed.ratio.counts)} of {of} for every {spoken_minutes(needed.ratio.every)} of "
        f"{beside}, in proportion, rounded up to the minute"
    )


def _banded(bands: tuple[Band, ...]) -> str:
    """The last band goes on without an end, whatever edge it has."""
    words, before = [], 0
    for band in bands[:-1]:
        start = f"more than {spoken_minutes(before)} and " if before else ""
        words.append(f"{_least(band)} with {start}up to {spoken_minutes(band.up_to or 0)}")
        before = band.up_to or 0
    words.append(f"{_least(bands[-1])} with more than {spoken_minutes(before)}" if before else _least(bands[-1]))
    return "; ".join(words)


def _least(band: Band) -> str:
    return f"at least {spoken_minutes(band.at_least)}" if band.at_least else "nothing"


def _shortfall(definition: Definition, asked: Floor) -> str:
    beside = called(asked.beside, definition)
    what = "If it stays short" if asked.period is Period.WHOLE_PROGRAMME else f"If a {_one(asked.period)} stays short"
    if asked.on_shortfall is Shortfall.WARN:
        return f"{what}, its hours still count; the course team knows and helps to arrange what is missing."
    if asked.on_shortfall is Shortfall.REFER:
        return f"{what}, its hours still count and somebody on the course decides what follows."
    lost = called(asked.voids, definition) if asked.voids else beside
    where = {Over.ALL_WORK: "", Over.EACH_SITE: " at that placement", Over.EACH_CASE: " of that case"}[asked.over]
    if asked.period is Period.ROLLING_DAYS:
        return f"{what}, the {lost} of its last day{where} does not count in any sum; it stays recorded."
    return f"{what}, its {lost}{where} does not count in any sum; it stays recorded."


def _one(period: Period) -> str:
    return PERIOD_WORDS[period][0]


def cadence_sentences(definition: Definition, asked: Cadence) -> Iterator[str]:
    """No gap that is too long."""
    beside = called(asked.beside, definition)
    yield (
        f"While {called(asked.beside, definition)} goes on, never more than {number(asked.at_most_days, 'day')} without "
        f"{called(asked.of, definition)}; before the first of it, the days count from the first {beside}."
    )
    match asked.on_shortfall:
        case Shortfall.VOID:
            yield (
                f"{capital(beside)} that lies beyond a longer gap does not count in any sum; it stays recorded, and what "
                "follows the next session counts again."
            )
        case Shortfall.WARN:
            yield "If a gap is longer, the hours still count; the course team knows and helps."
        case Shortfall.REFER:
            yield "If a gap is longer, the hours still count and somebody on the course decides what follows."
    yield "Only the days of the work are looked at: what is signed late still closes its gap."


def recency_sentences(definition: Definition, asked: Recency) -> Iterator[str]:
    """A minimum near the end."""
    yield (
        f"At least {spoken_minutes(asked.at_least_minutes)} of {called(asked.of, definition)} in the last "
        f"{number(asked.last_months, 'month')} of the training."
    )
