"""Taking the whole content out of a database, and putting it into another: never by copying a live file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Engine, inspect, text

_SECONDS_TO_WAIT = 15
# Rows that a new database has from the beginning, or gets without anybody's doing.
_WITHOUT_MEANING = frozenset({"alembic_version", "job_run", "lease"})


class BackupRefused(Exception):
    """The backup or the restore was not done; `str()` says why and what to do."""


class Dumper(Protocol):
    """What one engine does for a backup."""

    name: str

    def dump(self, file: Path) -> None:
        """Write the content as it stands at one instant, and check what was written."""

    def check(self, file: Path) -> None:
        """Raise BackupRefused if the dump cannot be read back."""

    def load(self, file: Path) -> None:
        """Replace the content by the dump's: all of it, or none of it."""


def dumper_for(engine: Engine, pg_bin: str) -> Dumper:
    """Return the way of this engine; `pg_bin` is where PostgreSQL's tools lie, "" for the search path."""
    if engine.dialect.name == "sqlite":
        return SqliteDumper(Path(engine.url.database or ""))
    return PostgresDumper(engine, pg_bin)


def holds_rows(engine: Engine) -> bool:
    """Say whether anything has been recorded in the database."""
    tables = [name for name in inspect(engine).get_table_names() if name not in _WITHOUT_MEANING]
    quote = engine.dialect.identifier_preparer.quote
    with engine.connect() as connection:
        # The names come from the database itself, quoted.
        looks = (text(f"SELECT 1 FROM {quote(name)} LIMIT 1") for name in tables)  # noqa: S608
        return any(connection.scalar(look) is not None for look in looks)


class SqliteDumper:
    """SQLite's own backup interface copies a consistent state while others write."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.name = database.name

    def dump(self, file: Path) -> None:
        with _opened(self._database, "ro") as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        self.check(file)

    def check(self, file: Path) -> None:
        try:
            with _opened(file, "ro") as connection:
                found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"the database in the backup cannot be read: {error}.") from error
        if found != ["ok"] or broken:
            raise BackupRefused(f"the database in the backup is damaged: {[*found, *broken][:3]}.")

    def load(self, file: Path) -> None:
        try:
            with _opened(file, "ro") as source, closing(sqlite3.connect(self._database, _SECONDS_TO_WAIT)) as target:
                source.backup(target)
        except sqlite3.OperationalError as error:
            raise BackupRefused(f"{error}: end the web server and the scheduler first.") from error


@contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", _SECONDS_TO_WAIT, uri=True)) as connection:
        yield connection


class PostgresDumper:
    """`pg_dump` and `pg_restore`, in the custom format; without owners and rights, which belong to the place."""

    def __init__(self, engine: Engine, pg_bin: str) -> None:
        self._engine = engine
        self._bin = pg_bin
        self.name = engine.url.database or ""

    def dump(self, file: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", self._target())
        self.check(file)

    def check(self, file: Path) -> None:
        self._run("pg_restore", f"--file={os.devnull}", str(file))

    def load(self, file: Path) -> None:
        self._empty()
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        self._run("pg_restore", *options, self._target(), str(file))

    def _target(self) -> str:
        url = self._engine.url
        plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        return f"--dbname={plain.render_as_string()}"

    def _run(self, tool: str, *arguments: str) -> None:
        found = shutil.which(tool, path=self._bin or None)
        if found is None:
            raise BackupRefused(f"{tool} is not found: install PostgreSQL's tools, or set PG_BIN to their folder.")
        # The password travels in the environment, since everybody on the machine can read a command line.
        environment = {**os.environ, "PGPASSWORD": self._engine.url.password or ""}
        done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            raise BackupRefused(f"{tool} failed: {done.stderr.strip()[:600]}")

    def _empty(self) -> None:
        """Drop what stands in the schema, so that nothing is left over from a newer state than the backup's."""
        quote = self._engine.dialect.identifier_preparer.quote
        functions = text(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT"
            " EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        with self._engine.begin() as connection:
            for table in inspect(connection).get_table_names():
                connection.execute(text(f"DROP TABLE {quote(table)} CASCADE"))
            for function in connection.scalars(functions).all():
                connection.execute(text(f"DROP FUNCTION {function} CASCADE"))
