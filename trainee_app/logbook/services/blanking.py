"""Taking the free text out of an entry for good: minutes, signatures and every hash stay."""

from __future__ import annotations

from datetime import datetime

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.events import EntryTextBlanked
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries.texts import moves_of, texts_of_entry
from trainee_app.logbook.rules.blanking import Why
from trainee_app.logbook.services.holding import hold_entry
from trainee_app.logbook.services.refusals import NothingToBlank


def blank_entry(*, entry: LogEntry, why: Why, actor: Actor, at: datetime) -> None:
    """Take out the notes of all versions and all comments. Signed bytes hold only their salted hashes, and still verify.

    What is not handed in yet loses its text too, and can be written anew. Raises NothingToBlank.
    """
    _record, entry = hold_entry(entry)
    versions, texts = [], texts_of_entry(entry.id)
    for version, text in texts:
        text.text = ""
        if text.sealed:
            text.blanked_at = at
            versions.append(version.number)
        else:
            version.text_hash = ""
    comments = []
    for position, step in enumerate(moves_of(entry.id), start=1):
        if step.comment:
            step.comment, step.comment_blanked_at = "", at
            comments.append(position)
    if not texts and not comments:
        raise NothingToBlank
    db.session.flush()
    publish(
        EntryTextBlanked(
            programme_id=entry.programme_id,
            actor_id=actor.person_id,
            at=at,
            entry=entry.public_id,
            trainee_id=entry.trainee_id,
            versions=tuple(versions),
            comments=tuple(comments),
            why=why.words,
        )
    )
