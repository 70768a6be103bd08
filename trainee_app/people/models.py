"""Persons, how they sign in, and the roles they hold on a programme for a period."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.programmes.models import Programme


class Person(Base):
    """One human. Somebody who signs only by link or on paper has no account, and perhaps no e-mail.

    `email` is kept in lower case, as it is compared.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    recorded_at: Mapped[instant]


class Account(Base):
    """How a person signs in. `password_hash` is argon2id; None until the invitation is taken up.

    `second_factor_secret` is the TOTP secret (base32); it counts from `second_factor_confirmed_at`
    on. `second_factor_step` is the last time step accepted, so that a code works once.
    """

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    second_factor_secret: Mapped[str | None] = mapped_column(String(64))
    second_factor_confirmed_at: Mapped[optional_instant]
    second_factor_step: Mapped[int | None] = mapped_column(BigId)
    closed_at: Mapped[optional_instant]

    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """One of a person's codes for the day the phone is lost; kept as a hash, used once."""

    __tablename__ = "recovery_code"

    id: Mapped[primary_key]
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[optional_instant]


class SignIn(Base):
    """A signed-in session, kept on the server so that it can be revoked. Only the token's hash is here."""

    __tablename__ = "sign_in"

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[instant]
    seen_at: Mapped[instant]
    second_factor_at: Mapped[optional_instant]
    reauthenticated_at: Mapped[optional_instant]
    ended_at: Mapped[optional_instant]

    person: Mapped[Person] = relationship()


class AccessLink(Base):
    """An invitation or a reset: usable once, until it expires. Only the token's hash is here."""

    __tablename__ = "access_link"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose"),)

    id: Mapped[primary_key]
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[instant]
    expires_at: Mapped[instant]
    used_at: Mapped[optional_instant]
    revoked_at: Mapped[optional_instant]


class Attempt(Base):
    """A failed try at something that is limited, counted for all processes together."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[primary_key]
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[instant]


class RoleHeld(Base):
    """A role that a person holds on a programme from a day to a day (both included; None = until ended)."""

    __tablename__ = "role_held"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_role_held_person_id_programme_id", "person_id", "programme_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    programme: Mapped[Programme] = relationship()
