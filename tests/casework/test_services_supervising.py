"""Phases are signed off in their order by who supervises, over what was shown; supervision credits cases; both engines."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from tests.factories.casework import OPENED_ON, Clinic, end, make_agreed_case, make_session, sign_off
from tests.factories.cohorts import make_agreement, make_registration
from tests.factories.logbook import AT, WORKED_ON, acting, sign
from tests.factories.people import make_person
from trainee_app import events
from trainee_app.cases.models import TrainingCase
from trainee_app.casework import queries, services
from trainee_app.casework.events import CaseSupervised
from trainee_app.casework.models import CasePhase, CasePresented
from trainee_app.casework.rules import Phase
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.refusals import FieldsAreFaulty
from trainee_app.signatures.models import Signature

TODAY = AT.date()
_DAY = timedelta(days=1)


@pytest.fixture
def case(clinic) -> TrainingCase:
    return make_agreed_case(clinic)


def test_a_phase_is_signed_over_what_was_shown(clinic, case) -> None:
    entry = make_session(clinic, case, WORKED_ON)
    signed = sign_off(clinic, case, Phase.EARLY, WORKED_ON)
    signature = db.session.get_one(Signature, signed.signature_id)
    assert (signature.document, signature.signer_name) == (f"phase:{signed.public_id}", "Helen Rees")
    assert (signature.canonical, signature.content_hash) == (signed.canonical, signed.content_hash)
    said = json.loads(signed.canonical)
    shown = json.loads(said["shown"])
    assert said["completed_on"] == "2026-11-03"
    assert (shown["case"], shown["phase"], shown["sessions_held"]) == (case.public_id, "early", 1)
    assert shown["sessions"] == [entry.public_id]
    assert case.code.encode() not in signed.canonical


def test_three_phases_follow_each_other_and_then_there_is_none(clinic, case) -> None:
    for phase in Phase:
        sign_off(clinic, case, phase)
    assert [each.phase for each in queries.phases_of(case.id)] == ["early", "middle", "final"]
    with pytest.raises(services.PhaseIsNotNext):
        sign_off(clinic, case, Phase.FINAL)


@pytest.mark.parametrize("phase", [Phase.MIDDLE, Phase.FINAL])
def test_a_phase_out_of_its_order_is_refused(clinic, case, phase) -> None:
    with pytest.raises(services.PhaseIsNotNext):
        sign_off(clinic, case, phase)


def test_a_phase_is_signed_once(clinic, case) -> None:
    sign_off(clinic, case, Phase.EARLY)
    with pytest.raises(services.PhaseIsNotNext):
        sign_off(clinic, case, Phase.EARLY)
    assert len(db.session.scalars(select(CasePhase)).all()) == 1


def test_a_phase_rests_on_a_signed_session_held_by_then(clinic, case) -> None:
    with pytest.raises(services.PhaseRestsOnNothing, match="No session of this case is signed"):
        sign_off(clinic, case, Phase.EARLY, WORKED_ON, ready=False)
    make_session(clinic, case, WORKED_ON, minutes=0, outcome="missed", signed=False)
    session = make_session(clinic, case, WORKED_ON, signed=False)
    with pytest.raises(services.PhaseRestsOnNothing):
        sign_off(clinic, case, Phase.EARLY, WORKED_ON, ready=False)
    sign(clinic.training, session)
    with pytest.raises(FieldsAreFaulty) as faulty:
        sign_off(clinic, case, Phase.EARLY, WORKED_ON - _DAY)
    assert [each.code for each in faulty.value.violations] == ["before_the_first_session"]
    sign_off(clinic, case, Phase.EARLY, WORKED_ON)


def test_the_final_phase_needs_an_ending(clinic, case) -> None:
    for phase in (Phase.EARLY, Phase.MIDDLE):
        sign_off(clinic, case, phase)
    with pytest.raises(services.PhaseRestsOnNothing, match="records how the case ended first"):
        sign_off(clinic, case, Phase.FINAL, ready=False)
    sign_off(clinic, case, Phase.FINAL)


def void(clinic: Clinic, phase: CasePhase, reason: str = "It was another case.") -> None:
    services.void_phase(phase=phase, reason=reason, actor=acting(clinic.training.supervisor), at=AT)


def test_a_phase_that_is_void_stays_and_can_be_signed_anew(clinic, case) -> None:
    first = sign_off(clinic, case, Phase.EARLY)
    with pytest.raises(FieldsAreFaulty):
        void(clinic, first, "")
    void(clinic, first)
    assert (queries.phases_of(case.id), queries.void_phases_of(case.id)) == ([], [first])
    assert queries.cases_in_short([case.trainee_id])[case.trainee_id][0].phases == 0
    with pytest.raises(services.PhaseIsVoid):
        void(clinic, first)
    again = sign_off(clinic, case, Phase.EARLY)
    assert [each.id for each in queries.phases_of(case.id)] == [again.id]
    assert db.session.get_one(Signature, first.signature_id).canonical == first.canonical


def test_a_phase_that_a_later_one_rests_on_does_not_become_void_before_it(clinic, case) -> None:
    early, middle = (sign_off(clinic, case, phase) for phase in (Phase.EARLY, Phase.MIDDLE))
    with pytest.raises(services.LaterPhaseIsSigned):
        void(clinic, early)
    void(clinic, middle)
    void(clinic, early)
    assert queries.phases_of(case.id) == []


def test_what_changed_since_it_was_shown_is_looked_at_again(clinic, case) -> None:
    shown = services.phase_to_sign(case, Phase.EARLY)
    make_session(clinic, case, WORKED_ON, signed=False)
    for seen in (shown, b"", b"{}"):
        with pytest.raises(services.PhaseIsNotNext, match="has changed"):
            sign_off(clinic, case, Phase.EARLY, seen=seen)
    assert db.session.scalars(select(CasePhase)).all() == []


@pytest.mark.parametrize("day", [OPENED_ON - _DAY, TODAY + _DAY])
def test_a_phase_is_complete_on_a_day_that_can_be(clinic, case, day) -> None:
    with pytest.raises(FieldsAreFaulty) as faulty:
        sign_off(clinic, case, Phase.EARLY, day)
    assert [each.field for each in faulty.value.violations] == ["completed_on"]


def test_the_final_phase_is_complete_by_the_last_day(clinic, case) -> None:
    for phase in (Phase.EARLY, Phase.MIDDLE):
        sign_off(clinic, case, phase)
    end(clinic, case, WORKED_ON)
    with pytest.raises(FieldsAreFaulty):
        sign_off(clinic, case, Phase.FINAL, WORKED_ON + _DAY)
    sign_off(clinic, case, Phase.FINAL, WORKED_ON)


def test_somebody_elses_supervisor_signs_no_phase(clinic, case) -> None:
    stranger = make_person("Dr Stranger")
    make_registration(stranger, clinic.training.programme)
    for person in (stranger, clinic.training.tutor, clinic.director, clinic.training.trainee.person):
        with pytest.raises(services.NotTheirsToSign):
            sign_off(clinic, case, Phase.EARLY, actor=acting(person))


ENDED_ON = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("completed_on", "days_after", "may"),
    [
        (ENDED_ON, 90, True),
        (ENDED_ON, 91, False),
        (ENDED_ON + _DAY, 30, False),
        (OPENED_ON, 0, True),
    ],
)
def test_a_former_supervisor_signs_their_own_period_for_ninety_days(
    clinic: Clinic, case, completed_on, days_after, may
) -> None:
    agreement = db.session.scalars(
        select(SupervisionAgreement).where(SupervisionAgreement.supervisor_id == clinic.training.supervisor.id)
    ).one()
    agreement.ends_on, agreement.ended_at = ENDED_ON, AT
    db.session.flush()
    on = ENDED_ON + days_after * _DAY
    at = datetime.combine(on, AT.timetz())
    says = {"actor": acting(clinic.training.supervisor, at), "on": on, "at": at}
    if may:
        assert sign_off(clinic, case, Phase.EARLY, completed_on, **says).phase == "early"
    else:
        with pytest.raises(services.NotTheirsToSign):
            sign_off(clinic, case, Phase.EARLY, completed_on, **says)


def test_a_new_supervisor_does_not_sign_for_the_time_before_them(clinic, case) -> None:
    new = make_person("Dr New")
    make_registration(new, clinic.training.programme)
    make_agreement(clinic.training.trainee, new, starts_on=date(2026, 9, 1))
    with pytest.raises(services.NotTheirsToSign):
        sign_off(clinic, case, Phase.EARLY, date(2026, 8, 31), actor=acting(new))
    sign_off(clinic, case, Phase.EARLY, date(2026, 9, 1), actor=acting(new))


@pytest.mark.parametrize(
    ("valid_from", "valid_until"), [(date(2025, 4, 1), TODAY - _DAY), (OPENED_ON + _DAY, date(2028, 3, 31))]
)
def test_the_registration_is_valid_on_that_day_and_when_signing(clinic, case, valid_from, valid_until) -> None:
    make_session(clinic, case, OPENED_ON)
    registration = db.session.scalars(select(Registration)).one()
    registration.ended_at, registration.ended_on = AT, date(2025, 4, 2)
    db.session.flush()
    make_registration(
        clinic.training.supervisor, clinic.training.programme, valid_from=valid_from, valid_until=valid_until
    )
    with pytest.raises(services.NotTheirsToSign, match="registration"):
        sign_off(clinic, case, Phase.EARLY, OPENED_ON)


def test_a_case_presented_counts_once_the_document_is_signed_and_not_when_it_is_void(clinic, case) -> None:
    actor = acting(clinic.training.supervisor)
    presented = [services.Presented(case.id, WORKED_ON, 45, video_reviewed=True)]
    services.note_presented(document="supervision:X", presented=presented, actor=actor, at=AT)

    def supervised() -> int:
        (fact,) = queries.facts_cases([case.trainee_id])[case.trainee_id]
        return fact.supervised_minutes

    assert supervised() == 0
    services.settle_presented(document="supervision:X", signed_on=TODAY, actor=actor, at=AT)
    assert supervised() == 45
    services.void_presented(document="supervision:X", actor=actor, at=AT)
    assert supervised() == 0
    assert queries.presented_of(case.id) == []
    told = [each for each in events.published() if isinstance(each, CaseSupervised)]
    assert [each.state for each in told] == ["waiting", "signed", "void"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_phase SET completed_on = '2026-01-01'",
        "DELETE FROM case_phase",
        "UPDATE case_presented SET minutes = 600",
        "DELETE FROM case_presented",
    ],
)
def test_the_database_itself_keeps_phases_and_what_was_presented(clinic, case, statement) -> None:
    sign_off(clinic, case, Phase.EARLY)
    db.session.add(
        CasePresented(
            programme_id=case.programme_id, case_id=case.id, document="supervision:X", held_on=WORKED_ON, minutes=45,
            video_reviewed=False, state="waiting", recorded_at=AT,
        )
    )  # fmt: skip
    db.session.flush()
    with pytest.raises(DatabaseError, match="never"), db.session.begin_nested():
        db.session.execute(text(statement))
