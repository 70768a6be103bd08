"""Who may do what: one table, the same for a page, a list, an export and a command."""

from trainee_app.access.guard import (
    ConfirmationNeeded,
    SignInNeeded,
    actor,
    actor_name,
    permit,
    public,
    set_actor,
    strength_shown,
)
from trainee_app.access.policy import (
    Actor,
    Condition,
    NotFoundForActor,
    Permission,
    can,
    can_each,
    find,
    number,
    ones_own,
    permission_table,
    scope,
)

__all__ = [
    "Actor",
    "Condition",
    "ConfirmationNeeded",
    "NotFoundForActor",
    "Permission",
    "SignInNeeded",
    "actor",
    "actor_name",
    "can",
    "can_each",
    "find",
    "number",
    "ones_own",
    "permission_table",
    "permit",
    "public",
    "scope",
    "set_actor",
    "strength_shown",
]
