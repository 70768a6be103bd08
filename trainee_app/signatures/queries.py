"""Every SELECT about signatures, and holding them against the trail."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.people.queries import roles_of
from trainee_app.people.rules import Role
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Act, Document, Signer, Slot, seal
from trainee_app.trail.queries import last_line_with, lines_telling, told_about
from trainee_app.trail.rules import START, Line, RowFlaw, fact_flaws

_PORTION = 500
_TOLD_BY = "DocumentSigned"


def signatures_of(documents: Collection[str]) -> list[Signature]:
    """Return the signatures of these documents in all their versions, the latest first."""
    statement = select(Signature).where(Signature.document.in_(documents)).order_by(Signature.id.desc())
    return list(db.session.scalars(statement))


def signature_named(public_id: str) -> Signature | None:
    """Return the signature of that public name."""
    found: Signature | None = db.session.scalar(select(Signature).where(Signature.public_id == public_id))
    return found


def flaws_of_signature(signature: Signature) -> Iterator[RowFlaw]:
    """Yield what is wrong with one signature by itself and against the trail; nothing when all is well."""
    told = (line for line in told_about({signature.document})[signature.document] if line.event == _TOLD_BY)
    line = next((line for line in told if line.said.get("signature") == signature.public_id), None)
    yield from _flaws_of(signature, line, {})


def signer_by_role(
    person_id: int, programme_id: int, on: date, roles: Sequence[Role], registration: str = ""
) -> Signer:
    """Return somebody as they sign: in those of these roles that they hold on the programme on that day, in this order."""
    person = db.session.get_one(Person, person_id)
    held = {role for programme, role in roles_of(person_id, on) if programme.id == programme_id}
    return Signer(person_id, person.name, " and ".join(role.words for role in roles if role in held), registration)


def count_signatures() -> int:
    """Return how many signatures there are."""
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def signature_flaws() -> Iterator[RowFlaw]:
    """Yield every signature that is not the one the trail tells of, and every one that is gone; none when all is well."""
    last = 0
    heads: dict[tuple[int, str], bool] = {}
    while signatures := _portion_after(last):
        last = signatures[-1].id
        told = told_about({signature.document for signature in signatures})
        for signature in signatures:
            lines = {line.said.get("signature"): line for line in told[signature.document] if line.event == _TOLD_BY}
            yield from _flaws_of(signature, lines.get(signature.public_id), heads)
    yield from _gone()


def own_flaws(signature: Signature) -> Iterator[RowFlaw]:
    """Yield what is wrong with a signature by itself: whoever may write to the database can make that right."""
    if hashlib.sha256(signature.canonical).hexdigest() != signature.content_hash:
        yield RowFlaw("signature", signature.public_id, "its hash is not that of the bytes it holds")
    if _seal_of(signature) != signature.seal:
        yield RowFlaw("signature", signature.public_id, "it is not what it was when it was sealed")


def _portion_after(last: int) -> list[Signature]:
    statement = select(Signature).where(Signature.id > last).order_by(Signature.id).limit(_PORTION)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _flaws_of(signature: Signature, told: Line | None, heads: dict[tuple[int, str], bool]) -> Iterator[RowFlaw]:
    yield from own_flaws(signature)
    row = signature.public_id
    if told is None:
        yield RowFlaw("signature", row, "the trail does not tell of it")
        return
    facts = (
        ("programme_id", signature.programme_id, told.chain),
        ("signer_id", signature.signer_id, told.actor_id),
        ("signed_at", signature.signed_at, told.at),
        ("document_version", signature.document_version, told.said.get("document_version")),
        ("slot", signature.slot, told.said.get("slot")),
        ("content_hash", signature.content_hash, told.said.get("content_hash")),
        ("seal", signature.seal, told.said.get("seal")),
    )
    yield from fact_flaws("signature", row, facts)
    seen = (told.chain, signature.trail_head)
    if seen not in heads:
        heads[seen] = signature.trail_head == START or last_line_with(*seen, below=told.seq) is not None
    if not heads[seen]:
        yield RowFlaw("signature", row, "the head of the trail that its signer saw is no line of the trail")


def _seal_of(signature: Signature) -> str | None:
    try:
        slot = Slot(signature.slot)
    except ValueError:
        return None
    return seal(
        signature.public_id,
        signature.programme_id,
        Document(signature.document, signature.document_version, signature.canonical),
        Signer(
            signature.signer_id,
            signature.signer_name,
            signature.signer_role,
            signature.signer_registration,
        ),
        Act(slot, signature.meaning, signature.signed_at, signature.method, signature.strength),
        signature.trail_head,
        signature.canonical_version,
    )


def _gone() -> Iterator[RowFlaw]:
    """Yield the signatures that the trail tells of and that are not there."""
    waiting: list[str] = []
    for line in lines_telling(_TOLD_BY):
        waiting.append(str(line.said.get("signature")))
        if len(waiting) == _PORTION:
            yield from _missing(waiting)
            waiting.clear()
    yield from _missing(waiting)


def _missing(names: Sequence[str]) -> Iterator[RowFlaw]:
    found = set(db.session.scalars(select(Signature.public_id).where(Signature.public_id.in_(names))))
    for name in names:
        if name not in found:
            yield RowFlaw("signature", name, "the trail tells of it, and it is gone")
