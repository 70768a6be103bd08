"""Asking the application, as every actor, over HTTP; and putting the world back after a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.cleanliness import watch
from tests.matrix.actors import NOBODY
from tests.matrix.table import Row
from tests.matrix.world import UNKNOWN, World
from trainee_app.db import db

_SIGN_IN_PAGES = ("/sign-in", "/sign-in/code")
_UNKNOWN_PERSON = 401
_REFUSED = (_UNKNOWN_PERSON, 403, 404)
# What differs between two answers that say the same: references, tokens, where one would go on to.
_CHANCE = re.compile(
    r'name="csrf_token"[^>]*>|way-on=[^"&\s]+|name="way-on"[^>]*>|name="[^"]*once" [^>]*>|\b[0-9a-f]{8}\b'
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str

    @property
    def is_refusal(self) -> bool:
        """Whether the actor was kept out: not found, or asked to sign in first."""
        return self.status in _REFUSED or self.asks_to_sign_in

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the actor was told to sign in first."""
        is_led_there = self.status in {302, 303} and urlsplit(self.location).path in _SIGN_IN_PAGES
        return self.status == _UNKNOWN_PERSON or is_led_there

    def said(self, asked_for: str) -> tuple[int, str, str]:
        """Return what somebody can tell from it, without what differs by chance and without what they asked for."""
        return self.status, _even(self.location, asked_for), _even(self.body, asked_for)


def _even(text: str, asked_for: str) -> str:
    return _CHANCE.sub("*", text).replace(asked_for or "\0", "*")


@dataclass(repr=False)
class Stage:
    """The application on a copy of the world. `again` puts the copy back."""

    app: Flask
    world: World
    renew: Callable[[], None]

    def __post_init__(self) -> None:
        """Learn each actor's cookie once."""
        self._seen = watch(self.app)
        self._cookies = {word: self._cookie(token) for word, token in self.world.tokens.items()}
        self.requests = self.renewals = 0
        self._strangers: dict[tuple[str, str], tuple[int, str, str]] = {}

    def ask(self, row: Row, actor: str, name: str, **more: Any) -> Answer:
        """Ask for the row's page as that actor, about the object of that name; the world is as before afterwards."""
        public_id = self.public_id(row, actor, name)
        return self._ask(row, actor, public_id, {**self._fields(row, actor, name), **more})

    def ask_for_nothing(self, row: Row, actor: str) -> tuple[int, str, str]:
        """Return what the actor is told about an object that does not exist."""
        key = (row.name, actor)
        if key not in self._strangers:
            name = next(iter(row.expected()))
            fields = self._fields(row, actor, name)
            if row.in_form:
                fields = {
                    each: value.replace(self.public_id(row, actor, name), UNKNOWN) for each, value in fields.items()
                }
            self._strangers[key] = self._ask(row, actor, UNKNOWN, fields).said(UNKNOWN)
        return self._strangers[key]

    def public_id(self, row: Row, actor: str, name: str) -> str:
        """Return the public name of the object; `themselves` is the person who asks."""
        return self.world.public_id(row.of, actor, name) if row.of else ""

    def request(self, method: str, path: str, actor: str, data: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Send any request as that actor; the world is as before afterwards."""
        with self.kept():
            return self.send(method, path, actor, data, **more)

    def send(self, method: str, path: str, actor: str, data: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Send any request as that actor, and leave what it changed."""
        client = self.app.test_client()
        if actor != NOBODY:
            client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self._cookies[actor])
        self.requests += 1
        response: TestResponse = client.open(path, method=method, data=data, **more)
        answer = Answer(response.status_code, response.location or "", response.get_data().decode(errors="replace"))
        response.close()
        return answer

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Put the world back at the end of the block, if anything in it was committed."""
        self._seen.restart()
        try:
            yield
        finally:
            if self._seen.has_committed:
                self.renewals += 1
                self.renew()
            dirty = list(self._seen.dirty_requests)
            self._seen.restart()
            assert not dirty, f"these requests left work behind: {dirty}"

    def path(self, row: Row, public_id: str) -> str:
        """Return the address of the row's page."""
        with self.app.test_request_context():
            arguments: dict[str, Any] = dict(row.arguments)
            if row.of and not row.in_form:
                arguments["public_id"] = public_id
            return self.app.url_for(row.endpoint, **arguments)

    def _ask(self, row: Row, actor: str, public_id: str, fields: Mapping[str, Any]) -> Answer:
        data = fields if row.method == "POST" else None
        return self.request(row.method, self.path(row, public_id), actor, data)

    def _fields(self, row: Row, actor: str, name: str) -> dict[str, Any]:
        return {key: value(self.world, actor, name) if callable(value) else value for key, value in row.fields.items()}

    def _cookie(self, token: str) -> str:
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        return cookie.value


def close(app: Flask) -> None:
    """Let go of the application's connections, so that its database can be put back."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
