"""Giving back what waits for a signature, and saying that what was signed does not count."""

from __future__ import annotations

from datetime import datetime

from trainee_app.access import Actor
from trainee_app.events import publish
from trainee_app.logbook.events import EntryReturned, EntryVoided
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import State, comment_hash
from trainee_app.logbook.services.checking import insist_on_words
from trainee_app.logbook.services.holding import hold_entry
from trainee_app.logbook.services.moving import (
    about_version,
    insist_on_correction_move,
    insist_on_move,
    insist_on_standing_alone,
    insist_on_waiting_alone,
    move,
    move_correction,
)
from trainee_app.logbook.services.refusals import EntryChangedSinceShown, EntryNotSigned


def return_entry(*, entry: LogEntry, seen_version: int, comment: str, actor: Actor, at: datetime) -> None:
    """Give a version back to its trainee with a comment that says what to mend.

    Raises EntryChangedSinceShown if another version stands there now, EntryCannotMove, EntryWaitsForAttestation
    for what an office's record brought, EntryFaulty for a comment with identifiers.
    """
    _record, entry = hold_entry(entry)
    is_correction = entry.state == State.SIGNED
    if is_correction:
        insist_on_correction_move(entry, State.RETURNED)
    else:
        insist_on_move(entry, State.RETURNED)
    number = (entry.pending_version or entry.version) if is_correction else entry.version
    if number != seen_version:
        raise EntryChangedSinceShown
    if not is_correction:
        insist_on_waiting_alone(entry)
    insist_on_words(comment, "comment")
    if is_correction:
        move_correction(entry, State.RETURNED, number=number, actor=actor, at=at, comment=comment)
    else:
        move(entry, State.RETURNED, number=number, actor=actor, at=at, comment=comment)
    publish(
        EntryReturned(
            **about_version(entry, number, actor, at),
            is_correction=is_correction,
            comment_hash=comment_hash(entry.public_id, number, at, comment),
        )
    )


def void_entry(*, entry: LogEntry, seen_version: int, reason: str, actor: Actor, at: datetime) -> None:
    """Say that a signed entry does not count, and why. A correction on its way ends with it.

    Raises EntryNotSigned, EntryChangedSinceShown, EntryFaulty for a reason with identifiers.
    """
    _record, entry = hold_entry(entry)
    if entry.state != State.SIGNED:
        raise EntryNotSigned
    insist_on_standing_alone(entry)
    if entry.version != seen_version:
        raise EntryChangedSinceShown
    insist_on_words(reason, "reason")
    if entry.pending_state is not None:
        number = entry.pending_version or entry.version
        move_correction(entry, State.DISCARDED, number=number, actor=actor, at=at)
    move(entry, State.VOID, number=entry.version, actor=actor, at=at, comment=reason)
    publish(
        EntryVoided(
            **about_version(entry, entry.version, actor, at),
            comment_hash=comment_hash(entry.public_id, entry.version, at, reason),
        )
    )
