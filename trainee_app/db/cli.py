"""`flask backup create | restore`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from trainee_app import clock
from trainee_app.db import backup, db
from trainee_app.db.backup import AfterRestore, Copy
from trainee_app.db.dumps import BackupRefused
from trainee_app.db.edge import unit_of_work
from trainee_app.db.guards import missing_guards
from trainee_app.db.revisions import every_revision

group = AppGroup("backup", help="Write the whole record into one file, or put such a file back.")
_EXTENSION = "trainee_app.backup"


def connect(app: Any, guards: Sequence[str], after_restore: Sequence[AfterRestore]) -> None:
    """Name the triggers that must stand after a restore, and what the rooms do then, in one transaction."""
    app.extensions[_EXTENSION] = (tuple(guards), tuple(after_restore))


@group.command("create")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; instance/backups otherwise.",
)
def create(folder: Path | None) -> None:
    """Write a backup while people go on working, and print its path."""
    copy = _this_copy()
    try:
        written = backup.create(copy, folder or copy.checkpoints.parent / "backups", at=clock.now())
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(written)


@group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", default="", metavar="NAME", help="The name of the database that may be overwritten.")
def restore(file: Path, replace: str) -> None:
    """Put a backup into the database of this copy, which must be empty or named by --replace.

    End the web server and the scheduler first.
    """
    try:
        restoration, kept = backup.restore(
            _this_copy(), file, known_revisions=every_revision(), replace=replace, at=clock.now()
        )
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from refused
    if kept is not None:
        click.echo(f"What stood here before is kept in {kept}")
    flask_migrate.upgrade()
    guards, after_restore = current_app.extensions[_EXTENSION]
    with db.engine.connect() as connection:
        missing = missing_guards(connection, guards)
    if missing:
        raise click.ClickException(
            f"the backup is restored, but lacks triggers, so serve nobody: {', '.join(missing)}."
        )
    with unit_of_work():
        for act in after_restore:
            act(restoration)
    click.echo(f"Restored the backup of {restoration.made_at:%d %B %Y %H:%M} UTC. Now: flask audit verify")


def _this_copy() -> Copy:
    config = current_app.config
    return Copy(db.engine, config["CHECKPOINT_PATH"], config["FILES_PATH"], config["PG_BIN"])
