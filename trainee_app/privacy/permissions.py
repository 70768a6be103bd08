"""Who may take a text out of the record."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from trainee_app.access import Actor, Permission
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import is_own_entry
from trainee_app.logbook.rules import State
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme


def _protects_entry(actor: Actor) -> ColumnElement[bool]:
    was_handed_in = LogEntry.state.not_in((State.DRAFT, State.DISCARDED))
    return and_(was_handed_in, holds_role(actor, LogEntry.programme_id, Role.DATA_PROTECTION_OFFICER))


def _protects_programme(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Programme.id, Role.DATA_PROTECTION_OFFICER)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "entry.blank",
        of=LogEntry,
        if_any=(_protects_entry,),
        unless=(is_own_entry, lacks_second_factor),
        words="Data protection officers of the programme take the free text of an entry that was handed in out, with a reason; never "
        "minutes or signatures, and nobody on their own record.",
    ),
    Permission(
        "text.find",
        of=Programme,
        if_any=(_protects_programme,),
        unless=(lacks_second_factor,),
        words="Data protection officers look for entries whose text must go, by the entry’s address or a case’s code.",
    ),
)
