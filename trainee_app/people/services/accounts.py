"""Taking up an account, and choosing another password for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.mail import services as mail
from trainee_app.people.events import InvitationAccepted, PasswordChanged, ResetAsked
from trainee_app.people.models import Account
from trainee_app.people.rules.links import Purpose
from trainee_app.people.services.links import revoke_links, use_link
from trainee_app.people.services.sessions import end_sessions

RESET_LETTER = "people.reset"
PASSWORD_CHANGED_LETTER = "people.password_changed"  # noqa: S105 - the name of a letter
_NOBODY = 0


def accept_invitation(*, link_id: int, person_id: int, password_hash: str, at: datetime) -> None:
    """Use the invitation up and set the first password. Raises LinkNoLongerWorks."""
    use_link(link_id=link_id, at=at)
    revoke_links(person_id=person_id, purpose=Purpose.INVITATION, at=at)
    _set_password(person_id, password_hash)
    publish(InvitationAccepted(programme_id=None, actor_id=person_id, at=at, link_id=link_id))


def ask_for_reset(*, person_id: int | None, at: datetime) -> None:
    """Have a letter sent to somebody who has forgotten the password.

    For an address that nobody has the same is written, to nobody: what is kept, and how long it
    takes, does not tell who is known here.
    """
    mail.post(kind=RESET_LETTER, person_id=person_id or _NOBODY, params={}, at=at)
    publish(ResetAsked(programme_id=None, actor_id=None, at=at, person_id=person_id))


def reset_password(*, link_id: int, person_id: int, password_hash: str, at: datetime) -> None:
    """Use the link up, set the new password and end all sessions. Raises LinkNoLongerWorks."""
    use_link(link_id=link_id, at=at)
    revoke_links(person_id=person_id, purpose=Purpose.RESET, at=at)
    _set_password(person_id, password_hash)
    end_sessions(person_id=person_id, besides=None, actor_id=person_id, at=at)
    _tell(person_id, person_id, at, by_link=True)


def change_password(*, password_hash: str, sign_in_id: int, actor: Actor, at: datetime) -> None:
    """Set the actor's new password and end their sessions on other devices."""
    _set_password(actor.person_id, password_hash)
    revoke_links(person_id=actor.person_id, purpose=Purpose.RESET, at=at)
    end_sessions(person_id=actor.person_id, besides=sign_in_id, actor_id=actor.person_id, at=at)
    _tell(actor.person_id, actor.person_id, at, by_link=False)


def _set_password(person_id: int, password_hash: str) -> None:
    db.session.execute(update(Account).where(Account.person_id == person_id).values(password_hash=password_hash))


def _tell(person_id: int, actor_id: int, at: datetime, *, by_link: bool) -> None:
    publish(PasswordChanged(programme_id=None, actor_id=actor_id, at=at, person_id=person_id, by_link=by_link))
    mail.post(kind=PASSWORD_CHANGED_LETTER, person_id=person_id, params={}, at=at)
