"""The examples of ratios, bands and cadences: facts made by hand, and what comes of them reckoned by hand."""

from datetime import date

import pytest

from tests.programmes.examples import ENDS_ON, hours, judged

NOVEMBER, DECEMBER, MARCH = date(2026, 11, 10), date(2026, 12, 8), date(2027, 3, 1)


def minutes(amount: float) -> int:
    return round(amount * 60)


# A calendar month: 1 h 30 of supervision in EACH month with client work, never averaged.


def test_a_month_short_of_supervision_does_not_count_and_a_rich_one_does_not_make_up_for_it() -> None:
    found = judged(
        "calendar_month_floor",
        MARCH,
        hours("session", NOVEMBER, 9),
        hours("individual_supervision", NOVEMBER, 4),  # 2 h 30 more than asked for
        hours("session", DECEMBER, 6),
        hours("individual_supervision", DECEMBER, 1),  # 30 min short
    )
    floor, contact = found["monthly_supervision"], found["contact"]
    # Two months with client work, November alone has its 1 h 30. Of 15 h signed, the 6 h of December are left out.
    assert (floor.figure, floor.target) == (1, 2)
    assert (contact.figure, contact.recorded) == (minutes(9), minutes(15))
    assert [(lost.rule, lost.minutes) for lost in contact.lost] == [("monthly_supervision", minutes(6))]


def test_a_month_with_exactly_an_hour_and_a_half_counts() -> None:
    found = judged(
        "calendar_month_floor",
        MARCH,
        hours("session", NOVEMBER, 9),
        hours("individual_supervision", NOVEMBER, 1.5),
    )
    assert found["contact"].figure == minutes(9)


# Bands: 0-12 client hours need 1 h 30, 13-16 need 2 h, 17-20 need 2 h 30.


@pytest.mark.parametrize(
    ("contact", "needed"),
    [
        (0.5, 90),
        (12, 90),  # up to 12 h, 12 h itself included
        (12.25, 120),  # a quarter of an hour more is in the next band
        (16, 120),
        (17, 150),
        (30, 150),  # the last band goes on without an end
    ],
)
def test_a_band_says_how_much_a_month_needs(contact, needed) -> None:
    found = judged("banded_month", MARCH, hours("session", NOVEMBER, contact))
    (month,) = found["banded_supervision"].periods
    assert (month.contact, month.needed) == (minutes(contact), needed)
    # It warns: the hours count.
    assert found["contact"].figure == minutes(contact)


# A week at each site: a unit (1 h alone or 2 h in a group), and a second one beyond 10 client hours.

MONDAY = date(2026, 11, 9)
NORTH, SOUTH = 1, 2


def test_a_week_counts_at_the_site_that_has_its_unit_and_not_at_the_other() -> None:
    found = judged(
        "weekly_per_site",
        MARCH,
        hours("session", MONDAY, 5, placement_id=NORTH),
        hours("individual_supervision", MONDAY, 1, placement_id=NORTH),
        hours("session", MONDAY, 4, placement_id=SOUTH),
    )
    # North has its unit, South none: of 9 h the 4 h at South do not count.
    assert (found["weekly_unit"].figure, found["weekly_unit"].target) == (1, 2)
    assert found["contact"].figure == minutes(5)


@pytest.mark.parametrize(
    ("alone", "in_group", "counted"),
    [
        (1, 0, 5),
        (0, 2, 5),  # 2 h in a group are a unit
        (0, 1.75, 0),  # 1 h 45 in a group come to 52 min: 8 short
        (0.5, 1, 5),  # 30 min and half of an hour make the hour
    ],
)
def test_a_unit_is_an_hour_alone_or_two_in_a_group(alone, in_group, counted) -> None:
    supervision = [("individual_supervision", alone), ("group_supervision", in_group)]
    found = judged(
        "weekly_per_site",
        MARCH,
        hours("session", MONDAY, 5, placement_id=NORTH),
        *(hours(activity, MONDAY, amount, placement_id=NORTH) for activity, amount in supervision if amount),
    )
    assert found["contact"].figure == minutes(counted)


def test_more_than_ten_hours_in_a_week_ask_for_a_second_unit_and_still_count() -> None:
    found = judged(
        "weekly_per_site",
        MARCH,
        hours("session", MONDAY, 11, placement_id=NORTH),
        hours("individual_supervision", MONDAY, 1, placement_id=NORTH),
    )
    # One unit is there: the week counts. The second hour is missing: the course team knows.
    assert (found["weekly_unit"].figure, found["second_unit"].figure) == (1, 0)
    assert found["second_unit"].state == "behind"
    assert found["contact"].figure == minutes(11)


# A month of 20 to 130 hours; 5 per cent of them supervised; half of the supervision alone.


def test_only_months_of_twenty_hours_count_and_only_a_hundred_and_thirty_of_them() -> None:
    found = judged(
        "monthly_band",
        MARCH,
        *(hours("session", date(2026, 11, day), 7) for day in range(1, 21)),  # 140 h: 10 beyond
        *(hours("session", date(2026, 12, day), 1) for day in range(1, 20)),  # 19 h: a month that does not count
        *(hours("session", date(2027, 1, day), 1) for day in range(1, 21)),  # 20 h: just enough
    )
    assert found["contact"].figure == minutes(130 + 20)
    assert {lost.rule: lost.minutes for lost in found["contact"].lost} == {
        "month_of_most": minutes(10),
        "month_of_twenty": minutes(19),
    }


@pytest.mark.parametrize(
    ("alone", "in_group", "is_enough", "is_half_alone"),
    [
        (1, 1, True, True),  # 2 h are 5 per cent of 40 h, and one of them is alone
        (1, 0.75, False, True),  # 1 h 45 are less than 5 per cent; 1 h of it is more than half
        (0.75, 1.25, True, False),  # 2 h, of which 45 min are less than half
    ],
)
def test_a_twentieth_of_a_month_is_supervised_and_half_of_that_alone(alone, in_group, is_enough, is_half_alone) -> None:
    found = judged(
        "monthly_band",
        MARCH,
        *(hours("session", date(2026, 11, day), 2) for day in range(1, 21)),  # 40 h
        hours("individual_supervision", NOVEMBER, alone),
        hours("group_supervision", NOVEMBER, in_group),
    )
    assert bool(found["five_per_cent"].figure) is is_enough
    assert bool(found["half_alone"].figure) is is_half_alone


# The whole programme: an hour for 8 client hours, or for 5 in a group; 75 per cent one to one.


@pytest.mark.parametrize(
    ("alone", "in_group", "is_enough"),
    [
        (10, 0, True),  # 80 h by 8
        (9.75, 0, False),
        (0, 16, True),  # 80 h by 5
        (0, 15.5, False),
        (5, 8, True),  # half of the work either way
    ],
)
def test_an_hour_serves_eight_client_hours_alone_and_five_in_a_group(alone, in_group, is_enough) -> None:
    supervision = [("individual_supervision", alone), ("group_supervision", in_group)]
    found = judged(
        "whole_programme_ratio",
        date(2028, 10, 20),  # the programme has ended, and its grace of 14 days too
        hours("session", NOVEMBER, 80),
        *(hours(activity, NOVEMBER, amount) for activity, amount in supervision if amount),
    )
    assert found["one_in_eight"].state == ("met" if is_enough else "needs_decision")


@pytest.mark.parametrize(("groups", "is_enough"), [(20, True), (21, False)])
def test_three_quarters_of_the_work_is_one_to_one(groups, is_enough) -> None:
    found = judged(
        "whole_programme_ratio",
        date(2028, 10, 20),
        hours("session", NOVEMBER, 60),  # 60 of 80 h are 75 per cent, 60 of 81 h are less
        hours("group_session", NOVEMBER, groups),
    )
    assert found["one_to_one"].state == ("met" if is_enough else "needs_decision")


# A cadence: never more than 14 days between supervision sessions while client work goes on.


def test_work_beyond_a_gap_of_fourteen_days_does_not_count_until_the_next_supervision() -> None:
    found = judged(
        "cadence",
        ENDS_ON,
        hours("session", date(2026, 11, 2), 1),
        hours("individual_supervision", date(2026, 11, 2), 1),
        hours("session", date(2026, 11, 16), 1),  # the 14th day: within
        hours("session", date(2026, 11, 17), 1),  # the 15th: beyond
        hours("group_supervision", date(2026, 11, 18), 1),
        hours("session", date(2026, 11, 19), 1),  # the day after: counts again
    )
    assert found["fortnightly"].figure == 1
    assert found["contact"].figure == minutes(3)


def test_before_the_first_supervision_the_days_count_from_the_first_client() -> None:
    found = judged(
        "cadence",
        ENDS_ON,
        hours("session", date(2026, 11, 2), 1),
        hours("session", date(2026, 11, 16), 1),
        hours("session", date(2026, 11, 20), 1),  # 18 days after the first, nobody was seen in between
        hours("individual_supervision", date(2026, 11, 21), 1),
    )
    assert found["contact"].figure == minutes(2)


def test_no_supervision_is_asked_for_while_nobody_is_seen() -> None:
    found = judged(
        "cadence",
        ENDS_ON,
        hours("session", date(2026, 11, 2), 1),
        hours("individual_supervision", date(2026, 11, 2), 1),
        hours("individual_supervision", date(2027, 2, 1), 1),  # three months later, before the work goes on
        hours("session", date(2027, 2, 2), 1),
    )
    assert (found["fortnightly"].figure, found["fortnightly"].state) == (0, "met")
    assert found["contact"].figure == minutes(2)
