"""Registers held against the trail, against what was signed, and against the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import and_, exists, select

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.rules import Answer, Held, comment_hash
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature
from trainee_app.teaching.models import RegisterMark, TeachingDate, TeachingRegister
from trainee_app.teaching.rules import SignedRegister, canonical_bytes, document_name
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws, read_canonical

_SIGNED, _VOIDED = "RegisterSigned", "RegisterVoided"


def carried_by(entry_ids: Collection[int]) -> dict[int, str]:
    """Return which document put each of these entries into the log, for those that came with a register."""
    statement = (
        select(RegisterMark.entry_id, TeachingRegister.public_id)
        .join(TeachingRegister, TeachingRegister.id == RegisterMark.register_id)
        .where(RegisterMark.entry_id.in_(entry_ids))
    )
    return {row.entry_id: document_name(row.public_id) for row in db.session.execute(statement)}


def register_flaws() -> Iterator[RowFlaw]:
    """Yield every row of the registers that is not what was told and signed; none when all is well."""
    for register_id in list(db.session.scalars(select(TeachingRegister.id).order_by(TeachingRegister.id))):
        register = db.session.get_one(TeachingRegister, register_id, populate_existing=True)
        yield from _flaws_of(register)
    yield from _gone()


def register_stands(signature: Signature) -> Answer:
    """Return how a register stands that was signed; one that is void says since when."""
    statement = select(TeachingRegister).where(TeachingRegister.public_id == signature.document.partition(":")[2])
    register = db.session.scalar(statement)
    if register is None or register.signature_id != signature.id or any(_flaws_of(register)):
        return Answer(Held.ALTERED)
    return Answer(Held.AGREES) if register.voided_at is None else Answer(Held.VOID, register.voided_at)


def _flaws_of(register: TeachingRegister) -> Iterator[RowFlaw]:
    document = document_name(register.public_id)
    lines = {line.event: line for line in told_about([document])[document]}
    told = lines.get(_SIGNED)
    if told is None:
        yield RowFlaw("teaching_register", register.public_id, "the trail does not tell of it")
        return
    teaching = db.session.get(TeachingDate, register.date_id, populate_existing=True)
    if teaching is None:
        yield RowFlaw("teaching_register", register.public_id, "its date is not there")
        return
    yield from _told_flaws(register, teaching, told, lines.get(_VOIDED))
    signature = db.session.get(Signature, register.signature_id)
    signed = read_canonical(signature.canonical.decode()) if signature is not None else {}
    if signature is None or signature.document != document or not signed:
        yield RowFlaw("teaching_register", register.public_id, "its signature is not there, or on another document")
        return
    if canonical_bytes(_as_stored(register, teaching, signed)) != signature.canonical:
        yield RowFlaw("teaching_register", register.public_id, "it, or its teaching_date, is not what was signed")
    yield from _mark_flaws(register, {each[0]: tuple(each[1:]) for each in signed["marks"]})


def _told_flaws(
    register: TeachingRegister, teaching: TeachingDate, told: Line, voided: Line | None
) -> Iterator[RowFlaw]:
    reason = voided.said.get("reason_hash", "") if voided else ""
    kept = comment_hash(register.public_id, 1, register.voided_at, register.void_reason) if register.voided_at else ""
    facts = (
        ("programme_id", register.programme_id, told.chain),
        ("leader_id", register.leader_id, told.actor_id),
        ("recorded_at", register.recorded_at, told.at),
        ("date_id", teaching.public_id, told.said.get("teaching")),
        ("signature_id", register.signature_id, told.said.get("signature")),
        ("content_hash", register.content_hash, told.said.get("content_hash")),
        ("replaces_id", _name_of(register.replaces_id), told.said.get("replaces")),
        ("voided_at", register.voided_at, voided.at if voided else None),
        ("voided_by", register.voided_by, voided.actor_id if voided else None),
        ("void_reason", kept if register.voided_at else register.void_reason, reason),
    )
    yield from fact_flaws("teaching_register", register.public_id, facts)


def _name_of(register_id: int | None) -> str:
    if register_id is None:
        return ""
    return db.session.scalar(select(TeachingRegister.public_id).where(TeachingRegister.id == register_id)) or "gone"


def _as_stored(register: TeachingRegister, teaching: TeachingDate, signed: Mapping[str, Any]) -> SignedRegister:
    """Return what the rows of the register and its date say; its marks are held against it by themselves."""
    return SignedRegister(
        document=document_name(register.public_id),
        programme=_column(Programme.key, Programme.id == register.programme_id),
        teaching=teaching.public_id,
        title=teaching.title,
        series=teaching.series,
        activity=teaching.activity,
        held_on=teaching.held_on,
        minutes=teaching.minutes,
        leader=_column(Person.public_id, Person.id == register.leader_id),
        recorded_at=register.recorded_at,
        replaces=_name_of(register.replaces_id) or None,
        marks=signed["marks"],
    )


def _column(column: Any, where: Any) -> str:
    return str(db.session.scalar(select(column).where(where)))


def _mark_flaws(register: TeachingRegister, signed: Mapping[str, tuple[Any, ...]]) -> Iterator[RowFlaw]:
    missing = dict(signed)
    statement = (
        select(
            Trainee.public_id,
            RegisterMark.mark,
            RegisterMark.minutes,
            LogEntry.public_id,
            EntryVersion.content_hash,
            RegisterMark.programme_id,
        )
        .select_from(RegisterMark)
        .outerjoin(Trainee, Trainee.id == RegisterMark.trainee_id)
        .outerjoin(LogEntry, LogEntry.id == RegisterMark.entry_id)
        .outerjoin(EntryVersion, and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == 1))
        .where(RegisterMark.register_id == register.id)
    )
    for trainee, *said, programme_id in db.session.execute(statement):
        row = f"{register.public_id}/{trainee}"
        known = missing.pop(trainee, None)
        if known is None:
            yield RowFlaw("register_mark", row, "the signed register does not name them")
        elif known != tuple(said) or programme_id != register.programme_id:
            yield RowFlaw("register_mark", row, "it is not what the signed register says")
            entry = known[2]
            if entry is not None and said[2] != entry:
                yield RowFlaw("log_entry", entry, "the signed register names this entry, and does not lead to it")
    for trainee in missing:
        yield RowFlaw("register_mark", f"{register.public_id}/{trainee}", "is gone")


def _gone() -> Iterator[RowFlaw]:
    for line in lines_telling(_SIGNED):
        name = str(line.said.get("register"))
        if db.session.scalar(select(TeachingRegister.id).where(TeachingRegister.public_id == name)) is None:
            yield RowFlaw("teaching_register", name, "the trail tells of it, and it is gone")
    no_register = ~exists().where(TeachingRegister.id == RegisterMark.register_id)
    for row in db.session.execute(select(RegisterMark.register_id, RegisterMark.id).where(no_register)):
        yield RowFlaw("register_mark", f"{row.register_id}/{row.id}", "its register is not there")
