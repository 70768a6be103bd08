"""The database: base class, column types, engine manners, and the edge at which work is committed."""

from trainee_app.db.tables import (
    Base,
    BigId,
    UtcDateTime,
    big_id,
    db,
    held_row,
    instant,
    optional_instant,
    primary_key,
    public_id,
)

__all__ = [
    "Base",
    "BigId",
    "UtcDateTime",
    "big_id",
    "db",
    "held_row",
    "instant",
    "optional_instant",
    "primary_key",
    "public_id",
]
