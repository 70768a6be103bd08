"""What the tests of this room's pages do again and again."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.people import PASSWORD
from trainee_app import clock
from trainee_app.access import actor
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services as mail
from trainee_app.mail.rules import Letter
from trainee_app.trail.models import TrailLine

EMAIL = "rees@example.org"


def give_password(client: FlaskClient, password: str = PASSWORD, email: str = EMAIL, **others: str):
    return client.post("/sign-in", data={"way-email": email, "way-password": password, **others})


def give_code(client: FlaskClient, code: str, **others: str):
    return client.post("/sign-in/code", data={"way-code": code, **others})


def who_asks(client: FlaskClient) -> int:
    with client:
        client.get("/healthz")
        return actor().person_id


def told(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(TrailLine.event).order_by(TrailLine.id)))


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page by name, without its own CSRF token."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    fields = {}
    for field in found:
        name = re.search(r'name="([^"]*)"', field)
        value = re.search(r'value="([^"]*)"', field)
        if name and name[1] != "csrf_token":
            fields[unescape(name[1])] = unescape(value[1]) if value else ""
    return fields


def letters(app: Flask) -> list[Letter]:
    """Let what waits in the outbox leave, and return it."""
    left: list[Letter] = []
    with app.app_context():
        while True:
            with unit_of_work():
                claim = mail.claim_next(at=clock.now())
                letter = None if claim is None else mail.compose(claim, at=clock.now())
                if claim is not None:
                    mail.note_sent(claim, at=clock.now())
            if claim is None:
                return left
            if letter is not None:
                left.append(letter)


def link_in(letter: Letter) -> str:
    """Return the path of the link that a letter holds."""
    found = re.search(r"^http://localhost(/\S+)$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found[1]
