"""What every table is made of: one base, named constraints, and a few column types."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

_PUBLIC_ID_BYTES = 12

# SQLite only counts rows up for INTEGER PRIMARY KEY, so the big number shrinks there.
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, stores UTC, gives aware UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; SQLite keeps no zone, so UTC is stored without one there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def process_literal_param(self, value: datetime | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the instant into SQL as its ISO text."""
        return repr(None if value is None else value.isoformat())


class Base(DeclarativeBase):
    """All tables; the naming convention lets migrations name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def new_public_id() -> str:
    """Return a random name for a row, safe to show in an address (96 bits)."""
    return secrets.token_urlsafe(_PUBLIC_ID_BYTES)


primary_key = Annotated[int, mapped_column(BigId, primary_key=True)]
big_id = Annotated[int, mapped_column(BigId)]
public_id = Annotated[str, mapped_column(String(24), unique=True, default=new_public_id)]
instant = Annotated[datetime, mapped_column(UtcDateTime)]
optional_instant = Annotated[datetime | None, mapped_column(UtcDateTime)]

db = SQLAlchemy(model_class=Base)

_Row = TypeVar("_Row", bound=Base)


def held_row(table: type[_Row], row_id: int) -> _Row:
    """Return a row as it stands now, held until the commit: of two who would change it at once one is first.

    On SQLite the whole database is held already. Raises NoResultFound.
    """
    row: _Row = db.session.get_one(table, row_id, populate_existing=True, with_for_update={"of": table})
    return row
