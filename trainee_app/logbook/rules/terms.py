"""A term's self-directed study as one document: what it binds, and where it stands. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from enum import StrEnum
from typing import Final

from trainee_app.logbook.rules.signing import Seen
from trainee_app.trail.rules import canonical_json

DOCUMENT: Final = "term:"
# Pages, jobs and the act of signing bear so many; a term of study has a tenth.
MOST_IN_A_TERM: Final = 500


class TermDecision(StrEnum):
    """What became of a document that was handed in; while it waits it has none."""

    SIGNED = "signed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


def canonical_term(public_id: str, trainee: str, tutor: str, days: tuple[date, date], bound: Sequence[Seen]) -> bytes:
    """Return the bytes of the document: whose term it is, for whom to sign, and each entry by its hash."""
    said = {
        "term": public_id,
        "trainee": trainee,
        "tutor": tutor,
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "entries": [astuple(each) for each in bound],
    }
    return canonical_json(said).encode()


def bound_in(canonical: str) -> list[Seen]:
    """Return the entries that a document holds."""
    return [Seen(*each) for each in json.loads(canonical)["entries"]]


def term_document(public_id: str) -> str:
    """Return how the document is called where it is signed."""
    return f"{DOCUMENT}{public_id}"
