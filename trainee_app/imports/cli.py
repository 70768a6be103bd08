"""`flask import workbook`: an office's workbook into a cohort, with an account of every row."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.db import edge
from trainee_app.db.edge import unit_of_work
from trainee_app.db.engine import reading_only
from trainee_app.imports import queries, services
from trainee_app.imports.rules import account_lines
from trainee_app.imports.services import Imported, OfficeFile
from trainee_app.refusals import Refusal
from trainee_app.tables import USUAL_LIMITS, read_tables

group = AppGroup("import", help="Bring in what an office has kept.")


@group.command("workbook")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cohort", "cohort_name", required=True, help="The cohort's name or id.")
@click.option("--dry-run", is_flag=True, help="Print the same account and store nothing.")
def workbook(file: Path, cohort_name: str, *, dry_run: bool) -> None:
    """Bring an office's workbook (.xlsx, or a CSV of hours) into a cohort.

    Every row ends as taken, refused, no entry, double, in already or waiting. Good rows go in, refused
    ones are listed. The same file a second time adds nothing; a mended copy adds what was mended.
    """
    try:
        given = _read(file)
        outcome = _look(given, cohort_name) if dry_run else _bring_in(given, cohort_name)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(outcome)


def _read(file: Path) -> OfficeFile:
    with file.open("rb") as opened:
        content = opened.read(USUAL_LIMITS.packed_bytes + 1)
    return OfficeFile(file.name, content, read_tables(content))


def _look(file: OfficeFile, cohort_name: str) -> str:
    with reading_only():
        cohort = _cohort(cohort_name)
        account = services.preview(cohort=cohort, file=file, on=clock.today(cohort.programme.zone))
        lines = account_lines(account, queries.activity_titles(cohort.id))
        edge.roll_back()
    return "\n".join([*_head(file, cohort), *lines, "", "This was a dry run: nothing was stored."])


def _bring_in(file: OfficeFile, cohort_name: str) -> str:
    with unit_of_work():
        cohort = _cohort(cohort_name)
        on = clock.today(cohort.programme.zone)
        nobody = Actor(person_id=0, on=on, second_factor=True)
        imported = services.bring_in(cohort=cohort, file=file, actor=nobody, on=on, at=clock.now())
        lines = account_lines(imported.account, queries.activity_titles(cohort.id))
        return "\n".join([*_head(file, cohort), *lines, "", *_what_follows(imported)])


def _cohort(name: str) -> Cohort:
    found = queries.cohorts_called(name.strip())
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(f"{cohort.public_id} ({cohort.programme.title})" for cohort in found)
        raise click.ClickException(f"More than one cohort is called {name!r}. Say which by its id: {ids}.")
    known = ", ".join(f"{known!r}" for known in queries.names_of_cohorts()) or "none is made yet"
    raise click.ClickException(f"There is no cohort {name!r}. Known here: {known}.")


def _head(file: OfficeFile, cohort: Cohort) -> list[str]:
    sha256 = hashlib.sha256(file.content).hexdigest()
    return [f"{file.described().name} into {cohort.name}, {cohort.programme.title}", f"SHA-256 {sha256}", ""]


def _what_follows(imported: Imported) -> list[str]:
    if imported.batch is None:
        return ["Nothing of this file is new: nothing was stored."]
    follows = ["Stored."]
    if imported.account.newcomers:
        follows.append("Invite the new trainees from the page of the people; nobody was written to.")
    if imported.account.entries:
        where = f"{current_app.config['BASE_URL']}/imports/{imported.batch.public_id}"
        follows.append(f"The entries count once two people have attested them: {where}")
    return follows
