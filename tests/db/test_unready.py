"""A command on a database that is not there, or has no tables yet, ends with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from tests.databases import Database
from trainee_app.app import create_app
from trainee_app.db import db

BEHIND, AWAY = "Bring it up to date: flask db upgrade", "The database cannot be opened."


def said(app: Flask, command: str) -> str:
    """Run a command that must end with 1 and a sentence of its own."""
    answer = app.test_cli_runner().invoke(args=command.split())
    with app.app_context():
        db.engine.dispose()
    assert (answer.exit_code, type(answer.exception)) == (1, SystemExit), answer.exception
    assert answer.output.startswith("Error: The database")
    return answer.output


@pytest.mark.parametrize(
    ("command", "table"), [("demo load", "person"), ("totals verify", "trainee"), ("files verify", "stored_file")]
)
def test_a_command_without_its_tables_says_how_they_are_made(
    make_app: Callable[..., Flask], command: str, table: str
) -> None:
    app = make_app(demo=True)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_of_another_version"))
    assert BEHIND in said(app, command)


@pytest.mark.one_engine
@pytest.mark.parametrize("address", ["sqlite:////no/such/folder/record.sqlite", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_command_whose_database_cannot_be_opened_says_so(
    fresh_database: Database, tmp_path: Path, address: str
) -> None:
    settings: Settings = fresh_database.settings(database_url=address, instance_path=tmp_path)
    assert AWAY in said(create_app(settings), "totals verify")
