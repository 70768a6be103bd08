"""The rules of the log, without a database: moves, checks, sums and the days that count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.programmes.records import pip
from trainee_app.logbook.rules import (
    MOVES,
    PENDING_MOVES,
    Code,
    Content,
    Context,
    Counted,
    Draft,
    OpenPlacement,
    SameDay,
    Share,
    Standing,
    State,
    TotalKey,
    check_draft,
    check_entry,
    check_words,
    closes_on,
    is_late,
    marks_of,
    may_move,
    may_move_correction,
    net_change,
    standing_after,
)

TODAY = date(2026, 11, 20)
ON = date(2026, 11, 3)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_nothing_leaves_signed_but_to_void_and_nothing_leaves_its_end(before: State, after: State) -> None:
    if before in {State.VOID, State.DISCARDED, State.SUPERSEDED}:
        assert not may_move(before, after)
    if before is State.SIGNED:
        assert may_move(before, after) == (after is State.VOID)
    if after is State.SIGNED:
        assert may_move(before, after) == (before is State.SUBMITTED)


def test_a_correction_comes_and_goes_and_is_never_signed_or_void_by_itself() -> None:
    assert set(PENDING_MOVES) == {None, State.DRAFT, State.SUBMITTED, State.WITHDRAWN, State.RETURNED}
    assert {after for moves in PENDING_MOVES.values() for after in moves} == set(PENDING_MOVES)
    assert not may_move_correction(State.SUBMITTED, State.DRAFT)
    assert set(MOVES) | {State.SUPERSEDED} == set(State)


def context(**changes: Any) -> Context:
    usual: dict[str, Any] = {"definition": pip(), "starts_on": date(2025, 10, 1), "ends_on": date(2027, 4, 5)}
    return Context(**{**usual, **changes})


def draft(**changes: Any) -> Draft:
    usual: dict[str, Any] = {"worked_on": ON, "activity": "case_session", "minutes": 50}
    return Draft(**{**usual, **changes})


def codes(entry: Draft, within: Context | None = None, today: date = TODAY) -> list[Code]:
    return [Code(each.code) for each in check_entry(entry, within or context(), today)]


def test_an_ordinary_entry_is_taken_as_it_is() -> None:
    assert codes(draft()) == []
    assert codes(draft(outcome="missed", minutes=0)) == []
    assert codes(draft(outcome="cancelled", minutes=None)) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"worked_on": None}, Code.NO_DATE, "worked_on"),
        ({"worked_on": date(2026, 11, 21)}, Code.FUTURE, "worked_on"),
        ({"worked_on": date(2025, 9, 30)}, Code.BEFORE_START, "worked_on"),
        ({"activity": None}, Code.NO_ACTIVITY, "activity"),
        ({"activity": "interpretive_dance"}, Code.UNKNOWN_ACTIVITY, "activity"),
        ({"outcome": "perhaps"}, Code.UNKNOWN_OUTCOME, "outcome"),
        ({"minutes": None}, Code.NO_DURATION, "minutes"),
        ({"minutes": -1}, Code.NEGATIVE, "minutes"),
        ({"minutes": 0}, Code.NOTHING, "minutes"),
        ({"minutes": 1441}, Code.TOO_LONG, "minutes"),
        ({"minutes": 50, "outcome": "missed"}, Code.NOT_HELD, "minutes"),
        ({"started_at_minute": 1400, "minutes": 50}, Code.PAST_MIDNIGHT, "started_at"),
        ({"placement_id": 9}, Code.PLACEMENT, "placement"),
        ({"note": "x" * 4001}, Code.TEXT_TOO_LONG, "note"),
        ({"note": "943 476 5919"}, Code.IDENTIFIER, "note"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, Any], code: Code, field: str) -> None:
    (violation,) = check_entry(draft(**changes), context(), TODAY)
    assert (violation.code, violation.field, violation.is_warning) == (code, field, False)
    assert violation.message.endswith(".")


def test_the_last_day_of_the_course_is_a_day_of_it() -> None:
    after = date(2027, 5, 1)
    assert codes(draft(worked_on=date(2027, 4, 5)), today=after) == []
    assert codes(draft(worked_on=date(2027, 4, 6)), today=after) == [Code.AFTER_END]


@pytest.mark.parametrize(("others", "minutes", "is_full"), [(1390, 50, False), (1391, 50, True), (0, 1440, False)])
def test_a_day_has_twenty_four_hours_and_no_more(others: int, minutes: int, is_full: bool) -> None:
    within = context(same_day=[SameDay("reading", others, None, counts=True)])
    assert (Code.DAY_FULL in codes(draft(minutes=minutes), within)) == is_full


def test_a_returned_entry_takes_no_room_in_the_day() -> None:
    within = context(same_day=[SameDay("reading", 1440, 0, counts=False)])
    assert codes(draft(started_at_minute=60), within) == []


@pytest.mark.parametrize(
    ("start", "minutes", "overlaps"),
    [
        (600, 50, True),
        (551, 50, True),
        (550, 50, False),
        (650, 50, False),
        (649, 50, True),
        (None, 50, False),
        (500, 500, True),
    ],
)
def test_overlap_is_judged_where_both_have_a_start(start: int | None, minutes: int, overlaps: bool) -> None:
    within = context(same_day=[SameDay("reading", 50, 600, counts=True), SameDay("essay", 30, None, counts=True)])
    assert (Code.OVERLAP in codes(draft(started_at_minute=start, minutes=minutes), within)) == overlaps


@pytest.mark.parametrize(
    ("ours", "theirs", "is_asked"), [(None, None, True), (600, None, True), (600, 700, False), (600, 600, True)]
)
def test_a_likely_double_is_a_warning(ours: int | None, theirs: int | None, is_asked: bool) -> None:
    within = context(same_day=[SameDay("case_session", 50, theirs, counts=False)])
    found = check_entry(draft(started_at_minute=ours), within, TODAY)
    assert [(each.code, each.is_warning) for each in found] == ([(Code.LIKELY_DOUBLE, True)] if is_asked else [])


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_open"),
    [
        (date(2026, 11, 3), None, True),
        (date(2026, 11, 4), None, False),
        (date(2026, 1, 1), ON, True),
        (date(2026, 1, 1), date(2026, 11, 2), False),
    ],
)
def test_a_placement_is_open_from_its_first_to_its_last_day(
    starts_on: date, ends_on: date | None, is_open: bool
) -> None:
    within = context(placements=[OpenPlacement(7, "Northside", starts_on, ends_on)])
    assert (codes(draft(placement_id=7), within) == []) == is_open


def test_a_draft_may_be_unfinished_and_holds_no_identifier_either() -> None:
    assert check_draft(draft(minutes=0, worked_on=date(2026, 12, 1)), context(), TODAY) == []
    assert [each.code for each in check_draft(draft(note="a@b.org"), context(), TODAY)] == [Code.IDENTIFIER]


def test_a_name_is_asked_about_in_case_notes_only_and_known_people_may_be_named() -> None:
    assert codes(draft(note="Mrs Adeyemi came")) == [Code.NAMED]
    assert codes(draft(note="Dr Rees joined us"), context(known_names=frozenset({"rees"}))) == []
    assert codes(draft(activity="reading", note="Mrs Klein on envy and gratitude")) == []
    assert [each.is_warning for each in check_words("Ask Mrs Adeyemi", "comment")] == [True]


def counted(**changes: Any) -> Counted:
    usual: dict[str, Any] = {
        "programme_id": 1, "trainee_id": 1, "activity": "reading", "worked_on": ON, "case_id": None, "state": "submitted",
        "outcome": "held", "minutes": 50, "credited_minutes": 60,
    }  # fmt: skip
    return Counted(**{**usual, **changes})


def test_a_move_takes_from_one_total_and_adds_to_another_in_the_order_of_their_keys() -> None:
    key = TotalKey(1, "reading", date(2026, 11, 1), 0, "signed")
    change = net_change([counted()], [counted(state="signed", minutes=55)])
    assert change == {key: Share(55, 60, 1), key._replace(state="submitted"): Share(-50, -60, -1)}
    assert list(change) == sorted(change)


def test_what_was_missed_or_does_not_stand_is_in_no_total() -> None:
    assert net_change([], [counted(outcome="missed"), counted(state="draft"), counted(state="void")]) == {}
    assert net_change([counted()], [counted()]) == {}


def test_an_entry_is_late_for_its_period_and_only_where_a_period_looks_at_it() -> None:
    assert closes_on(pip(), "individual_supervision", ON) == date(2026, 12, 14)
    assert closes_on(pip(), "reading", ON) is None
    supervision = Content(worked_on=ON, activity="individual_supervision", minutes=60)
    assert not is_late(pip(), supervision, date(2026, 12, 14))
    assert is_late(pip(), supervision, date(2026, 12, 15))
    assert not is_late(pip(), supervision, None)
    assert not is_late(pip(), Content(worked_on=ON, activity="reading", minutes=60), date(2027, 3, 1))


def test_a_closed_period_is_said_with_its_code_and_refuses_nothing() -> None:
    supervision = Content(worked_on=ON, activity="individual_supervision", minutes=60)
    assert marks_of(pip(), supervision, date(2026, 12, 14)) == []
    (mark,) = marks_of(pip(), supervision, date(2026, 12, 15))
    assert (mark.code, mark.field, mark.is_warning) == (Code.LATE, "worked_on", True)
    assert "closed on 14 December 2026" in mark.message
    late = Draft(worked_on=ON, activity="individual_supervision", minutes=60)
    assert codes(late, today=date(2026, 12, 15)) == []


def test_a_correction_that_gains_nothing_keeps_its_days_and_one_that_gains_does_not() -> None:
    def stands(minutes: int, submitted: date, signed: date, **others: Any) -> Standing:
        return Standing(
            Content(worked_on=ON, activity="individual_supervision", minutes=minutes, **others), submitted, signed
        )

    before, late = stands(60, date(2026, 11, 5), date(2026, 11, 6)), (date(2027, 2, 1), date(2027, 2, 2))
    for minutes in (45, 60):
        kept = standing_after(pip(), before, stands(minutes, *late))
        assert (kept.content.minutes, kept.submitted_on, kept.signed_on) == (
            minutes,
            date(2026, 11, 5),
            date(2026, 11, 6),
        )
    for after in (stands(61, *late), stands(60, *late, placement_id=3)):
        assert standing_after(pip(), before, after) == after
    assert standing_after(pip(), None, before) == before
