"""Plain English of the kinds that ask for records, for time itself, for cases, or for other requirements."""

from collections.abc import Iterator
from typing import Final

from trainee_app.programmes.rules.dates import spoken_minutes
from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.requirements import (
    Attendance,
    Cases,
    Continuing,
    During,
    Length,
    Prerequisite,
    Records,
    RecordSort,
    Registration,
    Shortfall,
    SomeOf,
)
from trainee_app.programmes.rules.telling.phrases import capital, listed, number, times, unkeyed

_SORTS: Final = {
    RecordSort.DOCUMENT: ("document", "accepted by the course"),
    RecordSort.ATTESTATION: ("attestation", "given"),
    RecordSort.PAPER: ("paper", "passed"),
}
_KINDS: Final = {"parent_infant": "parent-infant work", "group": "group work"}
_AGE_BANDS: Final = {
    "pregnancy": "not born yet",
    "under_3": "under 3 months old",
    "3_to_6": "3 to 6 months old",
    "6_to_12": "6 to 12 months old",
    "over_12": "over 12 months old",
}


def length_sentences(_definition: Definition, asked: Length) -> Iterator[str]:
    """The time itself."""
    yield f"The training has run its {number(asked.months, 'month')}, to the person’s own end date; breaks move that date."


def registration_sentences(_definition: Definition, _asked: Registration) -> Iterator[str]:
    """A body that keeps a register."""
    yield "Registered with a professional body, and the registration valid on the day of judging."


def prerequisite_sentences(_definition: Definition, asked: Prerequisite) -> Iterator[str]:
    """Brought along, or completed alongside."""
    much = f"at least {number(asked.at_least_months, 'month')} recorded, " if asked.at_least_months else "recorded, "
    yield f"{capital(unkeyed(asked.record))}: {much}and accepted by the course."
    yield "If there is less, somebody on the course decides; it is never an automatic no."


def records_sentences(_definition: Definition, asked: Records) -> Iterator[str]:
    """Documents, attestations, papers, fees."""
    if asked.sort is RecordSort.FEES:
        yield "Fees are up to date on the day of judging."
    else:
        name, done = _SORTS[asked.sort]
        by = f" by the {asked.by}" if asked.by else ""
        yield f"At least {number(asked.at_least, name)} {done}{by}, recorded as “{unkeyed(asked.record)}”."
        if asked.is_valid_on_day:
            yield "Only what is valid on the day of judging counts."
    yield "If it is not there when it is due, somebody on the course decides."


def continuing_sentences(_definition: Definition, asked: Continuing) -> Iterator[str]:
    """Something that goes on."""
    during = {
        During.PROGRAMME: "throughout the training",
        During.LAST_MONTHS: f"throughout the last {number(asked.last_months, 'month')} of the training",
        During.ANOTHER_RECORD: f"for the whole time of {unkeyed(asked.of_record)}",
    }[asked.during]
    yield f"{capital(unkeyed(asked.record))} at least {times(asked.at_least_a_week)} a week, {during}."
    yield "If a day of that time is without it, somebody on the course decides what follows."


def attendance_sentences(_definition: Definition, asked: Attendance) -> Iterator[str]:
    """A share of each series."""
    series = listed(f"“{each}”" for each in sorted(asked.series))
    which = f"each of the series {series}" if len(asked.series) > 1 else f"the series {series}" if series else ""
    yield f"At least {asked.at_least_percent} per cent of the time of {which or 'each seminar series'}, attended or made up for."
    yield "The series with the lowest share decides; if it can no longer be reached, somebody on the course decides."


def cases_sentences(_definition: Definition, asked: Cases) -> Iterator[str]:
    """Cases, each as described, and different from each other."""
    each = "each " if asked.at_least > 1 else ""
    yield f"At least {number(asked.at_least, 'training case')}, {each}{listed(_case_conditions(asked))}."
    wanted = ((asked.distinct_supervisors, "different supervisor"), (asked.distinct_age_bands, "different age band"))
    if differ := [number(amount, what) for amount, what in wanted if amount]:
        yield f"The cases that count have {listed(differ)} between them."
    if asked.lasting_months:
        yield "A case lasts from its first to its last held session; a break does not change that."
    if asked.on_shortfall is Shortfall.REFER:
        yield "If there are fewer at the end, somebody on the course decides what follows."


def _case_conditions(asked: Cases) -> Iterator[str]:
    if asked.kinds:
        yield f"of {listed((_KINDS.get(each, unkeyed(each)) for each in sorted(asked.kinds)), 'or')}"
    if asked.age_bands:
        bands = [words for band, words in _AGE_BANDS.items() if band in asked.age_bands]
        yield f"with a baby that at the start is {listed(bands, 'or')}"
    held = max(asked.held_sessions, 1)
    yield f"with at least {number(held, 'held and signed session')}"
    if asked.lasting_months:
        yield f"lasting at least {number(asked.lasting_months, 'month')}"
    yield from _supervision_conditions(asked)
    if asked.phases:
        yield f"with the {listed(sorted(asked.phases))} phase{'s' if len(asked.phases) > 1 else ''} signed off"
    if asked.endings:
        yield f"ended as: {listed((unkeyed(each) for each in sorted(asked.endings)), 'or')}"


def _supervision_conditions(asked: Cases) -> Iterator[str]:
    if asked.supervised_minutes:
        yield f"with at least {spoken_minutes(asked.supervised_minutes)} of signed supervision on it"
    if asked.video_reviews:
        yield f"with video reviewed in at least {number(asked.video_reviews, 'supervision session')}"
    if asked.supervisors:
        yield f"with at least {number(asked.supervisors, 'different supervisor')}"


def some_of_sentences(_definition: Definition, asked: SomeOf) -> Iterator[str]:
    """Made of other requirements."""
    titles = listed((f"“{part.title}”" for part in asked.parts), "or" if asked.at_least == 1 else "and")
    if asked.at_least == len(asked.parts):
        yield f"All of these: {titles}."
    elif asked.at_least == 1:
        yield f"Any one of these: {titles}."
    else:
        yield f"At least {asked.at_least} of these: {titles}."
    yield "Each is judged by itself and shown under this one; alone it decides nothing."
