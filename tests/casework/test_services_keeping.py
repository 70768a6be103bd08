"""What is recorded while a case runs, and its ending; on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.factories.casework import OPENED_ON, Clinic, end, make_agreed_case, make_session, sign_off
from tests.factories.logbook import AT, WORKED_ON, acting, content, sign
from trainee_app import events
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.casework import queries, services
from trainee_app.casework.models import CaseEnding, CaseMark, CasePlan
from trainee_app.casework.rules import EndingKind, MarkKind, Phase, Plan
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.rules import Code
from trainee_app.logbook.services import EntryFaulty, return_entry, submit_entry, withdraw_entry
from trainee_app.refusals import FieldsAreFaulty

TODAY = AT.date()
_DAY = timedelta(days=1)


@pytest.fixture
def case(clinic) -> TrainingCase:
    return make_agreed_case(clinic)


def number(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def plan(clinic: Clinic, case: TrainingCase, **says: Any) -> None:
    usual: dict[str, Any] = {
        "plan": Plan(agreed_sessions=30, agreed_end_on=None, last_allowed_on=None),
        "review_on": None,
        "ending_agreed_on": None,
        "responsibility": "Team lead",
        "seen": queries.plans_recorded(case.id),
    }
    services.plan_case(case=case, actor=clinic.trainee_actor, on=TODAY, at=AT, **{**usual, **says})


def consent(clinic: Clinic, case: TrainingCase, kind: str = "video", on: date = OPENED_ON, **says: Any) -> None:
    usual: dict[str, Any] = {"scope": "supervision", "public_id": new_public_id()}
    services.give_consent(
        case=case, kind=kind, given_on=on, actor=clinic.trainee_actor, on=TODAY, at=AT, **{**usual, **says}
    )


def mark(clinic: Clinic, case: TrainingCase, kind: MarkKind, on: date = TODAY, **says: Any) -> None:
    usual: dict[str, Any] = {"what": "", "public_id": new_public_id()}
    services.mark_case(case=case, kind=kind, day=on, actor=clinic.trainee_actor, on=TODAY, at=AT, **{**usual, **says})


def test_the_latest_plan_holds_and_the_earlier_one_stays(clinic, case) -> None:
    longer = Plan(agreed_sessions=40, agreed_end_on=None, last_allowed_on=date(2027, 2, 1))
    plan(clinic, case, plan=longer, review_on=TODAY, ending_agreed_on=TODAY - _DAY)
    held = queries.latest_plan(case.id)
    assert held is not None
    assert (held.agreed_sessions, held.review_on, held.ending_agreed_on) == (40, TODAY, TODAY - _DAY)
    assert number(CasePlan) == 2


def test_the_same_plan_sent_again_changes_nothing(clinic, case) -> None:
    plan(clinic, case, review_on=TODAY)
    plan(clinic, case, review_on=TODAY)
    assert number(CasePlan) == 2
    assert [each.name for each in events.published()].count("CasePlanned") == 1


@pytest.mark.parametrize(
    ("says", "field"),
    [
        ({"review_on": TODAY - _DAY}, "review_on"),
        ({"ending_agreed_on": TODAY + _DAY}, "ending_agreed_on"),
        ({"plan": Plan(agreed_sessions=None, agreed_end_on=None, last_allowed_on=None)}, "agreed_sessions"),
        ({"responsibility": "the supervisor"}, "responsibility"),
        ({"plan": Plan(agreed_sessions=None, agreed_end_on=date.max, last_allowed_on=None)}, "agreed_end_on"),
        ({"review_on": date.max}, "review_on"),
    ],
)
def test_a_plan_is_refused_at_its_field(clinic, case, says, field) -> None:
    with pytest.raises(FieldsAreFaulty) as faulty:
        plan(clinic, case, **says)
    assert [each.field for each in faulty.value.violations] == [field]
    assert number(CasePlan) == 1


def test_a_plan_made_without_seeing_the_one_that_holds_is_looked_at_again(clinic, case) -> None:
    plan(clinic, case, review_on=TODAY)
    with pytest.raises(services.PlanChangedSinceShown):
        plan(clinic, case, ending_agreed_on=TODAY, seen=1)
    held = queries.latest_plan(case.id)
    assert held is not None
    assert (held.review_on, held.ending_agreed_on) == (TODAY, None)


def test_what_was_planned_may_pass_and_the_rest_be_changed(clinic, case) -> None:
    passed = Plan(agreed_sessions=30, agreed_end_on=TODAY, last_allowed_on=None)
    plan(clinic, case, plan=passed, review_on=TODAY)
    services.plan_case(
        case=case, plan=passed, review_on=TODAY, ending_agreed_on=TODAY, responsibility="Team lead", seen=2,
        actor=clinic.trainee_actor, on=TODAY + 9 * _DAY, at=AT,
    )  # fmt: skip
    assert number(CasePlan) == 3


def test_video_is_agreed_to_from_a_day_until_it_is_not(clinic, case) -> None:
    consent(clinic, case, on=date(2026, 4, 1))
    row = next(each for each in queries.consents_of(case.id) if each.kind == "video")
    services.withdraw_consent(consent=row, withdrawn_on=date(2026, 6, 1), actor=clinic.trainee_actor, on=TODAY, at=AT)
    held = [queries.video_consent_holds(case.id, date(*day)) for day in ((2026, 3, 31), (2026, 4, 1), (2026, 5, 31))]
    assert held == [False, True, True]
    assert not queries.video_consent_holds(case.id, date(2026, 6, 1))
    consent(clinic, case, on=date(2026, 7, 1))
    assert queries.video_consent_holds(case.id, TODAY)


def test_agreeing_anew_does_not_undo_a_withdrawal(clinic, case) -> None:
    consent(clinic, case, on=date(2026, 4, 1))
    row = next(each for each in queries.consents_of(case.id) if each.kind == "video")
    services.withdraw_consent(consent=row, withdrawn_on=date(2026, 6, 1), actor=clinic.trainee_actor, on=TODAY, at=AT)
    with pytest.raises(FieldsAreFaulty) as faulty:
        consent(clinic, case, on=date(2026, 5, 31))
    assert [each.code for each in faulty.value.violations] == ["before_it_was_withdrawn"]
    assert not queries.video_consent_holds(case.id, date(2026, 6, 1))
    consent(clinic, case, on=date(2026, 6, 1))


def test_what_holds_already_is_not_recorded_twice(clinic, case) -> None:
    with pytest.raises(FieldsAreFaulty) as faulty:
        consent(clinic, case, "seen")
    assert [each.code for each in faulty.value.violations] == ["already_given"]


def test_consent_is_withdrawn_once_and_within_its_time(clinic, case) -> None:
    row = queries.consents_of(case.id)[0]

    def withdraw(on: date) -> None:
        services.withdraw_consent(consent=row, withdrawn_on=on, actor=clinic.trainee_actor, on=TODAY, at=AT)

    for day in (row.given_on - _DAY, TODAY + _DAY):
        with pytest.raises(FieldsAreFaulty):
            withdraw(day)
    withdraw(TODAY)
    withdraw(TODAY)
    with pytest.raises(services.ConsentAlreadyWithdrawn):
        withdraw(TODAY - _DAY)
    assert [each.name for each in events.published()].count("ConsentWithdrawn") == 1


def test_a_form_sent_twice_records_once_and_not_on_another_case(clinic, case) -> None:
    first, second = new_public_id(), new_public_id()
    for _ in range(2):
        consent(clinic, case, public_id=first)
        mark(clinic, case, MarkKind.REVIEW, public_id=second)
    assert (number(CaseConsent), number(CaseMark)) == (3, 1)
    other = make_agreed_case(clinic)
    with pytest.raises(services.FormUsedElsewhere):
        mark(clinic, other, MarkKind.REVIEW, public_id=second)
    with pytest.raises(services.FormUsedElsewhere):
        consent(clinic, other, public_id=first)


def test_a_recording_needs_agreement_on_its_day(clinic, case) -> None:
    with pytest.raises(FieldsAreFaulty) as faulty:
        mark(clinic, case, MarkKind.RECORDED)
    assert [(each.code, each.field) for each in faulty.value.violations] == [("no_consent", "on")]
    consent(clinic, case)
    mark(clinic, case, MarkKind.RECORDED)
    assert [each.kind for each in queries.marks_of(case.id)] == ["recorded"]


@pytest.mark.parametrize("day", [TODAY + _DAY, OPENED_ON - 367 * _DAY])
def test_a_mark_has_a_day_that_can_be(clinic, case, day) -> None:
    with pytest.raises(FieldsAreFaulty):
        mark(clinic, case, MarkKind.REVIEW, day)


@pytest.mark.parametrize("kind", EndingKind)
def test_an_ending_closes_the_case_whatever_its_kind(clinic, case, kind) -> None:
    end(clinic, case, TODAY, kind)
    ending = queries.ending_of(case.id)
    assert ending is not None
    assert (case.closed_on, ending.kind, ending.ended_on) == (TODAY, kind, TODAY)
    assert [each.name for each in events.published()][-2:] == ["CaseClosed", "CaseEnded"]


def test_the_same_ending_twice_is_one_and_another_one_is_refused(clinic, case) -> None:
    end(clinic, case, TODAY)
    end(clinic, case, TODAY)
    assert number(CaseEnding) == 1
    with pytest.raises(services.CaseHasEnded):
        end(clinic, case, TODAY, EndingKind.BY_FAMILY)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (OPENED_ON - _DAY, "before_it_began"),
        (TODAY + _DAY, "in_the_future"),
        (WORKED_ON - _DAY, "before_the_last_session"),
    ],
)
def test_an_ending_is_refused_on_a_day_that_cannot_be(clinic, case, on, code) -> None:
    make_session(clinic, case, WORKED_ON)
    with pytest.raises(FieldsAreFaulty) as faulty:
        end(clinic, case, on)
    assert code in {each.code for each in faulty.value.violations}
    assert case.closed_on is None


def test_a_session_after_the_end_is_refused(clinic, case) -> None:
    end(clinic, case, WORKED_ON - _DAY)
    with pytest.raises(EntryFaulty) as faulty:
        make_session(clinic, case, WORKED_ON)
    assert [(each.code, each.field) for each in faulty.value.errors] == [(Code.CASE_NOT_OPEN, "case")]


def test_after_the_end_nothing_is_recorded_but_what_may_come_after_it(clinic, case) -> None:
    row = queries.consents_of(case.id)[0]
    end(clinic, case, WORKED_ON)
    for refused in (
        lambda: plan(clinic, case, review_on=TODAY),
        lambda: consent(clinic, case),
        lambda: mark(clinic, case, MarkKind.REVIEW),
        lambda: mark(clinic, case, MarkKind.ASSESSMENT, what="pdi"),
    ):
        with pytest.raises(services.CaseHasEnded):
            refused()
    for kind in (MarkKind.TOLD_LEAD, MarkKind.TOLD_SUPERVISOR, MarkKind.DESTROYED, MarkKind.FEEDBACK):
        mark(clinic, case, kind)
    services.withdraw_consent(consent=row, withdrawn_on=TODAY, actor=clinic.trainee_actor, on=TODAY, at=AT)
    assert number(CaseMark) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_plan SET agreed_sessions = 99",
        "DELETE FROM case_plan",
        "UPDATE case_consent SET given_on = '2026-01-01'",
        "DELETE FROM case_consent",
        "UPDATE case_mark SET what = 'other'",
        "DELETE FROM case_mark",
        "UPDATE case_ending SET kind = 'planned'",
        "DELETE FROM case_ending",
    ],
)
def test_the_database_itself_keeps_what_was_recorded(clinic, case, statement) -> None:
    mark(clinic, case, MarkKind.REVIEW)
    end(clinic, case, TODAY, EndingKind.BY_FAMILY)
    with pytest.raises(DatabaseError, match="never"), db.session.begin_nested():
        db.session.execute(text(statement))


def take_back(clinic: Clinic, case: TrainingCase, reason: str = "It was another case.") -> None:
    services.take_ending_back(case=case, reason=reason, actor=clinic.trainee_actor, at=AT)


def test_an_ending_taken_back_lets_the_case_go_on_and_end_anew(clinic, case) -> None:
    end(clinic, case, TODAY)
    with pytest.raises(FieldsAreFaulty):
        take_back(clinic, case, "Her number is 07700 900123.")
    take_back(clinic, case)
    assert (case.closed_on, queries.ending_of(case.id)) == (None, None)
    (fact,) = queries.facts_cases([case.trainee_id])[case.trainee_id]
    assert fact.ending is None
    with pytest.raises(services.NoEndingStands):
        take_back(clinic, case)
    make_session(clinic, case, TODAY)
    end(clinic, case, TODAY, EndingKind.MOVED)
    (fact,) = queries.facts_cases([case.trainee_id])[case.trainee_id]
    assert (fact.ending, fact.held_sessions) == ("moved", 1)
    assert number(CaseEnding) == 2
    assert [each.name for each in events.published()].count("CaseEndingTakenBack") == 1


def test_an_ending_that_the_final_phase_rests_on_is_not_taken_back(clinic, case) -> None:
    for phase in Phase:
        sign_off(clinic, case, phase)
    with pytest.raises(services.FinalPhaseIsSigned):
        take_back(clinic, case)
    assert case.closed_on is not None


@pytest.mark.parametrize("state", ["withdrawn", "returned"])
def test_a_case_does_not_end_before_a_session_that_is_still_to_be_handed_in(clinic, case, state) -> None:
    session = make_session(clinic, case, WORKED_ON, signed=False)
    if state == "returned":
        supervisor = acting(clinic.training.supervisor)
        return_entry(entry=session, seen_version=1, comment="Another day?", actor=supervisor, at=AT)
    else:
        withdraw_entry(entry=session, actor=clinic.trainee_actor, at=AT)
    with pytest.raises(FieldsAreFaulty) as faulty:
        end(clinic, case, WORKED_ON - _DAY)
    assert [each.code for each in faulty.value.violations] == ["before_an_unfinished_session"]
    end(clinic, case, WORKED_ON)


def test_what_was_worked_on_by_the_last_day_is_still_corrected_and_handed_in(clinic, case) -> None:
    training = clinic.training
    session = make_session(clinic, case, WORKED_ON, signed=False)
    supervisor = acting(training.supervisor)
    return_entry(entry=session, seen_version=1, comment="How long?", actor=supervisor, at=AT)
    end(clinic, case, WORKED_ON)
    said = {"trainee_id": training.trainee.id, "public_id": session.public_id, "actor": clinic.trainee_actor, "at": AT}
    submit_entry(content=content(case_id=case.id, worked_on=WORKED_ON, minutes=45), **said)
    sign(training, session)
    (fact,) = queries.facts_cases([case.trainee_id])[case.trainee_id]
    assert (session.state, fact.held_sessions) == ("signed", 1)
