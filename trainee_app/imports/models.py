"""Files that were brought in, and what became of every row of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id


class ImportBatch(Base):
    """One workbook brought into one cohort. Its taken entries wait for an attestation by two people.

    `canonical` is what the two attest: the file's hash and every entry made from it; `content_hash`
    its SHA-256. `document` in the signatures is "import:PUBLIC_ID". Insert-only.
    """

    __tablename__ = "import_batch"

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    taken: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    skipped: Mapped[int] = mapped_column(Integer)
    doubles: Mapped[int] = mapped_column(Integer)
    canonical: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[instant]
    imported_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    cohort: Mapped[Cohort] = relationship()


class ImportRow(Base):
    """What became of one row of a file: taken, refused, skipped as no entry, a double, in already, or waiting.

    `fingerprint` tells a row again when the file, or a mended copy of it, is brought in a second time.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "sheet", "row"),
        CheckConstraint("outcome IN ('taken','refused','skipped','double','in_already','waiting')", name="outcome"),
        Index("ix_import_row_fingerprint", "fingerprint"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    batch_id: Mapped[big_id] = mapped_column(ForeignKey("import_batch.id"))
    sheet: Mapped[str] = mapped_column(String(60))
    row: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(12))
    column: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("log_entry.id"))


class TimeFile(Base):
    """A file of time that somebody put up in the browser, with how it is to be read.

    `trainee_id` None: the file says whose each row is. `is_own`: the trainee's own file, for their own log. `content`
    holds the cells as `stored_cells` spells them, until they are forgotten. `seen` is the digest of the account that
    was confirmed; `state` says how far it has come: open, working, done, dropped. An office's rows stand in `batch_id`.
    """

    __tablename__ = "time_file"
    __table_args__ = (
        CheckConstraint("state IN ('open','working','done','dropped')", name="state"),
        CheckConstraint("NOT is_own OR trainee_id IS NOT NULL", name="own_is_somebodys"),
        Index("ix_time_file_uploaded_by", "uploaded_by", "id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"))
    trainee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("trainee.id"))
    is_own: Mapped[bool]
    uploaded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[instant]
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    # Megabytes that only looking at the rows needs.
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    mapping: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    seen: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[optional_instant]
    batch_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("import_batch.id"))

    cohort: Mapped[Cohort] = relationship()
    trainee: Mapped[Trainee | None] = relationship()
    batch: Mapped[ImportBatch | None] = relationship()


class TimeRow(Base):
    """What became of one row of such a file, or of one filled cell of it (`column`), once it was brought in.

    `fingerprint` tells the row again after its entry has been changed.
    """

    __tablename__ = "time_row"
    __table_args__ = (
        UniqueConstraint("file_id", "row", "column"),
        CheckConstraint("outcome IN ('taken','refused','skipped','double','in_already')", name="outcome"),
        Index("ix_time_row_entry_id", "entry_id"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    file_id: Mapped[big_id] = mapped_column(ForeignKey("time_file.id"))
    row: Mapped[int] = mapped_column(Integer)
    column: Mapped[str] = mapped_column(String(3))
    outcome: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(300))
    minutes: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("log_entry.id"))


class RememberedMapping(Base):
    """How somebody had a file with these headings read; offered when such a file comes again."""

    __tablename__ = "remembered_mapping"
    __table_args__ = (UniqueConstraint("person_id", "programme_id", "shape"),)

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    shape: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[str] = mapped_column(Text)
    used_at: Mapped[instant]
