"""Making and ending supervision agreements and placements. Neither is ever edited."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.cohorts.events import AgreementEnded, AgreementMade, PlacementEnded, PlacementMade
from trainee_app.cohorts.models import Placement, SupervisionAgreement, Trainee
from trainee_app.cohorts.rules import (
    AgreementDraft,
    Capacity,
    PlacementDraft,
    Span,
    check_agreement,
    check_end,
    check_placement,
)
from trainee_app.cohorts.services.repeats import check_not_oneself, id_of, made_before
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.people.models import Person
from trainee_app.refusals import Conflict, refuse_faults

_OWN_RECORD = "Nobody changes their own arrangements. Ask the administrator or the director."
_OWN_AGREEMENT = "Nobody makes themselves the signer of somebody's record. Ask another administrator or the director."


class ArrangementAlreadyEnded(Conflict):
    """The agreement or placement was ended before."""


def make_agreement(
    *,
    trainee: Trainee,
    supervisor: Person,
    capacity: Capacity,
    span: Span,
    actor: Actor | None,
    on: date,
    at: datetime,
    public_id: str | None = None,
) -> SupervisionAgreement:
    """Let somebody sign for a trainee; a repeat returns what the first one made.

    The supervisor holds (or will hold) the role of supervisor or tutor on the programme on the day `on`.
    Raises RecordIsOnesOwn, FieldsAreFaulty, FormWasUsedBefore.
    """
    check_not_oneself(trainee.person_id, actor, _OWN_RECORD)
    check_not_oneself(supervisor.id, actor, _OWN_AGREEMENT)
    name = public_id or new_public_id()
    existing = made_before(SupervisionAgreement, name, trainee_id=trainee.id)
    if existing is not None:
        return existing
    _check_agreement(trainee, AgreementDraft(trainee.person_id, supervisor.id, capacity, span), on)
    agreement = SupervisionAgreement(
        public_id=name,
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        supervisor_id=supervisor.id,
        capacity=capacity,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(agreement)
    db.session.flush()
    _tell_made(agreement, trainee, actor, at)
    return agreement


def _check_agreement(trainee: Trainee, draft: AgreementDraft, on: date) -> None:
    may_supervise = queries.may_supervise(draft.supervisor_id, trainee.programme_id, on)
    standing = _standing_agreements(trainee)
    refuse_faults(check_agreement(draft, _course_of(trainee), standing, may_supervise=may_supervise))


def _tell_made(agreement: SupervisionAgreement, trainee: Trainee, actor: Actor | None, at: datetime) -> None:
    publish(
        AgreementMade(
            programme_id=trainee.programme_id,
            actor_id=id_of(actor),
            at=at,
            trainee_id=trainee.id,
            trainee=trainee.public_id,
            agreement_id=agreement.id,
            supervisor_id=agreement.supervisor_id,
            capacity=agreement.capacity,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
        )
    )


def end_agreement(*, agreement: SupervisionAgreement, ends_on: date, actor: Actor | None, at: datetime) -> None:
    """Let an agreement end; `ends_on` is its last day. What was signed under it stays signed.

    Raises RecordIsOnesOwn, ArrangementAlreadyEnded, FieldsAreFaulty.
    """
    _check_may_end(agreement, actor)
    _check_end_of(agreement, ends_on)
    _end_agreement(agreement, ends_on, actor, at, by_mistake=False)


def withdraw_agreement(*, agreement: SupervisionAgreement, actor: Actor | None, at: datetime) -> None:
    """Say that an agreement was recorded by mistake: it never held. Raises RecordIsOnesOwn, ArrangementAlreadyEnded."""
    _check_may_end(agreement, actor)
    _end_agreement(agreement, agreement.starts_on, actor, at, by_mistake=True)


def _end_agreement(
    agreement: SupervisionAgreement, ends_on: date, actor: Actor | None, at: datetime, *, by_mistake: bool
) -> None:
    _close(agreement, ends_on, actor, at)
    publish(
        AgreementEnded(
            programme_id=agreement.programme_id,
            actor_id=id_of(actor),
            at=at,
            trainee_id=agreement.trainee_id,
            trainee=agreement.trainee.public_id,
            agreement_id=agreement.id,
            supervisor_id=agreement.supervisor_id,
            ends_on=ends_on,
            by_mistake=by_mistake,
        )
    )


def make_placement(
    *, trainee: Trainee, draft: PlacementDraft, actor: Actor | None, at: datetime, public_id: str | None = None
) -> Placement:
    """Record where a trainee sees families; a repeat returns what the first one made.

    Raises RecordIsOnesOwn, FieldsAreFaulty, FormWasUsedBefore.
    """
    check_not_oneself(trainee.person_id, actor, _OWN_RECORD)
    name = public_id or new_public_id()
    existing = made_before(Placement, name, trainee_id=trainee.id)
    if existing is not None:
        return existing
    standing = [PlacementDraft(each.name, span) for each in queries.placements_of(trainee.id) if (span := _held(each))]
    refuse_faults(check_placement(draft, _course_of(trainee), standing))
    placement = Placement(
        public_id=name,
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        name=draft.name,
        starts_on=draft.span.starts_on,
        ends_on=draft.span.ends_on,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(placement)
    db.session.flush()
    publish(
        PlacementMade(
            programme_id=trainee.programme_id,
            actor_id=id_of(actor),
            at=at,
            trainee_id=trainee.id,
            trainee=trainee.public_id,
            placement_id=placement.id,
            starts_on=placement.starts_on,
            ends_on=placement.ends_on,
        )
    )
    return placement


def end_placement(*, placement: Placement, ends_on: date, actor: Actor | None, at: datetime) -> None:
    """Let a placement end; `ends_on` is its last day.

    Raises RecordIsOnesOwn, ArrangementAlreadyEnded, FieldsAreFaulty.
    """
    _check_may_end(placement, actor)
    _check_end_of(placement, ends_on)
    _end_placement(placement, ends_on, actor, at, by_mistake=False)


def withdraw_placement(*, placement: Placement, actor: Actor | None, at: datetime) -> None:
    """Say that a placement was recorded by mistake: it never held. Raises RecordIsOnesOwn, ArrangementAlreadyEnded."""
    _check_may_end(placement, actor)
    _end_placement(placement, placement.starts_on, actor, at, by_mistake=True)


def _end_placement(placement: Placement, ends_on: date, actor: Actor | None, at: datetime, *, by_mistake: bool) -> None:
    _close(placement, ends_on, actor, at)
    publish(
        PlacementEnded(
            programme_id=placement.programme_id,
            actor_id=id_of(actor),
            at=at,
            trainee_id=placement.trainee_id,
            trainee=placement.trainee.public_id,
            placement_id=placement.id,
            ends_on=ends_on,
            by_mistake=by_mistake,
        )
    )


def _course_of(trainee: Trainee) -> Span:
    return Span(trainee.cohort.starts_on, queries.ends_on_of([trainee.id])[trainee.id])


def _standing_agreements(trainee: Trainee) -> list[AgreementDraft]:
    return [
        AgreementDraft(trainee.person_id, each.supervisor_id, Capacity(each.capacity), span)
        for each in queries.agreements_of(trainee.id)
        if (span := _held(each))
    ]


def _held(arrangement: SupervisionAgreement | Placement) -> Span | None:
    """The days on which it held or holds; None for one recorded by mistake."""
    if arrangement.ended_at is not None and arrangement.ends_on == arrangement.starts_on:
        return None
    return Span(arrangement.starts_on, arrangement.ends_on)


def _check_may_end(arrangement: SupervisionAgreement | Placement, actor: Actor | None) -> None:
    check_not_oneself(arrangement.trainee.person_id, actor, _OWN_RECORD)
    if arrangement.ended_at is not None:
        raise ArrangementAlreadyEnded("This has already been ended. Open the page again to see when.")


def _check_end_of(arrangement: SupervisionAgreement | Placement, ends_on: date) -> None:
    refuse_faults(check_end(Span(arrangement.starts_on, arrangement.ends_on), ends_on))


def _close(arrangement: SupervisionAgreement | Placement, ends_on: date, actor: Actor | None, at: datetime) -> None:
    arrangement.ends_on = ends_on
    arrangement.ended_at = at
    arrangement.ended_by = id_of(actor)
