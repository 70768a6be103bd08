"""The record of time: entries, their versions, the text beside them, every move, and the month totals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person
from trainee_app.signatures.models import Signature

NO_CASE = 0


class LogEntry(Base):
    """One piece of time. Holds what it is, the state and version that count, and a correction on its way.

    `state` and `version` count; `pending_state` and `pending_version` are a correction that counts
    only when signed, and then takes the other's place in the same act. The columns from `worked_on`
    to `late` repeat the counting version, so that sums and rules read one table through one index:
    days are local, times are minutes, `credited_minutes` follow from the programme version.
    `carried_by` names the document whose signature covers the entry where it is not the entry
    itself (an import batch, a supervision session, a register).
    `case_id` names the training case of a session, where one was open that day.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','withdrawn','returned','signed','void','discarded')", name="state"),
        CheckConstraint("pending_state IN ('draft','submitted','withdrawn','returned')", name="pending_state"),
        CheckConstraint("state <> 'signed' OR (signature_id IS NOT NULL AND signed_on IS NOT NULL)", name="signed_has_signature"),
        CheckConstraint("pending_state IS NULL OR state = 'signed'", name="only_signed_is_corrected"),
        CheckConstraint("(pending_state IS NULL) = (pending_version IS NULL)", name="pending_is_whole"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("credited_minutes >= 0", name="credit_is_not_negative"),
        CheckConstraint("outcome IN ('held','missed','cancelled')", name="outcome"),
        # A log's pages in their order, and behind it what its sums are made of, so that no entry is opened for them.
        Index(
            "ix_log_entry_trainee_day",
            "trainee_id", "worked_on", "id", "state", "pending_state", "outcome", "minutes", "credited_minutes",
        ),
        Index(
            "ix_log_entry_facts",
            "trainee_id", "state", "activity", "worked_on", "case_id", "placement_id",
            "submitted_on", "signed_on", "minutes", "credited_minutes", "outcome", "video_reviewed",
            sqlite_where=text("state IN ('submitted','signed')"),
            postgresql_where=text("state IN ('submitted','signed')"),
        ),
        Index(
            "ix_log_entry_queue", "trainee_id", "submitted_on",
            sqlite_where=text("state = 'submitted' OR pending_state = 'submitted'"),
            postgresql_where=text("state = 'submitted' OR pending_state = 'submitted'"),
        ),
        # As `conditions.is_unsettled` asks for it.
        Index(
            "ix_log_entry_unsettled", "trainee_id", "worked_on",
            sqlite_where=text("state <> 'signed' OR pending_state IS NOT NULL"),
            postgresql_where=text("state <> 'signed' OR pending_state IS NOT NULL"),
        ),
        Index("ix_log_entry_carried_by", "carried_by", sqlite_where=text("carried_by IS NOT NULL"), postgresql_where=text("carried_by IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer, default=1)
    pending_state: Mapped[str | None] = mapped_column(String(12))
    pending_version: Mapped[int | None] = mapped_column(Integer)
    worked_on: Mapped[date]
    activity: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int] = mapped_column(Integer)
    credited_minutes: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(12), default="held")
    case_id: Mapped[int | None] = mapped_column(BigId)
    placement_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("placement.id"))
    video_reviewed: Mapped[bool] = mapped_column(Boolean, default=False)
    submitted_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    signature_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("signature.id"))
    carried_by: Mapped[str | None] = mapped_column(String(60))
    recorded_at: Mapped[instant]

    trainee: Mapped[Trainee] = relationship()
    signature: Mapped[Signature | None] = relationship()
    placement: Mapped[Placement | None] = relationship()


class EntryVersion(Base):
    """What an entry said at one time. Written over while a draft, never again once submitted.

    `started_at_minute` counts from local midnight. `details` is canonical JSON by kind: who was in
    the room, ways of working, video reviewed, with whom. `text_hash` is the salted hash of the text
    that stands apart. `content_hash` is the SHA-256 of the canonical bytes, set when submitted.
    """

    __tablename__ = "entry_version"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("started_at_minute BETWEEN 0 AND 1439", name="start_within_the_day"),
        CheckConstraint("outcome IN ('held','missed','cancelled')", name="outcome"),
        CheckConstraint("source IN ('page','import','record')", name="source"),
        CheckConstraint("(submitted_at IS NULL) = (content_hash IS NULL)", name="submitted_has_a_hash"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    entry_id: Mapped[big_id] = mapped_column(ForeignKey("log_entry.id"))
    number: Mapped[int] = mapped_column(Integer)
    worked_on: Mapped[date]
    started_at_minute: Mapped[int | None] = mapped_column(Integer)
    minutes: Mapped[int] = mapped_column(Integer)
    activity: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(12), default="held")
    case_id: Mapped[int | None] = mapped_column(BigId)
    placement_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("placement.id"))
    details: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(10), default="page")
    written_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    written_at: Mapped[instant]
    submitted_at: Mapped[optional_instant]
    content_hash: Mapped[str | None] = mapped_column(String(64))

    entry: Mapped[LogEntry] = relationship()


class EntryText(Base):
    """The free text of one version, apart from it, so that it can be blanked and every hash still stands.

    `sealed` once the version is submitted: from then on the text can only be blanked.
    """

    __tablename__ = "entry_text"

    version_id: Mapped[int] = mapped_column(BigId, ForeignKey("entry_version.id"), primary_key=True)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    blanked_at: Mapped[optional_instant]


class EntryStep(Base):
    """One move of one version: who, when, from what to what. Insert-only, but for a comment that is blanked."""

    __tablename__ = "entry_step"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry_version.entry_id", "entry_version.number"]),
        Index("ix_entry_step_entry_id", "entry_id", "id"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    entry_id: Mapped[big_id] = mapped_column(ForeignKey("log_entry.id"))
    version: Mapped[int] = mapped_column(Integer)
    state_before: Mapped[str | None] = mapped_column(String(12))
    state_after: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    at: Mapped[instant]
    comment: Mapped[str] = mapped_column(Text, default="")
    comment_blanked_at: Mapped[optional_instant]


class MonthTotal(Base):
    """Minutes of one trainee, activity, month (its first day), case and state; changed with the entries.

    `case_id` is 0 where there is no case, since empty keys never collide. Serves plain sums only.
    """

    __tablename__ = "month_total"
    __table_args__ = (CheckConstraint("recorded >= 0 AND credited >= 0 AND count >= 0", name="never_negative"),)

    trainee_id: Mapped[int] = mapped_column(BigId, ForeignKey("trainee.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(String(40), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(BigId, primary_key=True, default=NO_CASE, autoincrement=False)
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    recorded: Mapped[int] = mapped_column(Integer)
    credited: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer)


class QuietMonth(Base):
    """That a trainee says: nothing is to be logged in this month (its first day). A blank month says nothing.

    Taken back by `ended_at`, never edited; stated again, it is another row. An entry logged afterwards changes nothing
    here: both are shown.
    """

    __tablename__ = "quiet_month"
    __table_args__ = (
        Index(
            "uq_quiet_month_in_force",
            "trainee_id",
            "month",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    month: Mapped[date]
    stated_at: Mapped[instant]
    ended_at: Mapped[optional_instant]


class TermDocument(Base):
    """A trainee's self-directed study of a term, handed in to a tutor as one document. Decided once, never edited.

    `canonical` are the bytes that "term:PUBLIC_ID" is signed by: each entry with its version and hash. Signed, each of
    these entries has a signature of its own as well, by the same act. `first_on` and `last_on` are the term's days.
    """

    __tablename__ = "term_document"
    __table_args__ = (
        CheckConstraint("decision IN ('signed','returned','taken_back')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_is_whole"),
        CheckConstraint("decision <> 'signed' OR signature_id IS NOT NULL", name="signed_has_signature"),
        Index("ix_term_document_trainee_id", "trainee_id"),
        Index("ix_term_document_tutor_id", "tutor_id", "decision"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    tutor_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    canonical: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    entries: Mapped[int] = mapped_column(Integer)
    minutes: Mapped[int] = mapped_column(Integer)
    handed_in_at: Mapped[instant]
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    decided_at: Mapped[optional_instant]
    comment: Mapped[str] = mapped_column(Text, default="")
    signature_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("signature.id"))

    trainee: Mapped[Trainee] = relationship()
    tutor: Mapped[Person] = relationship(foreign_keys=[tutor_id])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
