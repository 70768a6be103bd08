"""Going on where one was: after signing in, or after confirming that it is you.

Where to go is kept as the name of a page with its arguments, signed; never as an address. What was
typed into a form is carried through the sign-in page in hidden fields and sent on by 307, but only
if it is the same person who signs in again: somebody else at the same computer must not finish it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.routing import BuildError

OURS = "way-"
TARGET = "way-on"
_HOURS = 3600
_FRONT_PAGE = "home.front"
_NOT_CARRIED = ("csrf_token",)


@dataclass(frozen=True)
class Target:
    """A page to go on to: its name, its arguments, what its address asked, and whose it was (0: nobody's we know).

    `asked` is what stood after the question mark; it is never taken for anything that decides where the page is.
    """

    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)
    asked: str = ""
    person_id: int = 0
    is_posted: bool = False


def target_of_request(person_id: int) -> Target:
    """Return the page that was asked for just now."""
    return Target(
        request.endpoint or "",
        dict(request.view_args or {}),
        urlencode(list(request.args.items(multi=True))),
        person_id,
        is_posted=request.method not in ("GET", "HEAD"),
    )


def signed(target: Target) -> str:
    """Return the target in a form that only we can have written."""
    written: str = _serializer().dumps(asdict(target))
    return written


def target_asked_for() -> Target | None:
    """Return the target that the page carries; None if it carries none, or none of ours, or an old one."""
    longest = current_app.config["SESSION_LONGEST_HOURS"] * _HOURS
    try:
        return Target(**_serializer().loads(request.values.get(TARGET, ""), max_age=longest))
    except (BadData, TypeError):
        return None


def carried_fields() -> list[tuple[str, str]]:
    """Return what was typed into the form that waits, as names and values in their order."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_CARRIED and not name.startswith(OURS)
    ]


def waiting(target: Target | None) -> dict[str, Any]:
    """Return what a page needs to draw so that a form can wait behind it.

    What was typed by somebody whom we never knew here is not carried: it could not be sent on.
    """
    is_kept = target is not None and target.is_posted and target.person_id != 0
    return {
        "target": None if target is None else signed(target),
        "target_name": TARGET,
        "waits": target is not None and target.is_posted,
        "carried": carried_fields() if is_kept else [],
    }


def go_on(person_id: int) -> ResponseReturnValue:
    """Send the person who has just shown who they are to where they were going, with what they had typed."""
    target = target_asked_for()
    if target is None:
        return redirect(front_page(), 303)
    if not target.is_posted:
        return redirect(_address(target), 303)
    if target.person_id != person_id:
        flash("What was about to be sent here was begun by somebody else, so nothing of it was stored.", "info")
        return redirect(front_page(), 303)
    return redirect(_address(target), 307)


def may_go_on_posting(person_id: int) -> bool:
    """Say whether this person goes on with a form of their own."""
    target = target_asked_for()
    return target is not None and target.is_posted and target.person_id == person_id


def address_to_go_on() -> str:
    """Return where the person was going, if that was a page to read; else where a person begins."""
    target = target_asked_for()
    return front_page() if target is None or target.is_posted else _address(target)


def way_on() -> dict[str, Any]:
    """Return what another page's address needs to remember where the person was going."""
    target = target_asked_for()
    return {} if target is None or target.is_posted else {TARGET: signed(target)}


def front_page() -> str:
    """Return the address at which a person begins: the front page, or their account where none is built."""
    return url_for(_FRONT_PAGE if _FRONT_PAGE in current_app.view_functions else "people.account")


def _address(target: Target) -> str:
    try:
        page = url_for(target.endpoint, **target.arguments)
    except BuildError:
        return front_page()
    return f"{page}?{target.asked}" if target.asked else page


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="people: a page to go on to")
