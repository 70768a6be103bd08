"""`flask audit verify`: what an operator reads, and what a script asks for."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import event, update

from tests.factories.logbook import AT
from tests.history.hands import row_of
from tests.history.worlds import make_record, raw_hands
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.events import publish
from trainee_app.logbook.models import EntryVersion, MonthTotal
from trainee_app.people.events import ResetAsked
from trainee_app.trail.queries import chains


def test_a_record_that_agrees_is_told_in_one_line(kept) -> None:
    app, _record = kept
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert re.fullmatch(r"All of \d+ lines, 23 signatures, 18 entries, 2 imports agree.\n", result.output)
    assert result.exit_code == 0


def test_an_empty_record_agrees(app) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output) == (0, "All of 0 lines, 0 signatures, 0 entries, 0 imports agree.\n")


def test_every_flaw_is_a_line_that_names_table_and_row(app) -> None:
    with app.app_context():
        record = make_record()
    with raw_hands(app, guards=False) as hands:
        row = row_of(hands, EntryVersion, record)
        db.session.execute(update(EntryVersion).where(EntryVersion.id == row["id"]).values(minutes=59))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert f"entry_version {record.corrected}/1: what it says is not what its hash was made of" in result.output
    assert re.search(r"^\d+ flaws in \d+ lines, 23 signatures", result.output, re.MULTILINE)
    assert "Change nothing." in result.output


def test_a_total_that_is_no_sum_is_named(app) -> None:
    with app.app_context():
        make_record()
        db.session.execute(
            update(MonthTotal).where(MonthTotal.state == "signed").values(recorded=MonthTotal.recorded + 1)
        )
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert all(line.startswith("month_total ") for line in result.output.splitlines()[:-2])


def test_what_people_do_meanwhile_is_no_flaw(app) -> None:
    with app.app_context():
        make_record()
    with app.app_context():
        engine = db.engine
    written: list[str] = []

    @event.listens_for(engine, "after_cursor_execute")
    def _write_once(*about: object) -> None:
        if "trail_head" in str(about[2]) and not written:
            written.append(str(about[2]))
            with ThreadPoolExecutor(1) as somebody:
                somebody.submit(_write, app).result()

    try:
        result = app.test_cli_runner().invoke(args=["audit", "verify"])
    finally:
        event.remove(engine, "after_cursor_execute", _write_once)
    assert written
    assert (result.exit_code, result.output.startswith("All of ")) == (0, True), result.output


def _write(app: Flask) -> None:
    """Tell every chain something that concerns nobody."""
    with app.app_context(), unit_of_work():
        for chain in chains():
            publish(ResetAsked(programme_id=chain or None, actor_id=None, at=AT, person_id=None))
