"""Receipts of signatures over a whole document: a term, a register, a supervision, an office's record."""

from __future__ import annotations

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, permit
from trainee_app.logbook.queries.documents import Covered, covered_by
from trainee_app.logbook.rules.receipts import WHOLE_DOCUMENTS, Held
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.receipts import Told, file_of, page_of
from trainee_app.people.queries import programme
from trainee_app.signatures.models import Signature
from trainee_app.web.formats import count, duration, long_date
from trainee_app.web.parts import Fact

_ITS_ENTRIES = {
    "absence": "Nothing counts by it before two have agreed; each entry that counts then has a receipt of its own as well.",
    "paper": "Nothing counts by it before two have agreed; each row that counts then has a receipt of its own as well.",
    "phase": "Which family that was is not said here. The sessions that it rests on have receipts of their own.",
    "term": "Each entry of the term has a receipt of its own as well.",
}
_CARRIES = (
    "The entries that it put into the log rest on this signature. One that was corrected since has its own; the log says of "
    "each whether it counts."
)

_WARNINGS = {
    Held.DECLINED: "What was signed here was declined, or taken back: nothing counts by it.",
    Held.VOID: "What was signed here no longer counts: it was made void.",
}
# What the office signs, who need not have anything else to sign.
_OF_OFFICE = frozenset({"absence", "import", "paper"})


@blueprint.get("/signatures/<public_id>/receipt")
@permit("receipt.read")
def whole_receipt(signature: Signature) -> ResponseReturnValue:
    """The receipt of a signature over a whole document, for whoever gave it and for each trainee it covers."""
    return page_of(_told(signature))


@blueprint.get("/signatures/<public_id>/receipt.pdf")
@permit("receipt.read")
def whole_receipt_on_paper(signature: Signature) -> ResponseReturnValue:
    """The same as a file to keep."""
    return file_of(_told(signature))


def _told(signature: Signature) -> Told:
    """Return what the receipt says; a trainee reads of their own entries alone."""
    kind = signature.document.partition(":")[0]
    is_signer = signature.signer_id == actor().person_id
    of = programme(signature.programme_id)
    return Told(
        signature=signature,
        zone=of.zone,
        back=_way_back(kind, is_signer=is_signer),
        about=f"{WHOLE_DOCUMENTS[kind]}, {of.title}",
        said=[Fact("What", WHOLE_DOCUMENTS[kind]), Fact("Programme", of.title), *_said(signature, is_signer=is_signer)],
        words=_ITS_ENTRIES.get(kind, _CARRIES),
        note="",
        warning=_WARNINGS.get(current_app.extensions["receipts"][kind](signature).held, ""),
        pdf_url=url_for(".whole_receipt_on_paper", public_id=signature.public_id),
        canonical=signature.canonical.decode(errors="replace") if is_signer or kind in {"phase", "term"} else "",
    )


def _way_back(kind: str, *, is_signer: bool) -> tuple[str, str]:
    if is_signer:
        return ("Today", url_for("home.front")) if kind in _OF_OFFICE else ("To sign", url_for(".queue"))
    return "Your log", url_for(".own_log")


def _said(signature: Signature, *, is_signer: bool) -> list[Fact]:
    """Say what a document covers: as the room says that knows its kind, or which of the log's entries."""
    told_by = current_app.extensions["receipt_facts"].get(signature.document.partition(":")[0])
    if told_by is not None:
        facts: list[Fact] = told_by(signature)
        return facts
    return _covers(covered_by(signature, None if is_signer else actor()), is_signer=is_signer)


def _covers(covered: Covered, *, is_signer: bool) -> list[Fact]:
    number = count(covered.entries, "entry", "entries")
    whose = f" of {count(covered.trainees, 'trainee')}" if is_signer else " of yours"
    days = [covered.first_on, covered.last_on]
    first, last = (long_date(each) if each else "" for each in days)
    facts = [Fact("Covers", f"{number}{whose}, {duration(covered.minutes)} recorded")]
    return [*facts, Fact("Days", first if first == last else f"{first} to {last}")] if first else facts
