"""`flask audit verify`: whether what is kept is what was told."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trainee_app.db.engine import reading_one_instant
from trainee_app.history.queries import counts, flaws
from trainee_app.history.rules import verdict_lines

group = AppGroup("audit", help="Hold the record against the trail.")


@group.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Name every row that is not what it was when it was told, a line each. Ends with 1 if there is any."""
    found = 0
    with reading_one_instant():
        for flaw in flaws():
            found += 1
            click.echo(str(flaw))
        for line in verdict_lines(found, counts()):
            click.echo(line)
    context.exit(1 if found else 0)
