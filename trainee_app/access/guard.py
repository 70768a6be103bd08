"""The guard at the door of every page: an endpoint without a declared permission does not start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Flask, current_app, g

from trainee_app.access.policy import Actor, Along, NotFoundForActor, can, find, permission_table
from trainee_app.db import Base

_View = Callable[..., Any]
_DECLARED = "access_declared"
PUBLIC = "public"


class SignInNeeded(Exception):
    """Nobody is signed in. The room that knows people answers with its sign-in page, carrying what was typed."""


class ConfirmationNeeded(Exception):
    """The act asks who it is again. The room that knows people answers with its page, carrying what was typed."""


def set_actor(someone: Actor, name: str = "") -> None:
    """Say who asks and what they are called, for the rest of this request. Called once, by the room that knows people."""
    g.actor = someone
    g.actor_name = name


def actor() -> Actor:
    """Return who asks."""
    someone: Actor = g.actor
    return someone


def actor_name() -> str:
    """Return what whoever asks is called."""
    name: str = g.actor_name
    return name


def strength_shown() -> str:
    """Return how strongly whoever asks has shown who they are, as a signature says it; a copy that asks for no code
    claims none."""
    has_two = current_app.config["REQUIRE_SECOND_FACTOR"] and actor().second_factor
    return "two_factors" if has_two else "one_factor"


def public(reason: str) -> Callable[[_View], _View]:
    """Declare a page that needs no sign-in, and why."""

    def declare(view: _View) -> _View:
        setattr(view, _DECLARED, (PUBLIC, reason))
        return view

    return declare


def permit(
    action: str, parameter: str = "public_id", *, confirmed: bool = False, along: Sequence[Along] = ()
) -> Callable[[_View], _View]:
    """Declare which action a page is. With a `parameter` in its address, the row is looked up and passed first.

    Where the address has no such parameter the page is allowed if the actor may do `action` on any
    row at all, and must itself list by `scope`. Otherwise the answer is the same as for a page that
    does not exist. With `confirmed` the person must have shown within minutes that it is they. What the row
    refers to by `along` is read in the same statement, since every further one costs.
    """

    def declare(view: _View) -> _View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            who = actor()
            if not who.is_signed_in:
                raise SignInNeeded
            if confirmed and not who.confirmed:
                raise ConfirmationNeeded
            if parameter in arguments:
                return view(find(action, who, arguments.pop(parameter), along), **arguments)
            if not can(who, action):
                raise NotFoundForActor(action)
            return view(**arguments)

        setattr(guarded, _DECLARED, (action, None))
        return guarded

    return declare


def declared(view: _View) -> tuple[str, str | None] | None:
    """Return what a view declares: (action, None), (PUBLIC, reason), or None."""
    found: tuple[str, str | None] | None = getattr(view, _DECLARED, None)
    return found


def may(action: str, row: Base | None = None) -> bool:
    """Say to a template whether whoever asks may do `action`, so that it offers no way that leads nowhere."""
    return can(actor(), action, row)


def insist_on_permissions(app: Flask) -> None:
    """Refuse to start with an endpoint that declares nothing, or an action that no row of the table has."""
    app.add_template_global(may)
    with app.app_context():
        actions = permission_table()
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        found = declared(view)
        if found is None:
            raise RuntimeError(f"the page {endpoint} declares no permission: add @permit(...) or @public(...)")
        if found[0] != PUBLIC and found[0] not in actions:
            raise RuntimeError(f"the page {endpoint} asks for {found[0]}, which no permission table has")
