"""What the pages that write several entries have in common: the name they are sent under, what they say afterwards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request

from trainee_app.db.tables import new_public_id
from trainee_app.logbook.rules import Checked, Code
from trainee_app.logbook.services import Batch
from trainee_app.web.formats import count, duration

DRAFT = "draft"
_ONCE = re.compile(r"[A-Za-z0-9_-]{16}")


def once_name() -> str:
    """Return the name under which the page was sent; a page that is shown for the first time gets a new one."""
    given = request.form.get("once", "")
    return given if _ONCE.fullmatch(given) else new_public_id()


def confirmed_codes(given: Iterable[str]) -> frozenset[Code]:
    """Return the warnings that were looked at; what is none of ours confirms nothing."""
    known = {each.value for each in Code}
    return frozenset(Code(each) for each in given if each in known)


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One entry as it would be stored: what it says, what is wrong with it, and whether it can be ticked.

    `sure`: the warnings that whoever ticks it has read.
    """

    place: str
    words: str
    minutes: int
    problems: tuple[str, ...]
    marks: tuple[str, ...]
    sure: str
    can_be_ticked: bool
    ticked: bool


def preview_lines(
    handed_in: Sequence[Checked], as_drafts: Sequence[Checked], words: Mapping[str, str], ticked: Collection[str] | None
) -> list[PreviewLine]:
    """Return each entry as it would be stored. `ticked` None: nobody has ticked yet, so what is sound is."""
    return [
        _preview_line(each, draft, words[each.item.place], ticked)
        for each, draft in zip(handed_in, as_drafts, strict=True)
    ]


def _preview_line(checked: Checked, draft: Checked, words: str, ticked: Collection[str] | None) -> PreviewLine:
    content, place = checked.item.content, checked.item.place
    asked = [each for each in checked.violations if each.is_warning]
    return PreviewLine(
        place=place,
        words=words,
        minutes=content.minutes if content else 0,
        problems=tuple(each.message for each in checked.violations),
        marks=("It stands in your log already.",)
        if checked.is_known
        else tuple(each.message for each in checked.marks),
        sure=" ".join(each.code for each in asked),
        can_be_ticked=draft.is_sound,
        ticked=draft.is_sound and (not checked.violations if ticked is None else place in ticked),
    )


def seen_as(values: Iterable[str]) -> str:
    """Return a mark of what a preview was made from, by which a form that changed since is known."""
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


def told(batch: Batch, *, hand_in: bool) -> str:
    """Say what became of a batch: "Handed in: 5 entries, 4 h 10 min. 1 is still marked"."""
    minutes = sum(each.minutes for each in batch.written.values())
    done = "Handed in" if hand_in else "Kept as drafts, which nobody but you sees"
    parts = []
    if batch.written:
        parts.append(f"{done}: {count(len(batch.written), 'entry', 'entries')}, {duration(minutes)}.")
    late = sum(each.late for each in batch.written.values())
    if hand_in and late:
        parts.append(f"{late} came after the period had closed: in your hours, not in that period’s ratio.")
    if batch.discarded:
        parts.append(f"{count(len(batch.discarded), 'draft')} thrown away.")
    if batch.refused:
        words = "is not stored and still stands" if len(batch.refused) == 1 else "are not stored and still stand"
        parts.append(f"{len(batch.refused)} {words} below, marked.")
    return " ".join(parts) or "Nothing was typed, so nothing has changed."
