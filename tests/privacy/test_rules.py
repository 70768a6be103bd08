"""The data map names every column, and the page in the documentation is the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainee_app import wiring
from trainee_app.db import Base
from trainee_app.privacy.queries import data_map
from trainee_app.privacy.rules import DataClass, DataMap, MappedTable, in_words, map_faults

PAGE = Path(__file__).parents[2] / "docs" / "data-map.md"
COLUMNS = [(table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns]


def test_every_column_stands_in_the_data_map() -> None:
    assert wiring.BLUEPRINTS, "the wiring brings in every room's tables"
    assert map_faults(data_map(), COLUMNS) == []


def test_the_page_in_the_documentation_is_the_map() -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(in_words(data_map())) + "\n"


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ([("person", "name"), ("person", "shoe_size")], "person.shoe_size stands in no data map: give it a class"),
        ([], "person.name stands in the data map but not in the database"),
    ],
)
def test_a_column_that_is_not_mapped_or_no_longer_there_is_named(columns: list[tuple[str, str]], fault: str) -> None:
    small = DataMap(
        {"identity": DataClass("why", "how long", True, "how")},
        {"person": MappedTable("a human", {"name": "identity"})},
    )
    assert fault in map_faults(small, columns)


def test_a_class_that_is_not_described_is_named() -> None:
    small = DataMap({}, {"person": MappedTable("a human", {"name": "identity"})})
    assert map_faults(small, [("person", "name")]) == ["person.name has a class that the map does not describe"]
