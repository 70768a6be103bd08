"""The story of the invented world holds on whatever day somebody tries the application."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from trainee_app.demo.rules import COHORTS, InventedCohort, InventedTrainee, course_of, worked
from trainee_app.programmes.rules import EntryFact, Facts, State, Total, credited_minutes, evaluate, parse_definition

PIP = parse_definition(
    (Path(__file__).parents[2] / "trainee_app/programmes/definitions/pip.toml").read_text(encoding="utf-8")
)
DAYS = [date(2026, 11, 20) + timedelta(days=23 * number) for number in range(32)]


def found(name: str) -> tuple[InventedCohort, InventedTrainee]:
    return next((cohort, one) for cohort in COHORTS for one in cohort.trainees if one.person.name == name)


def states(name: str, today: date) -> dict[str, State]:
    """Every requirement's state if all that was worked had been signed at once."""
    cohort, trainee = found(name)
    course = course_of(cohort, today)
    minutes: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    entries = []
    for content in worked(trainee, course, course.starts_on, today - timedelta(days=1), today):
        credited = credited_minutes(PIP, content.activity, content.minutes, content.outcome)
        sums = minutes[content.activity, content.worked_on.replace(day=1)]
        sums[:] = sums[0] + content.minutes, sums[1] + credited, sums[2] + 1
        on, is_held = content.worked_on, content.outcome == "held"
        reviewed = content.details.video_reviewed
        entries.append(
            EntryFact(on, content.activity, 0, None, "signed", on, on, content.minutes, credited, is_held, reviewed)
        )
    totals = tuple(Total(activity, month, 0, "signed", *sums) for (activity, month), sums in minutes.items())
    judged = {"case_session", "assessment", "individual_supervision", "group_supervision"}
    facts = Facts(course.starts_on, course.ends_on, totals, tuple(each for each in entries if each.activity in judged))
    return {finding.key: finding.state for finding in evaluate(PIP.requirements, facts, today)}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_on_any_day_somebody_is_behind_and_somebody_has_dates_to_discuss(today: date) -> None:
    assert states("Marta Ellison", today)["clinical"] is State.BEHIND
    assert states("Bea Kettle", today)["study"] is State.BEHIND
    assert State.NOT_POSSIBLE in states("Wren Lumley", today).values()


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_on_any_day_somebody_is_well_on_the_way_and_the_newest_are_too_young_to_say(today: date) -> None:
    behind = {State.BEHIND, State.NOT_POSSIBLE}
    hours = ("learning", "teaching", "study", "clinical", "supervision")
    assert not behind & {states("Idris Fenn", today)[key] for key in hours}
    assert not behind & {states("Saoirse Pryce", today)[key] for key in hours}
    assert states("Luca Ferretti", today)["learning"] is State.TOO_EARLY
