"""Codes, kinds and age bands of training cases. Pure.

A code is a word and a number, easy to say, and tells nothing about anybody (domain, section 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class CaseKind(StrEnum):
    """What is seen: one family, or a group with two therapists."""

    PARENT_INFANT = "parent_infant"
    GROUP = "group"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return "Parent-infant work with one family" if self is CaseKind.PARENT_INFANT else "Group with two therapists"


class ConsentKind(StrEnum):
    """What a family agrees to (domain, section 2)."""

    SEEN = "seen"
    DISCUSSED = "discussed"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement of a family: from a day on, and no longer from the day on which it was withdrawn."""

    given_on: date
    withdrawn_on: date | None

    def holds(self, on: date) -> bool:
        """Whether they agreed on that day; on the day of withdrawing they no longer do."""
        return self.given_on <= on and (self.withdrawn_on is None or on < self.withdrawn_on)


def withdrawn_by(consents: Iterable[Consent], on: date) -> date | None:
    """Return since when, on that day, the family no longer agreed; None: they did, or never were asked."""
    found = list(consents)
    if any(each.holds(on) for each in found):
        return None
    return max((each.withdrawn_on for each in found if each.withdrawn_on and each.withdrawn_on <= on), default=None)


# The baby's age at the start, in bands wide enough to tell nobody.
AGE_BANDS: Final = {
    "pregnancy": "from pregnancy",
    "under_3": "under 3 months",
    "3_to_6": "3 to 6 months",
    "6_to_12": "6 to 12 months",
    "over_12": "12 months to the second birthday",
}

# Birds, trees and stones: nobody's first name or surname by intention, nothing that says where somebody lives.
CODE_WORDS: Final = (
    "ALDER", "AMBER", "ASPEN", "AVOCET", "BEECH", "BITTERN", "BRAMBLE", "BUNTING", "CEDAR", "CHALK",
    "CHERT", "CLOVER", "COOT", "CORMORANT", "CURLEW", "CYPRESS", "DIPPER", "DUNLIN", "DUNNOCK", "EGRET",
    "EIDER", "ELDER", "FELDSPAR", "FESCUE", "FIELDFARE", "FLINT", "FULMAR", "GADWALL", "GANNET", "GARNET",
    "GODWIT", "GORSE", "GRANITE", "GREBE", "GUILLEMOT", "HARRIER", "HAWTHORN", "HERON", "HOBBY", "HORNBEAM",
    "JACKDAW", "JASPER", "JUNIPER", "KESTREL", "KITTIWAKE", "KNOT", "LAPWING", "LARCH", "LICHEN", "LINNET",
    "MALLARD", "MAPLE", "MARL", "MERLIN", "NUTHATCH", "OAK", "ONYX", "OPAL", "OSPREY", "OUZEL",
    "PETREL", "PINTAIL", "PIPIT", "PLOVER", "POCHARD", "POPLAR", "PUFFIN", "QUARTZ", "REDSTART", "REDWING",
    "ROWAN", "RUFF", "SANDERLING", "SCOTER", "SEDGE", "SHALE", "SHELDUCK", "SHRIKE", "SISKIN", "SKUA",
    "SLATE", "SMEW", "SNIPE", "SORREL", "SPRUCE", "STARLING", "STONECHAT", "TEAL", "TERN", "THISTLE",
    "THRIFT", "TOPAZ", "TWITE", "WAXWING", "WHEATEAR", "WHIMBREL", "WIGEON", "WILLOW", "YARROW", "YEW",
)  # fmt: skip
NUMBERS: Final = range(11, 100)


def codes_left(taken: Collection[str]) -> list[str]:
    """Return every code that nobody has yet, in a fixed order; who picks one must pick by chance."""
    return [code for word in CODE_WORDS for number in NUMBERS if (code := f"{word}-{number}") not in taken]


def shown_as(name: str, number: int, code: str) -> str:
    """Return how people read a case: “Marta’s case 1 · KESTREL-47”."""
    return f"{numbered(name, number)} · {code}"


def numbered(name: str, number: int) -> str:
    """Return a case for people who are not told its code: “Marta’s case 1”."""
    first = name.split(maxsplit=1)[0] if name.split() else name
    owner = f"{first}’" if first.endswith("s") else f"{first}’s"
    return f"{owner} case {number}"
