"""Who asks: learnt from the session before every request.

The look-up is made apart and leaves a plain row, so that a view may compute a password's hash before
its own transaction begins. Flask-Login is known to this file only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, g, request, session
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user, login_user, logout_user

from trainee_app import clock
from trainee_app.access import Actor, set_actor
from trainee_app.people import queries
from trainee_app.people.rules.sessions import (
    SessionLimits,
    SessionRecord,
    SessionState,
    hash_of_token,
    is_confirmed,
    is_touch_due,
    session_state,
)
from trainee_app.people.services import sessions
from trainee_app.people.views.blueprint import blueprint

_CSRF = "csrf_token"
# Style sheets and pictures: the same for all, so nobody is looked up for them.
_FOR_EVERYBODY = ("static", "assets.look")
_login = LoginManager()
_login.session_protection = None


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session, as Flask-Login wants to see them; `record` is what the server keeps of it."""

    token: str
    record: SessionRecord | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return the session's token, the only thing that the cookie holds."""
        return self.token


@blueprint.record_once
def _connect(state: BlueprintSetupState) -> None:
    _login.init_app(state.app, add_context_processor=False)


@_login.user_loader  # type: ignore[untyped-decorator]
def _visitor(token: str) -> Visitor | None:
    record = queries.session_record(hash_of_token(token))
    g.session_record = record
    if record is None or session_state(record, clock.now(), limits()) is SessionState.OVER:
        return None
    return Visitor(token, record)


@blueprint.before_app_request
def _learn_who_asks() -> None:
    if request.endpoint in _FOR_EVERYBODY or not current_user.is_authenticated:
        set_actor(Actor(person_id=0, on=clock.today(), second_factor=False))
        return
    at = clock.now()
    record: SessionRecord = current_user.record
    if session_state(record, at, limits()) is not SessionState.LIVE:
        set_actor(Actor(person_id=0, on=clock.today(), second_factor=False))
        return
    if is_touch_due(record, at):
        sessions.touch(sign_in_id=record.id, at=at)
    config = current_app.config
    set_actor(
        Actor(
            person_id=record.person_id,
            on=clock.today(),
            second_factor=not config["REQUIRE_SECOND_FACTOR"] or record.second_factor_at is not None,
            confirmed=is_confirmed(record, at, timedelta(minutes=config["REAUTHENTICATION_MINUTES"])),
        ),
        record.person_name,
    )


def limits() -> SessionLimits:
    """Return how long sessions hold here."""
    config = current_app.config
    return SessionLimits(
        idle=timedelta(minutes=config["SESSION_IDLE_MINUTES"]), longest=timedelta(hours=config["SESSION_LONGEST_HOURS"])
    )


def this_session() -> SessionRecord | None:
    """Return the session that the browser named, over or not; None if it named none that we know."""
    record: SessionRecord | None = g.get("session_record")
    return record


def awaits_code() -> bool:
    """Say whether the person has given the password and still owes the code."""
    record = this_session()
    return record is not None and session_state(record, clock.now(), limits()) is SessionState.AWAITS_CODE


def enter(token: str, *, keeping_forms_valid: bool = False) -> None:
    """Put a session's token into a cookie that holds nothing of what it held before.

    Only where the same person goes on with a form from before do the pages' own tokens stay valid:
    they were new when that person signed in.
    """
    kept: Any = session.get(_CSRF)
    session.clear()
    g.pop(_CSRF, None)
    if keeping_forms_valid and kept is not None:
        session[_CSRF] = kept
    login_user(Visitor(token), remember=False)


def leave() -> None:
    """Take the session, and all else, out of the cookie."""
    logout_user()
    session.clear()
    g.pop(_CSRF, None)
