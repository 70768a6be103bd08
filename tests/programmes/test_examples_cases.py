"""The examples of cases, alternatives, caps, attendance and therapy: facts and results made by hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.programmes.examples import ENDS_ON, EXAMPLES, STARTS_ON, case, example, hours, judged
from trainee_app.programmes.rules import AttendanceFact, RecordFact, SpanFact
from trainee_app.programmes.services import brought_definitions

BEGAN, YEAR_LATER = date(2026, 10, 5), date(2027, 10, 5)
LABEL = "example, unverified against the body"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_says_that_it_is_one(path: Path) -> None:
    definition = example(path.stem)
    assert LABEL in definition.title
    assert any(LABEL in policy.text for policy in definition.policies)
    assert path.read_text(encoding="utf-8").startswith("# An EXAMPLE of a shape")
    assert all("unverified" in each.source.words and not each.source.is_published for each in definition.requirements)


def test_no_example_is_offered_as_a_programme() -> None:
    assert brought_definitions() == ["pip"]


def test_there_is_an_example_for_every_shape() -> None:
    shapes = {
        "calendar_month_floor",
        "banded_month",
        "weekly_per_site",
        "monthly_band",
        "whole_programme_ratio",
        "cadence",
        "eight_cases",
        "intensive_cases",
        "alternatives",
        "attendance",
        "caps",
        "personal_therapy",
    }
    assert {path.stem for path in EXAMPLES.glob("*.toml")} == shapes


# Eight cases with 5 h of supervision on each, four written up, three supervised from recordings.


def test_eight_cases_count_by_their_supervision_and_some_by_their_recordings() -> None:
    cases = [
        *(case(number, BEGAN, YEAR_LATER, supervised_minutes=300, video_reviews=3) for number in range(1, 4)),
        *(case(number, BEGAN, YEAR_LATER, supervised_minutes=300) for number in range(4, 8)),
        case(8, BEGAN, YEAR_LATER, supervised_minutes=299),  # a minute short of 5 h
    ]
    papers = [RecordFact("paper", "case_write_up", YEAR_LATER) for _ in range(4)]
    found = judged("eight_cases", YEAR_LATER, cases=tuple(cases), records=tuple(papers))
    assert (found["eight_cases"].figure, found["eight_cases"].state) == (7, "not_yet_due")
    assert (found["from_recordings"].figure, found["from_recordings"].state) == (3, "met")
    assert (found["written_up"].figure, found["written_up"].state) == (4, "met")


def test_a_paper_that_nobody_has_passed_yet_is_not_written_up() -> None:
    papers = [
        *(RecordFact("paper", "case_write_up", YEAR_LATER) for _ in range(3)),
        RecordFact("paper", "case_write_up", None),
    ]
    found = judged("eight_cases", YEAR_LATER, cases=(), records=tuple(papers))
    assert (found["written_up"].figure, found["written_up"].state) == (3, "not_yet_due")


def test_too_few_recordings_at_the_end_are_for_people_to_decide() -> None:
    found = judged("eight_cases", ENDS_ON, cases=(), records=())
    assert found["from_recordings"].state == "needs_decision"
    assert found["eight_cases"].state == "not_possible"


# Three intensive cases: 12 months each and one of 24, three age bands, three supervisors.

INTENSIVE = (
    case(1, BEGAN, date(2028, 10, 5), age_band="under 5", supervisors=frozenset({1})),
    case(2, BEGAN, YEAR_LATER, age_band="latency", supervisors=frozenset({2})),
    case(3, BEGAN, YEAR_LATER, age_band="adolescent", supervisors=frozenset({3})),
)
SPAN = {"starts_on": STARTS_ON, "ends_on": date(2030, 9, 30)}


def test_three_cases_in_three_age_bands_with_three_supervisors_are_enough() -> None:
    found = judged("intensive_cases", date(2028, 11, 1), cases=INTENSIVE, **SPAN)
    assert (found["intensive"].state, found["intensive"].figure) == ("met", 3)
    # From 5 October 2026 to 5 October 2028 are exactly 24 months.
    assert (found["long_case"].state, found["long_case"].figure) == ("met", 1)


@pytest.mark.parametrize(
    "third",
    [
        case(3, BEGAN, YEAR_LATER, age_band="Latency ", supervisors=frozenset({3})),  # the age band of the second
        case(3, BEGAN, YEAR_LATER, age_band="adolescent", supervisors=frozenset({1})),  # the first one's supervisor
        case(
            3, BEGAN, date(2027, 10, 4), age_band="adolescent", supervisors=frozenset({3})
        ),  # a day short of 12 months
    ],
)
def test_a_third_case_that_is_too_alike_or_too_short_is_not_enough(third) -> None:
    found = judged("intensive_cases", date(2028, 11, 1), cases=(*INTENSIVE[:2], third), **SPAN)
    assert found["intensive"].state == "not_yet_due"


# Four individuals, or two groups, or two individuals and one group.


def full(number: int, kind: str, **changes: object):
    return case(number, BEGAN, YEAR_LATER, kind=kind, **{"supervised_minutes": 240, "video_reviews": 3, **changes})


@pytest.mark.parametrize(
    ("individuals", "groups", "is_enough"),
    [(4, 0, True), (0, 2, True), (2, 1, True), (3, 0, False), (1, 1, False), (3, 1, True)],
)
def test_any_of_three_ways_is_enough(individuals, groups, is_enough) -> None:
    kinds = ["parent_infant"] * individuals + ["group"] * groups
    cases = tuple(full(number, kind) for number, kind in enumerate(kinds, start=1))
    found = judged("alternatives", YEAR_LATER, cases=cases)
    assert (found["casework"].state == "met") is is_enough
    # Only the whole decides; the ways it is made of are shown under it.
    assert {key for key, finding in found.items() if not finding.is_part} == {"casework"}


@pytest.mark.parametrize("short", [{"held_sessions": 23}, {"supervised_minutes": 239}, {"video_reviews": 2}])
def test_a_case_that_is_short_of_anything_counts_in_none_of_the_ways(short) -> None:
    cases = (full(1, "group"), full(2, "group", **short))
    assert judged("alternatives", YEAR_LATER, cases=cases)["casework"].state != "met"


# Attendance: 80 per cent of each series.


def series(title: str, attended: int, dates: int = 10) -> list[AttendanceFact]:
    """So many dates of 90 minutes, of which the first ones were attended."""
    return [AttendanceFact(title, date(2026, 11, 1 + at), 90, 90 if at < attended else 0) for at in range(dates)]


def test_the_series_with_the_lowest_share_decides() -> None:
    facts = (*series("Infant development", 10), *series("Theory", 7))
    found = judged("attendance", ENDS_ON, attendance=facts)["attendance"]
    # 17 of 20 dates are 85 per cent together, and 70 of “Theory”: that decides.
    assert (found.figure, found.params["series"], found.state) == (70, "Theory", "needs_decision")


def test_eight_of_ten_dates_are_enough() -> None:
    found = judged("attendance", ENDS_ON, attendance=(*series("Infant development", 8),))["attendance"]
    assert (found.figure, found.state) == (80, "met")


def test_part_of_a_date_counts_by_its_minutes() -> None:
    facts = [*series("Theory", 7, dates=9), AttendanceFact("Theory", date(2026, 11, 20), 90, 80)]
    # 7 dates of 90 and one of 80 minutes are 710 of 900: 78.8 per cent, and 78 is less than 80.
    assert judged("attendance", ENDS_ON, attendance=tuple(facts))["attendance"].figure == 78


# Caps: of 100 hours at most 50 with young people, of 500 at most 60 simulated.


def test_hours_beyond_a_cap_stay_recorded_and_do_not_count() -> None:
    found = judged(
        "caps",
        date(2027, 3, 1),
        hours("adults", date(2026, 11, 2), 40),
        hours("young_people", date(2026, 11, 3), 70),
        hours("simulated", date(2026, 11, 4), 80),
    )
    # 40 + 50 of 70 = 90 of 110 h recorded; with 60 of 80 simulated, 150 of 190.
    assert (found["contact"].figure, found["contact"].recorded) == (90 * 60, 110 * 60)
    assert (found["practice"].figure, found["practice"].recorded) == (150 * 60, 190 * 60)
    assert [(each.rule, each.minutes) for each in found["practice"].lost] == [
        ("simulated", 20 * 60),
        ("youth", 20 * 60),
    ]
    # A cap is never itself unmet.
    assert (found["youth"].state, found["simulated"].state) == ("met", "met")


# Therapy: weekly for the whole observation; twice a week throughout, three times for the last 6 months.

OBSERVED = SpanFact("infant_observation", date(2026, 11, 1), date(2027, 10, 31))


def therapy(from_on: date, until_on: date | None, times: int | None) -> SpanFact:
    return SpanFact("personal_therapy", from_on, until_on, times)


def test_therapy_that_rises_in_time_is_enough_everywhere() -> None:
    spans = (
        OBSERVED,
        therapy(date(2026, 1, 1), date(2028, 3, 30), 2),
        therapy(date(2028, 3, 31), None, 3),  # the last 6 months of a training that ends on 30 September 2028
    )
    found = judged("personal_therapy", ENDS_ON, spans=spans)
    assert {key: str(finding.state) for key, finding in found.items()} == {
        "during_observation": "met",
        "throughout": "met",
        "before_the_end": "met",
    }


@pytest.mark.parametrize(
    ("rises_on", "state"),
    # Six months before 30 September 2028 is 30 March; the last six months begin the day after.
    [(date(2028, 3, 31), "met"), (date(2028, 4, 1), "needs_decision")],
)
def test_a_day_too_late_is_for_people_to_decide(rises_on, state) -> None:
    spans = (therapy(STARTS_ON, date(2028, 3, 31), 2), therapy(rises_on, None, 3))
    assert judged("personal_therapy", ENDS_ON, spans=spans)["before_the_end"].state == state


def test_therapy_that_begins_after_the_observation_has_a_gap() -> None:
    spans = (OBSERVED, therapy(date(2026, 11, 2), None, 2))
    found = judged("personal_therapy", ENDS_ON, spans=spans)["during_observation"]
    assert (found.state, found.params["gap_on"]) == ("needs_decision", "2026-11-01")


def test_therapy_of_which_nobody_has_said_how_often_is_not_counted_as_enough() -> None:
    spans = (therapy(STARTS_ON, None, None),)
    found = judged("personal_therapy", ENDS_ON, spans=spans)["throughout"]
    assert (found.state, found.code) == ("needs_decision", "continuing_unknown")
