"""The invented world holds together: everybody is where the story says, and every sum and signature agrees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import dispose
from tests.databases import SHARED, Database, SqliteFiles, once
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.admissions.models import Application
from trainee_app.app import create_app
from trainee_app.away.models import Absence, PaperSheet, SigningList
from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CaseEnding, CasePhase, CaseProposal
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.demo.rules import APPLICANTS, COHORTS, PASSWORD, STAFF, course_of, worked
from trainee_app.logbook.models import LogEntry, QuietMonth, TermDocument
from trainee_app.logbook.queries import count_awaiting_signature
from trainee_app.logbook.queries.verifying import count_to_verify
from trainee_app.people.models import Person
from trainee_app.readiness.models import ReadyFlag, Standing, StandingHeadline

TODAY = date(2026, 11, 20)
_LOADED = "demo_world"
EVERYBODY = [trainee for cohort in COHORTS for trainee in cohort.trainees]


def test_the_world_is_the_same_every_time() -> None:
    for cohort in COHORTS:
        course = course_of(cohort, TODAY)
        for trainee in cohort.trainees:
            once = list(worked(trainee, course, course.starts_on, TODAY, TODAY))
            assert once == list(worked(trainee, course, course.starts_on, TODAY, TODAY))
            assert all(course.starts_on <= content.worked_on <= TODAY for content in once)


def test_nobody_and_no_family_is_real_and_no_address_can_be_reached() -> None:
    people = [*STAFF, *APPLICANTS, *(trainee.person for trainee in EVERYBODY)]
    assert len({each.email for each in people}) == len(people)
    assert all(each.email.endswith("@demo.example") for each in people)


@pytest.fixture(scope="module")
def world(server: SqliteFiles, worker_id: str) -> Iterator[Flask]:
    """The world, loaded once for all workers by its command, on the database that `make run` uses."""
    shared = Path(os.environ[SHARED])
    once(shared, _LOADED, lambda: _load(server, shared / _LOADED))
    folder = shared / f"{_LOADED}_{worker_id}"
    copytree(shared / _LOADED, folder, dirs_exist_ok=True)
    app = create_app(Database(server.copy(f"{_LOADED}_{worker_id}", _LOADED), folder).settings(demo=True))
    yield app
    dispose(app)
    server.drop(f"{_LOADED}_{worker_id}")


def _load(server: SqliteFiles, folder: Path) -> None:
    folder.mkdir()
    app = create_app(Database(server.copy(_LOADED), folder).settings(demo=True))
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    assert PASSWORD in loaded.stdout
    dispose(app)


def states(app: Flask) -> dict[str, str]:
    with app.app_context():
        statement = (
            select(Person.name, StandingHeadline.state)
            .join(Trainee, Trainee.person_id == Person.id)
            .join(StandingHeadline, StandingHeadline.trainee_id == Trainee.id)
        )
        return dict(db.session.execute(statement).all())


@pytest.mark.one_engine
def test_somebody_is_behind_and_somebody_has_dates_to_discuss(world: Flask) -> None:
    found = states(world)
    assert found["Marta Ellison"] == "behind"
    assert found["Bea Kettle"] == "behind"
    assert found["Wren Lumley"] == "not_possible"
    assert len(found) == len(EVERYBODY)


@pytest.mark.one_engine
def test_somebody_waits_for_a_case_and_has_no_client_contact(world: Flask) -> None:
    with world.app_context():
        statement = (
            select(Standing.figure)
            .join(Trainee, Trainee.id == Standing.trainee_id)
            .join(Person, Person.id == Trainee.person_id)
            .where(Person.name == "Hana Stroud", Standing.requirement == "clinical")
        )
        assert db.session.scalar(statement) == 0


@pytest.mark.one_engine
def test_somebody_is_flagged_as_ready_and_everybody_else_is_not(world: Flask) -> None:
    with world.app_context():
        statement = (
            select(Person.name)
            .join(Trainee, Trainee.person_id == Person.id)
            .join(ReadyFlag, ReadyFlag.trainee_id == Trainee.id)
            .where(ReadyFlag.ended_at.is_(None))
        )
        assert list(db.session.scalars(statement)) == ["Tamsin Okell"]


@pytest.mark.one_engine
def test_families_are_seen_signed_off_and_ended_and_two_are_proposed(world: Flask) -> None:
    with world.app_context():
        count = db.func.count()
        assert len(db.session.scalars(select(TrainingCase.code)).all()) >= 20
        assert db.session.scalars(select(CaseEnding.kind)).all()
        assert "final" in db.session.scalars(select(CasePhase.phase)).all()
        assert db.session.scalar(select(count).where(CaseProposal.state == "proposed")) == 2
        sessions = select(count).where(LogEntry.activity == "case_session", LogEntry.case_id.is_(None))
        assert db.session.scalar(sessions) == 0


@pytest.mark.one_engine
def test_two_apply_to_the_next_intake(world: Flask) -> None:
    with world.app_context():
        statement = select(Person.name, Application.stage).join(Application, Application.person_id == Person.id)
        assert dict(db.session.execute(statement).all()) == {"Rosa Lindqvist": "interview", "Theo Marchetti": None}


@pytest.mark.one_engine
def test_supervision_and_teaching_come_from_records_alone(world: Flask) -> None:
    with world.app_context():
        taught = ("workshop", "seminar", "individual_supervision", "group_supervision")
        own = select(db.func.count()).where(LogEntry.activity.in_(taught), LogEntry.carried_by.is_(None))
        assert db.session.scalar(own) == 0


@pytest.mark.one_engine
def test_one_who_is_away_is_to_be_countersigned_for_and_one_trainee_says_that_nothing_was_to_log(world: Flask) -> None:
    with world.app_context():
        assert db.session.scalars(select(Absence.decided_at)).all() == [None]
        assert _whose(PaperSheet) == ["Owen Ainsley-Moss"]
        assert _whose(QuietMonth) == ["Wren Lumley"]


@pytest.mark.one_engine
def test_study_goes_to_the_tutor_by_the_term_one_term_waits_and_those_before_are_signed(world: Flask) -> None:
    with world.app_context():
        waiting = select(TermDocument).where(TermDocument.decision.is_(None))
        waits = [(each.tutor.name, each.trainee.person.name) for each in db.session.scalars(waiting)]
        assert ("Anna Kerrigan", "Marta Ellison") in waits
        decisions = select(TermDocument.decision).join(Trainee).join(Person, Person.id == Trainee.person_id)
        of_marta = set(db.session.scalars(decisions.where(Person.name == "Marta Ellison")))
        assert "signed" in of_marta
        tutor = Actor(
            db.session.scalars(select(Person.id).where(Person.name == "Anna Kerrigan")).one(), clock.today(), True
        )
        assert count_awaiting_signature(tutor) == 0


@pytest.mark.one_engine
def test_one_without_an_account_is_asked_by_link_and_the_office_has_something_to_verify(world: Flask) -> None:
    with world.app_context():
        asked = db.session.scalars(select(SigningList)).one()
        assert (asked.person.name, _whose(SigningList)) == ("Petra Holloway", ["Niamh O’Dowd"])
        assert asked.ended_at is None
        office = db.session.scalars(select(Person.id).where(Person.name == "Oona Hartley")).one()
        assert count_to_verify(Actor(office, clock.today(), True)) >= 1


def _whose(model: Any) -> list[str]:
    """Return the trainees of these rows."""
    whose = select(Person.name).join(Trainee, Trainee.person_id == Person.id)
    return list(db.session.scalars(whose.join(model, model.trainee_id == Trainee.id)))


@pytest.mark.one_engine
def test_every_standing_is_of_today(world: Flask) -> None:
    with world.app_context():
        assert set(db.session.scalars(select(StandingHeadline.as_of))) == {clock.today()}


@pytest.mark.one_engine
@pytest.mark.parametrize("command", [["totals", "verify"], ["audit", "verify"]])
def test_every_sum_and_every_signature_of_the_world_agrees(world: Flask, command: list[str]) -> None:
    verified = world.test_cli_runner().invoke(args=command)
    assert verified.exit_code == 0, verified.output


@pytest.mark.one_engine
def test_loading_it_again_changes_nothing(world: Flask) -> None:
    with world.app_context():
        before = db.session.scalar(select(db.func.count()).select_from(Person))
    again = world.test_cli_runner().invoke(args=["demo", "load"])
    assert again.exit_code == 0
    with world.app_context():
        assert db.session.scalar(select(db.func.count()).select_from(Person)) == before


def test_a_copy_that_is_no_trial_refuses_it(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert "DEMO=1" in refused.output
