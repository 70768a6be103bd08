"""`flask demo load`: the invented world of `make run`, made once and kept."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from trainee_app import clock
from trainee_app.demo.queries import is_loaded
from trainee_app.demo.rules import APPLICANTS, COHORTS, PASSWORD, SIGNER_BY_LINK, STAFF, Invented
from trainee_app.demo.services import load_world
from trainee_app.people.services.passwords import HashingCost, hash_password

group = AppGroup("demo", help="The invented world of a trial.")
_SHOWN = ("Marta Ellison", "Dr Helen Rees", "Oona Hartley", "Anna Kerrigan", "Miriam Imrie", "Rosa Lindqvist")


@group.command("load")
def load() -> None:
    """Make the invented people, cohorts and hours, unless they are there; then say how to sign in."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("this copy is not a trial: set DEMO=1 to load invented people into it.")
    if not is_loaded():
        config = current_app.config
        cost = HashingCost(memory_kib=config["ARGON2_MEMORY_KIB"], time_cost=config["ARGON2_TIME_COST"])
        click.echo("Making the invented world: two years of a small course. This takes a moment, once.", err=True)
        load_world(today=clock.today(), password_hash=hash_password(PASSWORD, cost), tell=_tell)
    click.echo("Everybody here is invented. Sign in with the password: " + PASSWORD)
    people = {
        each.name: each
        for each in (*STAFF, *APPLICANTS, *(one.person for cohort in COHORTS for one in cohort.trainees))
    }
    for name in _SHOWN:
        click.echo(f"  {people[name].email:34} {_part(people[name])}")
    click.echo(f"  {SIGNER_BY_LINK} keeps no account: the scheduler prints the letter with the link to sign by, once.")


def _tell(month: str) -> None:
    click.echo(f"  {month}", err=True)


def _part(someone: Invented) -> str:
    return f"{someone.name}, {' and '.join(role.words for role in someone.roles)}"
