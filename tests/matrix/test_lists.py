"""Lists hold what is theirs to see and nothing else: every page of the matrix is searched for planted names of others.

The search itself is part of every cell (judging.py, sights.py). Here: that the names are really there to be
found, and that a list which forgets its scope is caught by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Select, select, true

from tests.matrix.actors import NAMES
from tests.matrix.asking import Stage
from tests.matrix.expected import BY_NAME
from tests.matrix.judging import fault_of
from tests.matrix.record import NOTES
from tests.matrix.table import ITSELF
from tests.matrix.world import OTHERS, OUR_COHORT, PLACEMENTS, REGISTRATIONS, THEIR_COHORT
from trainee_app.cohorts.views import cohorts
from trainee_app.home.views import course
from trainee_app.imports.views import batches as imports
from trainee_app.logbook.queries import conditions, queues
from trainee_app.logbook.views import reading
from trainee_app.people.views import people
from trainee_app.wiring import PERMISSIONS

pytestmark = pytest.mark.one_engine
_MODELS = {permission.action: permission.of for permission in PERMISSIONS}
_SHOWN = (
    ("cohorts.cohorts", "administrator", ITSELF, OUR_COHORT),
    ("cohorts.cohorts", "elsewhere", ITSELF, THEIR_COHORT),
    ("cohorts.people", "administrator", "ours", NAMES["trainee"]),
    ("cohorts.arrangements", "trainee", "marta", PLACEMENTS["marta"]),
    ("credentials.registrations", "administrator", "supervisor", REGISTRATIONS["supervisor"][2]),
    ("home.front", "administrator", ITSELF, OUR_COHORT),
    ("home.front", "supervisor", ITSELF, NAMES["trainee"]),
    ("logbook.queue", "supervisor", ITSELF, NOTES["marta"]),
    ("logbook.entry", "elsewhere", "kit's submitted", NOTES["kit"]),
    ("people.people", "administrator", ITSELF, OTHERS["bo"]),
    ("people.people", "elsewhere", ITSELF, OTHERS["kit"]),
    ("readiness.cohort", "examiner", "ours", NAMES["fellow"]),
    ("history.trainee", "officer", "marta", NAMES["trainee"]),
)
_IDS_SHOWN = (
    ("logbook.own_log", "trainee", ITSELF, ("entry", "marta's draft")),
    ("logbook.trainee_log", "supervisor", "marta", ("entry", "marta's submitted")),
    ("imports.batches", "board", ITSELF, ("batch", "unattested")),
    ("people.people", "officer", ITSELF, ("person", "trainee")),
)
_UNSCOPED: tuple[tuple[Any, str, str, str, str], ...] = (
    (cohorts, "scope", "GET cohorts.cohorts", "examiner", ITSELF),
    (course, "scope", "GET home.front", "board", ITSELF),
    (imports, "scope", "GET imports.batches", "board", ITSELF),
    (people, "scope", "GET people.people", "officer", ITSELF),
    (reading, "allowed", "GET logbook.trainee_log", "tutor", "marta"),
    (conditions, "may_sign", "GET logbook.queue", "unassigned", ITSELF),
)


def _whole_table(action: str, _actor: object) -> Select[Any]:
    return select(_MODELS[action])


def _everything(*_asked: object) -> ColumnElement[bool]:
    return true()


@contextmanager
def _kept_statements_forgotten() -> Iterator[None]:
    """Let queues put their statements together anew, with the fault, and not keep them."""
    kept = (queues._sums, queues._entries)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


@pytest.mark.parametrize(("endpoint", "actor", "name", "mark"), _SHOWN)
def test_what_is_planted_is_there_to_be_found(stage: Stage, endpoint: str, actor: str, name: str, mark: str) -> None:
    assert mark in stage.ask(BY_NAME[f"GET {endpoint}"], actor, name).body


@pytest.mark.parametrize(("endpoint", "actor", "name", "key"), _IDS_SHOWN)
def test_the_ways_to_things_are_there_to_be_found(
    stage: Stage, endpoint: str, actor: str, name: str, key: tuple[str, str]
) -> None:
    assert stage.world.ids[key] in stage.ask(BY_NAME[f"GET {endpoint}"], actor, name).body


@pytest.mark.parametrize(
    ("module", "wrong", "row", "actor", "name"), _UNSCOPED, ids=[f"{each[2]} {each[3]}" for each in _UNSCOPED]
)
def test_a_list_that_forgets_its_scope_is_caught(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, module: Any, wrong: str, row: str, actor: str, name: str
) -> None:
    assert fault_of(stage, BY_NAME[row], actor, name, (200,)) is None
    monkeypatch.setattr(module, wrong, _whole_table if wrong == "scope" else _everything)
    with _kept_statements_forgotten():
        fault = fault_of(stage, BY_NAME[row], actor, name, (200,))
    assert fault is not None
    assert "not theirs to see" in fault
