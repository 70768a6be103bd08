"""Records that are there or not, things that go on, and attendance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.programmes.slow.due import said_of_missing
from tests.programmes.slow.raw import GoneOn, Record, Said
from tests.programmes.slow.reading import days_later, months_later


def judge_filed(requirement: Mapping[str, Any], record: Record, due: date | None, as_of: date) -> Said:
    """So many of them accepted, and valid on the day where that is asked for; fees are always asked for as of the day."""
    if record.filed is None:
        return said_of_missing(None, due, as_of)
    is_fees = requirement["kind"] == "fees"
    number = 0
    for each in record.filed:
        is_meant = each.sort == requirement["kind"] and each.record == ("fees" if is_fees else requirement["record"])
        is_by = requirement.get("by", "") in ("", each.by)
        is_accepted = each.accepted_on is not None and each.accepted_on <= as_of
        is_valid = each.until_on is None or each.until_on >= as_of
        if is_meant and is_by and is_accepted and (is_valid or not (is_fees or requirement.get("valid", False))):
            number += 1
    wanted = 1 if is_fees else requirement.get("at_least", 1)
    return Said("met", number) if number >= wanted else said_of_missing(number, due, as_of)


def judge_going_on(requirement: Mapping[str, Any], record: Record, due: date | None, as_of: date) -> Said:
    """Every day of its time, up to today, has so many a week."""
    if record.gone_on is None:
        return said_of_missing(None, due, as_of)
    window = _window(requirement, record, as_of)
    if window is None or as_of < window[0]:
        return Said("not_yet_due")
    day = window[0]
    while day <= min(as_of, window[1]):
        if not any(_goes_on(each, requirement, day) for each in record.gone_on):
            return Said("needs_decision")
        day = days_later(day, 1)
    return Said("met" if as_of >= window[1] else "on_track")


def _goes_on(each: GoneOn, requirement: Mapping[str, Any], day: date) -> bool:
    is_then = each.from_on <= day and (each.until_on is None or day <= each.until_on)
    return is_then and each.record == requirement["record"] and (each.times or 0) >= requirement["at_least_a_week"]


def _window(requirement: Mapping[str, Any], record: Record, as_of: date) -> tuple[date, date] | None:
    """The days on which it has to go on: the programme's, its last months', or those of another record."""
    during = requirement.get("during", "programme")
    if during == "programme":
        return record.starts_on, record.ends_on
    if during.startswith("last "):
        return days_later(months_later(record.ends_on, -int(during.split()[1])), 1), record.ends_on
    others = [each for each in record.gone_on or () if each.record == during]
    if not others:
        return None
    return min(each.from_on for each in others), max(each.until_on or max(as_of, record.ends_on) for each in others)


def judge_attendance(requirement: Mapping[str, Any], record: Record, due: date | None, as_of: date) -> Said:
    """The series that was attended least decides; one that cannot be reached any more is for people to decide."""
    if record.taught is None:
        return said_of_missing(None, due, as_of)
    wanted = requirement["at_least_percent"]
    so_far, at_best = [], []
    for name in sorted({each.series for each in record.taught}):
        if requirement.get("series") and name not in requirement["series"]:
            continue
        held = [
            each for each in record.taught if each.series == name and each.attended is not None and each.on <= as_of
        ]
        ahead = [each for each in record.taught if each.series == name and each not in held]
        minutes = sum(each.minutes for each in held)
        attended = sum(min(each.attended or 0, each.minutes) for each in held)
        more = sum(each.minutes for each in ahead)
        if minutes:
            so_far.append(attended * 100 // minutes)
            at_best.append((attended + more) * 100 // (minutes + more))
    if not so_far:
        return Said("not_yet_due")
    figure = min(so_far)
    if figure >= wanted:
        return Said("met" if as_of >= record.ends_on else "on_track", figure)
    is_lost = as_of >= record.ends_on or min(at_best) < wanted
    return Said("needs_decision" if is_lost else "behind", figure)
