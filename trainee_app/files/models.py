"""Files that were kept: where, what, and the hash of their bytes. Never the name they came under."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, BigId, big_id, instant, primary_key


class StoredFile(Base):
    """One file on disk. `name` is random and says nothing; the name on somebody's computer may, and is not kept.

    A row never changes: another file is another row.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name="kind"),
        CheckConstraint("size_bytes > 0", name="is_not_empty"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[instant]
    stored_by: Mapped[int | None] = mapped_column(BigId)
