"""Lists that are signed by a mailed link, with its codes; proposals to countersign; sheets that are signed in ink."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
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

from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.files.models import StoredFile
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme


class SigningList(Base):
    """One addressee and what they are asked to sign: the entries' versions stand in `SigningItem`.

    `trainee_id` None: of all trainees whom they supervise. `month` is the first day of the month whose letter it
    is; None: somebody asked by hand (`asked_by`). `content_hash` is over all items. Only the hash of the link's
    token is here, made when the letter left (`sent_at`). `wrong_codes` counts guesses for all processes together.
    """

    __tablename__ = "signing_list"
    __table_args__ = (
        CheckConstraint(
            "ended_why IN ('replaced', 'revoked', 'not_mine', 'guessed', 'restored')",
            name="why",
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_for_a_reason"),
        Index(
            "uq_signing_list_month", "programme_id", "person_id", "month",
            unique=True,
            sqlite_where=text("month IS NOT NULL"),
            postgresql_where=text("month IS NOT NULL"),
        ),
        Index("ix_signing_list_person_id", "person_id"),
    )  # fmt: skip

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    trainee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("trainee.id"))
    month: Mapped[date | None]
    content_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    made_at: Mapped[instant]
    sent_at: Mapped[optional_instant]
    expires_at: Mapped[instant]
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_why: Mapped[str | None] = mapped_column(String(20))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    programme: Mapped[Programme] = relationship()
    trainee: Mapped[Trainee | None] = relationship()


class SigningItem(Base):
    """One version of an entry on a list, by its hash, and what its addressee decided about it: once."""

    __tablename__ = "signing_item"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry_version.entry_id", "entry_version.number"]),
        CheckConstraint("decision IN ('signed', 'returned')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_at_a_time"),
    )

    list_id: Mapped[int] = mapped_column(BigId, ForeignKey("signing_list.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("log_entry.id"), primary_key=True)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    version: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64))
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[optional_instant]

    entry: Mapped[LogEntry] = relationship(foreign_keys=[entry_id])


class SigningCode(Base):
    """A one-time code that was asked for on a list's page. It is made when its letter leaves; only its hash is here."""

    __tablename__ = "signing_code"
    __table_args__ = (Index("ix_signing_code_list_id", "list_id", "id"),)

    id: Mapped[primary_key]
    list_id: Mapped[big_id] = mapped_column(ForeignKey("signing_list.id"))
    asked_at: Mapped[instant]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[optional_instant]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    used_at: Mapped[optional_instant]


class SigningReminder(Base):
    """That somebody with an account was reminded of what waits of a trainee. Insert-only, since it is asked how lately."""

    __tablename__ = "signing_reminder"
    __table_args__ = (Index("ix_signing_reminder_person_id_trainee_id", "person_id", "trainee_id"),)

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[instant]


class Absence(Base):
    """A proposal to countersign entries for a supervisor who is away or gone, on named evidence, and what was decided.

    `canonical` is what both sign: whose entries (by versions and hashes), in whose absence, on what evidence. `absent_id`
    is the supervisor of the agreement. Proposer and decider are two people.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("decision IN ('countersigned', 'declined')", name="decision"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("decided_by <> proposed_by OR decision = 'declined'", name="decided_by_another"),
        Index("ix_absence_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    agreement_id: Mapped[big_id] = mapped_column(ForeignKey("supervision_agreement.id"))
    evidence: Mapped[str] = mapped_column(String(70))
    canonical: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[instant]
    decision: Mapped[str | None] = mapped_column(String(15))
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    decided_at: Mapped[optional_instant]

    trainee: Mapped[Trainee] = relationship()
    agreement: Mapped[SupervisionAgreement] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])


class PaperSheet(Base):
    """What was printed of a trainee's month for one signer to sign in ink: its versions of entries stand in `PaperRow`.

    `code` stands on the paper. `content_hash` is over trainee, signer, month and rows in their order, so that the same
    sheet printed again is this one. `month` is its first day. Insert-only.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        UniqueConstraint("trainee_id", "signer_id", "month", "content_hash", name="uq_paper_sheet_trainee_id"),
        Index("ix_paper_sheet_programme_id", "programme_id", "id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    signer_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    month: Mapped[date]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    printed_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    printed_at: Mapped[instant]

    trainee: Mapped[Trainee] = relationship()
    signer: Mapped[Person] = relationship(foreign_keys=[signer_id])
    rows: Mapped[list[PaperRow]] = relationship(order_by="PaperRow.number", back_populates="sheet")


class PaperRow(Base):
    """One version of an entry as it stands on a sheet, by its hash; `number` is the one printed before it. Insert-only."""

    __tablename__ = "paper_row"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry_version.entry_id", "entry_version.number"]),
        UniqueConstraint("sheet_id", "entry_id", name="uq_paper_row_sheet_id"),
        Index("ix_paper_row_entry_id", "entry_id"),
    )

    sheet_id: Mapped[int] = mapped_column(BigId, ForeignKey("paper_sheet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    entry_id: Mapped[big_id] = mapped_column(ForeignKey("log_entry.id"))
    version: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64))

    sheet: Mapped[PaperSheet] = relationship(back_populates="rows")
    entry: Mapped[LogEntry] = relationship(foreign_keys=[entry_id])


class PaperRecord(Base):
    """That the office has a sheet back, signed in ink: the scan, the day that stands on it, which rows it covers.

    `canonical` is what recorder and decider both sign: rows covered and rows left out with the reason, by versions and
    hashes, and the scan's own hash. Recorder and decider are two people.
    """

    __tablename__ = "paper_record"
    __table_args__ = (
        CheckConstraint("decision IN ('signed', 'declined')", name="decision"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("decided_by <> recorded_by OR decision = 'declined'", name="decided_by_another"),
        Index("ix_paper_record_sheet_id", "sheet_id"),
        Index(
            "uq_paper_record_open", "sheet_id",
            unique=True,
            sqlite_where=text("decision IS NULL"),
            postgresql_where=text("decision IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    sheet_id: Mapped[big_id] = mapped_column(ForeignKey("paper_sheet.id"))
    file_id: Mapped[big_id] = mapped_column(ForeignKey("stored_file.id"))
    inked_on: Mapped[date]
    canonical: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    decided_at: Mapped[optional_instant]

    sheet: Mapped[PaperSheet] = relationship()
    file: Mapped[StoredFile] = relationship()
    recorder: Mapped[Person] = relationship(foreign_keys=[recorded_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
