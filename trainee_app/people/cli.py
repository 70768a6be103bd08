"""`flask admin create`: the first administrator of a programme, who then invites the others."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.db.edge import unit_of_work
from trainee_app.people import queries
from trainee_app.people.jobs import address_of_link
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose
from trainee_app.people.services import grant_role, record_person
from trainee_app.people.services.links import hand_token
from trainee_app.people.services.persons import AccountIsTakenUp, open_account
from trainee_app.people.services.roles import RoleIsHeldAlready
from trainee_app.programmes.models import Programme
from trainee_app.programmes.services import NoDefinitionOfThatName, brought_definitions, ensure_programme

group = AppGroup("admin", help="The administrators of a programme.")


@group.command("create")
@click.option("--name", prompt="Name", help="The person's name as others should see it.")
@click.option("--email", prompt="E-mail address", help="The address with which the person will sign in.")
@click.option("--programme", "key", prompt="Programme", help="The programme's key, such as pip.")
def create(name: str, email: str, key: str) -> None:
    """Make somebody administrator of a programme and print a link, good once, to choose a password."""
    if "@" not in email or not name.strip():
        raise click.ClickException("A name and an e-mail address are needed.")
    try:
        with unit_of_work():
            link = _create(name, email, _programme(key))
    except LookupError as missing:
        raise click.ClickException(
            f"{missing}: set it to the address people use, for the link to lead there."
        ) from None
    if link is None:
        click.echo("This person has an account already and now administers the programme.")
    else:
        click.echo(
            f"Open this link within {current_app.config['INVITATION_HOURS']} hours to choose a password:\n{link}"
        )


def _create(name: str, email: str, programme: Programme) -> str | None:
    at = clock.now()
    today = clock.today(programme.zone)
    nobody = Actor(person_id=0, on=today, second_factor=True)
    person = queries.person_by_email(email) or record_person(
        name=name, email=email, programme_id=programme.id, actor=nobody, at=at
    )
    try:
        grant_role(
            person=person,
            programme_id=programme.id,
            role=Role.ADMINISTRATOR,
            starts_on=today,
            actor=nobody,
            at=at,
        )
    except RoleIsHeldAlready:
        click.echo(f"{person.name} administers {programme.title} already.")
    try:
        link = open_account(person=person, programme_id=programme.id, actor=nobody, at=at)
    except AccountIsTakenUp:
        return None
    hours = timedelta(hours=current_app.config["INVITATION_HOURS"])
    return address_of_link(Purpose.INVITATION, hand_token(link=link, expires_at=at + hours))


def _programme(key: str) -> Programme:
    """Return the programme of that key; one that the application brings is made at its first administrator."""
    try:
        return ensure_programme(key=key.strip(), on=clock.today(), at=clock.now())
    except NoDefinitionOfThatName:
        known = ", ".join(sorted({*brought_definitions(), *(each.key for each in queries.programmes())}))
        raise click.ClickException(f"There is no programme {key!r}. Known here: {known}.") from None
