"""The rights that docs/operations.md gives on PostgreSQL are enough to work with, and not enough to forge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.databases import Database, migrate
from tests.db.test_backup import Place
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.web import serving

_GUIDE = (Path(__file__).resolve().parents[2] / "docs/operations.md").read_text()
pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True, scope="session")


@pytest.fixture
def names(worker_id: str) -> dict[str, str]:
    """Names of this worker's own for what the guide calls record_owner, record_app and record."""
    return {f"record{part}": f"record_of_{worker_id}{part}" for part in ("_owner", "_app", "")}


@pytest.fixture
def following_the_guide(fresh_database: Database, names: dict[str, str]) -> Iterator[dict[str, str]]:
    """Do what the guide says; give the addresses of the new database by role."""
    url = fresh_database.url
    blocks = [_renamed(block, names) for block in re.findall(r"```sql\n(.*?)```", _GUIDE, re.DOTALL)]
    assert len(blocks) == 2
    own = {role: _at(url, names["record"], names[role]) for role in ("record_owner", "record_app")}
    with psycopg.connect(url, autocommit=True) as admin:
        for statement in _statements(blocks[0]):
            admin.execute(statement)
        with psycopg.connect(own["record_owner"], autocommit=True) as owner:
            for statement in _statements(blocks[1]):
                owner.execute(statement)
        yield own
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(names["record"])))
        for role in ("record_app", "record_owner"):
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(names[role])))


def _renamed(block: str, names: dict[str, str]) -> str:
    return re.sub(r"\brecord(_owner|_app)?\b", lambda found: names[found[0]], block)


def _statements(block: str) -> list[bytes]:
    return [statement.strip().encode() for statement in block.split(";") if statement.strip()]


def _at(url: str, database: str, role: str) -> str:
    return re.sub(r"//[^/]*@", f"//{role}@", re.sub(r"/\w+\?", f"/{database}?", url))


@pytest.fixture
def place(fresh_database: Database, following_the_guide: dict[str, str]) -> Iterator[Place]:
    """A copy that was migrated by the owner and is served by the other role."""
    migrate(following_the_guide["record_owner"], fresh_database.instance_path)
    database = replace(fresh_database, url=following_the_guide["record_app"])
    with psycopg.connect(fresh_database.url) as connection:
        (folder,) = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone() or ("",)
    production = {"environment": "production", "base_url": "https://record.example.org"}
    app = create_app(database.settings(pg_bin=str(folder), **production))
    yield Place(app, database)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_serving_role_can_do_all_that_the_application_does(place: Place) -> None:
    assert serving.hindrances(place.app) == ()
    place.add("Marta")
    place.add("Anna")
    assert place.people() == ["Marta", "Anna"]
    assert len(place.trail()) == 2
    assert place.backup().exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER trail_line_never_changes ON trail_line",
        "ALTER TABLE trail_line DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "TRUNCATE trail_line",
        "DROP TABLE signature",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE another (id integer)",
        "ALTER TABLE person ADD COLUMN secret text",
    ],
)
def test_the_serving_role_cannot_lift_what_protects_the_record(place: Place, statement: str) -> None:
    assert _is_denied(place.app, statement)


def _is_denied(app: Flask, statement: str) -> bool:
    with app.app_context():
        try:
            db.session.execute(text(statement))
        except ProgrammingError as error:
            return isinstance(error.orig, psycopg.errors.InsufficientPrivilege)
        finally:
            db.session.rollback()
    return False


def test_every_table_of_the_record_is_open_to_the_serving_role(place: Place) -> None:
    with place.app.app_context():
        for table in db.metadata.sorted_tables:
            db.session.execute(table.select().limit(1))
        db.session.rollback()
