"""`flask totals`: are the running sums what the entries make them, and are the entries what their versions say?"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trainee_app.db.edge import unit_of_work
from trainee_app.db.engine import reading_one_instant
from trainee_app.logbook.queries import differences
from trainee_app.logbook.services import rebuild_totals

group = AppGroup("totals", help="Verify or rebuild the running totals.")


@group.command("verify")
def verify() -> None:
    """Compare totals and entries with versions and steps; name every difference, and end with 1 if there is one."""
    with reading_one_instant():
        found = [str(each) for each in differences()]
    for line in found:
        click.echo(line)
    if found:
        raise click.ClickException(f"{len(found)} differences. Totals can be made anew: flask totals rebuild")
    click.echo("All totals and entries are what their versions say.")


@group.command("rebuild")
def rebuild() -> None:
    """Make all totals anew from the entries, in one transaction."""
    with unit_of_work():
        rows = rebuild_totals()
    click.echo(f"Made {rows} totals anew.")
