"""What is printed: the month's sheet and the hours log, whose sums are those of their rows."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest
import python_calamine

from tests.factories.logbook import content, make_entry
from tests.factories.people import make_person, saved, sign_in
from trainee_app.reports.views import printing

LOG = ["2026-11-01", "2026-11-02", "2026-11-03"]


def text_of(answer) -> str:
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def plain(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def page_of(world, rest: str = "") -> str:
    return f"/trainees/{world.trainee.public_id}/paper{rest}"


def rows_of(answer) -> list[list[Any]]:
    assert answer.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    answer.close()
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return rows


def test_a_months_sheet_says_who_what_who_signed_and_what_it_rests_on(trainee, world) -> None:
    said = text_of(trainee.get(page_of(world, "/2026-11/sheet.pdf")))
    for words in (
        "November 2026: Marta Ellison",
        "3 Nov 2026",
        "Helen Rees, 4 Nov 2026",
        "Printed 4 November 2026, 10:00",
        "programme version 1",
        "3 entries",
        "Page 1 of 1",
    ):
        assert words in said
    assert "28 Oct 2026" not in said


def test_the_sums_of_a_sheet_are_those_of_its_rows(trainee, world) -> None:
    said = text_of(trainee.get(page_of(world, "/2026-11/sheet.pdf")))
    # 50 and 75 minutes are signed and count as 60 and 75; 40 wait.
    assert "3 entries 2 h 45 2 h 15 (0 h 40) once signed" in said


def test_the_code_on_a_sheet_is_that_of_its_page_until_something_changes(trainee, world, app) -> None:
    said = text_of(trainee.get(page_of(world, "/2026-11/sheet.pdf")))
    (code,) = set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", said))
    assert "Nothing has changed since it was printed" in plain(trainee.get(page_of(world, f"/2026-11?code={code}")))
    with saved(app):
        make_entry(world, content(minutes=20, worked_on=date(2026, 11, 4)))
    assert "Something has changed" in plain(trainee.get(page_of(world, f"/2026-11?code={code}")))


def test_numbers_are_numbers_days_are_days_and_the_last_row_is_their_sum(trainee, world) -> None:
    rows = rows_of(trainee.get(page_of(world, "/hours-log?from_on=2026-11-01&to_on=2026-11-30&as=xlsx")))
    head = next(place for place, row in enumerate(rows) if row[0] == "Day")
    entries, total = rows[head + 1 : -1], rows[-1]
    assert [row[0] for row in entries] == [date.fromisoformat(day) for day in LOG]
    for column, name in enumerate(rows[head]):
        if "minutes" in name or "hours" in name:
            assert all(isinstance(row[column], float) for row in entries), name
            assert sum(row[column] for row in entries) == pytest.approx(total[column], abs=0.001), name
    recorded = rows[head].index("Recorded, minutes")
    assert [row[recorded] for row in entries] == [40, 75, 50]
    assert total[recorded] == 165


def test_the_hours_log_on_paper_has_the_sums_of_the_workbook(trainee, world) -> None:
    said = text_of(trainee.get(page_of(world, "/hours-log?as=pdf")))
    assert "Together 4 3 h 45 2 h 15 1 h 40" in said
    assert "28 Oct 2026" in said


def test_a_day_that_is_none_is_said_at_its_field_and_what_was_typed_stays(trainee, world) -> None:
    answer = trainee.get(page_of(world, "/hours-log?from_on=yesterday&to_on=2026-11-03&as=pdf"))
    assert answer.status_code == 422
    assert 'value="yesterday"' in answer.text
    answer = trainee.get(page_of(world, "/hours-log?from_on=2026-11-04&to_on=2026-11-03&as=pdf"))
    assert answer.status_code == 422
    assert "before the first" in plain(answer)


def test_too_many_rows_for_paper_are_refused_and_the_workbook_takes_them(trainee, world, monkeypatch) -> None:
    monkeypatch.setattr(printing, "MOST_ON_PAPER", 3)
    assert trainee.get(page_of(world, "/hours-log?as=pdf")).status_code == 422
    assert rows_of(trainee.get(page_of(world, "/hours-log?as=xlsx")))


def test_somebody_elses_sheet_is_not_there(client, world, app) -> None:
    with saved(app):
        stranger = make_person("Kit Ode")
    sign_in(client, stranger)
    for rest in ("", "/2026-11", "/2026-11/sheet.pdf", "/hours-log?as=xlsx"):
        assert client.get(page_of(world, rest)).status_code == 404


def test_a_tutor_prints_only_what_they_may_read(client, world) -> None:
    sign_in(client, world.tutor)
    assert "Helen Rees" not in text_of(client.get(page_of(world, "/2026-11/sheet.pdf")))


def test_no_month_no_sheet(trainee, world) -> None:
    assert trainee.get(page_of(world, "/2026-13")).status_code == 404
    assert "Nothing was handed in for May 2026." in text_of(trainee.get(page_of(world, "/2026-05/sheet.pdf")))
