"""Receipts: the signature of an entry's version, and how the record of today stands to it."""

from __future__ import annotations

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, LogEntry
from trainee_app.logbook.queries.entries import entry_named
from trainee_app.logbook.queries.verification import stored_canonical
from trainee_app.logbook.rules import State, document_name
from trainee_app.logbook.rules.receipts import Answer, Held, is_code_of
from trainee_app.people.queries import programme
from trainee_app.signatures.models import Signature
from trainee_app.signatures.queries import flaws_of_signature, signature_named, signatures_of

_OF_ENTRIES = document_name("")


def signature_on(entry: LogEntry, name: str = "") -> Signature | None:
    """Return the signature of that public name on the entry; without one, that by which it counts or counted.

    None if the entry has no such signature of its own.
    """
    own = signatures_of([document_name(entry.public_id)])
    if name:
        return next((each for each in own if each.public_id == name), None)
    return next((each for each in own if each.id == entry.signature_id), None)


def answer_to_receipt(number: str, code: str) -> Answer:
    """Hold a receipt against the record: its number, and the code that only what was signed then gives.

    A signature that an older copy of the database does not know is unknown; one that the copy knows while the trail
    that its signer saw is another is altered. Both are said to whoever holds the receipt.
    """
    signature = signature_named(number)
    if signature is None or not signature.document.startswith(_OF_ENTRIES):
        return Answer(Held.UNKNOWN)
    if not is_code_of(code, signature.seal):
        return Answer(Held.OTHER)
    entry = entry_named(signature.document.removeprefix(_OF_ENTRIES))
    if entry is None or any(flaws_of_signature(signature)):
        return Answer(Held.ALTERED)
    if stored_canonical(entry, signature.document_version) != signature.canonical:
        return Answer(Held.ALTERED)
    return _standing(entry, signature.document_version)


def _standing(entry: LogEntry, number: int) -> Answer:
    last = db.session.scalar(
        select(EntryStep)
        .where(EntryStep.entry_id == entry.id, EntryStep.version == number)
        .order_by(EntryStep.id.desc())
        .limit(1)
    )
    zone = programme(entry.programme_id).zone
    match last.state_after if last is not None else None:
        case State.SIGNED:
            return Answer(Held.AGREES)
        case State.SUPERSEDED if last is not None:
            return Answer(Held.SUPERSEDED, last.at, zone)
        case State.VOID if last is not None:
            return Answer(Held.VOID, last.at, zone)
        case _:
            return Answer(Held.ALTERED)
