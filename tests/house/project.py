"""The checkout as the house tests see it: our own files, read once."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "trainee_app"
TEMPLATES = PROJECT / "templates"

# What git ignores, and what others have written.
_NOT_OURS = {".git", ".venv", ".cache", "instance", "__pycache__", "test-results", "vendor"}


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Return our own files with one of these suffixes, in order."""
    return tuple(path for path in _walk(PROJECT) if path.suffix in suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS:
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """Return a path as it is written in this project."""
    return path.relative_to(PROJECT).as_posix()


@cache
def configuration() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def floors() -> tuple[tuple[str, ...], ...]:
    """Return the plan of the house, roof first, as the import contract holds it; planned rooms in brackets."""
    contract = next(each for each in configuration()["tool"]["importlinter"]["contracts"] if each["id"] == "floors")
    return tuple(tuple(name.strip() for name in layer.replace("|", ":").split(":")) for layer in contract["layers"])


def rooms() -> list[Path]:
    """Return the folders of the rooms above the cellar."""
    above = {name for floor in floors()[2:-1] for name in floor}
    return [PACKAGE / name for name in sorted(above) if (PACKAGE / name).is_dir()]
