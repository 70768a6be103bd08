"""Why a text is taken out of an entry: chosen from a list, so that no reason can repeat what is taken out. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Why(StrEnum):
    """What stood in the text that must not stand there."""

    NAME = "name"
    CONTACT = "contact"
    NUMBER = "number"
    STORY = "story"
    ASKED = "asked"

    @property
    def words(self) -> str:
        """How it is said behind “because”."""
        return _WORDS[self]


_WORDS: Final[Mapping[Why, str]] = {
    Why.NAME: "it named somebody",
    Why.CONTACT: "it held an address, a telephone number or another contact",
    Why.NUMBER: "it held a number or a date of birth that belongs to one person",
    Why.STORY: "what it told could be known to be about one family",
    Why.ASKED: "somebody whom it was about has asked for it",
}
