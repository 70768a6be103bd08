"""Records that are there or not: documents, attestations, papers, fees; things that go on; attendance.

Where a part of the record is not kept here yet, the answer says so and is never "met".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules.dates import days_after, months_after
from trainee_app.programmes.rules.due import due_on, due_params, is_due, not_kept
from trainee_app.programmes.rules.facts import AttendanceFact, Facts, RecordFact, SpanFact
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import Attendance, Continuing, During, Records
from trainee_app.programmes.rules.selections import plain


def judge_records(requirement: Records, facts: Facts, as_of: date) -> Finding:
    """A number of records that are accepted, and valid on the day where that is asked for."""
    if facts.records is None:
        return not_kept(requirement, facts, as_of)
    found = [
        each
        for each in facts.records
        if each.sort == requirement.sort and each.record == requirement.record and requirement.by in ("", each.by)
    ]
    accepted = [each for each in found if each.accepted_on is not None and each.accepted_on <= as_of]
    counting = [each for each in accepted if not requirement.is_valid_on_day or _is_valid(each, as_of)]
    state, code = _standing_of_records(requirement, (found, accepted, counting), facts, as_of)
    until_on = min((each.until_on for each in counting if each.until_on), default=None)
    params: dict[str, int | str] = {
        "figure": len(counting),
        "target": requirement.at_least,
        **due_params(requirement, facts),
    }
    if requirement.is_valid_on_day and until_on:
        params["until_on"] = until_on.isoformat()
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=params,
        figure=len(counting),
        target=requirement.at_least,
        unit="records",
        last_on=due_on(requirement, facts) if state is State.NOT_YET_DUE else None,
    )


def _is_valid(record: RecordFact, on: date) -> bool:
    return record.until_on is None or on <= record.until_on


def _standing_of_records(
    requirement: Records,
    lists: tuple[Sequence[RecordFact], Sequence[RecordFact], Sequence[RecordFact]],
    facts: Facts,
    as_of: date,
) -> tuple[State, Code]:
    found, accepted, counting = lists
    if len(counting) >= requirement.at_least:
        return State.MET, Code.RECORDS_MET
    state = State.NEEDS_DECISION if is_due(requirement, facts, as_of) else State.NOT_YET_DUE
    if len(accepted) >= requirement.at_least:
        return state, Code.RECORDS_EXPIRED
    if len(found) >= requirement.at_least:
        return state, Code.RECORDS_TO_ACCEPT
    return state, Code.RECORDS_MISSING if state is State.NEEDS_DECISION else Code.RECORDS_TO_COME


@dataclass(frozen=True, slots=True)
class _Window:
    """The days on which something has to go on, both included."""

    from_on: date
    to_on: date


def judge_continuing(requirement: Continuing, facts: Facts, as_of: date) -> Finding:
    """Something that goes on, so many times a week, for the whole of a time; a gap is for people to look at."""
    if facts.spans is None:
        return not_kept(requirement, facts, as_of)
    window = _window(requirement, facts, as_of)
    spans = [each for each in facts.spans if each.record == requirement.record]
    params: dict[str, int | str] = {"times": requirement.at_least_a_week, **due_params(requirement, facts)}
    if window is None or as_of < window.from_on:
        code, state = Code.CONTINUING_SO_FAR, State.NOT_YET_DUE
        if window is not None:
            params["from_on"] = window.from_on.isoformat()
        return Finding(key=requirement.key, state=state, code=code, params=params)
    until = min(as_of, window.to_on)
    params |= {"from_on": window.from_on.isoformat(), "to_on": window.to_on.isoformat()}
    enough = [each for each in spans if (each.times_a_week or 0) >= requirement.at_least_a_week]
    gap_on = _first_day_without(enough, window.from_on, until)
    if gap_on is None:
        is_over = as_of >= window.to_on
        state, code = (State.MET, Code.CONTINUING_MET) if is_over else (State.ON_TRACK, Code.CONTINUING_SO_FAR)
    else:
        perhaps = [*enough, *(each for each in spans if each.times_a_week is None)]
        is_unknown = _first_day_without(perhaps, window.from_on, until) is None
        state, code = State.NEEDS_DECISION, Code.CONTINUING_UNKNOWN if is_unknown else Code.CONTINUING_SHORT
        params["gap_on"] = gap_on.isoformat()
    return Finding(key=requirement.key, state=state, code=code, params=params)


def _window(requirement: Continuing, facts: Facts, as_of: date) -> _Window | None:
    match requirement.during:
        case During.PROGRAMME:
            return _Window(facts.starts_on, facts.ends_on)
        case During.LAST_MONTHS:
            first = days_after(months_after(facts.ends_on, -requirement.last_months), 1)
            return _Window(first, facts.ends_on)
        case During.ANOTHER_RECORD:
            others = [each for each in facts.spans or () if each.record == requirement.of_record]
            if not others:
                return None
            # While the other goes on, its end is not known; it is then never before the end of the training.
            ends = [each.until_on or max(as_of, facts.ends_on) for each in others]
            return _Window(min(each.from_on for each in others), max(ends))


def _first_day_without(spans: Iterable[SpanFact], from_on: date, to_on: date) -> date | None:
    """The first day of the time on which none of the spans runs; None where there is none."""
    day = from_on
    for span in sorted(spans, key=lambda each: each.from_on):
        if span.from_on <= day:
            day = max(day, days_after(span.until_on, 1) if span.until_on else days_after(to_on, 1))
    return day if day <= to_on else None


@dataclass(slots=True)
class _Series:
    """The minutes of one series: held so far, attended of them, and still ahead."""

    title: str
    held: int = 0
    attended: int = 0
    ahead: int = 0

    @property
    def percent(self) -> int:
        """The share attended so far, in whole per cent, rounded down."""
        return self.attended * 100 // self.held if self.held else 0

    @property
    def best(self) -> int:
        """The share if everything that is ahead is attended."""
        together = self.held + self.ahead
        return (self.attended + self.ahead) * 100 // together if together else 0


def judge_attendance(requirement: Attendance, facts: Facts, as_of: date) -> Finding:
    """The share of each series; the lowest decides."""
    if facts.attendance is None:
        return not_kept(requirement, facts, as_of)
    held = [each for each in _series(requirement, facts.attendance, as_of) if each.held]
    lowest = min(held, key=lambda each: (each.percent, each.title), default=None)
    state, code = _standing_of_attendance(requirement, held, lowest, is_over=as_of >= facts.ends_on)
    params: dict[str, int | str] = {"target": requirement.at_least_percent}
    if lowest:
        params |= {"series": lowest.title, "figure": lowest.percent, "best": lowest.best}
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=params,
        figure=lowest.percent if lowest else None,
        target=requirement.at_least_percent,
        unit="percent",
    )


def _series(requirement: Attendance, dates: Iterable[AttendanceFact], as_of: date) -> list[_Series]:
    found: dict[str, _Series] = {}
    for each in dates:
        key = plain(each.series)
        if requirement.series and key not in requirement.series:
            continue
        series = found.setdefault(key, _Series(each.series))
        series.title = min(series.title, each.series)
        if each.attended is not None and each.on <= as_of:
            series.held += each.minutes
            series.attended += min(each.attended, each.minutes)
        else:
            series.ahead += each.minutes
    return list(found.values())


def _standing_of_attendance(
    requirement: Attendance, held: Sequence[_Series], lowest: _Series | None, *, is_over: bool
) -> tuple[State, Code]:
    if lowest is None:
        return State.NOT_YET_DUE, Code.ATTENDANCE_NONE_YET
    asked = requirement.at_least_percent
    if lowest.percent >= asked:
        return (State.MET, Code.ATTENDANCE_MET) if is_over else (State.ON_TRACK, Code.ATTENDANCE_SO_FAR)
    if is_over or any(each.best < asked for each in held):
        return State.NEEDS_DECISION, Code.ATTENDANCE_SHORT
    return State.BEHIND, Code.ATTENDANCE_LOW
