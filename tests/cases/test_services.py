"""Opening a case, which gives it its code, and closing it; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import AT, make_training
from tests.factories.people import make_person
from tests.factories.supervision import make_case
from trainee_app import events
from trainee_app.cases import queries, rules
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import CaseSpan
from trainee_app.cases.services import CaseAlreadyClosed, NoCodeIsLeft, close_case
from trainee_app.db import db

OPENED_ON = date(2026, 3, 1)


@pytest.fixture
def training(session):
    return make_training()


@pytest.fixture
def case(training) -> TrainingCase:
    return make_case(training.trainee, training.supervisor, OPENED_ON)


def test_cases_are_numbered_by_trainee_and_coded_across_all(training, case) -> None:
    other = make_trainee(training.trainee.cohort, make_person("Joe Banda"))
    second, theirs = make_case(training.trainee, training.supervisor), make_case(other, training.supervisor)
    assert [each.number for each in (case, second, theirs)] == [1, 2, 1]
    assert len({each.code for each in (case, second, theirs)}) == 3


def test_what_is_told_of_a_case_holds_no_code(training, case) -> None:
    close_case(case=case, closed_on=AT.date(), actor=training.trainee_actor, at=AT)
    told = [event for event in events.published() if event.subject == f"case:{case.public_id}"]
    assert [each.name for each in told] == ["CaseOpened", "CaseClosed"]
    assert not any(case.code in str(each) for each in told)
    assert case.code not in case.public_id


def test_a_case_is_closed_once(training, case) -> None:
    close_case(case=case, closed_on=AT.date(), actor=training.trainee_actor, at=AT)
    with pytest.raises(CaseAlreadyClosed):
        close_case(case=case, closed_on=AT.date(), actor=training.trainee_actor, at=AT)


def test_when_all_codes_are_given_it_says_so(training, case, monkeypatch) -> None:
    word, number = case.code.split("-")
    monkeypatch.setattr(rules, "CODE_WORDS", (word,))
    monkeypatch.setattr(rules, "NUMBERS", (int(number),))
    with pytest.raises(NoCodeIsLeft):
        make_case(training.trainee, training.supervisor)


def test_the_same_code_is_never_stored_twice(training, case, monkeypatch) -> None:
    monkeypatch.setattr("secrets.choice", lambda _left: case.code)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        make_case(training.trainee, training.supervisor)


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        (OPENED_ON - timedelta(days=1), False),
        (OPENED_ON, True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_case_is_open_from_its_first_to_its_last_day(training, case, on, is_open) -> None:
    close_case(case=case, closed_on=date(2026, 9, 30), actor=training.trainee_actor, at=AT)
    assert (queries.open_cases(training.trainee.id, on) == [case]) is is_open
    assert queries.spans_of(training.trainee.id) == [CaseSpan(case.id, 1, OPENED_ON, date(2026, 9, 30), ())]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE training_case SET code = 'OAK-11'",
        "UPDATE training_case SET trainee_id = 0",
        "DELETE FROM training_case",
    ],
)
def test_the_database_itself_keeps_a_case_as_it_was_opened(training, case, statement) -> None:
    with pytest.raises(DatabaseError, match="never"), db.session.begin_nested():
        db.session.execute(text(statement))
