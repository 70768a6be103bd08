"""What an entry says beside its time, by kind. The supervisor signs it, so it holds chosen words only, no free text.

The one thing that is no chosen word is the name of a supervisor or seminar leader in an office's record.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from trainee_app.programmes.rules import Activity
from trainee_app.programmes.rules.telling.phrases import listed

CLIENT_CONTACT: Final = "client_contact"
SUPERVISION: Final = "supervision"


class Kind(StrEnum):
    """Which details belong to an activity."""

    SESSION = "session"
    SUPERVISION = "supervision"
    OTHER = "other"


# Who was in the room, by role, and what was done (domain, section 2): key -> words.
IN_THE_ROOM: Final = {
    "baby": "the baby",
    "mother": "the mother",
    "father": "the father",
    "both_parents": "both parents",
    "grandparent": "a grandparent",
    "other_carer": "another carer",
    "sibling": "a sister or brother",
    "colleague": "a colleague",
}
WAYS_OF_WORKING: Final = {
    "representational": "representational work",
    "watch_wait_wonder": "Watch, Wait and Wonder",
    "video_feedback": "video feedback",
    "direct_with_infant": "direct work with the infant",
}

CASE_NOT_KNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class Details:
    """The chosen words: keys of the tables above. `video_reviewed` belongs to supervision.

    What came with an office's record says so: `taken_from` names the kind of record, `with_whom` is the
    supervisor or seminar leader it gives, `case_not_known` that it does not say with which family.

    What a record made here carries (a supervision session, a register) says `with_whom` it was and `group_of` how
    many trainees (0: not a group). Where the record takes the place of an earlier one and gains nothing by it,
    `stands_from` are the days on which that was handed in and signed: they still decide what is in time.
    """

    in_the_room: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    video_reviewed: bool = False
    taken_from: str = ""
    with_whom: str = ""
    case_not_known: bool = False
    group_of: int = 0
    stands_from: tuple[date, date] | None = None

    def canonical(self) -> dict[str, Any]:
        """Return what is chosen, in one order, without what is not."""
        chosen: dict[str, Any] = {
            "in_the_room": [key for key in IN_THE_ROOM if key in self.in_the_room],
            "ways": [key for key in WAYS_OF_WORKING if key in self.ways],
            "video_reviewed": self.video_reviewed,
            "from": self.taken_from,
            "with": self.with_whom,
            "case": CASE_NOT_KNOWN if self.case_not_known else "",
            "group_of": self.group_of,
            "stands_from": [each.isoformat() for each in self.stands_from or ()],
        }
        return {name: value for name, value in chosen.items() if value}


def kind_of(activity: Activity) -> Kind:
    """Which details an activity asks for."""
    if CLIENT_CONTACT in activity.groups:
        return Kind.SESSION
    return Kind.SUPERVISION if SUPERVISION in activity.groups else Kind.OTHER


def details_for(kind: Kind, given: Details) -> Details:
    """Return of what was given only what belongs to the kind: a hidden field of another kind is not kept."""
    if kind is Kind.SESSION:
        return replace(given, video_reviewed=False, group_of=0)
    is_reviewed = given.video_reviewed and kind is Kind.SUPERVISION
    group_of = given.group_of if kind is Kind.SUPERVISION else 0
    return replace(given, in_the_room=(), ways=(), video_reviewed=is_reviewed, case_not_known=False, group_of=group_of)


def written_details(details: Details) -> str:
    """Return the one spelling in which details are stored and hashed."""
    return json.dumps(details.canonical(), sort_keys=True, separators=(",", ":"))


def read_details(text: str) -> Details:
    """Return stored details."""
    found: Mapping[str, Any] = json.loads(text)
    return Details(
        in_the_room=tuple(found.get("in_the_room", ())),
        ways=tuple(found.get("ways", ())),
        video_reviewed=bool(found.get("video_reviewed", False)),
        taken_from=found.get("from", ""),
        with_whom=found.get("with", ""),
        case_not_known=found.get("case", "") == CASE_NOT_KNOWN,
        group_of=found.get("group_of", 0),
        stands_from=_days(found.get("stands_from", ())),
    )


def _days(said: Sequence[str]) -> tuple[date, date] | None:
    return (date.fromisoformat(said[0]), date.fromisoformat(said[1])) if said else None


def spoken_details(details: Details) -> str:
    """The details as a line under an entry: "With the baby and the mother. Video feedback."."""
    present = listed(words for key, words in IN_THE_ROOM.items() if key in details.in_the_room)
    sentences = [
        f"with {present}" if present else "",
        listed(words for key, words in WAYS_OF_WORKING.items() if key in details.ways),
        "video reviewed" if details.video_reviewed else "",
        "case not known" if details.case_not_known else "",
        f"with {details.with_whom}" if details.with_whom else "",
        f"in a group of {details.group_of}" if details.group_of else "",
        f"from the {details.taken_from}" if details.taken_from else "",
    ]
    return " ".join(f"{words[:1].upper()}{words[1:]}." for words in sentences if words)
