"""Both agree to a supervision agreement; a placement's agreement is recorded and ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.cohorts.events import AgreementAgreed, PlacementAgreementEnded, PlacementAgreementMade
from trainee_app.cohorts.models import AgreementWord, Placement, PlacementAgreement, SupervisionAgreement
from trainee_app.cohorts.rules import PlacementAgreementDraft, Span, check_end, check_placement_agreement
from trainee_app.cohorts.services.arrangements import ArrangementAlreadyEnded
from trainee_app.cohorts.services.repeats import check_not_oneself, id_of, made_before
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.refusals import refuse_faults

_OWN_RECORD = "Nobody records an agreement about their own placement. Ask the administrator or the director."


def agree(*, agreement: SupervisionAgreement, actor: Actor, at: datetime) -> None:
    """Let one of the two whom it is about agree to a supervision agreement; saying so twice changes nothing.

    Who may is judged before, by the permissions. Raises ArrangementAlreadyEnded.
    """
    if agreement.ended_at is not None:
        raise ArrangementAlreadyEnded("This agreement has been ended since. There is nothing to agree to any more.")
    if any(word.person_id == actor.person_id for word in queries.words_given([agreement.id]).get(agreement.id, ())):
        return
    db.session.add(
        AgreementWord(
            programme_id=agreement.programme_id, agreement_id=agreement.id, person_id=actor.person_id, agreed_at=at
        )
    )
    db.session.flush()
    publish(
        AgreementAgreed(
            programme_id=agreement.programme_id,
            actor_id=actor.person_id,
            at=at,
            trainee_id=agreement.trainee_id,
            trainee=agreement.trainee.public_id,
            agreement_id=agreement.id,
            person_id=actor.person_id,
        )
    )


def make_placement_agreement(
    *,
    placement: Placement,
    draft: PlacementAgreementDraft,
    actor: Actor | None,
    on: date,
    at: datetime,
    public_id: str | None = None,
) -> PlacementAgreement:
    """Record what the placement has signed; a repeat returns what the first one made.

    Raises RecordIsOnesOwn, FieldsAreFaulty, FormWasUsedBefore.
    """
    check_not_oneself(placement.trainee.person_id, actor, _OWN_RECORD)
    name = public_id or new_public_id()
    existing = made_before(PlacementAgreement, name, placement_id=placement.id)
    if existing is not None:
        return existing
    queries.hold_records([placement.trainee_id])
    _check(placement, draft, on)
    agreement = PlacementAgreement(
        public_id=name,
        programme_id=placement.programme_id,
        placement_id=placement.id,
        signatory_name=draft.signatory_name,
        signatory_role=draft.signatory_role,
        agreed_on=draft.agreed_on,
        covers_cases=draft.covers_cases,
        manager_id=draft.manager_id,
        starts_on=draft.span.starts_on,
        ends_on=draft.span.ends_on,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(agreement)
    db.session.flush()
    said = {**_said(placement, actor, at), "starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    publish(PlacementAgreementMade(**said, covers_cases=agreement.covers_cases))
    return agreement


def end_placement_agreement(
    *, agreement: PlacementAgreement, ends_on: date | None, actor: Actor | None, at: datetime
) -> None:
    """Let a placement's agreement end; `ends_on` None: recorded by mistake, it never held.

    Raises RecordIsOnesOwn, ArrangementAlreadyEnded, FieldsAreFaulty.
    """
    check_not_oneself(agreement.placement.trainee.person_id, actor, _OWN_RECORD)
    if agreement.ended_at is not None:
        raise ArrangementAlreadyEnded("This has already been ended. Open the page again to see when.")
    refuse_faults(check_end(Span(agreement.starts_on, agreement.ends_on), ends_on) if ends_on else ())
    agreement.ends_on = ends_on or agreement.starts_on
    agreement.ended_at = at
    agreement.ended_by = id_of(actor)
    said = _said(agreement.placement, actor, at)
    publish(PlacementAgreementEnded(**said, ends_on=agreement.ends_on, by_mistake=ends_on is None))


def _check(placement: Placement, draft: PlacementAgreementDraft, on: date) -> None:
    standing = [
        Span(each.starts_on, each.ends_on)
        for each in queries.placement_agreements_of(placement.id)
        if each.ended_at is None or each.ends_on != each.starts_on
    ]
    refuse_faults(check_placement_agreement(draft, Span(placement.starts_on, placement.ends_on), standing, on))


def _said(placement: Placement, actor: Actor | None, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": placement.programme_id,
        "actor_id": id_of(actor),
        "at": at,
        "trainee_id": placement.trainee_id,
        "trainee": placement.trainee.public_id,
        "placement_id": placement.id,
    }
