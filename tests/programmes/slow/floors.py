"""At least so much of one thing in each period that has some of another, judged period by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.programmes.slow.periods import period_of
from tests.programmes.slow.raw import Record, Row, Said
from tests.programmes.slow.reading import Document, credit, days_later, minutes_of, plain_name, selects


@dataclass(frozen=True)
class Judged:
    """One period at one place: what there was, what was asked for, and how it stands."""

    first: date
    last: date
    closes: date
    place: object
    contact: int
    supervision: int
    awaiting: int
    needed: int
    state: str
    is_short: bool
    is_open: bool
    last_on: date


def judge_floor(
    document: Document, requirement: Mapping[str, Any], record: Record, rows: Sequence[Row], as_of: date
) -> tuple[Said, list[Row]]:
    """Return what is said of the floor, and the rows that do not count because of it."""
    periods = []
    for first, last, place in _places(document, requirement, record, rows):
        is_whole = requirement["period"] == "whole programme"
        inside = [
            row
            for row in rows
            if (is_whole or first <= row.on <= last) and _place(requirement, record, row) in (None, place)
        ]
        judged = _judge_period(document, requirement, record, inside, (first, last, place), as_of)
        if judged is not None:
            periods.append((judged, inside))
    void: list[Row] = []
    if requirement["on_shortfall"] == "void":
        taken = requirement.get("voids", requirement["beside"])
        is_rolling = requirement["period"] == "rolling days"
        for judged, inside in periods:
            if judged.is_short:
                # A stretch of days up to a day of contact says something of that day alone.
                void += [
                    row
                    for row in inside
                    if selects(document, taken, record, row) and (not is_rolling or row.on == judged.last)
                ]
    return _said(requirement, [judged for judged, _ in periods], record, as_of), void


def _place(requirement: Mapping[str, Any], record: Record, row: Row) -> object:
    """Where a row is judged: together with all others (None), at its site, or with its case."""
    over = requirement.get("over", "all work")
    if over == "each site":
        return ("site", plain_name(record.sites[row.site]) if row.site is not None else "")
    if over == "each case":
        return ("case", row.case)
    return None


def _places(
    document: Document, requirement: Mapping[str, Any], record: Record, rows: Sequence[Row]
) -> list[tuple[date, date, object]]:
    """Return every period and place in which there is held contact."""
    found = []
    for row in rows:
        if selects(document, requirement["beside"], record, row):
            first, last = period_of(requirement, row.on, record)
            place = (first, last, _place(requirement, record, row))
            if place not in found:
                found.append(place)
    return found


def _judge_period(
    document: Document,
    requirement: Mapping[str, Any],
    record: Record,
    rows: Sequence[Row],
    where: tuple[date, date, object],
    as_of: date,
) -> Judged | None:
    first, last, place = where
    closes = days_later(last, document["programme"]["grace_days"])
    contacts = [row for row in rows if selects(document, requirement["beside"], record, row)]
    contacts = [row for row in contacts if row.submitted_on is None or row.submitted_on <= closes]
    if not contacts:
        return None
    contact = sum(credit(document, row) for row in contacts)
    asked_for = [row for row in rows if selects(document, requirement["of"], record, row)]
    signed = [row for row in asked_for if _how_it_counts(row, closes, as_of) == "signed"]
    waiting = [row for row in asked_for if _how_it_counts(row, closes, as_of) == "waits"]
    supervision = _weighed(document, requirement, signed)
    awaiting = _weighed(document, requirement, [*signed, *waiting]) - supervision
    needed = needed_for(requirement, contact)
    is_excused = any(
        each.requirement == requirement["key"] and each.period_on == first and each.decided_on <= as_of
        for each in record.excused
    )
    state, kind = _period_state(requirement, (supervision, awaiting, needed), (last, closes), is_excused, as_of)
    last_on = last if kind == "running" else closes
    is_open = kind in ("running", "waiting", "ended")
    return Judged(
        first, last, closes, place, contact, supervision, awaiting, needed, state, kind == "short", is_open, last_on
    )


def _weighed(document: Document, requirement: Mapping[str, Any], rows: Sequence[Row]) -> int:
    """Add up what there is; of an activity with a weight so many minutes count for so many, rounded down together."""
    total = 0
    for activity in sorted({row.activity for row in rows}):
        minutes = sum(credit(document, row) for row in rows if row.activity == activity)
        for weight in requirement.get("weights", []):
            if activity in weight["activities"]:
                minutes = minutes * minutes_of(weight["counts"]) // minutes_of(weight["every"])
        total += minutes
    return total


def needed_for(requirement: Mapping[str, Any], contact: int) -> int:
    """How many minutes a period with so much contact asks for."""
    if "bands" in requirement:
        for band in requirement["bands"]:
            if "up_to" not in band or contact <= minutes_of(band["up_to"]):
                return minutes_of(band["at_least"])
    if "percent" in requirement:
        return _up(Fraction(contact * requirement["percent"], 100))
    if "every" in requirement:
        return _up(Fraction(contact * minutes_of(requirement["at_least"]), minutes_of(requirement["every"])))
    return minutes_of(requirement["at_least"])


def _up(amount: Fraction) -> int:
    return -int(-amount // 1)


def _how_it_counts(row: Row, closes: date, as_of: date) -> str:
    """In time and signed, in time and waiting, or late."""
    if row.submitted_on is None:
        return "signed" if row.state == "signed" else "waits"
    if row.submitted_on > closes:
        return "late"
    if row.state == "signed":
        assert row.signed_on is not None
        return "signed" if row.signed_on <= closes else "late"
    return "waits" if as_of <= closes else "late"


def _period_state(
    requirement: Mapping[str, Any],
    amounts: tuple[int, int, int],
    ends: tuple[date, date],
    is_excused: bool,
    as_of: date,
) -> tuple[str, str]:
    (supervision, awaiting, needed), (last, closes) = amounts, ends
    if supervision >= needed:
        return "met", "met"
    if is_excused:
        return "waived", "excused"
    if supervision + awaiting >= needed:
        return "on_track", "waiting"
    if as_of <= last:
        return "on_track", "running"
    if as_of <= closes:
        return "behind", "ended"
    return ("needs_decision" if requirement["on_shortfall"] == "refer" else "behind"), "short"


def _said(requirement: Mapping[str, Any], periods: Sequence[Judged], record: Record, as_of: date) -> Said:
    settled = sum(each.state in ("met", "waived") for each in periods)
    is_over = as_of >= record.ends_on
    open_ones = [each for each in periods if each.is_open]
    # The one that has ended is told first, then the one that runs, then what only waits for a signature.
    order = {"behind": 0, "on_track": 1}
    urgent = min(
        open_ones,
        key=lambda each: (order[each.state], each.supervision + each.awaiting >= each.needed, each.closes),
        default=None,
    )
    last_on = urgent.last_on if urgent else None
    state = _overall(requirement, periods, urgent, is_over)
    return Said(state, settled, None, last_on)


def _overall(requirement: Mapping[str, Any], periods: Sequence[Judged], urgent: Judged | None, is_over: bool) -> str:
    if any(each.is_short for each in periods):
        if requirement["on_shortfall"] == "refer":
            return "needs_decision"
        if urgent is not None or not is_over:
            return "behind"
        return "met" if requirement["on_shortfall"] == "void" else "needs_decision"
    if urgent is not None:
        return urgent.state
    if is_over:
        return "met"
    return "on_track" if periods else "not_yet_due"
