"""Phases are signed off by the supervisor; a supervision record credits the cases presented in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_by_id
from trainee_app.cases.services import about_case
from trainee_app.casework import queries
from trainee_app.casework.events import CaseSupervised, PhaseSigned, PhaseVoided
from trainee_app.casework.models import CasePhase, CasePresented
from trainee_app.casework.rules import (
    Phase,
    check_day,
    check_phase,
    check_reason,
    next_phase,
    phase_bytes,
    phase_document,
    phase_waits_for,
)
from trainee_app.casework.services.holding import held
from trainee_app.cohorts.queries import definition_of_cohort, may_still_sign_for
from trainee_app.credentials.queries import registration_on
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.logbook.rules import comment_hash
from trainee_app.people.models import Person
from trainee_app.refusals import Conflict, Refusal, refuse_faults
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign

_SUPERVISOR = "supervisor"


class PhaseIsNotNext(Conflict):
    """Another phase comes first, or this one has been signed."""


class PhaseIsVoid(Conflict):
    """It became void before."""


class LaterPhaseIsSigned(Conflict):
    """A phase that was signed off after it rests on it."""


class PhaseRestsOnNothing(Refusal):
    """No session of the case is signed, or the final phase has no ending: there is nothing to sign off yet."""


class NotTheirsToSign(Refusal):
    """No agreement of theirs covers that day, or it ended too long ago, or their registration is not valid."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A case presented in a supervision session: its share of the time in minutes, and whether video was looked at."""

    case_id: int
    held_on: date
    minutes: int
    video_reviewed: bool


def phase_to_sign(case: TrainingCase, phase: Phase) -> bytes:
    """Return what a supervisor would sign: the phase with the sessions and the supervision that it rests on."""
    sessions = queries.sessions_of(case.id)
    return phase_bytes(
        {
            "case": case.public_id,
            "trainee": case.trainee.public_id,
            "phase": phase.value,
            "sessions_held": sum(outcome == "held" for _, _, _, outcome, _ in sessions),
            "sessions": [entry for entry, *_ in sessions],
            "supervised_minutes": sum(each.minutes for each in queries.presented_of(case.id)),
        }
    )


def sign_phase(
    *,
    case: TrainingCase,
    phase: Phase,
    completed_on: date,
    seen: bytes,
    actor: Actor,
    on: date,
    at: datetime,
    method: str,
    strength: str,
) -> CasePhase:
    """Sign a phase off as the supervisor whose agreement covers the day on which it was completed.

    `seen` are the bytes that were shown. Raises PhaseIsNotNext, PhaseRestsOnNothing, NotTheirsToSign,
    FieldsAreFaulty, AlreadySigned.
    """
    case = held(case, case.trainee_id)
    _insist_on_next(case, phase, seen)
    _insist_on_day(case, phase, completed_on, on)
    signer = _signer(case, completed_on, actor)
    public_id = new_public_id()
    canonical = phase_bytes({"completed_on": completed_on.isoformat(), "shown": seen.decode()})
    document = Document(phase_document(public_id), 1, canonical)
    act = Act(slot=Slot.SUPERVISOR, meaning=Meaning.PHASE, at=at, method=method, strength=strength)
    found = CasePhase(
        public_id=public_id,
        programme_id=case.programme_id,
        case_id=case.id,
        phase=phase,
        completed_on=completed_on,
        signature_id=sign(programme_id=case.programme_id, document=document, signer=signer, act=act),
        canonical=canonical,
        content_hash=document.content_hash,
        recorded_at=at,
    )
    db.session.add(found)
    db.session.flush()
    said = {**about_case(case, actor, at), "phase": phase.value, "completed_on": completed_on}
    publish(PhaseSigned(**said, signature=found.signature_id, content_hash=found.content_hash))
    return found


def void_phase(*, phase: CasePhase, reason: str, actor: Actor, at: datetime) -> None:
    """Say that a signed phase does not count, and why; it stays to be read, and the phase can be signed anew.

    The last one first: a later phase rests on those before it. Raises PhaseIsVoid, LaterPhaseIsSigned,
    FieldsAreFaulty.
    """
    phase = held(phase, phase.case.trainee_id)
    case = phase.case
    if phase.voided_at is not None:
        raise PhaseIsVoid("This counts no longer already. Open the case’s page again to see why.")
    latest = queries.phases_of(case.id)[-1]
    if latest.id != phase.id:
        raise LaterPhaseIsSigned(
            f"The {latest.phase} phase was signed off after it and rests on it. Say first that that one does not count."
        )
    refuse_faults(check_reason(reason))
    phase.voided_at, phase.voided_by, phase.void_reason = at, actor.person_id, reason
    db.session.flush()
    document = phase_document(phase.public_id)
    hash_ = comment_hash(phase.public_id, 1, at, reason)
    publish(PhaseVoided(**about_case(case, actor, at), phase=phase.phase, document=document, reason_hash=hash_))


def _insist_on_next(case: TrainingCase, phase: Phase, seen: bytes) -> None:
    signed = [each.phase for each in queries.phases_of(case.id)]
    if next_phase(signed) is not phase:
        raise PhaseIsNotNext("This phase has been signed already, or another one comes first. Open the page again.")
    if phase_to_sign(case, phase) != seen:
        raise PhaseIsNotNext("The case has changed since you opened this page. Look at it again, then sign.")


def _insist_on_day(case: TrainingCase, phase: Phase, completed_on: date, on: date) -> None:
    first = queries.first_session_signed(case.id)
    missing = phase_waits_for(phase, first, case.closed_on)
    if missing or first is None:
        raise PhaseRestsOnNothing(missing)
    before = [each.completed_on for each in queries.phases_of(case.id)]
    violations = list(check_day("completed_on", completed_on, case.opened_on, on)) or list(
        check_phase(completed_on, (case.opened_on, case.closed_on), before, first)
    )
    refuse_faults(violations)


def _signer(case: TrainingCase, completed_on: date, actor: Actor) -> Signer:
    days = definition_of_cohort(case.trainee.cohort_id).former_supervisor_days
    covers = may_still_sign_for(actor, case.trainee_id, completed_on, days, _SUPERVISOR)
    if case.trainee.person_id == actor.person_id or not db.session.scalar(select(covers)):
        raise NotTheirsToSign("No supervision agreement of yours covers that day, so this phase is not yours to sign.")
    if registration_on(actor.person_id, case.programme_id, completed_on) is None:
        raise NotTheirsToSign("No registration of yours is recorded as valid on that day. Ask the course office.")
    registration = registration_on(actor.person_id, case.programme_id, actor.on)
    if registration is None:
        raise NotTheirsToSign("No registration of yours is recorded as valid today. Ask the course office.")
    person = db.session.get_one(Person, actor.person_id)
    return Signer(person.id, person.name, _SUPERVISOR, registration.printed)


def note_presented(*, document: str, presented: Sequence[Presented], actor: Actor, at: datetime) -> None:
    """Keep which cases a supervision record presents, each with its share; they count once it is signed."""
    cases = cases_by_id([each.case_id for each in presented])
    for each in presented:
        case = cases[each.case_id]
        db.session.add(
            CasePresented(
                programme_id=case.programme_id,
                case_id=case.id,
                document=document,
                held_on=each.held_on,
                minutes=each.minutes,
                video_reviewed=each.video_reviewed,
                state="waiting",
                recorded_at=at,
            )
        )
        _tell(case, document, "waiting", each.minutes, actor, at)
    db.session.flush()


def settle_presented(*, document: str, signed_on: date, actor: Actor, at: datetime) -> None:
    """Let what the document presents count: it has been signed."""
    _move(document, "signed", signed_on, actor, at)


def void_presented(*, document: str, actor: Actor, at: datetime) -> None:
    """Let what the document presents count no longer: it has become void."""
    _move(document, "void", None, actor, at)


def _move(document: str, state: str, signed_on: date | None, actor: Actor, at: datetime) -> None:
    rows = queries.presented_in(document)
    cases = cases_by_id([row.case_id for row in rows])
    for row in rows:
        row.state = state
        row.signed_on = signed_on or row.signed_on
        _tell(cases[row.case_id], document, state, row.minutes, actor, at)
    db.session.flush()


def _tell(case: TrainingCase, document: str, state: str, minutes: int, actor: Actor, at: datetime) -> None:
    publish(CaseSupervised(**about_case(case, actor, at), document=document, state=state, minutes=minutes))
