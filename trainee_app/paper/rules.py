"""Codes that stand on paper: read out, typed in and compared by people. Pure."""

from __future__ import annotations

from typing import Final

# Letters and digits that nobody takes for one another when a code is read out or typed in. As many as a prime, so that
# the last sign of a code finds every wrong sign and every two that changed places.
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXY"
_GROUP: Final = 4
# Eleven that nobody guesses (53 bits), and the one that is made of them.
_GUESSED: Final = 11
CODES: Final = len(SIGNS) ** _GUESSED


def grouped(signs: str) -> str:
    """Return signs in groups of four: "K7QM-3XTD"."""
    return "-".join(signs[place : place + _GROUP] for place in range(0, len(signs), _GROUP))


def tidied(typed: str) -> str:
    """Return a typed code as it is printed, whatever its case, spaces and hyphens."""
    return grouped("".join(each for each in typed.upper() if each in SIGNS))


def code_of(drawn: int) -> str:
    """Return the code of a number below `CODES`; by its last sign it says whether it was typed as printed."""
    signs = ""
    for _ in range(_GUESSED):
        drawn, place = divmod(drawn, len(SIGNS))
        signs += SIGNS[place]
    return grouped(signs + _check_sign(signs))


def is_code(code: str) -> bool:
    """Say whether a tidied code can have been printed: a slip of the hand is no code."""
    signs = code.replace("-", "")
    return len(signs) == _GUESSED + 1 and _check_sign(signs[:-1]) == signs[-1]


def spelled(number: int, signs: int) -> str:
    """Return a number in so many signs, in groups; it must fit into them."""
    found = ""
    for _ in range(signs):
        number, place = divmod(number, len(SIGNS))
        found = SIGNS[place] + found
    return grouped(found)


def number_in(typed: str, signs: int) -> int | None:
    """Return the number that was spelled in so many signs, however it was typed; None where that is none."""
    tidy = tidied(typed).replace("-", "")
    if len(tidy) != signs:
        return None
    number = 0
    for each in tidy:
        number = number * len(SIGNS) + SIGNS.index(each)
    return number


def _check_sign(signs: str) -> str:
    weighed = sum(place * SIGNS.index(each) for place, each in enumerate(signs, start=2))
    return SIGNS[-weighed % len(SIGNS)]
