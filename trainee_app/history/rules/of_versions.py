"""What the events of a programme and its versions say to people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainee_app.history.rules.telling import Saying

OF_VERSIONS: Final[Mapping[str, Sequence[Saying]]] = {
    "ProgrammeMade": (Saying("{actor} made this programme.", icon="book-open"),),
    "DraftBegun": (Saying("{actor} began the next version as a copy of version {number}.", icon="pencil"),),
    "DraftChanged": (
        Saying(
            "{actor} changed the draft that follows version {follows}: {changed:parts} changed, {added} added, {removed} "
            "taken out.",
            "added",
            "pencil",
        ),
        Saying(
            "{actor} changed the draft that follows version {follows}: {changed:parts} changed, {added} added, {removed} "
            "taken out.",
            "removed",
            "pencil",
        ),
        Saying("{actor} changed {changed:parts} of the draft that follows version {follows}.", "changed", "pencil"),
        Saying(
            "{actor} saved the draft that follows version {follows} again; what it asks for stays the same.",
            icon="pencil",
        ),
    ),
    "DraftDiscarded": (Saying("{actor} discarded a draft that would have followed version {follows}.", icon="x"),),
    "VersionProposed": (Saying("{actor} proposed to publish version {number}.", icon="clipboard-check"),),
    "ProposalTakenBack": (Saying("{actor} took the proposed version back; its draft is open again.", icon="repeat"),),
    "VersionAgreed": (
        Saying("{actor} agreed to version {number}, which {person_id:person} had proposed.", icon="check", state="met"),
    ),
    "VersionPublished": (Saying("{actor} published version {number} of the programme’s rules.", icon="book-open"),),
    "VersionPinned": (
        Saying(
            "{actor} moved this cohort from version {number_before} to version {number} of the programme’s rules, with "
            "a reason.",
            "number_before",
            "clipboard-check",
        ),
        Saying("{actor} put this cohort under version {number} of the programme’s rules.", icon="clipboard-check"),
    ),
}
