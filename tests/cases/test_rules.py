"""What a case is called."""

from __future__ import annotations

import re

import pytest

from trainee_app.cases.rules import AGE_BANDS, CODE_WORDS, NUMBERS, codes_left, numbered, shown_as
from trainee_app.logbook.rules import identifiers_in


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Marta Ellison", "Marta’s case 1 · KESTREL-47"),
        ("James Obi", "James’ case 1 · KESTREL-47"),
        ("Cher", "Cher’s case 1 · KESTREL-47"),
        ("Zoë-Anne de la Tour", "Zoë-Anne’s case 1 · KESTREL-47"),
    ],
)
def test_a_case_is_shown_by_whose_it_is_and_its_code(name: str, words: str) -> None:
    assert shown_as(name, 1, "KESTREL-47") == words


def test_who_is_not_told_the_code_reads_the_number() -> None:
    assert numbered("Marta Ellison", 2) == "Marta’s case 2"


def test_codes_are_a_word_and_a_number_and_each_is_there_once() -> None:
    codes = codes_left(())
    assert len(codes) == len(set(codes)) == len(CODE_WORDS) * len(NUMBERS)
    assert all(re.fullmatch(r"[A-Z]{3,10}-[1-9][0-9]", code) for code in codes)


def test_a_code_given_is_not_given_again() -> None:
    taken = {"KESTREL-47", "OAK-11"}
    left = codes_left(taken)
    assert taken.isdisjoint(left)
    assert len(left) == len(codes_left(())) - 2


def test_a_code_is_no_identifier_and_may_stand_in_a_note() -> None:
    assert [code for code in codes_left(())[::97] if identifiers_in(f"Session with {code} today")] == []


def test_age_bands_are_wide_enough_to_tell_nobody() -> None:
    assert not any(re.search(r"\bdays?\b|\bweeks?\b|\bborn\b", words) for words in AGE_BANDS.values())
