"""Signatures: a person's word for one version of one document, with what they saw."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, big_id, instant, primary_key, public_id
from trainee_app.people.models import Person


class Signature(Base):
    """A simple electronic signature with tamper evidence. Insert-only.

    `document` names what is signed ("entry:PUBLIC_ID"), `document_version` which version of it, and
    `slot` in which capacity (supervisor, first attester, second attester); each slot is filled once
    and one person never fills two. `canonical` are the bytes that were shown and signed,
    `content_hash` their SHA-256. `signer_*` are printed as of the moment of signing. `trail_head` is
    the trail's head as seen then. `seal` is the SHA-256 over all the other fields, told to the trail.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("document", "document_version", "slot"),
        UniqueConstraint("document", "document_version", "signer_id"),
        CheckConstraint("slot IN ('supervisor', 'first_attester', 'second_attester')", name="slot"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    document: Mapped[str] = mapped_column(String(60))
    document_version: Mapped[int] = mapped_column(Integer)
    slot: Mapped[str] = mapped_column(String(20))
    meaning: Mapped[str] = mapped_column(String(200))
    signer_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    signer_name: Mapped[str] = mapped_column(String(200))
    signer_role: Mapped[str] = mapped_column(String(60))
    signer_registration: Mapped[str] = mapped_column(String(120))
    method: Mapped[str] = mapped_column(String(40))
    strength: Mapped[str] = mapped_column(String(40))
    signed_at: Mapped[instant]
    canonical_version: Mapped[int] = mapped_column(Integer)
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[str] = mapped_column(String(64))
    trail_head: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))

    signer: Mapped[Person] = relationship()

    @property
    def signed_as(self) -> str:
        """In which role, and with which registration, as printed when it was given."""
        return ", ".join(filter(None, (self.signer_role, self.signer_registration)))
