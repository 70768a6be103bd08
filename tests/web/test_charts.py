import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_app.web.axes import (
    PHONE,
    WIDE,
    Point,
    Scale,
    hour_ticks,
    month_ends,
    month_starts,
    month_ticks,
    nice_step,
    path,
)
from trainee_app.web.charts import (
    LINE_OF_WORDS,
    BarFigures,
    Course,
    Projection,
    Reading,
    bars,
    burn_up,
    burn_up_picture,
    burn_up_rows,
    meter_percent,
    milestone_on,
)

STARTS = date(2025, 10, 6)
ENDS = date(2027, 4, 5)
TARGET = 688 * 60


def course(*, weeks=10, weekly=500, waiting=0, projection=None, milestones=((ENDS, TARGET),)):
    return Course(
        starts_on=STARTS,
        ends_on=ENDS,
        as_of=STARTS + timedelta(weeks=weeks),
        target_minutes=TARGET,
        signed=tuple(Reading(STARTS + timedelta(weeks=week), week * weekly) for week in range(1, weeks + 1)),
        milestones=tuple(Reading(on, minutes) for on, minutes in milestones),
        waiting_minutes=waiting,
        projection=projection,
    )


def projected(on):
    return Projection(on, on - timedelta(days=10), on + timedelta(days=20), "late April", "behind")


@pytest.mark.parametrize(
    ("most", "ticks", "step"), [(688, 5, 200), (688, 4, 200), (60, 5, 20), (5, 5, 1), (0.5, 4, 1), (9_000, 5, 2_000)]
)
def test_steps_of_an_axis_are_round(most, ticks, step):
    assert nice_step(most, ticks) == step


def test_hours_are_marked_from_nought_to_below_the_target():
    scale = Scale(WIDE, STARTS, ENDS, TARGET)
    ticks = hour_ticks(TARGET, scale, 5)
    assert [tick.label for tick in ticks] == ["0", "200", "400", "600"]
    assert [tick.at for tick in ticks] == sorted((tick.at for tick in ticks), reverse=True)


def test_a_round_figure_close_to_the_target_is_left_out():
    scale = Scale(WIDE, STARTS, ENDS, 610 * 60)
    assert [tick.label for tick in hour_ticks(610 * 60, scale, 5)] == ["0", "200", "400"]


def test_months_name_the_year_only_where_it_changes():
    scale = Scale(WIDE, STARTS, ENDS, TARGET)
    assert [tick.label for tick in month_ticks(STARTS, ENDS, scale, 8)] == [
        "Oct 25",
        "Jan 26",
        "Apr",
        "Jul",
        "Oct",
        "Jan 27",
        "Apr",
    ]


def test_a_phone_gets_fewer_ticks_than_a_desk():
    drawing, small = burn_up(course(), WIDE), burn_up(course(), PHONE)
    assert len(small.x_ticks) <= 4 < len(drawing.x_ticks) <= 8


def test_months_begin_and_end_across_a_year():
    assert month_starts(date(2026, 11, 20), date(2027, 1, 5)) == [
        date(2026, 11, 20),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert month_ends(date(2026, 11, 20), date(2027, 1, 5)) == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 5),
    ]


def test_a_path_runs_through_its_points():
    assert path([Point(0, 10.5), Point(5, 8)]) == "M0 10.5 L5 8"
    assert path([Point(0, 10), Point(5, 8)], closed=True) == "M0 10 L5 8 Z"
    assert path([]) == ""


def test_the_line_begins_at_nought_and_ends_today():
    drawing = burn_up(course(weeks=20))
    assert drawing.signed_line.startswith(f"M{drawing.left:g} {drawing.bottom:g} ")
    assert drawing.signed_line.endswith(f"L{drawing.today.x:g} {drawing.today.y:g}")


def test_a_course_without_hours_still_has_a_drawing():
    drawing = burn_up(course(weeks=0))
    assert (drawing.today.x, drawing.today.y) == (drawing.left, drawing.bottom)
    assert drawing.projection_line == ""
    assert drawing.projection_label is None


def test_without_milestones_no_line_is_drawn_for_them():
    drawing = burn_up(course(milestones=()))
    assert drawing.milestone_line == ""
    assert drawing.milestone_points == ()


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("weeks", range(1, 78))
def test_the_words_at_the_milestones_never_run_into_those_at_the_line(size, weeks):
    stones = tuple((STARTS + timedelta(days=30 * month), TARGET * month // 18) for month in range(1, 19))
    drawing = burn_up(course(weeks=weeks, weekly=TARGET // 78, milestones=stones), size)
    assert abs(drawing.milestone_label.y - drawing.today_label.y) >= LINE_OF_WORDS


def test_the_projection_ends_on_the_target():
    drawing = burn_up(course(weeks=58, projection=projected(date(2027, 4, 27))))
    assert drawing.projection_line.endswith(f" {drawing.target_y:g}")
    assert drawing.projection_band.endswith("Z")


def test_a_target_reached_long_after_the_end_is_followed_only_to_the_edge():
    drawing = burn_up(course(weeks=40, weekly=200, projection=projected(date(2031, 1, 1))))
    end = drawing.projection_line.split("L")[1].split()
    assert float(end[0]) == drawing.right
    assert drawing.target_y < float(end[1]) < drawing.today.y


def test_hours_that_wait_stand_above_today_once_there_are_enough_to_be_seen():
    many, few = burn_up(course(weeks=30, waiting=40 * 60)), burn_up(course(weeks=30, waiting=60))
    assert many.waiting is not None
    assert (many.waiting.x, many.waiting.y < many.today.y) == (many.today.x, True)
    assert few.waiting is None


@given(
    weeks=st.integers(0, 110),
    weekly=st.integers(0, 3_000),
    waiting=st.integers(0, 90_000),
    late=st.integers(-200, 4_000),
)
def test_nothing_is_ever_drawn_outside_its_box(weeks, weekly, waiting, late):
    picture = burn_up_picture(
        course(weeks=weeks, weekly=weekly, waiting=waiting, projection=projected(ENDS + timedelta(days=late))), ""
    )
    for drawing in (picture.wide, picture.phone):
        numbers = re.findall(
            r"(-?[\d.]+(?:e[-+]\d+)?) (-?[\d.]+(?:e[-+]\d+)?)",
            " ".join([drawing.signed_line, drawing.projection_line, drawing.projection_band]),
        )
        assert numbers
        assert all(
            drawing.left <= float(x) <= drawing.right and drawing.top <= float(y) <= drawing.bottom for x, y in numbers
        )


def test_the_table_has_a_line_for_each_month_and_for_today():
    rows = burn_up_rows(course(weeks=10, weekly=600))
    assert [row.on for row in rows][:4] == [
        date(2025, 10, 31),
        date(2025, 11, 30),
        date(2025, 12, 15),
        date(2025, 12, 31),
    ]
    assert [row.signed_minutes for row in rows][:4] == [1_800, 4_200, 6_000, None]
    assert (rows[-1].on, rows[-1].milestone_minutes) == (ENDS, TARGET)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (STARTS - timedelta(days=1), 0),
        (STARTS, 0),
        (date(2026, 1, 5), 4_680),
        (date(2026, 1, 6), 4_680 + 77),
        (ENDS, TARGET),
        (ENDS + timedelta(days=400), TARGET),
    ],
)
def test_milestones_ask_for_a_straight_line_between_them(day, minutes):
    stones = course(milestones=((date(2026, 1, 5), 78 * 60), (date(2026, 4, 13), 205 * 60), (ENDS, TARGET)))
    assert milestone_on(stones, day) == minutes


def test_bars_share_one_scale():
    study, clinical, none = bars(
        [BarFigures("Study", 6_000, 600, 12_000), BarFigures("Clinical", 3_000, 0, 6_000), BarFigures("Other", 0)]
    )
    assert study.signed == 2 * clinical.signed
    assert study.minimum is not None
    assert study.signed + study.waiting < study.minimum < 100
    assert (none.signed, none.waiting, none.minimum) == (0, 0, None)


def test_no_bars_are_no_trouble():
    assert bars([]) == ()


@pytest.mark.parametrize(
    ("value", "target", "percent"),
    [
        (0, 100, 0),
        (-5, 100, 0),
        (1, 1_000, 1),
        (50, 100, 50),
        (999, 1_000, 99),
        (1_000, 1_000, 100),
        (8, 6, 100),
        (0, 0, 100),
        (172, 688, 25),
    ],
)
def test_a_meter_is_never_full_too_early_nor_empty_once_begun(value, target, percent):
    assert meter_percent(value, target) == percent
