"""Holding the documents of terms against the trail: each as it was handed in, and decided as it was told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.logbook.models import TermDocument
from trainee_app.logbook.rules import comment_hash
from trainee_app.logbook.rules.terms import DOCUMENT, TermDecision, term_document
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws, read_canonical

_PORTION = 500
_HANDED_IN = "TermHandedIn"
_DECIDED = {
    "TermSigned": TermDecision.SIGNED,
    "TermReturned": TermDecision.RETURNED,
    "TermTakenBack": TermDecision.TAKEN_BACK,
}


def term_flaws() -> Iterator[RowFlaw]:
    """Yield every document that is not what was told of it, and every one that is gone; none when all is well."""
    last, known = 0, set()
    while documents := _portion_after(last):
        last = documents[-1].id
        told = told_about({term_document(each.public_id) for each in documents})
        for document in documents:
            known.add(document.public_id)
            yield from _flaws_of(document, told[term_document(document.public_id)])
    for line in lines_telling(_HANDED_IN):
        if (name := str(line.said.get("term"))) not in known:
            yield RowFlaw("term_document", name, "the trail tells of it, and it is gone")


def document_signed(name: str) -> TermDocument | None:
    """Return the document of that name, as signatures call it."""
    statement = select(TermDocument).where(TermDocument.public_id == name.removeprefix(DOCUMENT))
    found: TermDocument | None = db.session.scalar(statement)
    return found


def flaws_of_term(document: TermDocument) -> Iterator[RowFlaw]:
    """Yield what is wrong with one document; nothing when all is well."""
    name = term_document(document.public_id)
    yield from _flaws_of(document, told_about({name})[name])


def _portion_after(last: int) -> list[TermDocument]:
    statement = select(TermDocument).where(TermDocument.id > last).order_by(TermDocument.id).limit(_PORTION)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _flaws_of(document: TermDocument, told: list[Line]) -> Iterator[RowFlaw]:
    row = document.public_id
    handed_in = next((line for line in told if line.event == _HANDED_IN), None)
    if handed_in is None:
        yield RowFlaw("term_document", row, "the trail does not tell of it")
        return
    if hashlib.sha256(document.canonical.encode()).hexdigest() != document.content_hash:
        yield RowFlaw("term_document", row, "its hash is not that of the bytes it holds")
    decided = next((line for line in told if line.event in _DECIDED), None)
    yield from fact_flaws("term_document", row, (*_handing_in(document, handed_in), *_deciding(document, decided)))


def _handing_in(document: TermDocument, line: Line) -> Iterator[tuple[str, Any, Any]]:
    bound = read_canonical(document.canonical)
    yield "programme_id", document.programme_id, line.chain
    yield "handed_in_at", document.handed_in_at, line.at
    for name in ("trainee_id", "tutor_id", "content_hash", "entries", "minutes"):
        yield name, getattr(document, name), line.said.get(name)
    yield "first_on", document.first_on.isoformat(), bound.get("from")
    yield "last_on", document.last_on.isoformat(), bound.get("to")


def _deciding(document: TermDocument, line: Line | None) -> Iterator[tuple[str, Any, Any]]:
    said = {} if line is None else line.said
    at = document.decided_at
    comment = comment_hash(document.public_id, 1, at, document.comment) if at and document.comment else ""
    yield "decision", document.decision, None if line is None else _DECIDED[line.event].value
    yield "decided_by", document.decided_by, None if line is None else line.actor_id
    yield "decided_at", at, None if line is None else line.at
    yield "signature_id", document.signature_id, said.get("signature")
    yield "the comment", comment, said.get("comment_hash", "")
