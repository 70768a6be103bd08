"""Who may see, record and end registrations."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from trainee_app.access import Actor, Permission
from trainee_app.credentials.models import Registration
from trainee_app.credentials.queries import is_on_a_programme_of, is_own_registration
from trainee_app.people.models import Person
from trainee_app.people.queries import holds_role, is_self, lacks_second_factor
from trainee_app.people.rules import Role

KEEPERS = (Role.ADMINISTRATOR, Role.DIRECTOR)


def _keeps_records_of(actor: Actor) -> ColumnElement[bool]:
    return is_on_a_programme_of(actor, *KEEPERS) & ~lacks_second_factor(actor)


def _keeps_the_programmes_records(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Registration.programme_id, *KEEPERS)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "registration.end",
        of=Registration,
        if_any=(_keeps_the_programmes_records,),
        unless=(is_own_registration, lacks_second_factor),
        words="Administrators and directors end a registration recorded on their programme; nobody their own.",
    ),
    Permission(
        "registration.record",
        of=Person,
        if_any=(_keeps_records_of,),
        unless=(is_self, lacks_second_factor),
        words="Administrators and directors record registrations of people on their programme; nobody their own.",
    ),
    Permission(
        "registrations.read",
        of=Person,
        if_any=(is_self, _keeps_records_of),
        words="Everybody sees their own registrations; administrators and directors, with a second factor shown, "
        "those of people on their programme.",
    ),
)
