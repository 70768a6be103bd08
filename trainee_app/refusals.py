"""What a verb says when it will not: a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a rule finds wrong with what was given: a stable code, the field, and what to do about it."""

    code: str
    field: str
    message: str


class Refusal(Exception):
    """The verb was refused and nothing was changed. `str()` is the sentence to show; it says what to do."""


class Conflict(Refusal):
    """Something has changed since the page was shown, or somebody else was first."""


class FieldsAreFaulty(Refusal):
    """The rules find something wrong with what was given; `violations` say what, field by field."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(" ".join(violation.message for violation in violations))
        self.violations = tuple(violations)


def refuse_faults(violations: Iterable[Violation]) -> None:
    """Raise FieldsAreFaulty if the rules find anything wrong."""
    if found := tuple(violations):
        raise FieldsAreFaulty(found)
