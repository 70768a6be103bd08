"""Standings follow what counts, in the same transaction, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, scoped_session

from tests.factories.cohorts import make_registration
from tests.factories.logbook import Training, content, make_entry, make_signed_entry, make_training, sign
from trainee_app import events
from trainee_app.db import db
from trainee_app.logbook.models import MonthTotal
from trainee_app.logbook.services import void_entry, withdraw_entry
from trainee_app.readiness.models import ReadyFlag, Standing, StandingHeadline
from trainee_app.readiness.queries import cohort_lines, counts_by_cohort_and_state, judge_one
from trainee_app.readiness.rules import finding_values
from trainee_app.readiness.services import rewrite_standings

ON = date(2026, 11, 4)
AT = datetime(2026, 11, 4, 12, tzinfo=UTC)

# The smallest programme that can be met: an hour of reading. What is asked of everybody else is left out.
HOUR_OF_READING = """
[programme]
key = "pip"
title = "An hour of reading"
version = 1
length_months = 18
grace_days = 14
former_supervisor_days = 90
too_early_weeks = 12
pace_weeks = 12
slack_weeks = 2

[[category]]
key = "study"
title = "Study"

[[activity]]
key = "reading"
title = "Reading"
category = "study"
signed_by = "tutor"

[[milestones]]
key = "even"
points = [{ after_months = 18, percent = 100 }]

[[requirement]]
key = "study"
kind = "sum"
title = "An hour of study"
why = "To show that it works."
source = "published"
source_words = "Invented."
of = { categories = ["study"] }
at_least = "1 h"
milestones = "even"
most_a_week = "10 h"
"""


def kept(training: Training) -> dict[str, dict[str, Any]]:
    rows = db.session.execute(select(Standing.__table__).where(Standing.trainee_id == training.trainee.id))
    return {row.requirement: row._asdict() for row in rows}


def test_signing_rewrites_the_standing_in_the_same_transaction(session: scoped_session[Session]) -> None:
    training = make_training()
    make_signed_entry(training)
    events.settle()
    row = kept(training)["clinical"]
    assert (row["figure"], row["awaiting"], row["as_of"]) == (60, 0, ON)
    assert row["recorded"] == 50


def test_what_waits_is_shown_as_waiting_and_goes_when_it_is_taken_back(session: scoped_session[Session]) -> None:
    training = make_training()
    entry = make_entry(training)
    events.settle()
    assert kept(training)["clinical"]["awaiting"] == 60
    withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
    events.settle()
    assert (kept(training)["clinical"]["figure"], kept(training)["clinical"]["awaiting"]) == (0, 0)


def test_the_kept_standing_is_the_one_that_the_rule_gives(session: scoped_session[Session]) -> None:
    training = make_training()
    make_signed_entry(training)
    make_entry(training, content("individual_supervision", 60, worked_on=date(2026, 11, 2)))
    events.settle()
    fresh = {finding.key: finding_values(finding) for finding in judge_one(training.trainee.id, ON).evaluated.findings}
    rows = kept(training)
    assert rows.keys() == fresh.keys()
    for key, values in fresh.items():
        assert {name: rows[key][name] for name in values} == values


def test_the_ready_flag_goes_up_with_the_last_signature_and_down_when_it_falls_away(
    session: scoped_session[Session],
) -> None:
    training = make_training(definition=HOUR_OF_READING)
    entry = make_entry(training, content("reading", 60))
    events.settle()
    assert db.session.scalars(select(ReadyFlag)).all() == []
    sign(training, entry, by=training.tutor)
    events.settle()
    flag = db.session.scalars(select(ReadyFlag)).one()
    assert flag.ended_at is None
    assert len(flag.facts_hash) == 64
    assert {type(event).__name__ for event in events.published()} >= {"TraineeFlaggedReady"}
    void_entry(entry=entry, seen_version=entry.version, reason="Entered twice.", actor=_acting(training), at=AT)
    events.settle()
    db.session.refresh(flag)
    assert flag.ended_at is not None
    headline = db.session.get_one(StandingHeadline, training.trainee.id)
    assert not headline.ready


def _acting(training: Training) -> Any:
    return type(training.trainee_actor)(training.administrator.id, ON, second_factor=True, confirmed=True)


def test_a_registration_that_is_recorded_changes_the_standing_at_once(session: scoped_session[Session]) -> None:
    training = make_training()
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON, at=AT)
    assert kept(training)["registration"]["state"] != "met"
    make_registration(training.trainee.person, training.programme)
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON, at=AT)
    assert kept(training)["registration"]["state"] == "met"


def test_the_turn_of_the_day_judges_as_of_the_new_day(session: scoped_session[Session]) -> None:
    training = make_training()
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON, at=AT)
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON + timedelta(days=1), at=AT)
    assert db.session.get_one(StandingHeadline, training.trainee.id, populate_existing=True).as_of == ON + timedelta(
        days=1
    )


def test_a_total_changed_behind_the_verbs_shows_in_no_kept_standing_until_it_is_judged_again(
    session: scoped_session[Session],
) -> None:
    training = make_training()
    make_signed_entry(training)
    events.settle()
    db.session.execute(update(MonthTotal).values(credited=MonthTotal.credited + 600))
    assert kept(training)["clinical"]["figure"] == 60
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON, at=AT)
    assert kept(training)["clinical"]["figure"] == 660


@pytest.mark.parametrize("state", ["behind", None])
def test_the_cohort_is_listed_a_to_z_and_pages_follow_each_other(
    session: scoped_session[Session], state: str | None
) -> None:
    training = make_training()
    rewrite_standings(trainee_ids=[training.trainee.id], on=ON, at=AT)
    cohort_id = training.trainee.cohort_id
    counts = counts_by_cohort_and_state([cohort_id])[cohort_id]
    lines = cohort_lines(cohort_id, state=state, after=None, limit=10)
    assert len(lines) == (counts.get(state, 0) if state else 1)
    for line in lines:
        assert line.name == "Marta Ellison"
        assert cohort_lines(cohort_id, state=state, after=(line.sort_name, line.trainee_id), limit=10) == []
        assert line.cells["clinical"][2] == 220 * 60
