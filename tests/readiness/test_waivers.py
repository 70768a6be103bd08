"""Waivers and equivalences: two people, a reason, and a standing that follows; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from tests.factories.logbook import Training, acting, make_training
from tests.factories.people import give_role, make_person
from tests.readiness.test_services import HOUR_OF_READING
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import State
from trainee_app.readiness import services
from trainee_app.readiness.models import ReadyFlag, Standing, WaiverRecord
from trainee_app.readiness.queries import judge_one
from trainee_app.readiness.rules import WaiverDraft, WaiverKind, check_waiver
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 4)
AT = datetime(2026, 11, 4, 12, tzinfo=UTC)
DRAFT = WaiverDraft("clinical", WaiverKind.WAIVER, "Ten years in the same work", "Letter of 3 May 2026", "", None)


class Deciding:
    """Ines keeps the office, Dora directs, Boris sits on the board; all on Marta's programme."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.office = acting(training.administrator)
        self.director, self.board = self._holding(Role.DIRECTOR), self._holding(Role.BOARD_MEMBER)

    def _holding(self, role: Role) -> Actor:
        person: Person = make_person(role.words)
        give_role(person, self.training.programme, role)
        return acting(person)

    def propose(self, draft: WaiverDraft = DRAFT, **changes) -> WaiverRecord:
        usual = {"trainee": self.training.trainee, "actor": self.office, "on": ON, "at": AT}
        return services.propose_waiver(draft=draft, **{"public_id": new_public_id(), **usual, **changes})

    def decide(self, waiver: WaiverRecord, *, grant: bool = True, actor: Actor | None = None, on: date = ON) -> None:
        services.decide_waiver(waiver=waiver, grant=grant, actor=actor or self.director, on=on, at=AT)
        events.settle()

    def state(self, requirement: str = "clinical") -> str | None:
        whose = Standing.trainee_id == self.training.trainee.id
        return db.session.scalar(select(Standing.state).where(whose, Standing.requirement == requirement))

    def flags(self) -> list[bool]:
        """For each ready flag ever raised, whether it still stands."""
        rows = db.session.scalars(select(ReadyFlag).order_by(ReadyFlag.id)).all()
        return [flag.ended_at is None for flag in rows]


@pytest.fixture
def deciding(session: scoped_session[Session]) -> Deciding:
    return Deciding(make_training())


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"requirement": "nothing"}, ["unknown_requirement"]),
        ({"requirement": "teaching"}, ["already_waived"]),
        ({"reason": ""}, ["reason_missing"]),
        ({"evidence": ""}, ["evidence_missing"]),
        ({"reason": "x" * 1000, "evidence": "x" * 500, "conditions": "x" * 500}, []),
        ({"reason": "x" * 1001}, ["too_long"]),
        ({"evidence": "x" * 501, "conditions": "x" * 501}, ["too_long", "too_long"]),
        ({"evidence": "Referral of 943 476 5919"}, ["identifier"]),
        ({"expires_on": ON}, []),
        ({"expires_on": date(2026, 11, 3)}, ["expires_in_the_past"]),
    ],
)
def test_what_is_proposed_is_checked(change: dict, codes: list[str]) -> None:
    found = check_waiver(replace(DRAFT, **change), {"clinical", "teaching"}, {"teaching"}, ON)
    assert [violation.code for violation in found] == codes


def test_what_is_proposed_counts_once_somebody_else_has_decided(deciding: Deciding) -> None:
    waiver = deciding.propose()
    events.settle()
    assert deciding.state() != State.WAIVED
    deciding.decide(waiver)
    assert deciding.state() == State.WAIVED
    finding = next(
        each for each in judge_one(deciding.training.trainee.id, ON).evaluated.findings if each.key == "clinical"
    )
    assert (finding.figure, finding.target) == (0, 220 * 60)
    names = [event.name for event in events.published()]
    assert (names.count("WaiverProposed"), names.count("WaiverDecided")) == (1, 1)
    assert "Ten years" not in str([event.payload() for event in events.published()])


def test_what_is_refused_counts_for_nothing_and_may_be_proposed_again(deciding: Deciding) -> None:
    deciding.decide(deciding.propose(), grant=False)
    assert deciding.state() != State.WAIVED
    deciding.decide(deciding.propose(), actor=deciding.board)
    assert deciding.state() == State.WAIVED


def test_a_waiver_that_is_ended_counts_no_longer(deciding: Deciding) -> None:
    waiver = deciding.propose()
    deciding.decide(waiver)
    services.end_waiver(waiver=waiver, actor=deciding.office, at=AT)
    events.settle()
    assert deciding.state() != State.WAIVED
    with pytest.raises(services.WaiverHasEnded):
        services.end_waiver(waiver=waiver, actor=deciding.office, at=AT)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_waiver_holds_from_its_decision_to_its_last_day(deciding: Deciding, days: int, holds: bool) -> None:
    deciding.decide(deciding.propose(replace(DRAFT, expires_on=ON + timedelta(days=30))))
    findings = judge_one(deciding.training.trainee.id, ON + timedelta(days=days)).evaluated.findings
    assert (next(each for each in findings if each.key == "clinical").state is State.WAIVED) is holds


def test_one_person_never_does_both(deciding: Deciding) -> None:
    give_role(deciding.training.administrator, deciding.training.programme, Role.DIRECTOR)
    waiver = deciding.propose()
    with pytest.raises(services.DecidedByTheProposer):
        deciding.decide(waiver, actor=deciding.office)
    assert waiver.decision == ""


def test_nobody_has_a_hand_in_a_waiver_of_their_own(deciding: Deciding) -> None:
    marta = deciding.training.trainee_actor
    with pytest.raises(services.DecidedByTheProposer):
        deciding.propose(actor=marta)
    waiver = deciding.propose()
    with pytest.raises(services.DecidedByTheProposer):
        deciding.decide(waiver, actor=marta)
    deciding.decide(waiver)
    with pytest.raises(services.DecidedByTheProposer):
        services.end_waiver(waiver=waiver, actor=marta, at=AT)


def test_it_is_decided_once(deciding: Deciding) -> None:
    waiver = deciding.propose()
    deciding.decide(waiver)
    with pytest.raises(services.WaiverAlreadyDecided):
        deciding.decide(waiver, grant=False, actor=deciding.board)
    assert waiver.decision == "granted"


def test_what_was_taken_back_is_not_decided(deciding: Deciding) -> None:
    waiver = deciding.propose()
    services.end_waiver(waiver=waiver, actor=deciding.office, at=AT)
    with pytest.raises(services.WaiverHasEnded):
        deciding.decide(waiver)


def test_one_at_a_time_for_a_requirement(deciding: Deciding) -> None:
    deciding.propose()
    with pytest.raises(FieldsAreFaulty, match="waits for its decision"):
        deciding.propose()
    deciding.propose(replace(DRAFT, requirement="teaching"))


def test_a_form_sent_twice_proposes_once(deciding: Deciding) -> None:
    name = new_public_id()
    assert deciding.propose(public_id=name) is deciding.propose(public_id=name)


def test_a_waiver_raises_the_ready_flag_and_its_end_lowers_it(session: scoped_session[Session]) -> None:
    deciding = Deciding(make_training(definition=HOUR_OF_READING))
    waiver = deciding.propose(replace(DRAFT, requirement="study"))
    deciding.decide(waiver)
    assert deciding.flags() == [True]
    services.end_waiver(waiver=waiver, actor=deciding.director, at=AT)
    events.settle()
    assert deciding.flags() == [False]


@pytest.mark.parametrize("values", [{"reason": "Another"}, {"requirement": "teaching"}, {"decision": "refused"}])
def test_the_database_itself_keeps_what_was_decided(deciding: Deciding, values: dict) -> None:
    waiver = deciding.propose()
    deciding.decide(waiver)
    db.session.flush()
    with pytest.raises(DBAPIError):
        db.session.execute(update(WaiverRecord).where(WaiverRecord.id == waiver.id).values(**values))
    db.session.rollback()


def test_the_database_itself_leaves_what_has_ended_as_it_is(deciding: Deciding) -> None:
    waiver = deciding.propose()
    services.end_waiver(waiver=waiver, actor=deciding.office, at=AT)
    db.session.flush()
    with pytest.raises(DBAPIError):
        db.session.execute(update(WaiverRecord).where(WaiverRecord.id == waiver.id).values(ended_at=None))
    db.session.rollback()


def test_the_database_itself_wants_two_people(deciding: Deciding) -> None:
    waiver = deciding.propose()
    alone = {"decision": "granted", "decided_by": waiver.proposed_by, "decided_at": AT, "decided_on": ON}
    with pytest.raises(DBAPIError):
        db.session.execute(update(WaiverRecord).where(WaiverRecord.id == waiver.id).values(**alone))
    db.session.rollback()
