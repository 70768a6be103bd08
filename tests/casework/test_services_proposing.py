"""A family is proposed, answered by two, and becomes a case; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.factories.casework import OPENED_ON, Clinic, answer, draft, make_agreed_case, make_clinic, make_proposal
from tests.factories.cohorts import make_placement, make_trainee
from tests.factories.logbook import AT, acting
from tests.factories.people import make_person
from trainee_app import events
from trainee_app.cases.models import TrainingCase
from trainee_app.casework import queries, services
from trainee_app.casework.events import ProposalAnswered
from trainee_app.casework.models import CaseAnswer, CaseProposal
from trainee_app.casework.rules import Part, Plan
from trainee_app.cohorts.models import PlacementAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.refusals import FieldsAreFaulty

BOTH_ORDERS = [(Part.PLACEMENT, Part.SUPERVISOR), (Part.SUPERVISOR, Part.PLACEMENT)]


def number(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_two_agree_in_either_order_and_it_is_a_case_with_a_code(clinic: Clinic, order) -> None:
    proposal = make_proposal(clinic)
    assert answer(clinic, proposal, order[0]) is None
    assert (proposal.state, number(TrainingCase)) == ("proposed", 0)
    case = answer(clinic, proposal, order[1])
    assert case is not None
    assert (proposal.state, proposal.case_id, case.opened_on, case.number) == ("agreed", case.id, OPENED_ON, 1)
    assert case.code


def test_a_case_begins_with_what_was_proposed(clinic: Clinic) -> None:
    length = Plan(agreed_sessions=30, agreed_end_on=date(2026, 12, 1), last_allowed_on=date(2027, 1, 15))
    case = make_agreed_case(clinic, plan=length, responsibility="Clinical lead")
    plan = queries.latest_plan(case.id)
    assert plan is not None
    assert (plan.agreed_sessions, plan.agreed_end_on, plan.last_allowed_on) == (
        30,
        date(2026, 12, 1),
        date(2027, 1, 15),
    )
    assert plan.responsibility == "Clinical lead"
    consents = [(each.kind, each.given_on) for each in queries.consents_of(case.id)]
    assert consents == [("seen", date(2026, 2, 20)), ("discussed", date(2026, 2, 20))]
    assert (case.age_band, case.kind, case.placement_id) == ("under_3", "parent_infant", clinic.placement.id)


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_one_no_settles_it(clinic: Clinic, order) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, order[0])
    assert answer(clinic, proposal, order[1], agrees=False, words="Not before the summer.") is None
    assert (proposal.state, number(TrainingCase)) == ("declined", 0)
    with pytest.raises(services.ProposalAlreadySettled):
        answer(clinic, proposal, order[1])


def test_a_first_no_needs_no_second_answer(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.SUPERVISOR, agrees=False, words="Too early in the training.")
    assert proposal.state == "declined"
    with pytest.raises(services.ProposalAlreadySettled):
        answer(clinic, proposal, Part.PLACEMENT)


@pytest.mark.parametrize(
    ("says", "field"),
    [
        ({"agrees": False}, "words"),
        ({"words": "Her number is 943 476 5919"}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"on_word_of": "anna@example.org"}, "on_word_of"),
    ],
)
def test_an_answer_is_refused_at_its_field(clinic: Clinic, says, field) -> None:
    proposal = make_proposal(clinic)
    with pytest.raises(FieldsAreFaulty) as faulty:
        answer(clinic, proposal, Part.PLACEMENT, **says)
    assert {each.field for each in faulty.value.violations} == {field}
    assert number(CaseAnswer) == 0


def test_the_same_answer_twice_is_given_once(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.PLACEMENT)
    assert answer(clinic, proposal, Part.PLACEMENT) is None
    case = answer(clinic, proposal, Part.SUPERVISOR)
    assert answer(clinic, proposal, Part.SUPERVISOR) is case
    assert (number(CaseAnswer), number(TrainingCase)) == (2, 1)


def test_who_comes_second_for_a_part_is_told_so(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.PLACEMENT)
    office = clinic.training.administrator
    with pytest.raises(services.AlreadyAnswered):
        answer(clinic, proposal, Part.PLACEMENT, by=office, on_word_of="Peter Quist, manager")
    with pytest.raises(services.AlreadyAnswered):
        answer(clinic, proposal, Part.PLACEMENT, agrees=False, words="I thought again.")


def test_the_office_records_on_whose_word(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.PLACEMENT, by=clinic.training.administrator, on_word_of="Peter Quist, manager")
    (said,) = queries.answers_to([proposal.id])[proposal.id].values()
    assert (said.on_word_of, said.answered_by) == ("Peter Quist, manager", clinic.training.administrator.id)
    told = [each for each in events.published() if isinstance(each, ProposalAnswered)]
    assert [(each.part, each.agrees, each.by_office) for each in told] == [("placement", True, True)]


@pytest.mark.parametrize("part", Part)
def test_nobody_agrees_where_no_agreement_of_the_placement_covers_cases(session, part) -> None:
    clinic = make_clinic(covers_cases=False)
    proposal = make_proposal(clinic)
    with pytest.raises(services.NoAgreementCoversCases, match="covers training cases"):
        answer(clinic, proposal, part)
    answer(clinic, proposal, part, agrees=False, words="No cover yet.")
    assert proposal.state == "declined"


def test_cover_that_ended_between_the_two_answers_covers_nothing(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.PLACEMENT)
    agreement = db.session.scalars(select(PlacementAgreement)).one()
    agreement.ends_on, agreement.ended_at = OPENED_ON, AT
    db.session.flush()
    with pytest.raises(services.NoAgreementCoversCases):
        answer(clinic, proposal, Part.SUPERVISOR, on=OPENED_ON + timedelta(days=1))


def test_a_family_comes_from_a_placement_that_holds(clinic: Clinic) -> None:
    closed = make_placement(clinic.training.trainee, "Eastside", ends_on=OPENED_ON - timedelta(days=1))
    other = make_trainee(clinic.training.trainee.cohort, make_person("Joe Banda"))
    theirs = make_placement(other, "Westside")
    for placement in (closed, theirs):
        with pytest.raises(FieldsAreFaulty) as faulty:
            services.propose_family(
                trainee=clinic.training.trainee,
                placement=placement,
                draft=draft(),
                actor=clinic.trainee_actor,
                on=OPENED_ON,
                at=AT,
                public_id=new_public_id(),
            )
        assert [each.field for each in faulty.value.violations] == ["placement"]


def test_a_family_is_not_proposed_until_the_year_9999(clinic: Clinic) -> None:
    for plan in (
        Plan(agreed_sessions=None, agreed_end_on=date.max, last_allowed_on=None),
        Plan(agreed_sessions=30, agreed_end_on=None, last_allowed_on=date.max),
    ):
        with pytest.raises(FieldsAreFaulty) as faulty:
            make_proposal(clinic, draft(plan=plan))
        assert [each.code for each in faulty.value.violations] == ["far_beyond_the_training"]
    assert number(CaseProposal) == 0


def test_sending_the_proposal_twice_makes_one(clinic: Clinic) -> None:
    name = new_public_id()
    first = make_proposal(clinic, public_id=name)
    assert make_proposal(clinic, public_id=name) is first
    assert number(CaseProposal) == 1
    other = make_trainee(clinic.training.trainee.cohort, make_person("Joe Banda"))
    with pytest.raises(services.FormBelongsToAnother):
        services.propose_family(
            trainee=other,
            placement=make_placement(other),
            draft=draft(),
            actor=acting(other.person),
            on=OPENED_ON,
            at=AT,
            public_id=name,
        )


def test_a_proposal_is_taken_back_while_it_waits(clinic: Clinic) -> None:
    proposal = make_proposal(clinic)
    answer(clinic, proposal, Part.PLACEMENT)
    services.withdraw_proposal(proposal=proposal, actor=clinic.trainee_actor, at=AT)
    services.withdraw_proposal(proposal=proposal, actor=clinic.trainee_actor, at=AT)
    assert [each.name for each in events.published()].count("ProposalWithdrawn") == 1
    with pytest.raises(services.ProposalAlreadySettled):
        answer(clinic, proposal, Part.SUPERVISOR)


def test_what_has_become_a_case_is_not_taken_back(clinic: Clinic) -> None:
    make_agreed_case(clinic)
    (proposal,) = queries.proposals_of(clinic.training.trainee.id)
    with pytest.raises(services.ProposalAlreadySettled):
        services.withdraw_proposal(proposal=proposal, actor=clinic.trainee_actor, at=AT)


def test_two_families_get_two_numbers_and_two_codes(clinic: Clinic) -> None:
    cases = [make_agreed_case(clinic), make_agreed_case(clinic)]
    assert [each.number for each in cases] == [1, 2]
    assert len({each.code for each in cases}) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_proposal SET age_band = 'over_12'",
        "DELETE FROM case_proposal",
        "UPDATE case_answer SET agrees = (1 = 0)",
        "DELETE FROM case_answer",
    ],
)
def test_the_database_itself_keeps_proposals_and_answers(clinic: Clinic, statement) -> None:
    answer(clinic, make_proposal(clinic), Part.PLACEMENT)
    with pytest.raises(DatabaseError, match="never"), db.session.begin_nested():
        db.session.execute(text(statement))
