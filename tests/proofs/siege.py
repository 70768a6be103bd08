"""Sends what is hostile, and insists after each: no fault, nothing half stored, nothing stored that is not sound."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Integer, func, literal, select, union_all
from werkzeug.test import TestResponse

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import Base, db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries import differences
from trainee_app.logbook.rules import LONGEST_NOTE
from trainee_app.trail.queries import flaws

_MINUTES_OF_A_DAY = 24 * 60
_REFUSED = {200, 400, 404, 405, 409, 410, 413, 415, 422, 429}
_ACCEPTED = {302, 303}
# What a page says that stores something and goes on showing what is left.
_STORES = ("Handed in: ", "Kept as drafts", "A code is on its way")


class Siege:
    """One client, who sends; the number of the input is told with every failure, and its seed with it."""

    def __init__(self, app: Flask, client: FlaskClient, seed: int, aside: Collection[str] = ()) -> None:
        """`aside` are tables in which a refusal itself is told, such as a wrong code."""
        self.app, self.client, self.seed, self._aside = app, client, seed, {*aside, "sign_in"}
        self.dice = random.Random(seed)
        self.inputs = 0
        self.answers: Counter[int] = Counter()
        self._before: dict[str, tuple[int, int]] = {}

    @contextmanager
    def _told(self, words: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            error.add_note(f"input {self.inputs} of seed {self.seed}: {words}"[:2_000])
            raise

    def send(self, method: str, address: str, **sent: Any) -> TestResponse:
        """Send one input; whatever is refused has left everything as it was."""
        self.inputs += 1
        with self._told(f"{method} {address} {sent}"):
            before = self._before or self.stored()
            answer = self.client.open(address, method=method, **sent)
            self.answers[answer.status_code] += 1
            assert answer.status_code in _REFUSED | _ACCEPTED, answer.status_code
            self._before = self.stored()
            if answer.status_code in _REFUSED and not any(words in answer.text for words in _STORES):
                assert self._before == before, f"{answer.status_code}, yet something was stored"
        return answer

    def look_again(self) -> None:
        """Something else than an input has been stored meanwhile."""
        self._before = {}

    def stored(self) -> dict[str, tuple[int, int]]:
        """Return how many rows each table holds, and the last of them."""
        with self.app.app_context():
            found = {name: (number, last or 0) for name, number, last in db.session.execute(_COUNTS)}
            db.session.remove()
        return {name: counted for name, counted in found.items() if name not in self._aside}


def _count(table: Any) -> Any:
    key = next(iter(table.primary_key.columns))
    last = func.max(key) if isinstance(key.type, Integer) else func.count()
    return select(literal(table.name), func.count(), last).select_from(table)


_COUNTS = union_all(*(_count(table) for table in Base.metadata.sorted_tables))


def unsound(app: Flask) -> list[str]:
    """Return what is stored of entries and must not be: judged by the words of the rule, not by its code."""
    with app.app_context():
        rows = db.session.execute(
            select(LogEntry, EntryVersion, EntryText.text, Cohort)
            .join(EntryVersion, EntryVersion.entry_id == LogEntry.id)
            .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
            .join(Trainee, Trainee.id == LogEntry.trainee_id)
            .join(Cohort, Cohort.id == Trainee.cohort_id)
        ).all()
        found = [
            f"{entry.public_id}: {words}"
            for entry, version, note, cohort in rows
            for words in _wrong(entry, version, note, cohort)
        ]
        per_day = (
            select(LogEntry.trainee_id, LogEntry.worked_on, func.sum(LogEntry.minutes))
            .where(LogEntry.state.in_(("submitted", "signed")))
            .group_by(LogEntry.trainee_id, LogEntry.worked_on)
            .having(func.sum(LogEntry.minutes) > _MINUTES_OF_A_DAY)
        )
        found += [f"a day of more than 24 hours: {tuple(row)}" for row in db.session.execute(per_day)]
        found += [str(each) for each in (*differences(), *flaws())]
        db.session.remove()
    return found


def _wrong(entry: LogEntry, version: EntryVersion, note: str | None, cohort: Cohort) -> Iterator[str]:
    if version.submitted_at is not None:
        if not cohort.starts_on <= version.worked_on <= version.submitted_at.date():
            yield f"worked on {version.worked_on}, handed in on {version.submitted_at}"
        if not (0 < version.minutes <= _MINUTES_OF_A_DAY if version.outcome == "held" else version.minutes == 0):
            yield f"{version.minutes} minutes of what is {version.outcome}"
    if version.outcome not in {"held", "cancelled", "missed"}:
        yield f"outcome {version.outcome!r}"
    if entry.state not in {"draft", "submitted", "withdrawn", "returned", "signed", "discarded"}:
        yield f"state {entry.state!r}"
    if note is not None and (len(note) > LONGEST_NOTE or any(ord(each) < 32 and each not in "\n\t" for each in note)):
        yield "a note that is too long or holds what nobody types"
