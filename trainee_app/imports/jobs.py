"""What the scheduler does for the imports: large files that were confirmed, and forgetting old ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.background.rules import Performer, Progress
from trainee_app.db.edge import roll_back, unit_of_work
from trainee_app.db.engine import reading_only
from trainee_app.imports import services
from trainee_app.imports.models import TimeFile
from trainee_app.imports.queries import time_file_named
from trainee_app.refusals import Refusal


def bring_time_in(subject: str, progress: Progress) -> None:
    """Bring a confirmed file in: all of it, or nothing and the file can be looked at again."""
    _look_through(subject, progress)
    with unit_of_work():
        file = _named(subject)
        on = clock.today(file.cohort.programme.zone)
        actor = Actor(person_id=file.uploaded_by, on=on, second_factor=True)
        services.finish(file=file, actor=actor, on=on, at=clock.now())


def reopen(subject: str) -> None:
    """Let a file be looked at again, in the transaction in which its task ends as failed."""
    services.reopen(public_id=subject)


def _look_through(subject: str, progress: Progress) -> None:
    """Look through the rows while nobody waits for the record, and tell how many are done."""
    with reading_only():
        file = _named(subject)
        on = clock.today(file.cohort.programme.zone)
        looked = services.look(file=file, on=on, progress=progress) if file.state == "working" else None
        roll_back()
    if looked is not None:
        progress(len(looked.account.lines))


def _named(subject: str) -> TimeFile:
    file = time_file_named(subject)
    if file is None:
        raise Refusal("This file is no longer there. Put it up again.")
    return file


def forget_files(_day: date) -> None:
    """Forget the cells of files that were put up a month ago."""
    with unit_of_work():
        services.forget_old_files(at=clock.now())


TASKS: Final[Mapping[str, Performer]] = {services.TASK: Performer(bring_time_in, let_go=reopen)}
