"""Cases on a past day: what was held, signed, supervised and ended by then."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session, scoped_session

from tests.factories.casework import OPENED_ON, end, make_agreed_case, make_clinic, make_session
from tests.factories.cohorts import pip_definition
from tests.factories.logbook import AT, acting, make_training, sign
from tests.factories.supervision import agree_to_video, record
from tests.programmes.kinds import table
from tests.readiness.test_past import known_of, recorded_by
from trainee_app.casework.rules import EndingKind
from trainee_app.programmes.rules import CaseFact
from trainee_app.readiness.queries import judge_one, judge_past
from trainee_app.supervision.services import void_session

TODAY = AT.date()


def test_a_case_on_a_past_day_is_what_had_been_held_and_had_ended_by_then(session: scoped_session[Session]) -> None:
    clinic = make_clinic()
    trainee_id = clinic.training.trainee.id
    case = make_agreed_case(clinic)
    make_session(clinic, case, date(2026, 3, 9))
    late = make_session(clinic, case, date(2026, 5, 4), signed=False)
    shown = judge_one(trainee_id, TODAY).facts.cases
    later = AT + timedelta(days=3)
    sign(clinic.training, late, at=later)
    end(clinic, case, later.date(), EndingKind.BY_FAMILY, at=later)
    (recorded,) = judge_past([trainee_id], recorded_by(TODAY))
    assert recorded.facts.cases == shown
    (known,) = judge_past([trainee_id], known_of(TODAY))
    assert known.facts.cases is not None
    (fact,) = known.facts.cases
    assert (fact.held_sessions, fact.last_held_on, fact.ending) == (2, date(2026, 5, 4), None)
    (now,) = judge_past([trainee_id], known_of(later.date()))
    assert now.facts.cases == judge_one(trainee_id, later.date()).facts.cases
    assert now.facts.cases is not None
    assert now.facts.cases[0].ending == "by_family"


def test_before_a_case_was_opened_there_is_none(session: scoped_session[Session]) -> None:
    clinic = make_clinic()
    make_agreed_case(clinic)
    before = OPENED_ON - timedelta(days=1)
    (known,) = judge_past([clinic.training.trainee.id], known_of(before))
    assert known.facts.cases == ()
    (then,) = judge_past([clinic.training.trainee.id], known_of(OPENED_ON))
    assert then.facts.cases is not None
    assert isinstance(then.facts.cases[0], CaseFact)


def test_what_was_reviewed_on_video_counts_on_a_day_before_its_record_became_void(
    session: scoped_session[Session],
) -> None:
    asked = table("filmed", "cases", "at_least = 1", "video_reviews = 1", "supervisors = 1")
    training = make_training(definition=f"{pip_definition()}\n{asked}")
    case = make_agreed_case(make_clinic(training))
    agree_to_video(case)
    held = record(training, presented=(case.public_id,), video=(case.public_id,))
    shown = judge_one(training.trainee.id, TODAY).facts.cases
    later = AT + timedelta(days=3)
    void_session(
        session=held, seen_hash=held.content_hash, reason="Twice.", actor=acting(training.supervisor, later), at=later
    )
    (recorded,) = judge_past([training.trainee.id], recorded_by(TODAY))
    assert recorded.facts.cases == shown
    assert recorded.facts.cases is not None
    assert recorded.facts.cases[0].supervisors == frozenset({training.supervisor.id})
    (known,) = judge_past([training.trainee.id], known_of(TODAY))
    assert known.facts.cases is not None
    assert (known.facts.cases[0].video_reviews, known.facts.cases[0].supervisors) == (0, frozenset())
