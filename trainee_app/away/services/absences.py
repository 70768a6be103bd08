"""A supervisor who is away or gone: others remind them, or countersign in their absence, on named evidence, as two."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.away.events import AbsenceCountersigned, AbsenceDeclined, AbsenceProposed, SignerReminded
from trainee_app.away.models import Absence, SigningReminder
from trainee_app.away.queries import absences as queries
from trainee_app.away.queries import waiting_for
from trainee_app.away.rules import countersigned_words
from trainee_app.away.services.asking import asked_lately
from trainee_app.away.services.attesting import DECIDERS, PROPOSERS, deciders
from trainee_app.away.services.refusals import (
    AbsenceDecided,
    DeciderProposed,
    NothingWaits,
    NotTheirsToAttest,
    NotWhatWasShown,
    SignerHasNoAddress,
    SomeCannotBeCountersigned,
)
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome
from trainee_app.logbook.services import TooManyAtOnce, countersign_entries
from trainee_app.mail import services as mail
from trainee_app.people.queries import held_person
from trainee_app.programmes.rules import Method
from trainee_app.signatures.queries import signer_by_role
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign
from trainee_app.trail.rules import canonical_json

REMINDER_LETTER = "away.reminder"
TO_DECIDE_LETTER = "away.to_decide"


def remind(*, agreement: SupervisionAgreement, actor: Actor, at: datetime, on: date) -> None:
    """Write to a supervisor who has an account that entries wait. Raises NothingWaits, SignerHasNoAddress, AskedLately."""
    signer = held_person(agreement.supervisor_id)
    waiting = waiting_for(signer.id, agreement.programme_id, on, agreement.trainee_id)
    if not waiting:
        raise NothingWaits(signer.name)
    if not signer.email:
        raise SignerHasNoAddress(signer.name)
    last = queries.last_reminded_at(signer.id, agreement.trainee_id)
    refusal = asked_lately(signer, agreement.programme_id, last, at)
    if refusal is not None:
        raise refusal
    db.session.add(
        SigningReminder(
            programme_id=agreement.programme_id,
            trainee_id=agreement.trainee_id,
            person_id=signer.id,
            asked_by=actor.person_id,
            made_at=at,
        )
    )
    mail.post(kind=REMINDER_LETTER, person_id=signer.id, params={"trainee_id": agreement.trainee_id}, at=at)
    publish(
        SignerReminded(
            programme_id=agreement.programme_id,
            actor_id=actor.person_id,
            at=at,
            person_id=signer.id,
            trainee=agreement.trainee.public_id,
            entries=len(waiting),
        )
    )


def propose_absence(
    *,
    agreement: SupervisionAgreement,
    entries: Sequence[Seen],
    evidence: str,
    public_id: str,
    actor: Actor,
    at: datetime,
    on: date,
    strength: str,
) -> Absence:
    """Propose to countersign what waits for the supervisor of an agreement; the proposer signs as first of two.

    Sent twice it is proposed once. Who may is the caller's to judge. Raises NotWhatWasShown if something of it no
    longer waits as it was seen, or is not accepted in this way by the programme; TooManyAtOnce.
    """
    if len(entries) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    held_person(agreement.supervisor_id)
    known = queries.absence_named(public_id)
    if known is not None:
        return _same(known, agreement, actor)
    canonical = _canonical(agreement, public_id, evidence, _waiting(agreement, entries, on))
    made = Absence(
        public_id=public_id,
        programme_id=agreement.programme_id,
        trainee_id=agreement.trainee_id,
        agreement_id=agreement.id,
        evidence=evidence,
        canonical=canonical,
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        proposed_by=actor.person_id,
        proposed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    act = Act(Slot.FIRST_ATTESTER, Meaning.PROPOSED_IN_ABSENCE, at, Method.ABSENCE.value, strength)
    _sign(made, signer_by_role(actor.person_id, made.programme_id, on, PROPOSERS), act)
    publish(AbsenceProposed(**_told(made, actor, at)))
    _write_to_deciders(made, at, on)
    return made


def _same(known: Absence, agreement: SupervisionAgreement, actor: Actor) -> Absence:
    """Return what was proposed under that name, if this is the same page sent once more. Raises NotWhatWasShown."""
    if (known.agreement_id, known.proposed_by) != (agreement.id, actor.person_id):
        raise NotWhatWasShown
    return known


def _write_to_deciders(made: Absence, at: datetime, on: date) -> None:
    concerned = [made.proposed_by, made.trainee.person_id, made.agreement.supervisor_id]
    for person_id in deciders(made.programme_id, on, but_not=concerned):
        mail.post(kind=TO_DECIDE_LETTER, person_id=person_id, params={"absence_id": made.id}, at=at)


def _waiting(agreement: SupervisionAgreement, entries: Sequence[Seen], on: date) -> list[Seen]:
    """Return the versions that were seen; raises NotWhatWasShown if one of them does not wait as it was seen."""
    waiting = {each.seen for each in queries.waiting_in_absence(agreement, on)}
    if not entries or not set(entries) <= waiting:
        raise NotWhatWasShown
    return sorted(set(entries), key=lambda each: each.entry)


def countersign(*, absence: Absence, seen_hash: str, actor: Actor, at: datetime, on: date, strength: str) -> None:
    """Agree, as second of two: the entries are signed in the absence of their supervisor, and count.

    All of them or none. Raises AbsenceDecided, DeciderProposed, NotTheirsToAttest, NotWhatWasShown,
    SomeCannotBeCountersigned.
    """
    held = held_row(Absence, absence.id)
    _insist_on_open(held)
    _insist_on_another(held, actor)
    if not held.content_hash == seen_hash == hashlib.sha256(held.canonical.encode()).hexdigest():
        raise NotWhatWasShown
    signer = signer_by_role(actor.person_id, held.programme_id, on, DECIDERS)
    absent = held.agreement.supervisor
    words = countersigned_words(absent.name, held.evidence)
    act = Act(Slot.SECOND_ATTESTER, words, at, Method.ABSENCE.value, strength)
    results = countersign_entries(
        items=bound_by(held),
        absent_id=absent.id,
        reaching_to=queries.reaching_to(held.agreement, on),
        signer=signer,
        act=act,
        actor=actor,
    )
    if any(each.outcome is not SignOutcome.SIGNED for each in results):
        raise SomeCannotBeCountersigned
    _sign(held, signer, act)
    held.decision, held.decided_by, held.decided_at = "countersigned", actor.person_id, at
    publish(AbsenceCountersigned(**_told(held, actor, at)))


def decline_absence(*, absence: Absence, actor: Actor, at: datetime) -> None:
    """Decline a proposal, or take one's own back; what it names waits as before. Raises AbsenceDecided."""
    held = held_row(Absence, absence.id)
    _insist_on_open(held)
    held.decision, held.decided_by, held.decided_at = "declined", actor.person_id, at
    publish(AbsenceDeclined(**_told(held, actor, at)))


def bound_by(absence: Absence) -> list[Seen]:
    """Return the entries' versions that a proposal names."""
    return [Seen(*each) for each in json.loads(absence.canonical)["entries"]]


def document_of(absence: Absence) -> str:
    """Return how the proposal is called where it is signed."""
    return f"absence:{absence.public_id}"


def _insist_on_open(held: Absence) -> None:
    if held.decision is not None:
        raise AbsenceDecided


def _insist_on_another(held: Absence, actor: Actor) -> None:
    if held.proposed_by == actor.person_id:
        raise DeciderProposed
    # Whoever is absent and decides signs as themselves, or not at all.
    if actor.person_id in {held.agreement.supervisor_id, held.trainee.person_id}:
        raise NotTheirsToAttest


def _canonical(agreement: SupervisionAgreement, public_id: str, evidence: str, bound: Sequence[Seen]) -> str:
    said = {
        "absence": public_id,
        "agreement": agreement.public_id,
        "trainee": agreement.trainee.public_id,
        "absent": agreement.supervisor.public_id,
        "evidence": evidence,
        "entries": [astuple(each) for each in bound],
    }
    return canonical_json(said)


def _sign(absence: Absence, signer: Signer, act: Act) -> None:
    document = Document(document_of(absence), 1, absence.canonical.encode())
    sign(programme_id=absence.programme_id, document=document, signer=signer, act=act)


def _told(absence: Absence, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": absence.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "absence": absence.public_id,
        "trainee_id": absence.trainee_id,
        "trainee": absence.trainee.public_id,
        "person_id": absence.agreement.supervisor_id,
        "content_hash": absence.content_hash,
        "entries": len(bound_by(absence)),
    }
