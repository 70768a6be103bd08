"""Links that are mailed: made, handed a token when the letter leaves, used once, revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from trainee_app.db import db
from trainee_app.people import queries
from trainee_app.people.models import AccessLink
from trainee_app.people.rules.links import Purpose
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.refusals import Refusal

_TOKEN_BYTES = 32


class LinkNoLongerWorks(Refusal):
    """The link has been used, has expired, or was revoked."""

    def __init__(self) -> None:
        super().__init__("This link works no longer: it has been used, has expired or was replaced. Ask for another.")


def prepare_link(*, person_id: int, purpose: Purpose, expires_at: datetime, at: datetime) -> AccessLink:
    """Make a link that has no token yet, in place of the earlier ones for the same purpose."""
    revoke_links(person_id=person_id, purpose=purpose, at=at)
    link = AccessLink(person_id=person_id, purpose=purpose, made_at=at, expires_at=expires_at)
    db.session.add(link)
    db.session.flush()
    return link


def hand_token(*, link: AccessLink, expires_at: datetime) -> str:
    """Give the link a new token, good until `expires_at`, and return its random part, which is kept nowhere."""
    random_part = secrets.token_urlsafe(_TOKEN_BYTES)
    link.token_hash = hash_of_token(random_part)
    link.expires_at = expires_at
    return random_part


def use_link(*, link_id: int, at: datetime) -> None:
    """Use the link up. Of two who come at the same instant one is first; the other gets LinkNoLongerWorks."""
    used = db.session.execute(
        update(AccessLink).where(AccessLink.id == link_id, queries.link_works(at)).values(used_at=at)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkNoLongerWorks


def revoke_links(*, person_id: int, purpose: Purpose, at: datetime) -> None:
    """Let none of the person's links for this purpose work any longer."""
    db.session.execute(
        update(AccessLink)
        .where(
            AccessLink.person_id == person_id,
            AccessLink.purpose == purpose,
            AccessLink.used_at.is_(None),
            AccessLink.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
