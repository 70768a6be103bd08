"""The front pages: everybody signed in has one."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.people.models import Person
from trainee_app.people.queries import is_self

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "front_page.see",
        of=Person,
        if_any=(is_self,),
        words="Everybody who is signed in, for themselves.",
    ),
)
