"""Whoever changes the record with raw hands is found, by name; with triggers standing the hands are refused."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from tests.history.hands import (
    CELLS,
    SEALED,
    SWAPS,
    another_value,
    change,
    last_row,
    name_of,
    remove,
    row_of,
    swap,
    table_of,
)
from tests.history.worlds import found, names, raw_hands
from tests.house.project import PROJECT
from tests.volumes import scale
from trainee_app.logbook.models import LogEntry

# What the application itself does to a row in this state, so that no trigger can tell whose hand it was.
LAWFUL = {
    "log_entry.state": "what is signed may become void",
    "log_entry.pending_state": "a correction may be withdrawn",
    "log_entry.pending_version": "a correction may be handed in anew",
    "log_entry.credited_minutes": "credit follows the programme's version",
    "trail_head.seq": "the trail grows",
}


def _messages() -> set[str]:
    return {message for each in sorted((PROJECT / "migrations/versions").glob("*.py")) for message in _said_by(each)}


def _said_by(migration: Path) -> Iterator[str]:
    spec = importlib.util.spec_from_file_location(migration.stem, migration)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for *_, message in getattr(module, "GUARDS", {}).values():
        yield message


MESSAGES = _messages()
MODELS = pytest.mark.parametrize("model", SEALED, ids=lambda model: table_of(model).name)


def _cells_held() -> pytest.MarkDecorator:
    """Every cell that a trigger holds, on both engines."""
    named = {f"{table_of(model).name}.{column}": (model, column) for model, column in CELLS}
    chosen = {name: cell for name, cell in named.items() if name not in LAWFUL}
    return pytest.mark.parametrize(("model", "column"), chosen.values(), ids=chosen)


def _cells_by_type() -> pytest.MarkDecorator:
    """Every cell; on a second engine one of each type in each table, unless at full scale: by engine types differ only."""
    kinds, cells = set(), []
    for model, column in CELLS:
        table = table_of(model)
        kind = (table.name, str(table.c[column].type))
        marks = [pytest.mark.one_engine] if kind in kinds and scale() == "ci" else []
        cells.append(pytest.param(model, column, id=f"{table.name}.{column}", marks=marks))
        kinds.add(kind)
    return pytest.mark.parametrize(("model", "column"), cells)


def _refused(error: pytest.ExceptionInfo[IntegrityError]) -> bool:
    return any(message in str(error.value) for message in MESSAGES)


def test_a_record_that_nobody_has_touched_agrees(kept) -> None:
    app, _record = kept
    with raw_hands(app, guards=False):
        assert [str(flaw) for flaw in found()] == []


@_cells_by_type()
def test_a_changed_cell_is_found_and_named(kept, model, column) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        row = row_of(hands, model, record, column=column)
        value = another_value(hands, model, table_of(model).c[column], row)
        assert value != row[column]
        called = name_of(hands, model, row)
        change(hands, model, row, column, value)
        renamed = [value] if column == "public_id" else []
        assert names(found(), table_of(model).name, called, *renamed)


@_cells_held()
def test_a_changed_cell_is_refused_while_the_triggers_stand(kept, model, column) -> None:
    app, record = kept
    with raw_hands(app, guards=True) as hands:
        row = row_of(hands, model, record, column=column)
        value = another_value(hands, model, table_of(model).c[column], row)
        with pytest.raises(IntegrityError) as error:
            change(hands, model, row, column, value)
        assert _refused(error)


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn", "returned", "discarded"])
def test_no_raw_hand_unlocks_what_is_signed(kept, state) -> None:
    app, record = kept
    with raw_hands(app, guards=True) as hands, pytest.raises(IntegrityError) as error:
        change(hands, LogEntry, row_of(hands, LogEntry, record, 1), "state", state)
    assert _refused(error)


@MODELS
def test_a_removed_row_is_found_and_named(kept, model) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        row = row_of(hands, model, record)
        called = name_of(hands, model, row)
        remove(hands, model, row)
        assert names(found(), table_of(model).name, called)


def test_an_entry_under_another_name_is_named_whatever_document_brought_it(kept) -> None:
    app, _record = kept
    unnamed = []
    with raw_hands(app, guards=False) as hands:
        for row in _one_of_each_origin(hands):
            point = hands.begin_nested()
            change(hands, LogEntry, row, "public_id", row["public_id"].swapcase())
            named = names(found(), "log_entry", row["public_id"], row["public_id"].swapcase())
            unnamed += [] if named else [row["carried_by"]]
            point.rollback()
    assert unnamed == []


@MODELS
def test_the_last_row_removed_is_found_and_named(kept, model) -> None:
    app, _record = kept
    with raw_hands(app, guards=False) as hands:
        row = last_row(hands, model)
        called = name_of(hands, model, row)
        remove(hands, model, row)
        assert names(found(), table_of(model).name, called)


def _one_of_each_origin(hands: Connection) -> list[dict[str, Any]]:
    """An entry logged by hand, and one of each kind of document that brings or carries some."""
    rows = hands.execute(select(table_of(LogEntry)).order_by(LogEntry.id)).mappings().all()
    by_origin = {(row["carried_by"] or "").partition(":")[0]: dict(row) for row in rows}
    assert len(by_origin) > 3, "too few origins to tell"
    return list(by_origin.values())


def test_a_removed_entry_is_named_whatever_document_brought_it(kept) -> None:
    app, _record = kept
    unnamed = []
    with raw_hands(app, guards=False) as hands:
        for row in _one_of_each_origin(hands):
            point = hands.begin_nested()
            remove(hands, LogEntry, row)
            unnamed += [] if names(found(), "log_entry", row["public_id"]) else [row["carried_by"]]
            point.rollback()
    assert unnamed == []


@MODELS
def test_a_removed_row_is_refused_while_the_triggers_stand(kept, model) -> None:
    app, record = kept
    with raw_hands(app, guards=True) as hands, pytest.raises(IntegrityError) as error:
        remove(hands, model, row_of(hands, model, record))
    assert _refused(error)


@MODELS
def test_two_rows_that_change_places_are_found_and_named(kept, model) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        one, two = (row_of(hands, model, record, which) for which in (0, 1))
        called = [name_of(hands, model, row) for row in (one, two)]
        swap(hands, model, SWAPS[model], one, two)
        told = found()
        assert [name for name in called if not names(told, table_of(model).name, name)] == []


@MODELS
def test_rows_that_change_places_are_refused_while_the_triggers_stand(kept, model) -> None:
    app, record = kept
    with raw_hands(app, guards=True) as hands:
        one, two = (row_of(hands, model, record, which) for which in (0, 1))
        with pytest.raises(IntegrityError) as error:
            swap(hands, model, SWAPS[model], one, two)
        assert _refused(error)
