"""What holds for every record, tried on random ones."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.records import ENDS_ON, STARTS_ON, pip, requirement
from trainee_app.programmes.rules import (
    CaseFact,
    EntryFact,
    Facts,
    Floor,
    PrerequisiteFact,
    Shortfall,
    State,
    Sum,
    Total,
    ValidPeriod,
    Waiver,
    evaluate,
    headline,
    headline_sentence,
    sentence,
    what_would_meet,
)
from trainee_app.programmes.rules.dates import Period, month_of
from trainee_app.programmes.rules.requirements import Over

ACTIVITIES = st.sampled_from(sorted(pip().activities))
STATES = st.sampled_from(["signed", "submitted"])
DAYS = st.dates(STARTS_ON - timedelta(days=40), ENDS_ON + timedelta(days=80))
MINUTES = st.integers(0, 600)
MONTHS = DAYS.map(month_of)

TOTALS = st.builds(Total, ACTIVITIES, MONTHS, st.integers(0, 3), STATES, MINUTES, MINUTES, st.integers(1, 9))
ENTRIES = st.builds(
    EntryFact,
    DAYS,
    ACTIVITIES,
    st.integers(0, 3),
    st.none() | st.integers(1, 2),
    STATES,
    st.none() | DAYS,
    st.none() | DAYS,
    MINUTES,
    MINUTES,
    st.booleans(),
    st.booleans(),
)
MONTHLY = requirement("monthly_supervision")
assert isinstance(MONTHLY, Floor)
WEEKLY = replace(MONTHLY, key="weekly", period=Period.ISO_WEEK, over=Over.EACH_SITE, on_shortfall=Shortfall.VOID)
REQUIREMENTS = (*pip().requirements, WEEKLY)
BETTER = {
    State.NOT_POSSIBLE: 0,
    State.TOO_EARLY: 1,
    State.NOT_YET_DUE: 1,
    State.BEHIND: 2,
    State.ON_TRACK: 3,
    State.MET: 4,
}


def records(days=DAYS):
    return st.builds(
        Facts,
        starts_on=days,
        ends_on=days,
        totals=st.lists(TOTALS, max_size=12).map(tuple),
        entries=st.lists(ENTRIES, max_size=12).map(tuple),
        registrations=st.none()
        | st.lists(st.builds(ValidPeriod, st.just("BPC"), st.just("1"), days, st.none() | days), max_size=3).map(tuple),
        prerequisites=st.none()
        | st.lists(
            st.builds(
                PrerequisiteFact,
                st.sampled_from(["experience", "personal_therapy"]),
                st.none() | days,
                st.none() | st.integers(0, 90),
            ),
            max_size=2,
        ).map(tuple),
        cases=st.none()
        | st.lists(
            st.builds(
                CaseFact,
                st.integers(1, 9),
                st.none() | days,
                st.none() | days,
                MINUTES,
                st.none() | st.just("planned"),
                st.booleans(),
            ),
            max_size=3,
        ).map(tuple),
        waivers=st.lists(
            st.builds(Waiver, st.sampled_from([each.key for each in REQUIREMENTS]), days, st.none() | MONTHS),
            max_size=2,
        ).map(tuple),
    )


PIP_DATES = records().map(lambda facts: replace(facts, starts_on=STARTS_ON, ends_on=ENDS_ON))


@given(records() | records(st.dates()), DAYS | st.dates())
def test_every_record_is_judged_and_spoken(facts, as_of):
    findings = evaluate(REQUIREMENTS, facts, as_of)
    assert [finding.key for finding in findings] == [each.key for each in REQUIREMENTS]
    for each, finding in zip(REQUIREMENTS, findings, strict=True):
        assert sentence(each, finding)
        assert what_would_meet(each, finding) != ""
    assert headline_sentence(headline(findings, facts, as_of))


@given(PIP_DATES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_record_never_matters(facts, as_of, random):
    parts = ("totals", "entries", "registrations", "prerequisites", "cases", "waivers")
    listed = {part: rows for part in parts if (rows := getattr(facts, part)) is not None}
    shuffled = replace(facts, **{part: tuple(random.sample(rows, len(rows))) for part, rows in listed.items()})
    assert evaluate(REQUIREMENTS, facts, as_of) == evaluate(REQUIREMENTS, shuffled, as_of)


@given(PIP_DATES, TOTALS, DAYS)
def test_more_signed_time_never_makes_a_plain_sum_worse(facts, more, as_of):
    more = more._replace(state="signed")
    longer = replace(facts, totals=(*facts.totals, more), waivers=())
    sums = [each for each in pip().requirements if isinstance(each, Sum)]
    before = evaluate(sums, replace(facts, waivers=()), as_of)
    for was, now in zip(before, evaluate(sums, longer, as_of), strict=True):
        assert BETTER[now.state] >= BETTER[was.state]
        assert (now.figure or 0) >= (was.figure or 0)


@given(PIP_DATES, TOTALS, DAYS)
def test_signing_what_waits_never_makes_a_plain_sum_worse(facts, waiting, as_of):
    sums = [each for each in pip().requirements if isinstance(each, Sum)]
    states = []
    for state in ("submitted", "signed"):
        record = replace(facts, totals=(*facts.totals, waiting._replace(state=state)), waivers=())
        states.append([BETTER[finding.state] for finding in evaluate(sums, record, as_of)])
    assert all(now >= was for was, now in zip(*states, strict=True))


@given(PIP_DATES, TOTALS, ENTRIES, DAYS)
def test_what_a_requirement_does_not_refer_to_never_changes_it(facts, more, other, as_of):
    longer = replace(
        facts,
        totals=(*facts.totals, more._replace(activity="reading")),
        entries=(*facts.entries, other._replace(activity="liaison")),
    )
    keys = {"teaching", "clinical", "supervision", "monthly_supervision", "weekly", "video_reviews"}
    others = [each for each in REQUIREMENTS if each.key in keys]
    assert evaluate(others, facts, as_of) == evaluate(others, longer, as_of)


@given(st.lists(ENTRIES, max_size=20), DAYS)
def test_what_does_not_count_never_exceeds_what_was_credited(entries, as_of):
    totals = tuple(
        Total(each.activity, month_of(each.on), each.case_id, each.state, each.recorded, each.credited, 1)
        for each in entries
    )
    facts = Facts(STARTS_ON, ENDS_ON, totals, tuple(entries))
    clinical = requirement("clinical")
    (plain,) = evaluate([clinical], facts, as_of)
    voided, weekly = evaluate([clinical, WEEKLY], facts, as_of)
    assert 0 <= (voided.figure or 0) <= (plain.figure or 0)
    assert voided.recorded == plain.recorded
    if all(period.state is not State.BEHIND for period in weekly.periods):
        assert voided.figure == plain.figure


@given(DAYS, DAYS)
def test_the_milestones_never_fall(one, other):
    first, second = sorted([one, other])
    for each in pip().requirements:
        if isinstance(each, Sum):
            by = [each.pace.line.expected(each.at_least_minutes, STARTS_ON, ENDS_ON, day) for day in (first, second)]
            assert 0 <= by[0] <= by[1] <= each.at_least_minutes


def test_a_week_at_the_very_first_and_last_days_is_judged_too():
    for day in (date.min, date.max):
        record = Facts(
            day, day, (), (EntryFact(day, "case_session", 0, None, "signed", day, day, 50, 60, True, False),)
        )
        assert len(evaluate(REQUIREMENTS, record, day)) == len(REQUIREMENTS)
