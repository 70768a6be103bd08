"""What a verb says when it will not: a sentence for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """The verb was refused and nothing was changed. `str()` is the sentence to show; it says what to do."""


class Conflict(Refusal):
    """Something has changed since the page was shown, or somebody else was first."""
