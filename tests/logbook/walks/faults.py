"""Small wrongs, put in by hand: each is one that a tired programmer might write, and each must be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import true

from trainee_app.cohorts.queries import conditions as cohort_conditions
from trainee_app.db import db
from trainee_app.imports.rules import weighing
from trainee_app.logbook.models import EntryStep, LogEntry
from trainee_app.logbook.queries import awaiting
from trainee_app.logbook.rules import Counted, SignOutcome, State
from trainee_app.logbook.services import blanking, checking, deciding, moving, signing, writing

# What a module has from another one is not its own to offer, and still what it goes by.
_SIGNING: Any = signing
_WRITING: Any = writing
_BLANKING: Any = blanking
_DECIDING: Any = deciding
_MOVING: Any = moving
Plant = Callable[[pytest.MonkeyPatch], None]


def a_void_keeps_the_minutes(patch: pytest.MonkeyPatch) -> None:
    right = _MOVING.recount

    def recount(programme_id: int, *, before: Any, after: Any) -> None:
        if not any(each.state == State.VOID for each in after):
            right(programme_id, before=before, after=after)

    patch.setattr(moving, "recount", recount)


def what_changed_since_it_was_shown_is_signed(patch: pytest.MonkeyPatch) -> None:
    right = _SIGNING.judge

    def judge(seen: Any, now: Any) -> SignOutcome:
        outcome = right(seen, now)
        is_waiting = now is not None and now.awaiting_version is not None
        return SignOutcome.SIGNED if outcome is SignOutcome.CHANGED and is_waiting else outcome

    patch.setattr(signing, "judge", judge)


def what_is_signed_can_be_withdrawn(patch: pytest.MonkeyPatch) -> None:
    right = _WRITING.move_correction

    def move_correction(entry: LogEntry, after: State, **said: Any) -> None:
        if after is State.WITHDRAWN and entry.pending_state is None:
            return
        right(entry, after, **said)

    patch.setattr(writing, "move_correction", move_correction)


def a_file_comes_in_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(weighing, "_there_already", lambda _scale, lines: [False] * len(lines))
    patch.setattr(weighing, "_double", lambda *_: "")


def blanking_takes_the_minutes_too(patch: pytest.MonkeyPatch) -> None:
    right = _BLANKING.moves_of

    def moves_of(entry_id: int) -> list[EntryStep]:
        entry = db.session.get_one(LogEntry, entry_id)
        if entry.state == State.SUBMITTED:
            entry.minutes = entry.credited_minutes = 0
        found: list[EntryStep] = right(entry_id)
        return found

    patch.setattr(blanking, "moves_of", moves_of)


def an_ended_agreement_still_signs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cohort_conditions, "holds", lambda fact, on: fact.starts_on <= on)
    patch.setattr(cohort_conditions, "or_", lambda *_: true())


def whose_registration_ran_out_still_signs(patch: pytest.MonkeyPatch) -> None:
    right = _SIGNING.judge
    patch.setattr(signing, "judge", lambda seen, now: right(seen, now and replace(now, is_registered=True)))


def a_correction_counts_before_it_is_signed(patch: pytest.MonkeyPatch) -> None:
    right = _WRITING.move_correction

    def move_correction(entry: LogEntry, after: State, *, number: int, **said: Any) -> None:
        right(entry, after, number=number, **said)
        if after is State.SUBMITTED:
            entry.version = number

    patch.setattr(writing, "move_correction", move_correction)


def a_correction_signed_counts_beside_what_it_corrects(patch: pytest.MonkeyPatch) -> None:
    right = _SIGNING.recount

    def recount(programme_id: int, *, before: list[Counted], after: list[Counted]) -> None:
        right(programme_id, before=[each for each in before if each.state != State.SIGNED], after=after)

    patch.setattr(signing, "recount", recount)


def what_is_missed_waits_for_a_signature(patch: pytest.MonkeyPatch) -> None:
    waits = (LogEntry.state == State.SUBMITTED) & LogEntry.carried_by.is_(None)
    patch.setattr(awaiting, "awaits_signature", lambda: waits | (LogEntry.pending_state == State.SUBMITTED))


def a_page_open_too_long_makes_void_what_it_did_not_show(patch: pytest.MonkeyPatch) -> None:
    right = _DECIDING.void_entry

    def void_entry(*, entry: LogEntry, seen_version: int, **said: Any) -> None:
        right(entry=entry, seen_version=entry.version, **said)

    patch.setattr("trainee_app.logbook.services.void_entry", void_entry)


def a_returned_correction_is_thrown_away(patch: pytest.MonkeyPatch) -> None:
    right = _DECIDING.move_correction

    def move_correction(entry: LogEntry, after: State, **said: Any) -> None:
        right(entry, after, **said)
        entry.pending_state = entry.pending_version = None

    patch.setattr(deciding, "move_correction", move_correction)


def a_day_may_have_more_than_its_hours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checking, "same_day", lambda *_: [])


def what_waits_for_its_attestation_is_returned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(deciding, "insist_on_waiting_alone", lambda _entry: None)


FAULTS: tuple[Plant, ...] = (
    a_void_keeps_the_minutes,
    what_changed_since_it_was_shown_is_signed,
    what_is_signed_can_be_withdrawn,
    a_file_comes_in_twice,
    blanking_takes_the_minutes_too,
    an_ended_agreement_still_signs,
    whose_registration_ran_out_still_signs,
    a_correction_counts_before_it_is_signed,
    a_correction_signed_counts_beside_what_it_corrects,
    what_is_missed_waits_for_a_signature,
    a_page_open_too_long_makes_void_what_it_did_not_show,
    a_returned_correction_is_thrown_away,
    a_day_may_have_more_than_its_hours,
    what_waits_for_its_attestation_is_returned,
)
# These are seen within a walk or two: enough to know on every change that the walks can see.
SOON_SEEN = {
    a_file_comes_in_twice,
    a_page_open_too_long_makes_void_what_it_did_not_show,
    a_day_may_have_more_than_its_hours,
}
