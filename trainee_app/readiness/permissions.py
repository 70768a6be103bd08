"""Who may see how somebody stands."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from trainee_app.access import Actor, Permission
from trainee_app.cohorts.models import Cohort, ProgrammeDraft, Trainee
from trainee_app.cohorts.queries import is_own_record, supervises
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.readiness.models import WaiverRecord

_COURSE = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER, Role.EXAMINER)

_KEEPERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
_DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)


_member = aliased(Trainee)


def _is_own_waiver(actor: Actor) -> ColumnElement[bool]:
    return is_own_record(actor, WaiverRecord.trainee_id)


def _has_proposed_it(actor: Actor) -> ColumnElement[bool]:
    return WaiverRecord.proposed_by == actor.person_id


def _keeps_programme(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Programme.id, *_KEEPERS)


def _keeps_draft(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, ProgrammeDraft.programme_id, *_KEEPERS)


def _has_proposed_draft(actor: Actor) -> ColumnElement[bool]:
    return and_(ProgrammeDraft.proposed_by.is_not(None), ProgrammeDraft.proposed_by == actor.person_id)


def _is_trainee_of_cohort(actor: Actor) -> ColumnElement[bool]:
    return exists().where(_member.cohort_id == Cohort.id, _member.person_id == actor.person_id)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        action="cohort.move",
        of=Cohort,
        if_any=(lambda actor: holds_role(actor, Cohort.programme_id, *_KEEPERS),),
        unless=(_is_trainee_of_cohort, lacks_second_factor),
        words="Administrators and directors move a cohort to another version of the programme’s rules; nobody the cohort "
        "in which they are a trainee.",
    ),
    Permission(
        action="version.read",
        of=Programme,
        if_any=(_keeps_programme,),
        unless=(lacks_second_factor,),
        words="Administrators and directors read the versions of the programme’s rules, and who published them.",
    ),
    Permission(
        action="rules.read",
        of=Programme,
        if_any=(lambda actor: holds_role(actor, Programme.id, *Role),),
        words="Everybody with a role on the programme reads its published rules in plain English; nobody’s record is in them.",
    ),
    Permission(
        action="version.draft",
        of=Programme,
        if_any=(_keeps_programme,),
        unless=(lacks_second_factor,),
        words="Administrators and directors begin the next version as a copy of one that is published.",
    ),
    Permission(
        action="draft.edit",
        of=ProgrammeDraft,
        if_any=(_keeps_draft,),
        unless=(lacks_second_factor,),
        words="Administrators and directors edit a draft of the next version, see its effect on a cohort, propose it, take "
        "it back and discard it.",
    ),
    Permission(
        action="draft.agree",
        of=ProgrammeDraft,
        if_any=(lambda actor: holds_role(actor, ProgrammeDraft.programme_id, Role.DIRECTOR),),
        unless=(_has_proposed_draft, lacks_second_factor),
        words="A director agrees to a proposed version, which publishes it: never who proposed it.",
    ),
    Permission(
        action="waiver.decide",
        of=WaiverRecord,
        if_any=(lambda actor: holds_role(actor, WaiverRecord.programme_id, *_DECIDERS),),
        unless=(_is_own_waiver, _has_proposed_it, lacks_second_factor),
        words="A director or board member decides what the administrator has proposed: never who proposed it, "
        "nobody about themselves.",
    ),
    Permission(
        action="waivers.waiting",
        of=Programme,
        if_any=(lambda actor: holds_role(actor, Programme.id, *_DECIDERS),),
        unless=(lacks_second_factor,),
        words="Directors and board members look for what waits for their decision; there may be nothing.",
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
