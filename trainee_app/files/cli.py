"""`flask files verify`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trainee_app.files.services import file_flaws

group = AppGroup("files", help="Evidence that was handed in.")


@group.command("verify")
def verify() -> None:
    """Compare every kept file with its hash; ends with an error if one is gone or altered."""
    flaws = list(file_flaws())
    for name, flaw in flaws:
        click.echo(f"{name}: {flaw}")
    if flaws:
        raise click.ClickException(f"{len(flaws)} of the kept files are gone or altered.")
    click.echo("Every kept file is there, as it was handed in.")
