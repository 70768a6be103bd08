"""Who may read what happened to a thing."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from trainee_app.access import Actor, Permission
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import is_own_record
from trainee_app.history.queries import KEEPERS, keeps_trail_of_person
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import is_own_entry, reads_as_administrator, reads_as_supervisor
from trainee_app.people.models import Person
from trainee_app.people.queries import holds_role, is_self, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme


def _is_own(actor: Actor) -> ColumnElement[bool]:
    return is_own_record(actor, Trainee.id)


def _keeps_record(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Trainee.programme_id, *KEEPERS, Role.DIRECTOR) & ~lacks_second_factor(actor)


def _keeps_trail(actor: Actor) -> ColumnElement[bool]:
    return keeps_trail_of_person(actor) & ~lacks_second_factor(actor)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "cohort.history",
        of=Cohort,
        if_any=(lambda actor: holds_role(actor, Cohort.programme_id, *KEEPERS),),
        unless=(lacks_second_factor,),
        words="Administrators and data protection officers of the programme see what happened to a cohort.",
    ),
    Permission(
        "entry.history",
        of=LogEntry,
        if_any=(is_own_entry, reads_as_supervisor, reads_as_administrator),
        unless=(lacks_second_factor,),
        anew=True,
        words="Whoever may read a log entry sees what happened to it; drafts of a correction only its trainee.",
    ),
    Permission(
        "person.history",
        of=Person,
        if_any=(is_self, _keeps_trail),
        words="Everybody sees what happened to their own account and roles; administrators and data protection "
        "officers, with a second factor shown, what happened to people of their programme there, and to their accounts.",
    ),
    Permission(
        "programme.history",
        of=Programme,
        if_any=(lambda actor: holds_role(actor, Programme.id, *KEEPERS, Role.DIRECTOR),),
        unless=(lacks_second_factor,),
        words="Administrators, directors and data protection officers of the programme see what happened to its rules.",
    ),
    Permission(
        "trainee.history",
        of=Trainee,
        if_any=(_is_own, _keeps_record),
        words="The trainee; with a second factor shown, administrators, directors and data protection officers of "
        "the programme: what happened to the record, and who has opened its entries.",
    ),
)
