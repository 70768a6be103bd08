"""Workbooks for people: numbers are numbers, and what people wrote stays what they wrote."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import python_calamine

from trainee_app.tables.making import Column, SheetBeingMade, hours_of, workbook_into

AT = datetime(2027, 3, 31, 16, tzinfo=UTC)
COLUMNS = (Column("Day", kind="day"), Column("Words"), Column("Minutes", kind="minutes"))
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK('x')", "http://example.org", "mailto:a@example.org", "1", "\tx"]


def made(rows) -> bytes:
    file = io.BytesIO()
    with workbook_into(file, title="Hours", made_at=AT) as workbook:
        sheet = SheetBeingMade(workbook, "Hours", COLUMNS)
        sheet.head()
        sheet.rows(rows)
    return file.getvalue()


def read(content: bytes) -> list[list[Any]]:
    rows: list[list[Any]] = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return rows


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_a_formula_or_an_address_is_text(words) -> None:
    content = made([(date(2027, 3, 1), words, 90)])
    assert read(content)[1] == [date(2027, 3, 1), words, 90.0]
    assert isinstance(read(content)[1][1], str)


def test_what_is_missing_is_empty_and_zero_is_zero() -> None:
    assert read(made([(None, None, 0)]))[1] == ["", "", 0.0]


def test_the_same_rows_and_moment_give_the_same_bytes() -> None:
    rows = [(date(2027, 3, 1), "Reading", 90)]
    assert made(rows) == made(rows)


def test_hours_add_up() -> None:
    assert sum(hours_of(each) for each in [20, 20, 20]) == pytest.approx(1, abs=0.001)
