"""The rules of the log, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.records import pip
from trainee_app.logbook.rules import (
    MOVES,
    PENDING_MOVES,
    Code,
    Content,
    Context,
    Counted,
    DayProblem,
    DayUnreadable,
    Details,
    Draft,
    DurationProblem,
    DurationUnreadable,
    Identifier,
    Identity,
    Kind,
    OpenPlacement,
    SameDay,
    Seen,
    Share,
    Signable,
    SignOutcome,
    Standing,
    State,
    TimeUnreadable,
    TotalKey,
    Unit,
    canonical_bytes,
    check_draft,
    check_entry,
    check_words,
    closes_on,
    content_hash,
    details_for,
    identifiers_in,
    is_late,
    is_nhs_number,
    judge,
    kind_of,
    local_day,
    may_move,
    may_move_correction,
    net_change,
    parse_day,
    parse_duration,
    parse_start,
    read_details,
    salted_hash,
    spoken_details,
    standing_after,
    written_details,
)
from trainee_app.web.formats import duration

TODAY = date(2026, 11, 20)
ON = date(2026, 11, 3)


# How time is written


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("50", 50), ("50m", 50), ("50 min", 50), ("50mins.", 50), ("90 minutes", 90), ("0:50", 50), ("0:50:00", 50),
        ("1:30", 90), ("01:05", 65), ("1h", 60), ("1 h", 60), ("1 hrs", 60), ("1hour", 60), ("2 hours", 120),
        ("1h30", 90), ("1h 30m", 90), ("1 h 30 min", 90), ("1 hr 30 mins", 90), ("1 hour, 30 minutes", 90),
        ("1 hour and 30 minutes", 90), ("0 hr 50 mins", 50), ("0h05", 5), ("1.5h", 90), ("1,5 h", 90), ("0.25 hrs", 15),
        (" 1H30 ", 90), ("24h", 1440), ("1440", 1440), ("0", 0),
        (50.0, 50), (time(1, 30), 90), (timedelta(hours=2), 120), (datetime(1899, 12, 31, 1, 30), 90),  # noqa: DTZ001 - a workbook's cell
    ],
)  # fmt: skip
def test_a_duration_is_read_in_every_usual_spelling(written: object, minutes: int) -> None:
    assert parse_duration(written, Unit.MINUTES) == minutes


@pytest.mark.parametrize(
    ("written", "minutes"), [("1", 60), ("1.5", 90), ("0,75", 45), ("3", 180), (0.8333333, 50), ("50 min", 50)]
)
def test_a_bare_number_is_in_the_unit_that_an_office_says(written: object, minutes: int) -> None:
    assert parse_duration(written, Unit.HOURS) == minutes


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", DurationProblem.MISSING), ("   ", DurationProblem.MISSING), (None, DurationProblem.MISSING),
        ("1.5", DurationProblem.BARE_FRACTION), ("1,5", DurationProblem.BARE_FRACTION), ("50.0", DurationProblem.BARE_FRACTION),
        ("-60", DurationProblem.NEGATIVE), ("- 1h", DurationProblem.NEGATIVE), ("−5", DurationProblem.NEGATIVE),
        (timedelta(minutes=-5), DurationProblem.NEGATIVE), (-0.5, DurationProblem.NEGATIVE),
        ("26:00", DurationProblem.TOO_LONG), ("25h", DurationProblem.TOO_LONG), ("1441", DurationProblem.TOO_LONG),
        ("abc", DurationProblem.UNREADABLE), ("1:60", DurationProblem.UNREADABLE), ("1h75", DurationProblem.UNREADABLE),
        ("1::30", DurationProblem.UNREADABLE), ("٥٠", DurationProblem.UNREADABLE), ("9" * 50, DurationProblem.UNREADABLE),
        ("1e3", DurationProblem.UNREADABLE), (float("nan"), DurationProblem.UNREADABLE), (float("inf"), DurationProblem.UNREADABLE),
        (datetime(2026, 1, 3, 1, 0), DurationProblem.UNREADABLE),  # noqa: DTZ001 - a workbook's cell
        ("0:50:30", DurationProblem.BROKEN_MINUTE), ("0.333h", DurationProblem.BROKEN_MINUTE), (0.5, DurationProblem.BROKEN_MINUTE),
    ],
)  # fmt: skip
def test_what_is_no_duration_is_refused_with_its_reason(written: object, problem: DurationProblem) -> None:
    with pytest.raises(DurationUnreadable) as refused:
        parse_duration(written, Unit.MINUTES)
    assert refused.value.problem is problem
    assert str(refused.value).endswith((".", "?"))


@given(st.integers(1, 1440))
def test_a_duration_as_we_write_it_is_read_back(minutes: int) -> None:
    assert parse_duration(duration(minutes), Unit.MINUTES) == minutes
    assert parse_duration(f"{minutes // 60}:{minutes % 60:02d}", Unit.HOURS) == minutes


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.times(), st.timedeltas(), st.none()))
def test_whatever_is_written_is_minutes_of_a_day_or_refused(written: object) -> None:
    for unit in Unit:
        try:
            assert 0 <= parse_duration(written, unit) <= 1440
        except DurationUnreadable:
            continue


@pytest.mark.parametrize(
    "written",
    [
        "3/11/2026", "03/11/26", "3 Nov 2026", "3 November 2026", "03.11.26", "3.11.2026", "2026-11-03", "3-11-2026",
        "Tue 3 Nov 2026", "3rd November, 2026", "3-Nov-26", " 3  NOV 2026 ", "2026-11-03 00:00:00",
        date(2026, 11, 3), datetime(2026, 11, 3, 0, 0),  # noqa: DTZ001 - a workbook's cell
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(written: object) -> None:
    assert parse_day(written) == ON


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", DayProblem.MISSING), (None, DayProblem.MISSING), ("31/02/2026", DayProblem.UNREADABLE),
        ("11/30/2026", DayProblem.UNREADABLE), ("soon", DayProblem.UNREADABLE), ("3 Foo 2026", DayProblem.UNREADABLE),
        ("2026", DayProblem.UNREADABLE), ("29 Feb 2025", DayProblem.UNREADABLE), ("٣/١١/٢٠٢٦", DayProblem.UNREADABLE),
        (46329, DayProblem.UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(written: object, problem: DayProblem) -> None:
    with pytest.raises(DayUnreadable) as refused:
        parse_day(written)
    assert refused.value.problem is problem


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_days_and_times(written: str) -> None:
    for read, refusal in ((parse_day, DayUnreadable), (parse_start, TimeUnreadable)):
        try:
            found = read(written)
        except refusal:
            continue
        assert found is None or isinstance(found, date | int)


@pytest.mark.parametrize(
    ("written", "minute"),
    [("", None), ("14:05", 845), ("9.30", 570), ("2pm", 840), ("12 am", 0), ("12:30pm", 750), ("0:00", 0)],
)
def test_a_time_of_day_is_read(written: str, minute: int | None) -> None:
    assert parse_start(written) == minute


@pytest.mark.parametrize("written", ["24:00", "14:60", "13pm", "0am", "noon", "14"])
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(TimeUnreadable):
        parse_start(written)


def test_the_local_day_changes_at_local_midnight_and_across_a_clock_change() -> None:
    assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/London") == date(2026, 7, 1)
    assert local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "Europe/London") == date(2026, 12, 31)
    assert local_day(datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "Europe/London") == date(2026, 10, 25)


# Moves


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


# Checks


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


# Identifiers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NHS 943 476 5919", Identifier.NHS_NUMBER), ("9434765919", Identifier.NHS_NUMBER), ("943-476-5919.", Identifier.NHS_NUMBER),
        ("no 943.476.5919", Identifier.NHS_NUMBER), ("mother@example.org", Identifier.EMAIL), ("a.b+c @ example.co.uk", Identifier.EMAIL),
        ("07700 900123", Identifier.PHONE), ("+44 7700 900123", Identifier.PHONE), ("020 7946 0958", Identifier.PHONE),
        ("(01632) 960 983", Identifier.PHONE), ("0044 20 7946 0958", Identifier.PHONE), ("+44 (0)20 7946 0958", Identifier.PHONE),
        ("SW1A 1AA", Identifier.POSTCODE), ("m13 9pl", Identifier.POSTCODE), ("EC1A1BB", Identifier.POSTCODE),
        ("dob 3/11/2025", Identifier.BIRTH_DATE), ("D.O.B.: 03.11.25", Identifier.BIRTH_DATE), ("born on 3rd of November 2025", Identifier.BIRTH_DATE),
        ("date of birth is 2025-11-03", Identifier.BIRTH_DATE), ("(b. 3/11/2025)", Identifier.BIRTH_DATE),
        ("Mrs Adeyemi", Identifier.NAME), ("Baby Jack", Identifier.NAME), ("Mr. O'Brien", Identifier.NAME),
    ],
)  # fmt: skip
def test_identifiers_are_found(text: str, kind: Identifier) -> None:
    assert [each.kind for each in identifiers_in(f"Then {text} and more")] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "ISBN 978-0-7432-3777-2", "ISBN 0 14 024923 0", "978-0-14-302345-6", "9780143023456", "0140249230", "9434765918",
        "Session 28, 50 min, 2 of 12", "born in spring", "3/11/2026 was a hard day", "KESTREL-47", "Winnicott 1960, pp. 37-55",
        "We saw the mother and the baby", "the health visitor, twice", "A4 paper, B12 vitamin", "at 10:30 and 14.05",
        "Registered 1234567890123456", "Missed, master of ceremonies", "",
    ],
)  # fmt: skip
def test_ordinary_notes_and_books_are_left_alone(text: str) -> None:
    assert identifiers_in(text) == []


@given(st.integers(300_000_000, 999_999_999))
def test_an_nhs_number_is_one_by_its_check_digit(first_nine: int) -> None:
    valid = [last for last in range(10) if is_nhs_number(f"{first_nine}{last}")]
    assert len(valid) <= 1


@given(st.text(max_size=300))
def test_no_text_breaks_the_search_for_identifiers(text: str) -> None:
    assert all(each.words for each in identifiers_in(text))


# What is signed


def test_the_canonical_bytes_are_one_spelling_and_change_with_everything_they_say() -> None:
    identity = Identity(programme="pip", trainee="T", entry="E", number=1, source="page")
    said = Content(worked_on=ON, activity="case_session", minutes=50, details=Details(in_the_room=("mother", "baby")))
    plain = canonical_bytes(identity, said, "")
    assert plain == (
        b'{"activity":"case_session","canonical_version":1,"case":null,"details":{"in_the_room":["baby","mother"]},'
        b'"entry":"E","minutes":50,"outcome":"held","placement":null,"programme":"pip","source":"page",'
        b'"started_at_minute":null,"text_hash":"","trainee":"T","version":1,"worked_on":"2026-11-03"}'
    )
    others = [
        canonical_bytes(identity, Content(worked_on=ON, activity="case_session", minutes=51), ""),
        canonical_bytes(Identity(programme="pip", trainee="T", entry="E", number=2, source="page"), said, ""),
        canonical_bytes(identity, said, salted_hash("salt", "note")),
    ]
    assert len({content_hash(each) for each in [plain, *others]}) == 4


def test_a_text_is_committed_to_with_its_salt_and_an_empty_one_not_at_all() -> None:
    assert salted_hash("a", "text") != salted_hash("b", "text")
    assert salted_hash("a", "") == ""


def test_details_are_chosen_words_of_the_activitys_kind() -> None:
    everything = Details(in_the_room=("mother", "stranger"), ways=("video_feedback",), video_reviewed=True)
    assert kind_of(pip().activity("case_session")) is Kind.SESSION
    assert details_for(Kind.SESSION, everything) == Details(
        in_the_room=("mother", "stranger"), ways=("video_feedback",)
    )
    assert details_for(Kind.SUPERVISION, everything) == Details(video_reviewed=True)
    assert details_for(Kind.OTHER, everything) == Details()
    assert read_details(written_details(everything)).in_the_room == ("mother",)
    assert (
        spoken_details(Details(in_the_room=("mother", "baby"), ways=("video_feedback",)))
        == "With the baby and the mother. Video feedback."
    )


SEEN = Seen("E", 2, "hash")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, SignOutcome.SIGNED),
        ({"awaiting_version": 3}, SignOutcome.CHANGED),
        ({"awaiting_hash": "other"}, SignOutcome.CHANGED),
        ({"awaiting_version": None, "awaiting_hash": None}, SignOutcome.CHANGED),
        ({"is_signed": True, "signed_version": 2}, SignOutcome.ALREADY_SIGNED),
        ({"is_signed": True, "signed_version": 1}, SignOutcome.SIGNED),
        ({"is_theirs": False}, SignOutcome.NOT_YOURS),
        ({"is_theirs": False, "is_signed": True, "signed_version": 2}, SignOutcome.NOT_YOURS),
        ({"is_theirs": False, "awaiting_version": 3}, SignOutcome.NOT_YOURS),
        ({"is_registered": False}, SignOutcome.NOT_REGISTERED),
    ],
)
def test_only_what_was_seen_is_signed(changes: dict[str, Any], outcome: SignOutcome) -> None:
    usual: dict[str, Any] = {
        "is_theirs": True, "is_registered": True, "is_signed": False, "signed_version": None, "awaiting_version": 2, "awaiting_hash": "hash",
    }  # fmt: skip
    assert judge(SEEN, Signable(**{**usual, **changes})) is outcome
    assert judge(SEEN, None) is SignOutcome.NOT_YOURS
    assert outcome.words.endswith(".")


# Sums and days that count


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
