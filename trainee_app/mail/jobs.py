"""Sending what waits in the outbox."""

from __future__ import annotations

import logging

from flask import current_app

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services
from trainee_app.mail.rules import Letter, LetterMalformed, envelope
from trainee_app.mail.sending import Postbox, SendingFailed, can_send, opened_postbox
from trainee_app.mail.services import Claim

_log = logging.getLogger(__name__)
_MOST_AT_ONCE = 200


def send_waiting() -> int:
    """Send the letters that are due, oldest first; return how many left.

    Three short transactions a letter: it is claimed, composed, and noted as sent; no transaction is
    open while the mail server is spoken to. Several processes may run this at once, a letter is
    claimed by one of them. If the process dies after the server accepted a letter and before that
    was noted, the letter leaves a second time when its claim runs out; links in the second one are
    new and the first one's are dead, so nothing can be used twice.
    """
    if not can_send(current_app.config):
        return 0
    sent = 0
    with opened_postbox(current_app.config) as postbox:
        for _ in range(_MOST_AT_ONCE):
            claim = _claim_next()
            if claim is None:
                break
            try:
                sent += _send(claim, postbox)
            except SendingFailed as failure:
                _note_failure(claim, str(failure), for_good=failure.for_good)
                if failure.whole_server:
                    break
    return sent


def _claim_next() -> Claim | None:
    with unit_of_work():
        return services.claim_next(at=clock.now())


def _send(claim: Claim, postbox: Postbox) -> int:
    letter = _composed(claim)
    if letter is None:
        return 0
    postbox.send(envelope(letter, sender=current_app.config["MAIL_FROM"], name=claim.name, at=clock.now()))
    with unit_of_work():
        services.note_sent(claim, at=clock.now())
    return 1


def _composed(claim: Claim) -> Letter | None:
    try:
        with unit_of_work():
            return services.compose(claim, at=clock.now())
    except LetterMalformed as malformed:
        raise SendingFailed(f"it could not be written: {malformed}", for_good=True) from malformed
    except Exception as error:
        # One letter that cannot be written must not keep all others waiting.
        _log.exception("letter %s could not be composed", claim.message_id)
        raise SendingFailed(f"it could not be written: {type(error).__name__}") from error


def _note_failure(claim: Claim, reason: str, *, for_good: bool) -> None:
    _log.warning("letter %s did not leave: %s", claim.message_id, reason)
    with unit_of_work():
        services.note_failure(claim, reason=reason, for_good=for_good, at=clock.now())
