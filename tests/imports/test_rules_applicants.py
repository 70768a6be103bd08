"""Who of an applicants' sheet becomes a trainee, and which sheets are tables at all."""

from __future__ import annotations

from datetime import date

import pytest

from tests.imports.sheets import APPLICANT_HEADINGS, UNA, account_of, applicants, hours, row
from trainee_app.imports.rules import NOT_KEPT, Account, Member, Outcome, RowOutcome, SheetNotRecognised
from trainee_app.tables import Cell, Sheet

MEMBER = Member("una.hobart@example.org", "Una Hobart", 7)


def only(account: Account, row_number: int = 4) -> RowOutcome:
    (found,) = (each for each in account.rows if each.row == row_number)
    return found


# Applicants


def applicant(**changes: Cell) -> tuple[Cell, ...]:
    usual: dict[str, Cell] = dict(zip(("name", "email", "body", "number", "until", "stage"), UNA, strict=True))
    return tuple({**usual, **changes}.values())


def test_whoever_accepted_becomes_a_trainee_with_the_address_in_lower_case() -> None:
    (newcomer,) = account_of(applicants(applicant())).newcomers
    assert (newcomer.email, newcomer.member.name) == ("una.hobart@example.org", "Una Hobart")
    assert newcomer.registration is not None
    assert (newcomer.registration.valid_from, newcomer.registration.valid_until) == (
        date(2025, 10, 1),
        date(2027, 11, 28),
    )


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"name": ""}, "Name", ""),
        ({"email": ""}, "E-mail", ""),
        ({"email": "una at example"}, "E-mail", "una at example"),
        ({"email": "a@example.org, b@example.org"}, "E-mail", NOT_KEPT),
        ({"stage": "perhaps"}, "Outcome", "perhaps"),
        ({"stage": ""}, "Outcome", ""),
    ],
)
def test_an_applicant_who_cannot_be_read_is_refused(changes: dict[str, Cell], column: str, value: str) -> None:
    refused = only(account_of(applicants(applicant(**changes))))
    assert (refused.outcome, refused.column, refused.value) == (Outcome.REFUSED, column, value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": "soon"}, "no date"),
        ({"until": ""}, "no date"),
        ({"until": "1/1/2020"}, "before the cohort began"),
        ({"number": ""}, "number"),
        ({"body": ""}, "body"),
    ],
)
def test_a_registration_that_cannot_be_read_is_said_and_the_person_taken(changes: dict[str, Cell], words: str) -> None:
    account = account_of(applicants(applicant(**changes)))
    assert [each.registration for each in account.newcomers] == [None]
    assert "Registration not recorded" in only(account).reason
    assert words in only(account).reason


def test_a_trainee_whom_the_cohort_has_is_in_already_and_may_be_called_as_the_file_calls_them() -> None:
    renamed = Member("una.hobart@example.org", "Una Whitlow", 7)
    account = account_of(applicants(applicant()), hours(row()), members=[renamed])
    assert only(Account(account.rows[:4])).outcome is Outcome.IN_ALREADY
    assert [entry.member for entry in account.entries] == [renamed]


def test_one_person_who_stands_twice_is_a_double_and_two_people_with_one_address_are_not_taken() -> None:
    account = account_of(applicants(applicant(), applicant(), applicant(name="Vera Hobart")))
    assert [each.outcome for each in account.rows[3:]] == [Outcome.TAKEN, Outcome.DOUBLE, Outcome.REFUSED]


def test_nobody_who_was_not_offered_a_place_is_named_in_the_account_or_becomes_a_trainee() -> None:
    account = account_of(applicants(applicant(name="Hana Rees", email="h@example.org", stage="Not Offered")))
    taken = only(account)
    assert (taken.outcome, taken.value, account.newcomers) == (Outcome.TAKEN, "", [])
    assert "ends here: not offered." in taken.reason
    assert "Rees" not in taken.reason


def test_whoever_has_applied_here_already_is_not_changed_by_a_file() -> None:
    waiting = applicant(stage="waiting list")
    account = account_of(applicants(waiting), hours(row()), applicants=frozenset({"una.hobart@example.org"}))
    assert [each.outcome for each in account.rows if each.row == 4] == [Outcome.IN_ALREADY, Outcome.REFUSED]
    assert account.applicants == []


@pytest.mark.parametrize(
    ("since", "interview", "words"),
    [
        ("1/4/2015", "20 May 2025", []),
        ("", "", []),
        ("long ago", "", ["Experience not recorded: “long ago” is no date."]),
        ("1/4/2031", "", ["Experience not recorded: 1 April 2031 cannot be right."]),
        ("", "in May", ["Interview not recorded: “in May” is no date."]),
    ],
)
def test_days_that_cannot_be_read_are_said_and_the_person_taken(since: Cell, interview: Cell, words: list[str]) -> None:
    headings: tuple[Cell, ...] = (*APPLICANT_HEADINGS, "Working therapeutically since", "Interview")
    account = account_of(applicants((*UNA, since, interview), headings=headings))
    (taken,) = account.applicants
    assert (taken.experienced_since is None, taken.interviewed_on is None) == (
        since != "1/4/2015",
        interview != "20 May 2025",
    )
    assert all(each in only(account).reason for each in words)
    assert only(account).reason.count("not recorded") == len(words)


# Sheets


def test_headings_are_found_in_whatever_row_and_order_they_stand() -> None:
    headings: tuple[Cell, ...] = ("NOTES", "Time ", "what", "DATE", "Activity code", "trainee")
    sheet = hours(("", "3h", "Seminar", "10.10.25", "S1", "Una Hobart"), headings=headings)
    account = account_of(sheet, members=[MEMBER])
    assert len(account.entries) == 1
    assert "Activity code" in only(account, 3).reason


def test_hours_may_come_before_the_applicants_in_the_file() -> None:
    assert len(account_of(hours(row()), applicants(UNA)).entries) == 1


def test_an_empty_sheet_is_passed_over() -> None:
    assert len(account_of(Sheet("Sheet3", ()), hours(row()), members=[MEMBER]).entries) == 1


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (hours(row(), headings=("Trainee", "Date", "What", "Tim", "", "")), "row 3 has no column for Time"),
        (Sheet("Notes to self", (("call the printer",),)), "“Notes to self”: no row holds the headings"),
        (Sheet("", (("a", "b"),)), "“the file”"),
    ],
)
def test_a_sheet_without_headings_refuses_the_whole_file_and_says_what_is_missing(sheet: Sheet, words: str) -> None:
    with pytest.raises(SheetNotRecognised) as refused:
        account_of(applicants(UNA), sheet)
    assert words in str(refused.value)


def test_a_file_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(SheetNotRecognised):
        account_of(Sheet("Sheet1", ()))
