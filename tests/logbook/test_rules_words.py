"""What may stand in a note, and what is signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.records import pip
from trainee_app.logbook.rules import (
    Content,
    Details,
    Identifier,
    Identity,
    Kind,
    Seen,
    Signable,
    SignOutcome,
    canonical_bytes,
    content_hash,
    details_for,
    identifiers_in,
    is_nhs_number,
    judge,
    kind_of,
    read_details,
    salted_hash,
    spoken_details,
    written_details,
)

TODAY = date(2026, 11, 20)
ON = date(2026, 11, 3)


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
        ({"is_accepted": False}, SignOutcome.NOT_IN_THIS_WAY),
        ({"is_accepted": False, "is_theirs": False}, SignOutcome.NOT_YOURS),
    ],
)
def test_only_what_was_seen_is_signed(changes: dict[str, Any], outcome: SignOutcome) -> None:
    usual: dict[str, Any] = {
        "is_theirs": True, "is_registered": True, "is_accepted": True, "is_signed": False, "signed_version": None, "awaiting_version": 2, "awaiting_hash": "hash",
    }  # fmt: skip
    assert judge(SEEN, Signable(**{**usual, **changes})) is outcome
    assert judge(SEEN, None) is SignOutcome.NOT_YOURS
    assert outcome.words.endswith(".")
