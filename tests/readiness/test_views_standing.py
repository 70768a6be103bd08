"""The standing page: today, on a past day, and the rows behind a figure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.logbook import AT, content, make_entry, make_signed_entry, make_training, sign
from tests.factories.people import make_person, saved, sign_in
from trainee_app import clock

TODAY = clock.today("Europe/London")


@pytest.fixture
def world(app):
    """A trainee with a session signed two days after it was handed in, and one hour of supervision that waits."""
    with saved(app):
        training = make_training()
        entry = make_entry(training)
        sign(training, entry, at=AT + timedelta(days=2))
        make_signed_entry(training, content("liaison", 30), AT)
        make_entry(training, content("individual_supervision", 60))
        person, trainee, stranger = training.trainee.person, training.trainee.public_id, make_person("Nora Quill")
        return person, stranger, f"/trainees/{trainee}/standing", training.supervisor


def test_the_page_says_which_of_the_two_readings_it_shows(client, world) -> None:
    person, _stranger, address, _supervisor = world
    sign_in(client, person)
    recorded = client.get(f"{address}?on={AT.date()}&as=recorded")
    assert recorded.status_code == 200
    assert "as recorded by then: only what had been handed in and signed by the end of that day" in recorded.text
    known = client.get(f"{address}?on={AT.date()}&as=known")
    assert "as known today: all work up to that day as it stands now" in known.text
    assert "as recorded by then: only" not in known.text
    today = client.get(f"{address}?on={TODAY}&as=known")
    assert "as known today: all work" not in today.text


def test_what_was_signed_later_is_in_the_one_and_not_in_the_other(client, world) -> None:
    person, _stranger, address, _supervisor = world
    sign_in(client, person)
    where = f"{address}/rows?requirement=clinical&on={AT.date()}&state=signed"
    assert "These 2 entries" in client.get(f"{where}&as=known").text
    assert "This entry" in client.get(f"{where}&as=recorded").text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("on=nonsense", "Write the date as day, month and year"),
        (f"on={TODAY + timedelta(days=1)}", "That day is still to come. Choose today or a day before."),
        ("on=1999-01-01", "The training began on"),
        ("on=", "Choose the day."),
        ("as=known", "Choose the day."),
        (f"on={TODAY - timedelta(days=1)}&reading=guessed", "Choose one of those"),
        (f"on={AT.date()}&as=guessed", "Choose one of those that are offered."),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_at_the_field_and_kept(client, world, asked, words) -> None:
    person, _stranger, address, _supervisor = world
    sign_in(client, person)
    page = client.get(f"{address}?{asked}")
    assert page.status_code == 422
    assert words in page.text
    if "nonsense" in asked:
        assert 'value="nonsense"' in page.text


def test_the_rows_behind_a_figure_add_up_to_it(client, world) -> None:
    person, _stranger, address, _supervisor = world
    sign_in(client, person)
    page = client.get(f"{address}/rows?requirement=clinical")
    assert page.status_code == 200
    assert "These 3 entries" in page.text
    assert "1 h 30 signed, 1 h waiting" in page.text
    month = client.get(f"{address}/rows?requirement=monthly_supervision&starting=2026-11-01")
    assert "what was held from 1 November 2026 to 30 November 2026" in month.text
    assert "These 2 entries" in month.text


def test_rows_are_those_that_one_may_read(client, world) -> None:
    _person, stranger, address, supervisor = world
    sign_in(client, supervisor)
    assert client.get(f"{address}/rows?requirement=clinical").status_code == 200
    assert client.get(f"{address}/rows?requirement=nothing").status_code == 404
    sign_in(client, stranger)
    assert client.get(f"{address}/rows?requirement=clinical").status_code == 404


def test_every_figure_of_the_page_opens(client, world) -> None:
    person, _stranger, address, _supervisor = world
    sign_in(client, person)
    page = client.get(address).text
    for opened in (
        "rows?requirement=clinical&amp;activity=case_session&amp;state=signed",
        "rows?requirement=clinical&amp;activity=individual_supervision&amp;state=submitted",
        "rows?requirement=monthly_supervision&amp;starting=2026-11-01",
        "registrations",
        "brought-along",
    ):
        assert opened in page, opened
    assert "Last day on which that still works:" in page
