"""Breaks, placement agreements, and who has agreed to a supervision agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import AgreementWord, PlacementAgreement, TrainingBreak
from trainee_app.cohorts.queries.conditions import holds
from trainee_app.cohorts.rules import Span
from trainee_app.db import db
from trainee_app.db.rows import rows_of

_break = TrainingBreak.__table__.alias("training_break_1")
_agreement = aliased(PlacementAgreement)


def days_of_breaks(trainee_id: Any) -> Any:
    """Return, as SQL, by how many days the breaks of the trainee in that column move their expected end."""
    days = select(func.coalesce(func.sum(_break.c.days), 0))
    return days.where(_break.c.trainee_id == trainee_id, _break.c.ended_at.is_(None)).scalar_subquery()


def breaks_of(trainee_id: int) -> list[TrainingBreak]:
    """Return all breaks ever recorded for the trainee, those taken back too, the newest first."""
    statement = (
        select(TrainingBreak)
        .where(TrainingBreak.trainee_id == trainee_id)
        .order_by(TrainingBreak.starts_on.desc(), TrainingBreak.id.desc())
        .options(joinedload(TrainingBreak.decider))
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class BreakInForce:
    """A break that was not taken back: its days move the expected end; during an intermission somebody is away."""

    span: Span
    days: int
    is_intermission: bool


# Asked with every entry, so put together once.
_IN_FORCE = select(TrainingBreak.starts_on, TrainingBreak.ends_on, TrainingBreak.days, TrainingBreak.kind).where(
    TrainingBreak.trainee_id == bindparam("trainee_id"), TrainingBreak.ended_at.is_(None)
)


def breaks_in_force(trainee_id: int) -> list[BreakInForce]:
    """Return the trainee's breaks that were not taken back."""
    return [
        BreakInForce(Span(starts_on, ends_on), days, kind == "intermission")
        for starts_on, ends_on, days, kind in rows_of(_IN_FORCE, {"trainee_id": trainee_id})
    ]


def intermissions_of(trainee_id: int) -> list[Span]:
    """Return when the trainee is or was away."""
    return [each.span for each in breaks_in_force(trainee_id) if each.is_intermission]


def placement_agreements_of(placement_id: int) -> list[PlacementAgreement]:
    """Return all agreements of the placement, ended ones too, the newest first."""
    statement = (
        select(PlacementAgreement)
        .where(PlacementAgreement.placement_id == placement_id)
        .order_by(PlacementAgreement.starts_on.desc(), PlacementAgreement.id.desc())
        .options(joinedload(PlacementAgreement.manager))
    )
    return list(db.session.scalars(statement))


def agreements_of_placements(placement_ids: Collection[int], on: date) -> dict[int, PlacementAgreement]:
    """Return the agreement that holds on the day for each of these placements that has one."""
    statement = select(PlacementAgreement).where(
        PlacementAgreement.placement_id.in_(placement_ids), holds(PlacementAgreement, on)
    )
    return {each.placement_id: each for each in db.session.scalars(statement)}


def covers_training_cases(placement_id: Any, on: Any) -> ColumnElement[bool]:
    """Condition: an agreement of the placement in that column holds on the day and covers training cases."""
    return exists().where(_agreement.placement_id == placement_id, _agreement.covers_cases, holds(_agreement, on))


def answers_for_placement(actor: Actor, placement_id: Any) -> ColumnElement[bool]:
    """Condition: an agreement of the placement in that column names the actor as who answers for it today."""
    return exists().where(
        _agreement.placement_id == placement_id, _agreement.manager_id == actor.person_id, holds(_agreement, actor.on)
    )


def words_given(agreement_ids: Collection[int]) -> dict[int, list[AgreementWord]]:
    """Return who has agreed to each of these supervision agreements, the first one first."""
    statement = (
        select(AgreementWord)
        .where(AgreementWord.agreement_id.in_(agreement_ids))
        .order_by(AgreementWord.agreed_at, AgreementWord.id)
        .options(joinedload(AgreementWord.person))
    )
    found: dict[int, list[AgreementWord]] = defaultdict(list)
    for word in db.session.scalars(statement):
        found[word.agreement_id].append(word)
    return dict(found)
