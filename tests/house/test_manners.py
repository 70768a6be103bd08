"""Manners of the code: sizes, names, imports, and where the clock and the commit are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGE, PROJECT, files, short, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
BANNED_NAMES = re.compile(
    r"^_?(utils?|helpers?|common|misc|managers?|base)$|^_?(utils?|helpers?|misc)_|_(utils?|helpers?|misc|managers?)$"
)
# The only places that commit, and why.
_EDGES = {"trainee_app/db/edge.py"}
_CLOCK = {"trainee_app/clock.py"}
_OURS = ("trainee_app", "config", "wsgi", "tests", "benchmarks")

_PYTHON = [path for path in files(".py") if "migrations/versions" not in short(path)]
_APPLICATION = [path for path in _PYTHON if path.is_relative_to(PACKAGE)]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: Path) -> Iterator[_Function]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, _Function))


def _length(function: _Function) -> int:
    """Count the lines from `def` to the end, without the docstring: saying what it means costs nothing."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None and isinstance(first, ast.Expr):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _is_view(path: Path) -> bool:
    return path.stem == "views" or path.parent.name == "views"


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    code = [path for path in files(".py", ".html", ".js") if "migrations/versions" not in short(path)]
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_page() -> None:
    too_long = {
        f"{short(path)}:{function.name}": _length(function)
        for path in _PYTHON
        for function in _functions(path)
        if _length(function) > (LONGEST_VIEW if _is_view(path) else LONGEST_FUNCTION)
    }
    assert too_long == {}


def test_our_own_code_is_never_imported_inside_a_function() -> None:
    inner = [
        f"{short(path)}:{node.lineno}"
        for path in _PYTHON
        for function in _functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and _imports_ours(node)
    ]
    assert inner == []


def _imports_ours(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or (node.module or "").split(".")[0] in _OURS
    return any(alias.name.split(".")[0] in _OURS for alias in node.names)


def test_no_file_or_folder_has_a_name_that_could_hold_anything() -> None:
    named = {part for path in files(".py", ".html") for part in (*_folders(path), path.stem)}
    assert {name for name in named if BANNED_NAMES.search(name)} == set()


def _folders(path: Path) -> tuple[str, ...]:
    return path.relative_to(PROJECT).parts[:-1]


def _calls(path: Path, *names: str) -> list[str]:
    return [
        f"{short(path)}:{node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


def test_work_is_committed_at_the_edge_only() -> None:
    commits = [call for path in _APPLICATION if short(path) not in _EDGES for call in _calls(path, "commit")]
    assert [call for call in commits if not _is_the_edge(call)] == []


def _is_the_edge(call: str) -> bool:
    """`edge.commit()` is the edge itself, called where a request, a job or a command ends."""
    name, line = call.rsplit(":", 1)
    return "edge.commit(" in (PROJECT / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_the_edge_is_called_by_requests_jobs_and_commands_only() -> None:
    callers = {short(path) for path in _APPLICATION if "edge.commit(" in path.read_text() and path.name != "edge.py"}
    allowed = re.compile(r"trainee_app/(web/application|[a-z]+/(jobs|cli)(/\w+)?)\.py")
    assert {caller for caller in callers if not allowed.fullmatch(caller)} == set()


def test_only_the_clock_knows_what_time_it_is() -> None:
    asked = [
        call
        for path in _APPLICATION
        if short(path) not in _CLOCK
        for call in _calls(path, "utcnow", "today", "now")
        if "clock." not in (PROJECT / call.rsplit(":", 1)[0]).read_text().splitlines()[int(call.rsplit(":", 1)[1]) - 1]
    ]
    assert asked == []


@pytest.mark.parametrize("name", ["utils", "form_helpers", "base", "user_manager", "common", "misc", "utils_dates"])
def test_the_list_of_names_catches_what_it_should(name: str) -> None:
    assert BANNED_NAMES.search(name)


@pytest.mark.parametrize("name", ["baseline", "database", "common_words", "based", "placements", "miscarriage"])
def test_the_list_of_names_leaves_honest_names_alone(name: str) -> None:
    assert not BANNED_NAMES.search(name)
