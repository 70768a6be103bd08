"""A standing at a day that has passed: what was shown that evening, and what is known of it now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, scoped_session

from tests.factories.cohorts import make_version, pip_definition
from tests.factories.logbook import Training, acting, content, make_entry, make_signed_entry, make_training, sign
from tests.factories.people import make_person
from tests.logbook import raw
from tests.logbook.test_sums import _HISTORIES, BEGINS_AT, Player
from tests.volumes import volume
from trainee_app.cohorts.models import TrainingBreak, VersionPin
from trainee_app.cohorts.queries import pin_in_force
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.rules import Code
from trainee_app.logbook.services import correct_entry, void_entry
from trainee_app.programmes.rules import EntryFact, Facts, Total, evaluate
from trainee_app.readiness.models import WaiverRecord
from trainee_app.readiness.queries import PastDay, judge_one, judge_past
from trainee_app.readiness.queries.judging import Judged
from trainee_app.readiness.rules import Evaluated, day_ends_at

_LONDON = "Europe/London"
ON = date(2026, 11, 4)
AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


def recorded_by(on: date) -> PastDay:
    ends_at = day_ends_at(on, _LONDON)
    return PastDay(on, ends_at, ends_at)


def known_of(on: date) -> PastDay:
    return PastDay(on, day_ends_at(on, _LONDON), None)


def judged(training: Training, day: PastDay) -> Judged:
    (found,) = judge_past([training.trainee.id], day)
    return found


def figure(training: Training, day: PastDay, key: str = "clinical") -> tuple[int | None, int]:
    found = {each.key: each for each in judged(training, day).evaluated.findings}[key]
    return found.figure, found.awaiting


class Diary(Player):
    """Plays a history, and writes down every evening how the trainee stands."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[date, Evaluated] = {}

    def play(self, history: list[tuple[str, int, Any]]) -> None:
        for verb, days, values in history:
            self._write(days)
            super().play([(verb, days, values)])
        self._write(1)

    def _write(self, days: int) -> None:
        for later in range(days):
            on = self.at.date() + timedelta(days=later)
            self.shown[on] = judge_one(self.training.trainee.id, on).evaluated


@settings(max_examples=volume(ci=10, full=500))
@given(history=_HISTORIES)
def test_a_standing_as_recorded_by_then_is_the_one_that_was_shown_that_evening(
    session: scoped_session[Session], history: list[Any]
) -> None:
    try:
        diary = Diary()
        diary.play(history)
        for on, shown in diary.shown.items():
            assert judged(diary.training, recorded_by(on)).evaluated == shown, on
    finally:
        db.session.rollback()


@settings(max_examples=volume(ci=12, full=500))
@given(history=_HISTORIES, back=st.integers(0, 60))
def test_a_standing_as_known_today_is_the_one_from_facts_cut_at_that_day(
    session: scoped_session[Session], history: list[Any], back: int
) -> None:
    try:
        player = Player()
        player.play(history)
        db.session.flush()
        as_of = max(player.at.date() - timedelta(days=back), BEGINS_AT.date())
        found = judged(player.training, known_of(as_of))
        entries = [each for each in raw.raw_entries(player.training.trainee.id) if each.worked_on <= as_of]
        facts = Facts(
            starts_on=found.facts.starts_on,
            ends_on=found.facts.ends_on,
            totals=_totals_by_hand(entries),
            entries=tuple(_fact_by_hand(each) for each in entries),
            registrations=(),
            prerequisites=(),
            cases=(),
        )
        assert found.evaluated.findings == evaluate(player.definition.requirements, facts, as_of)
    finally:
        db.session.rollback()


def _fact_by_hand(entry: raw.RawEntry) -> EntryFact:
    return EntryFact(
        on=entry.worked_on,
        activity=entry.activity,
        case_id=0,
        placement_id=entry.placement_id,
        state="signed" if entry.state == "signed" else "submitted",
        submitted_on=entry.submitted_on,
        signed_on=entry.signed_on,
        recorded=entry.minutes,
        credited=entry.credit,
        held=entry.held,
        video_reviewed=entry.video,
    )


def _totals_by_hand(entries: list[raw.RawEntry]) -> tuple[Total, ...]:
    return tuple(
        Total(activity, month, 0, "signed" if state == "signed" else "submitted", *amounts)
        for (activity, month, state), amounts in raw.raw_totals(entries).items()
    )


def test_what_was_signed_later_waits_in_the_one_and_counts_in_the_other(session: scoped_session[Session]) -> None:
    training = make_training()
    entry = make_entry(training, at=AT)
    sign(training, entry, at=AT + timedelta(days=2))
    assert figure(training, recorded_by(ON)) == (0, 60)
    assert figure(training, known_of(ON)) == (60, 0)
    assert figure(training, recorded_by(ON + timedelta(days=2))) == (60, 0)
    assert figure(training, recorded_by(ON - timedelta(days=1))) == (0, 0)


def test_what_was_corrected_or_voided_later_still_stands_as_recorded_by_then(session: scoped_session[Session]) -> None:
    training = make_training()
    entry = make_signed_entry(training, content(minutes=90), AT)
    later = AT + timedelta(days=3)
    correct_entry(
        entry=entry,
        content=content(minutes=70),
        actor=acting(training.trainee.person, later),
        at=later,
        confirmed=set(Code),
    )
    sign(training, entry, at=later + timedelta(hours=1))
    assert figure(training, recorded_by(ON)) == (90, 0)
    assert figure(training, known_of(ON)) == (70, 0)
    voided_at = later + timedelta(days=1)
    office = acting(training.administrator, voided_at)
    void_entry(entry=entry, seen_version=entry.version, reason="Entered twice.", actor=office, at=voided_at)
    assert figure(training, recorded_by(ON)) == (90, 0)
    assert figure(training, recorded_by(later.date())) == (70, 0)
    assert figure(training, known_of(ON)) == (0, 0)


def test_a_signature_before_midnight_in_london_belongs_to_that_day(session: scoped_session[Session]) -> None:
    """On 25 October 2026 the clocks go back: that day has 25 hours, and ends an hour later in UTC than it began."""
    training = make_training()
    on = date(2026, 10, 25)
    entry = make_entry(training, content(worked_on=on), at=datetime(2026, 10, 25, 12, tzinfo=UTC))
    sign(training, entry, at=datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC))
    assert figure(training, recorded_by(on)) == (60, 0)
    assert day_ends_at(on, _LONDON) - day_ends_at(on - timedelta(days=1), _LONDON) == timedelta(hours=25)
    assert day_ends_at(date(2026, 3, 29), _LONDON) - day_ends_at(date(2026, 3, 28), _LONDON) == timedelta(hours=23)


def test_a_break_moves_the_end_from_its_decision_on(session: scoped_session[Session]) -> None:
    training = make_training()
    planned = training.trainee.cohort.ends_on
    recorded_at = AT + timedelta(days=5)
    db.session.add(
        TrainingBreak(
            public_id=new_public_id(),
            programme_id=training.programme.id,
            trainee_id=training.trainee.id,
            kind="intermission",
            starts_on=date(2026, 12, 1),
            ends_on=date(2026, 12, 31),
            days=31,
            decided_on=ON,
            decided_by=training.administrator.id,
            reason="Away",
            recorded_at=recorded_at,
        )
    )
    db.session.flush()
    before = ON - timedelta(days=1)
    assert judged(training, recorded_by(ON)).facts.ends_on == planned
    assert judged(training, known_of(ON)).facts.ends_on == planned + timedelta(days=31)
    assert judged(training, known_of(before)).facts.ends_on == planned
    assert judged(training, recorded_by(recorded_at.date())).facts.ends_on == planned + timedelta(days=31)
    # What has passed of it is net of it, day by day: nothing before it, and never more than it has.
    passed = {
        date(2026, 12, 1): 0,
        date(2026, 12, 2): 1,
        date(2026, 12, 31): 30,
        date(2027, 1, 1): 31,
        date(2027, 3, 1): 31,
    }
    assert {on: judged(training, known_of(on)).facts.away_days for on in passed} == passed
    assert judged(training, recorded_by(before)).facts.away_days == 0
    assert judge_one(training.trainee.id, date(2027, 3, 1)).facts.away_days == 31


def test_a_waiver_that_was_ended_later_held_then(session: scoped_session[Session]) -> None:
    training = make_training()
    decider = make_person("Dora Lindqvist")
    waiver = WaiverRecord(
        public_id=new_public_id(),
        programme_id=training.programme.id,
        trainee_id=training.trainee.id,
        requirement="study",
        kind="waiver",
        reason="Why",
        evidence="A letter",
        conditions="",
        proposed_by=training.administrator.id,
        proposed_at=AT,
        decision="granted",
        decided_by=decider.id,
        decided_at=AT,
        decided_on=ON,
        ended_at=AT + timedelta(days=2),
        ended_by=decider.id,
    )
    db.session.add(waiver)
    db.session.flush()
    for day in (recorded_by, known_of):
        assert [len(judged(training, day(ON + timedelta(days=n))).facts.waivers) for n in (-1, 0, 1, 2)] == [0, 1, 1, 0]


def test_a_past_standing_keeps_the_version_it_was_judged_under(session: scoped_session[Session]) -> None:
    training = make_training()
    moved_at = AT + timedelta(days=30)
    pin = pin_in_force(training.trainee.cohort_id)
    assert pin is not None
    first = pin.programme_version_id
    newer = make_version(training.programme, text=pip_definition().replace("version = 1", "version = 2", 1), number=2)
    pin.ended_at = moved_at
    db.session.flush()
    db.session.add(
        VersionPin(
            programme_id=training.programme.id,
            cohort_id=training.trainee.cohort_id,
            programme_version_id=newer.id,
            recorded_at=moved_at,
        )
    )
    db.session.flush()
    assert judged(training, recorded_by(ON)).terms.programme_version_id == first
    assert judged(training, recorded_by(moved_at.date())).terms.programme_version_id == newer.id
    assert judged(training, known_of(ON)).terms.programme_version_id == newer.id
