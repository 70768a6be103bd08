"""Who may see how somebody stands."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import is_own_record, supervises
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role

_COURSE = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER, Role.EXAMINER)

PERMISSIONS: tuple[Permission, ...] = (
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
