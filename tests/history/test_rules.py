"""Sentences: exact where the payload allows it, readable where it is of an older version."""

from __future__ import annotations

import pytest

from trainee_app.history.rules import SENTENCES, Counts, Names, Saying, ids_to_name, speak, verdict_lines

NAMES = Names(
    people={1: "Dr Helen Rees", 2: "Marta Ellison"}, placements={5: "Northside Infant Team"}, ways={8: " by link"}
)


def said(event: str, payload: dict[str, object], actor_id: int | None = 1) -> str:
    return speak(event, actor_id, payload, NAMES, SENTENCES).sentence


@pytest.mark.parametrize(
    ("event", "payload", "sentence"),
    [
        ("EntrySigned", {"superseded_version": None}, "Dr Helen Rees signed this entry."),
        ("EntrySigned", {"superseded_version": None, "signature": 8}, "Dr Helen Rees signed this entry by link."),
        (
            "EntrySigned",
            {"superseded_version": 1, "entry_version": 2},
            "Dr Helen Rees signed the correction; version 2 counts instead of version 1.",
        ),
        ("EntryDrafted", {"is_correction": True}, "Dr Helen Rees began a correction of this entry."),
        (
            "AgreementMade",
            {"supervisor_id": 1, "capacity": "supervisor", "starts_on": "2027-03-03", "ends_on": None},
            "Dr Helen Rees recorded that Dr Helen Rees may sign as supervisor, from 3 March 2027.",
        ),
        (
            "PlacementEnded",
            {"placement_id": 5, "ends_on": "2027-03-03", "by_mistake": False},
            "Dr Helen Rees ended the placement at Northside Infant Team; its last day is 3 March 2027.",
        ),
        (
            "RoleGranted",
            {"person_id": 2, "role": "board_member", "starts_on": "2027-03-03", "ends_on": "2027-04-05"},
            "Dr Helen Rees gave Marta Ellison the role of board member, from 3 March 2027 to 5 April 2027.",
        ),
        (
            "EntriesImported",
            {"entries": 1, "recorded_minutes": 90},
            "Dr Helen Rees brought in 1 entry from the office’s record, 1 h 30 min together.",
        ),
    ],
)
def test_an_event_is_told_exactly(event, payload, sentence) -> None:
    assert said(event, payload) == sentence


def test_what_nobody_did_is_told_of_the_application() -> None:
    assert said("CohortMade", {"starts_on": "2025-10-01", "ends_on": "2027-04-05"}, None).startswith(
        "The application made"
    )


def test_somebody_whose_name_is_gone_is_somebody() -> None:
    assert said("PersonInvited", {"person_id": 99}, 98) == "Somebody invited somebody to take up an account."


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("RoleGranted", {"role": "tutor"}),
        ("RoleGranted", {"person_id": 2, "role": "tutor", "starts_on": "the third", "ends_on": None}),
        ("RoleGranted", {"person_id": 2, "role": "tutor", "starts_on": None, "ends_on": None}),
        ("RoleGranted", {}),
    ],
)
def test_an_older_version_with_other_fields_is_told_by_its_name(event, payload) -> None:
    assert said(event, payload) == "Dr Helen Rees: role granted."


@pytest.mark.parametrize(("event", "words"), [("SignedTwice", "signed twice"), ("x", "x"), ("", "")])
def test_an_event_that_is_known_no_longer_is_told_by_its_name(event, words) -> None:
    assert said(event, {"anything": 1}) == f"Dr Helen Rees: {words}."


def test_a_saying_with_a_condition_waits_for_it() -> None:
    table = {"E": (Saying("{actor} did it twice.", "again"), Saying("{actor} did it."))}
    assert speak("E", 1, {"again": True}, NAMES, table).sentence == "Dr Helen Rees did it twice."
    assert speak("E", 1, {"again": False}, NAMES, table).sentence == "Dr Helen Rees did it."


def test_only_numbers_are_looked_up() -> None:
    payloads: list[dict[str, object]] = [
        {"person_id": 2, "placement_id": 5},
        {"supervisor_id": 1, "person_id": None},
        {"person_id": "2"},
    ]
    assert ids_to_name(payloads) == ({1, 2}, {5})


def test_a_verification_ends_with_what_it_looked_at() -> None:
    assert list(verdict_lines(0, Counts(1, 2, 1_234, 0))) == [
        "All of 1 line, 2 signatures, 1,234 entries, 0 imports agree."
    ]
    assert next(verdict_lines(3, Counts(1, 2, 3, 1))) == "3 flaws in 1 line, 2 signatures, 3 entries, 1 import."
