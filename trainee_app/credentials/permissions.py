"""Who may see, record and end registrations."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.credentials.models import Registration
from trainee_app.credentials.queries import is_kept_by, is_own_registration
from trainee_app.people.models import Person
from trainee_app.people.queries import administers_person, is_self, lacks_second_factor

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "registration.end",
        of=Registration,
        if_any=(is_kept_by,),
        unless=(is_own_registration, lacks_second_factor),
        words="Administrators and directors end a registration recorded on their programme; nobody their own.",
    ),
    Permission(
        "registration.record",
        of=Person,
        if_any=(administers_person,),
        unless=(is_self, lacks_second_factor),
        words="Administrators and directors record registrations of people on their programme; nobody their own.",
    ),
    Permission(
        "registrations.read",
        of=Person,
        if_any=(is_self, administers_person),
        unless=(lacks_second_factor,),
        words="Everybody sees their own registrations; administrators and directors those of people on their programme.",
    ),
)
