"""One stroke of a raw hand, drawn at random: what it does to the record, and which rows must then be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Column, Connection, Integer, String, Table, delete, select, update

from tests.history.hands import NO_CONTENT, SEALED, SWAPS, identity, name_of, remove, swap, table_of
from trainee_app.db import Base, db
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion
from trainee_app.trail.models import TrailHead, TrailLine

Row = Mapping[str, Any]
Past = Mapping[str, Sequence[Row]]
"""What once stood: the rows of every table, by its name."""


@dataclass(frozen=True)
class Stroke:
    """What was done, and the rows to name: of each the table, and the names by which it may be called."""

    words: str
    named: tuple[tuple[str, tuple[str, ...]], ...]


class CameToNothing(Exception):
    """There was nothing to do it to."""


def everything(connection: Connection) -> Past:
    """Return every row of every table as it stands."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in db.metadata.sorted_tables
    }


class Hand:
    """Somebody with a console, who does what a random number says."""

    def __init__(self, connection: Connection, random: Random, pasts: Sequence[Past]) -> None:
        """Take up a connection on which no guard stands; `pasts` are what the record was on its way."""
        self.connection, self.random, self.pasts = connection, random, pasts

    def strike(self) -> Stroke:
        """Do one thing. Raises CameToNothing, and what the database says to what it cannot hold."""
        kinds: Sequence[Callable[[], Stroke]] = (
            *[self.change] * 8, *[self.remove] * 3, *[self.insert] * 2, *[self.swap] * 3,
            self.cut_rows, self.cut_trail, *[self.put_row_back] * 3, self.put_table_back, self.put_all_back,
        )  # fmt: skip
        return self.random.choice(kinds)()

    def change(self) -> Stroke:
        model, row = self._any_row()
        columns = [each for each in table_of(model).columns if not (each.name == "id" and model in NO_CONTENT)]
        column = self.random.choice(columns)
        value = self._other(model, column, row[column.name])
        if value == row[column.name]:
            raise CameToNothing
        called = name_of(self.connection, model, row)
        self._write(model, row, {column.name: value})
        names = (called, str(value)) if column.name == "public_id" else (called,)
        return Stroke(
            f"{column.name} of {called} from {row[column.name]!r} to {value!r}", ((table_of(model).name, names),)
        )

    def remove(self) -> Stroke:
        model, row = self._any_row()
        called = name_of(self.connection, model, row)
        remove(self.connection, model, row)
        return Stroke(f"remove {called}", ((table_of(model).name, (called,)),))

    def insert(self) -> Stroke:
        """Put in a copy of a row, under another name or number."""
        model, row = self._any_row()
        table = table_of(model)
        made = {name: value for name, value in row.items() if name != "id"}
        for name in ("public_id", "number", "seq", "row", "chain", "version_id", "slot", "signer_id", "trainee_id"):
            if name in made and self.random.random() < 0.7:
                made[name] = self._other(model, table.c[name], made[name])
        self.connection.execute(table.insert().values(made))
        called = name_of(self.connection, model, made)
        return Stroke(f"insert {made}", ((table.name, (called,)),))

    def swap(self) -> Stroke:
        model, one = self._any_row()
        two = self.random.choice(self._rows(model))
        name = self.random.choice([SWAPS[model], *(each.name for each in table_of(model).columns)])
        is_order = model is EntryStep and one["entry_id"] == two["entry_id"]
        if one[name] == two[name] or (name == "id" and model in NO_CONTENT and not is_order):
            raise CameToNothing
        if model in NO_CONTENT and {each for each in one if one[each] != two[each]} <= {"id", name}:
            raise CameToNothing  # they are alike but for it, so that they only change places
        called = [name_of(self.connection, model, row) for row in (one, two)]
        if name == SWAPS[model]:
            swap(self.connection, model, name, one, two)
        else:
            self._write(model, one, {name: two[name]})
            self._write(model, two, {name: one[name]})
        return Stroke(f"swap {name} of {called}", tuple((table_of(model).name, (each,)) for each in called))

    def cut_rows(self) -> Stroke:
        """Take the last rows of a table off."""
        model = self.random.choice(SEALED)
        rows = self._rows(model)[-self.random.randint(1, 3) :]
        called = [name_of(self.connection, model, row) for row in rows]
        for row in rows:
            remove(self.connection, model, row)
        return Stroke(f"cut {called}", tuple((table_of(model).name, (each,)) for each in called))

    def cut_trail(self) -> Stroke:
        """Take the last lines of a chain off, and let its head say that nothing is missing."""
        chain = self.random.choice(self._rows(TrailHead))["chain"]
        lines = [row for row in self._rows(TrailLine) if row["chain"] == chain]
        kept = self.random.randrange(len(lines))
        for row in lines[kept:]:
            remove(self.connection, TrailLine, row)
        head = update(table_of(TrailHead)).where(TrailHead.chain == chain)
        if kept:
            self.connection.execute(head.values(seq=lines[kept - 1]["seq"], hash=lines[kept - 1]["hash"]))
        else:
            self.connection.execute(delete(table_of(TrailHead)).where(TrailHead.chain == chain))
        first = f"{chain}/{lines[kept]['seq']}"
        return Stroke(f"cut the trail from {first}", (("trail_line", (first,)),))

    def put_row_back(self) -> Stroke:
        """Let a row say what it said once."""
        model, row = self._any_row()
        past = [each for each in self._once(model) if _key(model, each) == _key(model, row) and each != row]
        if not past:
            raise CameToNothing
        called = name_of(self.connection, model, row)
        self._write(model, row, self.random.choice(past))
        return Stroke(f"put back {called}", ((table_of(model).name, (called,)),))

    def put_table_back(self) -> Stroke:
        """Let a whole table hold what it held once."""
        model, past = self.random.choice(SEALED), self.random.choice(self.pasts)
        before = {_key(model, each): each for each in past[table_of(model).name]}
        changed = [row for row in self._rows(model) if before.get(_key(model, row)) != row]
        if not changed:
            raise CameToNothing
        called = [name_of(self.connection, model, row) for row in changed]
        for row in changed:
            if _key(model, row) in before:
                self._write(model, row, before[_key(model, row)])
            else:
                remove(self.connection, model, row)
        return Stroke(f"put back {called}", tuple((table_of(model).name, (each,)) for each in called))

    def put_all_back(self) -> Stroke:
        """Restore an old copy of the whole database."""
        past = self.random.choice(self.pasts)
        since = len(past["trail_line"])
        lines = sorted(self._rows(TrailLine), key=lambda row: int(row["id"]))
        if since == len(lines):
            raise CameToNothing
        put_back(self.connection, past)
        first = lines[since]
        return Stroke(f"restore a copy of {since} lines", (("trail_line", (f"{first['chain']}/{first['seq']}",)),))

    def _any_row(self) -> tuple[type[Base], Row]:
        model = self.random.choice(SEALED)
        return model, self.random.choice(self._rows(model))

    def _rows(self, model: type[Base]) -> list[Row]:
        """Return the rows that are sealed, in their order: what is not handed in is its writer's to change."""
        table = table_of(model)
        sealed: Mapping[type[Base], Any] = {
            EntryVersion: EntryVersion.submitted_at.is_not(None),
            EntryText: EntryText.sealed,
        }
        statement = select(table).where(sealed.get(model, True)).order_by(*table.primary_key.columns)
        return [dict(row) for row in self.connection.execute(statement).mappings()]

    def _once(self, model: type[Base]) -> list[Row]:
        return [row for past in self.pasts for row in past[table_of(model).name]]

    def _write(self, model: type[Base], row: Row, values: Row) -> None:
        self.connection.execute(update(table_of(model)).where(identity(model, row)).values(dict(values)))

    def _other(self, model: type[Base], column: Column[Any], old: Any) -> Any:
        """Return something else that such a column may hold: of another row, nothing, or a little beside."""
        others = [row[column.name] for row in self._rows(model) if row[column.name] != old]
        if others and (old is None or self.random.random() < 0.4):
            return self.random.choice(others)
        if old is not None and column.nullable and self.random.random() < 0.2:
            return None
        if old is None and not isinstance(column.type, String | Integer):
            raise CameToNothing
        return beside(self.random, "something" if old is None and isinstance(column.type, String) else old)


def put_back(connection: Connection, past: Past) -> None:
    """Let every table hold what it held once."""
    tables: list[Table] = db.metadata.sorted_tables
    for table in reversed(tables):
        connection.execute(delete(table))
    for table in tables:
        if past[table.name]:
            connection.execute(table.insert(), [dict(row) for row in past[table.name]])


def beside(random: Random, old: Any) -> Any:
    """Return what is a little beside a value."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return old + random.choice([-1, 1, 7, 1_000])
    if isinstance(old, datetime):
        return old + random.choice([-1, 1]) * timedelta(microseconds=random.choice([1, 10**6, 3_600 * 10**6, 10**14]))
    if isinstance(old, date):
        return old + timedelta(days=random.choice([-365, -1, 1, 30]))
    if isinstance(old, bytes):
        place = random.randrange(len(old))
        return random.choice([old[:place] + bytes([old[place] ^ 1]) + old[place + 1 :], old[:-1], old + b" "])
    if isinstance(old, str) and old:
        place = random.randrange(len(old))
        return random.choice([old[:place] + "§" + old[place + 1 :], old[:-1], old + " ", "", old.swapcase()])
    return "something" if isinstance(old, str) else 1


def _key(model: type[Base], row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table_of(model).primary_key.columns)


__all__ = ["CameToNothing", "Hand", "Past", "Stroke", "everything", "put_back"]
