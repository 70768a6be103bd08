"""Asking somebody without an account to sign: a list is made, a link is mailed, and both end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update

from trainee_app.access import Actor
from trainee_app.away import queries
from trainee_app.away.events import SigningAsked, SigningListEnded
from trainee_app.away.models import SigningCode, SigningItem, SigningList
from trainee_app.away.rules import (
    ASKED_AGAIN_AFTER,
    CODE_FIGURES,
    CODE_LASTS,
    LINK_LASTS,
    UNTIL_SENT,
    Why,
    hash_of_code,
    hash_of_list,
)
from trainee_app.away.services.refusals import AskedLately, NothingWaits, SignerHasAccount, SignerHasNoAddress
from trainee_app.db import db, held_row
from trainee_app.db.backup import Restoration
from trainee_app.events import publish
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.rules import local_day
from trainee_app.mail import services as mail
from trainee_app.people.models import Person
from trainee_app.people.queries import held_person, programme
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.programmes.rules import Method

LINK_LETTER = "away.link"
CODE_LETTER = "away.code"
_TOKEN_BYTES = 32


def ask_by_link(
    *,
    signer_id: int,
    programme_id: int,
    trainee_id: int | None,
    actor: Actor | None,
    at: datetime,
    on: date,
    month: date | None = None,
) -> SigningList:
    """Send somebody a link to all that waits for them, of one trainee or of all (`trainee_id` None).

    Earlier links for the same work no longer. `month` marks the monthly letter, for which nobody asks; by hand
    they are asked once in some days. Raises SignerHasAccount, SignerHasNoAddress, NothingWaits, AskedLately.
    """
    signer = held_person(signer_id)
    _insist_on_signer(signer)
    waiting = queries.accepted(queries.waiting_for(signer.id, programme_id, on, trainee_id), Method.LINK)
    if not waiting:
        raise NothingWaits(signer.name)
    if month is None:
        _insist_on_patience(signer, programme_id, trainee_id, at)
    for earlier in queries.lists_not_ended(programme_id, signer.id, trainee_id):
        end_list(signing_list=earlier, why=Why.REPLACED, actor_id=actor.person_id if actor else None, at=at)
    made = SigningList(
        programme_id=programme_id,
        person_id=signer.id,
        trainee_id=trainee_id,
        month=month,
        content_hash=hash_of_list(each.seen for each in waiting),
        asked_by=actor.person_id if actor else None,
        made_at=at,
        expires_at=at + UNTIL_SENT,
        wrong_codes=0,
    )
    _keep(made, waiting)
    mail.post(kind=LINK_LETTER, person_id=signer.id, params={"list_id": made.id}, at=at)
    return made


def _insist_on_signer(signer: Person) -> None:
    if not queries.signs_by_link(signer.id):
        raise SignerHasAccount(signer.name)
    if not signer.email:
        raise SignerHasNoAddress(signer.name)


def _insist_on_patience(signer: Person, programme_id: int, trainee_id: int | None, at: datetime) -> None:
    refusal = asked_lately(signer, programme_id, queries.last_asked_at(programme_id, signer.id, trainee_id), at)
    if refusal is not None:
        raise refusal


def asked_lately(signer: Person, programme_id: int, last: datetime | None, at: datetime) -> AskedLately | None:
    """Return why somebody who was asked or reminded at `last` is not asked again yet; None if they may be."""
    if last is None or at >= last + ASKED_AGAIN_AFTER:
        return None
    zone = programme(programme_id).zone
    return AskedLately(signer.name, local_day(last, zone), local_day(last + ASKED_AGAIN_AFTER, zone))


def _keep(made: SigningList, waiting: Sequence[Awaiting]) -> None:
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        SigningItem(
            list_id=made.id,
            entry_id=each.entry.id,
            programme_id=made.programme_id,
            version=each.version.number,
            content_hash=each.version.content_hash,
        )
        for each in waiting
    )
    publish(
        SigningAsked(
            programme_id=made.programme_id,
            actor_id=made.asked_by,
            at=made.made_at,
            signing_list=made.public_id,
            person_id=made.person_id,
            trainee=waiting[0].trainee_public_id if made.trainee_id is not None else "",
            entries=len(waiting),
            content_hash=made.content_hash,
        )
    )


def end_list(*, signing_list: SigningList, why: Why, actor_id: int | None, at: datetime) -> None:
    """Let a list be signed no longer; nothing happens to one that has ended already."""
    now = held_row(SigningList, signing_list.id)
    if now.ended_at is not None:
        return
    now.ended_at, now.ended_by, now.ended_why = at, actor_id, why.value
    publish(
        SigningListEnded(
            programme_id=now.programme_id,
            actor_id=actor_id,
            at=at,
            signing_list=now.public_id,
            person_id=now.person_id,
            trainee=now.trainee.public_id if now.trainee else "",
            why=why.value,
        )
    )


def hand_token(*, signing_list: SigningList, at: datetime) -> str:
    """Give the list's link a new token, as its letter leaves, and return its random part, which is kept nowhere."""
    random_part = secrets.token_urlsafe(_TOKEN_BYTES)
    signing_list.token_hash = hash_of_token(random_part)
    signing_list.sent_at, signing_list.expires_at = at, at + LINK_LASTS
    return random_part


def hand_code(*, code: SigningCode, key: str, at: datetime) -> str:
    """Make the code, as its letter leaves, and return its figures, which are kept nowhere."""
    figures = f"{secrets.randbelow(10**CODE_FIGURES):0{CODE_FIGURES}d}"
    code.code_hash = hash_of_code(figures, of=str(code.id), key=key)
    code.expires_at = at + CODE_LASTS
    return figures


def end_open_lists(restoration: Restoration) -> None:
    """After a restore let no link work: it may have been answered or revoked since the backup was made."""
    db.session.execute(
        update(SigningList)
        .where(SigningList.ended_at.is_(None))
        .values(ended_at=restoration.at, ended_why=Why.RESTORED.value)
    )
