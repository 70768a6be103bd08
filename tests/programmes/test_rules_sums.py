"""Sums and numbers of sessions against milestones. The programme runs from 6 October 2025 to 5 April 2027."""

from datetime import date, timedelta

import pytest

from tests.programmes.records import ENDS_ON, STARTS_ON, entry, facts, judge, pip, total
from trainee_app.programmes.rules import Code, State, Waiver, expected_by

IN_NOVEMBER = date(2026, 11, 20)


def teaching(*rows, **changes):
    return facts(totals=tuple(total("seminar", month, hours, *rest) for month, hours, *rest in rows), **changes)


def steady(activity, hours_a_month, months):
    first = [date(2025 + (9 + index) // 12, (9 + index) % 12 + 1, 1) for index in range(months)]
    return tuple(total(activity, month, hours_a_month) for month in first)


@pytest.mark.parametrize(
    ("signed", "awaiting", "state", "code"),
    [
        (180, 0, State.MET, Code.MET),
        (200, 5, State.MET, Code.MET),
        (179.5, 0, State.ON_TRACK, Code.ON_TRACK),
        (179.5, 0.5, State.ON_TRACK, Code.WAITING),
        (170, 20, State.ON_TRACK, Code.WAITING),
    ],
)
def test_a_sum_is_met_by_what_is_signed_and_waits_for_the_rest(signed, awaiting, state, code):
    record = teaching((date(2026, 10, 1), signed), (date(2026, 10, 1), awaiting, "submitted"))
    finding = judge("teaching", record, IN_NOVEMBER)
    assert (finding.state, finding.code) == (state, code)
    assert (finding.figure, finding.awaiting, finding.target) == (signed * 60, awaiting * 60, 180 * 60)


def test_activities_of_other_categories_are_not_in_a_sum():
    record = facts(
        totals=(
            total("seminar", date(2026, 1, 1), 3),
            total("workshop", date(2026, 1, 1), 6),
            total("reading", date(2026, 1, 1), 50),
        )
    )
    assert judge("teaching", record, IN_NOVEMBER).figure == 9 * 60
    assert judge("learning", record, IN_NOVEMBER).figure == 59 * 60


def test_recorded_stands_beside_credited():
    row = total("case_session", date(2026, 6, 1), 0)
    record = facts(totals=(type(row)("case_session", date(2026, 6, 1), 7, "signed", 250, 300, 5),))
    finding = judge("clinical", record, IN_NOVEMBER)
    assert (finding.figure, finding.recorded) == (300, 250)


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (STARTS_ON - timedelta(days=1), Code.NOT_STARTED),
        (STARTS_ON, Code.TOO_EARLY),
        (STARTS_ON + timedelta(weeks=12, days=-1), Code.TOO_EARLY),
        (STARTS_ON + timedelta(weeks=12), Code.STALLED),
    ],
)
def test_pace_is_looked_at_after_twelve_weeks(as_of, code):
    assert judge("teaching", facts(), as_of).code == code


def test_clinical_practice_is_not_expected_before_month_four():
    assert judge("clinical", facts(), date(2025, 12, 29)).code == Code.NOT_EXPECTED_YET
    assert judge("clinical", facts(), date(2026, 1, 5)).code == Code.NOT_EXPECTED_YET
    begun = judge("clinical", facts(), date(2026, 1, 6))
    assert (begun.state, begun.code) == (State.ON_TRACK, Code.ON_TRACK_YOUNG)
    young = judge("clinical", facts(), date(2026, 2, 6))
    assert (young.state, young.code, young.projected_on) == (State.BEHIND, Code.BEHIND_YOUNG, None)


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (STARTS_ON, 0),
        (STARTS_ON + timedelta(days=273), 90),
        (ENDS_ON, 180),
        (date(2030, 1, 1), 180),
        (date(2020, 1, 1), 0),
    ],
)
def test_an_even_line_reaches_half_at_half_time_and_all_at_the_end(on, hours):
    assert expected_by(pip().requirement("teaching"), STARTS_ON, ENDS_ON, on) == pytest.approx(hours * 60, abs=1)


def test_a_moved_end_date_stretches_the_line():
    later = date(2027, 10, 6)
    day = STARTS_ON + (later - STARTS_ON) / 2
    assert expected_by(pip().requirement("teaching"), STARTS_ON, later, day) == 90 * 60


@pytest.mark.parametrize(("days", "state"), [(0, State.ON_TRACK), (14, State.ON_TRACK), (15, State.BEHIND)])
def test_nobody_is_behind_within_a_fortnight_of_the_line(days, state):
    reached_on = date(2026, 5, 6)
    minutes = expected_by(pip().requirement("teaching"), STARTS_ON, ENDS_ON, reached_on)
    assert minutes is not None
    record = teaching((date(2026, 4, 1), minutes / 60))
    assert judge("teaching", record, reached_on + timedelta(days=days)).state is state


def test_steady_work_above_the_line_is_on_track_with_a_month():
    finding = judge("teaching", facts(totals=steady("seminar", 11, 14)), date(2026, 11, 30))
    assert (finding.state, finding.code) == (State.ON_TRACK, Code.ON_TRACK)
    # 154 h done. Since 8 September: 11 h x 23/30, and 22 h: 30 h 26 in 12 weeks; 26 h more take 72 days.
    assert finding.projected_on == date(2027, 2, 10)


def test_work_below_the_line_is_behind_with_both_paces_and_the_last_day():
    record = teaching((date(2026, 5, 1), 90), (date(2026, 10, 1), 12), (date(2026, 11, 1), 12))
    finding = judge("teaching", record, date(2026, 11, 30))
    assert (finding.state, finding.code) == (State.BEHIND, Code.BEHIND)
    # 66 h are left for 127 days; 24 h came in 84 days.
    assert finding.params["left"] == 66 * 60
    assert finding.params["needed_a_week"] == 219  # 3960 x 7 / 127 = 218.3
    assert finding.params["recent_a_week"] == 120
    assert finding.projected_on == date(2026, 11, 30) + timedelta(days=231)
    # 2 h a week for x days, then 15 h a week: 2x + 15 (127 - x) >= 66 x 7, so x <= 111.
    assert finding.last_on == date(2026, 11, 30) + timedelta(days=111)


def test_quick_recent_work_below_the_line_is_behind_and_in_time():
    record = teaching((date(2026, 10, 1), 37), (date(2026, 11, 1), 37))
    finding = judge("teaching", record, date(2026, 11, 30))
    assert (finding.state, finding.code) == (State.BEHIND, Code.CATCHING_UP)
    assert finding.projected_on is not None
    assert finding.projected_on <= ENDS_ON


def test_slow_recent_work_above_the_line_is_said():
    finding = judge("teaching", teaching((date(2026, 5, 1), 150)), date(2026, 11, 30))
    assert (finding.state, finding.code) == (State.ON_TRACK, Code.SLOWING)


@pytest.mark.parametrize(
    ("done", "code"),
    # On the last seven days the programme's most, 15 h a week, still reaches 180 h from 165 h and no further.
    [(165, Code.STALLED), (164.9, Code.NOT_POSSIBLE)],
)
def test_only_what_the_most_cannot_reach_is_not_possible(done, code):
    record = teaching((date(2026, 5, 1), done))
    assert judge("teaching", record, ENDS_ON - timedelta(days=6)).code == code


def test_after_the_end_what_waits_may_still_be_signed():
    record = teaching((date(2026, 5, 1), 179), (date(2027, 3, 1), 1, "submitted"))
    assert judge("teaching", record, ENDS_ON + timedelta(days=30)).code == Code.WAITING
    assert judge("teaching", teaching((date(2026, 5, 1), 179)), ENDS_ON + timedelta(days=1)).code == Code.NOT_POSSIBLE


def test_nobody_is_behind_because_of_a_missing_signature():
    record = teaching((date(2026, 5, 1), 140, "submitted"))
    assert judge("teaching", record, IN_NOVEMBER).state is State.ON_TRACK


def test_a_waiver_keeps_the_figures_and_never_hides_what_is_met():
    waiver = (Waiver("teaching", date(2026, 11, 1)),)
    waived = judge("teaching", teaching((date(2026, 5, 1), 100), waivers=waiver), IN_NOVEMBER)
    assert (waived.state, waived.figure) == (State.WAIVED, 6000)
    assert judge("teaching", teaching((date(2026, 5, 1), 180), waivers=waiver), IN_NOVEMBER).state is State.MET
    earlier = judge("teaching", teaching((date(2026, 5, 1), 100), waivers=waiver), date(2026, 10, 31))
    assert earlier.state is not State.WAIVED


def test_video_reviews_are_counted_by_session_and_signature():
    sessions = [entry("individual_supervision", date(2026, month, 4), 60, video_reviewed=True) for month in range(3, 8)]
    others = [
        entry("individual_supervision", date(2026, 9, 4), 60),
        entry("individual_supervision", date(2026, 9, 5), 60, video_reviewed=True, held=False),
        entry("case_session", date(2026, 9, 6), 60, video_reviewed=True),
    ]
    finding = judge("video_reviews", facts(entries=(*sessions, *others)), IN_NOVEMBER)
    assert (finding.figure, finding.target, finding.unit) == (5, 6, "sessions")
    waiting = entry("group_supervision", date(2026, 11, 4), 90, video_reviewed=True, state="submitted")
    finding = judge("video_reviews", facts(entries=(*sessions, waiting)), IN_NOVEMBER)
    assert (finding.state, finding.code, finding.awaiting) == (State.ON_TRACK, Code.WAITING, 1)
    sixth = entry("group_supervision", date(2026, 11, 4), 90, video_reviewed=True)
    assert judge("video_reviews", facts(entries=(*sessions, sixth)), IN_NOVEMBER).state is State.MET
