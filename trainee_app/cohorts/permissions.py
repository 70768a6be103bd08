"""Who may see and make cohorts, and arrange who supervises whom and where trainees work."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from trainee_app.access import Actor, Condition, Permission
from trainee_app.cohorts.models import (
    Cohort,
    Placement,
    PlacementAgreement,
    SupervisionAgreement,
    Trainee,
    TrainingBreak,
)
from trainee_app.cohorts.queries import answers_for_placement, is_own_record, supervises
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

_KEEPERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
_placed = aliased(Placement)
_COURSE = (*_KEEPERS, Role.BOARD_MEMBER, Role.EXAMINER)


def _keeps(programme_id: object) -> Condition:
    """Say that the actor is administrator or director of the row's programme."""
    return lambda actor: holds_role(actor, programme_id, *_KEEPERS)


def _is_own(trainee_id: object) -> Condition:
    return lambda actor: is_own_record(actor, trainee_id)


def _supervises_today(actor: Actor) -> ColumnElement[bool]:
    return supervises(actor, Trainee.id, actor.on)


def _is_its_signer(actor: Actor) -> ColumnElement[bool]:
    """Say that the agreement makes the actor the signer."""
    return SupervisionAgreement.supervisor_id == actor.person_id


def _keeps_placement(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Placement.programme_id, *_KEEPERS)


def _supervises_there(actor: Actor) -> ColumnElement[bool]:
    return supervises(actor, Placement.trainee_id, actor.on)


def _answers_for_it(actor: Actor) -> ColumnElement[bool]:
    return answers_for_placement(actor, Placement.id)


def _directs_its_programme(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Trainee.programme_id, Role.DIRECTOR)


def _is_about_own_placement(actor: Actor) -> ColumnElement[bool]:
    return exists().where(_placed.id == PlacementAgreement.placement_id, is_own_record(actor, _placed.trainee_id))


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "agreement.agree",
        of=SupervisionAgreement,
        if_any=(_is_own(SupervisionAgreement.trainee_id), _is_its_signer),
        unless=(lacks_second_factor,),
        words="The two whom a supervision agreement is about agree to it, each for themselves.",
    ),
    Permission(
        "agreement.end",
        of=SupervisionAgreement,
        if_any=(_keeps(SupervisionAgreement.programme_id),),
        unless=(_is_own(SupervisionAgreement.trainee_id), lacks_second_factor),
        words="Administrators and directors of the programme end a supervision agreement; nobody one about themselves.",
    ),
    Permission(
        "arrangements.make",
        of=Trainee,
        if_any=(_keeps(Trainee.programme_id),),
        unless=(_is_own(Trainee.id), lacks_second_factor),
        words="Administrators and directors of the programme make supervision agreements and placements; "
        "nobody on their own record, and nobody an agreement that makes themselves the signer.",
    ),
    Permission(
        "arrangements.read",
        of=Trainee,
        if_any=(_is_own(Trainee.id), _supervises_today, _keeps(Trainee.programme_id)),
        unless=(lacks_second_factor,),
        words="The trainee; who supervises or tutors them today; administrators and directors of the programme.",
    ),
    Permission(
        "break.reason",
        of=Trainee,
        if_any=(_directs_its_programme,),
        unless=(_is_own(Trainee.id), lacks_second_factor),
        words="Only directors of the programme read why there is a break; nobody their own.",
    ),
    Permission(
        "break.record",
        of=Trainee,
        if_any=(_keeps(Trainee.programme_id),),
        unless=(_is_own(Trainee.id), lacks_second_factor),
        words="Administrators and directors record a break that a director has decided; nobody their own.",
    ),
    Permission(
        "break.take_back",
        of=TrainingBreak,
        if_any=(_keeps(TrainingBreak.programme_id),),
        unless=(_is_own(TrainingBreak.trainee_id), lacks_second_factor),
        words="Administrators and directors take a break back that did not take place; nobody their own.",
    ),
    Permission(
        "breaks.read",
        of=Trainee,
        if_any=(_is_own(Trainee.id), _supervises_today, _keeps(Trainee.programme_id)),
        unless=(lacks_second_factor,),
        words="The trainee; who supervises or tutors them today; administrators and directors of the programme. "
        "The reason is for directors alone.",
    ),
    Permission(
        "cohort.make",
        of=Programme,
        if_any=(_keeps(Programme.id),),
        unless=(lacks_second_factor,),
        words="Administrators and directors make cohorts on their programme.",
    ),
    Permission(
        "cohort.people",
        of=Cohort,
        if_any=(_keeps(Cohort.programme_id),),
        unless=(lacks_second_factor,),
        words="Administrators and directors of the programme see who is in a cohort, with supervisors and placements.",
    ),
    Permission(
        "cohort.read",
        of=Cohort,
        if_any=(lambda actor: holds_role(actor, Cohort.programme_id, *_COURSE),),
        unless=(lacks_second_factor,),
        words="Administrators, directors, board members and examiners of the programme see that a cohort exists.",
    ),
    Permission(
        "placement.agree",
        of=Placement,
        if_any=(_keeps_placement,),
        unless=(_is_own(Placement.trainee_id), lacks_second_factor),
        words="Administrators and directors record what a placement has signed; nobody about their own.",
    ),
    Permission(
        "placement.agreements",
        of=Placement,
        if_any=(_is_own(Placement.trainee_id), _supervises_there, _answers_for_it, _keeps_placement),
        unless=(lacks_second_factor,),
        words="The trainee; who supervises or tutors them today; the placement manager who answers for the service; "
        "administrators and directors of the programme.",
    ),
    Permission(
        "placement_agreement.end",
        of=PlacementAgreement,
        if_any=(_keeps(PlacementAgreement.programme_id),),
        unless=(_is_about_own_placement, lacks_second_factor),
        words="Administrators and directors end what a placement has signed; nobody about their own.",
    ),
    Permission(
        "placement.end",
        of=Placement,
        if_any=(_keeps(Placement.programme_id),),
        unless=(_is_own(Placement.trainee_id), lacks_second_factor),
        words="Administrators and directors of the programme end a placement; nobody their own.",
    ),
    Permission(
        "trainee.add",
        of=Cohort,
        if_any=(_keeps(Cohort.programme_id),),
        unless=(lacks_second_factor,),
        words="Administrators and directors of the programme add trainees to a cohort; nobody themselves.",
    ),
)
