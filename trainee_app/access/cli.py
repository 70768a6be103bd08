"""`flask access table`: who may do what, as a page for people."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trainee_app.access.policy import permission_table
from trainee_app.access.wording import in_words

group = AppGroup("access", help="Who may do what.")


@group.command("table")
def print_table() -> None:
    """Print the permission table as Markdown (docs/permissions.md)."""
    click.echo("\n".join(in_words(permission_table().values())))
