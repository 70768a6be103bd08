"""Selection on a real database: one application from its beginning to enrolment, and everything that is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from tests.factories.admissions import ANSWERS, AT, ON, Selection, acting, make_selection
from tests.factories.cohorts import make_registration
from tests.factories.people import give_account, make_person
from trainee_app import events
from trainee_app.admissions import queries, services
from trainee_app.admissions.events import ApplicantEnrolled
from trainee_app.admissions.models import (
    Application,
    ApplicationStep,
    InterviewScore,
    Offer,
    SelectionDecision,
)
from trainee_app.admissions.queries import course_of_applicant
from trainee_app.admissions.rules import Answers, DecisionDraft, InterviewDraft, Outcome, Stage, may_move
from trainee_app.credentials.queries import registration_on
from trainee_app.credentials.rules import Record
from trainee_app.credentials.services import accept_prerequisite
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.mail.models import OutboxMessage
from trainee_app.people.queries import roles_of
from trainee_app.people.rules import Role
from trainee_app.refusals import FieldsAreFaulty, Refusal

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def selection(session: Any) -> Selection:
    return make_selection()


# What nobody has brought along in these tests and nobody has decided about.
UNDECIDED = ("registration", "experience", "personal_therapy")


def steps(application: Application) -> list[str]:
    return [each.stage_after for each in queries.whole(application).steps]


def test_an_applicant_goes_from_applied_to_enrolled_and_nothing_is_entered_twice(selection: Selection) -> None:
    made = make_registration(selection.applicant, selection.programme)
    application = selection.accepted()
    office = acting(selection.office)
    trainee = services.enrol_applicant(application=application, although=UNDECIDED, actor=office, on=ON, at=AT)
    assert steps(application) == ["applied", "screening", "interview", "offered", "accepted", "enrolled"]
    assert (application.trainee_id, trainee.cohort_id, trainee.person_id) == (
        trainee.id, selection.cohort.id, selection.applicant.id,
    )  # fmt: skip
    assert registration_on(trainee.person_id, trainee.programme_id, ON) == made
    tomorrow = ON + timedelta(days=1)
    assert [role for _, role in roles_of(selection.applicant.id, tomorrow)] == [Role.TRAINEE]
    again = services.enrol_applicant(application=application, actor=acting(selection.office), on=ON, at=AT)
    assert again is trainee


def test_nobody_is_enrolled_past_what_is_undecided_unseen(selection: Selection) -> None:
    application, actor = selection.accepted(), acting(selection.office)
    with pytest.raises(FieldsAreFaulty) as refused:
        services.enrol_applicant(application=application, although=["registration"], actor=actor, on=ON, at=AT)
    (violation,) = refused.value.violations
    assert violation.field == "although"
    assert "Four years of therapeutic work" in violation.message
    assert "Professional registration" not in violation.message
    assert application.trainee is None
    services.enrol_applicant(application=application, although=UNDECIDED, actor=actor, on=ON, at=AT)
    (told,) = [each for each in events.published() if isinstance(each, ApplicantEnrolled)]
    assert told.although == "registration, experience, personal_therapy"


def test_what_is_met_accepted_or_due_later_asks_for_no_tick(selection: Selection) -> None:
    """Registration is held, experience and therapy are accepted by a person; the observation is due by qualification."""
    application, actor = selection.accepted(), acting(selection.office)
    make_registration(selection.applicant, selection.programme)
    assert [each.key for each in queries.undecided(application, ON)] == ["experience", "personal_therapy"]
    course = course_of_applicant(selection.applicant.id, selection.programme.id, ON)
    assert course is not None
    for record in (Record.EXPERIENCE, Record.THERAPY):
        accept_prerequisite(
            person=selection.applicant,
            programme=selection.programme,
            record=record,
            course=course,
            reason="Twelve years abroad, by letter.",
            public_id=new_public_id(),
            actor=actor,
            on=ON,
            at=AT,
        )
    assert queries.undecided(application, ON) == []
    services.enrol_applicant(application=application, actor=actor, on=ON, at=AT)
    (told,) = [each for each in events.published() if isinstance(each, ApplicantEnrolled)]
    assert told.although == ""


def test_an_application_is_saved_as_one_goes_and_stands_once_it_is_handed_in(selection: Selection) -> None:
    application, who = selection.begun(), acting(selection.applicant)
    assert selection.begun() is application
    services.save_application(application=application, answers=Answers("So far.", ""), seen="", at=AT)
    shown = services.edition_of(application)
    assert (application.stage, application.statement) == (None, "So far.")
    with pytest.raises(FieldsAreFaulty):
        services.hand_in(application=application, answers=Answers("So far."), seen=shown, actor=who, on=ON, at=AT)
    services.hand_in(application=application, answers=ANSWERS, seen=shown, actor=who, on=ON, at=AT)
    with pytest.raises(services.ApplicationIsHandedIn):
        services.save_application(application=application, answers=Answers("Other."), seen=shown, at=AT)


def test_outside_its_days_the_applicant_cannot_apply_and_the_office_may_for_them(selection: Selection) -> None:
    late = ON + timedelta(days=61)
    with pytest.raises(services.IntakeIsNotOpen):
        services.begin_application(intake=selection.intake, actor=acting(selection.applicant), on=late, at=AT)
    made = services.record_application(
        intake=selection.intake,
        name="Nora Newby",
        email="nora@example.org",
        actor=acting(selection.office),
        on=late,
        at=AT,
    )
    services.hand_in(application=made, answers=ANSWERS, seen="", actor=acting(selection.office), on=late, at=AT)
    assert made.stage == Stage.APPLIED
    assert [role for _, role in roles_of(made.person_id, late)] == [Role.APPLICANT]
    with pytest.raises(services.HasAppliedAlready):
        services.record_application(
            intake=selection.intake, name="N", email="nora@example.org", actor=acting(selection.office), on=late, at=AT
        )


def test_nobody_acts_for_the_course_on_their_own_application(selection: Selection) -> None:
    application = selection.accepted()
    offer = queries.standing_offer(application.id)
    assert offer is not None
    own = acting(selection.applicant)
    for act in (
        lambda: services.take_into_screening(application=application, actor=own, at=AT),
        lambda: services.enrol_applicant(application=application, actor=own, on=ON, at=AT),
        lambda: services.withdraw_offer(offer=offer, actor=own, at=AT),
    ):
        with pytest.raises(services.ApplicationIsOnesOwn):
            act()


# Interview


def test_the_two_score_independently_and_nobody_is_led_by_the_other(selection: Selection) -> None:
    _, interview = selection.invited()
    director, tutor, board = (acting(each) for each in (selection.director, selection.tutor, selection.board))
    selection.score(interview, selection.director, 5)
    assert [each.score for each in queries.scores_seen(interview.id, director)] == [5]
    for who in (tutor, board, acting(selection.office), acting(selection.applicant)):
        assert queries.scores_seen(interview.id, who) == []
    selection.score(interview, selection.tutor, 2)
    for who in (director, tutor, board, acting(selection.office)):
        assert [each.score for each in queries.scores_seen(interview.id, who)] == [5, 2]
    for who in (acting(selection.applicant), acting(make_person("Somebody Else"))):
        assert queries.scores_seen(interview.id, who) == []


def test_only_the_two_score_once_and_not_before_the_day(selection: Selection) -> None:
    _, interview = selection.invited(held_on=ON + timedelta(days=3))
    with pytest.raises(services.InterviewIsToCome):
        selection.score(interview, selection.tutor)
    day = ON + timedelta(days=3)
    with pytest.raises(services.ScorerDoesNotHoldIt):
        selection.score(interview, selection.board, on=day)
    selection.score(interview, selection.tutor, on=day)
    with pytest.raises(services.ScoreStandsAlready):
        selection.score(interview, selection.tutor, 1, on=day)


def test_an_interview_is_moved_until_somebody_has_scored_it(selection: Selection) -> None:
    application, first = selection.invited()
    draft = InterviewDraft(ON, "10:00", "Room 2", selection.director.public_id, selection.board.public_id)

    def arrange() -> Any:
        return services.arrange_interview(
            application=application,
            draft=draft,
            public_id=new_public_id(),
            actor=acting(selection.office),
            on=ON,
            at=AT,
        )

    second = arrange()
    assert (first.ended_at, queries.standing_interview(application.id)) == (AT, second)
    with pytest.raises(services.InterviewHasEnded):
        selection.score(first, selection.tutor)
    selection.score(second, selection.board)
    with pytest.raises(services.InterviewIsScored):
        arrange()


# Decision and offer


def test_a_decision_takes_two_people_and_an_offer_an_interview_scored_by_two(selection: Selection) -> None:
    application, interview = selection.invited()
    selection.score(interview, selection.tutor)
    with pytest.raises(services.InterviewIsNotScored):
        selection.proposed(application)
    selection.score(interview, selection.director)
    decision = selection.proposed(application)
    with pytest.raises(services.DecisionIsWaitedFor):
        selection.proposed(application)
    with pytest.raises(services.DecidedByTheProposer):
        services.decide(decision=decision, agree=True, actor=acting(selection.office), on=ON, at=AT)
    services.decide(decision=decision, agree=False, actor=acting(selection.board), on=ON, at=AT)
    assert (application.stage, decision.verdict) == (Stage.INTERVIEW, "not_agreed")
    with pytest.raises(services.DecisionIsMade):
        services.decide(decision=decision, agree=True, actor=acting(selection.director), on=ON, at=AT)
    second = selection.proposed(application)
    services.take_decision_back(decision=second, actor=acting(selection.office), at=AT)
    selection.decided(application, Outcome.WAITING_LIST)
    assert application.stage == Stage.WAITING_LIST
    selection.decided(application)
    assert application.stage == Stage.OFFERED


def test_an_offer_is_answered_once(selection: Selection) -> None:
    _, offer = selection.offered()
    who = acting(selection.applicant)
    services.answer_offer(offer=offer, accept=True, actor=who, on=ON, at=AT)
    assert (offer.answer, offer.on_word) == ("accepted", False)
    services.answer_offer(offer=offer, accept=True, actor=who, on=ON, at=AT)
    assert [each.name for each in events.published()].count("OfferAnswered") == 1
    for accept, another in ((False, who), (True, acting(selection.office))):
        with pytest.raises(services.OfferIsAnswered):
            services.answer_offer(offer=offer, accept=accept, actor=another, on=ON, at=AT)
    with pytest.raises(services.OfferIsAnswered):
        services.withdraw_offer(offer=offer, actor=acting(selection.office), at=AT)
    services.give_place_back(offer=offer, actor=who, at=AT)
    assert (offer.application.stage, offer.answer) == (Stage.OFFER_DECLINED, "accepted")
    with pytest.raises(services.OfferIsAnswered):
        services.answer_offer(offer=offer, accept=True, actor=who, on=ON, at=AT)


def test_an_offer_is_not_accepted_after_its_day_or_once_it_is_withdrawn_and_may_be_made_anew(
    selection: Selection,
) -> None:
    application, offer = selection.offered()
    who = acting(selection.applicant)
    with pytest.raises(services.OfferHasLapsed):
        services.answer_offer(offer=offer, accept=True, actor=who, on=offer.answer_by + timedelta(days=1), at=AT)
    services.withdraw_offer(offer=offer, actor=acting(selection.office), at=AT)
    with pytest.raises(services.OfferIsWithdrawn):
        services.answer_offer(offer=offer, accept=True, actor=who, on=ON, at=AT)
    assert application.stage == Stage.INTERVIEW
    selection.decided(application)
    again = queries.standing_offer(application.id)
    assert again is not None
    assert again.id != offer.id
    services.answer_offer(offer=again, accept=False, actor=acting(selection.office), on=ON, at=AT)
    assert (again.answer, again.on_word, application.stage) == ("declined", True, Stage.OFFER_DECLINED)


@pytest.mark.parametrize("outcome", [Outcome.WAITING_LIST, Outcome.NO_OFFER])
def test_who_was_not_offered_a_place_is_not_enrolled(selection: Selection, outcome: Outcome) -> None:
    application = selection.scored()
    selection.decided(application, outcome)
    with pytest.raises(services.StageDoesNotAllowIt):
        services.enrol_applicant(application=application, actor=acting(selection.office), on=ON, at=AT)


def test_letters_say_that_there_is_news_and_nothing_else(selection: Selection) -> None:
    give_account(selection.applicant)
    selection.offered()
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert {each.kind for each in letters} == {services.NEWS_LETTER}
    assert [each.params for each in letters] == [f'{{"programme_id": {selection.programme.id}}}'] * len(letters)
    assert len(letters) == 2


def test_a_repeated_form_makes_one_thing(selection: Selection) -> None:
    application = selection.scored()
    name = new_public_id()

    draft = DecisionDraft(Outcome.NO_OFFER, "Why.", "Told.")
    arguments: dict[str, Any] = {
        "draft": draft,
        "public_id": name,
        "actor": acting(selection.office),
        "on": ON,
        "at": AT,
    }
    first = services.propose_decision(application=application, **arguments)
    assert services.propose_decision(application=application, **arguments) is first
    other = selection.scored(selection.another())
    with pytest.raises(services.FormWasUsedBefore):
        services.propose_decision(application=other, **arguments)


# The database insists


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Application, {"stage": "enrolled"}),
        (Application, {"stage": "screening"}),
        (Application, {"statement": "Something else."}),
        (ApplicationStep, {"stage_after": "accepted"}),
        (InterviewScore, {"score": 5}),
        (InterviewScore, {"note": "Something else."}),
        (SelectionDecision, {"verdict": "not_agreed"}),
        (SelectionDecision, {"reason": "Something else."}),
        (Offer, {"answer_by": ON + timedelta(days=90)}),
    ],
)
def test_what_was_handed_in_scored_decided_or_offered_never_changes(
    selection: Selection, model: Any, values: dict[str, Any]
) -> None:
    selection.offered()
    with pytest.raises(DatabaseError):
        db.session.execute(update(model).values(**values))


def test_an_answer_stands_and_words_can_be_blanked(selection: Selection) -> None:
    selection.accepted()
    db.session.execute(update(InterviewScore).values(note=""))
    db.session.execute(update(SelectionDecision).values(reason="", told=""))
    db.session.execute(update(Application).values(statement=""))
    with pytest.raises(DatabaseError):
        db.session.execute(update(Offer).values(answer="declined"))


@pytest.mark.parametrize("table", ["application", "application_step", "interview_score", "selection_decision", "offer"])
def test_nothing_of_a_selection_goes(selection: Selection, table: str) -> None:
    selection.offered()
    with pytest.raises(DatabaseError):
        db.session.execute(text(f"DELETE FROM {table}"))


def test_a_stage_moves_in_the_database_just_as_the_rules_say(selection: Selection) -> None:
    for number, before in enumerate((None, *Stage)):
        person = selection.another(f"Applicant {number}")
        application = Application(
            programme_id=selection.programme.id, intake_id=selection.intake.id, person_id=person.id,
            stage=before, statement="", access_to_cases="", recorded_at=AT,
        )  # fmt: skip
        db.session.add(application)
        db.session.flush()
        for after in Stage:
            if after is not before:
                assert _moves(application.id, after) is may_move(before, after), (before, after)


def _moves(application_id: int, after: Stage) -> bool:
    """Say whether the database lets the application go there; it goes back at once."""
    attempt = db.session.begin_nested()
    try:
        db.session.execute(update(Application).where(Application.id == application_id).values(stage=after.value))
    except DatabaseError:
        return False
    else:
        return True
    finally:
        attempt.rollback()


def test_whoever_decides_about_an_application_is_another_than_who_proposed(selection: Selection) -> None:
    application = selection.scored()
    decision = selection.proposed(application)
    with pytest.raises(DatabaseError):
        db.session.execute(
            update(SelectionDecision).values(verdict="agreed", decided_by=decision.proposed_by, decided_at=AT)
        )


def test_every_refusal_is_a_sentence(selection: Selection) -> None:
    refusals = [
        getattr(services, name)
        for name in services.__all__
        if isinstance(getattr(services, name), type) and issubclass(getattr(services, name), Refusal)
    ]
    assert len(refusals) > 15


def test_the_office_sees_how_many_wait_for_the_screening(selection: Selection) -> None:
    selection.applied()
    selection.applied(selection.another())
    selection.begun(selection.another("Nora Newby"))
    assert queries.intakes_with_news(acting(selection.office)) == [(selection.intake, 2)]
    assert queries.intakes_with_news(acting(selection.tutor)) == []
