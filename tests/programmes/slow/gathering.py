"""The facts of a raw record, gathered without a database in the plainest way: what the application ought to gather."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from tests.programmes.slow.judging import rows_recorded_by
from tests.programmes.slow.raw import RawCase, Record, Row
from trainee_app.programmes.rules import (
    CaseFact,
    Definition,
    EntryFact,
    Facts,
    PrerequisiteFact,
    Total,
    ValidPeriod,
    Waiver,
    credited_minutes,
)
from trainee_app.programmes.rules.facts import AttendanceFact, RecordFact, SpanFact
from trainee_app.programmes.rules.selections import plain

SUPERVISORS = ("Rees", "Fenn", "Quist", "Mori")


def facts_of(definition: Definition, record: Record, as_of: date) -> Facts:
    """Return the facts as they are on the day."""
    rows = rows_recorded_by(record, as_of)
    return Facts(
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        totals=_totals(definition, rows),
        entries=tuple(_entry(definition, row) for row in rows),
        registrations=tuple(ValidPeriod(each.body, "1", each.from_on, each.until_on) for each in record.registered),
        prerequisites=tuple(PrerequisiteFact(*each) for each in record.brought),
        cases=tuple(
            _case(number, case, rows, as_of) for number, case in enumerate(record.cases) if case.opened_on <= as_of
        ),
        records=_maybe(RecordFact, record.filed),
        spans=_maybe(SpanFact, record.gone_on),
        attendance=_maybe(AttendanceFact, record.taught),
        sites={number + 1: plain(name) for number, name in enumerate(record.sites)},
        moved_days=record.moved_days,
        waivers=tuple(Waiver(each.requirement, each.decided_on, each.period_on) for each in record.excused),
    )


def _maybe(make: Any, rows: Sequence[Any] | None) -> Any:
    return None if rows is None else tuple(make(*astuple(each)) for each in rows)


def _credit(definition: Definition, row: Row) -> int:
    return credited_minutes(definition, row.activity, row.minutes, row.outcome, row.present)


def _totals(definition: Definition, rows: list[Row]) -> tuple[Total, ...]:
    sums: dict[tuple[str, date, int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        if row.outcome == "held":
            total = sums[row.activity, row.on.replace(day=1), _case_id(row), row.state]
            total[0] += row.minutes
            total[1] += _credit(definition, row)
            total[2] += 1
    return tuple(Total(*key, *amounts) for key, amounts in sums.items())  # type: ignore[arg-type]


def _case_id(row: Row) -> int:
    return 0 if row.case is None else row.case + 1


def _entry(definition: Definition, row: Row) -> EntryFact:
    return EntryFact(
        on=row.on,
        activity=row.activity,
        case_id=_case_id(row),
        placement_id=None if row.site is None else row.site + 1,
        state=row.state,  # type: ignore[arg-type]
        submitted_on=row.submitted_on,
        signed_on=row.signed_on,
        recorded=row.minutes,
        credited=_credit(definition, row),
        held=row.outcome == "held",
        video_reviewed=row.video,
    )


def _case(number: int, case: RawCase, rows: list[Row], as_of: date) -> CaseFact:
    days = [row.on for row in rows if row.case == number and row.state == "signed" and row.outcome == "held"]
    is_ended = case.ended_on is not None and case.ended_on <= as_of
    waiting = [row.on for row in rows if row.case == number and row.state == "submitted" and row.outcome == "held"]
    presented = [each for each in case.presented if each.state == "signed" and each.on <= as_of]
    return CaseFact(
        case_id=number + 1,
        first_held_on=min(days, default=None),
        last_held_on=max(days, default=None),
        supervised_minutes=sum(each.minutes for each in presented),
        ending=case.ending if is_ended else None,
        held_sessions=len(days),
        kind=case.kind,
        awaiting_sessions=len(waiting),
        first_awaiting_on=min(waiting, default=None),
        last_awaiting_on=max(waiting, default=None),
        age_band=case.age_band,
        phases=frozenset(phase for phase, on in case.phases if on <= as_of),
        video_reviews=sum(each.video for each in presented),
        supervisors=frozenset(SUPERVISORS.index(each.supervisor) for each in presented),
    )
