"""Posting a letter, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.mail.composing import Commission, composers
from trainee_app.mail.models import OutboxMessage
from trainee_app.mail.queries import next_due
from trainee_app.mail.rules import MOST_TRIES, Letter, next_try_at

_LONGEST_REASON = 200
NEEDLESS = "no longer needed"
RESTORED = "held: it stood in a backup, and may have left since; post it again if it is still needed"


@dataclass(frozen=True)
class Claim:
    """A letter that this process has taken up. `name` differs for each try."""

    message_id: int
    name: str


def post(
    *, kind: str, person_id: int, params: Mapping[str, int | str], at: datetime, send_after: datetime | None = None
) -> OutboxMessage:
    """Put a letter into the outbox, within the caller's transaction: it leaves only if that is committed.

    `params` are ids for the composer, nothing confidential. Raises KeyError if nobody composes `kind`.
    """
    composers()[kind]
    message = OutboxMessage(
        kind=kind,
        person_id=person_id,
        params=json.dumps(params, sort_keys=True),
        made_at=at,
        send_after=send_after or at,
    )
    db.session.add(message)
    return message


def claim_next(*, at: datetime) -> Claim | None:
    """Take up the next letter that is due, so that nobody else does for a while; None if there is none."""
    message = next_due(at)
    if message is None:
        return None
    message.tries += 1
    message.send_after = next_try_at(message.tries, at)
    return Claim(message.id, f"{message.public_id}.{message.tries}")


def compose(claim: Claim, *, at: datetime) -> Letter | None:
    """Return the letter, written by its composer now; None, and given up, if it has become needless.

    Raises KeyError if nobody composes this kind any more, and whatever its composer raises.
    """
    message = db.session.get_one(OutboxMessage, claim.message_id)
    commission = Commission(message.person_id, json.loads(message.params), at)
    letter = composers()[message.kind](commission)
    if letter is None:
        message.given_up_at, message.last_error = at, NEEDLESS
    return letter


def note_sent(claim: Claim, *, at: datetime) -> None:
    """Note that the mail server has accepted the letter."""
    message = db.session.get_one(OutboxMessage, claim.message_id)
    message.sent_at, message.last_error = at, ""


def note_failure(claim: Claim, *, reason: str, for_good: bool, at: datetime) -> None:
    """Note why the letter did not leave; give it up if it never will, or has been tried often enough."""
    message = db.session.get_one(OutboxMessage, claim.message_id)
    message.last_error = reason[:_LONGEST_REASON]
    if for_good or message.tries >= MOST_TRIES:
        message.given_up_at = at


def hold_waiting(restoration: Restoration) -> None:
    """Give up every waiting letter: after a restore nobody knows which of them have left since the backup."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
        .values(given_up_at=restoration.at, last_error=RESTORED)
    )
