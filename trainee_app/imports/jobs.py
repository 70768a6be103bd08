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
    progress(_checked(subject))
    try:
        with unit_of_work():
            file = _named(subject)
            on = clock.today(file.cohort.programme.zone)
            actor = Actor(person_id=file.uploaded_by, on=on, second_factor=True)
            services.finish(file=file, actor=actor, on=on, at=clock.now())
    except Refusal:
        with unit_of_work():
            services.reopen(file=_named(subject))
        raise


def _checked(subject: str) -> int:
    """Look through the rows while nobody waits for the record, and return how many there are."""
    with reading_only():
        file = _named(subject)
        looked = services.look(file=file, on=clock.today(file.cohort.programme.zone)) if file.content else None
        roll_back()
    return len(looked.account.lines) // 2 if looked else 0


def _named(subject: str) -> TimeFile:
    file = time_file_named(subject)
    if file is None:
        raise Refusal("This file is no longer there. Put it up again.")
    return file


def forget_files(_day: date) -> None:
    """Forget the cells of files that were put up a month ago."""
    with unit_of_work():
        services.forget_old_files(at=clock.now())


TASKS: Final[Mapping[str, Performer]] = {services.TASK: bring_time_in}
