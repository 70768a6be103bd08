"""Receipts: the signature of an entry's version, and how the record of today stands to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, LogEntry
from trainee_app.logbook.queries.entries import entry_named
from trainee_app.logbook.queries.term_flaws import document_signed, flaws_of_term
from trainee_app.logbook.queries.verification import stored_canonical
from trainee_app.logbook.rules import State, document_name
from trainee_app.logbook.rules.receipts import Answer, Held, StandingOf, is_code_of, name_numbered
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


def answer_to_receipt(number: str, code: str, standings: Mapping[str, StandingOf] | None = None) -> Answer:
    """Hold a receipt against the record: its number, and the code that only what was signed then gives.

    A signature that an older copy of the database does not know is unknown; one that the copy knows while the trail
    that its signer saw is another is altered. Both are said to whoever holds the receipt. `standings`: who knows, by
    the kind of document, how what was signed stands today.
    """
    signature = signature_named(number) or signature_named(name_numbered(number))
    kind = "" if signature is None else signature.document.partition(":")[0]
    standing_of = (standings or OWN_STANDINGS).get(kind)
    if signature is None or standing_of is None:
        return Answer(Held.UNKNOWN)
    if not is_code_of(code, signature.seal):
        return Answer(Held.OTHER)
    if any(flaws_of_signature(signature)):
        return Answer(Held.ALTERED)
    zone = programme(signature.programme_id).zone
    return replace(standing_of(signature), zone=zone, signed_at=signature.signed_at)


def _entry_stands(signature: Signature) -> Answer:
    """Return how the version of an entry stands that was signed."""
    entry = entry_named(signature.document.removeprefix(_OF_ENTRIES))
    if entry is None or stored_canonical(entry, signature.document_version) != signature.canonical:
        return Answer(Held.ALTERED)
    return _standing(entry, signature.document_version)


def _term_stands(signature: Signature) -> Answer:
    """Return how the document of a term stands that was signed; its entries have receipts of their own."""
    document = document_signed(signature.document)
    if document is None or document.signature_id != signature.id:
        return Answer(Held.ALTERED)
    is_so = document.canonical.encode() == signature.canonical and not any(flaws_of_term(document))
    return Answer(Held.AGREES if is_so else Held.ALTERED)


def _standing(entry: LogEntry, number: int) -> Answer:
    last = db.session.scalar(
        select(EntryStep)
        .where(EntryStep.entry_id == entry.id, EntryStep.version == number)
        .order_by(EntryStep.id.desc())
        .limit(1)
    )
    match last.state_after if last is not None else None:
        case State.SIGNED:
            return Answer(Held.AGREES)
        case State.SUPERSEDED if last is not None:
            return Answer(Held.SUPERSEDED, last.at)
        case State.VOID if last is not None:
            return Answer(Held.VOID, last.at)
        case _:
            return Answer(Held.ALTERED)


OWN_STANDINGS: Final[Mapping[str, StandingOf]] = {"entry": _entry_stands, "term": _term_stands}
