"""Proposals to countersign, held against the trail and against what was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from trainee_app.away.models import Absence
from trainee_app.db import db
from trainee_app.signatures.queries import signatures_of
from trainee_app.trail.queries import lines_telling
from trainee_app.trail.rules import Line, RowFlaw

_PROPOSED, _COUNTERSIGNED, _DECLINED = "AbsenceProposed", "AbsenceCountersigned", "AbsenceDeclined"
_DOCUMENT = "absence:"


def absence_flaws() -> Iterator[RowFlaw]:
    """Yield every proposal that is not what was told and signed, or is gone; none when all is well."""
    proposed = _told(_PROPOSED)
    decided = {"countersigned": _told(_COUNTERSIGNED), "declined": _told(_DECLINED)}
    statement = select(Absence).order_by(Absence.id).execution_options(populate_existing=True)
    for absence in db.session.scalars(statement):
        known = proposed.pop(absence.public_id, None)
        if known is None:
            yield RowFlaw("absence", absence.public_id, "the trail does not tell of it")
            continue
        yield from _told_flaws(absence, *known)
        yield from _decision_flaws(absence, {word: told.get(absence.public_id) for word, told in decided.items()})
        yield from _signed_flaws(absence)
    for name in proposed:
        yield RowFlaw("absence", name, "the trail tells of it, and it is gone")


def _told_flaws(absence: Absence, line: Line, said: Mapping[str, Any]) -> Iterator[RowFlaw]:
    for name, stored, known in (
        ("programme_id", absence.programme_id, line.chain),
        ("trainee_id", absence.trainee_id, said.get("trainee_id")),
        ("agreement_id", absence.agreement.supervisor_id, said.get("person_id")),
        ("content_hash", absence.content_hash, said.get("content_hash")),
        ("proposed_by", absence.proposed_by, line.actor_id),
        ("proposed_at", absence.proposed_at, line.at),
    ):
        if stored != known:
            yield RowFlaw("absence", absence.public_id, f"{name} is {stored}, the trail says {known}")


def _decision_flaws(absence: Absence, told: Mapping[str, tuple[Line, Mapping[str, Any]] | None]) -> Iterator[RowFlaw]:
    (word, known) = next(((word, known) for word, known in told.items() if known is not None), (None, None))
    by, at = (None, None) if known is None else (known[0].actor_id, known[0].at)
    for name, stored, said in (
        ("decision", absence.decision, word),
        ("decided_by", absence.decided_by, by),
        ("decided_at", absence.decided_at, at),
    ):
        if stored != said:
            yield RowFlaw("absence", absence.public_id, f"{name} is {stored}, the trail says {said}")


def _signed_flaws(absence: Absence) -> Iterator[RowFlaw]:
    canonical = absence.canonical.encode()
    if hashlib.sha256(canonical).hexdigest() != absence.content_hash or _said(absence) != absence.evidence:
        yield RowFlaw("absence", absence.public_id, "what it says is not what its hash was made of")
    signatures = signatures_of([_DOCUMENT + absence.public_id])
    if any(each.canonical != canonical for each in signatures):
        yield RowFlaw("absence", absence.public_id, "it says something else than was signed")
    if len(signatures) != (2 if absence.decision == "countersigned" else 1):
        yield RowFlaw("absence", absence.public_id, "it is not signed by those who decided it")


def _said(absence: Absence) -> Any:
    said = _read(absence.canonical)
    return said.get("evidence")


def _told(event: str) -> dict[str, tuple[Line, Mapping[str, Any]]]:
    return {str(said.get("absence")): (line, said) for line in lines_telling(event) if (said := _read(line.payload))}


def _read(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
