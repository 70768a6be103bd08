"""Gaps in a rhythm, and work in the last months."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.programmes.slow.raw import Record, Row, Said
from tests.programmes.slow.reading import Document, days_later, minutes_of, months_later, selects


def judge_cadence(
    document: Document, requirement: Mapping[str, Any], record: Record, rows: Sequence[Row], as_of: date
) -> tuple[Said, list[Row]]:
    """No gap of more than so many days; return what is said, and the contact that does not count."""
    contacts = [row for row in rows if selects(document, requirement["beside"], record, row)]
    days = [row.on for row in rows if selects(document, requirement["of"], record, row)]
    most = requirement["at_most_days"]
    beyond: list[Row] = []
    gaps = set()
    for row in contacts:
        since = _since(contacts, days, row.on)
        if (row.on - since).days > most:
            beyond.append(row)
            gaps.add(since)
    is_over = as_of >= record.ends_on
    state, last_on = _state(requirement, bool(contacts), bool(gaps), is_over=is_over), None
    if not gaps and not is_over and contacts:
        last_on = days_later(max([min(row.on for row in contacts), *days]), most)
    return Said(state, len(gaps), last_on=last_on), beyond if requirement["on_shortfall"] == "void" else []


def _since(contacts: Sequence[Row], days: Sequence[date], on: date) -> date:
    """The last session up to a day, or the first day of contact if that was later: before it nothing went on."""
    return max([min(row.on for row in contacts), *(day for day in days if day <= on)])


def _state(requirement: Mapping[str, Any], has_contact: bool, has_gaps: bool, *, is_over: bool) -> str:
    if has_gaps:
        return {
            "refer": "needs_decision",
            "void": "met" if is_over else "on_track",
            "warn": "needs_decision" if is_over else "behind",
        }[requirement["on_shortfall"]]
    if is_over:
        return "met"
    return "on_track" if has_contact else "not_yet_due"


def judge_recency(requirement: Mapping[str, Any], record: Record, work: Sequence[tuple[Row, int]], as_of: date) -> Said:
    """So many minutes in the last months of the training; `work` is what is chosen, with what counts of each."""
    begins_on = days_later(months_later(record.ends_on, -requirement["last_months"]), 1)
    within = [(row, counted) for row, counted in work if begins_on <= row.on <= record.ends_on]
    figure = sum(counted for row, counted in within if row.state == "signed")
    done = sum(counted for _, counted in within)
    wanted = minutes_of(requirement["at_least"])
    if figure >= wanted:
        return Said("met", figure)
    if done >= wanted:
        return Said("on_track", figure)
    if as_of < begins_on:
        return Said("not_yet_due", figure, last_on=record.ends_on)
    if as_of > record.ends_on:
        return Said("not_possible", figure)
    return Said("on_track", figure, last_on=record.ends_on)
