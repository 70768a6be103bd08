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
from trainee_app.programmes.rules.telling.phrases import PERIOD_WORDS, called, capital, chosen, line_words, number

_PER_CENT: Final = 100


def sum_sentences(definition: Definition, asked: Sum) -> Iterator[str]:
    """A minimum of minutes."""
    counted = "as recorded, before any crediting" if asked.counts is Counts.RECORDED else "as credited"
    yield f"At least {spoken_minutes(asked.at_least_minutes)} of {chosen(asked.of, definition)}, {counted}."
    if asked.at_most_minutes is not None:
        yield f"What goes beyond {spoken_minutes(asked.at_most_minutes)} does not count here."
    yield from _pace_sentences(asked.pace, spoken_minutes(asked.pace.most_a_week))


def sessions_sentences(definition: Definition, asked: Sessions) -> Iterator[str]:
    """A minimum of held sessions."""
    reviewed = " in which video was reviewed" if asked.video_reviewed else ""
    yield f"At least {number(asked.at_least, 'held session')} of {chosen(asked.of, definition)}{reviewed}."
    yield from _pace_sentences(asked.pace, number(asked.pace.most_a_week, "session"))


def _pace_sentences(pace: Pace, most_a_week: str) -> Iterator[str]:
    yield f"Expected: {line_words(pace.line)}."
    yield f"At most {most_a_week} a week is thought sensible: only what even that cannot reach is called not possible."


def cap_sentences(definition: Definition, asked: Cap) -> Iterator[str]:
    """A maximum that takes away and is never itself unmet."""
    when = "In each calendar month, at most" if asked.period is Period.CALENDAR_MONTH else "At most"
    if isinstance(asked.at_most, Share):
        much = f"{asked.at_most.percent} per cent of {chosen(asked.at_most.of, definition)} as"
    else:
        much = f"{spoken_minutes(asked.at_most)} of"
    yield f"{when} {much} {chosen(asked.of, definition)} counts."
    yield "What is beyond stays recorded and counts in no sum; the latest work is what does not count."


def floor_sentences(definition: Definition, asked: Floor) -> Iterator[str]:
    """A minimum in each period that has contact."""
    beside = chosen(asked.beside, definition)
    yield f"{_in_each(asked, beside)}{_OVER[asked.over]}: {_needed(definition, asked)}."
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


_OVER: Final = {
    Over.ALL_WORK: "",
    Over.EACH_SITE: ", at each placement by itself",
    Over.EACH_CASE: ", for each case by itself",
}


def _needed(definition: Definition, asked: Floor) -> str:
    of, beside = chosen(asked.of, definition), called(asked.beside, definition)
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
    lost = chosen(asked.voids, definition) if asked.voids else beside
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
        f"While {chosen(asked.beside, definition)} goes on, never more than {number(asked.at_most_days, 'day')} without "
        f"{chosen(asked.of, definition)}; before the first of it, the days count from the first {beside}."
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
        f"At least {spoken_minutes(asked.at_least_minutes)} of {chosen(asked.of, definition)}, as credited, in the last "
        f"{number(asked.last_months, 'month')} of the training."
    )
