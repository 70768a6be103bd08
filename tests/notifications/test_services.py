"""Whom news reaches, what is put away again, and the week's letter; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories.admissions import make_selection
from tests.factories.cohorts import make_placement
from tests.factories.logbook import AT, Training, acting, content, make_entry, make_signed_entry, make_training, sign
from tests.factories.people import PASSWORD, give_account, give_role, make_person, make_programme
from trainee_app import events
from trainee_app.admissions.events import OfferAnswered, OfferMade
from trainee_app.admissions.queries import standing_offer
from trainee_app.admissions.rules import InterviewDraft
from trainee_app.admissions.services import arrange_interview, decide, give_place_back
from trainee_app.casework.events import FamilyProposed
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.cohorts.queries import version_of_cohort
from trainee_app.cohorts.rules import Capacity, PlacementAgreementDraft, Span
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.services import return_entry, void_entry
from trainee_app.mail.models import OutboxMessage
from trainee_app.notifications import queries, services
from trainee_app.notifications.models import Digest, Notice
from trainee_app.notifications.rules import Kind
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.rules.editing import edited
from trainee_app.readiness.events import ReadyFlagEnded, TraineeFlaggedReady
from trainee_app.readiness.rules import WaiverDraft, WaiverKind
from trainee_app.readiness.services import decide_waiver, propose_waiver

ON = AT.date()
WEEK = date(2026, 11, 2)


@pytest.fixture
def training(session: scoped_session[Session]) -> Training:
    return make_training()


def waiting(person: Person) -> list[str]:
    """The kinds of the notices that the person has not seen."""
    db.session.flush()
    mine = select(Notice.kind).where(Notice.person_id == person.id, Notice.seen_at.is_(None))
    return sorted(db.session.scalars(mine))


def director_of(training: Training) -> Person:
    director = make_person("Dora Director")
    give_role(director, training.programme, Role.DIRECTOR)
    return director


def test_a_returned_entry_is_told_to_its_trainee_and_to_nobody_else(training: Training) -> None:
    entry = make_entry(training)
    return_entry(entry=entry, seen_version=1, comment="The date?", actor=training.supervisor_actor, at=AT)
    assert waiting(training.trainee.person) == [Kind.ENTRY_RETURNED]
    assert waiting(training.supervisor) == []
    (shown,) = queries.notices_of(training.trainee.person_id)
    assert (shown.told.title, shown.told.public_id) == (
        "An entry of 3 November 2026 came back to you",
        entry.public_id,
    )


def test_a_void_entry_is_told_to_its_trainee_and_to_whoever_had_signed_it(training: Training) -> None:
    entry = make_signed_entry(training)
    office = acting(training.administrator)
    void_entry(entry=entry, seen_version=1, reason="Logged twice", actor=office, at=AT)
    assert waiting(training.trainee.person) == [Kind.ENTRY_VOID]
    assert waiting(training.supervisor) == [Kind.ENTRY_VOID]
    assert waiting(training.administrator) == []


@pytest.mark.parametrize(("days", "told"), [(14, []), (15, [Kind.SIGNED_AT_LAST])])
def test_entries_signed_after_long_are_told_once_together(training: Training, days: int, told: list[str]) -> None:
    entries = [make_entry(training, content(minutes=minutes)) for minutes in (50, 55, 60)]
    later = AT + timedelta(days=days)
    sign(training, *entries, at=later)
    events.settle()
    assert waiting(training.trainee.person) == told
    if told:
        (shown,) = queries.notices_of(training.trainee.person_id)
        assert shown.told.title.startswith("3 entries of yours")


def test_an_agreement_waits_for_the_word_of_both_until_each_has_given_theirs(training: Training) -> None:
    other = make_person("Dr Okoro")
    give_role(other, training.programme, Role.SUPERVISOR)
    made = _agreement(training, other)
    marta = training.trainee.person
    assert waiting(marta) == waiting(other) == [Kind.AGREEMENT_TO_AGREE]
    cohorts.agree(agreement=made, actor=acting(marta), at=AT)
    assert (waiting(marta), waiting(other)) == ([], [Kind.AGREEMENT_TO_AGREE])
    cohorts.withdraw_agreement(agreement=made, actor=acting(training.administrator), at=AT)
    assert waiting(other) == []


def _agreement(training: Training, supervisor: Person) -> SupervisionAgreement:
    return cohorts.make_agreement(
        trainee=training.trainee,
        supervisor=supervisor,
        capacity=Capacity.SUPERVISOR,
        span=Span(date(2026, 1, 1), None),
        actor=acting(training.administrator),
        on=ON,
        at=AT,
    )


@pytest.mark.parametrize("has_manager", [True, False])
def test_a_proposed_family_is_told_to_supervisor_and_placement_or_else_the_office(
    training: Training, has_manager: bool
) -> None:
    manager, placement = make_person("Paula Manager"), make_placement(training.trainee)
    cohorts.make_placement_agreement(
        placement=placement,
        draft=PlacementAgreementDraft(
            "Ann Lead", "team lead", ON, True, Span(date(2026, 1, 1), None), manager.id if has_manager else None
        ),
        actor=acting(training.administrator),
        on=ON,
        at=AT,
    )
    events.publish(
        FamilyProposed(
            programme_id=training.programme.id,
            actor_id=training.trainee.person_id,
            at=AT,
            proposal="abc",
            proposal_id=1,
            trainee_id=training.trainee.id,
            placement_id=placement.id,
        )
    )
    asked = [Kind.PROPOSAL_TO_ANSWER]
    assert waiting(training.supervisor) == asked
    assert waiting(manager) == (asked if has_manager else [])
    assert waiting(training.administrator) == ([] if has_manager else asked)
    assert waiting(training.tutor) == waiting(training.trainee.person) == []


def test_a_waiver_is_told_to_who_decides_and_then_to_whom_it_is_about(training: Training) -> None:
    director, marta = director_of(training), training.trainee.person
    waiver = propose_waiver(
        trainee=training.trainee,
        draft=WaiverDraft("infant_observation", WaiverKind.WAIVER, "Done elsewhere", "A letter", "", None),
        actor=acting(training.administrator),
        on=ON,
        at=AT,
        public_id=new_public_id(),
    )
    assert (waiting(director), waiting(marta)) == ([Kind.WAIVER_TO_DECIDE], [])
    decide_waiver(waiver=waiver, grant=True, actor=acting(director), on=ON, at=AT)
    assert waiting(director) == []
    assert waiting(marta) == waiting(training.administrator) == [Kind.WAIVER_DECIDED]


def test_a_proposed_version_is_told_to_directors_and_a_moved_cohort_to_its_trainees(training: Training) -> None:
    director, marta, office = director_of(training), training.trainee.person, acting(training.administrator)
    first = version_of_cohort(training.trainee.cohort_id)
    draft = cohorts.begin_draft(version=first, actor=office, at=AT, public_id=new_public_id())
    text = edited(draft.definition, "requirement", 4, {"at_least": "70 h"})
    cohorts.change_draft(draft=draft, text=text, edition=1, actor=office, at=AT)
    for _time in range(2):
        cohorts.propose_version(draft=draft, reason="More of it.", edition=2, actor=office, at=AT)
        assert (waiting(director), waiting(training.administrator)) == ([Kind.VERSION_TO_AGREE], [])
        cohorts.take_proposal_back(draft=draft, actor=office, at=AT)
        assert waiting(director) == []
    cohorts.propose_version(draft=draft, reason="More of it.", edition=2, actor=office, at=AT)
    version = cohorts.agree_to_version(draft=draft, edition=2, actor=acting(director), on=ON, at=AT)
    assert waiting(director) == waiting(marta) == []
    cohorts.pin_version(cohort=training.trainee.cohort, version=version, actor=office, at=AT, reason="Agreed.")
    assert waiting(marta) == [Kind.COHORT_MOVED]


def test_selection_is_told_to_whom_it_waits_for(session: scoped_session[Session]) -> None:
    selection = make_selection()
    office, director, board, tutor = selection.office, selection.director, selection.board, selection.tutor
    _, interview = selection.invited()
    assert waiting(director) == waiting(tutor) == [Kind.INTERVIEW_TO_HOLD]
    assert waiting(office) == waiting(board) == waiting(selection.applicant) == []
    selection.score(interview, director)
    assert (waiting(director), waiting(tutor)) == ([], [Kind.INTERVIEW_TO_HOLD])
    selection.score(interview, tutor)
    decision = selection.proposed(interview.application)
    assert waiting(director) == waiting(board) == [Kind.DECISION_TO_MAKE]
    assert waiting(office) == waiting(tutor) == []
    decide(decision=decision, agree=True, actor=acting(board), on=selection.on, at=selection.at)
    assert waiting(director) == waiting(board) == []


def test_a_place_accepted_is_told_to_the_office_until_it_is_enrolled_or_given_back(
    session: scoped_session[Session],
) -> None:
    selection = make_selection()
    application = selection.accepted()
    assert waiting(selection.office) == waiting(selection.director) == [Kind.PLACE_ACCEPTED]
    assert waiting(selection.board) == []
    offer = standing_offer(application.id)
    assert offer is not None
    give_place_back(offer=offer, actor=acting(selection.applicant), at=selection.at)
    assert waiting(selection.office) == [Kind.PLACE_DECLINED]


def test_an_interview_that_is_moved_is_told_anew_and_once(session: scoped_session[Session]) -> None:
    selection = make_selection()
    application, _ = selection.invited(held_on=selection.on + timedelta(days=3))
    arrange_interview(
        application=application,
        draft=InterviewDraft(
            selection.on + timedelta(days=5), "10:00", "By video", selection.board.public_id, selection.tutor.public_id
        ),
        public_id=new_public_id(),
        actor=acting(selection.office),
        on=selection.on,
        at=selection.at,
    )
    assert waiting(selection.director) == []
    assert waiting(selection.tutor) == waiting(selection.board) == [Kind.INTERVIEW_TO_HOLD]


def test_a_ready_flag_is_told_to_the_office_and_put_away_when_it_ends(training: Training) -> None:
    director = director_of(training)
    about: dict[str, Any] = {
        "programme_id": training.programme.id,
        "actor_id": None,
        "at": AT,
        "trainee_id": training.trainee.id,
        "trainee": training.trainee.public_id,
    }
    events.publish(TraineeFlaggedReady(**about, programme_version_id=1, facts_hash="0" * 64))
    assert waiting(director) == waiting(training.administrator) == [Kind.READY]
    assert waiting(training.trainee.person) == waiting(training.supervisor) == []
    events.publish(ReadyFlagEnded(**about))
    assert waiting(director) == waiting(training.administrator) == []


def test_an_offer_is_told_to_the_applicant_until_it_is_answered(training: Training) -> None:
    noor = make_person("Noor Aziz")
    about: dict[str, Any] = {
        "programme_id": training.programme.id,
        "actor_id": training.administrator.id,
        "at": AT,
        "application_id": 1,
        "application": "abc",
        "person_id": noor.id,
        "offer_id": 1,
    }
    events.publish(OfferMade(**about, answer_by=ON))
    assert waiting(noor) == [Kind.OFFER_MADE]
    assert waiting(training.administrator) == []
    events.publish(OfferAnswered(**about, is_accepted=True, on_word=False))
    assert waiting(noor) == []


def test_what_is_told_once_is_told_once_to_each(training: Training) -> None:
    about: dict[str, Any] = {
        "programme_id": training.programme.id,
        "kind": Kind.MONTH_SHORT,
        "subject": "trainee:x",
        "at": AT,
    }
    for people in ({training.supervisor.id}, {training.supervisor.id, training.tutor.id}):
        services.notify(people=people, once="november", **about)
    services.notify(people=set(), **about)
    assert waiting(training.supervisor) == waiting(training.tutor) == [Kind.MONTH_SHORT]


def test_all_seen_means_those_that_the_page_showed(training: Training) -> None:
    about: dict[str, Any] = {
        "people": {training.tutor.id},
        "programme_id": training.programme.id,
        "subject": "trainee:x",
    }
    services.notify(kind=Kind.READY, at=AT, **about)
    services.notify(kind=Kind.MONTH_SHORT, at=AT + timedelta(seconds=1), **about)
    services.see_all(person_id=training.tutor.id, up_to=AT, at=AT)
    assert waiting(training.tutor) == [Kind.MONTH_SHORT]
    assert [each.is_seen for each in queries.notices_of(training.tutor.id)] == [False, True]


def test_the_count_comes_with_the_roles(training: Training) -> None:
    about: dict[str, Any] = {
        "programme_id": training.programme.id,
        "kind": Kind.READY,
        "subject": "trainee:x",
        "at": AT,
    }
    services.notify(people={training.tutor.id}, **about)
    services.notify(people={training.tutor.id}, **about)
    roles, number = queries.roles_and_notices(training.tutor.id, ON)
    assert ([each.role for each in roles], number) == ([Role.TUTOR], 2)
    assert queries.roles_and_notices(training.supervisor.id, ON)[1] == 0
    assert queries.roles_and_notices(make_person("Nobody").id, ON) == ([], 0)


def post(training: Training, week_on: date = WEEK) -> int:
    return services.post_digests(programme_id=training.programme.id, week_on=week_on, on=ON, at=AT)


def letters() -> dict[int, int]:
    """How many letters each person is to get."""
    statement = select(OutboxMessage.person_id, func.count()).where(OutboxMessage.kind == services.DIGEST_LETTER)
    return dict(db.session.execute(statement.group_by(OutboxMessage.person_id)).all())


def test_a_digest_goes_once_a_week_to_whom_something_waits_for(training: Training) -> None:
    marta = training.trainee.person
    for person in (marta, training.supervisor, training.tutor, training.administrator):
        give_account(person, PASSWORD)
    make_entry(training)
    services.notify(
        people={marta.id}, programme_id=training.programme.id, kind=Kind.PHASE_SIGNED, subject="case:x", at=AT
    )
    assert (post(training), post(training)) == (2, 0)
    assert letters() == {marta.id: 1, training.supervisor.id: 1}
    assert post(training, WEEK + timedelta(days=7)) == 2
    kept = {(each.person_id, each.notices, each.to_sign) for each in db.session.scalars(select(Digest))}
    assert kept == {(marta.id, 1, 0), (training.supervisor.id, 0, 1)}


def test_somebody_on_two_programmes_gets_one_digest(training: Training) -> None:
    from_elsewhere = make_training(make_programme("quay", "Quayside psychotherapy"), cohort="Elsewhere")
    give_account(training.tutor, PASSWORD)
    give_role(training.tutor, from_elsewhere.programme, Role.TUTOR)
    services.notify(
        people={training.tutor.id}, programme_id=training.programme.id, kind=Kind.READY, subject="trainee:x", at=AT
    )
    assert (post(from_elsewhere), post(training)) == (1, 0)


@pytest.mark.parametrize(
    "why", ["wants none", "never took the account up", "account closed", "role over", "no address"]
)
def test_nobody_is_written_to_who_should_not_be(training: Training, why: str) -> None:
    tutor = make_person("Tom")
    give_role(tutor, training.programme, Role.TUTOR, ends_on=ON - timedelta(days=1) if why == "role over" else None)
    account = give_account(tutor, None if why == "never took the account up" else PASSWORD)
    services.notify(people={tutor.id}, programme_id=training.programme.id, kind=Kind.READY, subject="trainee:x", at=AT)
    if why == "wants none":
        services.choose_digest(person_id=tutor.id, wanted=False, at=AT)
    elif why == "account closed":
        account.closed_at = AT
    elif why == "no address":
        tutor.email = None
    db.session.flush()
    assert post(training) == 0
    assert waiting(tutor) == [Kind.READY], "notices stay whatever is chosen about letters"


def test_the_choice_can_be_taken_back(training: Training) -> None:
    who = training.tutor.id
    assert queries.wants_digest(who)
    for wanted in (False, False, True):
        services.choose_digest(person_id=who, wanted=wanted, at=AT)
        assert queries.wants_digest(who) is wanted


def test_times_are_kept_aware(training: Training) -> None:
    services.notify(
        people={training.tutor.id}, programme_id=training.programme.id, kind=Kind.READY, subject="trainee:x", at=AT
    )
    (shown,) = queries.notices_of(training.tutor.id)
    assert shown.made_at == datetime(2026, 11, 4, 9, tzinfo=UTC)


def test_a_supervisor_hears_nothing_of_what_they_signed_themselves(training: Training) -> None:
    sign(training, make_entry(training), at=AT + timedelta(days=30))
    events.settle()
    assert waiting(training.supervisor) == []
