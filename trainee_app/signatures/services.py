"""Signing: the one verb, for one document or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.refusals import Conflict
from trainee_app.signatures.events import DocumentSigned
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import CANONICAL_VERSION, Act, Document, Signer, seal
from trainee_app.trail.queries import head_hash

_signature: Any = Signature.__table__


class AlreadySigned(Conflict):
    """The slot is filled, or this person has already signed this version in another one."""


def sign(*, programme_id: int, document: Document, signer: Signer, act: Act) -> int:
    """Store a signature and tell the trail; return its row's id.

    Who may sign what is the caller's to judge; that a slot is filled once and that nobody fills
    two is held here, by the database. Raises AlreadySigned; nothing is changed then.
    """
    return sign_all(programme_id=programme_id, documents=[document], signer=signer, act=act)[document.name]


def sign_all(*, programme_id: int, documents: Sequence[Document], signer: Signer, act: Act) -> dict[str, int]:
    """Store one signature for each document, all in one act; return their rows' ids by the document's name.

    Raises AlreadySigned if any of them is signed in that slot, or by that person, already.
    """
    head = head_hash(programme_id)
    rows = {each.name: _row(programme_id, each, signer, act, head) for each in documents}
    stored: Any = db.session.execute(_storing(db.engine.dialect.name), list(rows.values())).all()
    if len(stored) != len(documents):
        raise AlreadySigned("This has already been signed. Open it again to see by whom.")
    for row in rows.values():
        _tell(row, act)
    return {row.document: row.id for row in stored}


@cache
def _storing(dialect: str) -> Any:
    """Store each row whose slots are free, and tell which were. Put together once, for any number of rows."""
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return insert(_signature).on_conflict_do_nothing().returning(_signature.c.document, _signature.c.id)


def _row(programme_id: int, document: Document, signer: Signer, act: Act, head: str) -> dict[str, Any]:
    public_id = new_public_id()
    return {
        "public_id": public_id,
        "programme_id": programme_id,
        "document": document.name,
        "document_version": document.version,
        "slot": act.slot,
        "meaning": act.meaning,
        "signer_id": signer.person_id,
        "signer_name": signer.name,
        "signer_role": signer.role,
        "signer_registration": signer.registration,
        "method": act.method,
        "strength": act.strength,
        "signed_at": act.at,
        "canonical_version": CANONICAL_VERSION,
        "canonical": document.canonical,
        "content_hash": document.content_hash,
        "trail_head": head,
        "seal": seal(public_id, programme_id, document, signer, act, head),
    }


def _tell(row: dict[str, Any], act: Act) -> None:
    publish(
        DocumentSigned(
            programme_id=row["programme_id"],
            actor_id=row["signer_id"],
            at=act.at,
            signature=row["public_id"],
            document=row["document"],
            document_version=row["document_version"],
            slot=act.slot.value,
            content_hash=row["content_hash"],
            seal=row["seal"],
        )
    )
