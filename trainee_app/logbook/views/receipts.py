"""Receipts of signatures, and the page where anybody who holds one checks it against the record."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from flask import abort, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, public
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import edge
from trainee_app.logbook.forms import ReceiptForm
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import answer_to_receipt, signature_on, versions_of
from trainee_app.logbook.rules import Answer, Held, check_code
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import ON_RECORD, ink_facts, version_facts
from trainee_app.logbook.views.showing import note_reader, place_of
from trainee_app.paper.services import typeset
from trainee_app.people.queries.signing_in import is_over_the_limit
from trainee_app.people.rules.limits import Tried, counted_address, counted_person
from trainee_app.people.services.attempts import begin_attempt, withdraw_attempt
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import PAPER, SIGNED_IN, signers_words
from trainee_app.web.formats import local_date, local_datetime, long_date
from trainee_app.web.parts import Fact

_BLANKED: Final = "The note was taken out by the data protection officer; its fingerprint is among what was signed."
_TOO_OFTEN: Final = "Many receipts were checked from here just now. Wait a quarter of an hour, and check it again."
_METHODS: Final = {
    SIGNED_IN: "Signed in, and having shown who they are in the minutes before",
    "link": "By a mailed link, with a code",
    "absence": "Countersigned in the supervisor’s absence, decided by two",
}
_STRENGTHS: Final = {"one_factor": "Password", "two_factors": "Password and a second factor"}
# The tone of the answer, its title, what it says.
_ANSWERS: Final = {
    Held.AGREES: (
        "success",
        "This receipt agrees with the record",
        "The signature stands, and what was signed is what counts.",
    ),
    Held.SUPERSEDED: (
        "warn",
        "The record says otherwise since {day}",
        "The signature is genuine. A later version was signed then, and counts in its place.",
    ),
    Held.VOID: (
        "warn",
        "The record says otherwise since {day}",
        "The signature is genuine. The course made the entry void then, with a reason; it no longer counts.",
    ),
    Held.OTHER: (
        "error",
        "This receipt does not agree with the record",
        (
            "There is a receipt of this number, and its code is another. Compare each letter once more; "
            "if the code is as printed, the receipt or the record has been changed. Keep it, and tell the course."
        ),
    ),
    Held.ALTERED: (
        "error",
        "The record is not what it was when this was signed",
        (
            "It knows the signature, and what it holds beside it has changed, or it no longer holds what the signer saw: "
            "an older copy may have been put back. Keep the receipt, and tell the course: this must be looked into."
        ),
    ),
    Held.UNKNOWN: (
        "error",
        "There is no such receipt here",
        (
            "Compare the number once more. If it is as printed, and the receipt came from here, then the record has lost "
            "a signature: an older copy may have been put back. Keep the receipt, and tell the course."
        ),
    ),
}


@blueprint.get("/entries/<public_id>/receipt")
@permit("entry.read")
def receipt(entry: LogEntry) -> ResponseReturnValue:
    """The receipt of one signature: all that it holds, to be kept, printed and checked."""
    told = _told(entry)
    number = told["version"].number
    page = render_template(
        "logbook/receipt.html",
        counts=entry.version == number and entry.state == "signed",
        pdf_url=url_for(".receipt_on_paper", public_id=entry.public_id, signature=told["signature"].public_id),
        **told,
    )
    note_reader(entry, is_own=told["is_own"])
    return page


@blueprint.get("/entries/<public_id>/receipt.pdf")
@permit("entry.read")
def receipt_on_paper(entry: LogEntry) -> ResponseReturnValue:
    """The same as a file to keep."""
    told = _told(entry)
    made = typeset("logbook/receipt.typ", _on_paper(told))
    note_reader(entry, is_own=told["is_own"])
    # Whose it is has no place in the name of a file.
    name = f"receipt-{told['signature'].public_id}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=name)


def _told(entry: LogEntry) -> dict[str, Any]:
    """Return what a receipt says, of the signature that is asked for; aborts where the entry has no such one of its own."""
    signature = signature_on(entry, request.args.get("signature", ""))
    if signature is None:
        abort(404)
    trainee = entry.trainee
    is_own = trainee.person_id == actor().person_id
    version = next(each for each in versions_of(entry) if each.number == signature.document_version)
    definition, zone = definition_of_cohort(trainee.cohort_id), trainee.cohort.programme.zone
    cases = spoken_cases([version.content.case_id], is_own=is_own)
    return {
        "entry": entry,
        "trainee": trainee,
        "version": version,
        "is_own": is_own,
        "signature": signature,
        "title": definition.title_of(version.content.activity),
        "said": version_facts(version, definition, place_of(version, trainee.id), cases),
        "signed": _signed_facts(signature, zone),
        **_to_check(signature),
    }


def _on_paper(told: Mapping[str, Any]) -> dict[str, Any]:
    version, trainee = told["version"], told["trainee"]
    what = [Fact("Trainee", trainee.person.name), Fact("What", told["title"]), *told["said"]]
    note = _BLANKED if version.text_blanked_at else version.content.note
    parts: tuple[tuple[str, list[Fact], list[str]], ...] = (
        ("What was signed", what, [note] if note else []),
        ("Signature", told["signed"], ["A simple electronic signature with tamper evidence."]),
        ("To check it", told["sealed"], []),
    )
    return {
        "title": "Receipt of a signature",
        "about": f"{trainee.person.name}, {long_date(version.content.worked_on)}",
        "foot": f"Receipt {told['signature'].public_id}",
        "parts": [
            {"title": title, "facts": [[each.term, each.value] for each in facts], "words": words}
            for title, facts, words in parts
        ],
        "check": "Anybody who holds this receipt can check it against the record, without an account:",
        "address": f"{current_app.config['BASE_URL'].rstrip('/')}{told['check_url']}",
        "exact": "The exact content that was signed:",
        "canonical": told["canonical"],
    }


def _signed_facts(signature: Signature, zone: str) -> list[Fact]:
    how = _METHODS.get(signature.method, signature.method.replace("_", " ").capitalize())
    return [
        Fact("Signed by", signature.signer_name),
        Fact("As", signature.signer_role),
        Fact("Registration", signature.signer_registration or "None asked for"),
        *ink_facts(signature),
        Fact(ON_RECORD if signature.method == PAPER else "On", local_datetime(signature.signed_at, zone)),
        Fact("Says", signers_words(signature.method, signature.meaning)),
        *([] if signature.method == PAPER else [Fact("How", how)]),
        Fact("Shown by", _STRENGTHS.get(signature.strength, signature.strength.replace("_", " "))),
    ]


def _to_check(signature: Signature) -> dict[str, Any]:
    """Return what whoever holds the receipt needs to check it."""
    number, code = signature.public_id, check_code(signature.seal)
    facts = [Fact("Number of the receipt", number), Fact("Check code", code), *_sealed_facts(signature)]
    url = url_for(".check_receipt", number=number, code=code)
    return {"sealed": facts, "canonical": signature.canonical.decode(errors="replace"), "check_url": url}


def _sealed_facts(signature: Signature) -> list[Fact]:
    return [
        Fact("Version", str(signature.document_version)),
        Fact("Fingerprint of the content", signature.content_hash),
        Fact("Head of the trail, as seen then", signature.trail_head),
    ]


@blueprint.route("/receipts/check", methods=["GET", "POST"])
@public("whoever holds a receipt may check it; the answer says nothing that is not on it")
def check_receipt() -> ResponseReturnValue:
    """Hold a receipt against the record: does it agree, and if not, since when."""
    form = ReceiptForm()
    if request.method == "GET":
        form.number.data, form.code.data = (request.args.get(name, "")[:60] for name in ("number", "code"))
        return _checking(form)
    if not form.validate():
        return _checking(form), 422
    if not _may_be_answered(form.number.data):
        form.number.errors = [_TOO_OFTEN]
        return _checking(form), 429
    return _checking(form, answer_to_receipt(form.number.data, form.code.data))


def _checking(form: ReceiptForm, answer: Answer | None = None) -> str:
    said = None
    if answer is not None:
        tone, title, words = _ANSWERS[answer.held]
        day = long_date(local_date(answer.since, answer.zone)) if answer.since is not None else ""
        said = {"tone": tone, "title": title.format(day=day), "words": words}
    return render_template("logbook/check_receipt.html", form=form, said=said)


def _may_be_answered(number: str) -> bool:
    """Count the question for all processes before it is answered; say whether it may be."""
    edge.roll_back()
    at, key = clock.now(), current_app.config["SECRET_KEY"]
    subjects = counted_person(f"receipt {number}", key), counted_address(request.remote_addr or "", key)
    ids = begin_attempt(tried=Tried.RECEIPT, subjects=subjects, at=at)
    is_over = is_over_the_limit(Tried.RECEIPT, *subjects, at)
    if is_over:
        edge.roll_back()
        withdraw_attempt(attempt_ids=ids)
    return not is_over
