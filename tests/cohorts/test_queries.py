"""Who is what to whom on which day, and the lists made of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select

from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_trainee, make_version
from tests.factories.people import give_role, make_person, make_programme
from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.db import db
from trainee_app.people.rules import Role
from trainee_app.programmes.queries import definition_of

ON = date(2026, 11, 3)


def actor_for(person, on: date = ON) -> Actor:
    return Actor(person_id=person.id, on=on, second_factor=True)


@pytest.fixture
def cohort(session):
    return make_cohort(make_programme())


def test_trainees_come_a_to_z_page_by_page_whatever_their_capitals(session, cohort) -> None:
    names = ["zoe Adams", "Marta Ellison", "anna Kay", "Marta Ellison", "Idris Bello"]
    for name in names:
        make_trainee(cohort, make_person(name))
    make_trainee(make_cohort(cohort.programme, name="Another"), make_person("Aaron"))
    shown, after = [], None
    while page := queries.trainees_of_cohort(cohort.id, after=after, limit=2):
        shown += page
        after = (page[-1].sort_name, page[-1].id)
    assert [line.name for line in shown] == ["anna Kay", "Idris Bello", "Marta Ellison", "Marta Ellison", "zoe Adams"]
    assert len({line.id for line in shown}) == 5


def test_a_supervisor_finds_each_of_their_trainees_once_and_only_while_it_holds(session, cohort) -> None:
    rees = make_person("Dr Rees")
    marta, idris, zoe = (make_trainee(cohort, make_person(name)) for name in ("Marta", "Idris", "Zoe"))
    make_agreement(marta, rees)
    make_agreement(marta, rees, capacity="tutor")
    make_agreement(idris, rees, ends_on=ON)
    make_agreement(zoe, rees, starts_on=date(2026, 11, 4))
    assert queries.trainees_supervised_by(actor_for(rees)) == [idris, marta]
    assert queries.trainees_supervised_by(actor_for(rees, date(2026, 11, 4))) == [marta, zoe]
    assert queries.trainees_supervised_by(actor_for(marta.person)) == []


@pytest.mark.parametrize(
    ("capacity", "worked_on", "today", "may"),
    [
        ("supervisor", date(2026, 6, 30), date(2026, 9, 28), True),
        ("supervisor", date(2026, 6, 30), date(2026, 9, 29), False),
        ("supervisor", date(2026, 7, 1), date(2026, 7, 1), False),
        ("tutor", date(2026, 6, 30), date(2026, 7, 1), False),
    ],
)
def test_a_former_supervisor_may_sign_their_own_period_for_a_while(
    session, cohort, capacity, worked_on, today, may
) -> None:
    rees, trainee = make_person(), make_trainee(cohort)
    make_agreement(trainee, rees, ends_on=date(2026, 6, 30))
    condition = queries.may_still_sign_for(actor_for(rees, today), Trainee.id, worked_on, 90, capacity)
    assert (session.scalar(select(Trainee).where(condition)) is trainee) is may


def test_a_condition_looks_at_the_row_it_is_asked_about_and_at_no_other(session, cohort) -> None:
    """The table of the row may be the one that the condition itself looks into."""
    rees = make_person("Dr Rees")
    marta, idris = make_trainee(cohort, make_person("Marta")), make_trainee(cohort, make_person("Idris"))
    mine, other = make_agreement(marta, rees), make_agreement(idris, make_person("Dr Zed"))
    own = select(Trainee).where(queries.is_own_record(actor_for(marta.person), Trainee.id))
    seen = select(SupervisionAgreement).where(
        queries.supervises(actor_for(rees), SupervisionAgreement.trainee_id, SupervisionAgreement.starts_on)
    )
    assert session.scalars(own).all() == [marta]
    assert session.scalars(seen).all() == [mine]
    assert other.supervisor_id != rees.id


def test_terms_tell_dates_and_version_in_one_query(session, cohort) -> None:
    other = make_programme(key="other")
    later = make_cohort(other, starts_on=date(2026, 1, 1), ends_on=date(2027, 7, 1), version=make_version(other))
    marta, idris = make_trainee(cohort, make_person("Marta")), make_trainee(later)
    ids = [idris.id, marta.id, 987654]
    session.expire_all()
    with Counted() as statements:
        terms = queries.terms_of(ids)
        versions = {each.version for each in terms.values()}
        definitions = [definition_of(version).key for version in sorted(versions)]
    assert len(statements) <= 3  # the terms, and each definition's text once
    assert list(terms) == [marta.id, idris.id]
    assert (terms[marta.id].starts_on, terms[idris.id].ends_on) == (cohort.starts_on, date(2027, 7, 1))
    assert (terms[marta.id].name, terms[marta.id].person_id) == ("Marta", marta.person_id)
    assert definitions == ["pip", "other"]


def test_agreements_and_placements_of_many_come_in_one_query_each(session, cohort) -> None:
    trainees = [make_trainee(cohort, make_person(f"Trainee {number}")) for number in range(6)]
    for trainee in trainees:
        make_agreement(trainee, make_person("Dr Zed"))
        make_agreement(trainee, make_person("Anna"), capacity="tutor")
        make_placement(trainee)
    ids = [trainee.id for trainee in trainees]
    session.expire_all()
    with Counted() as statements:
        agreements, placements = queries.agreements_on(ids, ON), queries.placements_on(ids, ON)
        names = [agreement.supervisor.name for agreement in agreements[ids[0]]]
    assert len(statements) == 2
    assert names == ["Anna", "Dr Zed"]
    assert set(agreements) == set(placements) == set(ids)


def test_the_list_of_cohorts_holds_what_may_be_read_and_no_more(session, cohort) -> None:
    make_trainee(cohort)
    make_trainee(cohort)
    later = make_cohort(cohort.programme, name="Cohort 2027", starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1))
    make_cohort(make_programme(key="other"))
    readable = select(Cohort).where(Cohort.programme_id == cohort.programme_id)
    lines = queries.cohort_lines(readable)
    assert [(line.name, line.trainees, line.version) for line in lines] == [
        ("Cohort 2027", 0, 1),
        ("Cohort 2025", 2, 1),
    ]
    assert queries.chosen_ids(readable) == {cohort.id, later.id}


def test_only_people_of_the_programme_are_offered_as_new_trainees(session, cohort) -> None:
    office, known, member, stranger = (make_person(name) for name in ("Office", "Known", "Member", "Stranger"))
    for person, role in ((office, Role.ADMINISTRATOR), (known, Role.APPLICANT), (member, Role.TRAINEE)):
        give_role(person, cohort.programme, role)
    give_role(stranger, make_programme(key="other"), Role.APPLICANT)
    make_trainee(cohort, member)
    assert queries.people_to_add(cohort, actor_for(office)) == [known]


class Counted:
    """Collects the statements sent within the block."""

    def __enter__(self) -> list[str]:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement: str, *_rest: object) -> None:
        self.statements.append(statement)
