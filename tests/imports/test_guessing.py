"""How a file is read is guessed from many real spellings, and what leaves a doubt is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.cohorts import pip_definition
from trainee_app.imports.rules.guessing import guess, questions, taken_up
from trainee_app.imports.rules.lengths import likely_unit, read_minutes
from trainee_app.imports.rules.mapping import DayOrder, LengthUnit, Mapping, Role, read_mapping, written
from trainee_app.imports.rules.moments import order_shown_by, read_moment
from trainee_app.logbook.rules import DayUnreadable, DurationUnreadable, TimeUnreadable
from trainee_app.programmes.rules import parse_definition
from trainee_app.tables import Cell, Sheet, read_tables
from trainee_app.tables.keeping import read_cells, stored_cells

PIP = parse_definition(pip_definition())
OWN = {"marta ellison", "marta@example.org"}
ZONE = "Europe/London"


def guessed(text: str) -> tuple[Sheet, Mapping]:
    sheets = read_tables(text.encode())
    mapping = guess(sheets, PIP, own=OWN)
    return sheets[mapping.sheet], mapping


def roles(mapping: Mapping) -> str:
    return " ".join(role.value for role in mapping.roles)


def asked(text: str) -> set[str]:
    sheet, mapping = guessed(text)
    return {each.field.split("_")[0] if each.field.startswith("name_") else each.field
            for each in questions(sheet, mapping, PIP, names_trainees=False)}  # fmt: skip


TRACKERS = {
    "toggl": (
        ("User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        "marta e.,m@example.com,,Reading,,Winnicott,No,2026-11-03,09:00:00,2026-11-03,09:50:00,00:50:00,\n"),
        "nothing nothing nothing activity nothing note nothing day start nothing end length nothing",
    ),
    "clockify": (
        ("Project,Client,Description,Task,User,Tags,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)\n"
        "Seminar,,autumn,,Marta Ellison,,13/11/2026,09:00:00,13/11/2026,10:30:00,01:30:00,1.5\n"),
        "activity nothing note nothing trainee nothing day start nothing end length nothing",
    ),
    "harvest": (
        ("Date,Client,Project,Project Code,Task,Notes,Hours,First Name,Last Name\n"
        "2026-11-03,Course,Training,T,Reading,on attachment,1.25,Marta,Ellison\n"),
        "day nothing nothing nothing activity note length nothing nothing",
    ),
    "kimai": (
        ("Date;From;To;Duration;Customer;Project;Activity;Description\n"
        "2026-11-03;09:00;09:50;0:50;;;Seminar;autumn\n"),
        "day start end length nothing nothing activity note",
    ),
    "a trainee’s own": (
        "My hours since October\n\nWhen;What;How long;Where;Case;Notes\n3 Nov 2026;Reading;50 min;;;\n",
        "day activity length placement case note",
    ),
    "one column an activity": (
        "Date|Reading|Seminars|Individual supervision|Comments\n13/11/2026|50 min||1h30|\nTotal|50||90|\n",
        "day amount amount amount note",
    ),
}  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.parametrize("name", TRACKERS)
def test_the_columns_of_trackers_and_of_people_are_told_by_their_headings(name: str) -> None:
    text, expected = TRACKERS[name]
    sheet, mapping = guessed(text)
    assert roles(mapping) == expected
    assert questions(sheet, mapping, PIP, names_trainees=False) == []
    assert read_mapping(written(mapping)) == mapping


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("days", "order", "is_asked"),
    [
        ("13/11/2026 04/11/2026", DayOrder.DAY_FIRST, False),
        ("11/13/2026 11/04/2026", DayOrder.MONTH_FIRST, False),
        ("03/11/2026 04/11/2026", None, True),
        ("13/11/2026 11/13/2026", None, True),
        ("2026-11-03 2026-11-04", None, False),
        ("05/05/2026 06/06/2026", None, False),
        ("3-Nov-26 04-Dec-26", None, False),
        ("03.11.26 14.11.26", DayOrder.DAY_FIRST, False),
    ],
)
def test_the_order_of_day_and_month_is_taken_from_the_file_or_asked(days: str, order: DayOrder, is_asked: bool) -> None:
    text = "Date,What,How long\n" + "".join(f"{day},Reading,50 min\n" for day in days.split())
    _, mapping = guessed(text)
    assert mapping.day_order is order
    assert ("day_order" in asked(text)) is is_asked


@pytest.mark.one_engine
def test_dates_that_a_spreadsheet_may_have_turned_round_are_asked_about() -> None:
    sheet = Sheet("", (("Date", "What", "Minutes"), (date(2026, 3, 11), "Reading", 50), ("13/11/2026", "Reading", 50)))
    mapping = guess((sheet,), PIP, own=OWN)
    assert "is_swapped" in {each.field for each in questions(sheet, mapping, PIP, names_trainees=False)}
    assert read_moment(sheet.rows[1][0], mapping.day_order, is_swapped=True, zone=ZONE).day == date(2026, 11, 3)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("heading", "numbers", "unit"),
    [
        ("Minutes", (50, 90), LengthUnit.MINUTES),
        ("Duration (min)", ("50", "8"), LengthUnit.MINUTES),
        ("Hours", (1.5, 2), LengthUnit.HOURS),
        ("Duration (decimal)", ("0.83", "1.30"), LengthUnit.HOURS),
        ("Time", (50, 90), LengthUnit.MINUTES),
        ("Time", (1.5, 0.75), LengthUnit.HOURS),
        ("Time", ("1,5", "0,25"), LengthUnit.HOURS),
        ("Time", (1, 2), None),
        ("Hours", ("1.30", "2.15"), None),
        ("Hours", (50, 90), None),
        ("Minutes", (1.5, 2), None),
        ("Time", (50 / 1440, 95 / 1440), LengthUnit.DAYS),
        ("Time", ("1h30", "0:50"), None),
    ],
)
def test_what_a_bare_number_means_is_guessed_where_nothing_else_can_be_meant(
    heading: str, numbers: tuple[Cell, ...], unit: LengthUnit | None
) -> None:
    assert likely_unit(heading, numbers) is unit


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("cell", "unit", "minutes"),
    [
        ("50", LengthUnit.MINUTES, 50),
        ("1.5", LengthUnit.HOURS, 90),
        ("1,25", LengthUnit.HOURS, 75),
        (".5", LengthUnit.HOURS, 30),
        (1.3, LengthUnit.CLOCK, 90),
        ("1.05", LengthUnit.CLOCK, 65),
        (50 / 1440, LengthUnit.DAYS, 50),
        (0.8333333333, LengthUnit.HOURS, 50),
        ("0.83", LengthUnit.HOURS, 50),
        (time(0, 50), None, 50),
        (timedelta(hours=1, minutes=30), None, 90),
        (datetime(1899, 12, 30, 0, 50), None, 50),  # noqa: DTZ001 - a cell has no zone
        ("00:49:50", None, 50),
        ("1:30", None, 90),
        ("1h30", None, 90),
        ("1 hr 30 mins", None, 90),
        ("0h 50m 12s", None, 50),
        ("1.5h", None, 90),
        ("90 min", None, 90),
    ],
)
def test_durations_are_read_in_every_usual_spelling(cell: Cell, unit: LengthUnit | None, minutes: int) -> None:
    assert read_minutes(cell, unit, rounds=True) == minutes


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("cell", "unit"),
    [("-5", LengthUnit.MINUTES), ("1.75", LengthUnit.CLOCK), ("25", LengthUnit.HOURS), ("abc", None), (True, None),
     ("50", None), ("1e5", None), ("1:75", None), (float("inf"), LengthUnit.MINUTES), (date(2026, 1, 1), None)],
)  # fmt: skip
def test_what_is_no_duration_is_refused_and_never_guessed(cell: Cell, unit: LengthUnit | None) -> None:
    with pytest.raises(DurationUnreadable):
        read_minutes(cell, unit, rounds=True)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("cell", "day", "second"),
    [
        ("2026-11-03T09:00:00", date(2026, 11, 3), 9 * 3600),
        ("2026-11-03 21:30", date(2026, 11, 3), 21 * 3600 + 1800),
        ("03/11/2026 9:05 PM", date(2026, 11, 3), 21 * 3600 + 300),
        ("2026-07-01T23:30:00Z", date(2026, 7, 2), 1800),
        ("2026-11-03T00:30:00+02:00", date(2026, 11, 2), 22 * 3600 + 1800),
        ("Tue 3 Nov 2026", date(2026, 11, 3), None),
        ("Nov 3, 2026", date(2026, 11, 3), None),
        ("2026/11/03", date(2026, 11, 3), None),
        (46329, date(2026, 11, 3), None),
        (46329.375, date(2026, 11, 3), 9 * 3600),
        ("46329", date(2026, 11, 3), None),
        (datetime(2026, 11, 3, 9), date(2026, 11, 3), 9 * 3600),  # noqa: DTZ001 - a cell has no zone
        (0.375, None, 9 * 3600),
        ("09:00:00 AM", None, 9 * 3600),
        ("2pm", None, 14 * 3600),
        ("", None, None),
    ],
)
def test_days_and_times_are_read_as_programmes_write_them(cell: Cell, day: date | None, second: int | None) -> None:
    moment = read_moment(cell, DayOrder.DAY_FIRST, is_swapped=False, zone=ZONE)
    assert (moment.day, moment.second) == (day, second)


@pytest.mark.one_engine
@pytest.mark.parametrize("cell", ["Wed 3 Nov 2026", "31/02/2026", "yesterday", "25:00", "3/11", "13:00 pm", 3.5, True])
def test_what_is_no_day_or_contradicts_itself_is_refused(cell: Cell) -> None:
    with pytest.raises((DayUnreadable, TimeUnreadable)):
        read_moment(cell, DayOrder.DAY_FIRST, is_swapped=False, zone=ZONE)


@pytest.mark.one_engine
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["/", ".", "-"]), st.booleans())
def test_a_date_is_the_one_meant_or_is_asked_about_whatever_its_order(day: date, mark: str, month_first: bool) -> None:
    parts = (day.month, day.day) if month_first else (day.day, day.month)
    text = mark.join(f"{part:02d}" for part in parts) + f"{mark}{day.year}"
    meant = DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST
    shown = order_shown_by(text)
    assert not shown or meant in shown
    if len(shown) == 1 or day.day == day.month:
        assert read_moment(text, next(iter(shown), None), is_swapped=False, zone=ZONE).day == day
    else:
        with pytest.raises(DayUnreadable):
            read_moment(text, None, is_swapped=False, zone=ZONE)


@pytest.mark.one_engine
def test_what_cannot_be_guessed_is_asked() -> None:
    assert asked("Date,What,How long\n3 Nov 2026,Lunch,50 min\n") == {"name"}
    assert asked("Date,How long\n3 Nov 2026,50 min\n") == {"one_activity"}
    assert asked("Date,What,Time\n3 Nov 2026,Reading,2\n") == {"unit_2"}
    assert asked("What\nReading\n") == {"columns"}
    assert asked("Date,What,Hours\n3 Nov 2026,Reading,0.83\n") == {"rounds"}


@pytest.mark.one_engine
def test_what_was_said_before_never_overrules_what_a_file_proves() -> None:
    _, before = guessed("Date,What,How long\n11/13/2026,Reading,50 min\n")
    _, now = guessed("Date,What,How long\n13/11/2026,Reading,50 min\n")
    assert taken_up(before, now).day_order is DayOrder.DAY_FIRST


CELLS = st.one_of(
    st.text(max_size=20), st.integers(-10_000, 10_000), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(timedelta(), timedelta(days=9)),
)  # fmt: skip


@pytest.mark.one_engine
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_file_of_whatever_cells_is_guessed_at_and_kept_as_it_was(rows: list[list[Cell]]) -> None:
    sheets = (Sheet("Any", tuple(tuple(row) for row in rows)),)
    mapping = guess(sheets, PIP, own=None)
    assert len(mapping.roles) == 3
    assert questions(sheets[0], mapping, PIP, names_trainees=True)[0].message
    assert read_cells(stored_cells(sheets)) == sheets


@pytest.mark.one_engine
def test_one_nickname_is_left_out_and_a_team_is_not() -> None:
    one = "User,Date,What,Duration\nmarta e.,3 Nov 2026,Reading,0:50\n"
    assert Role.TRAINEE not in guessed(one)[1].roles
    assert Role.TRAINEE in guessed(one + "Marta Ellison,4 Nov 2026,Reading,0:50\n")[1].roles
