"""A trainee with a log, and how somebody brings a file of time in on the pages."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date

from sqlalchemy import func, select

from tests.factories.logbook import make_training
from tests.factories.people import give_role, make_person
from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.imports.models import TimeFile, TimeRow
from trainee_app.logbook.models import LogEntry
from trainee_app.people.rules import Role

NOW = "2026-11-20 10:00:00+00:00"
TODAY = date(2026, 11, 20)
FILE = (
    "My hours\n"
    "Date;What;How long;Began;Notes\n"
    "13/10/2026;Reading;50;;on attachment\n"
    "14/10/2026;Seminar;1h30;9:00;\n"
    "15/10/2026;Reading;soon;;\n"
    "16/10/2026;Reading;50;;call 020 7946 0958\n"
    "17/10/2027;Reading;50;;\n"
    "18/10/2026;Reading;50;;\n"
    "18/10/2026;Reading;50;;\n"
    ";;;;\n"
    "Total;;340;;\n"
)


class Training:
    """A trainee with a log, another one, and the administrator."""

    def __init__(self) -> None:
        made = make_training()
        self.trainee, self.person, self.cohort = made.trainee, made.trainee.person, made.trainee.cohort
        self.ines = made.administrator
        self.stranger = make_person("Sam Elsewhere")
        give_role(self.stranger, made.programme, Role.TRAINEE)
        other = Trainee(
            programme_id=made.programme.id, cohort_id=self.cohort.id, person_id=self.stranger.id,
            recorded_at=clock.now(), recorded_by=None,
        )  # fmt: skip
        db.session.add(other)
        db.session.flush()
        self.other = other


def put_up(client, content: bytes | str, name: str = "hours.csv", page: str = "/imports/time", **fields: str):
    content = content.encode() if isinstance(content, str) else content
    return client.post(page, data={"file": (io.BytesIO(content), name), **fields})


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, pattern
    return str(match[1])


def form_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the form that says how the file is read."""
    sent: dict[str, str] = dict.fromkeys(re.findall(r'<select[^>]* name="([^"]+)"', page), "")
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        sent[name] = chosen[1] if chosen else ""
    for tag in re.findall(r'<input[^>]* type="radio"[^>]*>', page):
        if " checked" in tag:
            sent[found(r'name="([^"]+)"', tag)] = found(r'value="([^"]*)"', tag)
    sent.pop("sheet", None)
    return sent


def look_at(client, answer, **said: str) -> str:
    """Say how the file is read as guessed, but for what is `said`; return the address of its rows."""
    assert answer.status_code == 302, answer.text
    columns = answer.location
    sent = form_of(client.get(columns).text) | said | {"decision": "look"}
    asked = client.post(columns, data=sent)
    assert asked.status_code == 302, re.findall(r"field-error.*?</p>", asked.text, re.DOTALL)
    return str(asked.location)


def seen_on(client, address: str) -> str:
    return found(r'name="seen"[^>]* value="([0-9a-f]{64})"', client.get(address).text)


def bring(client, address: str):
    return client.post(f"{address}/confirm", data={"seen": seen_on(client, address)})


def states(client) -> Counter[str]:
    with client.application.app_context():
        return Counter(dict(db.session.execute(select(LogEntry.state, func.count()).group_by(LogEntry.state)).all()))


def outcomes(client, address: str) -> Counter[str]:
    with client.application.app_context():
        of_file = select(TimeFile.id).where(TimeFile.public_id == address.rpartition("/")[2])
        return Counter(db.session.scalars(select(TimeRow.outcome).where(TimeRow.file_id.in_(of_file))))
