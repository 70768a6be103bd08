"""The list for outside: exactly the entries that the page shows, on all its pages, as a file and on paper."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cases.queries import cases_of
from trainee_app.cohorts.models import Trainee
from trainee_app.db.streaming import streamed
from trainee_app.logbook.queries import all_listed, listed_page
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.reading import LogRead, log_read, own_trainee
from trainee_app.logbook.views.rows import HEADINGS, STATE_WORDS, FileRows, Speech, entry_lines, totals_of_lines
from trainee_app.tables import CSV_TYPE, csv_portions
from trainee_app.trail.services import note_reading

MOST_ON_PAPER = 2_000


@blueprint.get("/log.csv")
@permit("log.write")
def own_log_file() -> ResponseReturnValue:
    """One's own entries as a file."""
    return _file(own_trainee(), is_own=True)


@blueprint.get("/trainees/<public_id>/log.csv")
@permit("log.read")
def trainee_log_file(trainee: Trainee) -> ResponseReturnValue:
    """A trainee's entries as a file, as far as one may read them."""
    return _file(trainee, is_own=trainee.person_id == actor().person_id)


@blueprint.get("/log/print")
@permit("log.write")
def own_log_on_paper() -> ResponseReturnValue:
    """One's own entries for paper."""
    return _paper(own_trainee(), is_own=True)


@blueprint.get("/trainees/<public_id>/log/print")
@permit("log.read")
def trainee_log_on_paper(trainee: Trainee) -> ResponseReturnValue:
    """A trainee's entries for paper, as far as one may read them."""
    return _paper(trainee, is_own=trainee.person_id == actor().person_id)


def _file(trainee: Trainee, *, is_own: bool) -> Response:
    read = log_read(trainee, is_own=is_own)
    portions = streamed(all_listed(trainee.id, read.asked.chosen, read.visible))
    row = FileRows(_speech(read))
    name = f"log-entries-{read.today.isoformat()}.csv"
    _note(read)
    return Response(
        csv_portions(HEADINGS, (map(row, portion) for portion in portions())),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"},
    )


def _paper(trainee: Trainee, *, is_own: bool) -> ResponseReturnValue:
    read = log_read(trainee, is_own=is_own)
    page = listed_page(trainee.id, read.asked.chosen, limit=MOST_ON_PAPER, visible=read.visible)
    lines = entry_lines(page.rows, _speech(read))
    drawn = render_template(
        "logbook/list_on_paper.html",
        trainee=trainee,
        is_own=is_own,
        asked=read.asked,
        today=read.today,
        lines=lines,
        state_words=STATE_WORDS,
        totals=totals_of_lines(page.rows),
        most=MOST_ON_PAPER if page.older else None,
        back=read.address(),
    )
    _note(read)
    return drawn


def _speech(read: LogRead) -> Speech:
    cases = spoken_cases([each.id for each in cases_of(read.trainee.id)], is_own=read.is_own)
    return Speech(read.definition, cases, read.uncounted)


def _note(read: LogRead) -> None:
    """Taking somebody else's record along is noted."""
    if not read.is_own:
        subject, person_id = f"trainee:{read.trainee.public_id}", actor().person_id
        note_reading(programme_id=read.trainee.programme_id, person_id=person_id, subject=subject, at=clock.now())
