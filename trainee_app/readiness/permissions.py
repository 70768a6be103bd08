"""Who may see how somebody stands."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from trainee_app.access import Actor, Permission
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import is_own_record, supervises
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.readiness.models import WaiverRecord

_COURSE = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER, Role.EXAMINER)

_DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)


def _is_own_waiver(actor: Actor) -> ColumnElement[bool]:
    return is_own_record(actor, WaiverRecord.trainee_id)


def _has_proposed_it(actor: Actor) -> ColumnElement[bool]:
    return WaiverRecord.proposed_by == actor.person_id


def _is_decided(_actor: Actor) -> ColumnElement[bool]:
    return or_(WaiverRecord.decision != "", WaiverRecord.ended_at.is_not(None))


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        action="waiver.decide",
        of=WaiverRecord,
        if_any=(lambda actor: holds_role(actor, WaiverRecord.programme_id, *_DECIDERS),),
        unless=(_is_own_waiver, _has_proposed_it, _is_decided, lacks_second_factor),
        words="A director or board member decides what the administrator has proposed: never who proposed it, "
        "nobody about themselves.",
    ),
    Permission(
        action="waiver.end",
        of=WaiverRecord,
        if_any=(lambda actor: holds_role(actor, WaiverRecord.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR),),
        unless=(_is_own_waiver, lacks_second_factor),
        words="Administrators and directors end a waiver, or take back one that waits; nobody their own.",
    ),
    Permission(
        action="waiver.propose",
        of=Trainee,
        if_any=(lambda actor: holds_role(actor, Trainee.programme_id, Role.ADMINISTRATOR),),
        unless=(lambda actor: is_own_record(actor, Trainee.id), lacks_second_factor),
        words="Administrators propose a waiver; nobody their own.",
    ),
    Permission(
        action="waivers.read",
        of=Trainee,
        if_any=(
            lambda actor: is_own_record(actor, Trainee.id),
            lambda actor: holds_role(actor, Trainee.programme_id, Role.ADMINISTRATOR, *_DECIDERS),
        ),
        unless=(lacks_second_factor,),
        words="The trainee; administrators, directors and board members of the programme. Not supervisors.",
    ),
    Permission(
        action="standing.read",
        of=Trainee,
        if_any=(
            lambda actor: is_own_record(actor, Trainee.id),
            lambda actor: supervises(actor, Trainee.id, actor.on),
            lambda actor: holds_role(actor, Trainee.programme_id, *_COURSE),
        ),
        unless=(lacks_second_factor,),
        words="The trainee; who supervises or tutors them today; administrator, director, board member and examiner of the programme.",
    ),
    Permission(
        action="cohort.standing",
        of=Cohort,
        if_any=(lambda actor: holds_role(actor, Cohort.programme_id, *_COURSE),),
        unless=(lacks_second_factor,),
        words="Administrator, director, board member and examiner of the programme.",
    ),
)
