"""`flask import workbook`: what it prints, what it stores, and what it says to files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from tests.factories.people import saved
from tests.imports.sheets import COHORT, EXPECTED, UNA, applicants, as_workbook, hours, row
from tests.imports.worlds import Office
from tests.tables.files import package, zipped
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.services import bringing_in as bringing_in_module
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.people.models import Person
from trainee_app.trail.models import TrailLine


@pytest.fixture
def office(app):
    with time_machine.travel("2026-11-20 10:00:00+00:00", tick=False):
        with saved(app):
            made = Office()
        yield made


def run(runner: FlaskCliRunner, file: Path, *options: str, cohort: str = "Cohort 2025") -> Result:
    return runner.invoke(args=["import", "workbook", str(file), "--cohort", cohort, *options])


def census(app) -> dict[str, int]:
    with app.app_context():
        models = (Person, Trainee, LogEntry, MonthTotal, ImportBatch, ImportRow, TrailLine)
        return {
            model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models
        }


def saved_file(folder: Path, content: bytes, name: str = "office.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.fixture
def small(tmp_path) -> Path:
    """One trainee, two good rows, a double and a wrong row."""
    rows = (row(), row(), row(day="11.10.25", note="second chapter"), row(time="abc"))
    return saved_file(tmp_path, as_workbook(applicants(UNA), hours(*rows)))


def test_it_brings_the_shared_workbook_in_and_accounts_for_every_row(app, runner, office) -> None:
    result = run(runner, COHORT)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert "Applicants 25-27: 20 rows = 17 taken, 3 no entry" in lines
    assert "Hours: 1,798 rows = 1,767 taken, 9 refused, 1 double, 21 no entry" in lines
    assert sum("Hours" in line and str(each["row"]) in line for each in EXPECTED["rejected"] for line in lines) >= 9
    assert "Two people" not in result.output
    assert "two people have attested them: http://localhost/imports/" in result.output
    assert census(app)["log_entry"] == EXPECTED["entries"]


def test_a_second_run_adds_nothing_and_says_so(app, runner, office, small) -> None:
    run(runner, small)
    before = census(app)
    result = run(runner, small)
    assert result.exit_code == 0
    assert "Nothing of this file is new: nothing was stored." in result.output
    assert census(app) == before


def test_a_dry_run_prints_the_same_account_and_stores_nothing(app, runner, office, small) -> None:
    before = census(app)
    dry = run(runner, small, "--dry-run")
    assert dry.exit_code == 0
    assert census(app) == before
    real = run(runner, small)
    assert dry.output.rpartition("\n\n")[0] == real.output.rpartition("\n\n")[0]
    assert "dry run: nothing was stored" in dry.output


def test_the_cohort_may_be_named_by_its_id_too(app, runner, office, tmp_path) -> None:
    file = saved_file(tmp_path, as_workbook(applicants(UNA), hours(row())))
    assert run(runner, file, cohort=office.cohort.public_id).exit_code == 0
    assert census(app)["log_entry"] == 1


def test_an_unknown_cohort_is_refused_with_those_that_there_are(app, runner, office, tmp_path) -> None:
    file = saved_file(tmp_path, as_workbook(applicants(UNA), hours(row())))
    result = run(runner, file, cohort="Cohort 1925")
    assert result.exit_code == 1
    assert "'Cohort 2025'" in result.output
    assert census(app)["log_entry"] == 0


def test_hours_come_as_csv_too(app, runner, office, tmp_path) -> None:
    run(runner, saved_file(tmp_path, as_workbook(applicants(UNA))))
    csv = b"Trainee;Date;What;Time\nUna Hobart;10/10/2025;Seminar;3\n;;Subtotal;3\nUna Hobart;11/10/2025;Seminar;x\n"
    result = run(runner, saved_file(tmp_path, csv, "hours.csv"))
    assert "the file: 4 rows = 1 taken, 1 refused, 2 no entry" in result.output
    assert census(app)["log_entry"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><body>Trainee</body></html>", "web page"),
        (COHORT.read_bytes()[:30_000], "broken"),
        (zipped({"a.txt": "x"}), "no .xlsx workbook"),
        (package("<row r='2000000'><c r='A2000000'><v>1</v></c></row>"), "20,000 rows"),
        (as_workbook(applicants(UNA), hours(row(), headings=("Who", "When", "What", "Time"))), "row 3 has no column"),
        (as_workbook(), "nothing in this file"),
    ],
    ids=["empty", "a web page", "cut off", "another ZIP", "two million rows", "no headings", "nothing in it"],
)
def test_a_file_that_cannot_be_read_gets_a_clear_line_and_stores_nothing(
    app, runner, office, tmp_path, content: bytes, words: str
) -> None:
    before = census(app)
    result = run(runner, saved_file(tmp_path, content))
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
    assert result.output.startswith("Error: ")
    assert census(app) == before


def test_an_error_in_the_middle_undoes_everything(app, runner, office, small, monkeypatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("planted")

    before = census(app)
    with monkeypatch.context() as planted:
        planted.setattr(bringing_in_module, "tell_imported", fail)
        assert isinstance(run(runner, small).exception, RuntimeError)
    assert census(app) == before
    assert run(runner, small).exit_code == 0
    assert census(app)["log_entry"] == 2
