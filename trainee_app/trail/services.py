"""Writing the trail: the events of a transaction become lines just before its commit."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from trainee_app import events
from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.db.edge import short_transaction
from trainee_app.events import Event
from trainee_app.trail.events import BackupRestored
from trainee_app.trail.models import INSTALLATION_CHAIN, Reading, TrailHead, TrailLine
from trainee_app.trail.rules import START, Checkpoint, Line, canonical_json, seal

_log = logging.getLogger(__name__)
_SEALED = "sealed heads"
_line: Any = TrailLine.__table__
_head: Any = TrailHead.__table__
# They run with every commit that tells anything, so they are put together once.
_of_chain = _head.c.chain == bindparam("of_chain")
_HELD_HEAD = select(_head.c.seq, _head.c.hash).where(_of_chain).with_for_update()
_MOVED_HEAD = update(_head).where(_of_chain).values(seq=bindparam("seq"), hash=bindparam("hash"))
_LINES = insert(_line)


def record(happened: Sequence[Event], session: Session) -> list[Checkpoint]:
    """Write each event's line at the end of its chain and return the new heads.

    Chains are taken in sorted order, so that two transactions never wait for each other in a ring.
    """
    by_chain: dict[int, list[Event]] = defaultdict(list)
    for event in happened:
        by_chain[INSTALLATION_CHAIN if event.programme_id is None else event.programme_id].append(event)
    return [_extend(chain, by_chain[chain], session) for chain in sorted(by_chain)]


def _extend(chain: int, happened: Sequence[Event], session: Session) -> Checkpoint:
    seq, previous = _locked_head(chain, session)
    rows = []
    key = current_app.config["TRAIL_KEY"].encode()
    for event in happened:
        seq += 1
        line = Line(
            chain=chain,
            seq=seq,
            event=event.name,
            version=event.version,
            actor_id=event.actor_id,
            at=event.at,
            payload=canonical_json(event.payload()),
            previous=previous,
            subject=event.subject,
        )
        line = replace(line, hash=seal(line, key))
        rows.append(vars(line))
        previous = line.hash
    session.execute(_LINES, rows)
    session.execute(_MOVED_HEAD, {"of_chain": chain, "seq": seq, "hash": previous})
    return Checkpoint(chain, seq, previous)


def _locked_head(chain: int, session: Session) -> tuple[int, str]:
    """Return the chain's last number and hash, holding them until the commit; begins the chain if it is new."""
    found = session.execute(_HELD_HEAD, {"of_chain": chain}).one_or_none()
    if found is None:
        begin = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.execute(begin(TrailHead).values(chain=chain, seq=0, hash=START).on_conflict_do_nothing())
        found = session.execute(_HELD_HEAD, {"of_chain": chain}).one()
    return found.seq, found.hash


def record_apart(event: Event) -> None:
    """Record a security event (a failed sign-in, denied access) in a short transaction of its own.

    Only when the request's transaction has ended or has merely read: see `short_transaction`.
    """
    with short_transaction() as session:
        heads = record((event,), session)
    note_checkpoints(heads)


def note_restoration(restoration: Restoration) -> None:
    """Publish that a backup was put back: whoever follows the trail must see where it was broken off."""
    events.publish(
        BackupRestored(
            programme_id=None,
            actor_id=None,
            at=restoration.at,
            made_at=restoration.made_at,
            sha256=restoration.sha256,
        )
    )


class TrailFinisher:
    """Around every commit: settle the events, seal the trail, and note the new heads outside the database."""

    def before(self) -> None:
        """Run the settlers, then write the lines; the head is locked last, just before the commit."""
        # The settlers read tables, for which nothing is stored by itself.
        db.session.flush()
        happened = events.settle()
        if happened:
            db.session.flush()
            db.session().info[_SEALED] = record(happened, db.session())
            events.forget()

    def after(self) -> None:
        """Append the new heads to the checkpoint file."""
        note_checkpoints(db.session().info.pop(_SEALED, []))

    def abandoned(self) -> None:
        """Forget the events and heads of a transaction that is rolled back."""
        events.forget()
        db.session().info.pop(_SEALED, None)


def note_checkpoints(checkpoints: Sequence[Checkpoint]) -> None:
    """Append heads to the checkpoint file, one line each, so that a cut tail shows.

    The commit stands whether or not the file can be written; a failure is told in the log, since
    the person's work must not be refused for it.
    """
    if not checkpoints:
        return
    path: Path = current_app.config["CHECKPOINT_PATH"]
    text = "".join(f"{point.chain} {point.seq} {point.hash}\n" for point in checkpoints)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
    except OSError:
        _log.exception("the trail's checkpoint could not be written")


def note_reading(*, programme_id: int, person_id: int, subject: str, at: datetime) -> None:
    """Note that somebody opened somebody else's case material, in a short transaction of its own.

    Only from a page that reads: see `short_transaction`.
    """
    with short_transaction() as session:
        session.add(Reading(programme_id=programme_id, person_id=person_id, subject=subject, at=at))
