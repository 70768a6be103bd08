"""Every kind of requirement, by cases worked by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.programmes.kinds import programme, table
from tests.programmes.records import ENDS_ON, STARTS_ON, entry, facts, total
from trainee_app.programmes.rules import (
    AttendanceFact,
    CaseFact,
    Code,
    Definition,
    DefinitionFaulty,
    Facts,
    Finding,
    Lost,
    PrerequisiteFact,
    RecordFact,
    SpanFact,
    State,
    evaluate,
    group_minutes,
    headline,
)
from trainee_app.programmes.rules.expressions import ExpressionFaulty, expression

CONTACT, SUPERVISION = '{ groups = ["client_contact"] }', '{ groups = ["supervision"] }'
PACE = ('milestones = "even"', 'most_a_week = "10 h"')
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def judged(definition: Definition, record: Facts, as_of: date = ENDS_ON) -> dict[str, Finding]:
    found = evaluate(definition.requirements, record, as_of, definition.counting)
    return {finding.key: finding for finding in found}


def one(record: Facts, kind: str, *lines: str, as_of: date = ENDS_ON) -> Finding:
    return judged(programme(table("tried", kind, *lines)), record, as_of)["tried"]


def test_a_cap_keeps_what_is_recorded_and_takes_the_latest_away():
    definition = programme(table("cap", "cap", 'of = { activities = ["liaison"] }', 'at_most = "10 h"'))
    totals = (total("liaison", MARCH, 8), total("liaison", APRIL, 5), total("liaison", MAY, 4, "submitted"))
    found = judged(definition, facts(totals=totals), MAY)
    assert (found["cap"].state, found["cap"].code, found["cap"].figure) == (State.MET, Code.CAP_REACHED, 600)
    # 8 h and 2 of the 5; what waits has no room left.
    assert (found["clinical"].figure, found["clinical"].recorded, found["clinical"].awaiting) == (600, 780, 0)
    assert found["clinical"].lost == (Lost("cap", 180),)


def test_a_cap_by_month_judges_each_month_by_itself():
    lines = ('of = { activities = ["liaison"] }', 'at_most = "5 h"', 'period = "calendar month"')
    totals = (total("liaison", MARCH, 8), total("liaison", APRIL, 4))
    found = judged(programme(table("cap", "cap", *lines)), facts(totals=totals))
    assert (found["cap"].figure, found["clinical"].figure) == (300 + 240, 540)


def test_a_cap_as_a_share_of_other_work():
    lines = ('of = { activities = ["liaison"] }', "at_most_percent = 10", 'share_of = { categories = ["clinical"] }')
    totals = (total("liaison", MARCH, 8), total("case_session", MARCH, 32))
    found = judged(programme(table("cap", "cap", *lines)), facts(totals=totals))
    # A tenth of 40 h is 4 h.
    assert (found["cap"].figure, found["clinical"].figure) == (240, 36 * 60)


def test_a_sum_may_count_what_is_recorded_and_stop_at_a_most():
    short = entry("case_session", MARCH, 50, credited=60)
    record = facts(totals=(total("reading", MARCH, 30),), entries=(short,))
    recorded = one(record, "sum", 'of = { activities = ["reading"] }', 'at_least = "10 h"', 'at_most = "20 h"', *PACE)
    assert (recorded.figure, recorded.recorded, recorded.lost) == (1200, 1800, (Lost("tried", 600),))


@pytest.mark.parametrize(("policy", "first", "second"), [("once", 900, 0), ("pool", 600, 300), ("shared", 900, 900)])
def test_sums_share_work_as_the_policy_says(policy: str, first: int, second: int):
    selected = 'of = { activities = ["reading"] }'
    text = f'[[counting]]\npolicy = "{policy}"\nrequirements = ["one", "two"]\n'
    sums = [table(key, "sum", selected, 'at_least = "10 h"', *PACE) for key in ("one", "two")]
    found = judged(programme(*sums, text), facts(totals=(total("reading", MARCH, 15),)))
    assert (found["one"].figure, found["two"].figure) == (first, second)


def test_a_pool_takes_first_what_no_later_sum_can_use():
    text = '[[counting]]\npolicy = "pool"\nrequirements = ["wide", "narrow"]\n'
    wide = table("wide", "sum", 'of = { activities = ["reading", "essay"] }', 'at_least = "10 h"', *PACE)
    narrow = table("narrow", "sum", 'of = { activities = ["essay"] }', 'at_least = "5 h"', *PACE)
    totals = (total("reading", APRIL, 6), total("essay", MARCH, 6))
    found = judged(programme(wide, narrow, text), facts(totals=totals))
    # 6 h of reading and 4 of the essay; 2 h of the essay go on.
    assert (found["wide"].figure, found["narrow"].figure) == (10 * 60, 2 * 60)


def test_work_at_a_site_counts_there_alone():
    here, there = entry("case_session", MARCH, 60, placement_id=1), entry("case_session", MARCH, 60, placement_id=2)
    record = facts(entries=(here, here, there), sites={1: "marigold infant team", 2: "juniper centre"})
    lines = ('of = { activities = ["case_session"], sites = ["Marigold  Infant TEAM"] }', 'at_least = "10 h"', *PACE)
    assert one(record, "sum", *lines).figure == 120


BANDS = 'bands = [{ up_to = "12 h", at_least = "1 h 30 min" }, { up_to = "16 h", at_least = "2 h" }, { at_least = "2 h 30 min" }]'


@pytest.mark.parametrize(
    ("how", "hours", "needed"),
    [
        (('at_least = "1 h"',), 3, 60),
        # One for eight, rounded up to the minute: 3 h ask for 22.5.
        (('every = "8 h"', 'at_least = "1 h"'), 3, 23),
        (('every = "8 h"', 'at_least = "1 h"'), 16, 120),
        (("percent = 5",), 10, 30),
        ((BANDS,), 12, 90),
        ((BANDS,), 13, 120),
        ((BANDS,), 17, 150),
        ((BANDS,), 40, 150),
    ],
)
def test_how_much_a_period_asks_for(how: tuple[str, ...], hours: int, needed: int):
    work = tuple(entry("case_session", MARCH + timedelta(days=day), 60) for day in range(min(hours, 28)))
    work += tuple(entry("case_session", MARCH, 60) for _ in range(hours - len(work)))
    lines = ('period = "calendar month"', f"beside = {CONTACT}", f"of = {SUPERVISION}", 'on_shortfall = "warn"', *how)
    (period,) = one(facts(entries=work), "floor", *lines).periods
    assert (period.contact, period.needed, period.short) == (hours * 60, needed, needed)


def floor(*lines: str, period: str = "calendar month", at_least: str = "1 h", on_shortfall: str = "void") -> str:
    how = (f'period = "{period}"', f'at_least = "{at_least}"', f'on_shortfall = "{on_shortfall}"')
    return table("tried", "floor", f"beside = {CONTACT}", f"of = {SUPERVISION}", *how, *lines)


def test_two_hours_in_a_group_may_count_as_one():
    weights = 'weights = [{ activities = ["group_supervision"], every = "2 h", counts = "1 h" }]'
    work = (
        entry("case_session", MARCH, 60),
        entry("group_supervision", MARCH, 90),
        entry("individual_supervision", MARCH, 14),
    )
    (period,) = judged(programme(floor(weights)), facts(entries=work))["tried"].periods
    assert (period.supervision, period.short) == (45 + 14, 1)


def test_what_does_not_count_may_be_other_work():
    voids = 'voids = { activities = ["liaison"] }'
    work = (entry("case_session", MARCH, 60), entry("liaison", MARCH, 30), entry("liaison", APRIL, 30))
    totals = (total("case_session", MARCH, 1), total("liaison", MARCH, 0.5), total("liaison", APRIL, 0.5))
    found = judged(programme(floor(voids)), facts(entries=work, totals=totals))
    assert (found["clinical"].figure, found["clinical"].lost) == (90, (Lost("tried", 30),))


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 3, 5), date(2026, 2, 6), date(2026, 3, 5)),
        (date(2026, 3, 6), date(2026, 3, 6), date(2026, 4, 5)),
    ],
)
def test_a_month_from_the_persons_first_day(on: date, first: date, last: date):
    (period,) = judged(programme(floor(period="anchored month")), facts(entries=(entry("case_session", on, 60),)))[
        "tried"
    ].periods
    assert (period.starts_on, period.ends_on) == (first, last)


def test_any_fourteen_days_look_back_from_each_day_of_contact():
    supervised = entry("individual_supervision", date(2026, 3, 2), 60)
    work = [entry("case_session", date(2026, 3, day), 60) for day in (2, 15, 16)]
    totals = (total("case_session", MARCH, 3),)
    found = judged(
        programme(floor("days = 14", period="rolling days")), facts(entries=(*work, supervised), totals=totals)
    )
    # The 14 days to the 15th begin on the 2nd; those to the 16th do not hold it any more.
    assert (found["tried"].figure, found["tried"].target) == (2, 3)
    assert [period.ends_on for period in found["tried"].periods] == [date(2026, 3, 16)]
    assert found["clinical"].lost == (Lost("tried", 60),)


def test_the_whole_programme_is_one_period():
    work = [entry("case_session", STARTS_ON + timedelta(days=40 * each), 60) for each in range(8)]
    lines = ("every" + ' = "8 h"',)
    text = floor(*lines, period="whole programme", on_shortfall="refer")
    found = judged(programme(text), facts(entries=tuple(work)), ENDS_ON + timedelta(days=15))["tried"]
    assert (found.state, found.code, len(found.periods)) == (State.NEEDS_DECISION, Code.PERIODS_REFERRED, 1)
    assert found.periods[0].needed == 60


def test_each_case_is_judged_by_itself():
    work = (
        entry("case_session", MARCH, 60, case_id=1),
        entry("individual_supervision", MARCH, 60, case_id=1),
        entry("case_session", MARCH, 60, case_id=2),
    )
    found = judged(programme(floor('over = "each case"')), facts(entries=work))["tried"]
    assert [(period.case_id, period.short) for period in found.periods] == [(1, 0), (2, 60)]


@pytest.mark.parametrize(
    ("contact", "supervised", "gaps"),
    [
        # To the fifteenth day after the last session, and from the first contact where there was none.
        ((2, 16), (2,), 0),
        ((2, 17), (2,), 1),
        ((2, 16), (), 0),
        ((2, 17), (), 1),
        ((2, 17, 20), (2, 18), 1),
        ((2, 31), (2, 16, 30), 0),
        ((2, 31), (2, 16), 1),
    ],
)
def test_a_cadence_allows_no_longer_gap(contact: tuple[int, ...], supervised: tuple[int, ...], gaps: int):
    work = [entry("case_session", date(2026, 3, day), 60) for day in contact]
    work += [entry("individual_supervision", date(2026, 3, day), 60) for day in supervised]
    lines = (f"of = {SUPERVISION}", f"beside = {CONTACT}", "at_most_days = 14", 'on_shortfall = "refer"')
    found = one(facts(entries=tuple(work)), "cadence", *lines)
    assert found.figure == gaps
    assert found.state is (State.NEEDS_DECISION if gaps else State.MET)


def test_a_gap_that_voids_takes_the_contact_beyond_it():
    work = (entry("case_session", date(2026, 3, 2), 60), entry("case_session", date(2026, 3, 20), 50))
    totals = (total("case_session", MARCH, 110 / 60),)
    text = table(
        "gap", "cadence", f"of = {SUPERVISION}", f"beside = {CONTACT}", "at_most_days = 14", 'on_shortfall = "void"'
    )
    found = judged(programme(text), facts(entries=work, totals=totals))
    assert (found["clinical"].figure, found["clinical"].lost) == (60, (Lost("gap", 50),))


def test_recency_counts_the_last_months_of_the_training_alone():
    # The training ends on 5 April 2027: its last six months begin on 6 October 2026.
    work = (entry("case_session", date(2026, 10, 5), 60), entry("case_session", date(2026, 10, 6), 60))
    lines = (f"of = {CONTACT}", 'at_least = "2 h"', "last_months = 6")
    found = one(facts(entries=work), "recency", *lines, as_of=date(2026, 11, 1))
    assert (found.figure, found.state, found.last_on) == (60, State.ON_TRACK, ENDS_ON)
    assert one(facts(entries=work), "recency", *lines, as_of=ENDS_ON + timedelta(days=1)).state is State.NOT_POSSIBLE


@pytest.mark.parametrize(
    ("record", "as_of", "state"),
    [
        (None, STARTS_ON, State.NOT_YET_DUE),
        (None, ENDS_ON, State.NEEDS_DECISION),
        (RecordFact("document", "insurance", STARTS_ON, date(2026, 9, 30)), date(2026, 9, 30), State.MET),
        (RecordFact("document", "insurance", STARTS_ON, date(2026, 9, 30)), date(2026, 10, 1), State.NOT_YET_DUE),
        (RecordFact("document", "insurance", STARTS_ON, date(2026, 9, 30)), ENDS_ON, State.NEEDS_DECISION),
        (RecordFact("document", "insurance", None), ENDS_ON, State.NEEDS_DECISION),
        (RecordFact("paper", "insurance", STARTS_ON), ENDS_ON, State.NEEDS_DECISION),
    ],
)
def test_a_document_is_accepted_and_valid_on_the_day(record: RecordFact | None, as_of: date, state: State):
    found = one(
        facts(records=(record,) if record else ()), "document", 'record = "insurance"', "valid = true", as_of=as_of
    )
    assert found.state is state


def test_an_attestation_is_given_by_the_role_that_is_asked_for():
    given = RecordFact("attestation", "fit_to_practise", STARTS_ON, by="supervisor")
    for by, state in (("supervisor", State.MET), ("tutor", State.NEEDS_DECISION)):
        found = one(facts(records=(given,)), "attestation", 'record = "fit_to_practise"', f'by = "{by}"')
        assert found.state is state


@pytest.mark.parametrize(
    ("spans", "state"),
    [
        ([(STARTS_ON, None, 2)], State.MET),
        ([(STARTS_ON, date(2026, 6, 30), 2), (date(2026, 7, 1), None, 3)], State.MET),
        ([(STARTS_ON, date(2026, 6, 30), 2), (date(2026, 7, 2), None, 3)], State.NEEDS_DECISION),
        ([(STARTS_ON, None, 1)], State.NEEDS_DECISION),
        ([(STARTS_ON, None, None)], State.NEEDS_DECISION),
        ([(STARTS_ON + timedelta(days=1), None, 2)], State.NEEDS_DECISION),
    ],
)
def test_something_that_goes_on_throughout(spans: list[tuple[date, date | None, int | None]], state: State):
    record = facts(spans=tuple(SpanFact("personal_therapy", *span) for span in spans))
    assert one(record, "continuing", 'record = "personal_therapy"', "at_least_a_week = 2").state is state


@pytest.mark.parametrize(("attended", "state"), [(80, State.MET), (79, State.NEEDS_DECISION)])
def test_the_lowest_series_decides_attendance(attended: int, state: State):
    dates = (AttendanceFact("Theory", MARCH, 100, 100), AttendanceFact("Research", MARCH, 100, attended))
    assert one(facts(attendance=dates), "attendance", "at_least_percent = 80").state is state
    spelt = (*dates, AttendanceFact("THEORY", MARCH, 100, 0))
    assert one(facts(attendance=spelt), "attendance", "at_least_percent = 80") == one(
        facts(attendance=spelt[::-1]), "attendance", "at_least_percent = 80"
    )
    one_series = one(facts(attendance=dates), "attendance", "at_least_percent = 80", 'series = ["THEORY"]')
    assert one_series.state is State.MET


def case(number: int, **changes: Any) -> CaseFact:
    values: dict[str, Any] = {"held_sessions": 10, "supervisors": frozenset({1})} | changes
    return CaseFact(number, MARCH, date(2026, 12, 1), 300, "planned", **values)


def test_cases_may_have_to_differ():
    lines = ("at_least = 2", "distinct_age_bands = 2", "distinct_supervisors = 2")
    alike = (case(1, age_band="newborn"), case(2, age_band="newborn"))
    assert one(facts(cases=alike), "cases", *lines, as_of=date(2026, 6, 1)).code is Code.CASES_ALIKE
    differing = (case(1, age_band="newborn"), case(2, age_band="toddler", supervisors=frozenset({2})))
    assert one(facts(cases=differing), "cases", *lines).state is State.MET


def test_a_case_without_a_session_is_none_and_one_that_waits_is_not_lost():
    empty = CaseFact(1, None, None, 0, "planned")
    assert one(facts(cases=(empty,)), "cases", "at_least = 1", 'endings = ["planned"]').figure == 0
    waiting = case(1, held_sessions=7, awaiting_sessions=1, last_awaiting_on=date(2026, 12, 8))
    lines = ("at_least = 1", "sessions = 8")
    # It could not be begun anew by then; the signature may still come.
    found = one(facts(cases=(waiting,)), "cases", *lines, as_of=date(2027, 3, 1))
    assert (found.state, found.figure) == (State.NOT_YET_DUE, 0)


def test_any_all_and_some_of_several():
    papers = [table(key, "paper", f'record = "{key}"') for key in ("a1", "b1", "c1")]
    record = facts(records=(RecordFact("paper", "a1", STARTS_ON), RecordFact("paper", "b1", STARTS_ON)))
    for kind, lines, state in (
        ("any_of", (), State.MET),
        ("some_of", ("at_least = 2",), State.MET),
        ("all_of", (), State.NEEDS_DECISION),
    ):
        definition = programme(*papers, table("whole", kind, 'of = ["a1", "b1", "c1"]', *lines))
        found = evaluate(definition.requirements, record, ENDS_ON)
        by_key = {finding.key: finding for finding in found}
        assert (by_key["whole"].state, by_key["whole"].figure, by_key["c1"].is_part) == (state, 2, True)
        line = headline(found, record, ENDS_ON)
        assert line.params["requirements"] == len(definition.requirements) - 3


@pytest.mark.parametrize(
    ("due_by", "as_of", "state"),
    [
        ("first case", date(2026, 2, 28), State.NOT_YET_DUE),
        ("first case", date(2026, 3, 1), State.NEEDS_DECISION),
        ("end_of_year", date(2026, 8, 5), State.NOT_YET_DUE),
        ("end_of_year", date(2026, 8, 6), State.NEEDS_DECISION),
        ("qualification", date(2027, 4, 4), State.NOT_YET_DUE),
        ("enrolment", STARTS_ON, State.NEEDS_DECISION),
    ],
)
def test_what_is_due_by_a_stage(due_by: str, as_of: date, state: State):
    stage = '[[stage]]\nkey = "end_of_year"\ntitle = "The end of the first year"\nafter_months = 9\n'
    definition = programme(stage, table("tried", "document", 'record = "x1"', f'due_by = "{due_by}"'))
    # Ten months after 6 October is 6 July; a break of 31 days moves the stage.
    record = facts(records=(), cases=(case(1),), moved_days=31)
    assert judged(definition, record, as_of)["tried"].state is state


def test_the_group_is_shared_as_the_course_writes_it():
    shared = expression("min(time, time * 2 / present)")
    assert [group_minutes(shared, 90, present) for present in (1, 2, 3, 4, 7)] == [90, 90, 60, 45, 26]
    assert group_minutes(expression("time / 8"), 60, 1) == 8, "half a minute goes up"
    assert group_minutes(expression("time * 5"), 60, 1) == 60, "never more than the full time"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "time /",
        "time ** 2",
        "__import__('os')",
        "time / (present - 1)",
        "present - 2",
        "minutes",
        "1.5",
        "a" * 300,
        "(" * 150,
    ],
)
def test_an_expression_that_cannot_be_used_says_so(text: str):
    with pytest.raises(ExpressionFaulty):
        expression(text)


@pytest.mark.parametrize(
    ("tables", "key", "part"),
    [
        ((floor("percent = 5"),), "at_least", "means nothing here"),
        (
            (floor('bands = [{ at_least = "1 h" }, { at_least = "2 h" }]').replace('at_least = "1 h"\non', "on"),),
            "bands",
            "upward",
        ),
        (
            (table("a1", "sum", 'of = { groups = ["supervision"], formats = ["pair"] }', 'at_least = "1 h"', *PACE),),
            "of",
            "there is no format",
        ),
    ],
)
def test_a_fault_of_the_new_kinds_says_what_to_write(tables: tuple[str, ...], key: str, part: str):
    with pytest.raises(DefinitionFaulty) as caught:
        programme(*tables)
    assert [fault for fault in caught.value.faults if fault.key == key and part in fault.message], caught.value.faults


def test_a_prerequisite_taken_back_is_not_met_by_months_of_nothing():
    record = facts(prerequisites=(PrerequisiteFact("experience", None, 0),))
    assert judged(programme(), record)["experience"].state is State.NEEDS_DECISION
