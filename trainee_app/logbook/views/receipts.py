"""Receipts of signatures: all that a signature holds, to be kept, printed and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from flask import Response, abort, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, permit
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import signature_on, versions_of
from trainee_app.logbook.rules import State, check_code, receipt_number
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import ON_RECORD, ink_facts, version_facts
from trainee_app.logbook.views.showing import note_reader, place_of
from trainee_app.paper.services import typeset
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import PAPER, SIGNED_IN, signers_words
from trainee_app.web.formats import local_datetime, long_date
from trainee_app.web.parts import Fact

_BLANKED: Final = "The note was taken out by the data protection officer; its fingerprint is among what was signed."
_VOID: Final = "What was signed here no longer counts: the entry is void."
_SUPERSEDED: Final = "What was signed here no longer counts: a later version was signed in its place."
NOT_ALL_THEIRS: Final = (
    "The exact content that was signed speaks of others too, so it is not printed here; its fingerprint stands above."
)
_METHODS: Final = {
    SIGNED_IN: "Signed in, and having shown who they are in the minutes before",
    "link": "By a mailed link, with a code",
    "absence": "Countersigned in the supervisor’s absence, decided by two",
}
_STRENGTHS: Final = {"one_factor": "Password", "two_factors": "Password and a second factor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one receipt says, on its page and on paper alike.

    `about`: of whom and of which days. `said` is what was signed, `words` what stands with it. `canonical`: the exact
    content, empty where it says more than is the reader's to read.
    """

    signature: Signature
    zone: str
    back: tuple[str, str]
    about: str
    said: Sequence[Fact]
    words: str
    note: str
    warning: str
    pdf_url: str
    canonical: str


@blueprint.get("/entries/<public_id>/receipt")
@permit("entry.read")
def receipt(entry: LogEntry) -> ResponseReturnValue:
    """The receipt of one signature: all that it holds, to be kept, printed and checked."""
    page = page_of(_told(entry))
    note_reader(entry, is_own=_is_own(entry))
    return page


@blueprint.get("/entries/<public_id>/receipt.pdf")
@permit("entry.read")
def receipt_on_paper(entry: LogEntry) -> ResponseReturnValue:
    """The same as a file to keep."""
    made = file_of(_told(entry))
    note_reader(entry, is_own=_is_own(entry))
    return made


def _is_own(entry: LogEntry) -> bool:
    return bool(entry.trainee.person_id == actor().person_id)


def _told(entry: LogEntry) -> Told:
    """Return what a receipt says, of the signature that is asked for; aborts where the entry has no such one of its own."""
    signature = signature_on(entry, request.args.get("signature", ""))
    if signature is None:
        abort(404)
    trainee = entry.trainee
    version = next(each for each in versions_of(entry) if each.number == signature.document_version)
    definition = definition_of_cohort(trainee.cohort_id)
    cases = spoken_cases([version.content.case_id], is_own=_is_own(entry))
    said = version_facts(version, definition, place_of(version, trainee.id), cases)
    what = Fact("What", definition.title_of(version.content.activity))
    counts = entry.version == version.number and entry.state == State.SIGNED
    is_void = entry.state == State.VOID
    return Told(
        signature=signature,
        zone=trainee.cohort.programme.zone,
        back=("The entry", url_for(".entry", public_id=entry.public_id)),
        about=f"{trainee.person.name}, {long_date(version.content.worked_on)}",
        said=[Fact("Trainee", trainee.person.name), what, *said],
        words=_BLANKED if version.text_blanked_at else "",
        note="" if version.text_blanked_at else version.content.note,
        warning="" if counts else _VOID if is_void else _SUPERSEDED,
        pdf_url=url_for(".receipt_on_paper", public_id=entry.public_id, signature=signature.public_id),
        canonical=signature.canonical.decode(errors="replace"),
    )


def page_of(told: Told) -> str:
    """Draw a receipt as a page."""
    return render_template(
        "logbook/receipt.html",
        told=told,
        signed=_signed_facts(told.signature, told.zone),
        sealed=_sealed_facts(told.signature),
        check_url=_check_url(told.signature),
        not_all_theirs=NOT_ALL_THEIRS,
    )


def file_of(told: Told) -> Response:
    """Return a receipt as a file to keep. Whose it is has no place in the file's name."""
    number = receipt_number(told.signature.public_id)
    made = BytesIO(typeset("logbook/receipt.typ", _on_paper(told, number)))
    return send_file(made, mimetype="application/pdf", as_attachment=True, download_name=f"receipt-{number}.pdf")


def _on_paper(told: Told, number: str) -> dict[str, Any]:
    words = [each for each in (told.words, told.note) if each]
    parts: tuple[tuple[str, Sequence[Fact], list[str]], ...] = (
        ("What was signed", told.said, words),
        (
            "Signature",
            _signed_facts(told.signature, told.zone),
            ["A simple electronic signature with tamper evidence."],
        ),
        ("To check it", _sealed_facts(told.signature), []),
    )
    return {
        "title": "Receipt of a signature",
        "about": told.about,
        "foot": f"Receipt {number}",
        "parts": [
            {"title": title, "facts": [[each.term, each.value] for each in facts], "words": said}
            for title, facts, said in parts
        ],
        "check": "Anybody who holds this receipt can check it against the record, without an account:",
        "address": f"{current_app.config['BASE_URL'].rstrip('/')}{_check_url(told.signature)}",
        "exact": "The exact content that was signed:" if told.canonical else NOT_ALL_THEIRS,
        "canonical": told.canonical,
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


def _check_url(signature: Signature) -> str:
    number, code = receipt_number(signature.public_id), check_code(signature.seal)
    return url_for(".check_receipt", number=number, code=code)


def _sealed_facts(signature: Signature) -> list[Fact]:
    return [
        Fact("Number of the receipt", receipt_number(signature.public_id)),
        Fact("Check code", check_code(signature.seal)),
        Fact("Version", str(signature.document_version)),
        Fact("Fingerprint of the content", signature.content_hash),
        Fact("Head of the trail, as seen then", signature.trail_head),
    ]
