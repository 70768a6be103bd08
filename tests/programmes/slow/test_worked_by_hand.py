"""Cases worked by hand, told to both evaluators: the figures here were reckoned on paper from the rule's words.

In all of them 1 h 30 of supervision is asked for in each calendar month with client contact (or 1 h in each week at
each site), signatures are in time for 14 days, and a session of 50 to 60 minutes counts 60.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.programmes.slow.comparing import as_said
from tests.programmes.slow.gathering import facts_of
from tests.programmes.slow.judging import judge
from tests.programmes.slow.programmes import Table, text_of
from tests.programmes.slow.raw import Record, Row, Said
from trainee_app.logbook.rules import local_day
from trainee_app.programmes.rules import evaluate, parse_definition

STARTS_ON, ENDS_ON = date(2026, 9, 1), date(2028, 3, 1)
CONTACT, SUPERVISION = {"groups": ["contact"]}, {"groups": ["supervision"]}
ABOUT = {"title": "t", "why": "w", "source": "to be confirmed by the course", "source_words": "s"}
CLINICAL = {
    "key": "clinical", "kind": "sum", **ABOUT, "of": {"categories": ["clinical"]},
    "at_least": "10 h", "most_a_week": "20 h", "milestones": "even",
}  # fmt: skip


def floor(on_shortfall: str = "void", **others: object) -> Table:
    return {
        "key": "floor", "kind": "floor", **ABOUT, "period": "calendar month", "beside": CONTACT, "of": SUPERVISION,
        "at_least": "1 h 30 min", "on_shortfall": on_shortfall, **others,
    }  # fmt: skip


WEEKLY = {"period": "iso week", "over": "each site", "at_least": "1 h"}


def document(*requirements: Table) -> Table:
    activity = {"category": "clinical", "signed_by": "supervisor"}
    return {
        "programme": {
            "key": "hand", "title": "By hand", "version": 1, "length_months": 18, "grace_days": 14,
            "former_supervisor_days": 90, "too_early_weeks": 0, "pace_weeks": 12, "slack_weeks": 2,
        },
        "category": [{"key": "clinical", "title": "Clinical"}],
        "group": [{"key": "contact", "title": "Contact"}, {"key": "supervision", "title": "Supervision"}],
        "activity": [
            {
                "key": "session", "title": "Session", **activity, "groups": ["contact"],
                "credit": [{"from": 50, "to": 60, "credits": 60}],
            },
            {"key": "supervision", "title": "Supervision", **activity, "groups": ["supervision"]},
        ],
        "milestones": [{"key": "even", "points": [{"after_months": 18, "percent": 100}]}],
        "requirement": [CLINICAL, *requirements],
    }  # fmt: skip


def both(table: Table, rows: Sequence[Row], as_of: date, ends_on: date = ENDS_ON, **others: Any) -> dict[str, Said]:
    """Judge by both and return what they say, which must be the same."""
    said = fast(table, rows, as_of, ends_on, **others)
    assert said == judge(table, _record(rows, ends_on, **others), as_of)
    return said


def fast(table: Table, rows: Sequence[Row], as_of: date, ends_on: date = ENDS_ON, **others: Any) -> dict[str, Said]:
    """Judge by the application's rule alone."""
    definition = parse_definition(text_of(table))
    facts = facts_of(definition, _record(rows, ends_on, **others), as_of)
    findings = evaluate(definition.requirements, facts, as_of, definition.counting)
    return {each.key: as_said(each) for each in findings}


def _record(rows: Sequence[Row], ends_on: date, **others: Any) -> Record:
    usual = {"starts_on": STARTS_ON, "sites": ("North", "South")}
    return Record(ends_on=ends_on, rows=tuple(rows), **{**usual, **others})


def session(on: date, minutes: int = 50, site: int | None = None, **changes: object) -> Row:
    return Row(on, "session", minutes, site=site, **{"submitted_on": on, "signed_on": on, **changes})  # type: ignore[arg-type]


def supervision(on: date, minutes: int, site: int | None = None, **changes: object) -> Row:
    return Row(on, "supervision", minutes, site=site, **{"submitted_on": on, "signed_on": on, **changes})  # type: ignore[arg-type]


NOVEMBER = [session(date(2026, 11, day)) for day in (3, 10, 17)]
AFTER_NOVEMBER = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("on_shortfall", "state", "counted"),
    # 3 sessions of 50 minutes count 3 h, an hour of supervision comes on top: 4 h, of which the sessions go.
    [("void", "behind", 60), ("warn", "behind", 240), ("refer", "needs_decision", 240)],
)
def test_a_short_month_does_not_count_or_is_only_told(on_shortfall, state, counted) -> None:
    said = both(document(floor(on_shortfall)), [*NOVEMBER, supervision(date(2026, 11, 11), 60)], AFTER_NOVEMBER)
    assert (said["floor"].state, said["floor"].figure) == (state, 0)
    assert (said["clinical"].figure, said["clinical"].recorded) == (counted, 210)


@pytest.mark.parametrize(
    ("as_of", "state", "counted"),
    [
        (date(2026, 11, 30), "on_track", 240),  # the month still runs
        (date(2026, 12, 1), "behind", 240),  # it has ended, 30 minutes could still be handed in and signed
        (date(2026, 12, 14), "behind", 240),  # the last day on which they could
        (date(2026, 12, 15), "behind", 60),  # closed: the sessions do not count
    ],
)
def test_a_month_goes_from_running_to_closed(as_of, state, counted) -> None:
    said = both(document(floor()), [*NOVEMBER, supervision(date(2026, 11, 11), 60)], as_of)
    assert (said["floor"].state, said["clinical"].figure) == (state, counted)
    last_on = {date(2026, 11, 30): date(2026, 11, 30), date(2026, 12, 15): None}.get(as_of, date(2026, 12, 14))
    assert said["floor"].last_on == last_on


@pytest.mark.parametrize(
    ("on", "is_enough"),
    [(date(2026, 11, 1), True), (date(2026, 11, 30), True), (date(2026, 10, 31), False), (date(2026, 12, 1), False)],
)
def test_supervision_belongs_to_the_month_of_its_day(on, is_enough) -> None:
    said = both(document(floor()), [*NOVEMBER, supervision(on, 90)], AFTER_NOVEMBER)
    assert said["clinical"].figure == (270 if is_enough else 90)


@pytest.mark.parametrize(
    ("on", "is_enough"),
    # The week of Monday 28 December 2026 is week 53 and goes on into the new year.
    [(date(2026, 12, 28), True), (date(2027, 1, 3), True), (date(2026, 12, 27), False), (date(2027, 1, 4), False)],
)
def test_a_week_across_the_new_year_is_one_week(on, is_enough) -> None:
    rows = [session(date(2026, 12, 31), site=0), supervision(on, 60, site=0)]
    said = both(document(floor(**WEEKLY)), rows, date(2027, 2, 1))
    assert said["clinical"].figure == (120 if is_enough else 60)


def test_supervision_at_one_site_is_none_at_the_other() -> None:
    monday = date(2026, 11, 2)
    rows = [session(monday, site=0), session(monday, site=1), supervision(monday, 60, site=0)]
    said = both(document(floor(**WEEKLY)), rows, date(2026, 12, 1))
    assert (said["floor"].figure, said["clinical"].figure) == (1, 120)


@pytest.mark.parametrize(
    ("submitted_on", "signed_on", "counted"),
    [
        (date(2026, 11, 30), date(2026, 12, 14), 270),  # signed on the last day of grace
        (date(2026, 11, 30), date(2026, 12, 15), 90),  # a day late: the hour and a half count, the sessions do not
        (date(2026, 12, 14), date(2026, 12, 14), 270),
        (date(2026, 12, 15), date(2026, 12, 15), 90),  # handed in late
        (None, date(2027, 1, 20), 270),  # taken over from an earlier record
    ],
)
def test_a_late_signature_counts_in_sums_and_not_in_its_month(submitted_on, signed_on, counted) -> None:
    late = supervision(date(2026, 11, 30), 90, submitted_on=submitted_on, signed_on=signed_on)
    said = both(document(floor()), [*NOVEMBER, late], date(2027, 2, 1))
    assert (said["clinical"].figure, said["clinical"].recorded) == (counted, 240)


def test_what_waits_in_time_holds_the_month_open_and_then_no_longer() -> None:
    waits = supervision(date(2026, 11, 30), 90, state="submitted", signed_on=None)
    for as_of, state, counted in ((date(2026, 12, 14), "on_track", 180), (date(2026, 12, 15), "behind", 0)):
        said = both(document(floor()), [*NOVEMBER, waits], as_of)
        assert (said["floor"].state, said["clinical"].figure) == (state, counted)


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (date(2028, 2, 29), 150),  # the leap day is February's
        (date(2028, 3, 1), 90),  # the day after is not
        (date(2028, 2, 1), 150),
    ],
)
def test_the_leap_day_belongs_to_february(on, counted) -> None:
    rows = [session(date(2028, 2, 29)), supervision(on, 90)]
    said = both(document(floor()), rows, date(2028, 3, 15), ends_on=date(2028, 6, 1))
    assert said["clinical"].figure == counted


@pytest.mark.parametrize(
    ("as_of", "state"), [(date(2028, 2, 29), "on_track"), (date(2028, 3, 14), "behind"), (date(2028, 3, 15), "behind")]
)
def test_a_leap_february_closes_fourteen_days_after_the_twenty_ninth(as_of, state) -> None:
    said = both(document(floor()), [session(date(2028, 2, 29))], as_of, ends_on=date(2028, 6, 1))
    assert said["floor"].state == state
    assert said["clinical"].figure == (0 if as_of == date(2028, 3, 15) else 60)


_LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("worked_on", "signed_at", "in_time"),
    [
        # October 2026 closes on 14 November, in winter: London is UTC.
        (date(2026, 10, 24), datetime(2026, 11, 14, 23, 59, tzinfo=UTC), True),
        (date(2026, 10, 25), datetime(2026, 11, 15, 0, 0, tzinfo=UTC), False),
        # September closes on 14 October, in summer: London's midnight is 23:00 UTC.
        (date(2026, 9, 30), datetime(2026, 10, 14, 22, 59, tzinfo=UTC), True),
        (date(2026, 9, 30), datetime(2026, 10, 14, 23, 0, tzinfo=UTC), False),
        # March 2027 begins in winter and closes in summer; the clocks go forward on the 28th.
        (date(2027, 3, 28), datetime(2027, 4, 14, 22, 59, tzinfo=UTC), True),
        (date(2027, 3, 28), datetime(2027, 4, 14, 23, 0, tzinfo=UTC), False),
    ],
)
def test_the_clocks_move_no_minute_into_another_day(worked_on, signed_at, in_time) -> None:
    signed_on = local_day(signed_at, _LONDON)
    rows = [session(worked_on), supervision(worked_on, 90, signed_on=signed_on)]
    said = both(document(floor()), rows, signed_on + timedelta(days=40))
    assert said["clinical"].figure == (150 if in_time else 90)


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_sunday_of_23_or_25_hours_ends_its_week_as_any_other(sunday) -> None:
    for day, is_enough in ((sunday, True), (sunday + timedelta(days=1), False)):
        rows = [session(sunday - timedelta(days=6), site=0), supervision(day, 60, site=0)]
        said = both(document(floor(**WEEKLY)), rows, sunday + timedelta(days=40))
        assert said["clinical"].figure == (120 if is_enough else 60)


def test_a_break_across_a_month_asks_for_nothing_while_nobody_is_seen() -> None:
    """Away from 20 November to 31 January. November had contact and stays short; December and January ask nothing."""
    rows = [*NOVEMBER, session(date(2027, 2, 2)), supervision(date(2027, 2, 3), 90)]
    moved = ENDS_ON + timedelta(days=73)
    said = both(document(floor()), rows, date(2027, 3, 15), ends_on=moved)
    assert (said["floor"].figure, said["clinical"].figure) == (1, 150)


@pytest.mark.parametrize(
    ("away_days", "state"),
    # 10 h over 547 days, straight: a fortnight before 1 June 2027 (day 273, so day 259) 4 h 44 are expected, 4 h 30
    # are there. With 73 days away the line is stretched over 620 days, and only 4 h 10 are expected by then.
    [(0, "behind"), (73, "on_track")],
)
def test_a_break_stretches_what_is_expected_by_a_day(away_days, state) -> None:
    rows = [*NOVEMBER, supervision(date(2026, 11, 11), 90)]
    said = both(document(floor()), rows, date(2027, 6, 1), ends_on=ENDS_ON + timedelta(days=away_days))
    assert (said["clinical"].figure, said["clinical"].state) == (270, state)
