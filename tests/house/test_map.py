"""docs/architecture.md, the import contract and the folders say the same."""

from __future__ import annotations

import re

from tests.house.contracts import MAY_OPEN
from tests.house.project import PACKAGE, PROJECT, configuration, floors, rooms, short

# Beside the rooms: the factory and its tables. They stand over the roof.
_OVER_THE_ROOF = ("app", "wiring")
# Files of a room that are no drawers, and why they may be there.
_NO_DRAWERS = {
    "trainee_app/demo/run.py",  # the process supervisor of `make run`: docs/decisions/0002
}


def _drawn() -> list[tuple[str, ...]]:
    """Read the floors from the map: the first code block under "The floors", rooms in square brackets."""
    block = (PROJECT / "docs/architecture.md").read_text().split("## The floors")[1].split("```")[1]
    floors_drawn = re.split(r"^(?=roof|floor|cellar)", block.strip("\n"), flags=re.MULTILINE)
    return [tuple(re.findall(r"\[(\w+)\]", floor)) for floor in floors_drawn if floor]


def _folders() -> set[str]:
    return {path.stem for path in PACKAGE.iterdir() if path.stem != "__init__" and not path.name.startswith(".")} - {
        "__pycache__"
    }


def test_the_map_draws_the_rooms_that_are_built_and_no_others() -> None:
    built = _folders() - set(_OVER_THE_ROOF)
    assert sorted(name for floor in _drawn() for name in floor) == sorted(built)


def test_the_map_draws_the_floors_in_the_order_of_the_contract() -> None:
    built = _folders()
    standing = [sorted(name for name in floor if name in built) for floor in floors()[2:]]
    assert [sorted(floor) for floor in _drawn()] == [floor for floor in standing if floor]


def test_a_room_that_is_built_stands_without_brackets() -> None:
    bracketed = {name.strip("()") for floor in floors() for name in floor if name.startswith("(")}
    assert bracketed & _folders() == set()


def test_a_room_holds_drawers_and_data_only() -> None:
    found = {
        short(path)
        for room in rooms()
        for path in room.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem not in {*MAY_OPEN, "__init__"}
    }
    assert found - _NO_DRAWERS == set()


def test_the_package_of_a_room_is_empty_so_that_importing_its_rules_imports_nothing_else() -> None:
    for package in (PACKAGE, *rooms()):
        lines = (package / "__init__.py").read_text()
        assert "import" not in lines, short(package)


def test_the_top_level_stands_exactly_so() -> None:
    told = {"trainee_app", "templates", "migrations", "tests", "config.py", "wsgi.py", "pyproject.toml", "README.md"}
    beside = {"requirements", "instance", "Makefile", "docs", "benchmarks", "LICENSE", "SECURITY.md", "test-results"}
    found = {path.name for path in PROJECT.iterdir() if not path.name.startswith(".")} - {"__pycache__"}
    assert told <= found
    assert found <= told | beside


def test_nothing_is_built_from_this_checkout() -> None:
    assert {"project", "build-system"} & set(configuration()) == set()
