"""One record, one signature: it counts for everybody present and for the cases presented, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_cohort, make_registration, make_trainee
from tests.factories.logbook import AT, WORKED_ON, acting, content, make_entry, sign
from tests.factories.people import make_person
from tests.factories.supervision import agree, agree_to_video, make_case, record, session_draft
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.cases.services import close_case
from trainee_app.casework.models import CasePresented
from trainee_app.casework.queries import consents_of, facts_cases
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import carried_entries, differences, facts_totals
from trainee_app.logbook.rules import State
from trainee_app.readiness.queries import judge_one
from trainee_app.signatures.models import Signature
from trainee_app.supervision import queries
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.rules import Code, Format, document_name
from trainee_app.supervision.services import (
    SessionChangedSinceShown,
    SessionFaulty,
    SessionNameTaken,
    correct_session,
    void_session,
)


def codes(training, *present, **says):
    with pytest.raises(SessionFaulty) as faulty:
        record(training, *present, **says)
    return {each.code for each in faulty.value.errors}


def entries_of(session):
    return carried_entries([document_name(session.public_id)])


def test_one_signature_credits_everybody_present_and_the_cases_presented(group) -> None:
    cases = tuple(each.public_id for each in group.cases)
    made = record(group.training, *group.names, presented=cases)
    entries = entries_of(made)
    assert [(each.minutes, each.credited_minutes, each.state, each.activity) for each in entries] == [
        (90, 90, "signed", "group_supervision")
    ] * 3
    signatures = db.session.scalars(select(Signature)).all()
    assert [each.document for each in signatures] == [document_name(made.public_id)]
    assert {each.signature_id for each in entries} == {signatures[0].id}
    rows = db.session.scalars(select(CasePresented)).all()
    assert [(each.minutes, each.state) for each in rows] == [(45, "signed")] * 2
    assert list(differences()) == []


def test_every_hour_is_found_once_in_log_totals_case_ratio_and_standing(group) -> None:
    marta, case = group.trainees[0], group.cases[0]
    session = make_entry(group.training, content("case_session", 50, case_id=case.id))
    sign(group.training, session)
    agree_to_video(case)
    made = record(group.training, *group.names, presented=(case.public_id,), video=(case.public_id,))
    (entry,) = [each for each in entries_of(made) if each.trainee_id == marta.id]
    totals = [each for each in facts_totals([marta.id])[marta.id] if each.activity == "group_supervision"]
    assert [(each.recorded, each.credited, each.entries, each.state) for each in totals] == [(90, 90, 1, "signed")]
    (fact,) = facts_cases([marta.id])[marta.id]
    assert (fact.case_id, fact.supervised_minutes) == (case.id, 90)
    ((month,),) = queries.months_standing([marta], WORKED_ON, AT.date()).values()
    assert (month.period.supervision, month.period.awaiting, month.period.late) == (90, 0, 0)
    findings = {each.key: each for each in judge_one(marta.id, AT.date()).evaluated.findings}
    assert findings["supervision"].figure == 90
    assert findings["monthly_supervision"].figure == 1
    assert findings["video_reviews"].figure == 1
    assert findings["learning"].figure == 90 + 60
    assert entry.video_reviewed


def test_a_group_says_in_the_log_with_whom_and_how_many(group) -> None:
    made = record(group.training, *group.names)
    (details,) = {each.details for each in versions_of(made)}
    assert '"with":"Helen Rees"' in details
    assert '"group_of":3' in details


def versions_of(session):
    ids = [each.id for each in entries_of(session)]
    return db.session.scalars(select(EntryVersion).where(EntryVersion.entry_id.in_(ids))).all()


def test_sending_the_form_twice_makes_one_record(group) -> None:
    name = new_public_id()
    first = record(group.training, public_id=name)
    assert record(group.training, public_id=name).id == first.id
    assert len(db.session.scalars(select(SupervisionSession)).all()) == 1
    other = make_person("Somebody Else")
    make_agreement(group.trainees[0], other)
    with pytest.raises(SessionNameTaken):
        record(group.training, public_id=name, by=other)


def test_what_the_trainee_proposed_is_shown_and_then_gives_way(group) -> None:
    own = make_entry(group.training, content("individual_supervision", 55))
    with pytest.raises(SessionFaulty) as faulty:
        record(group.training)
    assert [each.code for each in faulty.value.warnings] == [Code.GIVES_WAY]
    assert "55 min" in faulty.value.warnings[0].message
    record(group.training, confirmed=[Code.GIVES_WAY])
    assert own.state == State.RETURNED
    totals = facts_totals([group.trainees[0].id])[group.trainees[0].id]
    assert [(each.recorded, each.state) for each in totals] == [(60, "signed")]


def test_a_second_session_of_a_day_has_to_be_meant(group) -> None:
    record(group.training)
    with pytest.raises(SessionFaulty) as faulty:
        record(group.training)
    assert [each.code for each in faulty.value.warnings] == [Code.LIKELY_DOUBLE]
    record(group.training, confirmed=[Code.LIKELY_DOUBLE])
    assert len(db.session.scalars(select(SupervisionSession)).all()) == 2


NOT_EVEN_NAMED = "AAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("present", "says", "code"),
    [
        ((), {"present": ()}, Code.NOBODY),
        ((0, 0), {}, Code.TWICE),
        ((0, 1), {"format": Format.INDIVIDUAL}, Code.NOT_ALONE),
        ((0,), {"held_on": date(2026, 11, 5)}, Code.FUTURE),
        ((0,), {"held_on": None}, Code.NO_DATE),
        ((0,), {"minutes": None}, Code.NO_DURATION),
        ((0,), {"minutes": 0}, Code.NO_DURATION),
        ((0,), {"minutes": 1441}, Code.TOO_LONG),
        ((0,), {"format": None}, Code.NO_FORMAT),
        ((0,), {"held_on": date(2025, 9, 30)}, Code.NOT_COVERED),
        ((0,), {"present": (NOT_EVEN_NAMED,)}, Code.UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_bad_input_is_refused_with_its_reason(group, present, says, code) -> None:
    names = tuple(group.names[each] for each in present)
    assert code in codes(group.training, *(names or group.names[:1]), **says)
    assert db.session.scalars(select(LogEntry)).all() == []


def test_nobody_records_for_whom_their_agreement_does_not_cover(group) -> None:
    stranger = make_trainee(group.trainees[0].cohort, make_person("Not Mine"))
    assert codes(group.training, group.names[0], stranger.public_id) == {Code.UNKNOWN}
    lately = make_trainee(group.trainees[0].cohort, make_person("Only Lately"))
    make_agreement(lately, group.training.supervisor, starts_on=WORKED_ON + timedelta(days=1))
    assert codes(group.training, group.names[0], lately.public_id) == {Code.NOT_COVERED}


def test_a_tutor_records_no_supervision_where_the_programme_asks_for_a_supervisor(group) -> None:
    assert codes(group.training, by=group.training.tutor) == {Code.UNKNOWN}


def test_a_former_supervisor_records_their_own_period_for_as_long_as_the_programme_says(group) -> None:
    agreement = db.session.scalars(
        select(SupervisionAgreement).where(SupervisionAgreement.trainee_id == group.trainees[0].id)
    ).first()
    assert agreement is not None
    agreement.ends_on = WORKED_ON
    db.session.flush()
    in_time = datetime(2027, 1, 30, 9, tzinfo=UTC)
    assert codes(group.training, held_on=WORKED_ON + timedelta(days=1), at=in_time) == {Code.NOT_COVERED}
    assert record(group.training, at=in_time).held_on == WORKED_ON
    assert codes(group.training, at=datetime(2027, 2, 15, 9, tzinfo=UTC)) == {Code.UNKNOWN}


def test_a_supervisor_without_a_valid_registration_records_nothing(group) -> None:
    training = group.training
    unregistered, lately = make_person("Una Berg"), make_person("Liv Dahl")
    for person in (unregistered, lately):
        make_agreement(group.trainees[0], person)
    make_registration(lately, training.programme, valid_from=AT.date())
    assert codes(training, by=unregistered) == {Code.NOT_REGISTERED}
    assert codes(training, by=lately) == {Code.NOT_REGISTERED}
    assert record(training, by=lately, held_on=AT.date()).supervisor_id == lately.id


def test_nobody_records_their_own_supervision(group) -> None:
    training = group.training
    own = make_trainee(make_cohort(training.programme, "Cohort 2027"), training.supervisor)
    db.session.add(
        SupervisionAgreement(
            programme_id=own.programme_id,
            trainee_id=own.id,
            supervisor_id=training.supervisor.id,
            capacity="supervisor",
            starts_on=date(2025, 10, 1),
            recorded_at=AT,
        )
    )
    db.session.flush()
    assert codes(training, own.public_id) == {Code.UNKNOWN}


def test_no_day_gets_more_than_24_hours(group) -> None:
    make_entry(group.training, content("reading", 1400))
    assert codes(group.training) == {Code.DAY_FULL}
    assert record(group.training, minutes=40).minutes == 40


def test_a_case_that_is_closed_or_of_somebody_not_present_is_refused(group) -> None:
    marta, joe = group.cases
    assert codes(group.training, presented=(joe.public_id,)) == {Code.NOT_PRESENT}
    assert codes(group.training, presented=(NOT_EVEN_NAMED,)) == {Code.NOT_PRESENT}
    assert codes(group.training, presented=(marta.public_id,) * 2) == {Code.CASE_TWICE}
    close_case(case=marta, closed_on=WORKED_ON - timedelta(days=1), actor=acting(group.training.supervisor), at=AT)
    assert codes(group.training, presented=(marta.public_id,)) == {Code.CASE_CLOSED}
    before = WORKED_ON - timedelta(days=1)
    assert record(group.training, presented=(marta.public_id,), held_on=before).held_on == before


def test_a_video_is_looked_at_only_while_the_family_agrees(group) -> None:
    case = group.cases[0]
    asked: dict[str, Any] = {"presented": (case.public_id,), "video": (case.public_id,)}
    assert codes(group.training, **asked) == {Code.NO_CONSENT}
    agree_to_video(case, on=WORKED_ON + timedelta(days=1))
    assert codes(group.training, **asked) == {Code.NO_CONSENT}
    agree_to_video(case, on=date(2026, 4, 1), withdrawn_on=WORKED_ON + timedelta(days=1))
    assert codes(group.training, video=(case.public_id,)) == {Code.NOT_PRESENTED}
    (entry,) = entries_of(record(group.training, **asked))
    assert entry.video_reviewed


def void(session, actor, reason="It was another day.", seen=None):
    return void_session(session=session, seen_hash=seen or session.content_hash, reason=reason, actor=actor, at=AT)


def test_a_void_record_counts_for_nobody_and_no_case(group) -> None:
    made = record(group.training, *group.names, presented=(group.cases[0].public_id,))
    void(made, group.training.supervisor_actor)
    assert {each.state for each in entries_of(made)} == {"void"}
    assert db.session.scalars(select(CasePresented.state)).all() == ["void"]
    assert facts_cases([group.trainees[0].id])[group.trainees[0].id][0].supervised_minutes == 0
    assert list(differences()) == []
    with pytest.raises(SessionChangedSinceShown):
        void(made, group.training.supervisor_actor)


def test_a_stale_page_or_a_telling_reason_voids_nothing(group) -> None:
    made = record(group.training)
    with pytest.raises(SessionChangedSinceShown):
        void(made, group.training.supervisor_actor, seen="0" * 64)
    with pytest.raises(SessionFaulty):
        void(made, group.training.supervisor_actor, reason="Call the mother on 020 7946 0123")
    assert made.voided_at is None


def correct(training, session, *present, at=AT, seen=None, public_id=None, **says):
    return correct_session(
        session=session,
        seen_hash=seen or session.content_hash,
        draft=session_draft(*present, **says),
        public_id=public_id or new_public_id(),
        actor=acting(training.supervisor, at),
        on=at.date(),
        at=at,
        method="password",
        strength="two_factors",
    )


def test_recorded_anew_only_the_new_record_counts(group) -> None:
    training = group.training
    made = record(training, *group.names, presented=(group.cases[0].public_id,))
    name = new_public_id()
    anew = correct(training, made, *group.names[:2], presented=(group.cases[1].public_id,), public_id=name)
    assert (
        correct(training, made, *group.names[:2], presented=(group.cases[1].public_id,), public_id=name).id == anew.id
    )
    assert (anew.replaces_id, made.void_reason) == (made.id, "Recorded anew.")
    assert {each.state for each in entries_of(made)} == {"void"}
    assert [each.state for each in entries_of(anew)] == ["signed"] * 2
    sums = {each.id: facts_totals([each.id])[each.id] for each in group.trainees}
    assert [[total.recorded for total in sums[each.id]] for each in group.trainees] == [[90], [90], []]
    with pytest.raises(SessionChangedSinceShown):
        correct(training, made, group.names[0])
    assert list(differences()) == []


GRACE_ENDS = datetime(2026, 12, 14, 9, tzinfo=UTC)
AFTER_GRACE = datetime(2026, 12, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "figures", "state"),
    [(GRACE_ENDS, (90, 0), "met"), (AFTER_GRACE, (0, 90), "behind")],
    ids=["within the grace", "after the grace"],
)
def test_the_month_is_judged_on_the_day_of_the_work_with_its_grace(group, at, figures, state) -> None:
    """Domain, section 4, rule 6: 14 days after the month; what comes later counts in sums, not in that ratio."""
    sign(group.training, make_entry(group.training, content(case_id=group.cases[0].id)))
    record(group.training, minutes=90, at=at)
    marta = group.trainees[0]
    ((month,),) = queries.months_standing([marta], WORKED_ON, at.date()).values()
    assert ((month.period.supervision, month.period.late), month.period.state.value) == (figures, state)
    findings = {each.key: each for each in judge_one(marta.id, at.date()).evaluated.findings}
    assert findings["supervision"].figure == 90


def test_a_slip_mended_after_the_grace_does_not_cost_the_month(group) -> None:
    sign(group.training, make_entry(group.training, content(case_id=group.cases[0].id)))
    made = record(group.training, minutes=95)
    correct(group.training, made, group.names[0], minutes=90, at=AFTER_GRACE)
    marta = group.trainees[0]
    ((month,),) = queries.months_standing([marta], WORKED_ON, AFTER_GRACE.date()).values()
    assert (month.period.supervision, month.period.late) == (90, 0)


def test_time_added_after_the_grace_is_late(group) -> None:
    sign(group.training, make_entry(group.training, content(case_id=group.cases[0].id)))
    made = record(group.training, minutes=80)
    correct(group.training, made, group.names[0], minutes=90, at=AFTER_GRACE)
    ((month,),) = queries.months_standing([group.trainees[0]], WORKED_ON, AFTER_GRACE.date()).values()
    assert (month.period.supervision, month.period.late) == (0, 90)


def test_what_happened_is_told_once_for_everybody(group) -> None:
    record(group.training, *group.names, presented=(group.cases[0].public_id,))
    told = [each.name for each in events.published()]
    expected = {"EntriesCarried", "DocumentSigned", "CarriedEntriesSigned", "SupervisionRecorded"}
    assert {name: told.count(name) for name in expected} == dict.fromkeys(expected, 1)


def test_somebody_without_an_agreement_is_offered_nobody(group) -> None:
    assert queries.offered_to(Actor(make_person().id, AT.date(), second_factor=True)) == []


def test_the_form_offers_each_trainee_with_their_open_cases(group) -> None:
    old = make_case(group.trainees[2], group.training.supervisor)
    close_case(case=old, closed_on=date(2026, 5, 1), actor=acting(group.training.supervisor), at=AT)
    offered = queries.offered_to(group.training.supervisor_actor)
    assert [(each.trainee.person.name, len(each.cases)) for each in offered] == [
        ("Joe Banda", 1),
        ("Marta Ellison", 1),
        ("Priya Nair", 0),
    ]


def withdraw(case, kind: str, on: date) -> None:
    (consent,) = [each for each in consents_of(case.id) if each.kind == kind]
    consent.withdrawn_on = on
    db.session.flush()


@pytest.mark.parametrize("days_before", [0, 2])
def test_a_case_is_presented_only_while_the_family_agrees_to_be_discussed(group, days_before) -> None:
    case = group.cases[0]
    withdraw(case, "discussed", WORKED_ON - timedelta(days=days_before))
    assert codes(group.training, presented=(case.public_id,)) == {Code.NOT_DISCUSSED}
    record(group.training, held_on=WORKED_ON - timedelta(days=days_before + 1), presented=(case.public_id,))
    record(group.training)
    agree(case, "discussed", WORKED_ON)
    record(group.training, presented=(case.public_id,), confirmed=[Code.LIKELY_DOUBLE])


def test_a_case_whose_family_was_never_asked_is_presented_once_that_was_looked_at(group) -> None:
    later = WORKED_ON + timedelta(days=1)
    case = make_case(group.trainees[0], group.training.supervisor, discussed_on=later)
    with pytest.raises(SessionFaulty) as faulty:
        record(group.training, presented=(case.public_id,))
    assert [each.code for each in faulty.value.violations] == [Code.NEVER_ASKED]
    record(group.training, presented=(case.public_id,), confirmed=[Code.NEVER_ASKED])
