from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.programmes.records import ENDS_ON, STARTS_ON, facts, pip, total
from trainee_app.programmes.rules import Code, Finding, HeadlineCode, State, evaluate, headline, headline_sentence

IN_NOVEMBER = date(2026, 11, 20)

MET = Finding(key="met", state=State.MET, code=Code.MET)
WAIVED = Finding(key="waived", state=State.WAIVED, code=Code.WAIVED)
IN_MARCH = Finding(key="march", state=State.ON_TRACK, code=Code.ON_TRACK, projected_on=date(2027, 3, 21))
IN_MAY = Finding(key="may", state=State.BEHIND, code=Code.BEHIND, projected_on=date(2027, 5, 28))
STALLED = Finding(key="stalled", state=State.BEHIND, code=Code.STALLED)
EARLY = Finding(key="early", state=State.TOO_EARLY, code=Code.TOO_EARLY)
IMPOSSIBLE = Finding(key="impossible", state=State.NOT_POSSIBLE, code=Code.NOT_POSSIBLE)
UNDECIDED = Finding(key="undecided", state=State.NEEDS_DECISION, code=Code.NOT_KEPT_DUE)
LATER = Finding(key="later", state=State.NOT_YET_DUE, code=Code.NOT_KEPT)


@pytest.mark.parametrize(
    ("findings", "code", "deciding", "words"),
    [
        ([MET, WAIVED], HeadlineCode.READY, None, "Everything is met. Ready for the board to decide."),
        ([], HeadlineCode.READY, None, "Everything is met. Ready for the board to decide."),
        (
            [MET, IN_MARCH, IN_MAY, LATER],
            HeadlineCode.LATE,
            "may",
            "Not yet ready. On the present pace, late May 2027.",
        ),
        (
            [IN_MARCH, MET, UNDECIDED],
            HeadlineCode.IN_TIME,
            "march",
            "Not yet ready. On the present pace, in time for 5 April 2027.",
        ),
        (
            [IN_MAY, STALLED],
            HeadlineCode.NO_PACE,
            "stalled",
            "Not yet ready. No month can be named while something stands still.",
        ),
        ([IN_MAY, EARLY], HeadlineCode.TOO_EARLY, "early", "Not yet ready. Too early to say when."),
        (
            [EARLY, IMPOSSIBLE],
            HeadlineCode.NOT_POSSIBLE,
            "impossible",
            "Not possible by 5 April 2027. Talk to Anna about dates.",
        ),
        (
            [MET, LATER, UNDECIDED],
            HeadlineCode.NEEDS_DECISION,
            "undecided",
            "Not yet ready. What is open needs a decision by the course.",
        ),
        ([MET, LATER], HeadlineCode.OPEN, "later", "Not yet ready. What is open comes later or waits for a signature."),
    ],
)
def test_the_latest_requirement_decides(findings, code, deciding, words):
    said = headline(findings, facts(), IN_NOVEMBER)
    assert (said.code, said.deciding, said.is_ready) == (code, deciding, code is HeadlineCode.READY)
    assert headline_sentence(said, tutor="Anna") == words


def test_before_the_first_day_only_that_day_is_said():
    said = headline([EARLY], facts(), STARTS_ON - timedelta(days=1))
    assert headline_sentence(said) == "The programme begins on 6 October 2025."


def test_nobody_is_ready_while_a_record_is_not_kept_here():
    months = [date(2026, month, 1) for month in range(1, 13)]
    totals = tuple(
        total(activity, month, 20)
        for month in months
        for activity in ("seminar", "reading", "case_session", "individual_supervision")
    )
    findings = evaluate(pip().requirements, facts(totals=totals), ENDS_ON)
    assert {finding.state for finding in findings if finding.unit == "minutes"} == {State.MET}
    assert not headline(findings, facts(), ENDS_ON).is_ready


def test_a_later_projection_never_gives_an_earlier_headline():
    later = replace(IN_MAY, projected_on=date(2027, 6, 2))
    first, second = (headline([IN_MARCH, each], facts(), IN_NOVEMBER).projected_on for each in (IN_MAY, later))
    assert first is not None
    assert second is not None
    assert first < second


def test_the_last_day_itself_is_in_time():
    for projected_on, code in ((ENDS_ON, HeadlineCode.IN_TIME), (ENDS_ON + timedelta(days=1), HeadlineCode.LATE)):
        assert headline([replace(IN_MARCH, projected_on=projected_on)], facts(), IN_NOVEMBER).code is code
