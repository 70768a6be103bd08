"""Holding the record of time against the trail: every row of it that is not what was told, by its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries.entries import content_of
from trainee_app.logbook.queries.totals import entry_differences_in_time, told_entry
from trainee_app.logbook.queries.wholes import Whole, portion_after, wholes
from trainee_app.logbook.rules import (
    Identity,
    State,
    canonical_bytes,
    comment_hash,
    content_hash,
    document_name,
    read_details,
    salted_hash,
    written_details,
)
from trainee_app.logbook.rules.retelling import Course, HandedIn, Move, retell
from trainee_app.trail.rules import RowFlaw, fact_flaws

# What rows that somebody has altered make of the functions that read them.
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, RecursionError)

_BLANKED = {
    True: "it was blanked, of which nothing was told",
    False: "the trail says that it was blanked, and it was not",
}

BroughtBy = Callable[[Collection[int]], Mapping[int, str]]


def entry_flaws(brought_by: BroughtBy) -> Iterator[RowFlaw]:
    """Yield every row of the entries that is not what the trail says it is; none when all is well.

    `brought_by` answers, for the ids of entries, which document ("import:PUBLIC_ID") brought them, if one did.
    What is not handed in yet is its writer's to change, and is not held against anything.
    """
    last = 0
    while entries := portion_after(last):
        last = entries[-1].id
        for whole in wholes(entries, brought_by([entry.id for entry in entries])):
            yield from _flaws_of(whole)


def stored_canonical(entry: LogEntry, number: int) -> bytes | None:
    """Return the bytes of a version as its row says them today; None if it is gone or cannot be read."""
    (whole,) = wholes([entry], {})
    version = whole.versions.get(number)
    try:
        return None if version is None else _canonical(whole, version)
    except _UNREADABLE:
        return None


def _flaws_of(whole: Whole) -> Iterator[RowFlaw]:
    course = retell(whole.told)
    if course is None:
        yield RowFlaw("log_entry", whole.name, "the trail does not tell how this entry began")
        return
    yield from _told_flaws(whole, course)
    yield from _projection_flaws(whole)
    yield from _step_flaws(whole, course)
    for number in sorted({*whole.versions, *course.handed_in, course.number, course.pending_number or 1}):
        yield from _version_flaws(
            whole, number, course.handed_in.get(number), is_blanked=number in course.blanked_versions
        )


def _told_flaws(whole: Whole, course: Course) -> Iterator[RowFlaw]:
    """Hold the entry itself against what was told of it."""
    entry = whole.entry
    facts = (
        ("programme_id", entry.programme_id, course.programme_id),
        ("trainee_id", entry.trainee_id, entry.trainee_id if course.trainee_id is None else course.trainee_id),
        ("recorded_at", entry.recorded_at, course.begun_at),
        ("state", entry.state, course.state),
        ("version", entry.version, course.number),
        ("pending_state", entry.pending_state, course.pending_state),
        ("pending_version", entry.pending_version, course.pending_number),
        ("signature_id", entry.signature_id, course.signature),
        ("carried_by", entry.carried_by, course.carried_by),
    )
    yield from fact_flaws("log_entry", whole.name, facts)
    if entry.signature_id is not None and whole.signature is None:
        yield RowFlaw("log_entry", whole.name, f"its signature {entry.signature_id} is gone")


def _projection_flaws(whole: Whole) -> Iterator[RowFlaw]:
    """Hold what the entry repeats against its version and its steps."""
    trainee, definition = whole.trainee, whole.definition
    if trainee is None or definition is None:
        yield RowFlaw("log_entry", whole.name, "its trainee is unknown")
        return
    try:
        zone = trainee.cohort.programme.zone
        told = told_entry(whole.entry, dict(whole.versions), list(whole.steps), definition, zone)
        for each in entry_differences_in_time(told, trainee.cohort_id, zone):
            yield RowFlaw("log_entry", whole.name, str(each))
    except _UNREADABLE:
        yield RowFlaw("log_entry", whole.name, "what it repeats cannot be read from its versions and steps")


def _step_flaws(whole: Whole, course: Course) -> Iterator[RowFlaw]:
    entry, told, stored = whole.entry, course.moves, [_move(whole.name, step) for step in whole.steps]
    for position, (step, made) in enumerate(zip(stored, told, strict=False), start=1):
        was_blanked = position in course.blanked_moves and not whole.steps[position - 1].comment
        if (replace(step, comment_hash=made.comment_hash) if was_blanked else step) != made:
            yield RowFlaw(
                "entry_step", f"{whole.name}/{position}", f"is {_spoken(step)}, the trail says {_spoken(made)}"
            )
    for position in range(len(stored) + 1, len(told) + 1):
        yield RowFlaw("entry_step", f"{whole.name}/{position}", f"is gone: {_spoken(told[position - 1])}")
    for position in range(len(told) + 1, len(stored) + 1):
        yield RowFlaw("entry_step", f"{whole.name}/{position}", "the trail does not tell of it")
    for position, step_row in enumerate(whole.steps, start=1):
        if step_row.programme_id != entry.programme_id:
            yield RowFlaw("entry_step", f"{whole.name}/{position}", "it is of another programme than its entry")
        if (step_row.comment_blanked_at is not None) != (position in course.blanked_moves):
            yield RowFlaw("entry_step", f"{whole.name}/{position}", _BLANKED[step_row.comment_blanked_at is not None])


def _move(entry: str, step: EntryStep) -> Move:
    said = comment_hash(entry, step.version, step.at, step.comment)
    return Move(step.version, step.state_before, step.state_after, step.actor_id, step.at, said)


def _spoken(move: Move) -> str:
    words = f"{move.before or 'nothing'} to {move.after}, version {move.version}, by {move.actor_id}, {move.at:%Y-%m-%d %H:%M:%S}"
    return f"{words}, comment {move.comment_hash[:12]}" if move.comment_hash else words


def _version_flaws(whole: Whole, number: int, told: HandedIn | None, *, is_blanked: bool) -> Iterator[RowFlaw]:
    version, row = whole.versions.get(number), f"{whole.name}/{number}"
    if version is None:
        yield RowFlaw("entry_version", row, "is gone")
        return
    if version.programme_id != whole.entry.programme_id:
        yield RowFlaw("entry_version", row, "it is of another programme than its entry")
    if told is None:
        if version.submitted_at is not None or version.content_hash is not None:
            yield RowFlaw("entry_version", row, "the trail does not tell that it was handed in")
        return
    facts = (
        ("written_by", version.written_by, told.by),
        ("written_at", version.written_at, told.at),
        ("submitted_at", version.submitted_at, told.at),
        ("content_hash", version.content_hash, told.content_hash or version.content_hash),
    )
    yield from fact_flaws("entry_version", row, facts)
    yield from _content_flaws(whole, version, row)
    yield from _text_flaws(version, whole.texts.get(version.id), row, is_blanked=is_blanked)


def _content_flaws(whole: Whole, version: EntryVersion, row: str) -> Iterator[RowFlaw]:
    try:
        canonical = _canonical(whole, version)
        is_plain = version.details == written_details(read_details(version.details))
    except _UNREADABLE:
        canonical, is_plain = b"", False
    if not is_plain or content_hash(canonical) != version.content_hash:
        yield RowFlaw("entry_version", row, "what it says is not what its hash was made of")
    signature = whole.signature
    if (
        signature is None
        or whole.entry.state not in {State.SIGNED, State.VOID}
        or whole.entry.version != version.number
    ):
        return
    if signature.document != whole.entry.carried_by and signature.document != document_name(whole.name):
        yield RowFlaw("log_entry", whole.name, f"its signature {signature.public_id} is on another document")
    elif signature.document == document_name(whole.name) and signature.canonical != canonical:
        yield RowFlaw("signature", signature.public_id, f"it is over other bytes than the version {row} holds")


def _canonical(whole: Whole, version: EntryVersion) -> bytes:
    trainee = whole.trainee
    if trainee is None:
        raise LookupError(whole.entry.trainee_id)
    identity = Identity(
        programme=trainee.cohort.programme.key,
        trainee=trainee.public_id,
        entry=whole.name,
        number=version.number,
        source=version.source,
        placement=None if version.placement_id is None else whole.placements[version.placement_id],
        case=None if version.case_id is None else whole.cases[version.case_id],
    )
    return canonical_bytes(identity, content_of(version), version.text_hash)


def _text_flaws(version: EntryVersion, text: EntryText | None, row: str, *, is_blanked: bool) -> Iterator[RowFlaw]:
    if text is None:
        if version.text_hash:
            yield RowFlaw("entry_text", row, "is gone")
        return
    if text.programme_id != version.programme_id:
        yield RowFlaw("entry_text", row, "it is of another programme than its version")
    if not text.sealed:
        yield RowFlaw("entry_text", row, "it is no longer sealed, though it was handed in")
    if (text.blanked_at is not None) != is_blanked or (is_blanked and text.text):
        yield RowFlaw("entry_text", row, _BLANKED[text.blanked_at is not None and not text.text])
    elif not is_blanked and salted_hash(text.salt, text.text) != version.text_hash:
        yield RowFlaw("entry_text", row, "it is not the text that was handed in")
