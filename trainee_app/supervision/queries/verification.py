"""Supervision sessions held against the trail, against what was signed, and against the log and the cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import and_, exists, select

from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePresented
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.rules import Answer, Held, comment_hash
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.supervision.rules import DOCUMENT, SignedSession, canonical_bytes, document_name
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws, read_canonical

_RECORDED, _VOIDED = "SupervisionRecorded", "SupervisionVoided"


def carried_by(entry_ids: Collection[int]) -> dict[int, str]:
    """Return which document put each of these entries into the log, for those that came with a session."""
    statement = (
        select(SupervisionPresent.entry_id, SupervisionSession.public_id)
        .join(SupervisionSession, SupervisionSession.id == SupervisionPresent.session_id)
        .where(SupervisionPresent.entry_id.in_(entry_ids))
    )
    return {row.entry_id: document_name(row.public_id) for row in db.session.execute(statement)}


def session_flaws() -> Iterator[RowFlaw]:
    """Yield every row of the sessions that is not what was told and signed; none when all is well."""
    for session_id in list(db.session.scalars(select(SupervisionSession.id).order_by(SupervisionSession.id))):
        session = db.session.get_one(SupervisionSession, session_id, populate_existing=True)
        yield from _flaws_of(session)
    yield from _gone()


def session_stands(signature: Signature) -> Answer:
    """Return how the record of a supervision stands that was signed; one that is void says since when."""
    statement = select(SupervisionSession).where(SupervisionSession.public_id == signature.document.partition(":")[2])
    session = db.session.scalar(statement)
    if session is None or session.signature_id != signature.id or any(_flaws_of(session)):
        return Answer(Held.ALTERED)
    return Answer(Held.AGREES) if session.voided_at is None else Answer(Held.VOID, session.voided_at)


def _flaws_of(session: SupervisionSession) -> Iterator[RowFlaw]:
    document = document_name(session.public_id)
    lines = {line.event: line for line in told_about([document])[document]}
    told = lines.get(_RECORDED)
    if told is None:
        yield RowFlaw("supervision_session", session.public_id, "the trail does not tell of it")
        return
    yield from _told_flaws(session, told, lines.get(_VOIDED))
    signature = db.session.get(Signature, session.signature_id)
    signed = read_canonical(signature.canonical.decode()) if signature is not None else {}
    if signature is None or signature.document != document or not signed:
        yield RowFlaw("supervision_session", session.public_id, "its signature is not there, or on another document")
        return
    if canonical_bytes(_as_stored(session, signed)) != signature.canonical:
        yield RowFlaw("supervision_session", session.public_id, "it is not what was signed")
    yield from _present_flaws(session, {name: (entry, hash_) for name, entry, hash_ in signed["present"]})
    yield from _presented_flaws(session, {name: (minutes, video) for name, minutes, video in signed["presented"]})


def _told_flaws(session: SupervisionSession, told: Line, voided: Line | None) -> Iterator[RowFlaw]:
    reason = voided.said.get("reason_hash", "") if voided else ""
    kept = comment_hash(session.public_id, 1, session.voided_at, session.void_reason) if session.voided_at else ""
    facts = (
        ("programme_id", session.programme_id, told.chain),
        ("supervisor_id", session.supervisor_id, told.actor_id),
        ("recorded_at", session.recorded_at, told.at),
        ("held_on", session.held_on.isoformat(), told.said.get("held_on")),
        ("minutes", session.minutes, told.said.get("minutes")),
        ("format", session.format, told.said.get("format")),
        ("signature_id", session.signature_id, told.said.get("signature")),
        ("content_hash", session.content_hash, told.said.get("content_hash")),
        ("replaces_id", _name_of(session.replaces_id), told.said.get("replaces")),
        ("voided_at", session.voided_at, voided.at if voided else None),
        ("voided_by", session.voided_by, voided.actor_id if voided else None),
        ("void_reason", kept if session.voided_at else session.void_reason, reason),
    )
    yield from fact_flaws("supervision_session", session.public_id, facts)


def _name_of(session_id: int | None) -> str:
    if session_id is None:
        return ""
    return db.session.scalar(select(SupervisionSession.public_id).where(SupervisionSession.id == session_id)) or "gone"


def _as_stored(session: SupervisionSession, signed: Mapping[str, Any]) -> SignedSession:
    """Return what the session's own row says; who was present and what was presented are held against it by themselves."""
    return SignedSession(
        document=document_name(session.public_id),
        programme=_column(Programme.key, Programme.id == session.programme_id),
        supervisor=_column(Person.public_id, Person.id == session.supervisor_id),
        held_on=session.held_on,
        format=session.format,
        activity=session.activity,
        minutes=session.minutes,
        recorded_at=session.recorded_at,
        replaces=_name_of(session.replaces_id) or None,
        present=signed["present"],
        presented=signed["presented"],
    )


def _column(column: Any, where: Any) -> str:
    return str(db.session.scalar(select(column).where(where)))


def _present_flaws(session: SupervisionSession, signed: Mapping[str, tuple[str, str]]) -> Iterator[RowFlaw]:
    missing = dict(signed)
    statement = (
        select(Trainee.public_id, LogEntry.public_id, EntryVersion.content_hash, SupervisionPresent.programme_id)
        .select_from(SupervisionPresent)
        .outerjoin(Trainee, Trainee.id == SupervisionPresent.trainee_id)
        .outerjoin(LogEntry, LogEntry.id == SupervisionPresent.entry_id)
        .outerjoin(EntryVersion, and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == 1))
        .where(SupervisionPresent.session_id == session.id)
    )
    for trainee, entry, hash_, programme_id in db.session.execute(statement):
        row = f"{session.public_id}/{trainee}"
        known = missing.pop(trainee, None)
        if known is None:
            yield RowFlaw("supervision_present", row, "the signed record does not name them")
        elif known != (entry, hash_) or programme_id != session.programme_id:
            yield RowFlaw("supervision_present", row, "it is not what the signed record says")
            if entry != known[0]:
                yield RowFlaw("log_entry", known[0], "the signed record names this entry, and does not lead to it")
    for trainee in missing:
        yield RowFlaw("supervision_present", f"{session.public_id}/{trainee}", "is gone")


def _presented_flaws(session: SupervisionSession, signed: Mapping[str, tuple[int, bool]]) -> Iterator[RowFlaw]:
    missing = dict(signed)
    statement = (
        select(TrainingCase.public_id, CasePresented)
        .join(TrainingCase, TrainingCase.id == CasePresented.case_id)
        .where(CasePresented.document == document_name(session.public_id))
    )
    state = "void" if session.voided_at else "signed"
    for case, row in db.session.execute(statement):
        known = missing.pop(case, None)
        said = (row.minutes, row.video_reviewed)
        if known is None or said != known or row.held_on != session.held_on or row.state != state:
            yield RowFlaw("case_presented", f"{session.public_id}/{case}", "it is not what the signed record says")
    for case in missing:
        yield RowFlaw("case_presented", f"{session.public_id}/{case}", "is gone")


def _gone() -> Iterator[RowFlaw]:
    for line in lines_telling(_RECORDED):
        name = str(line.said.get("session"))
        if db.session.scalar(select(SupervisionSession.id).where(SupervisionSession.public_id == name)) is None:
            yield RowFlaw("supervision_session", name, "the trail tells of it, and it is gone")
    no_session = ~exists().where(SupervisionSession.id == SupervisionPresent.session_id)
    for row in db.session.execute(select(SupervisionPresent.session_id, SupervisionPresent.id).where(no_session)):
        yield RowFlaw("supervision_present", f"{row.session_id}/{row.id}", "its session is not there")
    told = {document_name(name) for name in db.session.scalars(select(SupervisionSession.public_id))}
    strays = select(CasePresented.document).where(CasePresented.document.startswith(DOCUMENT)).distinct()
    for document in db.session.scalars(strays):
        if document not in told:
            yield RowFlaw("case_presented", document.removeprefix(DOCUMENT), "its session is not there")
