"""`flask programme`: check a definition, read it back in plain English, or say what changes between two.

Only files are read: no command needs a database.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from trainee_app.programmes.rules import Definition, DefinitionFaulty, Told, chapters, differences, doubts
from trainee_app.programmes.rules.files import LARGEST_BYTES, definition_from
from trainee_app.programmes.rules.telling.phrases import number

group = AppGroup("programme", help="Check a programme definition, and read it in plain English.")

_WIDTH = 100


@group.command("check", with_appcontext=False)
@click.argument("file", type=Path)
def check(file: Path) -> None:
    """Name every fault in FILE with its line, requirement and key, and what to write instead; end with 1 if there is one."""
    definition = _read(file)
    asked = number(len(definition.requirements), "requirement")
    spent = number(len(definition.activities), "activity", "activities")
    click.echo(_shown(f"{file}: no faults. {definition.title}, version {definition.version}: {asked}, {spent}."))
    for said in doubts(definition):
        click.echo(_wrapped(f"Look again: {said}", "  "))


@group.command("explain", with_appcontext=False)
@click.argument("file", type=Path)
def explain(file: Path) -> None:
    """Read FILE back in plain English."""
    definition = _read(file)
    if found := doubts(definition):
        click.echo("\nLook again\n==========")
        for said in found:
            click.echo(f"\n{_wrapped(said, '  ')}")
    for chapter in chapters(definition):
        click.echo(f"\n{chapter.title}\n{'=' * len(chapter.title)}")
        for told in chapter.tellings:
            for line in _told_lines(told, ""):
                click.echo(line)


@group.command("diff", with_appcontext=False)
@click.argument("before", type=Path)
@click.argument("after", type=Path)
def diff(before: Path, after: Path) -> None:
    """Say what changes from the definition BEFORE to the definition AFTER, and for whom."""
    found = differences(_read(before), _read(after))
    for difference in found:
        click.echo(f"\n{difference.title}: {difference.how} ({difference.table} {difference.key})")
        for said in (*map(str, difference.changes), difference.for_whom):
            if said:
                click.echo(_wrapped(said, "  "))
    click.echo(
        "\nNothing changes for anybody until the later version is published and a cohort is moved to it."
        if found
        else "Nothing changes: both say the same."
    )


def _told_lines(told: Told, indent: str) -> Iterator[str]:
    yield f"\n{indent}{told.title}"
    yield _wrapped(told.words, f"{indent}  ")
    if told.why:
        yield _wrapped(f"Why: {told.why}", f"{indent}  ")
    if told.source:
        yield _wrapped(told.source, f"{indent}  ")
    for part in told.parts:
        yield from _told_lines(part, f"{indent}    ")


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(_shown(text), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _shown(text: str) -> str:
    """A file of somebody else's must not be able to move the cursor of a terminal."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _read(file: Path) -> Definition:
    """Read a definition, or say every fault and end with 1."""
    try:
        return definition_from(_bytes_of(file))
    except DefinitionFaulty as faulty:
        for fault in faulty.faults:
            click.echo(_shown(f"{file}, {fault}" if fault.line else f"{file}: {fault}"))
        many = len(faulty.faults)
        raise click.ClickException(
            f"{file} has {many} fault{'s' if many > 1 else ''}. docs/programme-language.md says how to write a definition."
        ) from None


def _bytes_of(file: Path) -> bytes:
    """Read no more than could be a definition, whatever the file is."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} cannot be read: {_why(error)}") from None


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file. Write the path of a definition, such as pip.toml."
        case IsADirectoryError():
            return "it is a folder. Write the path of a file in it."
        case PermissionError():
            return "you may not read it."
        case _:
            return "its name or its place does not allow it."
