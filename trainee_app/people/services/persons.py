"""Persons: recorded, invited, told of a new role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.mail import services as mail
from trainee_app.people import queries
from trainee_app.people.events import InvitationRevoked, PersonInvited, PersonRecorded
from trainee_app.people.models import AccessLink, Account, Person
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose
from trainee_app.people.services.links import prepare_link, revoke_links
from trainee_app.people.services.roles import grant_role
from trainee_app.refusals import Conflict, Refusal

INVITATION_LETTER = "people.invitation"
ROLE_LETTER = "people.role"
# Until the letter leaves, its link has no token; then its time begins (see `jobs`).
_UNTIL_SENT = timedelta(days=30)


class PersonHasNoAddress(Refusal):
    """Somebody without an e-mail address cannot be invited."""


class AccountIsTakenUp(Conflict):
    """The person has chosen a password already."""


@dataclass(frozen=True)
class Welcome:
    """What became of a wish to invite somebody: the person, and whether they were new here."""

    person: Person
    is_new: bool


def record_person(
    *, name: str, email: str | None, programme_id: int, actor: Actor, at: datetime, public_id: str | None = None
) -> Person:
    """Record somebody who is not known here. Without an e-mail address they can sign on paper only."""
    person = Person(
        public_id=public_id or new_public_id(),
        name=" ".join(name.split()),
        email=email.strip().lower() if email else None,
        recorded_at=at,
    )
    db.session.add(person)
    db.session.flush()
    publish(PersonRecorded(programme_id=programme_id, actor_id=actor.person_id or None, at=at, person_id=person.id))
    return person


def welcome(
    *,
    name: str,
    email: str | None,
    programme_id: int,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    actor: Actor,
    at: datetime,
    public_id: str | None = None,
) -> Welcome:
    """Give somebody a role, recording and inviting them if their address is not known here.

    Somebody known is one person still: they get the role, keep their name, and are told. Raises
    what `grant_role` raises.
    """
    known = queries.person_by_email(email) if email else None
    person = known or record_person(
        name=name, email=email, programme_id=programme_id, actor=actor, at=at, public_id=public_id
    )
    grant_role(
        person=person, programme_id=programme_id, role=role, starts_on=starts_on, ends_on=ends_on, actor=actor, at=at
    )
    account = queries.account(person.id)
    if person.email and (account is None or account.password_hash is None):
        invite(person=person, programme_id=programme_id, actor=actor, at=at)
    else:
        tell_of_role(person=person, programme_id=programme_id, role=role, at=at)
    return Welcome(person, is_new=known is None)


def invite(*, person: Person, programme_id: int, actor: Actor, at: datetime) -> AccessLink:
    """Send the person an invitation to take up their account; earlier ones work no longer.

    Raises PersonHasNoAddress, AccountIsTakenUp.
    """
    link = open_account(person=person, programme_id=programme_id, actor=actor, at=at)
    mail.post(
        kind=INVITATION_LETTER,
        person_id=person.id,
        params={"link_id": link.id, "programme_id": programme_id},
        at=at,
    )
    return link


def open_account(*, person: Person, programme_id: int, actor: Actor, at: datetime) -> AccessLink:
    """Make the account, if there is none, and the link by which its person takes it up; sends nothing.

    Raises PersonHasNoAddress, AccountIsTakenUp.
    """
    if not person.email:
        raise PersonHasNoAddress(f"{person.name} has no e-mail address here, so no invitation can be sent.")
    account = queries.account(person.id)
    if account is not None and account.password_hash is not None:
        raise AccountIsTakenUp(f"{person.name} has taken up the account already.")
    if account is None:
        db.session.add(Account(person_id=person.id))
    link = prepare_link(person_id=person.id, purpose=Purpose.INVITATION, expires_at=at + _UNTIL_SENT, at=at)
    publish(
        PersonInvited(
            programme_id=programme_id, actor_id=actor.person_id or None, at=at, person_id=person.id, link_id=link.id
        )
    )
    return link


def revoke_invitation(*, person: Person, actor: Actor, at: datetime) -> None:
    """Let the person's invitation work no longer; nothing happens if none is open."""
    link = queries.open_invitation(person.id, at)
    if link is None:
        return
    revoke_links(person_id=person.id, purpose=Purpose.INVITATION, at=at)
    publish(InvitationRevoked(programme_id=None, actor_id=actor.person_id, at=at, person_id=person.id, link_id=link.id))


def tell_of_role(*, person: Person, programme_id: int, role: Role, at: datetime) -> None:
    """Write to somebody who has an account that they hold a new role; nothing if they have no address."""
    if person.email and queries.account(person.id) is not None:
        mail.post(
            kind=ROLE_LETTER, person_id=person.id, params={"programme_id": programme_id, "role": role.value}, at=at
        )
