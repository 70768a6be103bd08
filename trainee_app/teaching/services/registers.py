"""Signing a register: hours for everybody who was there, in one act, as one signed document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from trainee_app.access import Actor
from trainee_app.cohorts.queries import hold_records
from trainee_app.credentials.queries import registration_printed
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.logbook.queries import carried_standings
from trainee_app.logbook.rules import Content, Details, Standing, check_words, comment_hash
from trainee_app.logbook.services import CarriedEntry, TakenEntry, carry_entries, sign_carried, void_carried
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign
from trainee_app.teaching import queries
from trainee_app.teaching.events import RegisterSigned, RegisterVoided
from trainee_app.teaching.models import RegisterMark, TeachingDate, TeachingRegister
from trainee_app.teaching.rules import (
    Mark,
    RegisterDraft,
    RegisterSetting,
    SignedRegister,
    canonical_bytes,
    check_register,
    document_name,
    minutes_of,
)
from trainee_app.teaching.services.refusals import RegisterChangedSinceShown, TeachingFaulty, TeachingNameTaken

FIRST_VERSION: Final = 1
SIGNED_ANEW: Final = "Signed anew."


def sign_register(
    *,
    teaching: TeachingDate,
    draft: RegisterDraft,
    public_id: str,
    actor: Actor,
    on: date,
    at: datetime,
    method: str,
    strength: str,
    seen_hash: str = "",
    confirmed: Collection[str] = (),
) -> TeachingRegister:
    """Sign who was there; it counts at once for all of them. `public_id` is the name the page gave.

    `seen_hash` is of the signed register that the page showed, "" if it showed none: signing then takes its place, in
    one act, so that never do both count. Who gains nothing by that keeps the days on which the first was signed.
    Raises TeachingFaulty, TeachingNameTaken, RegisterChangedSinceShown.
    """
    known = queries.register_named(public_id)
    if known is not None:
        if known.date_id != teaching.id or known.leader_id != actor.person_id:
            raise TeachingNameTaken
        return known
    hold_records([each.id for each in queries.trainees_to_mark(teaching.cohort_id)])
    teaching = held_row(TeachingDate, teaching.id)
    replaces = queries.register_in_force(teaching.id)
    if teaching.cancelled_at is not None or ("" if replaces is None else replaces.content_hash) != seen_hash:
        raise RegisterChangedSinceShown
    old = None if replaces is None else document_name(replaces.public_id)
    setting = queries.register_setting(teaching, but_not=old)
    violations = check_register(draft, setting, on)
    if any(not (each.is_warning and each.code in confirmed) for each in violations):
        raise TeachingFaulty(violations)
    before = {} if old is None else carried_standings(old)
    if replaces is not None:
        _make_void(replaces, teaching, SIGNED_ANEW, actor=actor, at=at)
    act = Act(slot=Slot.SUPERVISOR, meaning=Meaning.LED, at=at, method=method, strength=strength)
    return _store(teaching, draft, setting, public_id=public_id, actor=actor, act=act, before=before, replaces=replaces)


def _store(
    teaching: TeachingDate,
    draft: RegisterDraft,
    setting: RegisterSetting,
    *,
    public_id: str,
    actor: Actor,
    act: Act,
    before: Mapping[int, Standing],
    replaces: TeachingRegister | None,
) -> TeachingRegister:
    signer, document = _signer(actor, teaching.programme_id), document_name(public_id)
    taken = _carry(teaching, draft, setting, signer, before, actor=actor, at=act.at, document=document)
    register = TeachingRegister(
        public_id=public_id,
        programme_id=teaching.programme_id,
        date_id=teaching.id,
        leader_id=actor.person_id,
        replaces_id=None if replaces is None else replaces.id,
        recorded_at=act.at,
    )
    said = _said(register, teaching, draft, taken, replaces)
    signed = Document(document, FIRST_VERSION, canonical_bytes(said))
    signature_id = sign(programme_id=register.programme_id, document=signed, signer=signer, act=act)
    register.signature_id, register.content_hash = signature_id, signed.content_hash
    db.session.add(register)
    db.session.flush()
    _add_marks(register, draft, setting, taken)
    sign_carried(document=document, signature_id=signature_id, actor=actor, at=act.at)
    _tell_signed(register, teaching, draft, replaces)
    return register


def _signer(actor: Actor, programme_id: int) -> Signer:
    person = db.session.get_one(Person, actor.person_id)
    return Signer(person.id, person.name, Role.TUTOR.words, registration_printed(person.id, programme_id, actor.on))


def _carry(
    teaching: TeachingDate,
    draft: RegisterDraft,
    setting: RegisterSetting,
    signer: Signer,
    before: Mapping[int, Standing],
    *,
    actor: Actor,
    at: datetime,
    document: str,
) -> dict[str, TakenEntry]:
    """Put the time of everybody who was there into their logs; return the entries by the trainee's public name."""
    there = [each for each in draft.marks if each.mark is not Mark.ABSENT]
    rows = []
    for each in there:
        trainee_id = setting.people[each.trainee].trainee_id
        content = Content(
            worked_on=teaching.held_on,
            activity=teaching.activity,
            minutes=minutes_of(each, teaching.minutes),
            started_at_minute=teaching.starts_at_minute if each.mark is Mark.PRESENT else None,
            details=Details(with_whom=signer.name),
        )
        rows.append(CarriedEntry(trainee_id, content, before.get(trainee_id)))
    taken = carry_entries(document=document, rows=rows, actor=actor, at=at)
    return {each.trainee: entry for each, entry in zip(there, taken, strict=True)}


def _said(
    register: TeachingRegister,
    teaching: TeachingDate,
    draft: RegisterDraft,
    taken: Mapping[str, TakenEntry],
    replaces: TeachingRegister | None,
) -> SignedRegister:
    return SignedRegister(
        document=document_name(register.public_id),
        programme=db.session.get_one(Programme, register.programme_id).key,
        teaching=teaching.public_id,
        title=teaching.title,
        series=teaching.series,
        activity=teaching.activity,
        held_on=teaching.held_on,
        minutes=teaching.minutes,
        leader=db.session.get_one(Person, register.leader_id).public_id,
        recorded_at=register.recorded_at,
        replaces=None if replaces is None else replaces.public_id,
        marks=[
            (
                each.trainee,
                each.mark.value,
                minutes_of(each, teaching.minutes),
                taken[each.trainee].public_id if each.trainee in taken else None,
                taken[each.trainee].content_hash if each.trainee in taken else None,
            )
            for each in draft.marks
        ],
    )


def _add_marks(
    register: TeachingRegister, draft: RegisterDraft, setting: RegisterSetting, taken: Mapping[str, TakenEntry]
) -> None:
    db.session.add_all(
        RegisterMark(
            programme_id=register.programme_id,
            register_id=register.id,
            trainee_id=setting.people[each.trainee].trainee_id,
            mark=each.mark,
            minutes=minutes_of(each, setting.minutes),
            entry_id=taken[each.trainee].id if each.trainee in taken else None,
        )
        for each in draft.marks
    )
    db.session.flush()


def _tell_signed(
    register: TeachingRegister, teaching: TeachingDate, draft: RegisterDraft, replaces: TeachingRegister | None
) -> None:
    absent = sum(each.mark is Mark.ABSENT for each in draft.marks)
    publish(
        RegisterSigned(
            programme_id=register.programme_id,
            actor_id=register.leader_id,
            at=register.recorded_at,
            teaching=teaching.public_id,
            cohort_id=teaching.cohort_id,
            register=register.public_id,
            held_on=teaching.held_on.isoformat(),
            present=len(draft.marks) - absent,
            absent=absent,
            signature=register.signature_id,
            content_hash=register.content_hash,
            replaces="" if replaces is None else replaces.public_id,
        )
    )


def void_register(
    *, register: TeachingRegister, seen_hash: str, reason: str, actor: Actor, at: datetime
) -> TeachingRegister:
    """Say that a register does not count, and why. Raises RegisterChangedSinceShown, TeachingFaulty."""
    teaching = register.date
    hold_records([each.id for each in queries.trainees_to_mark(teaching.cohort_id)])
    teaching = held_row(TeachingDate, teaching.id)
    now = queries.register_in_force(teaching.id)
    if now is None or now.id != register.id or now.content_hash != seen_hash:
        raise RegisterChangedSinceShown
    violations = [each for each in check_words(reason, "reason") if not each.is_warning]
    if violations:
        raise TeachingFaulty(violations)
    _make_void(now, teaching, reason, actor=actor, at=at)
    return now


def _make_void(register: TeachingRegister, teaching: TeachingDate, reason: str, *, actor: Actor, at: datetime) -> None:
    register.voided_at, register.voided_by, register.void_reason = at, actor.person_id, reason
    db.session.flush()
    void_carried(document=document_name(register.public_id), actor=actor, at=at)
    publish(
        RegisterVoided(
            programme_id=register.programme_id,
            actor_id=actor.person_id,
            at=at,
            teaching=teaching.public_id,
            cohort_id=teaching.cohort_id,
            register=register.public_id,
            reason_hash=comment_hash(register.public_id, FIRST_VERSION, at, reason),
        )
    )
