"""What no page brings about and a slip in the database could: somebody who would decide about themselves.

Each exception of the permission table that only such a slip can try, with the slip that tries it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import make_term_document, seen
from tests.factories.people import give_role
from tests.matrix.asking import Stage
from tests.matrix.world import World
from tests.matrix.world_supervision import make_date
from trainee_app.access import Actor
from trainee_app.admissions.models import Application, Interview
from trainee_app.away.services import propose_absence
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import Seen
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession


@dataclass(frozen=True)
class Slip:
    """What is put into the database, and who then stands before which page, about what."""

    make: Callable[[World], None]
    row: str
    actor: str
    name: str


@contextmanager
def slipped(stage: Stage, slip: Slip) -> Iterator[None]:
    """Commit the slip, and put the world back afterwards."""
    ids = dict(stage.world.ids)
    with stage.app.app_context(), unit_of_work():
        slip.make(stage.world)
    try:
        yield
    finally:
        stage.world.ids = ids
        stage.renew()


def _a_trainee_sits_on_the_board(world: World) -> None:
    give_role(_person(world, "both"), _programme(world), Role.BOARD_MEMBER, world.days_ago(10))


def _a_trainee_on_the_board_is_countersigned_for(world: World) -> None:
    _a_trainee_sits_on_the_board(world)
    named = SupervisionAgreement.public_id == world.ids["agreement", "ada with supervisor"]
    proposed = propose_absence(
        agreement=db.session.scalars(select(SupervisionAgreement).where(named)).one(),
        entries=[_as_it_waits(world, "ada's submitted")],
        evidence="the clinic’s diary",
        public_id=new_public_id(),
        actor=Actor(world.person_ids["administrator"], world.on, second_factor=True, confirmed=True),
        at=world.at,
        on=world.on,
        strength="two_factors",
    )
    world.ids["absence", "ada's"] = proposed.public_id
    world.seen["absence", "ada's"] = (1, proposed.content_hash)


def _as_it_waits(world: World, name: str) -> Seen:
    return seen(db.session.scalars(select(LogEntry).where(LogEntry.public_id == world.ids["entry", name])).one())


def _the_absent_supervisor_sits_on_the_board(world: World) -> None:
    give_role(_person(world, "supervisor"), _programme(world), Role.BOARD_MEMBER, world.days_ago(10))


def _a_trainee_protects_the_data(world: World) -> None:
    give_role(_person(world, "both"), _programme(world), Role.DATA_PROTECTION_OFFICER, world.days_ago(10))


def _an_applicant_holds_her_own_interview(world: World) -> None:
    named = select(Application).where(Application.public_id == world.ids["application", "ada's"])
    application = db.session.scalars(named).one()
    interview = Interview(
        programme_id=application.programme_id,
        application_id=application.id,
        held_on=world.on,
        first_id=world.person_ids["both"],
        second_id=world.person_ids["tutor"],
        recorded_at=world.at,
    )
    db.session.add(interview)
    db.session.flush()
    world.ids["interview", "with herself"] = interview.public_id


def _a_leader_is_a_trainee_of_the_cohort(world: World) -> None:
    ada = _person(world, "both")
    give_role(ada, _programme(world), Role.TUTOR, world.days_ago(10))
    cohort = _cohort(world)
    date = make_date(cohort, ada, world.days_ago(3), world.at)
    world.ids["teaching", "led by a trainee"] = date.public_id


def _a_supervisor_was_present_at_their_own_session(world: World) -> None:
    trainee = make_trainee(_cohort(world), _person(world, "unassigned"))
    session = select(SupervisionSession).where(SupervisionSession.public_id == world.ids["supervision", "jonas's"])
    entry = select(LogEntry).where(LogEntry.public_id == world.ids["entry", "jonas's signed"])
    present = SupervisionPresent(
        programme_id=trainee.programme_id,
        session_id=db.session.scalars(session).one().id,
        trainee_id=trainee.id,
        entry_id=db.session.scalars(entry).one().id,
    )
    db.session.add(present)
    db.session.flush()


def _a_trainee_is_their_own_tutor(world: World) -> None:
    ada = _person(world, "both")
    trainee = db.session.scalars(select(Trainee).where(Trainee.public_id == world.ids["trainee", "ada"])).one()
    world.ids["term", "to herself"] = make_term_document(trainee, ada, [], world.on, world.at).public_id


def _cohort(world: World) -> Cohort:
    return db.session.scalars(select(Cohort).where(Cohort.public_id == world.ids["cohort", "ours"])).one()


def _person(world: World, word: str) -> Person:
    return db.session.scalars(select(Person).where(Person.public_id == world.people[word])).one()


def _programme(world: World) -> Programme:
    return db.session.scalars(select(Programme).where(Programme.public_id == world.ids["programme", "ours"])).one()


SLIPS: dict[tuple[str, int], Slip] = {
    ("absence.countersign", 0): Slip(
        _a_trainee_on_the_board_is_countersigned_for, "POST away.countersign", "both", "ada's"
    ),
    ("absence.countersign", 2): Slip(
        _the_absent_supervisor_sits_on_the_board, "POST away.countersign", "supervisor", "marta's"
    ),
    ("absence.decline", 0): Slip(_a_trainee_on_the_board_is_countersigned_for, "POST away.decline", "both", "ada's"),
    ("entry.blank", 0): Slip(_a_trainee_protects_the_data, "GET privacy.blank", "both", "ada's submitted"),
    ("interview.score", 0): Slip(_an_applicant_holds_her_own_interview, "GET admissions.score", "both", "with herself"),
    ("paper_record.decide", 0): Slip(_a_trainee_sits_on_the_board, "POST away.sign_as_recorded", "both", "ada's"),
    ("paper_record.decline", 0): Slip(_a_trainee_sits_on_the_board, "POST away.decline_record", "both", "ada's"),
    ("register.sign", 1): Slip(_a_leader_is_a_trainee_of_the_cohort, "POST teaching.sign", "both", "led by a trainee"),
    ("term.decide", 0): Slip(_a_trainee_is_their_own_tutor, "POST logbook.return_term", "both", "to herself"),
    ("supervision.correct", 0): Slip(
        _a_supervisor_was_present_at_their_own_session, "GET supervision.correct_form", "unassigned", "jonas's"
    ),
    ("waiver.decide", 0): Slip(_a_trainee_sits_on_the_board, "GET readiness.decide_waiver", "both", "ada's"),
}
