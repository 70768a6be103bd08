"""Who may read and make a timetable, sign, read and void a register: each condition once, as SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.teaching.models import TeachingDate, TeachingRegister

_member = aliased(Trainee)
_date = aliased(TeachingDate)
_register = aliased(TeachingRegister)


def _is_member(actor: Actor, cohort_id: Any) -> ColumnElement[bool]:
    return exists().where(_member.cohort_id == cohort_id, _member.person_id == actor.person_id)


def is_of_cohort(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor is a trainee of it."""
    return _is_member(actor, Cohort.id)


def runs_cohort(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor is administrator or director of the programme."""
    return holds_role(actor, Cohort.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def teaches(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor is a tutor of the programme."""
    return holds_role(actor, Cohort.programme_id, Role.TUTOR)


def leads(actor: Actor) -> ColumnElement[bool]:
    """Condition on teaching dates: the actor leads it, and is a tutor of the programme today."""
    return and_(TeachingDate.leader_id == actor.person_id, holds_role(actor, TeachingDate.programme_id, Role.TUTOR))


def runs_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on teaching dates: the actor is administrator or director of the programme."""
    return holds_role(actor, TeachingDate.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def is_among_the_trainees(actor: Actor) -> ColumnElement[bool]:
    """Condition on teaching dates: the actor is a trainee of the cohort."""
    return _is_member(actor, TeachingDate.cohort_id)


def is_cancelled(_actor: Actor) -> ColumnElement[bool]:
    """Condition on teaching dates, as an exception: it was taken off the timetable."""
    return TeachingDate.cancelled_at.is_not(None)


def has_register(_actor: Actor) -> ColumnElement[bool]:
    """Condition on teaching dates, as an exception: its register is signed and counts."""
    return exists().where(_register.date_id == TeachingDate.id, _register.voided_at.is_(None))


def led_it(actor: Actor) -> ColumnElement[bool]:
    """Condition on registers: the actor signed it, and is a tutor of the programme today."""
    return and_(
        TeachingRegister.leader_id == actor.person_id, holds_role(actor, TeachingRegister.programme_id, Role.TUTOR)
    )


def runs_register(actor: Actor) -> ColumnElement[bool]:
    """Condition on registers: the actor is administrator or director of the programme."""
    return holds_role(actor, TeachingRegister.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def is_marked_by(actor: Actor) -> ColumnElement[bool]:
    """Condition on registers: the actor is a trainee of the cohort."""
    of_cohort = _is_member(actor, _date.cohort_id)
    return exists().where(_date.id == TeachingRegister.date_id, of_cohort)


def is_void(_actor: Actor) -> ColumnElement[bool]:
    """Condition on registers, as an exception: it does not count any longer."""
    return TeachingRegister.voided_at.is_not(None)
