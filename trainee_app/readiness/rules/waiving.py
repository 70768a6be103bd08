"""What may be proposed as a waiver or an equivalence. Pure.

A waiver is a record: what, who decided, why, on what evidence, under which conditions (domain, section 4, rule 13).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from trainee_app.logbook.rules import check_words
from trainee_app.refusals import Violation

LONGEST: Final = {"reason": 1000, "evidence": 500, "conditions": 500}


class WaiverKind(StrEnum):
    """Not asked for, or met by something else."""

    WAIVER = "waiver"
    EQUIVALENCE = "equivalence"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return (
            "Waiver: it is not asked for" if self is WaiverKind.WAIVER else "Equivalence: something else stands for it"
        )


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """A waiver as the administrator would propose it. `expires_on`: its last day, None if it has none."""

    requirement: str
    kind: WaiverKind
    reason: str
    evidence: str
    conditions: str
    expires_on: date | None


def check_waiver(
    draft: WaiverDraft, requirements: Collection[str], standing: Collection[str], today: date
) -> tuple[Violation, ...]:
    """Say what is wrong; `standing` are requirements with a waiver that waits or is granted already."""
    return tuple(_faults(draft, requirements, standing, today))


def _faults(
    draft: WaiverDraft, requirements: Collection[str], standing: Collection[str], today: date
) -> Iterator[Violation]:
    if draft.requirement not in requirements:
        yield Violation("unknown_requirement", "requirement", "The programme has no such requirement. Choose one.")
    elif draft.requirement in standing:
        words = "A waiver of this requirement waits for its decision, or stands already. End that one first."
        yield Violation("already_waived", "requirement", words)
    for field in ("reason", "evidence"):
        if not getattr(draft, field):
            words = "Say why." if field == "reason" else "Say on what evidence, such as a letter of a date."
            yield Violation(f"{field}_missing", field, words)
    for field, longest in LONGEST.items():
        if len(getattr(draft, field)) > longest:
            yield Violation("too_long", field, f"Shorten this to {longest:,} characters.")
        yield from (each for each in check_words(getattr(draft, field), field) if not each.is_warning)
    if draft.expires_on is not None and draft.expires_on < today:
        yield Violation(
            "expires_in_the_past", "expires_on", "That day has passed. Choose a day to come, or leave it open."
        )
