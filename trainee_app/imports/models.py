"""Files that were brought in, and what became of every row of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Cohort
from trainee_app.db import Base, BigId, big_id, instant, primary_key, public_id


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
