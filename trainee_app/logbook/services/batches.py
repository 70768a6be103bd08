"""Many entries in one act: a week, a series, a few lines, drafts from a phone. One transaction, the same checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trainee_app.access import Actor
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import entry_named
from trainee_app.logbook.rules import (
    MOST_IN_A_BATCH,
    WRITABLE,
    Checked,
    Code,
    Content,
    Item,
    SameDay,
    State,
    Violation,
    marks_of,
)
from trainee_app.logbook.services.checking import fitted, violations_of
from trainee_app.logbook.services.holding import Record, hold
from trainee_app.logbook.services.refusals import EntriesFaulty, TooManyInBatch
from trainee_app.logbook.services.writing import discard_entry, save_draft, says, submit_entry


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch: the entries that stand now by place, what was thrown away, and what was refused why."""

    written: Mapping[str, LogEntry]
    discarded: tuple[str, ...]
    refused: tuple[Checked, ...]


def check_batch(*, trainee_id: int, items: Sequence[Item], hand_in: bool, at: datetime) -> list[Checked]:
    """Return each item with what is wrong with it, beside what stands in the log and the sound ones before it.

    Nothing is written: this is what a preview shows.
    """
    return _checked(hold(trainee_id), items, hand_in=hand_in, at=at)


def write_batch(
    *, trainee_id: int, items: Sequence[Item], hand_in: bool, only_sound: bool, actor: Actor, at: datetime
) -> Batch:
    """Hand all items in, or keep them as drafts, in the caller's transaction.

    Nothing is written if one of them is faulty, unless `only_sound`: then the others are, and the answer says which
    are not. Items that stand already and say the same stay as they are, so that sending a batch twice is harmless.
    Raises EntriesFaulty, TooManyInBatch.
    """
    if len(items) > MOST_IN_A_BATCH:
        raise TooManyInBatch(MOST_IN_A_BATCH)
    record = hold(trainee_id)
    checked = _checked(record, items, hand_in=hand_in, at=at)
    refused = tuple(each for each in checked if not each.is_sound)
    if refused and not only_sound:
        raise EntriesFaulty(refused)
    written: dict[str, LogEntry] = {}
    discarded = []
    for each in checked:
        if each.is_sound and each.item.content is None:
            discarded.append(each.item.place)
            _discard(each.item, actor=actor, at=at)
        elif each.is_sound:
            written[each.item.place] = _write(record, each, hand_in=hand_in, actor=actor, at=at)
    return Batch(written, tuple(discarded), refused)


def _write(record: Record, checked: Checked, *, hand_in: bool, actor: Actor, at: datetime) -> LogEntry:
    item, trainee_id = checked.item, record.trainee.id
    known = entry_named(item.name) if checked.is_known else None
    if known is not None:
        return known
    assert item.content is not None  # noqa: S101 - what has none is thrown away instead
    if hand_in:
        return submit_entry(
            trainee_id=trainee_id,
            public_id=item.name,
            content=item.content,
            actor=actor,
            at=at,
            confirmed=item.confirmed,
            held=record,
        )
    return save_draft(trainee_id=trainee_id, public_id=item.name, content=item.content, actor=actor, at=at, held=record)


def _discard(item: Item, *, actor: Actor, at: datetime) -> None:
    entry = entry_named(item.name)
    if entry is not None and entry.state != State.DISCARDED:
        discard_entry(entry=entry, actor=actor, at=at)


def _checked(record: Record, items: Sequence[Item], *, hand_in: bool, at: datetime) -> list[Checked]:
    found: list[Checked] = []
    before: list[Content] = []
    for item in items:
        checked = _check(record, item, before, hand_in=hand_in, at=at)
        found.append(checked)
        if hand_in and item.content is not None and checked.is_sound and not checked.is_known:
            before.append(item.content)
    return found


def _check(record: Record, item: Item, before: Sequence[Content], *, hand_in: bool, at: datetime) -> Checked:
    """Judge one item. `before`: what the batch will have written until then."""
    entry, content = entry_named(item.name), item.content
    if entry is not None and entry.trainee_id != record.trainee.id:
        return Checked(item, (_MOVED_ON,))
    if content is None:
        return Checked(item, () if entry is None or entry.state in _CAN_GO else (_MOVED_ON,))
    content = fitted(record, content)
    if entry is not None and entry.state in (_HANDED_IN if hand_in else _STANDS) and says(entry, content):
        return Checked(item, (), is_known=True)
    if entry is not None and entry.state not in WRITABLE:
        return Checked(item, (_MOVED_ON,))
    beside = [
        SameDay(each.activity, each.minutes, each.started_at_minute, counts=True)
        for each in before
        if each.worked_on == content.worked_on
    ]
    violations = violations_of(record, content, at=at, but_not=entry, beside=beside, hand_in=hand_in)
    marks = marks_of(record.definition, content, record.day(at)) if hand_in else []
    return Checked(item, tuple(violations), marks=tuple(marks))


_HANDED_IN = frozenset({State.SUBMITTED, State.SIGNED})
_STANDS = _HANDED_IN | {State.DRAFT}
_CAN_GO = WRITABLE | {State.DISCARDED}
_MOVED_ON = Violation(
    Code.MOVED_ON, "entry", "This was handed in or changed since your page was shown. Open it to see where it stands."
)
