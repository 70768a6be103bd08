"""Every page and method, as every actor, about every object in every state, against the expectation tables."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.matrix.actors import NOBODY
from tests.matrix.asking import Stage
from tests.matrix.expected import BY_NAME, ROWS
from tests.matrix.judging import Breadth, faults
from tests.matrix.table import PUBLIC, Row
from tests.volumes import scale
from trainee_app.access.guard import declared

_IDLE = {"HEAD", "OPTIONS"}
_FIRST_OF_ITS_RULE = {row.name for row in {each.action: each for each in reversed(ROWS)}.values()}


def _pages(app: Flask) -> dict[str, str]:
    """Return what each page and method of the application declares, by the name of its row."""
    return {
        f"{method} {rule.endpoint}": (declared(app.view_functions[rule.endpoint]) or ("", None))[0]
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - _IDLE
        if rule.endpoint != "static"
    }


@pytest.mark.one_engine
def test_every_page_and_method_has_its_row_and_every_row_its_page(app: Flask) -> None:
    pages = _pages(app)
    assert set(pages) - set(BY_NAME) == set(), "pages without a row: write down who may (tests/matrix/expected)"
    assert set(BY_NAME) - set(pages) == set(), "rows without a page"
    assert {name: row.action for name, row in BY_NAME.items()} == pages


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_whoever_may_is_let_in_and_nobody_else(stage: Stage, engine_name: str, row: Row) -> None:
    assert list(faults(stage, row, _breadth(row, engine_name))) == []


def _breadth(row: Row, engine_name: str) -> Breadth:
    """Return how much is asked: less where the same rule stands at another door, and on PostgreSQL, whose copies are dearer."""
    if scale() != "ci":
        return Breadth.WHOLE
    if row.name in _FIRST_OF_ITS_RULE:
        return Breadth.BROAD if engine_name == "sqlite" else Breadth.BRIEF
    return Breadth.BRIEF if engine_name == "sqlite" else Breadth.LEAST


@pytest.mark.parametrize("row", [row for row in ROWS if row.of], ids=lambda row: row.name)
def test_a_row_speaks_of_every_object_of_its_kind(stage: Stage, row: Row) -> None:
    assert set(row.expected()) == stage.world.names(row.of)


@pytest.mark.parametrize("row", [row for row in ROWS if row.action != PUBLIC], ids=lambda row: row.name)
def test_a_page_that_is_not_public_lets_nobody_in_who_is_signed_out(row: Row) -> None:
    assert all(NOBODY not in let_in for let_in in row.expected().values())
