"""Every shape of the field worked by hand, told to both evaluators: caps, bands, rolling days, gaps, alternatives."""

from datetime import date, timedelta

import pytest

from tests.programmes.slow.programmes import Table
from tests.programmes.slow.raw import Excused
from tests.programmes.slow.test_worked_by_hand import (
    ABOUT,
    CLINICAL,
    CONTACT,
    ENDS_ON,
    SUPERVISION,
    both,
    document,
    fast,
    floor,
    session,
    supervision,
)

LATER = date(2027, 6, 1)
NOVEMBER = date(2026, 11, 1)


def november(day: int) -> date:
    return NOVEMBER.replace(day=day)


def cap(**others: object) -> Table:
    return {"key": "cap", "kind": "cap", **ABOUT, "of": CONTACT, **others}


def needing(**needed: object) -> Table:
    """A void floor that asks for something else than an hour and a half."""
    return {**{name: value for name, value in floor().items() if name != "at_least"}, **needed}


def cadence(on_shortfall: str = "void") -> Table:
    return {
        "key": "cadence", "kind": "cadence", **ABOUT, "of": SUPERVISION, "beside": CONTACT, "at_most_days": 14,
        "on_shortfall": on_shortfall,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "counted", "lost"),
    [
        ({"at_most": "2 h"}, 2 * 60 + 90, 60),  # of 3 sessions, an hour each, the last does not count
        ({"at_most": "3 h"}, 3 * 60 + 90, 0),
        # Half of all clinical work, which is 4 h 30: 2 h 15.
        ({"at_most_percent": 50, "share_of": {"categories": ["clinical"]}}, 135 + 90, 45),
        ({"at_most": "1 h", "period": "calendar month"}, 2 * 60 + 90, 60),  # two in November, one in December
    ],
)
def test_what_is_beyond_a_cap_does_not_count(limit, counted, lost) -> None:
    rows = [session(november(3)), session(november(10)), session(date(2026, 12, 1)), supervision(november(5), 90)]
    said = both(document(cap(**limit)), rows, LATER)
    assert (said["clinical"].figure, said["clinical"].lost) == (counted, {"cap": lost} if lost else {})
    assert said["clinical"].recorded == 3 * 50 + 90
    assert said["cap"].state == "met"


def test_what_is_signed_comes_before_what_waits_under_a_cap() -> None:
    waits = session(november(3), state="submitted", signed_on=None)
    said = both(document(cap(at_most="1 h")), [waits, session(november(20))], LATER)
    assert (said["clinical"].figure, said["clinical"].lost) == (60, {})


def test_what_is_void_is_not_capped_again() -> None:
    """November is short, so that its two sessions are void; December's two meet a cap of one hour."""
    december = [session(date(2026, 12, day)) for day in (1, 8)]
    rows = [session(november(3)), session(november(10)), *december, supervision(date(2026, 12, 9), 90)]
    said = both(document(floor(), cap(at_most="1 h")), rows, LATER)
    assert said["clinical"].figure == 60 + 90
    assert said["clinical"].lost == {"floor": 120, "cap": 60}


def test_of_what_was_recorded_a_cap_takes_the_same_share() -> None:
    """Two sessions of 50 minutes count an hour each; under a cap of one hour one of them is left, recorded too."""
    rows = [session(november(3)), session(november(10))]
    said = fast(document(cap(at_most="1 h"), second(counts="recorded")), rows, LATER)
    assert (said["clinical"].figure, said["second"].figure) == (60, 50)


@pytest.mark.parametrize(
    ("contact", "minutes", "is_enough"),
    # Up to 12 h ask for 1 h 30, up to 16 h for 2 h, more for 2 h 30. The ends belong to the lower band.
    [
        (12 * 60, 90, True),
        (12 * 60 + 1, 90, False),
        (16 * 60, 120, True),
        (16 * 60 + 1, 149, False),
        (20 * 60, 150, True),
    ],
)
def test_a_banded_month_asks_for_more_the_more_there_is(contact, minutes, is_enough) -> None:
    bands = [
        {"up_to": "12 h", "at_least": "1 h 30 min"},
        {"up_to": "16 h", "at_least": "2 h"},
        {"at_least": "2 h 30 min"},
    ]
    rows = [session(november(3), contact), supervision(november(5), minutes)]
    said = both(document(needing(bands=bands)), rows, LATER)
    assert (said["floor"].figure, said["clinical"].figure) == ((1, contact + minutes) if is_enough else (0, minutes))


@pytest.mark.parametrize(("minutes", "is_enough"), [(63, True), (62, False)])
def test_a_proportion_is_rounded_up_to_the_minute(minutes, is_enough) -> None:
    """One hour for every eight: 8 h 21 of contact ask for 62.6 minutes, so 63."""
    rows = [session(november(3), 501), supervision(november(5), minutes)]
    said = both(document(needing(every="8 h", at_least="1 h")), rows, LATER)
    assert said["floor"].figure == int(is_enough)


@pytest.mark.parametrize(("minutes", "is_enough"), [(26, True), (25, False)])
def test_a_share_of_the_contact_is_rounded_up_too(minutes, is_enough) -> None:
    rows = [session(november(3), 501), supervision(november(5), minutes)]
    said = both(document(needing(percent=5)), rows, LATER)
    assert said["floor"].figure == int(is_enough)


@pytest.mark.parametrize(("minutes", "is_enough"), [(180, True), (178, False)])
def test_of_some_supervision_two_hours_count_one(minutes, is_enough) -> None:
    weights = [{"activities": ["supervision"], "every": "2 h", "counts": "1 h"}]
    rows = [session(november(3)), supervision(november(5), minutes)]
    said = both(document(floor(weights=weights)), rows, LATER)
    assert said["floor"].figure == int(is_enough)


@pytest.mark.parametrize(
    ("on", "is_enough"),
    [(date(2026, 11, 17), True), (date(2026, 12, 16), True), (date(2026, 11, 16), False), (date(2026, 12, 17), False)],
)
def test_an_anchored_month_runs_from_the_persons_first_day(on, is_enough) -> None:
    """Begun on 17 September: the month of 20 November runs from the 17th to 16 December."""
    rows = [session(november(20)), supervision(on, 90)]
    said = both(document(floor(period="anchored month")), rows, LATER, starts_on=date(2026, 9, 17))
    assert said["clinical"].figure == (150 if is_enough else 90)


@pytest.mark.parametrize(("on", "is_enough"), [(7, True), (20, True), (6, False), (21, False)])
def test_rolling_days_look_back_from_each_day_of_contact(on, is_enough) -> None:
    """A fortnight up to 20 November begins on the 7th. What comes after the day of contact is too late for it."""
    rows = [session(november(20)), supervision(november(on), 90)]
    said = both(document(floor(period="rolling days", days=14)), rows, LATER)
    assert said["clinical"].figure == (60 + 90 if is_enough else 90)


def test_rolling_days_void_the_day_of_contact_and_no_other() -> None:
    """The session of the 3rd had supervision within its fortnight, that of the 20th had not."""
    rows = [session(november(3)), session(november(20)), supervision(november(2), 90)]
    said = both(document(floor(period="rolling days", days=14)), rows, LATER)
    assert (said["floor"].figure, said["clinical"].figure) == (1, 60 + 90)


@pytest.mark.parametrize(("minutes", "state"), [(89, "on_track"), (90, "met")])
def test_the_whole_programme_is_one_period_and_open_until_it_closes(minutes, state) -> None:
    rows = [session(november(3)), session(date(2027, 5, 3)), supervision(november(4), minutes)]
    said = both(document(floor(period="whole programme")), rows, ENDS_ON)
    assert said["floor"].state == state
    assert said["floor"].last_on == (ENDS_ON if state == "on_track" else None)


@pytest.mark.parametrize(
    ("days", "gaps", "counted"),
    [
        ((3, 17), 0, 2 * 60 + 2 * 30),  # 14 days are no gap of more than 14 days
        ((3,), 1, 60 + 30),  # the session of the 18th comes on the 15th day after the last supervision
        ((), 1, 60),  # without any, days are counted from the first contact
    ],
)
def test_a_gap_in_supervision_takes_the_work_beyond_it(days, gaps, counted) -> None:
    rows = [session(november(3)), session(november(18)), *(supervision(november(day), 30) for day in days)]
    said = both(document(cadence()), rows, LATER)
    assert (said["cadence"].figure, said["clinical"].figure) == (gaps, counted)


@pytest.mark.parametrize(
    ("on_shortfall", "before", "at_end"),
    [("void", "on_track", "met"), ("warn", "behind", "needs_decision"), ("refer", "needs_decision", "needs_decision")],
)
def test_a_gap_is_told_as_its_rule_says(on_shortfall, before, at_end) -> None:
    rows = [session(november(3)), session(november(30))]
    for as_of, state in ((LATER, before), (ENDS_ON, at_end)):
        assert both(document(cadence(on_shortfall)), rows, as_of)["cadence"].state == state


def test_nothing_goes_on_before_the_first_contact() -> None:
    """Supervision in September, the first family in November, supervision the day after: no gap."""
    rows = [supervision(date(2026, 9, 2), 60), session(november(3)), supervision(november(4), 60)]
    said = both(document(cadence()), rows, november(10))
    assert (said["cadence"].figure, said["clinical"].figure) == (0, 180)


def test_the_next_supervision_is_due_so_many_days_after_the_last() -> None:
    rows = [session(november(3)), supervision(november(4), 30)]
    said = both(document(cadence()), rows, november(10))
    assert (said["cadence"].state, said["cadence"].last_on) == ("on_track", november(18))


@pytest.mark.parametrize(
    ("on", "figure", "state"),
    # The training ends on 1 March 2028: its last three months begin on 2 December 2027.
    [(date(2027, 12, 2), 60, "met"), (date(2027, 12, 1), 0, "on_track"), (ENDS_ON, 60, "met")],
)
def test_only_work_of_the_last_months_is_recent(on, figure, state) -> None:
    recency = {"key": "recency", "kind": "recency", **ABOUT, "of": CONTACT, "at_least": "1 h", "last_months": 3}
    said = both(document(recency), [session(on)], ENDS_ON)
    assert (said["recency"].figure, said["recency"].state) == (figure, state)


def second(**others: object) -> Table:
    return {**CLINICAL, "key": "second", **others}


@pytest.mark.parametrize(
    ("policy", "first", "rest", "lost"),
    [
        # Both select the 3 h of contact and supervision; the first asks for 2 h.
        ("shared", 180, 180, {}),
        ("once", 180, 0, {"clinical": 180}),
        ("pool", 120, 60, {"clinical": 120}),
    ],
)
def test_work_that_two_select_counts_as_the_course_says(policy, first, rest, lost) -> None:
    counting = [{"policy": policy, "requirements": ["clinical", "second"]}]
    table = document(second())
    table["requirement"][0] = {**CLINICAL, "at_least": "2 h"}
    said = both({**table, "counting": counting}, [session(november(3)), supervision(november(4), 120)], LATER)
    assert (said["clinical"].figure, said["second"].figure) == (first, rest)
    assert said["second"].lost == lost


def test_more_than_a_sum_takes_does_not_count_in_it() -> None:
    table = document()
    table["requirement"][0] = {**CLINICAL, "at_least": "1 h", "at_most": "2 h"}
    said = both(table, [session(november(3)), supervision(november(4), 90)], LATER)
    assert (said["clinical"].figure, said["clinical"].recorded, said["clinical"].lost) == (120, 140, {"clinical": 30})


def test_a_sum_may_count_what_was_recorded() -> None:
    said = both(document(second(counts="recorded")), [session(november(3)), session(november(10), 45)], LATER)
    assert (said["clinical"].figure, said["second"].figure) == (105, 95)


@pytest.mark.parametrize(
    ("kind", "others", "state", "settled"),
    # One is met, one is waived, one runs until March 2028.
    [
        ("any_of", {}, "met", 2),
        ("all_of", {}, "on_track", 2),
        ("some_of", {"at_least": 2}, "met", 2),
        ("some_of", {"at_least": 3}, "on_track", 2),
    ],
)
def test_alternatives_are_met_by_as_many_as_they_ask_for(kind, others, state, settled) -> None:
    length = {"key": "length", "kind": "length", **ABOUT}
    whole = {"key": "whole", "kind": kind, **ABOUT, "of": ["clinical", "second", "length"], **others}
    table = document(second(at_least="1 h"), length, whole)
    said = both(table, [session(november(3))], LATER, excused=(Excused("clinical", LATER),))
    assert (said["clinical"].state, said["second"].state, said["length"].state) == ("waived", "met", "on_track")
    assert (said["whole"].state, said["whole"].figure) == (state, settled)


@pytest.mark.parametrize(("moved", "is_due"), [(0, True), (1, False)])
def test_a_named_stage_is_moved_by_a_break(moved, is_due) -> None:
    """Nine months after 1 September 2026 is 1 June 2027."""
    stage = {"key": "first_year", "title": "End of the first year", "after_months": 9}
    paper = {"key": "paper", "kind": "paper", **ABOUT, "record": "essay", "due_by": "first_year"}
    ends_on = ENDS_ON + timedelta(days=moved)
    said = both(
        {**document(paper), "stage": [stage]}, [], date(2027, 6, 1), ends_on=ends_on, moved_days=moved, filed=()
    )
    assert said["paper"].state == ("needs_decision" if is_due else "not_yet_due")


@pytest.mark.parametrize(
    ("names", "is_void"), [(("North", "South"), True), (("North", "north"), False)], ids=["two sites", "one site"]
)
def test_a_site_is_the_name_of_a_placement(names, is_void) -> None:
    narrowed = {**SUPERVISION, "sites": ["NORTH"]}
    rows = [session(november(3), site=0), supervision(november(4), 90, site=1)]
    said = both(document(floor(of=narrowed)), rows, LATER, sites=names)
    assert said["clinical"].figure == (90 if is_void else 150)


def test_a_sum_of_what_is_recorded_tells_in_recorded_minutes_what_each_rule_took() -> None:
    plain = {**CLINICAL, "key": "plain", "of": CONTACT, "counts": "recorded"}
    # November has no supervision: its two sessions do not count. Of December's four, credited an hour each, three do.
    days = [november(3), november(10), *(date(2026, 12, day) for day in (1, 8, 15, 22))]
    rows = [*map(session, days), supervision(date(2026, 12, 2), 90)]
    said = both(document(floor(), cap(at_most="3 h"), plain), rows, LATER)
    assert (said["plain"].figure, said["plain"].recorded) == (150, 300)
    assert said["plain"].lost == {"floor": 100, "cap": 50}
    assert said["clinical"].lost == {"floor": 120, "cap": 60}
