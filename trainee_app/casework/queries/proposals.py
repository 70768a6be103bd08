"""Families proposed: who sees and answers them, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.casework.models import CaseAnswer, CaseProposal
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import answers_for_placement, is_own_record, supervises
from trainee_app.db import db
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role


def is_own_proposal(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor made it."""
    return is_own_record(actor, CaseProposal.trainee_id)


def supervises_proposer(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor supervises the trainee today."""
    return supervises(actor, CaseProposal.trainee_id, actor.on, "supervisor")


def answers_for_proposed(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor manages the placement that the family comes from."""
    manages = answers_for_placement(actor, CaseProposal.placement_id)
    return and_(manages, holds_role(actor, CaseProposal.programme_id, Role.PLACEMENT_MANAGER))


def keeps_proposals(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor is administrator or director of the programme."""
    return holds_role(actor, CaseProposal.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def manages_placement(actor: Actor, proposal: CaseProposal) -> bool:
    """Say whether the actor answers for the placement themselves, so that no other's word is recorded."""
    manages = select(CaseProposal.id).where(CaseProposal.id == proposal.id, answers_for_proposed(actor))
    return db.session.scalar(manages) is not None


def sees_family(actor: Actor, proposal: CaseProposal) -> bool:
    """Say whether the actor reads what is proposed; the course office sees only that it waits, never a referral."""
    reads = or_(is_own_proposal(actor), supervises_proposer(actor), answers_for_proposed(actor))
    return db.session.scalar(select(CaseProposal.id).where(CaseProposal.id == proposal.id, reads)) is not None


def proposals_of(trainee_id: int) -> list[CaseProposal]:
    """Return what the trainee has proposed, the newest first."""
    statement = (
        select(CaseProposal)
        .where(CaseProposal.trainee_id == trainee_id)
        .order_by(CaseProposal.proposed_at.desc(), CaseProposal.id.desc())
        .options(joinedload(CaseProposal.placement))
    )
    return list(db.session.scalars(statement))


def proposal_named(public_id: str) -> CaseProposal | None:
    """Return the proposal of that public name, whoever asks."""
    found: CaseProposal | None = db.session.scalar(select(CaseProposal).where(CaseProposal.public_id == public_id))
    return found


def open_proposals(rows: Any) -> list[CaseProposal]:
    """Return of the proposals that a scope selects those still to be answered, the longest waiting first."""
    statement = (
        rows.where(CaseProposal.state == "proposed")
        .order_by(CaseProposal.proposed_at, CaseProposal.id)
        .options(joinedload(CaseProposal.placement), joinedload(CaseProposal.trainee).joinedload(Trainee.person))
    )
    return list(db.session.scalars(statement))


def proposals_to_answer(rows: Any, part: str) -> int:
    """Return how many of the proposals that a scope selects still wait for the answer of that part."""
    answered = exists().where(CaseAnswer.proposal_id == CaseProposal.id, CaseAnswer.part == part)
    waiting = rows.where(CaseProposal.state == "proposed", ~answered).with_only_columns(func.count())
    number: int = db.session.scalar(waiting)
    return number


def answers_to(proposal_ids: Collection[int]) -> dict[int, dict[str, CaseAnswer]]:
    """Return what was answered to these proposals, by part."""
    statement = (
        select(CaseAnswer).where(CaseAnswer.proposal_id.in_(proposal_ids)).options(joinedload(CaseAnswer.person))
    )
    found: dict[int, dict[str, CaseAnswer]] = defaultdict(dict)
    for answer in db.session.scalars(statement):
        found[answer.proposal_id][answer.part] = answer
    return dict(found)
