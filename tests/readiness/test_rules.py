"""A standing survives being kept, and what is shown of it agrees with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_app.programmes.rules import Facts, Finding, State, Total, evaluate, headline, parse_definition
from trainee_app.programmes.rules.evidence import requirement_entries_filter
from trainee_app.programmes.rules.facts import EntryFact
from trainee_app.programmes.rules.requirements import Floor, Sessions, Sum
from trainee_app.programmes.rules.wording import sentence
from trainee_app.readiness.rules import (
    Evaluated,
    activity_rows,
    burn_up_of,
    figure_words,
    finding_of,
    finding_values,
    fingerprint,
    headline_of,
    headline_values,
    month_marks,
    most_urgent,
    sections_of,
    signers_in_words,
)

PIP = parse_definition(
    (Path(__file__).parents[2] / "trainee_app/programmes/definitions/pip.toml").read_text(encoding="utf-8")
)
STARTS_ON, ENDS_ON = date(2025, 10, 6), date(2027, 4, 4)
AS_OF = date(2026, 11, 20)


def facts(*totals: Total, entries: tuple[EntryFact, ...] = ()) -> Facts:
    return Facts(STARTS_ON, ENDS_ON, totals, entries, registrations=())


def total(activity: str, month: date, minutes: int, state: str = "signed") -> Total:
    return Total(activity, month, 0, state, minutes, minutes, 1)  # type: ignore[arg-type]


def session(on: date, activity: str, minutes: int) -> EntryFact:
    return EntryFact(on, activity, 0, None, "signed", on, on, minutes, minutes, held=True, video_reviewed=False)


RECORD = facts(
    total("seminar", date(2026, 3, 1), 600),
    total("reading", date(2026, 4, 1), 900),
    total("case_session", date(2026, 10, 1), 300),
    total("individual_supervision", date(2026, 10, 1), 60),
    total("reading", date(2026, 11, 1), 120, "submitted"),
    entries=(session(date(2026, 10, 6), "case_session", 300), session(date(2026, 10, 7), "individual_supervision", 60)),
)


@pytest.mark.parametrize("as_of", [STARTS_ON, date(2025, 12, 1), AS_OF, ENDS_ON, date(2027, 6, 1)])
def test_a_finding_that_was_kept_reads_as_it_was_found(as_of: date) -> None:
    findings = evaluate(PIP.requirements, RECORD, as_of)
    for requirement, finding in zip(PIP.requirements, findings, strict=True):
        kept = finding_of(finding_values(finding))
        assert kept == finding
        assert sentence(requirement, kept) == sentence(requirement, finding)


def test_a_headline_that_was_kept_reads_as_it_was_found() -> None:
    findings = evaluate(PIP.requirements, RECORD, AS_OF)
    evaluated = Evaluated(findings, headline(findings, RECORD, AS_OF))
    assert headline_of(headline_values(evaluated, "")) == evaluated.headline


@pytest.mark.parametrize(
    ("states", "urgent"),
    [
        ((), State.MET),
        ((State.MET, State.WAIVED), State.WAIVED),
        ((State.MET, State.ON_TRACK), State.ON_TRACK),
        ((State.ON_TRACK, State.NEEDS_DECISION), State.NEEDS_DECISION),
        ((State.NEEDS_DECISION, State.BEHIND), State.BEHIND),
        ((State.BEHIND, State.NOT_POSSIBLE, State.MET), State.NOT_POSSIBLE),
    ],
)
def test_the_state_that_asks_most_of_somebody_stands_for_all(states: tuple[State, ...], urgent: State) -> None:
    code = evaluate(PIP.requirements, RECORD, AS_OF)[0].code
    assert most_urgent([Finding(key=str(state), state=state, code=code) for state in states]) is urgent


def test_the_fingerprint_changes_with_any_fact() -> None:
    same = fingerprint(RECORD, PIP)
    assert same == fingerprint(RECORD, PIP)
    assert same != fingerprint(facts(*RECORD.totals[1:], entries=RECORD.entries), PIP)


@given(st.lists(st.sampled_from(list(PIP.activities)), max_size=12), st.integers(min_value=0, max_value=9000))
def test_the_rows_behind_a_sum_add_up_to_its_figure(activities: list[str], minutes: int) -> None:
    record = facts(*(total(key, date(2026, 5, 1), minutes) for key in dict.fromkeys(activities)))
    findings = evaluate(PIP.requirements, record, AS_OF)
    for requirement, finding in zip(PIP.requirements, findings, strict=True):
        chosen = requirement_entries_filter(requirement)
        if isinstance(requirement, Sum) and chosen is not None:
            assert sum(row.credited for row in activity_rows(chosen, PIP, record)) == finding.figure


def test_the_rows_behind_the_video_reviews_are_those_sessions_and_no_others() -> None:
    def session(day: int, *, held: bool = True, video: bool = True) -> EntryFact:
        on = date(2026, 5, day)
        return EntryFact(
            on, "individual_supervision", 0, None, "signed", on, on, 60, 60, held=held, video_reviewed=video
        )

    entries = (session(1), session(2), session(3, video=False), session(4, held=False))
    record = facts(total("individual_supervision", date(2026, 5, 1), 180), entries=entries)
    requirement = next(each for each in PIP.requirements if isinstance(each, Sessions))
    (finding,) = evaluate((requirement,), record, AS_OF)
    chosen = requirement_entries_filter(requirement)
    assert chosen is not None
    assert sum(row.number for row in activity_rows(chosen, PIP, record)) == finding.figure == 2


def test_the_picture_ends_at_the_figure_that_the_page_says() -> None:
    findings = evaluate(PIP.requirements, RECORD, AS_OF)
    picture = burn_up_of(PIP, findings, RECORD, AS_OF)
    assert picture is not None
    assert picture.course.signed[-1].minutes == findings[0].figure == 1860
    assert picture.course.waiting_minutes == findings[0].awaiting == 120
    assert picture.course.milestones[-1].on == ENDS_ON
    assert picture.course.milestones[-1].minutes == picture.course.target_minutes == 688 * 60


def test_every_requirement_stands_in_one_part_of_the_page() -> None:
    findings = evaluate(PIP.requirements, RECORD, AS_OF)
    shown = [requirement.key for rows in sections_of(PIP, findings).values() for requirement, _ in rows]
    assert sorted(shown) == sorted(requirement.key for requirement in PIP.requirements)


def test_a_closed_month_that_stayed_short_is_marked_and_the_open_one_is_open() -> None:
    findings = evaluate(PIP.requirements, RECORD, AS_OF)
    floor = next(
        finding
        for requirement, finding in zip(PIP.requirements, findings, strict=True)
        if isinstance(requirement, Floor)
    )
    (october,) = month_marks(floor.periods, AS_OF, 6)
    assert (october.month_on, october.minutes, october.for_minutes, october.state) == (
        date(2026, 10, 1),
        60,
        300,
        "short",
    )
    assert not october.is_open
    (earlier,) = month_marks(floor.periods, date(2026, 10, 20), 6)
    assert earlier.is_open


@pytest.mark.parametrize(
    ("figure", "target", "unit", "short", "words"),
    [
        (None, 5, "minutes", False, ""),
        (29900, 41280, "minutes", False, "498 h 20 of 688 h"),
        (29900, 41280, "minutes", True, "498 h 20"),
        (13, 14, "months", False, "13 of 14 months"),
        (1, 1, "months", False, "1 of 1 month"),
        (8, 6, "sessions", True, "8 of 6"),
        (8, None, "sessions", False, "8 sessions"),
        (3, 4, "none", False, ""),
    ],
)
def test_a_figure_is_said_in_its_unit(
    figure: int | None, target: int | None, unit: str, short: bool, words: str
) -> None:
    assert figure_words(figure, target, unit, short=short) == words


def test_a_trainees_sentences_name_who_signs_and_who_tutors() -> None:
    signers = [("supervisor", "Dr Helen Rees"), ("supervisor", "Judith Marsh"), ("tutor", "Anna Kerrigan")]
    assert signers_in_words(signers) == {"signer": "Dr Helen Rees or Judith Marsh", "tutor": "Anna Kerrigan"}
    assert signers_in_words([]) == {}
