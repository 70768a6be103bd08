"""Facts that only some programmes ask for: gathered from their rooms when a rule asks."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.factories.casework import make_agreed_case, make_clinic, make_session, sign_off
from tests.factories.cohorts import RECORDED_AT, STARTS_ON, pip_definition
from tests.factories.logbook import AT, WORKED_ON, Training, acting, make_training
from tests.factories.supervision import agree_to_video, record
from tests.factories.teaching import make_date, marks, sign_marks
from tests.programmes.kinds import table
from trainee_app.casework.rules import Phase
from trainee_app.credentials.models import BroughtAlong
from trainee_app.db import db
from trainee_app.programmes.rules import AttendanceFact, CaseFact, SpanFact
from trainee_app.readiness.queries import Judged, judge_one
from trainee_app.teaching.rules import Mark
from trainee_app.teaching.services import void_register

PACE = ('milestones = "even"', 'most_a_week = "10 h"')
AT_NORTHSIDE = 'of = { activities = ["case_session"], sites = ["NORTHSIDE infant team"] }'
PROGRAMME = "\n".join(
    [
        pip_definition(),
        table("seminars", "attendance", "at_least_percent = 80"),
        table("therapy", "continuing", 'record = "personal_therapy"', "at_least_a_week = 2"),
        table("there", "sum", AT_NORTHSIDE, 'at_least = "10 h"', *PACE),
        table("filmed", "cases", "at_least = 1", "video_reviews = 1", 'phases = ["early"]', "supervisors = 1"),
    ]
)


@pytest.fixture
def training(session: Session) -> Training:
    return make_training(definition=PROGRAMME)


def judged(training: Training, on: date = WORKED_ON) -> Judged:
    return judge_one(training.trainee.id, on)


def state(found: Judged, key: str) -> str:
    return next(each.state.value for each in found.evaluated.findings if each.key == key)


def test_attendance_is_what_the_registers_in_force_say(training: Training) -> None:
    there, away, void = (make_date(training, held_on=date(2026, 11, day)) for day in (1, 2, 3))
    sign_marks(training, there, marks({training.trainee: Mark.PRESENT}))
    sign_marks(training, away, marks({training.trainee: (Mark.LEFT_EARLY, 45)}))
    register = sign_marks(training, void, marks({training.trainee: Mark.PRESENT}))
    void_register(
        register=register, seen_hash=register.content_hash, reason="Twice.", actor=acting(training.tutor), at=AT
    )
    make_date(training, series="", starts_at_minute=900)
    found = judged(training)
    said = [
        AttendanceFact("Theory", date(2026, 11, day), 90, minutes) for day, minutes in ((1, 90), (2, 45), (3, None))
    ]
    assert found.facts.attendance == tuple(said)
    assert state(found, "seminars") == "behind", "three quarters so far"


def test_what_goes_on_is_known_by_its_days_and_how_often_by_nobody(training: Training) -> None:
    db.session.add(
        BroughtAlong(
            programme_id=training.programme.id,
            person_id=training.trainee.person_id,
            record="personal_therapy",
            title="",
            place="",
            standing="declaration",
            from_on=STARTS_ON,
            until_on=None,
            recorded_at=RECORDED_AT,
        )
    )
    db.session.flush()
    found = judged(training)
    assert found.facts.spans == (SpanFact("personal_therapy", STARTS_ON, None),)
    assert state(found, "therapy") == "needs_decision"


def test_work_is_told_apart_by_the_name_of_the_placement(training: Training) -> None:
    clinic = make_clinic(training)
    case = make_agreed_case(clinic)
    make_session(clinic, case, WORKED_ON, placement_id=clinic.placement.id)
    make_session(clinic, case, date(2026, 11, 2))
    found = judged(training)
    (there,) = (each.figure for each in found.evaluated.findings if each.key == "there")
    assert clinic.placement.name == "Northside Infant Team", "so that the rule means it"
    assert there == 60


def test_a_case_is_known_by_its_phases_its_video_and_who_supervised_it(training: Training) -> None:
    clinic = make_clinic(training)
    case = make_agreed_case(clinic)
    agree_to_video(case)
    make_session(clinic, case, date(2026, 10, 1))
    assert _details(judged(training)) == (frozenset(), 0, frozenset(), "under_3")
    sign_off(clinic, case, Phase.EARLY, date(2026, 10, 2))
    record(training, presented=(case.public_id,), video=(case.public_id,))
    found = judged(training)
    assert _details(found) == (frozenset({"early"}), 1, frozenset({training.supervisor.id}), "under_3")
    assert state(found, "filmed") == "met"


def _details(found: Judged) -> tuple[frozenset[str], int, frozenset[int], str]:
    assert found.facts.cases is not None
    (case,) = found.facts.cases
    assert isinstance(case, CaseFact)
    return case.phases, case.video_reviews, case.supervisors, case.age_band


def test_a_session_that_waits_for_its_signature_is_known_to_the_case(training: Training) -> None:
    clinic = make_clinic(training)
    case = make_agreed_case(clinic)
    make_session(clinic, case, date(2026, 10, 1))
    make_session(clinic, case, date(2026, 10, 8), signed=False)
    (fact,) = judged(training).facts.cases or ()
    assert (fact.held_sessions, fact.last_held_on) == (1, date(2026, 10, 1))
    assert (fact.awaiting_sessions, fact.first_awaiting_on, fact.last_awaiting_on) == (
        1,
        date(2026, 10, 8),
        date(2026, 10, 8),
    )
