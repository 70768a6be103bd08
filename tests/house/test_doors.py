"""An application with an unguarded page does not start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask

from trainee_app import wiring
from trainee_app.access import permit, public
from trainee_app.access.guard import declared

pytestmark = pytest.mark.one_engine


def _room(view: Callable[[], str]) -> Blueprint:
    blueprint = Blueprint("planted", __name__)
    blueprint.add_url_rule("/planted", view_func=view)
    return blueprint


def _planted() -> str:
    return "anybody may read this"


def test_a_page_without_a_declared_permission_does_not_start(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, _room(_planted)))
    with pytest.raises(RuntimeError, match="declares no permission"):
        make_app()


def test_a_page_that_asks_for_an_action_nobody_knows_does_not_start(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, _room(permit("read what is planted")(_planted))))
    with pytest.raises(RuntimeError, match="no permission table has"):
        make_app()


def test_a_page_that_says_why_it_is_public_starts(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, _room(public("planted by a test")(_planted))))
    assert make_app().test_client().get("/planted").text == "anybody may read this"


def test_every_page_declares_who_may_open_it(app: Flask) -> None:
    undeclared = [name for name, view in app.view_functions.items() if name != "static" and declared(view) is None]
    assert undeclared == []
