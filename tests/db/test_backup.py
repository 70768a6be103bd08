"""A backup holds the record and gives it back; it overwrites nothing by accident and hides no damage."""

from __future__ import annotations

import json
import os
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from tests.databases import Database
from tests.factories.files import pdf
from tests.factories.people import make_programme
from trainee_app import wiring
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.guards import missing_guards
from trainee_app.events import Event, publish
from trainee_app.files.services import keep_file
from trainee_app.mail import services as mail
from trainee_app.mail.composing import connect
from trainee_app.mail.models import OutboxMessage
from trainee_app.people.models import Person
from trainee_app.trail import queries
from trainee_app.trail.models import INSTALLATION_CHAIN
from trainee_app.trail.rules import chain_flaws

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BackupTried(Event):
    """Something to be found in the trail."""


@dataclass
class Place:
    """A running copy and what an operator can do with it."""

    app: Flask
    database: Database

    @property
    def name(self) -> str:
        return self.database.url.split("?")[0].rsplit("/", 1)[1]

    @property
    def checkpoints(self) -> Path:
        return self.database.instance_path / "trail-checkpoints.txt"

    @property
    def files(self) -> Path:
        return self.database.instance_path / "files"

    def flask(self, *arguments: str) -> Result:
        return self.app.test_cli_runner().invoke(args=list(arguments))

    def backup(self) -> Path:
        done = self.flask("backup", "create")
        assert done.exit_code == 0, done.output
        return Path(done.output.strip())

    def add(self, name: str) -> None:
        with self.app.app_context(), unit_of_work():
            db.session.add(Person(name=name, recorded_at=AT))
            publish(BackupTried(programme_id=None, actor_id=None, at=AT))

    def people(self) -> list[str]:
        with self.app.app_context():
            return list(db.session.scalars(select(Person.name).order_by(Person.id)))

    def trail(self) -> list[str]:
        """Return the events of the installation's chain, after making sure that it is whole."""
        with self.app.app_context():
            lines = list(queries.lines(INSTALLATION_CHAIN))
            head = queries.heads().get(INSTALLATION_CHAIN)
            seen = [point for point in queries.checkpoints() if point.chain == INSTALLATION_CHAIN]
            assert chain_flaws(lines, head, seen, self.app.config["TRAIL_KEY"].encode()) == []
        return [line.event for line in lines]

    def guards_missing(self) -> list[str]:
        with self.app.app_context(), db.engine.connect() as connection:
            return missing_guards(connection, wiring.GUARDS)


@pytest.fixture
def make_place(copies: Callable[[], AbstractContextManager[Database]]) -> Iterator[Callable[[], Place]]:
    with ExitStack() as stack:

        def make() -> Place:
            database = stack.enter_context(copies())
            app = create_app(database.settings(pg_bin=_pg_bin(database)))
            stack.callback(_close, app)
            return Place(app, database)

        yield make


def _pg_bin(database: Database) -> str:
    """Return the folder of the programs that came with the tests' server."""
    if database.url.startswith("sqlite"):
        return ""
    with psycopg.connect(database.url) as connection:
        (folder,) = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone() or ("",)
    return str(folder)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def here(make_place: Callable[[], Place]) -> Place:
    place = make_place()
    place.add("Marta")
    return place


def test_a_backup_restored_elsewhere_is_the_same_record(here: Place, make_place: Callable[[], Place]) -> None:
    there = make_place()
    done = there.flask("backup", "restore", str(here.backup()))
    assert done.exit_code == 0, done.output
    assert "flask audit verify" in done.output
    assert there.people() == ["Marta"]
    assert there.trail() == ["BackupTried", "BackupRestored"]
    assert there.guards_missing() == []
    there.add("Anna")
    assert there.people() == ["Marta", "Anna"]
    with pytest.raises(Exception, match="the trail never changes"), there.app.app_context():
        db.session.execute(text("UPDATE trail_line SET event = 'forged'"))


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(here: Place) -> None:
    archive = here.backup()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]
    with tarfile.open(archive) as tar:
        assert sorted(tar.getnames()) == ["database", "manifest.json", "trail-checkpoints.txt"]


def test_a_database_that_holds_anything_is_not_overwritten_unless_it_is_named(here: Place) -> None:
    archive = here.backup()
    here.add("Anna")
    for arguments in ((), ("--replace", "another")):
        done = here.flask("backup", "restore", str(archive), *arguments)
        assert done.exit_code == 1
        assert f"the database {here.name} is not empty" in done.output
    assert here.people() == ["Marta", "Anna"]


def test_going_back_keeps_what_stood_and_says_so_in_the_trail(here: Place) -> None:
    archive = here.backup()
    here.add("Anna")
    noted = here.checkpoints.read_text()
    done = here.flask("backup", "restore", str(archive), "--replace", here.name)
    assert done.exit_code == 0, done.output
    assert here.people() == ["Marta"]
    assert here.trail() == ["BackupTried", "BackupRestored"]
    (aside,) = here.database.instance_path.glob("trail-checkpoints-before-*.txt")
    assert aside.read_text() == noted
    (kept,) = (here.database.instance_path / "before-restore").iterdir()
    assert str(kept) in done.output
    done = here.flask("backup", "restore", str(kept), "--replace", here.name)
    assert done.exit_code == 0, done.output
    assert here.people() == ["Marta", "Anna"]


def test_an_old_copy_put_back_behind_the_applications_back_shows(here: Place, make_place: Callable[[], Place]) -> None:
    there = make_place()
    there.flask("backup", "restore", str(here.backup()))
    here.add("Anna")
    there.checkpoints.write_text(here.checkpoints.read_text())
    with pytest.raises(AssertionError):
        there.trail()


def test_letters_that_waited_in_the_backup_do_not_leave_again(here: Place, make_place: Callable[[], Place]) -> None:
    there = make_place()
    connect(here.app, {"greeting": lambda _: None})
    with here.app.app_context(), unit_of_work():
        mail.post(kind="greeting", person_id=1, params={}, at=AT)
    there.flask("backup", "restore", str(here.backup()))
    with there.app.app_context():
        assert db.session.scalars(select(OutboxMessage.last_error)).all() == [mail.RESTORED]


def _repack(archive: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    altered = archive.with_name("altered.tar")
    work = archive.parent / "work"
    work.mkdir()
    with tarfile.open(archive) as tar:
        tar.extractall(work, filter="data")
        names = tar.getnames()
    (work / name).write_bytes(change((work / name).read_bytes()))
    with tarfile.open(altered, "w") as tar:
        for each in names:
            tar.add(work / each, each)
    return altered


def _damaged(written: bytes) -> bytes:
    return written[:-100] + bytes(100)


def _in_manifest(**changes: object) -> Callable[[bytes], bytes]:
    return lambda written: json.dumps({**json.loads(written), **changes}).encode()


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("database", _damaged, "database in this archive is damaged"),
        ("trail-checkpoints.txt", lambda _: b"", "trail-checkpoints.txt in this archive is damaged"),
        ("manifest.json", lambda _: b"{", "manifest of this archive cannot be read"),
        ("manifest.json", _in_manifest(format=2), "has the format 2"),
        ("manifest.json", _in_manifest(engine="oracle"), "a backup of oracle"),
        ("manifest.json", _in_manifest(revisions=["9999"]), "newer version"),
        ("manifest.json", _in_manifest(files={"../outside": "0" * 64}), "does not hold what a backup holds"),
        ("manifest.json", _in_manifest(files={"database": "0" * 64, "/etc/x": ""}), "does not hold what a backup"),
        ("manifest.json", _in_manifest(files={"database": "", "files/../x.pdf": ""}), "does not hold what"),
        ("manifest.json", _in_manifest(files={"database": "", "files/.x.pdf": ""}), "archive does not hold what"),
    ],
)
def test_an_archive_that_is_damaged_or_strange_changes_nothing(
    here: Place, name: str, change: Callable[[bytes], bytes], words: str
) -> None:
    altered = _repack(here.backup(), name, change)
    here.add("Anna")
    done = here.flask("backup", "restore", str(altered), "--replace", here.name)
    assert done.exit_code == 1
    assert words in done.output
    assert here.people() == ["Marta", "Anna"]
    assert not (here.database.instance_path / "before-restore").exists()


def test_files_handed_in_go_along_and_those_of_others_stay(here: Place, make_place: Callable[[], Place]) -> None:
    there = make_place()
    with here.app.app_context(), unit_of_work():
        programme_id = make_programme().id
        kept = keep_file(programme_id=programme_id, stream=BytesIO(pdf()), name="a.pdf", actor_id=None, at=AT).name
    (here.files / ".half-written.pdf.unfinished").write_bytes(b"%PDF")
    archive = here.backup()
    with tarfile.open(archive) as tar:
        assert f"files/{kept}" in tar.getnames()
        assert not [name for name in tar.getnames() if "unfinished" in name]
    done = there.flask("backup", "restore", str(archive))
    assert done.exit_code == 0, done.output
    assert (there.files / kept).read_bytes() == pdf()
    assert stat.S_IMODE((there.files / kept).stat().st_mode) == 0o600
    assert there.flask("files", "verify").exit_code == 0
    (there.files / kept).write_bytes(pdf() + b" ")
    done = there.flask("files", "verify")
    assert done.exit_code == 1
    assert kept in done.output


@pytest.mark.one_engine
def test_a_file_that_is_damaged_in_the_archive_is_found_before_anything_changes(here: Place) -> None:
    with here.app.app_context(), unit_of_work():
        programme_id = make_programme().id
        kept = keep_file(programme_id=programme_id, stream=BytesIO(pdf()), name="a.pdf", actor_id=None, at=AT).name
    altered = _repack(here.backup(), f"files/{kept}", _damaged)
    (here.files / kept).unlink()
    done = here.flask("backup", "restore", str(altered), "--replace", here.name)
    assert done.exit_code == 1
    assert f"files/{kept} in this archive is damaged" in done.output
    assert not (here.files / kept).exists()


@pytest.mark.one_engine
def test_a_file_that_is_no_archive_is_refused(here: Place, tmp_path: Path) -> None:
    for content in (b"", b"not a backup at all", os.urandom(20_000)):
        file = tmp_path / "file"
        file.write_bytes(content)
        done = here.flask("backup", "restore", str(file))
        assert done.exit_code == 1
        assert "Error: " in done.output


def test_a_backup_made_while_others_write_is_one_consistent_state(here: Place) -> None:
    stop = threading.Event()
    writers = [threading.Thread(target=_add_until, args=(here, stop)) for _ in range(2)]
    for writer in writers:
        writer.start()
    archives = [here.backup() for _ in range(3)]
    stop.set()
    for writer in writers:
        writer.join()
    for archive in archives:
        done = here.flask("backup", "restore", str(archive), "--replace", here.name)
        assert done.exit_code == 0, done.output
        assert len(here.trail()) == len(here.people()) + 1


def _add_until(place: Place, stop: threading.Event) -> None:
    while not stop.is_set():
        place.add("Anna")


def test_a_backup_without_postgresqls_programs_says_what_is_missing(here: Place, tmp_path: Path) -> None:
    here.app.config["PG_BIN"] = str(tmp_path)
    done = here.flask("backup", "create", "--to", str(tmp_path / "to"))
    if here.database.url.startswith("sqlite"):
        assert done.exit_code == 0
        return
    assert done.exit_code == 1
    assert "pg_dump is not found: install PostgreSQL's tools, or set PG_BIN to their folder." in done.output
    assert list((tmp_path / "to").iterdir()) == []


def test_a_backup_whose_triggers_were_lifted_is_restored_and_reported(
    here: Place, make_place: Callable[[], Place]
) -> None:
    there = make_place()
    with here.app.app_context(), unit_of_work():
        on = "" if db.engine.dialect.name == "sqlite" else " ON signature"
        db.session.execute(text(f"DROP TRIGGER signature_never_goes{on}"))
    done = there.flask("backup", "restore", str(here.backup()))
    assert done.exit_code == 1
    assert "lacks triggers, so serve nobody: signature_never_goes" in done.output
