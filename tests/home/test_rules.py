"""What stands in the navigation for whom, and what asks to be done next."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from trainee_app.home.rules import (
    MOST_STEPS,
    Front,
    OpenEntry,
    chosen_front,
    count_states,
    fronts_for,
    places_for,
    roles_in_words,
    steps_for_course,
    steps_for_trainee,
    usual_activities,
    week_of_course,
)
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Facts, Total, evaluate, parse_definition
from trainee_app.programmes.rules.facts import EntryFact

PIP = parse_definition(
    (Path(__file__).parents[2] / "trainee_app/programmes/definitions/pip.toml").read_text(encoding="utf-8")
)
STARTS_ON, ENDS_ON, AS_OF = date(2025, 10, 6), date(2027, 4, 4), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("roles", "labels"),
    [
        ([], ["Today"]),
        ([Role.TRAINEE], ["Today", "Log", "Log time", "Cases", "Standing", "Timetable", "Bring time in"]),
        ([Role.SUPERVISOR], ["Today", "To sign", "Supervision", "Families"]),
        ([Role.TUTOR], ["Today", "To sign", "Timetable"]),
        ([Role.ADMINISTRATOR], ["Today", "Cohorts", "Families", "Selection", "Programme", "People", "Imports"]),
        ([Role.EXAMINER], ["Today", "Cohorts"]),
        ([Role.DATA_PROTECTION_OFFICER], ["Today", "People", "Texts"]),
        ([Role.APPLICANT], ["Today"]),
        (
            [Role.TRAINEE, Role.SUPERVISOR],
            [
                "Today",
                "Log",
                "Log time",
                "Cases",
                "Standing",
                "To sign",
                "Supervision",
                "Timetable",
                "Families",
                "Bring time in",
            ],
        ),
    ],
)
def test_everybody_finds_their_own_places_and_no_others(roles: list[Role], labels: list[str]) -> None:
    assert [place.label for place in places_for(roles)] == labels


def test_who_runs_a_programme_that_has_what_is_signed_verified_finds_the_queue_for_it() -> None:
    for role in Role:
        labels = [place.label for place in places_for([role], verified=True)]
        assert ("To verify" in labels) is (role in {Role.ADMINISTRATOR, Role.DIRECTOR})


def test_a_page_belongs_to_one_place_at_most() -> None:
    for endpoint in ("home.front", "readiness.standing", "readiness.cohort", "logbook.queue", "people.person"):
        assert sum(place.holds(endpoint) for place in places_for(Role)) <= 1
    assert [place.label for place in places_for([Role.TRAINEE]) if place.holds("readiness.standing")] == ["Standing"]


def test_a_thumb_reaches_one_place_only_however_many_roles_somebody_holds() -> None:
    for one in Role:
        for other in Role:
            assert sum(place.primary for place in places_for([one, other])) <= 1


@pytest.mark.parametrize(
    ("roles", "fronts"),
    [
        ([], [Front.PLAIN]),
        ([Role.APPLICANT], [Front.APPLICANT]),
        ([Role.PLACEMENT_MANAGER, Role.SUPERVISOR], [Front.SUPERVISOR, Front.PLACEMENT]),
        ([Role.DATA_PROTECTION_OFFICER], [Front.PLAIN]),
        ([Role.TRAINEE], [Front.TRAINEE]),
        ([Role.TRAINEE, Role.SUPERVISOR, Role.DIRECTOR], [Front.COURSE, Front.SUPERVISOR, Front.TRAINEE]),
    ],
)
def test_a_person_has_a_front_page_for_each_part_they_play(roles: list[Role], fronts: list[Front]) -> None:
    assert fronts_for(roles) == fronts
    assert chosen_front("trainee", fronts) is (Front.TRAINEE if Front.TRAINEE in fronts else fronts[0])
    assert chosen_front("nonsense", fronts) is fronts[0]


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ([], ""),
        ([Role.TRAINEE], "trainee"),
        ([Role.SUPERVISOR, Role.TUTOR, Role.SUPERVISOR], "supervisor and tutor"),
        ([Role.DIRECTOR, Role.BOARD_MEMBER, Role.TUTOR], "director, board member and tutor"),
    ],
)
def test_roles_are_said_once_each(roles: list[Role], words: str) -> None:
    assert roles_in_words(roles) == words


@pytest.mark.parametrize(
    ("on", "week"),
    [
        (STARTS_ON - timedelta(days=1), 0),
        (STARTS_ON, 1),
        (STARTS_ON + timedelta(days=6), 1),
        (STARTS_ON + timedelta(days=7), 2),
        (ENDS_ON, 78),
        (ENDS_ON + timedelta(days=100), 78),
    ],
)
def test_the_weeks_of_the_course_are_counted_from_its_first_day(on: date, week: int) -> None:
    assert week_of_course(STARTS_ON, ENDS_ON, on) == (week, 78)


def steps(record: Facts, entries: list[OpenEntry] | None = None) -> list[str]:
    findings = evaluate(PIP.requirements, record, AS_OF)
    return [step.title for step in steps_for_trainee(PIP, findings, entries or [], "abc", AS_OF, {})]


def held(on: date, activity: str, minutes: int, state: str = "signed") -> EntryFact:
    signed_on = on if state == "signed" else None
    return EntryFact(on, activity, 0, None, state, on, signed_on, minutes, minutes, held=True, video_reviewed=False)  # type: ignore[arg-type]


def test_a_month_that_is_short_comes_first_with_what_it_needs() -> None:
    record = Facts(
        STARTS_ON,
        ENDS_ON,
        entries=(held(date(2026, 11, 3), "case_session", 60), held(date(2026, 11, 4), "individual_supervision", 60)),
    )
    assert steps(record)[0] == "November needs 30 min more supervision"


def test_a_month_that_only_waits_for_a_signature_says_so() -> None:
    record = Facts(
        STARTS_ON,
        ENDS_ON,
        entries=(
            held(date(2026, 11, 3), "case_session", 60),
            held(date(2026, 11, 4), "individual_supervision", 90, "submitted"),
        ),
    )
    assert steps(record)[0] == "November needs 1 h 30 min of supervision signed"


def test_what_came_back_is_named_with_what_was_said_and_there_are_five_things_at_most() -> None:
    record = Facts(STARTS_ON, ENDS_ON)
    entries = [OpenEntry(str(n), "Reading", AS_OF, "returned" if n < 3 else "draft", "Which book?") for n in range(7)]
    findings = evaluate(PIP.requirements, record, AS_OF)
    found = steps_for_trainee(PIP, findings, entries, "abc", AS_OF, {})
    assert len(found) == MOST_STEPS
    assert [step.title for step in found[2:4]] == ["Reading was returned to you", "Reading is not handed in yet"]
    assert "Which book?" in found[0].detail


def test_the_office_is_told_whom_it_concerns() -> None:
    waiting = [("Anselm Okoro", 19, 32)]
    pressing = [("behind", name, "c1", "October 2025") for name in ("Bea", "Hana", "Marta", "Owen", "Wren", "Yusuf")]
    found = steps_for_course(waiting, [*pressing, ("ready", "Saoirse", "c2", "June 2025")], 1)
    assert [step.title for step in found] == [
        "19 entries unsigned for more than 14 days",
        "Six trainees are behind",
        "One trainee is ready to qualify",
        "One import to attest",
    ]
    assert found[0].detail.startswith("All with Anselm Okoro, the oldest for 32 days.")
    assert found[1].detail == "October 2025: Bea, Hana, Marta, Owen and 2 more."
    assert found[2].detail == "June 2025: Saoirse."
    assert found[1].arguments == {"public_id": "c1", "show": "behind"}


def test_whom_it_concerns_is_said_cohort_by_cohort_so_that_each_step_opens_to_its_rows() -> None:
    pressing = [("behind", "Bea", "c1", "October 2025"), ("behind", "Hana", "c2", "June 2025")]
    found = steps_for_course([], pressing, 0)
    assert [(step.title, step.detail, step.arguments["public_id"]) for step in found] == [
        ("One trainee is behind", "October 2025: Bea.", "c1"),
        ("One trainee is behind", "June 2025: Hana.", "c2"),
    ]


def test_the_sentences_name_who_signs_where_that_is_known() -> None:
    record = Facts(
        STARTS_ON,
        ENDS_ON,
        entries=(
            held(date(2026, 11, 3), "case_session", 60),
            held(date(2026, 11, 4), "individual_supervision", 90, "submitted"),
        ),
    )
    findings = evaluate(PIP.requirements, record, AS_OF)
    first = steps_for_trainee(PIP, findings, [], "abc", AS_OF, {"signer": "Dr Helen Rees"})[0]
    assert first.detail == "November 2026 is met when Dr Helen Rees signs 1 h 30 min."


def test_nothing_to_do_is_nothing_to_say() -> None:
    assert steps_for_course([], [], 0) == []


def test_states_are_counted_once_each_and_met_apart() -> None:
    findings = evaluate(PIP.requirements, Facts(STARTS_ON, ENDS_ON), AS_OF)
    settled, counts = count_states(PIP, findings)
    assert settled + sum(len(each.titles) for each in counts) == len(PIP.requirements)


def test_what_is_logged_most_is_offered_first_and_what_lies_far_back_is_not() -> None:
    def total(activity: str, month: date, count: int) -> Total:
        return Total(activity, month, 0, "signed", 50 * count, 50 * count, count)

    august, october = date(2026, 8, 1), date(2026, 10, 1)
    totals = [
        total("reading", august, 2),
        total("reading", october, 2),
        total("seminar", october, 5),
        total("case_session", october, 4),
        total("essay", date(2026, 7, 1), 99),
    ]
    assert usual_activities(totals, date(2026, 8, 20)) == ["seminar", "case_session", "reading"]
