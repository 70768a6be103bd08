"""Which passwords are taken: long enough, and not among those that are guessed first. Pure.

Length is what makes a password hard to guess, so nothing else is demanded of it; but a long one that
is made of one or two common words, of neighbouring keys or of the person's own name is guessed early.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from enum import StrEnum

from trainee_app.people.rules.common_words import COMMON_WORDS

SHORTEST = 12
LONGEST = 200
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p", "!\"£$%^&*()", "!@#$%^&*()",
)  # fmt: skip
_NEIGHBOURS = frozenset(
    pair for row in _ROWS for way in (row, row[::-1]) for pair in itertools.pairwise(way)
) | frozenset((each, each) for row in _ROWS for each in row)
# Of a password whose letters mostly follow each other, this many steps may lead elsewhere.
_FEWEST_JUMPS = 4
_MOST_COMMON_WORDS = 2
_SHORTEST_NAME = 3
_FEWEST_LEFT = 8
_DISGUISES = str.maketrans("0134578@$!€£", "oieastbasiel")


class PasswordFault(StrEnum):
    """Why a password is not taken. The value is the sentence to show."""

    TOO_SHORT = "Use 12 characters or more. Three or four words that do not belong together are easy to remember."
    TOO_LONG = "Use 200 characters at most."
    COMMON = "This is one of the first passwords that anybody would try. Take three or four unrelated words."
    ABOUT_YOU = "This is mostly your name or e-mail address. Take three or four unrelated words."


def password_fault(password: str, *, name: str = "", email: str = "") -> PasswordFault | None:
    """Say what is wrong with a password for the person of that name and address; None if it is taken."""
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    plain = _plain(password)
    if _is_walk(plain) or _repeats(plain) or _is_few_words(plain):
        return PasswordFault.COMMON
    return PasswordFault.ABOUT_YOU if _is_about(plain, name, email) else None


def _plain(text: str) -> str:
    """Return the text without case, accents and spaces."""
    return "".join(each for each in _without_accents(text) if not each.isspace())


def _is_walk(plain: str) -> bool:
    """Say whether it is made of runs of neighbouring keys, or of letters and figures in their order."""
    jumps = sum(pair not in _NEIGHBOURS for pair in itertools.pairwise(plain))
    return jumps < _FEWEST_JUMPS


def _repeats(plain: str) -> bool:
    """Say whether it is a short piece said again and again, or has hardly any characters."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def _is_few_words(plain: str) -> bool:
    """Say whether its letters are one or two common words, whatever figures and signs stand around them.

    Figures and signs alone are dates and telephone numbers. The list knows no other alphabets.
    """
    if not plain.isascii():
        return False
    return any(_words_needed(letters) <= _MOST_COMMON_WORDS for letters in _readings(plain))


def _readings(plain: str) -> set[str]:
    ends = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)
    return {_letters(plain), _letters(plain.translate(_DISGUISES)), _letters(ends.translate(_DISGUISES))}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]+", "", text)


def _words_needed(letters: str) -> int:
    """Return of how few common words the letters can be made; more than can be if of none."""
    beyond = len(letters) + 1
    fewest = [0] + [beyond] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(end):
            if fewest[start] < beyond and letters[start:end] in COMMON_WORDS:
                fewest[end] = min(fewest[end], fewest[start] + 1)
    return fewest[-1]


def _is_about(plain: str, name: str, email: str) -> bool:
    """Say whether hardly anything is left when the person's name and address are taken out."""
    parts = set(re.split(r"[^a-z0-9]+", f"{_without_accents(name)} {_without_accents(email)}"))
    left = plain
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _SHORTEST_NAME:
            left = left.replace(part, "")
    return left != plain and len(_letters(left)) < _FEWEST_LEFT


def _without_accents(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in bare if not unicodedata.combining(each))
