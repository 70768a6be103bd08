"""Proposals to countersign, held against the trail and against what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import select

from trainee_app.away.models import Absence, PaperRecord
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.signatures.queries import signatures_of
from trainee_app.signatures.rules import Slot
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws, read_canonical

_PROPOSED, _COUNTERSIGNED, _DECLINED = "AbsenceProposed", "AbsenceCountersigned", "AbsenceDeclined"
ABSENCE = "absence:"


def absence_flaws() -> Iterator[RowFlaw]:
    """Yield every proposal that is not what was told and signed, or is gone; none when all is well."""
    proposed = told_by("absence", _PROPOSED)
    decided = {"countersigned": told_by("absence", _COUNTERSIGNED), "declined": told_by("absence", _DECLINED)}
    statement = select(Absence).order_by(Absence.id).execution_options(populate_existing=True)
    for absence in db.session.scalars(statement):
        told = {word: lines.get(absence.public_id) for word, lines in decided.items()}
        yield from _flaws_of(absence, proposed.pop(absence.public_id, None), told)
    for name in proposed:
        yield RowFlaw("absence", name, "the trail tells of it, and it is gone")


def flaws_of_absence(absence: Absence) -> Iterator[RowFlaw]:
    """Yield what is wrong with one proposal; nothing when all is well."""
    told = told_of(absence.trainee, "absence", absence.public_id)
    decided = {"countersigned": told.get(_COUNTERSIGNED), "declined": told.get(_DECLINED)}
    yield from _flaws_of(absence, told.get(_PROPOSED), decided)


def _flaws_of(absence: Absence, told: Line | None, decided: Mapping[str, Line | None]) -> Iterator[RowFlaw]:
    if told is None:
        yield RowFlaw("absence", absence.public_id, "the trail does not tell of it")
        return
    if not are_there(absence.trainee, absence.agreement):
        yield RowFlaw("absence", absence.public_id, "its trainee, or its agreement, is not there")
        return
    yield from _told_flaws(absence, told)
    yield from decision_flaws("absence", absence, decided)
    yield from _signed_flaws(absence)


def _told_flaws(absence: Absence, told: Line) -> Iterator[RowFlaw]:
    facts = (
        ("programme_id", absence.programme_id, told.chain),
        ("trainee_id", absence.trainee_id, told.said.get("trainee_id")),
        ("agreement_id", absence.agreement.supervisor_id, told.said.get("person_id")),
        ("content_hash", absence.content_hash, told.said.get("content_hash")),
        ("proposed_by", absence.proposed_by, told.actor_id),
        ("proposed_at", absence.proposed_at, told.at),
    )
    yield from fact_flaws("absence", absence.public_id, facts)


def decision_flaws(table: str, row: Absence | PaperRecord, told: Mapping[str, Line | None]) -> Iterator[RowFlaw]:
    """Yield what is wrong with the decision about something that two decide; `told`: by the word for it, if told."""
    (word, known) = next(((word, known) for word, known in told.items() if known is not None), (None, None))
    by, at = (None, None) if known is None else (known.actor_id, known.at)
    facts = (("decision", row.decision, word), ("decided_by", row.decided_by, by), ("decided_at", row.decided_at, at))
    yield from fact_flaws(table, row.public_id, facts)


def _signed_flaws(absence: Absence) -> Iterator[RowFlaw]:
    if hashlib.sha256(absence.canonical.encode()).hexdigest() != absence.content_hash or not _says_the_same(absence):
        yield RowFlaw("absence", absence.public_id, "what it says is not what its hash was made of")
    second = absence.decided_by if absence.decision == "countersigned" else None
    yield from signature_flaws("absence", absence, ABSENCE, absence.proposed_by, second)


def signature_flaws(
    table: str, row: Absence | PaperRecord, document: str, first: int, second: int | None
) -> Iterator[RowFlaw]:
    """Yield what is wrong with the signatures under something that two decide; `second` None: nobody has agreed."""
    signatures = signatures_of([document + row.public_id])
    if any(each.canonical != row.canonical.encode() for each in signatures):
        yield RowFlaw(table, row.public_id, "it says something else than was signed")
    wanted = [(Slot.FIRST_ATTESTER, first)] + ([] if second is None else [(Slot.SECOND_ATTESTER, second)])
    if sorted((each.slot, each.signer_id) for each in signatures) != wanted:
        yield RowFlaw(table, row.public_id, "it is not signed by those who decided it")


def _says_the_same(absence: Absence) -> bool:
    said = read_canonical(absence.canonical)
    stored = {
        "absence": absence.public_id,
        "agreement": absence.agreement.public_id,
        "trainee": absence.trainee.public_id,
        "evidence": absence.evidence,
    }
    return {name: said.get(name) for name in stored} == stored


def are_there(*rows: object) -> bool:
    """Whether every row that another one names was found: a raw hand may have it name one that never was."""
    return all(row is not None for row in rows)


def told_of(trainee: Trainee | None, key: str, name: str) -> dict[str, Line]:
    """Return what the trail tells of one thing of a trainee, by the event; `key`: under which its name stands."""
    subject = f"trainee:{trainee.public_id}" if trainee is not None else ""
    return {line.event: line for line in told_about([subject])[subject] if line.said.get(key) == name}


def told_by(key: str, event: str) -> dict[str, Line]:
    """Return what the trail tells by these events, by the public name under `key`."""
    return {str(line.said.get(key)): line for line in lines_telling(event) if line.said}
