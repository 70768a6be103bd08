"""Long answers, read in portions over a connection of their own, which stays open while they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select

from trainee_app.db.engine import reading_only
from trainee_app.db.tables import db

PORTION = 2000


def streamed(statement: Select[Any], portion: int = PORTION) -> Callable[[], Iterator[Sequence[Row[Any]]]]:
    """Return what yields the rows in portions, as they stood at one instant, with a cursor kept by the server.

    It is called, and may be left unfinished, when the request is over: nothing of the request is asked for then.
    """
    engine = db.engine

    def portions() -> Iterator[Sequence[Row[Any]]]:
        with engine.connect() as connection:
            # Begun here and not around all of it: whoever goes on reading may do so elsewhere.
            with reading_only():
                connection.begin()
            found = connection.execution_options(stream_results=True, yield_per=portion).execute(statement)
            yield from found.partitions()

    return portions
