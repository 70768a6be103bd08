"""Faults planted in the fast rule: the comparison sees each of them, so that its silence means something."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.programmes.slow.comparing import differences, example
from tests.volumes import volume
from trainee_app.programmes.rules import EntryFact, Facts, State, evaluation
from trainee_app.programmes.rules import alternatives as _alternatives
from trainee_app.programmes.rules import cadences as _cadences
from trainee_app.programmes.rules import caps as _caps
from trainee_app.programmes.rules import dates as _dates
from trainee_app.programmes.rules import floors as _floors
from trainee_app.programmes.rules import pacing as _pacing
from trainee_app.programmes.rules import records as _records
from trainee_app.programmes.rules import sharing as _sharing
from trainee_app.programmes.rules.dates import PERIODICITY, Period
from trainee_app.programmes.rules.requirements import Ratio
from trainee_app.programmes.rules.tallies import Tally

Plant = Callable[[pytest.MonkeyPatch], None]


def months_end_a_day_late(patch: pytest.MonkeyPatch) -> None:
    month = PERIODICITY[Period.CALENDAR_MONTH]
    shifted = replace(month, index=lambda on: month.index(on - timedelta(days=1)))
    patch.setitem(PERIODICITY, Period.CALENDAR_MONTH, shifted)


def weeks_begin_on_sunday(patch: pytest.MonkeyPatch) -> None:
    week = PERIODICITY[Period.ISO_WEEK]
    patch.setitem(PERIODICITY, Period.ISO_WEEK, replace(week, index=lambda on: week.index(on + timedelta(days=1))))


def anchored_months_begin_on_the_first(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        _dates, "_anchored_index", lambda starts_on, on: _dates._month_index(on) - _dates._month_index(starts_on)
    )


def grace_is_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_floors, "days_after", lambda on, days: on)


def void_hours_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Tally, "take_entry", lambda self, entry, rule: None)


def caps_are_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_caps, "_cut", lambda *_arguments: 0)


def caps_take_the_earliest(patch: pytest.MonkeyPatch) -> None:
    right = _caps._pieces
    patch.setattr(_caps, "_pieces", lambda *arguments: right(*arguments)[::-1])


def what_waits_counts_as_signed(patch: pytest.MonkeyPatch) -> None:
    _with_facts(
        patch,
        lambda facts: replace(facts, totals=tuple(each._replace(state="signed") for each in facts.totals)),
    )


def late_counts_as_in_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_floors, "_is_in_time", lambda *_arguments: True)


def sites_are_mixed_up(patch: pytest.MonkeyPatch) -> None:
    _with_entries(patch, lambda entry: entry._replace(placement_id=1))


def missed_sessions_are_credited(patch: pytest.MonkeyPatch) -> None:
    _with_entries(patch, lambda entry: entry._replace(held=True))


def waivers_are_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(evaluation, "_waive", lambda finding, _decided_on: finding)


def waivers_hold_before_they_are_decided(patch: pytest.MonkeyPatch) -> None:
    _with_facts(
        patch,
        lambda facts: replace(
            facts,
            waivers=tuple(replace(each, decided_on=each.decided_on - timedelta(days=1)) for each in facts.waivers),
        ),
    )


def video_is_not_asked_for(patch: pytest.MonkeyPatch) -> None:
    _with_entries(patch, lambda entry: entry._replace(video_reviewed=True))


def proportions_are_rounded_down(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ratio, "asked", Ratio.of)


def gaps_may_be_a_day_longer(patch: pytest.MonkeyPatch) -> None:
    right = _cadences._gaps
    patch.setattr(
        _cadences, "_gaps", lambda asked, *others: right(replace(asked, at_most_days=asked.at_most_days + 1), *others)
    )


def recent_work_begins_a_day_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_cadences, "days_after", lambda on, days: on + timedelta(days=days - 1))


def a_pool_gives_everything_to_the_first(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_sharing, "_take_needed", lambda asked, _later, remaining: _sharing._take_all(asked, remaining))


def all_parts_are_asked_for(patch: pytest.MonkeyPatch) -> None:
    right = _alternatives._judge
    patch.setattr(_alternatives, "_judge", lambda whole, parts: right(replace(whole, at_least=len(whole.parts)), parts))


def the_last_day_is_lost(patch: pytest.MonkeyPatch) -> None:
    right = _pacing._last_on

    def a_day_early(*arguments: Any) -> date | None:
        found = right(*arguments)
        return found and found - timedelta(days=1)

    patch.setattr(_pacing, "_last_on", a_day_early)


def too_early_ends_a_day_late(patch: pytest.MonkeyPatch) -> None:
    right = _pacing._standing

    def standing(pace: Any, progress: Any, outlook: Any, facts: Facts, as_of: date) -> Any:
        before = right(pace, progress, outlook, facts, as_of - timedelta(days=1))
        return before if before[0] is State.TOO_EARLY else right(pace, progress, outlook, facts, as_of)

    patch.setattr(_pacing, "_standing", standing)


def cases_need_no_session(patch: pytest.MonkeyPatch) -> None:
    _with_facts(
        patch,
        lambda facts: replace(
            facts, cases=tuple(replace(each, held_sessions=max(each.held_sessions, 1)) for each in facts.cases or ())
        ),
    )


def due_dates_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(evaluation, "facts_until_due", lambda _asked, facts: facts)


def breaks_move_no_stage(patch: pytest.MonkeyPatch) -> None:
    _with_facts(patch, lambda facts: replace(facts, moved_days=0))


def two_placements_of_a_name_are_two_sites(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Facts, "site_number", lambda self, placement_id: placement_id)


def weights_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    right = _floors._weighed
    patch.setattr(_floors, "_weighed", lambda asked, *parts: right(replace(asked, weights=()), *parts))


def other_work_is_void_than_was_said(patch: pytest.MonkeyPatch) -> None:
    right = _floors.judge_floor
    patch.setattr(
        evaluation, "judge_floor", lambda asked, facts, as_of: right(replace(asked, voids=None), facts, as_of)
    )


def what_waits_on_a_case_is_no_beginning(patch: pytest.MonkeyPatch) -> None:
    _with_facts(
        patch,
        lambda facts: replace(
            facts,
            cases=tuple(replace(each, awaiting_sessions=0, first_awaiting_on=None) for each in facts.cases or ()),
        ),
    )


def attendance_is_rounded_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        _records._Series,
        "percent",
        property(lambda self: -(-self.attended * 100 // self.held) if self.held else 0),
    )


def _with_facts(patch: pytest.MonkeyPatch, change: Callable[[Facts], Facts]) -> None:
    """Let the rule see other facts than there are."""
    right = Tally
    judges = {kind: _seeing(judge, change) for kind, judge in evaluation._JUDGES.items()}
    patch.setattr(evaluation, "_JUDGES", judges)
    patch.setattr(evaluation, "Tally", lambda facts, sited: right(change(facts), sited))
    right_waived = evaluation._waived
    patch.setattr(evaluation, "_waived", lambda facts, as_of: right_waived(change(facts), as_of))
    for name in ("judge_floor", "judge_cadence"):
        judge = getattr(evaluation, name)
        patch.setattr(evaluation, name, lambda asked, facts, as_of, judge=judge: judge(asked, change(facts), as_of))


def _seeing(judge: Callable[[Any, Any], Any], change: Callable[[Facts], Facts]) -> Callable[[Any, Any], Any]:
    return lambda asked, judging: judge(asked, replace(judging, facts=change(judging.facts)))


def _with_entries(patch: pytest.MonkeyPatch, change: Callable[[EntryFact], EntryFact]) -> None:
    _with_facts(patch, lambda facts: replace(facts, entries=tuple(change(each) for each in facts.entries)))


PLANTS: list[Plant] = [
    months_end_a_day_late,
    weeks_begin_on_sunday,
    anchored_months_begin_on_the_first,
    grace_is_ignored,
    void_hours_count,
    caps_are_ignored,
    caps_take_the_earliest,
    what_waits_counts_as_signed,
    late_counts_as_in_time,
    sites_are_mixed_up,
    missed_sessions_are_credited,
    waivers_are_ignored,
    waivers_hold_before_they_are_decided,
    video_is_not_asked_for,
    proportions_are_rounded_down,
    gaps_may_be_a_day_longer,
    recent_work_begins_a_day_early,
    a_pool_gives_everything_to_the_first,
    all_parts_are_asked_for,
    the_last_day_is_lost,
    too_early_ends_a_day_late,
    cases_need_no_session,
    due_dates_are_forgotten,
    breaks_move_no_stage,
    two_placements_of_a_name_are_two_sites,
    weights_are_forgotten,
    other_work_is_void_than_was_said,
    what_waits_on_a_case_is_no_beginning,
    attendance_is_rounded_up,
]


@pytest.mark.planted
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_seen_by_the_comparison(plant, monkeypatch) -> None:
    plant(monkeypatch)
    seeds = range(volume(ci=500, full=2_000))
    assert next((seed for seed in seeds if differences(*example(seed))), None) is not None


@pytest.mark.planted
def test_planting_nothing_is_not_seen(monkeypatch) -> None:
    """The hands that plant leave no trace of their own."""
    _with_entries(monkeypatch, lambda entry: entry)
    assert [seed for seed in range(volume(ci=100, full=500)) if differences(*example(seed))] == []
