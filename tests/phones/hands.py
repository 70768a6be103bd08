"""What the tests of enrolled phones do again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.logbook import Training
from tests.factories.people import confirm, sign_in
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.phones.views.blueprint import COOKIE

NOW = "2026-11-04 10:00:00+00:00"
AT = datetime.fromisoformat(NOW)
HEADERS = {"X-Training-Record": "phone"}
DRAFT = {"day": "2026-11-03", "time": "50", "activity": "case_session", "case": "", "start": ""}


def draft(name: str = "", **others: str) -> dict[str, str]:
    """Return a draft as the page of the phone writes it."""
    return {**DRAFT, "id": name or new_public_id(), **others}


@dataclass
class Phone:
    """A phone that holds a token and nothing else: it is signed in nowhere."""

    client: FlaskClient
    token: str
    owner: str

    def send(self, *drafts: Any, **others: Any) -> Any:
        """Send drafts and return the answer."""
        body = {"owner": self.owner, "drafts": list(drafts), **others}
        return self.client.post("/phone/drafts", json=body, headers=HEADERS)

    def outcomes(self, *drafts: Any) -> list[str]:
        """Send drafts and return what became of each."""
        answer = self.send(*drafts)
        assert answer.status_code == 200, answer.text
        return [each["outcome"] for each in answer.json["answers"]]

    def offered(self) -> dict[str, Any]:
        """Return what the phone is told that it may write about."""
        answer = self.client.get("/phone/activities")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.get_json()
        return told

    def statuses(self) -> tuple[int, int]:
        """Return how both doors answer."""
        return self.client.get("/phone/activities").status_code, self.send().status_code


@dataclass
class World:
    """The course, and who stands where."""

    app: Flask
    training: Training
    other: Trainee
    traveller: Any
    desks: dict[int, FlaskClient] = field(default_factory=dict)

    def desk(self, person: Any) -> FlaskClient:
        """Return the browser in which somebody is signed in and has shown just now that it is they."""
        if person.id not in self.desks:
            client = self.app.test_client()
            sign_in(client, person)
            confirm(client)
            self.desks[person.id] = client
        return self.desks[person.id]

    def enrol(self, trainee: Trainee | None = None, name: str = "My own phone") -> Phone:
        """Enrol a phone by the page; its browser keeps the token and nothing of the session."""
        trainee = trainee or self.training.trainee
        desk = self.desk(trainee.person)
        answer = desk.post("/account/phones", data={"once": new_public_id(), "name": name})
        assert (answer.status_code, answer.location) == (303, "/phone"), answer.text
        kept = desk.get_cookie(COOKIE, path="/phone")
        assert kept is not None
        client = self.app.test_client()
        client.set_cookie(COOKIE, kept.value, path="/phone")
        return Phone(client, kept.value, trainee.public_id)

    def entries(self) -> list[tuple[str, str, int]]:
        """Return name, state and minutes of all entries, the first made first."""
        with self.app.app_context():
            statement = select(LogEntry.public_id, LogEntry.state, LogEntry.minutes).order_by(LogEntry.id)
            return [(row.public_id, row.state, row.minutes) for row in db.session.execute(statement)]
