"""Pages planted for tests of the edge: they fail, refuse, break a constraint, or write where they should only read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue

from trainee_app import clock, wiring
from trainee_app.access import NotFoundForActor, public
from trainee_app.db import db
from trainee_app.events import Event, publish
from trainee_app.mail.models import OutboxMessage
from trainee_app.refusals import Conflict, Refusal

MakeApp = Callable[..., Flask]
_OPEN = public("planted by a test")


@dataclass(frozen=True, kw_only=True)
class PagePlanted(Event):
    """Something that a planted page tells."""


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let applications that are made from now on have the planted pages."""
    blueprint = Blueprint("planted", __name__, url_prefix="/planted")
    for view, methods in _PAGES:
        blueprint.add_url_rule(f"/{view.__name__}", view_func=_OPEN(view), methods=methods)
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, blueprint))


def letter(name: str = "planted") -> OutboxMessage:
    """Return a row that any page could write."""
    at = clock.now()
    return OutboxMessage(public_id=name, kind="planted", person_id=1, params="{}", made_at=at, send_after=at)


def page() -> ResponseReturnValue:
    return "a page"


def elsewhere() -> ResponseReturnValue:
    return redirect("/planted/page")


def fault() -> ResponseReturnValue:
    db.session.add(letter())
    raise ZeroDivisionError("Marta's hours")


def refusal() -> ResponseReturnValue:
    db.session.add(letter())
    raise Refusal("Dr Rees may not sign this: the agreement ended on 3 March 2027.")


def conflict() -> ResponseReturnValue:
    raise Conflict("Somebody signed this meanwhile.")


def broken_constraint() -> ResponseReturnValue:
    db.session.add_all([letter(), letter()])
    return "stored"


def not_theirs() -> ResponseReturnValue:
    raise NotFoundForActor("planted")


def stores() -> ResponseReturnValue:
    db.session.add(letter())
    return f"stored {len(request.form)}"


def publishes() -> ResponseReturnValue:
    publish(PagePlanted(programme_id=None, actor_id=None, at=clock.now()))
    return "told"


_PAGES: tuple[tuple[Callable[[], ResponseReturnValue], list[str]], ...] = (
    (page, ["GET"]),
    (elsewhere, ["GET"]),
    (fault, ["GET", "POST"]),
    (refusal, ["POST"]),
    (conflict, ["POST"]),
    (broken_constraint, ["POST"]),
    (not_theirs, ["GET"]),
    (stores, ["GET", "POST"]),
    (publishes, ["GET", "POST"]),
)
