"""Breaks, what placements sign, and the word of both, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_trainee
from tests.factories.people import give_role, make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.models import AgreementWord, PlacementAgreement, TrainingBreak
from trainee_app.cohorts.rules import BreakDraft, BreakKind, PlacementAgreementDraft, Span, extension
from trainee_app.db.tables import new_public_id
from trainee_app.people.rules import Role
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
END = date(2027, 4, 5)
DECEMBER = BreakDraft(BreakKind.INTERMISSION, date(2026, 12, 1), date(2026, 12, 31), ON, "Illness")
SIGNED = PlacementAgreementDraft("Ann Lead", "team lead", ON, True, Span(date(2026, 1, 1), None))


@pytest.fixture
def course(session):
    return Course()


class Course:
    """Marta and Idris in a cohort that ends on 5 April 2027; Dora directs it, Ines keeps the office."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.cohort = make_cohort(self.programme)
        self.marta = make_trainee(self.cohort, make_person("Marta Ellison"))
        self.idris = make_trainee(self.cohort, make_person("Idris Bello"))
        self.rees, self.dora = make_person("Dr Rees"), make_person("Dora Director")
        give_role(self.dora, self.programme, Role.DIRECTOR)
        self.office = actor_for(make_person("Ines Office"))
        self.placement = make_placement(self.marta)

    def end(self) -> date:
        return queries.ends_on_of([self.marta.id])[self.marta.id]

    def pause(self, draft: BreakDraft = DECEMBER, **changes) -> TrainingBreak:
        usual = {"trainee": self.marta, "decider": self.dora, "actor": self.office, "on": ON, "at": AT}
        return services.record_break(draft=draft, **{**usual, **changes})

    def sign(self, draft: PlacementAgreementDraft = SIGNED, **changes) -> PlacementAgreement:
        usual = {"placement": self.placement, "actor": self.office, "on": ON, "at": AT}
        return services.make_placement_agreement(draft=draft, **{**usual, **changes})


def actor_for(person) -> Actor:
    return Actor(person_id=person.id, on=ON, second_factor=True)


def published() -> list[str]:
    return [event.name for event in events.published()]


def covers(session, course, on=ON) -> bool:
    return bool(session.scalar(select(queries.covers_training_cases(course.placement.id, on))))


def test_a_break_moves_the_expected_end_of_its_trainee_alone(session, course) -> None:
    made = course.pause()
    assert (course.end(), made.days) == (date(2027, 5, 6), 31)
    assert queries.ends_on_of([course.idris.id]) == {course.idris.id: END}
    terms = queries.terms_of([course.marta.id, course.idris.id])
    assert [each.ends_on for each in terms.values()] == [date(2027, 5, 6), END]
    assert queries.intermissions_of(course.marta.id) == [Span(date(2026, 12, 1), date(2026, 12, 31))]
    assert published() == ["BreakRecorded"]
    assert "Illness" not in str(events.published()[0].payload())


def test_breaks_add_up_and_one_that_is_taken_back_counts_no_longer(session, course) -> None:
    away = course.pause()
    course.pause(extension(ends_on=course.end(), until=date(2027, 7, 1), decided_on=ON, reason="More time"))
    assert course.end() == date(2027, 7, 1)
    services.take_break_back(training_break=away, actor=course.office, at=AT)
    assert course.end() == date(2027, 5, 31)
    assert queries.intermissions_of(course.marta.id) == []
    assert [each.ended_at is None for each in queries.breaks_of(course.marta.id)] == [True, False]
    with pytest.raises(services.BreakAlreadyTakenBack):
        services.take_break_back(training_break=away, actor=course.office, at=AT)


def test_extensions_follow_each_other_whatever_was_taken_back_before(session, course) -> None:
    away = course.pause()
    for until in (date(2027, 6, 1), date(2027, 7, 1)):
        course.pause(extension(ends_on=course.end(), until=until, decided_on=ON, reason="More time"))
    services.take_break_back(training_break=away, actor=course.office, at=AT)
    course.pause(extension(ends_on=course.end(), until=date(2027, 8, 1), decided_on=ON, reason="Again"))
    assert course.end() == date(2027, 8, 1)


def test_somebody_may_be_away_in_time_that_was_added(session, course) -> None:
    course.pause(extension(ends_on=END, until=date(2027, 7, 1), decided_on=ON, reason="More time"))
    course.pause(BreakDraft(BreakKind.INTERMISSION, date(2027, 5, 1), date(2027, 5, 10), ON, "Illness"))
    assert course.end() == date(2027, 7, 11)


def test_a_second_absence_on_the_same_days_is_refused_and_changes_nothing(session, course) -> None:
    course.pause()
    with pytest.raises(FieldsAreFaulty) as refused:
        course.pause(BreakDraft(BreakKind.INTERMISSION, date(2026, 12, 31), date(2027, 1, 5), ON, "Illness"))
    assert [violation.code for violation in refused.value.violations] == ["overlaps"]
    assert course.end() == date(2027, 5, 6)


def test_a_form_sent_twice_records_one_break(session, course) -> None:
    name = new_public_id()
    assert course.pause(public_id=name) is course.pause(public_id=name)
    with pytest.raises(services.FormWasUsedBefore):
        course.pause(public_id=name, trainee=course.idris)
    assert course.end() == date(2027, 5, 6)


def test_nobody_decides_about_a_break_of_their_own(session, course) -> None:
    with pytest.raises(services.RecordIsOnesOwn):
        course.pause(actor=actor_for(course.marta.person))
    made = course.pause()
    with pytest.raises(services.RecordIsOnesOwn):
        services.take_break_back(training_break=made, actor=actor_for(course.marta.person), at=AT)


def test_a_placements_agreement_covers_training_cases_from_its_first_to_its_last_day(session, course) -> None:
    assert not covers(session, course)
    made = course.sign()
    assert [covers(session, course, on) for on in (date(2025, 12, 31), date(2026, 1, 1), ON)] == [False, True, True]
    services.end_placement_agreement(agreement=made, ends_on=date(2026, 6, 30), actor=course.office, at=AT)
    assert [covers(session, course, on) for on in (date(2026, 6, 30), date(2026, 7, 1))] == [True, False]
    with pytest.raises(services.ArrangementAlreadyEnded):
        services.end_placement_agreement(agreement=made, ends_on=None, actor=course.office, at=AT)
    assert published() == ["PlacementAgreementMade", "PlacementAgreementEnded"]


def test_one_recorded_by_mistake_never_covered_anything_and_makes_room_for_another(session, course) -> None:
    wrong = course.sign()
    with pytest.raises(FieldsAreFaulty):
        course.sign()
    services.end_placement_agreement(agreement=wrong, ends_on=None, actor=course.office, at=AT)
    assert not covers(session, course, date(2026, 1, 1))
    course.sign()
    assert covers(session, course, date(2026, 1, 1))


def test_an_indemnity_that_covers_none_covers_none(session, course) -> None:
    course.sign(PlacementAgreementDraft("Ann Lead", "team lead", ON, False, Span(date(2026, 1, 1), None)))
    assert not covers(session, course)


def test_who_answers_for_a_service_is_who_its_agreement_of_today_names(session, course) -> None:
    paula = make_person("Paula Manager")
    course.sign(PlacementAgreementDraft("A", "lead", ON, True, Span(date(2026, 1, 1), ON), paula.id))
    for person, on, answers in ((paula, ON, True), (paula, date(2026, 11, 4), False), (course.dora, ON, False)):
        who = Actor(person_id=person.id, on=on, second_factor=True)
        condition = queries.answers_for_placement(who, course.placement.id)
        assert bool(session.scalar(select(condition))) is answers


def test_nobody_records_what_was_signed_about_their_own_placement(session, course) -> None:
    with pytest.raises(services.RecordIsOnesOwn):
        course.sign(actor=actor_for(course.marta.person))
    made = course.sign()
    with pytest.raises(services.RecordIsOnesOwn):
        services.end_placement_agreement(agreement=made, ends_on=None, actor=actor_for(course.marta.person), at=AT)


def test_both_agree_each_for_themselves_and_once(session, course) -> None:
    agreement = make_agreement(course.marta, course.rees)
    for person in (course.rees, course.rees, course.marta.person):
        services.agree(agreement=agreement, actor=actor_for(person), at=AT)
    words = queries.words_given([agreement.id])[agreement.id]
    assert [word.person.name for word in words] == ["Dr Rees", "Marta Ellison"]
    assert published() == ["AgreementAgreed", "AgreementAgreed"]


def test_nobody_agrees_to_what_has_been_ended(session, course) -> None:
    agreement = make_agreement(course.marta, course.rees)
    services.end_agreement(agreement=agreement, ends_on=date(2027, 1, 31), actor=course.office, at=AT)
    with pytest.raises(services.ArrangementAlreadyEnded):
        services.agree(agreement=agreement, actor=actor_for(course.rees), at=AT)


@pytest.mark.parametrize("what", ["break", "placement agreement", "word"])
def test_the_database_itself_lets_nobody_edit_what_was_recorded(session, course, what) -> None:
    if what == "break":
        row, values = course.pause(), {"days": 1}
    elif what == "placement agreement":
        row, values = course.sign(), {"covers_cases": False}
    else:
        agreement = make_agreement(course.marta, course.rees)
        services.agree(agreement=agreement, actor=actor_for(course.rees), at=AT)
        row, values = session.scalars(select(AgreementWord)).one(), {"person_id": course.dora.id}
    session.flush()
    with pytest.raises((IntegrityError, OperationalError, Exception), match="never"):
        session.execute(update(type(row)).where(type(row).id == row.id).values(**values))
