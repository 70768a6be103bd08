"""Who may read notices, and choose whether to be written to."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.notifications.models import Notice
from trainee_app.notifications.queries import is_own_notice
from trainee_app.people.models import Person
from trainee_app.people.queries import is_self, lacks_second_factor

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "digest.choose",
        of=Person,
        if_any=(is_self,),
        words="Everybody says for themselves whether they want the weekly letter.",
    ),
    Permission(
        "notice.open",
        of=Notice,
        if_any=(is_own_notice,),
        unless=(lacks_second_factor,),
        words="Whoever a notice is for opens it.",
    ),
    Permission(
        "notices.read",
        of=Person,
        if_any=(is_self,),
        unless=(lacks_second_factor,),
        words="Everybody reads their own notices and nobody else’s.",
    ),
)
