"""What is there or not on a day: time itself, registrations, what was brought along, cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.programmes.slow.raw import RawCase, Record, Row, Said
from tests.programmes.slow.reading import Document, days_later, minutes_of, months_later


def judge_length(document: Document, record: Record, as_of: date) -> Said:
    """Over on the last day; before it, months in proportion to the days gone."""
    months = document["programme"]["length_months"]
    if as_of >= record.ends_on:
        return Said("met", months)
    total = max((record.ends_on - record.starts_on).days, 1)
    gone = max((as_of - record.starts_on).days, 0)
    return Said("not_yet_due" if as_of < record.starts_on else "on_track", months * gone // total)


def judge_registration(record: Record, as_of: date) -> Said:
    """Valid on the day; renewals of the same body that follow without a gap are one stretch."""
    valid = [each for each in record.registered if each.from_on <= as_of <= (each.until_on or as_of)]
    ends = [_until(each.body, as_of, record) for each in valid]
    if not ends:
        return Said("needs_decision")
    return Said("met", last_on=None if None in ends else max(end for end in ends if end is not None))


def _until(body: str, as_of: date, record: Record) -> date | None:
    """Walk on from day to day as long as the body's registration lasts."""
    theirs = [each for each in record.registered if each.body == body]
    if any(each.until_on is None and each.from_on <= as_of for each in theirs):
        return None
    day = as_of
    while True:
        following = days_later(day, 1)
        covers = [each for each in theirs if each.from_on <= following and (each.until_on or following) >= following]
        if not covers:
            return day
        if any(each.until_on is None for each in covers):
            return None
        day = following


def judge_prerequisite(requirement: Mapping[str, Any], record: Record, as_of: date) -> Said:
    """Accepted by the course and long enough; what falls short is for people to decide."""
    found = [each for each in record.brought if each[0] == requirement["record"]]
    months = found[0][2] if found else None
    wanted = requirement.get("at_least_months", 0)
    if found:
        _, accepted_on, _, is_accepted_short = found[0]
        if accepted_on is not None and accepted_on <= as_of and ((months or 0) >= wanted or is_accepted_short):
            return Said("met", months)
    due_on = record.ends_on if requirement.get("due_by", "qualification") == "qualification" else record.starts_on
    if as_of < due_on:
        return Said("not_yet_due", months, last_on=due_on)
    return Said("needs_decision", months)


def judge_cases(requirement: Mapping[str, Any], record: Record, rows: Sequence[Row], as_of: date) -> Said:
    """Count the cases that are as described, and what could still become one by the end."""
    figure = still = 0
    for number, case in enumerate(record.cases):
        if case.opened_on > as_of:
            continue
        if counts(requirement, record, number, rows, as_of):
            figure += 1
        elif may_still_count(requirement, record, number, rows, as_of):
            still += 1
    wanted = requirement["at_least"]
    begin_by = last_beginning(requirement, record)
    if figure >= wanted:
        return Said("met", figure)
    is_reachable = figure + still >= wanted
    if as_of >= record.ends_on or (as_of > begin_by and not is_reachable):
        return Said("needs_decision" if requirement.get("on_shortfall") == "refer" else "not_possible", figure)
    return Said("not_yet_due", figure, last_on=None if is_reachable else begin_by)


def _sessions(number: int, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.case == number and row.state == "signed"]


def _ending(case: RawCase, as_of: date) -> str | None:
    return case.ending if case.ended_on is not None and case.ended_on <= as_of else None


def counts(requirement: Mapping[str, Any], record: Record, number: int, rows: Sequence[Row], as_of: date) -> bool:
    """Say whether a case is all that the requirement describes."""
    case, sessions = record.cases[number], _sessions(number, rows)
    is_kind = not requirement.get("kinds") or case.kind in requirement["kinds"]
    is_ended = not requirement.get("endings") or _ending(case, as_of) in requirement["endings"]
    months = requirement.get("lasting_months", 0)
    days = [row.on for row in sessions]
    lasted = months == 0 or (bool(days) and months_later(min(days), months) <= max(days))
    supervised = sum(each.minutes for each in case.presented if each.state == "signed" and each.on <= as_of)
    is_supervised = supervised >= minutes_of(requirement.get("supervised", "0 min"))
    return is_kind and is_ended and lasted and is_supervised and len(sessions) >= requirement.get("sessions", 0)


def may_still_count(
    requirement: Mapping[str, Any], record: Record, number: int, rows: Sequence[Row], as_of: date
) -> bool:
    """Say whether a case that lacks something can still come to it: of the right kind, not ended, time enough."""
    case = record.cases[number]
    if requirement.get("kinds") and case.kind not in requirement["kinds"]:
        return False
    if _ending(case, as_of) is not None:
        return False
    days = [row.on for row in _sessions(number, rows)]
    began_on = min(days) if days else as_of
    return months_later(began_on, requirement.get("lasting_months", 0)) <= record.ends_on


def last_beginning(requirement: Mapping[str, Any], record: Record) -> date:
    """The last day on which a case can begin that is long enough and has its sessions, one a week, by the end."""
    by_months = months_later(record.ends_on, -requirement.get("lasting_months", 0))
    by_sessions = days_later(record.ends_on, -7 * max(requirement.get("sessions", 0) - 1, 0))
    return min(by_months, by_sessions)
