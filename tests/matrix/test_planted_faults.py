"""The matrix would have seen it: every rule turned to "allow", every exception and condition dropped, every guard taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import ColumnElement, false, select, true
from werkzeug.exceptions import NotFound

from tests.matrix.actors import NOBODY, WITHOUT_SECOND_FACTOR
from tests.matrix.asking import Stage
from tests.matrix.expected import BY_NAME, ROWS
from tests.matrix.judging import fault_of
from tests.matrix.slips import SLIPS, slipped
from tests.matrix.table import PUBLIC, Row
from trainee_app.access import Actor, Permission
from trainee_app.access.policy import permission_table
from trainee_app.db import db
from trainee_app.logbook.queries import awaiting
from trainee_app.wiring import PERMISSIONS

_BY_ACTION = {permission.action: permission for permission in PERMISSIONS}
# At no door: `queue.sign` lets a supervisor in, and the verb judges entry by entry. Tried below in the verb itself.
# So is `phone.send`: no phone is signed in, its door is public and judges by the phone's token (tests/phones).
_IN_THE_VERB = {"entry.sign", "phone.send"}
# At no door: a page that is open shows one line more to whom these let in. Each has its test where the page is:
# tests/cohorts/test_views_breaks.py, tests/admissions/test_views.py, tests/readiness/test_views_therapy.py.
_IN_THE_PAGE = {"break.reason", "score.read", "therapy.hear"}
# These are everybody's who is signed in, for themselves: there is nobody else to let in.
_EVERYBODYS = {"account.keep", "digest.choose", "front_page.see"}
_GUARDED = [row for row in ROWS if row.action != PUBLIC]
_AT_DOORS = [each for each in PERMISSIONS if each.action not in _IN_THE_VERB | _IN_THE_PAGE]
_UNLESS = [
    (each.action, number)
    for each in _AT_DOORS
    for number in range(len(each.unless))
    if (each.action, number) not in SLIPS
]
_IF_ANY = [(each.action, number) for each in _AT_DOORS for number in range(len(each.if_any))]
# Whom a dropped exception lets in first.
_FIRST = (*WITHOUT_SECOND_FACTOR, "both", "applicant")


def _everybody(_actor: Actor) -> ColumnElement[bool]:
    return true()


@contextmanager
def _instead(stage: Stage, permission: Permission) -> Iterator[None]:
    """Put another rule in the place of the action's own."""
    with stage.app.app_context():
        table: Any = permission_table()
    table[permission.action] = permission
    try:
        yield
    finally:
        table[permission.action] = _BY_ACTION[permission.action]


@contextmanager
def _without_guard(stage: Stage, row: Row) -> Iterator[None]:
    """Let the row's page be what it would be as a public one: its row looked up by name, for everybody."""
    guarded: Any = stage.app.view_functions[row.endpoint]
    model: Any = _BY_ACTION[row.action].of

    def open_to_all(**arguments: Any) -> Any:
        if "public_id" not in arguments:
            return guarded.__wrapped__(**arguments)
        found = db.session.scalar(select(model).where(model.public_id == arguments.pop("public_id")))
        if found is None:
            raise NotFound
        return guarded.__wrapped__(found, **arguments)

    stage.app.view_functions[row.endpoint] = open_to_all
    try:
        yield
    finally:
        stage.app.view_functions[row.endpoint] = guarded


def _is_caught(stage: Stage, rows: list[Row], wanted: Callable[[str], bool], *, let_in: bool) -> bool:
    """Say whether a cell of these rows that lets its actor in, or one that does not, is no longer as it should be."""
    cells = [
        (row, actor, name, expected.get(actor))
        for row in rows
        for name, expected in row.expected().items()
        for actor in _in_order(stage)
        if wanted(actor) and (actor in expected) is let_in
    ]
    return any(_is_fault(stage, *cell) for cell in cells)


def _in_order(stage: Stage) -> list[str]:
    others = [word for word in (NOBODY, *stage.world.tokens) if word not in _FIRST]
    return [*_FIRST, *others]


def _is_fault(stage: Stage, row: Row, actor: str, name: str, expected: tuple[int, ...] | None) -> bool:
    try:
        return fault_of(stage, row, actor, name, expected) is not None
    except Exception:  # noqa: BLE001 - a page that breaks without its guard fails its row too
        return True


def _anybody(_actor: str) -> bool:
    return True


def _rows_of(action: str) -> list[Row]:
    return [row for row in ROWS if row.action == action]


@pytest.mark.one_engine
@pytest.mark.parametrize("action", sorted({each.action for each in _AT_DOORS} - _EVERYBODYS))
def test_a_rule_that_lets_everybody_in_is_caught(stage: Stage, action: str) -> None:
    with _instead(stage, replace(_BY_ACTION[action], if_any=(_everybody,), unless=())):
        assert _is_caught(stage, _rows_of(action), _anybody, let_in=False)


@pytest.mark.one_engine
@pytest.mark.parametrize(("action", "number"), _UNLESS, ids=str)
def test_a_rule_that_forgets_an_exception_is_caught(stage: Stage, action: str, number: int) -> None:
    rule = _BY_ACTION[action]
    kept = tuple(each for index, each in enumerate(rule.unless) if index != number)
    with _instead(stage, replace(rule, unless=kept)):
        assert _is_caught(stage, _rows_of(action), _anybody, let_in=False)


@pytest.mark.one_engine
@pytest.mark.parametrize(("action", "number"), SLIPS, ids=str)
def test_an_exception_that_only_a_slip_can_try_is_missed_when_forgotten(stage: Stage, action: str, number: int) -> None:
    """No page brings anybody there; where the database did, the exception alone stands in the way."""
    slip = SLIPS[action, number]
    asked = BY_NAME[slip.row], slip.actor, slip.name, None
    rule = _BY_ACTION[action]
    kept = tuple(each for index, each in enumerate(rule.unless) if index != number)
    with slipped(stage, slip):
        assert not _is_fault(stage, *asked)
        with _instead(stage, replace(rule, unless=kept)):
            assert _is_fault(stage, *asked)


@pytest.mark.one_engine
@pytest.mark.parametrize(("action", "number"), _IF_ANY, ids=str)
def test_a_rule_that_forgets_a_condition_is_caught(stage: Stage, action: str, number: int) -> None:
    rule = _BY_ACTION[action]
    kept = tuple(each for index, each in enumerate(rule.if_any) if index != number)
    with _instead(stage, replace(rule, if_any=kept)):
        assert _is_caught(stage, _rows_of(action), _anybody, let_in=True)


@pytest.mark.one_engine
@pytest.mark.parametrize("row", _GUARDED, ids=lambda row: row.name)
def test_a_page_that_lost_its_guard_is_caught(stage: Stage, row: Row) -> None:
    with _without_guard(stage, row):
        assert _is_caught(stage, [row], lambda actor: actor == NOBODY, let_in=False)


@pytest.mark.one_engine
def test_with_every_rule_and_guard_in_place_nothing_is_caught(stage: Stage) -> None:
    """The control: what the tests above catch is the planted fault, not something that is always there."""
    rows = [row for row in _GUARDED if row.method == "GET"][:6]
    assert not _is_caught(stage, rows, lambda actor: actor in {*_FIRST, NOBODY}, let_in=False)


@pytest.mark.one_engine
def test_a_verb_that_forgets_whose_agreement_it_is_is_caught(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaiting, "may_sign", _everybody)
    assert _is_caught(stage, [BY_NAME["POST logbook.sign"]], lambda actor: actor == "unassigned", let_in=False)


@pytest.mark.one_engine
def test_a_verb_that_forgets_that_nobody_signs_their_own_is_caught(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaiting, "is_own_record", lambda _actor, _trainee_id: false())
    assert _is_caught(stage, [BY_NAME["POST logbook.sign"]], lambda actor: actor == "both", let_in=False)


@pytest.mark.one_engine
def test_only_what_a_verb_or_a_page_judges_itself_stands_at_no_door() -> None:
    assert {each.action for each in PERMISSIONS} - {row.action for row in ROWS} == _IN_THE_VERB | _IN_THE_PAGE
