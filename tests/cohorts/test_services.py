"""The verbs of the cohorts, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_agreement as agreement_row
from tests.factories.cohorts import make_cohort as cohort_row
from tests.factories.cohorts import make_placement as placement_row
from tests.factories.cohorts import make_trainee, make_version
from tests.factories.people import give_role, make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.models import Cohort, Placement, SupervisionAgreement, Trainee, VersionPin
from trainee_app.cohorts.rules import Capacity, CohortDraft, PlacementDraft, Span
from trainee_app.db.tables import new_public_id
from trainee_app.people.rules import Role
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
DRAFT = CohortDraft("Cohort 2027", date(2027, 10, 1), date(2029, 4, 5))
SPAN = Span(date(2025, 10, 1), None)
PLACEMENT = PlacementDraft("Northside Infant Team", SPAN)


@pytest.fixture
def course(session):
    """A programme with an administrator, a cohort, Marta in it, and Dr Rees, a supervisor."""
    return Course()


class Course:
    def __init__(self) -> None:
        self.programme = make_programme()
        self.version = make_version(self.programme)
        self.cohort = cohort_row(self.programme)
        self.marta = make_trainee(self.cohort, make_person("Marta Ellison"))
        self.rees = make_person("Dr Rees")
        give_role(self.rees, self.programme, Role.SUPERVISOR)
        self.office = actor_for(make_person("Ines Office"))


def actor_for(person) -> Actor:
    return Actor(person_id=person.id, on=ON, second_factor=True)


def published() -> list[str]:
    return [event.name for event in events.published()]


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_cohort_is_pinned_to_the_latest_version(session, course) -> None:
    second = make_version(course.programme, number=2)
    made = services.make_cohort(programme=course.programme, draft=DRAFT, actor=course.office, at=AT)
    assert queries.version_of_cohort(made.id) is second
    assert queries.version_of_cohort(course.cohort.id) is course.version
    assert made.recorded_by == course.office.person_id
    assert published() == ["CohortMade", "VersionPinned"]
    assert events.published()[0].subject == f"cohort:{made.public_id}"


def test_a_programme_without_rules_gets_no_cohort(session) -> None:
    programme = make_programme()
    with pytest.raises(services.NoVersionIsPublished):
        services.make_cohort(programme=programme, draft=DRAFT, actor=None, at=AT)
    assert count(session, Cohort) == 0


def test_a_cohorts_name_is_taken_once_on_a_programme_and_free_on_another(session, course) -> None:
    draft = CohortDraft("cohort 2025", DRAFT.starts_on, DRAFT.ends_on)
    with pytest.raises(FieldsAreFaulty) as refused:
        services.make_cohort(programme=course.programme, draft=draft, actor=course.office, at=AT)
    assert [violation.code for violation in refused.value.violations] == ["name_taken"]
    other = make_programme(key="other")
    make_version(other)
    assert services.make_cohort(programme=other, draft=draft, actor=None, at=AT).name == "cohort 2025"


def test_a_form_sent_twice_makes_one_cohort_one_trainee_one_agreement_one_placement(session, course) -> None:
    name, person = new_public_id(), make_person()
    made = [
        (
            services.make_cohort(programme=course.programme, draft=DRAFT, actor=course.office, at=AT, public_id=name),
            services.add_trainee(cohort=course.cohort, person=person, actor=course.office, at=AT, public_id=name),
            services.make_agreement(
                trainee=course.marta,
                supervisor=course.rees,
                capacity=Capacity.SUPERVISOR,
                span=SPAN,
                actor=course.office,
                on=ON,
                at=AT,
                public_id=name,
            ),
            services.make_placement(trainee=course.marta, draft=PLACEMENT, actor=course.office, at=AT, public_id=name),
        )
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert (count(session, Cohort), count(session, Trainee)) == (2, 2)
    assert (count(session, SupervisionAgreement), count(session, Placement)) == (1, 1)
    assert len(published()) == 5


def test_a_form_made_for_one_trainee_does_nothing_for_another(session, course) -> None:
    idris = make_trainee(course.cohort, make_person("Idris"))
    placement = placement_row(course.marta)
    with pytest.raises(services.FormWasUsedBefore):
        services.make_placement(
            trainee=idris, draft=PLACEMENT, actor=course.office, at=AT, public_id=placement.public_id
        )


def test_moving_a_cohort_ends_one_pin_and_begins_another(session, course) -> None:
    second = make_version(course.programme, number=2)
    services.pin_version(cohort=course.cohort, version=second, actor=course.office, at=AT)
    services.pin_version(cohort=course.cohort, version=second, actor=course.office, at=AT)
    assert queries.version_of_cohort(course.cohort.id) is second
    pins = session.scalars(select(VersionPin).order_by(VersionPin.id)).all()
    assert [pin.ended_at for pin in pins] == [AT, None]
    assert published() == ["VersionPinned"]


def test_a_cohort_is_never_pinned_to_another_programmes_version(session, course) -> None:
    foreign = make_version(make_programme(key="other"))
    with pytest.raises(services.VersionIsOfAnotherProgramme):
        services.pin_version(cohort=course.cohort, version=foreign, actor=course.office, at=AT)
    assert queries.version_of_cohort(course.cohort.id) is course.version


def test_a_person_joins_a_cohort_once(session, course) -> None:
    person = make_person("Idris Bello")
    joined = services.add_trainee(cohort=course.cohort, person=person, actor=course.office, at=AT)
    assert published() == ["TraineeJoined"]
    assert events.published()[0].subject == f"trainee:{joined.public_id}"
    with pytest.raises(services.PersonIsATraineeAlready, match="Idris Bello"):
        services.add_trainee(cohort=course.cohort, person=person, actor=course.office, at=AT)


def test_nobody_makes_themselves_a_trainee(session, course) -> None:
    person = make_person()
    with pytest.raises(services.RecordIsOnesOwn):
        services.add_trainee(cohort=course.cohort, person=person, actor=actor_for(person), at=AT)
    assert queries.membership(course.cohort.id, person.id) is None


def agree(course, **changes):
    usual = {
        "trainee": course.marta,
        "supervisor": course.rees,
        "capacity": Capacity.SUPERVISOR,
        "span": SPAN,
        "actor": course.office,
        "on": ON,
        "at": AT,
    }
    return services.make_agreement(**{**usual, **changes})


def test_an_agreement_lets_the_supervisor_act_from_its_first_to_its_last_day(session, course) -> None:
    agreement = agree(course, span=Span(date(2026, 1, 10), None))
    services.end_agreement(agreement=agreement, ends_on=date(2026, 6, 30), actor=course.office, at=AT)
    holding = [
        bool(queries.supervisors_of(course.marta.id, day))
        for day in (date(2026, 1, 9), date(2026, 1, 10), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert holding == [False, True, True, False]
    assert published() == ["AgreementMade", "AgreementEnded"]


def test_an_agreement_made_by_mistake_never_held(session, course) -> None:
    agreement = agree(course)
    services.withdraw_agreement(agreement=agreement, actor=course.office, at=AT)
    assert queries.supervisors_of(course.marta.id, SPAN.starts_on) == []
    assert events.published()[-1].payload()["by_mistake"] is True
    assert agree(course).id != agreement.id


def test_an_agreement_is_ended_once(session, course) -> None:
    agreement = agree(course)
    services.end_agreement(agreement=agreement, ends_on=date(2026, 6, 30), actor=course.office, at=AT)
    with pytest.raises(services.ArrangementAlreadyEnded):
        services.end_agreement(agreement=agreement, ends_on=date(2026, 5, 30), actor=course.office, at=AT)
    assert agreement.ends_on == date(2026, 6, 30)


def test_nobody_makes_an_agreement_on_their_own_record_or_in_their_own_favour(session, course) -> None:
    with pytest.raises(services.RecordIsOnesOwn):
        agree(course, actor=actor_for(course.marta.person))
    with pytest.raises(services.RecordIsOnesOwn):
        agree(course, actor=actor_for(course.rees))
    assert count(session, SupervisionAgreement) == 0


@pytest.mark.parametrize(
    ("role", "ends_on", "is_refused"),
    [
        (None, None, True),
        (Role.DIRECTOR, None, True),
        (Role.SUPERVISOR, date(2026, 11, 2), True),
        (Role.SUPERVISOR, date(2026, 11, 3), False),
        (Role.TUTOR, None, False),
    ],
)
def test_a_signer_holds_the_role_on_this_programme(session, course, role, ends_on, is_refused) -> None:
    anna = make_person("Anna")
    elsewhere = make_programme(key="other")
    give_role(anna, elsewhere, Role.SUPERVISOR)
    if role is not None:
        give_role(anna, course.programme, role, ends_on=ends_on)
    assert (anna in queries.people_who_may_supervise(course.programme.id, ON)) is not is_refused
    if is_refused:
        with pytest.raises(FieldsAreFaulty, match="neither supervisor nor tutor"):
            agree(course, supervisor=anna)
    else:
        assert agree(course, supervisor=anna).supervisor_id == anna.id


def test_the_same_agreement_cannot_be_made_twice(session, course) -> None:
    agree(course)
    with pytest.raises(FieldsAreFaulty, match="already an agreement"):
        agree(course, span=Span(date(2026, 1, 1), date(2026, 2, 1)))
    assert agree(course, capacity=Capacity.TUTOR).capacity == "tutor"


def test_a_placement_is_made_ended_and_taken_back(session, course) -> None:
    placement = services.make_placement(trainee=course.marta, draft=PLACEMENT, actor=course.office, at=AT)
    assert queries.placements_on([course.marta.id], ON) == {course.marta.id: [placement]}
    services.end_placement(placement=placement, ends_on=date(2026, 3, 1), actor=course.office, at=AT)
    assert queries.placements_on([course.marta.id], ON) == {}
    other = services.make_placement(
        trainee=course.marta, draft=PlacementDraft("Southside", SPAN), actor=course.office, at=AT
    )
    services.withdraw_placement(placement=other, actor=course.office, at=AT)
    assert queries.placements_on([course.marta.id], SPAN.starts_on) == {course.marta.id: [placement]}
    assert published() == ["PlacementMade", "PlacementEnded", "PlacementMade", "PlacementEnded"]
    with pytest.raises(services.ArrangementAlreadyEnded):
        services.withdraw_placement(placement=placement, actor=course.office, at=AT)


def test_nobody_ends_their_own_arrangements(session, course) -> None:
    marta = actor_for(course.marta.person)
    agreement, placement = agreement_row(course.marta, course.rees), placement_row(course.marta)
    with pytest.raises(services.RecordIsOnesOwn):
        services.end_agreement(agreement=agreement, ends_on=ON, actor=marta, at=AT)
    with pytest.raises(services.RecordIsOnesOwn):
        services.end_placement(placement=placement, ends_on=ON, actor=marta, at=AT)
    with pytest.raises(services.RecordIsOnesOwn):
        services.make_placement(trainee=course.marta, draft=PLACEMENT, actor=marta, at=AT)
    assert (agreement.ended_at, placement.ended_at) == (None, None)


def test_the_database_itself_keeps_an_ended_agreement_as_it_is(session, course) -> None:
    agreement = agree(course)
    services.end_agreement(agreement=agreement, ends_on=date(2026, 6, 30), actor=course.office, at=AT)
    session.flush()
    agreement.ends_on = date(2027, 1, 1)
    with pytest.raises((IntegrityError, OperationalError), match="ended, never edited"):
        session.flush()
