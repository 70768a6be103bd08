"""What notices say, and when a week's letter is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trainee_app.notifications.rules import Kind, things, told, week_owed

RUNNING = {"starts_on": "2027-02-01", "ends_on": "2027-02-28", "closes_on": "2027-03-14", "minutes": 30}
PARAMS = {"day": "2027-03-03", "month": "2027-02-01", "entries": 2, "granted": True, "number": 2, **RUNNING}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("is_own", [True, False])
def test_every_kind_is_told_whole(kind: Kind, is_own: bool) -> None:
    found = told(kind, "entry:abc", PARAMS, "Marta Ellison", is_own=is_own)
    assert found.title
    assert found.detail.endswith(".")
    assert not set("{}…") & set(found.title + found.detail)
    assert found.public_id == "abc"


@pytest.mark.parametrize(
    ("kind", "is_own", "title"),
    [
        (Kind.ENTRY_RETURNED, True, "An entry of 3 March 2027 came back to you"),
        (Kind.ENTRY_VOID, True, "Your entry of 3 March 2027 no longer counts"),
        (Kind.ENTRY_VOID, False, "An entry of Marta Ellison of 3 March 2027, which you signed, no longer counts"),
        (Kind.AGREEMENT_TO_AGREE, True, "Your supervision agreement waits for your word"),
        (Kind.AGREEMENT_TO_AGREE, False, "Marta Ellison’s supervision agreement waits for your word"),
        (Kind.WAIVER_DECIDED, True, "A waiver for you is granted"),
        (Kind.MONTH_SHORT, True, "February 2027 stayed short of supervision"),
        (Kind.MONTH_SHORT, False, "February 2027 stayed short of supervision for Marta Ellison"),
        (Kind.READY, False, "Marta Ellison has met everything that is asked for"),
        (Kind.SIGNED_AT_LAST, True, "2 entries of yours that had waited over two weeks are signed"),
    ],
)
def test_a_notice_says_whose_it_is(kind: Kind, is_own: bool, title: str) -> None:
    assert told(kind, "trainee:abc", PARAMS, "Marta Ellison", is_own=is_own).title == title


def test_a_running_month_is_told_with_what_it_needs_and_by_when() -> None:
    said = "still needs 30 min of supervision, held by 28 February 2027 and signed by 14 March 2027"
    assert told(Kind.MONTH_OPEN, "trainee:abc", RUNNING, "", is_own=True).title == f"February 2027 {said}"
    weekly = {**RUNNING, "starts_on": "2027-02-22"}
    assert told(Kind.MONTH_OPEN, "", weekly, "", is_own=True).title == f"The time from 22 February 2027 {said}"


def test_one_entry_is_signed_and_a_notice_that_lacks_something_is_told_all_the_same() -> None:
    one = told(Kind.SIGNED_AT_LAST, "", {"entries": 1}, "", is_own=True)
    assert one.title == "1 entry of yours that had waited over two weeks is signed"
    assert told(Kind.EVIDENCE_RUNS_OUT, "", {}, "", is_own=True).title == "Your registration ends on …"


@pytest.mark.parametrize(
    ("at", "zone", "week"),
    [
        # A Monday morning in winter, a minute before the hour and at it.
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), "Europe/London", date(2026, 11, 16)),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "Europe/London", date(2026, 11, 23)),
        # In summer London's seven is six o'clock of UTC.
        (datetime(2026, 7, 6, 5, 59, tzinfo=UTC), "Europe/London", date(2026, 6, 29)),
        (datetime(2026, 7, 6, 6, 0, tzinfo=UTC), "Europe/London", date(2026, 7, 6)),
        # Where the sun rises first, Monday has begun while it is Sunday in London.
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), "Pacific/Auckland", date(2026, 11, 23)),
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), "Europe/London", date(2026, 11, 23)),
        # The Sunday on which the clocks change belongs to the week before.
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), "Europe/London", date(2026, 10, 19)),
    ],
)
def test_a_week_begins_on_monday_morning_of_the_programmes_zone(at: datetime, zone: str, week: date) -> None:
    assert week_owed(at, zone) == week


def test_a_letter_says_how_many_things_wait_and_no_more() -> None:
    assert [things(1, 0), things(0, 2), things(2, 1)] == [
        "1 thing waits for you",
        "2 things wait for you",
        "3 things wait for you",
    ]
