"""At least so much supervision in each period with client contact, judged on the day of the work."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.programmes.records import ENDS_ON, entry, facts, judge, pip, requirement, total
from trainee_app.programmes.rules import Code, Floor, Shortfall, State, Waiver, evaluate
from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.requirements import Needed, Over

CONTACT = entry("case_session", date(2026, 9, 10), 60)
CLOSES_ON = date(2026, 10, 14)


def month(*entries, as_of, **changes):
    finding = judge("monthly_supervision", facts(entries=entries, **changes), as_of)
    return finding, finding.periods[0] if finding.periods else None


def supervision(minutes, on=date(2026, 9, 20), **changes):
    return entry("individual_supervision", on, minutes, **changes)


def monthly(**changes):
    floor = requirement("monthly_supervision")
    assert isinstance(floor, Floor)
    return replace(floor, **changes)


@pytest.mark.parametrize(
    ("minutes", "as_of", "state", "code"),
    [
        (90, date(2026, 9, 30), State.MET, Code.PERIOD_MET),
        (90, date(2027, 1, 1), State.MET, Code.PERIOD_MET),
        (89, date(2026, 9, 30), State.ON_TRACK, Code.PERIOD_RUNNING),
        (89, date(2026, 10, 1), State.BEHIND, Code.PERIOD_ENDED),
        (89, CLOSES_ON, State.BEHIND, Code.PERIOD_ENDED),
        (89, CLOSES_ON + timedelta(days=1), State.BEHIND, Code.PERIOD_SHORT),
    ],
)
def test_a_month_runs_ends_and_closes(minutes, as_of, state, code):
    _, period = month(CONTACT, supervision(minutes), as_of=as_of)
    assert (period.state, period.code, period.closes_on) == (state, code, CLOSES_ON)


@pytest.mark.parametrize(
    ("submitted_on", "signed_on", "in_time"),
    [
        (date(2026, 9, 30), date(2026, 10, 14), True),  # the 14th day of grace
        (date(2026, 9, 30), date(2026, 10, 15), False),  # the 15th
        (date(2026, 10, 14), date(2026, 10, 14), True),
        (date(2026, 10, 15), date(2026, 10, 15), False),
        (None, date(2027, 1, 5), True),  # taken over from an earlier record
    ],
)
def test_a_signature_is_in_time_until_the_fourteenth_day(submitted_on, signed_on, in_time):
    late = supervision(90, date(2026, 9, 30), submitted_on=submitted_on, signed_on=signed_on)
    _, period = month(CONTACT, late, as_of=date(2027, 2, 1))
    assert (period.supervision, period.late) == ((90, 0) if in_time else (0, 90))
    assert period.state is (State.MET if in_time else State.BEHIND)


def test_an_open_month_is_met_when_what_waits_is_signed():
    waiting = supervision(30, state="submitted")
    finding, period = month(CONTACT, supervision(60), waiting, as_of=CLOSES_ON)
    assert (finding.state, finding.awaiting, finding.last_on) == (State.ON_TRACK, 30, CLOSES_ON)
    assert (period.code, period.short) == (Code.PERIOD_WAITING, 30)
    _, closed = month(CONTACT, supervision(60), waiting, as_of=CLOSES_ON + timedelta(days=1))
    assert (closed.code, closed.awaiting, closed.late) == (Code.PERIOD_SHORT, 0, 30)


def test_what_was_taken_over_from_an_earlier_record_waits_in_time():
    imported = supervision(90, state="submitted", submitted_on=None)
    _, period = month(CONTACT, imported, as_of=date(2027, 2, 1))
    assert (period.code, period.awaiting) == (Code.PERIOD_WAITING, 90)


@pytest.mark.parametrize(
    "other",
    [
        supervision(30),
        entry("liaison", date(2026, 9, 10), 60),
        entry("case_session", date(2026, 9, 10), 60, held=False),
        entry("case_session", date(2026, 9, 10), 60, submitted_on=date(2026, 10, 15)),
    ],
)
def test_a_month_without_held_client_contact_in_time_asks_for_nothing(other):
    finding, _ = month(other, as_of=date(2026, 12, 1))
    assert (finding.state, finding.code, finding.target) == (State.NOT_YET_DUE, Code.NO_CONTACT_YET, 0)


def test_contact_that_waits_for_a_signature_makes_a_month():
    _, period = month(entry("assessment", date(2026, 9, 10), 50, state="submitted"), as_of=date(2026, 9, 30))
    assert (period.contact, period.needed) == (50, 90)


@pytest.mark.parametrize(
    ("on", "in_february"),
    [(date(2028, 2, 29), True), (date(2028, 2, 1), True), (date(2028, 3, 1), False), (date(2028, 1, 31), False)],
)
def test_a_leap_february_has_twenty_nine_days(on, in_february):
    contact = entry("case_session", date(2028, 2, 10), 60)
    finding, period = month(contact, supervision(90, on), as_of=date(2028, 2, 29), ends_on=date(2028, 6, 1))
    assert period.ends_on == date(2028, 2, 29)
    assert (period.supervision == 90) is in_february
    assert finding.target == 1


def test_supervision_is_never_averaged_over_months():
    august = entry("case_session", date(2026, 8, 10), 60)
    finding, _ = month(august, supervision(300, date(2026, 8, 11)), CONTACT, supervision(30), as_of=date(2026, 12, 1))
    assert (finding.state, finding.figure, finding.target, finding.unit) == (State.BEHIND, 1, 2, "months")


@pytest.mark.parametrize(
    ("on_shortfall", "before_end", "at_end", "code_at_end"),
    [
        (Shortfall.WARN, State.BEHIND, State.NEEDS_DECISION, Code.PERIODS_SHORT_AT_END),
        (Shortfall.REFER, State.NEEDS_DECISION, State.NEEDS_DECISION, Code.PERIODS_REFERRED),
        (Shortfall.VOID, State.BEHIND, State.MET, Code.PERIODS_VOID_AT_END),
    ],
)
def test_a_closed_short_month_is_followed_by_what_the_rule_says(on_shortfall, before_end, at_end, code_at_end):
    floor = monthly(on_shortfall=on_shortfall)
    record = facts(entries=(CONTACT, supervision(60)))
    (finding,) = evaluate([floor], record, date(2026, 12, 1))
    assert finding.state is before_end
    (finding,) = evaluate([floor], record, ENDS_ON)
    assert (finding.state, finding.code) == (at_end, code_at_end)


def test_a_void_month_takes_its_client_contact_out_of_the_sums_and_nothing_else():
    entries = (CONTACT, supervision(60), entry("case_session", date(2026, 8, 3), 60), supervision(90, date(2026, 8, 4)))
    totals = (
        total("case_session", date(2026, 9, 1), 1),
        total("individual_supervision", date(2026, 9, 1), 1),
        total("case_session", date(2026, 8, 1), 1),
        total("individual_supervision", date(2026, 8, 1), 1.5),
    )
    record = facts(entries=entries, totals=totals)
    clinical = requirement("clinical")
    for on_shortfall, minutes in ((Shortfall.WARN, 270), (Shortfall.VOID, 210)):
        finding, _ = evaluate([clinical, monthly(on_shortfall=on_shortfall)], record, date(2026, 12, 1))
        assert (finding.figure, finding.recorded) == (minutes, 270)
    twice, _, _ = evaluate(
        [clinical, monthly(on_shortfall=Shortfall.VOID), monthly(key="again", on_shortfall=Shortfall.VOID)],
        record,
        date(2026, 12, 1),
    )
    assert twice.figure == 210
    open_month, _ = evaluate([clinical, monthly(on_shortfall=Shortfall.VOID)], record, CLOSES_ON)
    assert open_month.figure == 270


def test_a_weekly_floor_by_site_judges_each_site_alone():
    floor = monthly(
        period=Period.ISO_WEEK, over=Over.EACH_SITE, needed=Needed(60), on_shortfall=Shortfall.VOID, grace_days=0
    )
    monday, sunday = date(2026, 10, 19), date(2026, 10, 25)  # the clocks go back on this Sunday
    entries = (
        entry("case_session", monday, 60, placement_id=1, submitted_on=monday, signed_on=monday),
        entry("case_session", monday, 60, placement_id=2, submitted_on=monday, signed_on=monday),
        entry("individual_supervision", sunday, 60, placement_id=1, submitted_on=sunday, signed_on=sunday),
    )
    totals = (total("case_session", date(2026, 10, 1), 2), total("individual_supervision", date(2026, 10, 1), 1))
    finding, clinical = evaluate(
        [floor, requirement("clinical")], facts(entries=entries, totals=totals), date(2026, 10, 26)
    )
    assert [(period.placement_id, period.state) for period in finding.periods] == [(1, State.MET), (2, State.BEHIND)]
    assert [(period.starts_on, period.ends_on) for period in finding.periods] == [(monday, sunday)] * 2
    assert (finding.unit, clinical.figure) == ("weeks", 120)


def test_an_accepted_month_no_longer_counts_as_short():
    accepted = (Waiver("monthly_supervision", date(2026, 11, 1), date(2026, 9, 1)),)
    finding, period = month(CONTACT, supervision(60), as_of=date(2026, 12, 1), waivers=accepted)
    assert (period.state, period.code) == (State.WAIVED, Code.PERIOD_ACCEPTED)
    assert (finding.state, finding.figure) == (State.ON_TRACK, 1)
    before, _ = month(CONTACT, supervision(60), as_of=date(2026, 10, 31), waivers=accepted)
    assert before.state is State.BEHIND


def test_met_months_are_on_track_until_the_programme_ends():
    finding, _ = month(CONTACT, supervision(90), as_of=ENDS_ON - timedelta(days=1))
    assert (finding.state, finding.code) == (State.ON_TRACK, Code.PERIODS_MET_SO_FAR)
    finding, _ = month(CONTACT, supervision(90), as_of=ENDS_ON)
    assert (finding.state, finding.code) == (State.MET, Code.PERIODS_MET)


def test_the_open_month_is_told_beside_an_earlier_short_one():
    november = entry("case_session", date(2026, 11, 3), 540)
    finding, _ = month(CONTACT, supervision(60), november, supervision(60, date(2026, 11, 4)), as_of=date(2026, 11, 20))
    assert (finding.params["short_on"], finding.params["open_on"]) == ("2026-09-01", "2026-11-01")
    assert finding.last_on == date(2026, 11, 30)


def test_pip_asks_for_an_hour_and_a_half_in_each_calendar_month():
    floor = monthly()
    assert (floor.needed.minutes(1), floor.period, floor.on_shortfall, floor.grace_days) == (
        90,
        Period.CALENDAR_MONTH,
        Shortfall.WARN,
        14,
    )
    assert floor.contact == {each.key for each in pip().activities.values() if "client_contact" in each.groups}
