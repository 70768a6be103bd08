"""What becomes of every row of an office's workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.imports.sheets import (
    EXPECTED,
    HOUR_HEADINGS,
    UNA,
    account_of,
    applicants,
    hours,
    row,
    setting,
    shared_sheets,
)
from trainee_app.imports.rules import (
    NOT_KEPT,
    Account,
    Logged,
    Member,
    Outcome,
    RowOutcome,
    fingerprint,
    read_office_workbook,
)
from trainee_app.tables import Cell

MEMBER = Member("una.hobart@example.org", "Una Hobart", 7)


def account_of_hours(*rows: tuple[Cell, ...], **changes: Any) -> Account:
    return account_of(hours(*rows), **{"members": [MEMBER], **changes})


def only(account: Account, row_number: int = 4) -> RowOutcome:
    (found,) = (each for each in account.rows if each.row == row_number)
    return found


# The shared workbook, to the minute


@pytest.fixture(scope="module")
def shared() -> Account:
    return read_office_workbook(shared_sheets(), setting())


def test_the_shared_workbook_adds_up_to_the_minute(shared: Account) -> None:
    assert {member.key: dict(sums) for member, sums in shared.minutes().items()} == EXPECTED["minutes"]
    assert len(shared.entries) == EXPECTED["entries"]


def test_its_wrong_rows_are_refused_each_at_its_column_with_its_value_and_a_reason(shared: Account) -> None:
    refused = [(each.sheet, each.row, each.column, each.value) for each in shared.having(Outcome.REFUSED)]
    assert refused == [(each["sheet"], each["row"], each["column"], each["value"]) for each in EXPECTED["rejected"]]
    assert all(each.reason.endswith(".") for each in shared.having(Outcome.REFUSED))


def test_its_double_is_pointed_out_where_it_stands_a_second_time(shared: Account) -> None:
    doubles = [{"sheet": each.sheet, "row": each.row} for each in shared.having(Outcome.DOUBLE)]
    assert doubles == EXPECTED["doubles"]
    assert "row 9" in shared.having(Outcome.DOUBLE)[0].reason


def test_every_row_of_it_ends_somewhere(shared: Account) -> None:
    rows = {sheet.name: list(range(1, len(sheet.rows) + 1)) for sheet in shared_sheets()}
    assert {name: [each.row for each in shared.rows if each.sheet == name] for name in rows} == rows
    assert shared.counts() == {
        "Applicants 25-27": Counter({Outcome.TAKEN: 17, Outcome.SKIPPED: 3}),
        "Hours": Counter({Outcome.TAKEN: 1767, Outcome.REFUSED: 9, Outcome.DOUBLE: 1, Outcome.SKIPPED: 21}),
    }


def test_its_twelve_who_accepted_become_trainees_with_their_registrations(shared: Account) -> None:
    assert {each.email for each in shared.newcomers} == set(EXPECTED["minutes"])
    registrations = {each.email: each.registration for each in shared.newcomers}
    assert all(registrations.values())
    grieve = registrations["una.grieve@example.org"]
    assert grieve is not None
    assert (grieve.body, grieve.number, grieve.valid_until) == (
        "HCPC (clinical psych)",
        "PYL59039",
        date(2027, 5, 28),
    )


def test_the_others_end_where_the_file_says_in_the_programmes_words(shared: Account) -> None:
    others = [(each.row, each.newcomer.stage.words) for each in shared.having(Outcome.TAKEN)[12:] if each.newcomer]
    assert others == [
        (16, "not offered"),
        (17, "offer declined"),
        (18, "offer declined"),
        (19, "offer declined"),
        (20, "waiting list"),
    ]
    assert len(shared.applicants) == 17


def test_it_tells_since_when_everybody_works_and_when_they_were_interviewed(shared: Account) -> None:
    una, kofi = shared.applicants[0], shared.applicants[-1]
    assert (una.experienced_since, una.interviewed_on) == (date(2015, 4, 1), date(2025, 5, 20))
    assert (kofi.experienced_since, kofi.interviewed_on) == (date(2012, 5, 1), date(2025, 5, 27))
    assert all(each.experienced_since and each.interviewed_on for each in shared.applicants)
    headings = next(each.reason for each in shared.rows if "Left in the file" in each.reason)
    assert headings.endswith("not brought in: Infant observation, Personal therapy.")


# Hours, row by row


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, (date(2025, 10, 10), "seminar", 180)),
        ({"trainee": "  una   HOBART "}, (date(2025, 10, 10), "seminar", 180)),
        ({"trainee": "una.hobart@example.org"}, (date(2025, 10, 10), "seminar", 180)),
        ({"day": date(2025, 10, 10)}, (date(2025, 10, 10), "seminar", 180)),
        ({"day": datetime(2025, 10, 10, 9, 30)}, (date(2025, 10, 10), "seminar", 180)),  # noqa: DTZ001 - a cell's
        ({"day": "10 Oct 2025"}, (date(2025, 10, 10), "seminar", 180)),
        ({"what": "CLINICAL SESSION WITH FAMILY "}, (date(2025, 10, 10), "case_session", 180)),
        ({"what": "liaison"}, (date(2025, 10, 10), "liaison", 180)),
        ({"time": "3"}, (date(2025, 10, 10), "seminar", 180)),
        ({"time": 3.0}, (date(2025, 10, 10), "seminar", 180)),
        ({"time": 1.5}, (date(2025, 10, 10), "seminar", 90)),
        ({"time": "90 min"}, (date(2025, 10, 10), "seminar", 90)),
        ({"time": "1h30"}, (date(2025, 10, 10), "seminar", 90)),
        ({"time": time(1, 30)}, (date(2025, 10, 10), "seminar", 90)),
        ({"time": timedelta(minutes=90)}, (date(2025, 10, 10), "seminar", 90)),
    ],
)
def test_a_good_row_is_taken_however_it_is_spelt(cells: dict[str, Cell], expected: tuple[date, str, int]) -> None:
    (entry,) = account_of_hours(row(**cells)).entries
    assert (entry.worked_on, entry.activity, entry.minutes) == expected
    assert entry.member == MEMBER


@pytest.mark.parametrize(
    ("cells", "column", "value", "word"),
    [
        ({"trainee": "A. Nobody"}, "Trainee", "A. Nobody", "spelling"),
        ({"trainee": ""}, "Trainee", "", "whose"),
        ({"day": ""}, "Date", "", "which day"),
        ({"day": "31/02/2026"}, "Date", "31/02/2026", "no such day"),
        ({"day": date(2031, 3, 17)}, "Date", "2031-03-17", "future"),
        ({"day": "10.10.2015"}, "Date", "10.10.2015", "first day"),
        ({"day": 45940.0}, "Date", "45940", "date"),
        ({"what": ""}, "What", "", "what it was"),
        ({"what": "Interpretive dance"}, "What", "Interpretive dance", "Seminar"),
        ({"time": ""}, "Time", "", "how long"),
        ({"time": "abc"}, "Time", "abc", "duration"),
        ({"time": "-60"}, "Time", "-60", "below zero"),
        ({"time": "26:00"}, "Time", "26:00", "24 hours"),
        ({"time": timedelta(hours=26)}, "Time", "26:00", "24 hours"),
        ({"time": 0}, "Time", "0", "Nothing"),
        ({"time": "=B9*2"}, "Time", "=B9*2", "duration"),
        ({"time": "#N/A"}, "Time", "#N/A", "duration"),
        ({"with_whom": "x" * 121}, "Supervisor / seminar leader", NOT_KEPT, "one name"),
    ],
)
def test_a_wrong_row_is_refused_at_its_column_with_what_to_do(
    cells: dict[str, Cell], column: str, value: str, word: str
) -> None:
    refused = only(account_of_hours(row(**cells)))
    assert (refused.outcome, refused.column, refused.value) == (Outcome.REFUSED, column, value)
    assert word in refused.reason


@pytest.mark.parametrize(
    "note",
    [
        "NHS 943 476 5919",
        "mother@example.com",
        "rang 020 7946 0018",
        "moved to SW1A 1AA",
        "born 3/4/2026",
        "Mrs Okafor",
    ],
)
def test_a_note_that_could_tell_who_a_family_is_is_refused_and_nothing_of_it_kept(note: str) -> None:
    refused = only(account_of_hours(row(what="Case session", note=note)))
    assert (refused.outcome, refused.column, refused.value) == (Outcome.REFUSED, "Notes", NOT_KEPT)
    assert refused.entry is None
    assert not any(word in refused.reason for word in note.split())


@pytest.mark.parametrize("field", ["trainee", "what", "time", "with_whom"])
def test_an_identifier_in_any_other_column_is_not_kept_either(field: str) -> None:
    refused = only(account_of_hours(row(**{field: "943 476 5919"})))
    assert (refused.outcome, refused.value) == (Outcome.REFUSED, NOT_KEPT)
    assert "943" not in refused.reason


def test_a_note_may_name_the_people_of_the_programme() -> None:
    account = account_of_hours(
        row(what="Case session", note="talked to Dr Tarn"),
        row(day="12.10.25", what="Group supervision", with_whom="Kofi Tarn"),
        row(day="13.10.25", note="Mrs Klein on envy"),
    )
    assert len(account.entries) == 3


def test_a_cell_keeps_no_control_characters() -> None:
    refused = only(account_of_hours(row(what="Dan\x1b[31mce\u202e")))
    assert refused.value == "Dan [31mce"


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (("", "", "Subtotal", "see above", "", ""), "sum"),
        (("Una Hobart", "", "Sub-total", "", "", ""), "sum"),
        (("Total hours", "", "", "120", "", ""), "sum"),
        (("", "", "", "", "", "to be checked"), "remark"),
        (HOUR_HEADINGS, "headings"),
        (("", " ", "", "", "", ""), "Empty"),
    ],
)
def test_a_row_that_is_no_entry_is_skipped_and_said_so(cells: tuple[Cell, ...], word: str) -> None:
    skipped = only(account_of_hours(cells, row()))
    assert skipped.outcome is Outcome.SKIPPED
    assert word in skipped.reason


def test_a_row_that_stands_twice_is_taken_once() -> None:
    account = account_of_hours(row(), row(time="180 min", trainee="UNA HOBART"), row(day="11.10.25"))
    assert [each.outcome for each in account.rows[3:]] == [Outcome.TAKEN, Outcome.DOUBLE, Outcome.TAKEN]
    assert "row 4" in only(account, 5).reason


def test_two_sessions_of_a_day_with_different_people_are_two() -> None:
    supervision = {"what": "Individual supervision", "time": "1h"}
    account = account_of_hours(row(**supervision, with_whom="Kofi Tarn"), row(**supervision, with_whom="Bea Hobart"))
    assert len(account.entries) == 2
    assert "another one like it" in only(account, 5).reason


def test_a_second_one_that_says_so_under_notes_is_taken() -> None:
    account = account_of_hours(row(), row(note="afternoon"))
    assert [entry.ordinal for entry in account.entries] == [1, 2]


def test_a_day_of_more_than_24_hours_is_refused_where_it_goes_over() -> None:
    account = account_of_hours(row(time="12h"), row(time="10h"), row(time="3h"))
    assert [each.outcome for each in account.rows[3:]] == [Outcome.TAKEN, Outcome.TAKEN, Outcome.REFUSED]
    assert "24 hours" in only(account, 6).reason


def test_hours_of_an_applicant_who_is_no_trainee_are_refused_with_the_stage() -> None:
    other: tuple[Cell, ...] = ("Hana Rees ", "hana.rees@example.org", "", "", "", "not offered")
    account = account_of(applicants(UNA, other), hours(row(trainee="Hana Rees")))
    (refused,) = account.having(Outcome.REFUSED)
    assert "not offered" in refused.reason


def test_a_name_that_two_trainees_have_is_refused_and_the_address_settles_it() -> None:
    members = [MEMBER, Member("una2@example.org", "Una Hobart", 8)]
    account = account_of_hours(row(), row(trainee="una2@example.org"), members=members)
    assert "e-mail" in only(account, 4).reason
    assert account.entries[0].member.trainee_id == 8


# A second time


def logged_from(account: Account) -> list[Logged]:
    return [
        Logged(
            trainee_id=7,
            worked_on=entry.worked_on,
            activity=entry.activity,
            minutes=entry.minutes,
            fingerprint=fingerprint(7, entry),
        )
        for entry in account.entries
    ]


def test_a_second_time_everything_is_in_already_wherever_it_stands() -> None:
    rows = [row(), row(note="afternoon"), row(day="11.10.25")]
    logged = logged_from(account_of_hours(*rows))
    account = account_of_hours(row(day="12.10.25"), *reversed(rows), logged=logged)
    assert [each.outcome for each in account.rows[3:]] == [Outcome.TAKEN] + [Outcome.IN_ALREADY] * 3


def test_a_mended_copy_adds_only_what_was_mended() -> None:
    logged = logged_from(account_of_hours(row(), row(day="31/02/2026")))
    account = account_of_hours(row(), row(day="28/02/2026"), logged=logged)
    assert [entry.worked_on for entry in account.entries] == [date(2026, 2, 28)]


def test_a_row_altered_in_the_file_since_is_refused_for_it_would_count_twice() -> None:
    logged = logged_from(account_of_hours(row(), row(day="11.10.25")))
    account = account_of_hours(row(time="2h"), row(day="11.10.25"), logged=logged)
    assert [each.outcome for each in account.rows[3:]] == [Outcome.REFUSED, Outcome.IN_ALREADY]
    assert "3 h" in only(account).reason


def test_what_was_logged_on_a_page_already_is_pointed_out_as_a_double() -> None:
    logged = [Logged(trainee_id=7, worked_on=date(2025, 10, 10), activity="seminar", minutes=180)]
    double = only(account_of_hours(row(), logged=logged))
    assert (double.outcome, "page" in double.reason) == (Outcome.DOUBLE, True)


def test_a_fingerprint_does_not_tell_the_note() -> None:
    (entry,) = account_of_hours(row(note="afternoon")).entries
    assert fingerprint(7, entry) == fingerprint(7, replace(entry, note="morning"))
    assert fingerprint(7, entry) != fingerprint(7, replace(entry, ordinal=2))
    assert fingerprint(7, entry) != fingerprint(8, entry)
