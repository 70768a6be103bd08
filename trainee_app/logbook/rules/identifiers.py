"""What could tell who a family is, found in free text (domain, section 2: no family is named).

What is certain to point at a person is refused; a title with a name is only pointed out, since it
may be a colleague. Nothing here is perfect: it catches slips, and the page says so beforehand.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainee_app.logbook.rules.days import DayUnreadable, parse_day


class Identifier(StrEnum):
    """A kind of identifier."""

    NHS_NUMBER = "nhs_number"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth_date"
    NAME = "name"


REFUSED: Final = frozenset(Identifier) - {Identifier.NAME}


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier in a text, and the words it was found as."""

    kind: Identifier
    words: str


# Not joined to other digits or letters, so that a longer number (an ISBN) is not cut into a shorter one.
_TEN_DIGITS: Final = re.compile(r"(?<![\d\w])(?<!\d[ \-.])\d(?:[ \-.]?\d){9}(?![ \-.]?\d)(?!\w)")
_ISBN: Final = re.compile(
    r"\bISBN(?:-1[03])?:?\s*[\dX][\dX \-]{8,17}|(?<![\w\-])97[89](?:[ \-]?\d){10}(?!\w)", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"(?<![\w.+\-])[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")
_PHONE: Final = re.compile(
    r"(?<![\w+])(?<!\d[ \-.])(?:\+44|0044|0)[ \-.]?\(?0?\)?[ \-.]?(?:\(?\d\)?[ \-.]?){9,10}(?!\w)"
)
_POSTCODE: Final = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_DAY: Final = r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[A-Za-z]{3,9}\.?,?\s\d{2,4})"
_BORN: Final = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|birthday|born)(?!\w)[\s:,\-]*(?:is|was|on|in)?\s*(?:the\s)?({_DAY})",
    re.IGNORECASE,
)
_BRACKETED_BIRTH: Final = re.compile(rf"[(\[]\s*(?:b\.?|\*)\s*({_DAY})\s*[)\]]", re.IGNORECASE)
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Baby|Dr|Prof|Professor|Sister|Auntie|Uncle)\b\.?\s+((?:Mc|Mac|O['’])?[A-Z][a-zà-öø-ÿ'’\-]+(?:-[A-Z][a-zà-öø-ÿ]+)?)"
)
_NHS_WEIGHTS: Final = range(10, 1, -1)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:  # noqa: PLR2004 - an NHS number's length
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _NHS_WEIGHTS, strict=False)) % 11
    return check % 11 == int(digits[-1]) and check != 10  # noqa: PLR2004 - ten is no digit


def identifiers_in(text: str, known_names: frozenset[str] = frozenset()) -> list[Found]:
    """Return the identifiers in `text`, in the order of their kinds.

    `known_names`: surnames (in lower case) of people whom the programme knows, who may be named.
    """
    without_books = _ISBN.sub(lambda found: " " * len(found[0]), text)
    return [Found(kind, words.strip()) for kind, find in _FINDERS.items() for words in find(without_books, known_names)]


def _nhs_numbers(text: str, _known: frozenset[str]) -> Iterator[str]:
    for found in _TEN_DIGITS.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", found[0])) and not _may_be_a_book(found[0]):
            yield found[0]


def _may_be_a_book(words: str) -> bool:
    """Whether ten digits are rather an ISBN of an English book: its check digit is reckoned like an NHS number's.

    NHS numbers in use begin with 3 or more; Scottish ones begin with a day and a month, and those are no book here.
    """
    digits = re.sub(r"\D", "", words)
    begins_with_a_day = 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12  # noqa: PLR2004 - a calendar's
    return is_nhs_number(digits) and digits[0] in "01" and not begins_with_a_day


def _emails(text: str, _known: frozenset[str]) -> Iterator[str]:
    return (found[0] for found in _EMAIL.finditer(text))


def _phones(text: str, _known: frozenset[str]) -> Iterator[str]:
    return (found[0] for found in _PHONE.finditer(text) if not _may_be_a_book(found[0]))


def _postcodes(text: str, _known: frozenset[str]) -> Iterator[str]:
    return (found[0] for found in _POSTCODE.finditer(text))


def _birth_dates(text: str, _known: frozenset[str]) -> Iterator[str]:
    for pattern in (_BORN, _BRACKETED_BIRTH):
        for found in pattern.finditer(text):
            if _is_day(found[1]):
                yield found[0]


def _is_day(words: str) -> bool:
    try:
        parse_day(re.sub(r"\bof\s", "", words))
    except DayUnreadable:
        return False
    return True


def _titled_names(text: str, known: frozenset[str]) -> Iterator[str]:
    for found in _TITLED.finditer(text):
        if found[1].casefold() not in known:
            yield found[0]


def mentions_a_name(text: str) -> bool:
    """Whether it has to be asked whom the programme knows: something in it looks like a person's name."""
    return _TITLED.search(text) is not None


_FINDERS: Final[dict[Identifier, Callable[[str, frozenset[str]], Iterator[str]]]] = {
    Identifier.NHS_NUMBER: _nhs_numbers,
    Identifier.EMAIL: _emails,
    Identifier.PHONE: _phones,
    Identifier.POSTCODE: _postcodes,
    Identifier.BIRTH_DATE: _birth_dates,
    Identifier.NAME: _titled_names,
}
