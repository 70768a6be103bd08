"""Every SELECT about signatures."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.signatures.models import Signature


def signatures_of(documents: Collection[str]) -> list[Signature]:
    """Return the signatures of these documents in all their versions, the latest first."""
    statement = select(Signature).where(Signature.document.in_(documents)).order_by(Signature.id.desc())
    return list(db.session.scalars(statement))
