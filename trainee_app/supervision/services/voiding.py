"""Saying that a session does not count, and recording it anew in its place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from trainee_app.access import Actor
from trainee_app.casework.services import void_presented
from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.logbook.queries import carried_standings
from trainee_app.logbook.rules import check_words, comment_hash
from trainee_app.logbook.services import void_carried
from trainee_app.supervision import queries
from trainee_app.supervision.events import SupervisionVoided
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.rules import SessionDraft, document_name
from trainee_app.supervision.services.recording import checked, recorded_before, store
from trainee_app.supervision.services.refusals import SessionChangedSinceShown, SessionFaulty

RECORDED_ANEW: Final = "Recorded anew."


def void_session(
    *, session: SupervisionSession, seen_hash: str, reason: str, actor: Actor, at: datetime
) -> SupervisionSession:
    """Say that a session does not count, and why: neither for those present nor for the cases presented.

    `seen_hash` is of what the page showed. Raises SessionChangedSinceShown, SessionFaulty for a reason with identifiers.
    """
    session = _held(session, seen_hash)
    violations = [each for each in check_words(reason, "reason") if not each.is_warning]
    if violations:
        raise SessionFaulty(violations)
    return _make_void(session, reason, actor=actor, at=at)


def correct_session(
    *,
    session: SupervisionSession,
    seen_hash: str,
    draft: SessionDraft,
    public_id: str,
    actor: Actor,
    on: date,
    at: datetime,
    method: str,
    strength: str,
    confirmed: Collection[str] = (),
) -> SupervisionSession:
    """Record a session anew in the place of one that was wrong, in one act: never do both count, and never neither.

    For whom nothing is gained by it, the days on which the first was recorded and signed still decide what was in
    time. Raises SessionChangedSinceShown, SessionFaulty, SessionNameTaken.
    """
    known = recorded_before(draft, public_id, actor=actor, replaces=session)
    if known is not None:
        return known
    session = _held(session, seen_hash)
    old = document_name(session.public_id)
    setting = checked(draft, actor=actor, on=on, confirmed=confirmed, but_not=old)
    before = carried_standings(old)
    _make_void(session, RECORDED_ANEW, actor=actor, at=at)
    return store(
        draft,
        setting,
        public_id=public_id,
        actor=actor,
        at=at,
        method=method,
        strength=strength,
        before=before,
        replaces=session,
    )


def _held(session: SupervisionSession, seen_hash: str) -> SupervisionSession:
    """Hold all whom the session names, and return it as it stands now. Raises SessionChangedSinceShown."""
    present = queries.present_at([session.id]).get(session.id, [])
    hold_records([each.trainee_id for each in present])
    session = held_row(SupervisionSession, session.id)
    if session.voided_at is not None or session.content_hash != seen_hash:
        raise SessionChangedSinceShown
    return session


def _make_void(session: SupervisionSession, reason: str, *, actor: Actor, at: datetime) -> SupervisionSession:
    document = document_name(session.public_id)
    present = queries.present_at([session.id]).get(session.id, [])
    session.voided_at, session.voided_by, session.void_reason = at, actor.person_id, reason
    db.session.flush()
    void_carried(document=document, actor=actor, at=at)
    void_presented(document=document, actor=actor, at=at)
    publish(
        SupervisionVoided(
            programme_id=session.programme_id,
            actor_id=actor.person_id,
            at=at,
            session=session.public_id,
            trainee_ids=tuple(sorted(each.trainee_id for each in present)),
            reason_hash=comment_hash(session.public_id, 1, at, reason),
        )
    )
    return session
