"""A waiver is proposed by the administrator, decided by a director or board member, and may be ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, hold_records
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.readiness import queries
from trainee_app.readiness.events import WaiverDecided, WaiverEnded, WaiverProposed
from trainee_app.readiness.models import WaiverRecord
from trainee_app.readiness.rules import WaiverDraft, check_waiver
from trainee_app.refusals import Conflict, Refusal, refuse_faults


class WaiverAlreadyDecided(Conflict):
    """It was granted or refused before."""


class WaiverHasEnded(Conflict):
    """It was ended before, or was never granted."""


class DecidedByTheProposer(Refusal):
    """Whoever proposed a waiver would decide it too, or somebody about themselves."""


def propose_waiver(
    *, trainee: Trainee, draft: WaiverDraft, actor: Actor, on: date, at: datetime, public_id: str
) -> WaiverRecord:
    """Propose a waiver; a repeat with the same `public_id` returns what the first one made.

    Raises DecidedByTheProposer, FieldsAreFaulty, WaiverAlreadyDecided (the form was used for somebody else).
    """
    existing = queries.waiver_named(public_id)
    if existing is not None:
        if existing.trainee_id != trainee.id:
            raise WaiverAlreadyDecided("This form was already used for something else. Open the page again.")
        return existing
    if trainee.person_id == actor.person_id:
        raise DecidedByTheProposer("Nobody proposes a waiver of their own. Ask somebody else on the course.")
    requirements = {each.key for each in definition_of_cohort(trainee.cohort_id).requirements}
    refuse_faults(check_waiver(draft, requirements, queries.requirements_waived(trainee.id, on), on))
    waiver = WaiverRecord(
        public_id=public_id,
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        requirement=draft.requirement,
        kind=draft.kind,
        reason=draft.reason,
        evidence=draft.evidence,
        conditions=draft.conditions,
        expires_on=draft.expires_on,
        proposed_by=actor.person_id,
        proposed_at=at,
        decision="",
    )
    db.session.add(waiver)
    db.session.flush()
    publish(WaiverProposed(**_said(waiver, actor, at), kind=waiver.kind))
    return waiver


def decide_waiver(*, waiver: WaiverRecord, grant: bool, actor: Actor, on: date, at: datetime) -> None:
    """Grant or refuse what somebody else has proposed. Raises DecidedByTheProposer, WaiverAlreadyDecided,
    WaiverHasEnded.
    """
    waiver = _held(waiver)
    insist_on_open(waiver)
    if actor.person_id in {waiver.proposed_by, waiver.trainee.person_id}:
        raise DecidedByTheProposer("Somebody else decides this: neither who proposed it nor who it is about.")
    waiver.decision = "granted" if grant else "refused"
    waiver.decided_by, waiver.decided_at, waiver.decided_on = actor.person_id, at, on
    db.session.flush()
    publish(WaiverDecided(**_said(waiver, actor, at), is_granted=grant))


def insist_on_open(waiver: WaiverRecord) -> None:
    """Raises WaiverAlreadyDecided or WaiverHasEnded if there is nothing left to decide."""
    if waiver.decision:
        raise WaiverAlreadyDecided("This has been decided already. Open the page again to see how.")
    if waiver.ended_at is not None:
        raise WaiverHasEnded("This was taken back. There is nothing left to decide.")


def end_waiver(*, waiver: WaiverRecord, actor: Actor, at: datetime) -> None:
    """End a waiver that stands, or take back one that waits. Raises WaiverHasEnded, DecidedByTheProposer."""
    waiver = _held(waiver)
    if waiver.trainee.person_id == actor.person_id:
        raise DecidedByTheProposer("Nobody ends a waiver of their own. Ask somebody else on the course.")
    if waiver.ended_at is not None or waiver.decision == "refused":
        raise WaiverHasEnded("This no longer stands. Open the page again to see since when.")
    waiver.ended_at, waiver.ended_by = at, actor.person_id
    db.session.flush()
    publish(WaiverEnded(**_said(waiver, actor, at)))


def _held(waiver: WaiverRecord) -> WaiverRecord:
    hold_records([waiver.trainee_id])
    statement = select(WaiverRecord).where(WaiverRecord.id == waiver.id).execution_options(populate_existing=True)
    return db.session.scalars(statement).one()


def _said(waiver: WaiverRecord, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": waiver.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "trainee_id": waiver.trainee_id,
        "trainee": waiver.trainee.public_id,
        "waiver_id": waiver.id,
        "requirement": waiver.requirement,
    }
