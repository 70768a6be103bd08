"""What another version would do to a cohort: computed and never stored; and moving the cohort to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories.cohorts import make_version, pip_definition
from tests.factories.logbook import WORKED_ON, acting, content, make_entry, make_signed_entry, make_training
from tests.factories.people import make_programme
from trainee_app import events
from trainee_app.cohorts.events import VersionPinned
from trainee_app.cohorts.models import VersionPin
from trainee_app.cohorts.queries import version_of_cohort
from trainee_app.cohorts.queries.versions import pin_lines
from trainee_app.cohorts.services import VersionIsOfAnotherProgramme
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries import differences
from trainee_app.logbook.services import void_entry
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import State, parse_definition
from trainee_app.programmes.rules.editing import edited
from trainee_app.readiness import queries, services
from trainee_app.readiness.models import Standing
from trainee_app.readiness.queries import PastDay, judge_one, judge_past
from trainee_app.readiness.queries.effects import judge_cohort_with, judge_with
from trainee_app.readiness.rules import day_ends_at
from trainee_app.readiness.rules.effects import Effect, changes_for
from trainee_app.refusals import FieldsAreFaulty

AT = datetime(2026, 11, 5, 9, tzinfo=UTC)
ON = AT.date()
BEFORE = PastDay(WORKED_ON + timedelta(days=1), *[day_ends_at(WORKED_ON + timedelta(days=1), "Europe/London")] * 2)
WHY = "Agreed with the cohort."
NEXT = pip_definition(version=2)
SESSION, CLINICAL, TEACHING = 5, 3, 1


def with_minimum(hours: str, text: str = NEXT) -> str:
    return edited(text, "requirement", CLINICAL, {"at_least": hours})


# A session of 50 minutes is no longer rounded up to the hour.
LESS_CREDIT = edited(NEXT, "activity", SESSION, {"credit.0.from": 55})
WITHOUT_SESSIONS = "\n\n".join(block for block in NEXT.split("\n\n") if 'key = "case_session"' not in block)


@pytest.fixture
def training(session):
    """Marta with one signed case session of 50 minutes, and one that waits."""
    made = make_training()
    make_signed_entry(made)
    make_entry(made, content(worked_on=WORKED_ON - timedelta(days=1)))
    services.rewrite_standings(trainee_ids=[made.trainee.id], on=ON, at=AT)
    return made


def office(training):
    return acting(training.administrator, AT)


def move(training, version, **changes):
    usual = {"seen_number": 1, "reason": WHY, "actor": office(training), "at": AT}
    services.move_cohort(cohort=training.trainee.cohort, version=version, **{**usual, **changes})


def changes_under(training, text):
    ((before, after),) = judge_with([training.trainee.id], parse_definition(text), ON)
    return {each.key: each for each in _changes(before, after, is_kept_back=False)}


def _changes(before, after, *, is_kept_back: bool):
    was, is_ = (before.definition, before.evaluated), (after.definition, after.evaluated)
    return changes_for(was, is_, lambda _: is_kept_back)


def stored():
    rows = db.session.execute(select(Standing.__table__).order_by(Standing.requirement)).all()
    totals = db.session.execute(select(MonthTotal.__table__).where(MonthTotal.count > 0)).all()
    return sorted(map(tuple, rows)), sorted(map(tuple, totals))


def credits_of(training) -> set[int]:
    found = select(LogEntry.credited_minutes).where(LogEntry.trainee_id == training.trainee.id)
    return set(db.session.scalars(found))


def test_a_lower_minimum_says_who_meets_it_and_why_and_stores_nothing(training) -> None:
    before = stored()
    changes = changes_under(training, with_minimum("1 h"))
    assert list(changes) == ["clinical"]
    found = changes["clinical"]
    assert (found.before.figure, found.after.figure) == ("1 h of 220 h", "1 h of 1 h")
    assert found.after.state == State.MET
    assert found.before.state != State.MET
    assert found.is_of_state
    assert "1 h signed, at least 1 h asked for" in found.after.words
    assert stored() == before


def test_the_same_rules_change_nothing_for_anybody(training) -> None:
    assert changes_under(training, NEXT) == {}


def test_another_credit_is_counted_from_the_entries(training) -> None:
    changes = changes_under(training, LESS_CREDIT)
    assert changes["clinical"].before.figure == "1 h of 220 h"
    assert changes["clinical"].after.figure == "0 h 50 of 220 h"
    assert credits_of(training) == {60}


def test_what_is_no_longer_asked_for_and_what_is_new_are_changes(training) -> None:
    without = NEXT[: NEXT.index('[[requirement]]\nkey = "video_reviews"')]
    without += NEXT[NEXT.index("# Training cases") :]
    gone = changes_under(training, without)["video_reviews"]
    assert gone.after is None
    assert gone.before is not None
    assert gone.is_of_state


def test_people_are_counted_by_what_changes_for_them(training) -> None:
    ((before, after),) = judge_cohort_with([training.trainee.id], parse_definition(with_minimum("1 h")), ON)
    changes = _changes(before, after, is_kept_back=False)
    effect = Effect()
    effect.add("Marta", "a", changes)
    effect.add("Jonas", "b", ())
    effect.add("Ada", "c", _changes(before, after, is_kept_back=True))
    assert (effect.number, len(effect.affected), effect.unchanged) == (3, 1, 2)
    assert list(effect.moves.values()) == [1]


def test_a_moved_cohort_is_judged_anew_in_the_same_act(training) -> None:
    version = make_version(training.programme, number=2, text=with_minimum("1 h"))
    move(training, version)
    assert version_of_cohort(training.trainee.cohort_id) is version
    (moved,) = [event for event in events.published() if isinstance(event, VersionPinned)]
    assert (moved.number_before, moved.number, moved.actor_id) == (1, 2, training.administrator.id)
    events.settle()
    kept = queries.kept_findings([training.trainee.id])[training.trainee.id]["clinical"]
    assert (kept["state"], kept["target"], kept["programme_version_id"]) == (State.MET, 60, version.id)
    newest, oldest = pin_lines(training.trainee.cohort_id)
    assert (newest.number, newest.reason, newest.person, newest.ended_at) == (2, WHY, "Ines Okafor", None)
    assert (oldest.number, oldest.ended_at) == (1, AT)


def test_a_moved_cohort_is_credited_as_its_version_says_and_stays_in_order(training) -> None:
    move(training, make_version(training.programme, number=2, text=LESS_CREDIT))
    assert credits_of(training) == {50}
    assert list(differences()) == []
    assert judge_one(training.trainee.id, ON).evaluated == changes_after(training, LESS_CREDIT)


def changes_after(training, text):
    ((_, after),) = judge_with([training.trainee.id], parse_definition(text), ON)
    return after.evaluated


def test_what_was_shown_on_an_earlier_day_stays(training) -> None:
    (before,) = judge_past([training.trainee.id], BEFORE)
    move(training, make_version(training.programme, number=2, text=with_minimum("1 h", LESS_CREDIT)))
    (after,) = judge_past([training.trainee.id], BEFORE)
    assert after.evaluated == before.evaluated
    assert after.terms.version == before.terms.version


def test_moving_there_and_back_leaves_everything_as_it_was(training) -> None:
    before = stored()
    first = version_of_cohort(training.trainee.cohort_id)
    move(training, make_version(training.programme, number=2, text=LESS_CREDIT))
    events.settle()
    move(training, first, seen_number=2)
    events.settle()
    assert stored() == before


def test_a_cohort_is_moved_once_however_often_it_is_sent(training) -> None:
    version = make_version(training.programme, number=2, text=with_minimum("1 h"))
    move(training, version)
    move(training, version)
    assert len(pin_lines(training.trainee.cohort_id)) == 2
    with pytest.raises(services.CohortWasMovedMeanwhile, match="under version 2"):
        move(training, version, reason="Somebody else’s reason.")


def test_whoever_has_not_seen_the_last_move_does_not_move_it_again(training) -> None:
    second = make_version(training.programme, number=2, text=with_minimum("1 h"))
    third = make_version(training.programme, number=3, text=with_minimum("2 h", pip_definition(version=3)))
    move(training, second)
    with pytest.raises(services.CohortWasMovedMeanwhile):
        move(training, third, seen_number=1)
    move(training, third, seen_number=2)


@pytest.mark.parametrize("reason", ["", "x" * 1001])
def test_a_move_says_why(training, reason) -> None:
    version = make_version(training.programme, number=2, text=with_minimum("1 h"))
    with pytest.raises(FieldsAreFaulty):
        move(training, version, reason=reason)


def test_a_cohort_is_not_moved_to_a_version_without_what_it_has_logged(training) -> None:
    version = make_version(training.programme, number=2, text=WITHOUT_SESSIONS)
    assert definition_of(version).version == 2
    with pytest.raises(services.VersionLacksActivities, match="Case session"):
        move(training, version)
    assert len(db.session.scalars(select(VersionPin)).all()) == 1
    assert changes_under(training, WITHOUT_SESSIONS) != {}


def test_a_cohort_is_moved_within_its_programme(training) -> None:
    foreign = make_version(make_programme("other", "Another training"))
    with pytest.raises(VersionIsOfAnotherProgramme):
        move(training, foreign)


def test_what_is_at_rest_and_what_was_late_stay_in_order_after_a_move(training) -> None:
    void = make_signed_entry(training, content(worked_on=WORKED_ON - timedelta(days=2)))
    void_entry(entry=void, seen_version=1, reason="Logged twice.", actor=office(training), at=AT)
    late = make_signed_entry(training, content(worked_on=WORKED_ON - timedelta(days=80)))
    assert late.late
    generous = edited(LESS_CREDIT, "programme", 0, {"grace_days": 300})
    later = AT + timedelta(minutes=1)
    move(training, make_version(training.programme, number=2, text=generous), at=later)
    assert (void.credited_minutes, late.credited_minutes, late.late) == (60, 50, True)
    assert list(differences()) == []
    db.session.execute(update(LogEntry).where(LogEntry.id == late.id).values(credited_minutes=60))
    db.session.expire_all()
    assert [str(each) for each in differences() if "credited_minutes" in each.where]
