"""The blueprint of this room, and the frame around every page: navigation, who is signed in, fixed addresses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import Blueprint, g, request, url_for

from trainee_app.access import actor, actor_name
from trainee_app.home.rules import places_for, roles_in_words
from trainee_app.logbook.queries.verifying import VERIFYING_ROLES, wants_verification
from trainee_app.notifications.queries import Held, roles_and_notices
from trainee_app.people.rules import ROLES_THAT_NEED_A_SECOND_FACTOR, Role
from trainee_app.web.formats import initials
from trainee_app.web.parts import Frame, NavigationItem, PersonBadge

blueprint = Blueprint("home", __name__)
# More than there are places to go to, under the few prefixes that a copy is served at.
_ADDRESSES_KEPT = 256


def held_roles() -> list[Held]:
    """Return the roles of whoever asks, asked of the database once a request, together with how many notices wait."""
    if "held_roles" not in g:
        g.held_roles, g.notices = roles_and_notices(actor().person_id, actor().on)
    found: list[Held] = g.held_roles
    return found


def notices_waiting() -> int:
    """Return how many notices whoever asks has not seen."""
    held_roles()
    found: int = g.notices
    return found


@blueprint.app_context_processor
def frame_of_page() -> dict[str, Any]:
    """Give every page its frame; somebody who is not signed in gets the plain one, which asks the database nothing."""
    signed_in = "actor" in g and actor().is_signed_in
    roles = held_roles() if signed_in else []
    frame = Frame(
        programme=roles[0].programme.upper() if roles else "",
        home_url=_fixed("home.front"),
        sign_out_url=_fixed("people.sign_out"),
        concerns_url=_fixed("home.concerns"),
        privacy_url=_fixed("home.privacy"),
    )
    if not signed_in:
        return {"frame": frame, "navigation": [], "person": None}
    return {
        "frame": frame,
        "navigation": _navigation(each.role for each in roles),
        "person": _badge(each.role for each in roles),
    }


def _fixed(endpoint: str) -> str:
    """Return the address of a page that has one only: built once, since every page names a dozen of them."""
    return _address(endpoint, request.script_root)


@lru_cache(maxsize=_ADDRESSES_KEPT)
def _address(endpoint: str, _under: str) -> str:
    return url_for(endpoint)


def _navigation(roles: Iterable[Role]) -> list[NavigationItem]:
    held = set(roles)
    verified = not held.isdisjoint(VERIFYING_ROLES) and wants_verification()
    return [
        NavigationItem(
            place.label,
            _fixed(place.endpoint),
            place.icon,
            current=place.holds(request.endpoint),
            primary=place.primary,
        )
        for place in places_for(held, verified=verified)
    ]


def _badge(roles: Iterable[Role]) -> PersonBadge:
    held, name = list(roles), actor_name()
    # Who owes a second factor finds their notices once it is shown.
    owes = not actor().second_factor and not ROLES_THAT_NEED_A_SECOND_FACTOR.isdisjoint(held)
    return PersonBadge(
        name,
        initials(name),
        roles_in_words(held),
        _fixed("people.account"),
        "" if owes else _fixed("notifications.notices"),
        g.notices,
    )
