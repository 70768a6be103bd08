"""The data map: why every column is kept, for how long, whether it is exported, how it is erased. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DataClass:
    """What all columns of a class have in common, in sentences for people."""

    purpose: str
    kept: str
    exported: bool
    erased: str


@dataclass(frozen=True)
class MappedTable:
    """What a table is about, and the class of each of its columns."""

    about: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class DataMap:
    """The whole map: classes by name, tables by name."""

    classes: Mapping[str, DataClass]
    tables: Mapping[str, MappedTable]


def read_data_map(text: str) -> DataMap:
    """Read the map from its TOML; raises KeyError or TypeError where it is incomplete."""
    raw = tomllib.loads(text)
    classes = {name: DataClass(**values) for name, values in raw["class"].items()}
    tables = {name: MappedTable(**values) for name, values in raw["table"].items()}
    return DataMap(classes, tables)


def map_faults(data_map: DataMap, columns: Iterable[tuple[str, str]]) -> list[str]:
    """Compare the map with the database's columns, as (table, column); return a line for each that differs."""
    there = set(columns)
    mapped = {(table, column) for table, entry in data_map.tables.items() for column in entry.columns}
    unknown = {
        (table, column)
        for table, entry in data_map.tables.items()
        for column, name in entry.columns.items()
        if name not in data_map.classes
    }
    return [
        *(f"{table}.{column} stands in no data map: give it a class" for table, column in sorted(there - mapped)),
        *(
            f"{table}.{column} stands in the data map but not in the database"
            for table, column in sorted(mapped - there)
        ),
        *(f"{table}.{column} has a class that the map does not describe" for table, column in sorted(unknown)),
    ]


def in_words(data_map: DataMap) -> Iterator[str]:
    """Yield the map as the lines of a Markdown page."""
    yield "# The data map"
    yield ""
    yield "Every column of the database: why it is kept, for how long, whether it is in a person's access export, and how it is erased."
    yield "Made from `trainee_app/privacy/data_map.toml` by `flask privacy map`; a test holds it equal to the database."
    yield ""
    yield "| Class | Why | Kept | In the export | Erased |"
    yield "|---|---|---|---|---|"
    for name, each in data_map.classes.items():
        yield f"| {name} | {each.purpose} | {each.kept} | {'yes' if each.exported else 'no'} | {each.erased} |"
    for name, table in data_map.tables.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield f"{table.about[0].upper()}{table.about[1:]}."
        yield ""
        yield "| Column | Class |"
        yield "|---|---|"
        for column, class_name in table.columns.items():
            yield f"| `{column}` | {class_name} |"
