"""`flask privacy map`: the data map as a page for people."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trainee_app.privacy.queries import data_map
from trainee_app.privacy.rules import in_words

privacy = AppGroup("privacy", help="What is kept about people, and why.")


@privacy.command("map")
def print_map() -> None:
    """Print the data map as Markdown (docs/data-map.md)."""
    click.echo("\n".join(in_words(data_map())))
