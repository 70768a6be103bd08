"""What is there or not on a day: time itself, registrations, what was brought along, cases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.programmes.slow.due import said_of_missing
from tests.programmes.slow.raw import Presented, RawCase, Record, Row, Said
from tests.programmes.slow.reading import Document, days_later, minutes_of, months_later


def judge_length(document: Document, record: Record, as_of: date) -> Said:
    """Over on the last day; before it, months in proportion to the days gone, and never more than there are.

    Nobody was away here before today: the breaks of these records lie before the training or are still to come.
    """
    months = document["programme"]["length_months"]
    if as_of >= record.ends_on:
        return Said("met", months)
    total = max((record.ends_on - record.starts_on).days - record.moved_days, 1)
    gone = max((as_of - record.starts_on).days, 0)
    return Said("not_yet_due" if as_of < record.starts_on else "on_track", min(months * gone // total, months))


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


def judge_prerequisite(requirement: Mapping[str, Any], record: Record, due: date | None, as_of: date) -> Said:
    """Accepted by the course and long enough; what falls short is for people to decide."""
    found = [each for each in record.brought if each[0] == requirement["record"]]
    months = found[0][2] if found else None
    wanted = requirement.get("at_least_months", 0)
    if found:
        _, accepted_on, _, is_accepted_short = found[0]
        if accepted_on is not None and accepted_on <= as_of and ((months or 0) >= wanted or is_accepted_short):
            return Said("met", months)
    return said_of_missing(months, due, as_of)


def judge_cases(requirement: Mapping[str, Any], record: Record, rows: Sequence[Row], as_of: date) -> Said:
    """Count the cases that are as described, and what could still become one by the end."""
    there = [number for number, case in enumerate(record.cases) if case.opened_on <= as_of]
    counting = [number for number in there if counts(requirement, record, number, rows, as_of)]
    still = [
        number
        for number in there
        if number not in counting and may_still_count(requirement, record, number, rows, as_of)
    ]
    figure, wanted = len(counting), requirement["at_least"]
    begin_by = last_beginning(requirement, record)
    if figure >= wanted and _differ(requirement, record, counting, as_of):
        return Said("met", figure)
    is_reachable = figure + len(still) >= wanted
    if as_of >= record.ends_on or (as_of > begin_by and not is_reachable):
        return Said("needs_decision" if requirement.get("on_shortfall") == "refer" else "not_possible", figure)
    return Said("not_yet_due", figure, last_on=None if is_reachable else begin_by)


def _differ(requirement: Mapping[str, Any], record: Record, counting: Sequence[int], as_of: date) -> bool:
    cases = [record.cases[number] for number in counting]
    bands = {case.age_band for case in cases}
    people = {each.supervisor for case in cases for each in _presented(case, as_of)}
    is_enough: bool = len(bands) >= requirement.get("distinct_age_bands", 0)
    return is_enough and bool(len(people) >= requirement.get("distinct_supervisors", 0))


def _sessions(number: int, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.case == number and row.state == "signed"]


def _ending(case: RawCase, as_of: date) -> str | None:
    return case.ending if case.ended_on is not None and case.ended_on <= as_of else None


def _presented(case: RawCase, as_of: date) -> list[Presented]:
    return [each for each in case.presented if each.state == "signed" and each.on <= as_of]


def counts(requirement: Mapping[str, Any], record: Record, number: int, rows: Sequence[Row], as_of: date) -> bool:
    """Say whether a case is all that the requirement describes; without a held session there was none."""
    return (
        _is_meant(requirement, record.cases[number])
        and not _lacks_for_good(requirement, record.cases[number], _sessions(number, rows), as_of)
        and not _lacks_what_may_arrive(requirement, record.cases[number], as_of)
    )


def _is_meant(requirement: Mapping[str, Any], case: RawCase) -> bool:
    is_kind = case.kind in requirement.get("kinds", [case.kind])
    is_band = case.age_band in requirement.get("age_bands", [case.age_band])
    return bool(is_kind and is_band)


def _lacks_for_good(requirement: Mapping[str, Any], case: RawCase, sessions: Sequence[Row], as_of: date) -> bool:
    """Sessions, length, and how it ended: once the case has ended these stay as they are."""
    months = requirement.get("lasting_months", 0)
    days = [row.on for row in sessions]
    lasted = months == 0 or (bool(days) and months_later(min(days), months) <= max(days))
    is_ended = not requirement.get("endings") or _ending(case, as_of) in requirement["endings"]
    return not (lasted and is_ended and len(sessions) >= max(requirement.get("sessions", 0), 1))


def _lacks_what_may_arrive(requirement: Mapping[str, Any], case: RawCase, as_of: date) -> bool:
    """Supervision, who gave it, video, phases: their records may still come after the ending."""
    presented = _presented(case, as_of)
    supervised = sum(each.minutes for each in presented)
    phases = {phase for phase, on in case.phases if on <= as_of}
    return (
        supervised < minutes_of(requirement.get("supervised", "0 min"))
        or len({each.supervisor for each in presented}) < requirement.get("supervisors", 0)
        or sum(each.video for each in presented) < requirement.get("video_reviews", 0)
        or not phases >= set(requirement.get("phases", []))
    )


def may_still_count(
    requirement: Mapping[str, Any], record: Record, number: int, rows: Sequence[Row], as_of: date
) -> bool:
    """Say whether a case that lacks something can still come to it: of the right kind, and open with time enough, or
    ended with all that is asked for once what waits is signed."""
    case = record.cases[number]
    if not _is_meant(requirement, case):
        return False
    hoped = [replace(row, state="signed") for row in rows if row.case == number]
    if _ending(case, as_of) is not None:
        return not _lacks_for_good(requirement, case, hoped, as_of)
    began_on = min((row.on for row in hoped), default=as_of)
    return months_later(began_on, requirement.get("lasting_months", 0)) <= record.ends_on


def last_beginning(requirement: Mapping[str, Any], record: Record) -> date:
    """The last day on which a case can begin that is long enough and has its sessions, one a week, by the end."""
    by_months = months_later(record.ends_on, -requirement.get("lasting_months", 0))
    by_sessions = days_later(record.ends_on, -7 * max(requirement.get("sessions", 0) - 1, 0))
    return min(by_months, by_sessions)
