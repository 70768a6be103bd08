"""What if: worked by hand, and asked over HTTP. Nothing is stored."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories.cohorts import pip_definition
from tests.factories.logbook import make_training
from tests.factories.people import saved, sign_in
from tests.volumes import volume
from trainee_app import clock
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.programmes.rules import CaseFact, EntryFact, Facts, State, Total, parse_definition
from trainee_app.readiness.models import Standing
from trainee_app.readiness.rules import Away, Rhythm, Supposed, suppose, supposed_headline

PIP = parse_definition(pip_definition())
STARTS, ENDS = date(2026, 1, 5), date(2027, 7, 4)
ON = date(2026, 6, 30)


def facts(**others) -> Facts:
    return Facts(STARTS, ENDS, registrations=(), prerequisites=(), **{"cases": (), **others})


def rhythm(sessions=None, supervision=None, reading=None, seminars=None, from_on=date(2026, 7, 1)) -> Rhythm:
    return Rhythm(from_on, sessions, supervision, reading, seminars)


def month_of(supposed: Supposed, key: str) -> date | None:
    return next(each.met_on for each in supposed.open if each.requirement.key == key)


def test_ten_hours_of_reading_a_week_make_220_hours_in_22_weeks() -> None:
    """From 1 July 2026 the 22nd weekly entry is on 25 November."""
    supposed = suppose(PIP, facts(), rhythm(reading=600), ON)
    assert month_of(supposed, "study") == date(2026, 11, 30)
    assert month_of(supposed, "teaching") is None


def test_time_away_moves_the_month() -> None:
    away = [Away(date(2026, 9, 1), date(2026, 9, 30))]
    supposed = suppose(PIP, facts(), rhythm(reading=600), ON, away)
    assert month_of(supposed, "study") == date(2026, 12, 31)


def test_what_waits_today_is_taken_as_signed() -> None:
    waiting = (Total("reading", date(2026, 6, 1), 0, "submitted", 13_200, 13_200, 100),)
    supposed = suppose(PIP, facts(totals=waiting), rhythm(sessions=1), ON)
    assert month_of(supposed, "study") == date(2026, 6, 30)


def test_sessions_go_to_the_open_cases_in_turn_and_supervision_is_shared() -> None:
    """Three open cases, three sessions a week: each has 8 held by the eighth week, and lasts 8 months by March 2027."""
    cases = tuple(CaseFact(number, None, None, 0, None) for number in (1, 2, 3))
    supposed = suppose(PIP, facts(cases=cases), rhythm(sessions=3, supervision=60), ON)
    assert month_of(supposed, "training_cases") == date(2026, 8, 31)
    assert month_of(supposed, "long_case") == date(2027, 3, 31)
    # An hour a fortnight, a third of it to each: 4 h on each after twelve of them, the twelfth on 2 December.
    assert month_of(supposed, "supervised_cases") == date(2026, 12, 31)
    assert month_of(supposed, "planned_endings") is None


def test_the_requirement_that_is_met_last_decides_and_the_end_is_named_when_it_is_too_late() -> None:
    reviewed = (
        EntryFact(date(2026, 6, 9), "individual_supervision", 0, None, "signed", ON, ON, 60, 60, True, True),
        EntryFact(date(2026, 6, 23), "individual_supervision", 0, None, "signed", ON, ON, 60, 60, True, False),
    )
    cases = tuple(CaseFact(number, None, None, 0, None) for number in (1, 2, 3))
    known = facts(cases=cases, entries=reviewed)
    supposed = suppose(PIP, known, rhythm(sessions=2, supervision=60, reading=300, seminars=4), ON)
    assert supposed.binding is not None
    assert supposed.binding.met_on == max(each.met_on for each in supposed.open if each.met_on)
    # Of the supposed supervisions every other one has a video, as lately: five more by the tenth, on 4 November.
    assert month_of(supposed, "video_reviews") == date(2026, 11, 30)
    said = supposed_headline(supposed, "Anna Fenn")
    assert "talk to Anna Fenn about dates" in said
    assert f"What decides: {supposed.binding.requirement.title}." in said


def test_a_rhythm_that_leads_nowhere_is_bounded_at_five_years() -> None:
    supposed = suppose(PIP, facts(), rhythm(reading=1), ON)
    assert supposed.met_on is None
    assert "not everything is met within 5 years" in supposed_headline(supposed)


def test_what_is_not_supposed_goes_on_as_lately_and_nought_is_nothing() -> None:
    """The 122 days from 1 March brought 60 hours of reading, so that 160 hours more take 325 days: to 21 May 2027."""
    lately = tuple(Total("reading", date(2026, month, 1), 0, "signed", 1200, 1200, 10) for month in (4, 5, 6))
    goes_on = suppose(PIP, facts(totals=lately), rhythm(sessions=1), ON)
    assert month_of(goes_on, "study") == date(2027, 5, 31)
    assert month_of(suppose(PIP, facts(totals=lately), rhythm(reading=0), ON), "study") is None


@settings(max_examples=volume(ci=12, full=300))
@given(sessions=st.integers(0, 10), reading=st.integers(0, 900), more=st.integers(0, 300))
def test_more_reading_never_comes_later(sessions: int, reading: int, more: int) -> None:
    less = suppose(PIP, facts(), rhythm(sessions, 60, reading, 4), ON)
    greater = suppose(PIP, facts(), rhythm(sessions, 60, reading + more, 4), ON)
    for key in ("learning", "study"):
        assert (month_of(greater, key) or date.max) <= (month_of(less, key) or date.max)


def test_a_rhythm_never_unmeets_what_is_met() -> None:
    done = (Total("reading", date(2026, 6, 1), 0, "signed", 13_200, 13_200, 100),)
    supposed = suppose(PIP, facts(totals=done), rhythm(sessions=1), ON)
    assert all(each.requirement.key != "study" for each in supposed.open)
    assert all(each.now.state not in {State.MET, State.WAIVED} for each in supposed.open)


@pytest.fixture
def address(app, client) -> str:
    with saved(app):
        training = make_training()
        person, trainee = training.trainee.person, training.trainee.public_id
    sign_in(client, person)
    return f"/trainees/{trainee}/what-if"


def test_the_answer_has_an_address_of_its_own_and_nothing_is_stored(app, client, address) -> None:
    month = f"{clock.today('Europe/London'):%Y-%m}"
    page = client.get(f"{address}?from={month}&sessions=2&supervision=1h&reading=3h&seminars=4")
    assert page.status_code == 200
    assert "At that rhythm" in page.text
    assert "decides" in page.text
    with app.app_context():
        stored = [db.session.scalar(select(func.count()).select_from(model)) for model in (LogEntry, Standing)]
    assert stored == [0, 0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("sessions=two", "Write a whole number from 0 to 20."),
        ("sessions=21", "Write a whole number from 0 to 20."),
        ("sessions=1&supervision=soon", "supervision"),
        ("sessions=1&from=1999-01", "Choose one of those that are offered."),
        ("sessions=", "Write at least one of these"),
        ("sessions=99999999999999999999", "Write a whole number from 0 to 20."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field_and_kept(client, address, asked, words) -> None:
    month = f"{clock.today('Europe/London'):%Y-%m}"
    page = client.get(f"{address}?{asked}" if "from" in asked else f"{address}?from={month}&{asked}")
    assert page.status_code == 422
    assert words in page.text
    if "soon" in asked:
        assert 'value="soon"' in page.text
