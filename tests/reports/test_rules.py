"""Sums that are those of the rows, and a code that changes with anything a sheet says."""

from __future__ import annotations

from datetime import date

import pytest

from trainee_app.paper.rules import tidied
from trainee_app.reports.rules import PrintedEntry, sheet_code, sums_of

MONTH = date(2026, 11, 1)
ROW = PrintedEntry(
    "e1", 1, "h1", date(2026, 11, 3), "case_session", 1, "Sure Start", "held", 50, 60, "signed", None, False, False,
    date(2026, 11, 4), "Helen Rees", "password", "I have supervised this.",
)  # fmt: skip
WAITS = ROW._replace(public_id="e2", state="submitted", minutes=45, credited=45, signed_on=None, signer=None)


def test_what_waits_is_summed_apart_from_what_counts() -> None:
    sums = sums_of([ROW, WAITS, WAITS])
    assert (sums.entries, sums.recorded, sums.counts, sums.waits) == (3, 140, 60, 90)


@pytest.mark.parametrize(
    "other",
    [
        [WAITS, ROW],
        [ROW],
        [ROW._replace(version=2), WAITS],
        [ROW._replace(content_hash="h2"), WAITS],
        [ROW, WAITS._replace(state="signed")],
        [ROW._replace(public_id="e3"), WAITS],
    ],
)
def test_another_version_state_row_or_order_gives_another_code(other) -> None:
    assert sheet_code("t", MONTH, other) != sheet_code("t", MONTH, [ROW, WAITS])


def test_the_same_rows_give_the_same_code_and_those_of_others_another() -> None:
    assert sheet_code("t", MONTH, [ROW]) == sheet_code("t", MONTH, [ROW])
    assert len({sheet_code("t", MONTH, []), sheet_code("u", MONTH, []), sheet_code("t", date(2026, 12, 1), [])}) == 3


def test_a_code_is_found_again_however_it_is_typed() -> None:
    code = sheet_code("t", MONTH, [ROW])
    assert tidied(f" {code.lower().replace('-', ' ')} ") == code
    assert tidied("") == ""
