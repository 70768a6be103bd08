"""Time, registrations, things brought along, cases; and what is said of records not kept here yet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.programmes.records import ENDS_ON, STARTS_ON, facts, judge
from trainee_app.programmes.rules import CaseFact, Code, PrerequisiteFact, State, ValidPeriod

IN_NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("as_of", "state", "months"),
    [
        (STARTS_ON - timedelta(days=1), State.NOT_YET_DUE, 0),
        (STARTS_ON, State.ON_TRACK, 0),
        (STARTS_ON + timedelta(days=31), State.ON_TRACK, 1),
        (ENDS_ON - timedelta(days=1), State.ON_TRACK, 17),
        (ENDS_ON, State.MET, 18),
    ],
)
def test_the_programme_takes_its_time(as_of, state, months):
    finding = judge("length", facts(), as_of)
    assert (finding.state, finding.figure, finding.target) == (state, months, 18)


def test_the_months_that_have_passed_are_net_of_breaks_and_a_break_to_come_takes_none():
    half, later = STARTS_ON + timedelta(days=273), ENDS_ON + timedelta(days=60)
    to_come = replace(facts(), ends_on=later, moved_days=60)
    over = replace(to_come, away_days=60)
    assert judge("length", facts(), half).figure == judge("length", to_come, half).figure == 9
    assert judge("length", over, half + timedelta(days=60)).figure == 9
    assert judge("length", over, ENDS_ON).state is State.ON_TRACK
    assert judge("length", over, later - timedelta(days=1)).figure == 17
    assert judge("length", over, later).state is State.MET
    # More time after the end is no time away: all months have passed, and it is not over.
    extended = judge("length", to_come, later - timedelta(days=1))
    assert (extended.figure, extended.state) == (18, State.ON_TRACK)


@pytest.mark.parametrize("key", ["registration", "experience", "personal_therapy"])
def test_records_not_kept_here_are_never_met_and_need_a_decision_once_due(key):
    assert judge(key, facts(), STARTS_ON - timedelta(days=1)).state is State.NOT_YET_DUE
    assert judge(key, facts(), STARTS_ON).state is State.NEEDS_DECISION


@pytest.mark.parametrize(
    "key", ["infant_observation", "training_cases", "long_case", "supervised_cases", "planned_endings"]
)
def test_records_not_kept_here_and_due_by_qualification_wait_until_then(key):
    assert judge(key, facts(), ENDS_ON - timedelta(days=1)).code == Code.NOT_KEPT
    assert judge(key, facts(), ENDS_ON).code == Code.NOT_KEPT_DUE


def test_a_long_case_has_to_begin_eight_months_before_the_end():
    assert judge("long_case", facts(), IN_NOVEMBER).last_on == date(2026, 8, 5)
    # Eight sessions, one a week: the first one seven weeks before the end.
    assert judge("training_cases", facts(), IN_NOVEMBER).last_on == date(2027, 2, 15)


@pytest.mark.parametrize(
    ("as_of", "first", "state"),
    [
        # Nobody has begun: possible until the last day on which eight months are left, and not after it.
        (date(2026, 8, 5), None, State.NOT_YET_DUE),
        (date(2026, 8, 6), None, State.NOT_POSSIBLE),
        # One runs that began in time; another began a day too late.
        (date(2026, 11, 20), date(2026, 8, 5), State.NOT_YET_DUE),
        (date(2026, 11, 20), date(2026, 8, 6), State.NOT_POSSIBLE),
    ],
)
def test_nobody_finds_out_too_late_that_no_case_can_last_long_enough(as_of, first, state):
    cases = () if first is None else (case(1, first, first, ending=None),)
    assert judge("long_case", facts(cases=cases), as_of).state is state


def test_a_missing_case_says_until_when_it_has_to_begin():
    finding = judge("training_cases", facts(cases=()), IN_NOVEMBER)
    assert (finding.code, finding.last_on) == (Code.CASES_TO_BEGIN, date(2027, 2, 15))
    assert judge("training_cases", facts(cases=()), date(2027, 2, 16)).state is State.NOT_POSSIBLE


@pytest.mark.parametrize(
    ("from_on", "until_on", "state", "code"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), State.MET, Code.REGISTRATION_ENDS_EARLY),
        (date(2026, 11, 21), date(2027, 11, 20), State.NEEDS_DECISION, Code.REGISTRATION_MISSING),
        (date(2024, 6, 1), date(2026, 11, 19), State.NEEDS_DECISION, Code.REGISTRATION_LAPSED),
        (date(2024, 6, 1), ENDS_ON, State.MET, Code.REGISTRATION_VALID),
        (date(2024, 6, 1), None, State.MET, Code.REGISTRATION_OPEN_ENDED),
    ],
)
def test_a_registration_is_valid_from_its_first_to_its_last_day(from_on, until_on, state, code):
    record = facts(registrations=(ValidPeriod("HCPC", "PYL00000", from_on, until_on),))
    finding = judge("registration", record, IN_NOVEMBER)
    assert (finding.state, finding.code) == (state, code)


def test_a_renewal_that_follows_on_is_one_stretch_and_a_gap_is_not():
    first = ValidPeriod("BPC", "1", date(2026, 4, 1), date(2027, 3, 31))
    renewal = ValidPeriod("BPC", "1", date(2027, 4, 1), date(2028, 3, 31))
    after_a_gap = ValidPeriod("BPC", "1", date(2027, 4, 2), date(2028, 3, 31))
    assert judge("registration", facts(registrations=(renewal, first)), IN_NOVEMBER).last_on == date(2028, 3, 31)
    gap = judge("registration", facts(registrations=(first, after_a_gap)), IN_NOVEMBER)
    assert (gap.code, gap.last_on) == (Code.REGISTRATION_ENDS_EARLY, date(2027, 3, 31))


def test_no_registration_at_all_is_not_the_same_as_a_record_not_kept():
    assert judge("registration", facts(registrations=()), IN_NOVEMBER).code == Code.REGISTRATION_MISSING


@pytest.mark.parametrize(
    ("accepted_on", "months", "code"),
    [
        (date(2025, 6, 1), 48, Code.PREREQUISITE_MET),
        (date(2025, 6, 1), 47, Code.PREREQUISITE_SHORT),
        (None, 60, Code.PREREQUISITE_TO_ACCEPT),
        (date(2026, 12, 1), 60, Code.PREREQUISITE_TO_ACCEPT),
    ],
)
def test_experience_short_of_four_years_is_for_people_to_decide(accepted_on, months, code):
    record = facts(prerequisites=(PrerequisiteFact("experience", accepted_on, months),))
    finding = judge("experience", record, IN_NOVEMBER)
    assert finding.code == code
    assert finding.state is (State.MET if code == Code.PREREQUISITE_MET else State.NEEDS_DECISION)


def test_observation_may_be_completed_alongside_the_training():
    record = facts(prerequisites=(PrerequisiteFact("infant_observation", None, 11),))
    assert judge("infant_observation", record, IN_NOVEMBER).state is State.NOT_YET_DUE
    assert judge("infant_observation", record, ENDS_ON).code == Code.PREREQUISITE_SHORT
    assert judge("infant_observation", facts(prerequisites=()), ENDS_ON).code == Code.PREREQUISITE_MISSING


def case(case_id, first, last, *, supervised=240, ending="planned", counts=True, held=8, kind="parent_infant"):
    return CaseFact(case_id, first, last, supervised, ending, counts, held, kind)


LONG = case(1, date(2026, 1, 15), date(2026, 9, 15))
SHORT = case(2, date(2026, 1, 16), date(2026, 9, 15), supervised=239, ending="family moved")
OPEN = case(3, date(2026, 9, 1), None, supervised=0, ending=None)
UNCOUNTED = case(4, date(2026, 1, 1), date(2026, 12, 31), counts=False)


@pytest.mark.parametrize(("held", "figure"), [(0, 0), (7, 0), (8, 1), (30, 1)])
def test_a_case_counts_from_its_eighth_session_on(held, figure):
    record = facts(cases=(case(1, date(2026, 1, 15), date(2026, 3, 15), held=held),))
    assert judge("training_cases", record, IN_NOVEMBER).figure == figure


def test_work_in_a_group_is_no_case_of_this_programme():
    record = facts(cases=(case(1, date(2026, 1, 15), date(2026, 9, 15), kind="group"),))
    assert {judge(key, record, IN_NOVEMBER).figure for key in ("training_cases", "long_case", "planned_endings")} == {0}


# Worked by hand: from the first held session, so many calendar months on; the day itself is included.
@pytest.mark.parametrize(
    ("first", "last", "figure"),
    [
        (date(2026, 1, 15), date(2026, 9, 15), 1),
        (date(2026, 1, 15), date(2026, 9, 14), 0),
        (date(2026, 1, 31), date(2026, 9, 30), 1),
        (date(2026, 1, 31), date(2026, 9, 29), 0),
        (date(2025, 10, 29), date(2026, 6, 29), 1),
        (date(2023, 6, 29), date(2024, 2, 29), 1),
        (date(2022, 6, 29), date(2023, 2, 28), 1),
    ],
)
def test_eight_months_are_calendar_months(first, last, figure):
    assert judge("long_case", facts(cases=(case(1, first, last),)), IN_NOVEMBER).figure == figure


@pytest.mark.parametrize(("last", "figure"), [(date(2026, 9, 14), 0), (date(2026, 9, 15), 1)])
@pytest.mark.parametrize("days_away", [0, 91])
def test_a_break_moves_the_end_of_the_training_and_not_the_length_of_a_case(days_away, last, figure):
    """The sessions on both sides of a break make one case; the months are those of the calendar either way."""
    record = replace(facts(cases=(case(1, date(2026, 1, 15), last),)), ends_on=ENDS_ON + timedelta(days=days_away))
    assert judge("long_case", record, IN_NOVEMBER).figure == figure
    begin_by = judge("training_cases", replace(record, cases=()), IN_NOVEMBER).last_on
    assert begin_by == date(2027, 2, 15) + timedelta(days=days_away)


@pytest.mark.parametrize(
    ("key", "figure"), [("training_cases", 3), ("long_case", 1), ("supervised_cases", 1), ("planned_endings", 1)]
)
def test_cases_are_counted_as_the_programme_describes_them(key, figure):
    record = facts(cases=(LONG, SHORT, OPEN, UNCOUNTED))
    assert judge(key, record, IN_NOVEMBER).figure == figure


def test_too_few_planned_endings_are_referred_and_too_few_cases_are_not_possible():
    record = facts(cases=(LONG,))
    assert judge("planned_endings", record, IN_NOVEMBER).state is State.NOT_YET_DUE
    assert judge("planned_endings", record, ENDS_ON).state is State.NEEDS_DECISION
    assert judge("training_cases", record, ENDS_ON).state is State.NOT_POSSIBLE
