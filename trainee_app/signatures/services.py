"""Signing: the one verb."""

from __future__ import annotations

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


class AlreadySigned(Conflict):
    """The slot is filled, or this person has already signed this version in another one."""


def sign(*, programme_id: int, document: Document, signer: Signer, act: Act) -> int:
    """Store a signature and tell the trail; return its row's id.

    Who may sign what is the caller's to judge; that a slot is filled once and that nobody fills
    two is held here, by the database. Raises AlreadySigned; nothing is changed then.
    """
    public_id, head = new_public_id(), head_hash(programme_id)
    sealed = seal(public_id, programme_id, document, signer, act, head)
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    statement = (
        insert(Signature)
        .values(
            public_id=public_id,
            programme_id=programme_id,
            document=document.name,
            document_version=document.version,
            slot=act.slot,
            meaning=act.meaning,
            signer_id=signer.person_id,
            signer_name=signer.name,
            signer_role=signer.role,
            signer_registration=signer.registration,
            method=act.method,
            strength=act.strength,
            signed_at=act.at,
            canonical_version=CANONICAL_VERSION,
            canonical=document.canonical,
            content_hash=document.content_hash,
            trail_head=head,
            seal=sealed,
        )
        .on_conflict_do_nothing()
        .returning(Signature.id)
    )
    found: int | None = db.session.scalar(statement)
    if found is None:
        raise AlreadySigned("This has already been signed. Open it again to see by whom.")
    publish(
        DocumentSigned(
            programme_id=programme_id,
            actor_id=signer.person_id,
            at=act.at,
            signature=public_id,
            document=document.name,
            document_version=document.version,
            slot=act.slot,
            content_hash=document.content_hash,
            seal=sealed,
        )
    )
    return found
