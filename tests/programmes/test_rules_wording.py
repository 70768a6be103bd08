"""Sentences: kind, exact, and there for every code."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from tests.programmes.kinds import said_of_every_kind
from tests.programmes.records import ENDS_ON, STARTS_ON, entry, facts, judge, pip, requirement, total
from trainee_app.programmes.rules import (
    CaseFact,
    Code,
    Floor,
    HeadlineCode,
    PrerequisiteFact,
    Shortfall,
    ValidPeriod,
    Waiver,
    evaluate,
    period_sentence,
    sentence,
    what_would_meet,
)
from trainee_app.programmes.rules.sentences import HEADLINES, SENTENCES, WHAT_WOULD_MEET

DAYS = [
    STARTS_ON - timedelta(days=1),
    *(STARTS_ON + timedelta(days=days) for days in range(10, 560, 20)),
    ENDS_ON,
    ENDS_ON + timedelta(days=40),
]
AMOUNTS: list[list[tuple[date, int]]] = [
    [],
    [(date(2026, 3, 1), 40)],
    [(date(2026, 3, 1), 300)],
    [(date(2026, 3, 1), 40), (date(2026, 10, 1), 60)],
    [(date(2026, 3, 1), 700), (date(2026, 10, 1), 700)],
]


def records_of_hours():
    activities = ("seminar", "reading", "case_session", "individual_supervision")
    for rows, state in product(AMOUNTS, ("signed", "submitted")):
        totals = tuple(total(activity, row[0], row[1] / 2, state) for row in rows for activity in activities)
        reviews = tuple(
            entry("group_supervision", row[0] + timedelta(days=day), 60, state=state, video_reviewed=True)
            for row in rows
            for day in range(row[1] // 40)
        )
        yield facts(totals=totals, entries=reviews)


def records_of_months():
    contact = entry("case_session", date(2026, 9, 10), 60)
    for minutes, waiting, handed_in in product((60, 90), (0, 30), (date(2026, 9, 30), None)):
        supervision = entry("individual_supervision", date(2026, 9, 20), minutes)
        open_row = entry("group_supervision", date(2026, 9, 21), waiting, state="submitted", submitted_on=handed_in)
        other = entry("case_session", date(2026, 3, 10), 60)
        yield facts(entries=(contact, supervision, open_row))
        yield facts(entries=(contact, supervision, open_row, other))
        yield facts(
            entries=(contact, supervision), waivers=(Waiver("monthly_supervision", STARTS_ON, date(2026, 9, 1)),)
        )


def records_of_conditions():
    yield facts(registrations=(), prerequisites=(), cases=())
    for until_on in (date(2026, 1, 1), date(2027, 1, 1), date(2030, 1, 1), None):
        yield facts(registrations=(ValidPeriod("BPC", "1", date(2020, 1, 1), until_on),))
    for months, accepted_on in product((3, 60), (None, STARTS_ON)):
        records = ("experience", "infant_observation", "personal_therapy")
        yield facts(prerequisites=tuple(PrerequisiteFact(each, accepted_on, months) for each in records))
    yield facts(prerequisites=(PrerequisiteFact("experience", STARTS_ON, 3, is_accepted_short=True),))
    yield facts(
        cases=tuple(CaseFact(each, date(2026, 1, 1), date(2026, 12, 1), 300, "planned", True) for each in (1, 2, 3))
    )
    yield facts(cases=tuple(CaseFact(each, date(2026, 1, 1), date(2026, 2, 1), 300, None) for each in (1, 2, 3)))
    yield facts(waivers=tuple(Waiver(each.key, STARTS_ON) for each in pip().requirements))


@cache
def said_everywhere():
    """Every requirement of PIP, its floor with each consequence, over many records and days."""
    floor = requirement("monthly_supervision")
    assert isinstance(floor, Floor)
    floors = [replace(floor, key=str(each), on_shortfall=each) for each in Shortfall]
    requirements = [*pip().requirements, *floors]
    records = (*records_of_hours(), *records_of_months(), *records_of_conditions())
    judged = [evaluate(requirements, record, as_of) for record in records for as_of in DAYS]
    of_pip = [each for findings in judged for each in zip(requirements, findings, strict=True)]
    return [*of_pip, *said_of_every_kind()]


def test_every_code_is_reached_and_every_finding_is_spoken():
    reached: set[str] = set()
    states_by_key: dict[str, set[str]] = {}
    for each, finding in said_everywhere():
        words = sentence(each, finding)
        assert words, finding
        assert words[0].isupper() or words[0].isdigit(), words
        assert words.endswith("."), words
        assert "{" not in words
        assert "  " not in words
        remedy = what_would_meet(each, finding)
        assert remedy is None or (remedy.endswith(".") and "  " not in remedy), remedy
        for period in finding.periods if isinstance(each, Floor) else ():
            told = period_sentence(each, period)
            assert told[0].isupper()
            assert told.endswith(".")
        reached |= {finding.code, *(period.code for period in finding.periods)}
        states_by_key.setdefault(finding.key, set()).add(finding.state)
    assert set(Code) - reached == set()
    assert {"met", "on_track", "behind", "not_possible", "waived", "not_yet_due", "too_early"} <= states_by_key[
        "learning"
    ]


def test_every_code_has_a_sentence_and_every_remedy_a_code():
    assert set(SENTENCES) == set(Code)
    assert set(WHAT_WOULD_MEET) <= set(Code)
    assert set(HEADLINES) == set(HeadlineCode)


def test_the_words_are_those_of_the_field():
    said = " ".join([*SENTENCES.values(), *WHAT_WOULD_MEET.values(), *HEADLINES.values()]).casefold()
    for word in ("risk", "fail", "void", "deadline", "must", "your", "you "):
        assert word not in said


def test_a_stored_row_speaks_exactly_as_a_fresh_finding():
    @dataclass(frozen=True)
    class Row:
        code: str
        params: dict[str, int | str]

    for each, finding in said_everywhere():
        row = Row(str(finding.code), dict(finding.params))
        assert sentence(each, row) == sentence(each, finding)


def test_parameters_are_plain_enough_to_be_stored():
    for _, finding in said_everywhere():
        assert all(type(value) in (int, str) for value in finding.params.values()), finding.params


@pytest.mark.parametrize(
    ("as_of", "said", "remedy"),
    [
        (
            date(2026, 9, 30),
            "September 2026 is 30 min short; what is held by 30 September 2026 and signed by 14 October 2026 counts.",
            "30 min more by 30 September 2026, signed by 14 October 2026.",
        ),
        (
            date(2026, 10, 14),
            "September 2026 is 30 min short; what was done in it still counts if it is signed by 14 October 2026.",
            "30 min more from September 2026, signed by 14 October 2026.",
        ),
        (
            date(2026, 10, 15),
            "September 2026 was 30 min short.",
            None,
        ),
    ],
)
def test_a_short_month_is_told_in_kind_and_exact_words(as_of, said, remedy):
    entries = (entry("case_session", date(2026, 9, 10), 540), entry("individual_supervision", date(2026, 9, 11), 60))
    floor = requirement("monthly_supervision")
    finding = judge("monthly_supervision", facts(entries=entries), as_of)
    follows = (
        "The course team knows; the 9 h of client contact still count."
        if remedy is None
        else "If it stays short, the course team will know and help to arrange it; the 9 h of client contact still count."
    )
    assert sentence(floor, finding) == f"{said} {follows}"
    assert what_would_meet(floor, finding) == remedy


@pytest.mark.parametrize(
    ("minutes", "as_of", "said"),
    [
        (90, date(2026, 12, 1), "September 2026 is met."),
        (
            60,
            date(2026, 12, 1),
            "September 2026 was 30 min short. The course team knows; the 9 h of client contact still count.",
        ),
    ],
)
def test_each_month_is_told_by_itself(minutes, as_of, said):
    entries = (
        entry("case_session", date(2026, 9, 10), 540),
        entry("individual_supervision", date(2026, 9, 11), minutes),
    )
    floor = requirement("monthly_supervision")
    assert isinstance(floor, Floor)
    (period,) = judge("monthly_supervision", facts(entries=entries), as_of).periods
    assert period_sentence(floor, period) == said


def test_a_month_that_waits_names_who_signs_and_how_much():
    entries = (
        entry("case_session", date(2026, 9, 10), 540),
        entry("individual_supervision", date(2026, 9, 11), 60),
        entry("individual_supervision", date(2026, 9, 12), 30, state="submitted"),
    )
    floor = requirement("monthly_supervision")
    finding = judge("monthly_supervision", facts(entries=entries), date(2026, 10, 3))
    assert sentence(floor, finding, signer="Dr Rees") == "September 2026 is met when Dr Rees signs 30 min."
    assert what_would_meet(floor, finding, signer="Dr Rees") == "Dr Rees signs 30 min by 14 October 2026."


def test_being_behind_is_told_with_both_paces_the_month_and_the_last_day():
    totals = (
        total("seminar", date(2026, 5, 1), 90),
        total("seminar", date(2026, 10, 1), 12),
        total("seminar", date(2026, 11, 1), 12),
    )
    teaching = requirement("teaching")
    finding = judge("teaching", facts(totals=totals), date(2026, 11, 30))
    assert (
        sentence(teaching, finding)
        == "2 h a week in the last 12 weeks, 3 h 39 min a week needed; at this pace met in mid-July 2027."
    )
    assert what_would_meet(teaching, finding) == (
        "3 h 39 min a week from now to 5 April 2027. "
        "The last day to begin a pace that still works is 21 March 2027, at 15 h a week."
    )


def test_what_is_not_possible_goes_on_to_whom_to_talk():
    finding = judge("teaching", facts(), ENDS_ON)
    assert sentence(requirement("teaching"), finding, tutor="Anna") == (
        "Not possible by 5 April 2027: 180 h still to do. Talk to Anna about dates."
    )


def test_sessions_are_spoken_as_sessions():
    reviews = tuple(entry("individual_supervision", date(2026, month, 4), 60, video_reviewed=True) for month in (3, 11))
    video = requirement("video_reviews")
    finding = judge("video_reviews", facts(entries=reviews), date(2026, 11, 30))
    assert (
        sentence(video, finding)
        == "1 session in the last 12 weeks, 4 more needed by 5 April 2027; at this pace met in early November 2027."
    )
