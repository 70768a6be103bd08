"""Who may do what with persons, their roles and their ways of signing in."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.people.models import Person, RoleHeld, SignIn
from trainee_app.people.queries import (
    administers_person,
    administers_programme,
    administers_role,
    is_own_role,
    is_own_session,
    is_self,
    lacks_second_factor,
    oversees_person,
)
from trainee_app.programmes.models import Programme

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "account.keep",
        of=Person,
        if_any=(is_self,),
        words="Everybody keeps their own account: password, second factor, recovery codes, list of sessions.",
    ),
    Permission(
        "session.end",
        of=SignIn,
        if_any=(is_own_session,),
        words="Everybody ends their own sessions, on whatever device.",
    ),
    Permission(
        "person.read",
        of=Person,
        if_any=(oversees_person,),
        unless=(lacks_second_factor,),
        words="Administrators, directors and data protection officers see who holds or held a role on their programme.",
    ),
    Permission(
        "person.invite",
        of=Programme,
        if_any=(administers_programme,),
        unless=(lacks_second_factor,),
        words="Administrators and directors record people on their programme, give them a role and invite them.",
    ),
    Permission(
        "invitation.change",
        of=Person,
        if_any=(administers_person,),
        unless=(lacks_second_factor, is_self),
        words="Administrators and directors send an invitation again, or revoke it.",
    ),
    Permission(
        "role.grant",
        of=Person,
        if_any=(administers_person,),
        unless=(lacks_second_factor, is_self),
        words="Administrators and directors give people of their programme another role. Nobody gives one to themselves.",
    ),
    Permission(
        "role.end",
        of=RoleHeld,
        if_any=(administers_role,),
        unless=(lacks_second_factor, is_own_role),
        words="Administrators and directors end roles on their programme, but not their own.",
    ),
    Permission(
        "person.sign_out",
        of=Person,
        if_any=(administers_person,),
        unless=(lacks_second_factor, is_self),
        words="Administrators and directors end all sessions of a person of their programme, when a device is lost.",
    ),
    Permission(
        "second_factor.remove",
        of=Person,
        if_any=(administers_person,),
        unless=(lacks_second_factor, is_self),
        words="Administrators and directors free somebody who has lost phone and recovery codes; that person is told.",
    ),
)
