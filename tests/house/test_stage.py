"""The stage on which all other tests stand keeps its promises."""

from __future__ import annotations

import sqlite3
import subprocess
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import text

from tests.databases import Database
from tests.serving import serving
from trainee_app.db import db

_INSERT = text("INSERT INTO stage_probe (id) VALUES (1)")


def _probe(app: Flask) -> list[int]:
    with app.app_context():
        if "stage_probe" not in db.inspect(db.engine).get_table_names():
            return []
        return list(db.session.scalars(text("SELECT id FROM stage_probe")))


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(app: Flask, turn: str) -> None:
    assert _probe(app) == []
    with app.app_context():
        db.session.execute(text("CREATE TABLE stage_probe (id INTEGER PRIMARY KEY)"))
        db.session.execute(_INSERT)
        db.session.commit()
    assert _probe(app) == [1]


def test_a_process_of_its_own_answers_on_the_same_database(fresh_database: Database) -> None:
    with serving(fresh_database) as server, urlopen(f"{server.url}/healthz", timeout=10) as answer:
        assert answer.status == 200


def test_a_dump_can_be_taken_by_a_program_of_the_servers_own_version(fresh_database: Database) -> None:
    if not fresh_database.url.startswith("postgresql"):
        assert sqlite3.sqlite_version_info >= (3, 35), "ON CONFLICT ... RETURNING needs it"
        return
    done = subprocess.run(["pg_dump", "--schema-only", fresh_database.url], capture_output=True, text=True, check=True)
    assert "CREATE TABLE public.alembic_version" in done.stdout


@pytest.mark.journey
@pytest.mark.one_engine
def test_a_real_browser_opens_a_page(page: Any) -> None:
    answer = page.goto("/healthz")
    assert answer.status == 200
    assert page.viewport_size == {"width": 360, "height": 740}
