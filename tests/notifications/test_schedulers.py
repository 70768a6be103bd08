"""Two schedulers, one killed, three days off: each digest leaves once, through a real mail server."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.databases import Database
from tests.factories.logbook import Training, make_entry, make_training
from tests.factories.people import give_account, saved
from tests.mail.smtp import MailServer, mail_server
from tests.notifications.probing import LOOKS
from tests.waiting import until
from trainee_app import clock
from trainee_app.background.models import Lease
from trainee_app.db import db
from trainee_app.mail.models import OutboxMessage
from trainee_app.notifications import services
from trainee_app.notifications.models import Digest
from trainee_app.notifications.rules import Kind

_PROJECT = Path(__file__).resolve().parents[2]
_SATURDAY = 5
_SECONDS_TO_END = 20
# So many looks after the last letter, a second one would have been seen.
_LOOKS_AFTER = 3


class Schedulers:
    """Scheduler processes on one database, that send to one mail server."""

    def __init__(self, database: Database, server: MailServer) -> None:
        self._database = database
        self._server = server
        self.running: dict[int, subprocess.Popen[str]] = {}

    def start(self, days: int) -> int:
        """Start one whose clock is that many days ahead; return its process number."""
        log = (self._database.instance_path / f"scheduler {len(list(self._database.instance_path.iterdir()))}").open(
            "w"
        )
        changes = {
            "FLASK_APP": "tests.notifications.probing",
            "CLOCK_OFFSET_DAYS": str(days),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self._server.port),
            "SMTP_STARTTLS": "0",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "scheduler", "run", "--lease-seconds", "2"],
            cwd=_PROJECT,
            env=self._database.environment(**changes),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        log.close()
        self.running[process.pid] = process
        return process.pid

    def kill(self, pid: int) -> None:
        """Let one die without a last word."""
        process = self.running.pop(pid)
        process.send_signal(signal.SIGKILL)
        process.wait(_SECONDS_TO_END)

    def end_all(self) -> None:
        """End the others as an operator would."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(_SECONDS_TO_END)
        self.running.clear()

    def looks(self) -> Counter[int]:
        """How often each process has looked for digests to post."""
        file = self._database.instance_path / LOOKS
        return Counter(int(line) for line in file.read_text().split()) if file.exists() else Counter()

    def letters(self) -> Counter[str]:
        """How many letters each address has received."""
        return Counter(address for recipients in self._server.recipients for address in recipients)

    def wait_for_looks(self, *pids: int) -> int:
        """Wait until one of these has looked some times more, and return which."""
        before = self.looks()

        def found() -> int | None:
            return next((pid for pid in pids if self.looks()[pid] >= before[pid] + _LOOKS_AFTER), None)

        return until(found, f"one of {pids} has looked {_LOOKS_AFTER} times more") or 0


@pytest.fixture
def schedulers(fresh_database: Database) -> Iterator[Schedulers]:
    with ExitStack() as stack:
        made = Schedulers(fresh_database, stack.enter_context(mail_server()))
        stack.callback(made.end_all)
        yield made


@pytest.fixture
def training(make_app: Callable[..., Flask]) -> Iterator[Training]:
    """Marta has a notice, Helen an entry to sign; Ines has nothing, and Anna wants no letter."""
    app = make_app()
    with saved(app):
        made = make_training()
        for person in (made.trainee.person, made.supervisor, made.administrator, made.tutor):
            give_account(person)
        make_entry(made)
        services.choose_digest(person_id=made.tutor.id, wanted=False, at=clock.now())
        _tell(made, made.trainee.person_id, made.tutor.id)
    with app.app_context():
        yield made


def _tell(training: Training, *people: int) -> None:
    services.notify(
        people=people,
        programme_id=training.programme.id,
        kind=Kind.PHASE_SIGNED,
        subject="case:x",
        at=clock.now(),
    )


def _look(statement: Any) -> Any:
    found = db.session.execute(statement).all()
    db.session.rollback()
    return found


_SENT = select(OutboxMessage.id).where(OutboxMessage.sent_at.is_not(None))


def _worker() -> int | None:
    rows = _look(select(Lease.holder))
    return int(rows[0][0].split(":")[1]) if rows else None


def test_each_digest_leaves_once_whoever_dies_and_however_long_nobody_was_there(
    schedulers: Schedulers, training: Training
) -> None:
    marta, rees, ines = (
        str(person.email) for person in (training.trainee.person, training.supervisor, training.administrator)
    )
    saturday = (_SATURDAY - clock.today().weekday()) % 7
    two = schedulers.start(saturday), schedulers.start(saturday)
    # One who dies between the mail server's yes and their own note leaves a letter that goes twice: see the operator's
    # guide. Who is killed here has noted both.
    until(lambda: len(_look(_SENT)) == 2, "both letters of the week have left")
    assert schedulers.letters() == {marta: 1, rees: 1}
    worker = until(_worker, "one of the two works")
    assert worker in two
    schedulers.kill(worker)
    survivor = schedulers.wait_for_looks(*two)
    assert survivor != worker
    assert schedulers.letters() == {marta: 1, rees: 1}
    # What comes after Monday waits for the next one.
    _tell(training, training.administrator.id)
    db.session.commit()
    schedulers.wait_for_looks(survivor)
    assert ines not in schedulers.letters()
    schedulers.end_all()
    # Monday passes while nobody is there.
    two = schedulers.start(saturday + 3), schedulers.start(saturday + 3)
    until(lambda: schedulers.letters() == {marta: 2, rees: 2, ines: 1}, "the letters of the next week have arrived")
    schedulers.kill(schedulers.wait_for_looks(*two))
    schedulers.wait_for_looks(*two)
    assert schedulers.letters() == {marta: 2, rees: 2, ines: 1}
    weeks = Counter(_look(select(Digest.person_id, Digest.week_on)))
    assert len(weeks) == 5
    assert set(weeks.values()) == {1}
