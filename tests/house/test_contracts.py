"""The plan of the house holds, and our own two kinds of contract see what they should."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house.contracts import MAY_OPEN, Drawers, PrivateDrawers
from tests.house.project import PROJECT, configuration


@pytest.fixture
def _every_logger_goes_on() -> Iterator[None]:
    """The program that reads the contracts silences whoever logs already; the tests after it look at logs."""
    known = [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    before = {each: each.disabled for each in known}
    yield
    for each, was_disabled in before.items():
        each.disabled = was_disabled


@pytest.mark.usefixtures("_every_logger_goes_on")
def test_every_import_contract_holds(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(PROJECT / "pyproject.toml"), cache_dir=str(PROJECT / ".cache/imports"))
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def _graph(*links: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    graph.add_module("house")
    for link in links:
        for module in link:
            for depth in range(2, len(module.split(".")) + 1):
                graph.add_module(".".join(module.split(".")[:depth]))
        graph.add_import(importer=link[0], imported=link[1])
    return graph


def _broken(contract: Any, *links: tuple[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = contract.check(_graph(*links), verbose=False).metadata["links"]
    return found


@pytest.mark.parametrize(
    ("importer", "imported", "is_allowed"),
    [
        ("house.attic.views", "house.attic.permissions", True),
        ("house.wiring", "house.attic.permissions", True),
        ("house.hall.views", "house.attic.permissions", False),
        ("house.hall.views", "house.attic.forms", False),
        ("house.hall.views", "house.attic.views.pages", False),
        ("house.hall.views", "house.attic.services", True),
    ],
)
def test_a_private_drawer_is_opened_by_its_room_and_the_wiring_only(
    importer: str, imported: str, is_allowed: bool
) -> None:
    options = {"package": "house", "drawers": ["views", "forms", "permissions"], "also_allowed": ["house.wiring"]}
    contract = PrivateDrawers(name="private", session_options={}, contract_options=options)
    assert _broken(contract, (importer, imported)) == ([] if is_allowed else [(importer, imported)])


@pytest.mark.parametrize(
    ("importer", "imported", "is_allowed"),
    [
        ("services", "rules", True),
        ("rules", "models", False),
        ("queries", "services", False),
        ("forms", "services", False),
        ("views", "permissions", True),
        ("models", "models.trainees", True),
        ("services.signing", "services.moves", True),
        ("services.signing", "views", False),
    ],
)
def test_a_drawer_opens_only_those_below_it(importer: str, imported: str, is_allowed: bool) -> None:
    link = (f"house.attic.{importer}", f"house.attic.{imported}")
    contract = Drawers(name="drawers", session_options={}, contract_options={"package": "house"})
    assert _broken(contract, link) == ([] if is_allowed else [link])


def test_every_drawer_of_the_plan_stands_in_the_map() -> None:
    described = re.findall(r"^\| `(\w+)\.py`", (PROJECT / "docs/architecture.md").read_text(), re.MULTILINE)
    assert described == list(MAY_OPEN)


def test_the_private_drawers_are_those_of_the_plan() -> None:
    contracts = configuration()["tool"]["importlinter"]["contracts"]
    private = next(each for each in contracts if each["type"] == "private_drawers")
    assert private["drawers"] == ["views", "forms", "permissions"]
