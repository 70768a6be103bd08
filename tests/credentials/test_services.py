"""Registrations recorded, ended and asked about, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_registration
from tests.factories.people import make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.credentials import queries, services
from trainee_app.credentials.models import Registration
from trainee_app.credentials.rules import RegistrationDraft
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.programmes.rules import ValidPeriod
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
DRAFT = RegistrationDraft("BPC", "10234", date(2026, 4, 1), date(2027, 3, 31))


@pytest.fixture
def programme(session):
    return make_programme()


@pytest.fixture
def rees(programme):
    return make_person("Dr Rees")


def by(person) -> Actor:
    return Actor(person_id=person.id, on=ON, second_factor=True)


def record(person, programme, **changes):
    usual = {"draft": DRAFT, "public_id": new_public_id(), "actor": by(make_person("Ines Office")), "at": AT}
    return services.record_registration(person=person, programme=programme, **{**usual, **changes})


def valid_days(person, programme, *days: date) -> list[bool]:
    return [queries.registration_on(person.id, programme.id, day) is not None for day in days]


def test_a_registration_is_valid_on_its_first_and_its_last_day_for_this_programme_only(programme, rees) -> None:
    record(rees, programme)
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1))
    assert valid_days(rees, programme, *days) == [False, True, True, False]
    assert valid_days(rees, make_programme(key="other"), ON) == [False]
    assert queries.people_registered([rees.id], programme.id, ON) == {rees.id}
    (told,) = events.published()
    assert (told.name, told.subject) == ("RegistrationRecorded", f"person:{rees.public_id}")


def test_a_form_sent_twice_records_once(session, programme, rees) -> None:
    name = new_public_id()
    first, again = record(rees, programme, public_id=name), record(rees, programme, public_id=name)
    assert first is again
    assert session.scalar(select(func.count()).select_from(Registration)) == 1
    with pytest.raises(services.FormBelongsToSomethingElse):
        record(make_person(), programme, public_id=name)


def test_nobody_records_or_ends_their_own(session, programme, rees) -> None:
    with pytest.raises(services.RegistrationIsOnesOwn):
        record(rees, programme, actor=by(rees))
    registration = record(rees, programme)
    with pytest.raises(services.RegistrationIsOnesOwn):
        services.end_registration(registration=registration, ended_on=ON, actor=by(rees), at=AT)
    with pytest.raises(services.RegistrationIsOnesOwn):
        services.withdraw_registration(registration=registration, actor=by(rees), at=AT)
    assert registration.ended_at is None


def test_an_early_end_is_the_last_day_on_which_it_is_valid(programme, rees) -> None:
    registration, office = record(rees, programme), by(make_person())
    services.end_registration(registration=registration, ended_on=ON, actor=office, at=AT)
    assert valid_days(rees, programme, ON, ON + timedelta(days=1)) == [True, False]
    assert events.published()[-1].payload()["by_mistake"] is False
    with pytest.raises(services.RegistrationAlreadyEnded):
        services.withdraw_registration(registration=registration, actor=office, at=AT)
    record(rees, programme, draft=DRAFT)  # what goes on is recorded as another one


def test_a_registration_recorded_by_mistake_never_held(programme, rees) -> None:
    registration = record(rees, programme)
    services.withdraw_registration(registration=registration, actor=by(make_person()), at=AT)
    assert valid_days(rees, programme, DRAFT.valid_from, ON) == [False, False]
    assert queries.facts_registrations([rees.id]) == {}


def test_an_end_outside_the_registration_is_refused_and_changes_nothing(programme, rees) -> None:
    registration = record(rees, programme)
    with pytest.raises(FieldsAreFaulty):
        services.end_registration(registration=registration, ended_on=date(2026, 3, 31), actor=by(make_person()), at=AT)
    assert (registration.ended_on, registration.ended_at) == (None, None)


def test_the_condition_agrees_with_the_answer(session, programme, rees) -> None:
    make_registration(rees, programme, valid_from=date(2026, 4, 1), valid_until=date(2027, 3, 31))
    for day, is_valid in ((date(2026, 4, 1), True), (date(2027, 4, 1), False)):
        statement = select(Person).where(Person.id == rees.id, queries.is_registered(Person.id, programme.id, day))
        assert (session.scalar(statement) is rees) is is_valid


def test_facts_come_by_person_and_programme_oldest_first(programme, rees) -> None:
    other, anna, nobody = make_programme(key="other"), make_person("Anna"), make_person("Nobody")
    renewal = make_registration(rees, programme, number="1", valid_from=date(2026, 4, 1), valid_until=date(2027, 3, 31))
    first = make_registration(rees, programme, number="1", valid_from=date(2025, 4, 1), valid_until=date(2026, 3, 31))
    make_registration(rees, other, body="HCPC", number="2")
    make_registration(anna, programme)
    facts = queries.facts_registrations([rees.id, nobody.id])
    assert set(facts) == {(rees.id, programme.id), (rees.id, other.id)}
    assert facts[rees.id, programme.id] == (
        ValidPeriod("BPC", "1", first.valid_from, first.valid_until),
        ValidPeriod("BPC", "1", renewal.valid_from, renewal.valid_until),
    )


def test_facts_as_known_then_leave_out_what_came_later(programme, rees) -> None:
    registration = record(rees, programme)
    later = AT + timedelta(days=30)
    services.end_registration(registration=registration, ended_on=ON, actor=by(make_person()), at=later)
    key = (rees.id, programme.id)
    assert queries.facts_registrations([rees.id], known_at=AT - timedelta(seconds=1)) == {}
    assert queries.facts_registrations([rees.id], known_at=AT)[key][0].until_on == DRAFT.valid_until
    assert queries.facts_registrations([rees.id], known_at=later)[key][0].until_on == ON
    assert queries.facts_registrations([rees.id])[key][0].until_on == ON


def test_the_database_itself_keeps_a_registration_as_it_was_recorded(session, programme, rees) -> None:
    registration = record(rees, programme)
    registration.valid_until = date(2030, 1, 1)
    with pytest.raises((IntegrityError, OperationalError), match="ended, never edited"):
        session.flush()
