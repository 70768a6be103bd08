"""The migrated database is the one that the models describe, and migrations go through one line of history."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from tests.house.project import PACKAGE, PROJECT, files, short, tree
from trainee_app.db import Base


def test_the_migrated_database_is_what_the_models_describe(app: Flask, session: scoped_session[Session]) -> None:
    for models in PACKAGE.glob("*/models.py"):
        import_module(f"trainee_app.{models.parent.name}.models")
    options = {"compare_type": True, "compare_server_default": True}
    differences: Any = compare_metadata(MigrationContext.configure(session.connection(), opts=options), Base.metadata)
    assert differences == []


def test_there_is_one_newest_migration() -> None:
    heads = ScriptDirectory(str(PROJECT / "migrations")).get_heads()
    assert len(heads) == 1, heads


def test_no_migration_imports_the_application_since_its_models_move_on() -> None:
    migrations = [path for path in files(".py") if short(path).startswith("migrations/versions/")]
    assert migrations
    assert {short(path) for path in migrations if "trainee_app" in _imported(path)} == set()


def test_no_migration_goes_back_since_going_back_is_a_restore() -> None:
    migrations = [path for path in files(".py") if short(path).startswith("migrations/versions/")]
    assert {short(path) for path in migrations if "def downgrade" in path.read_text(encoding="utf-8")} == set()


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
    return names
