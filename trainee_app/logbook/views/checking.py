"""The page where anybody who holds a receipt checks it against the record: what was checked, and what came of it."""

from __future__ import annotations

from typing import Final

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import public
from trainee_app.db import edge
from trainee_app.logbook.forms import ReceiptForm
from trainee_app.logbook.queries import answer_to_receipt
from trainee_app.logbook.rules import Answer, Held
from trainee_app.logbook.rules.receipts import name_numbered
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.people.queries.signing_in import is_over_the_limit
from trainee_app.people.rules.limits import Tried, counted_address, counted_person
from trainee_app.people.services.attempts import begin_attempt, withdraw_attempt
from trainee_app.web.formats import local_date, local_datetime, long_date

_TOO_OFTEN: Final = "Many receipts were checked from here just now. Wait a quarter of an hour, and check it again."
# The tone of the answer, its title, what it says.
_ANSWERS: Final = {
    Held.AGREES: (
        "success",
        "This receipt agrees with the record",
        (
            "The signature stands, and what was signed is in the record as it was. Where that was a whole document, "
            "the receipt of each entry says whether the entry still counts."
        ),
    ),
    Held.SUPERSEDED: (
        "warn",
        "The record says otherwise since {day}",
        "The signature is genuine. A later version was signed then, and counts in its place.",
    ),
    Held.VOID: (
        "warn",
        "The record says otherwise since {day}",
        "The signature is genuine. The course made it void then, with a reason; it no longer counts.",
    ),
    Held.DECLINED: (
        "warn",
        "The record says otherwise since {day}",
        "The signature is genuine. What was signed was declined then, or taken back; nothing counts by it.",
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
_CHECKED: Final = (
    (
        "The number is that of a signature in the record, given on {signed}, and the code is made from all that this "
        "signature holds: who signed what, when and how."
    ),
    (
        "The signature is word for word what the record’s trail told of it then, and the line of the trail that its signer "
        "had before them still stands in it."
    ),
    "What was signed is, sign for sign, what the record holds of it today.",
)
# What each answer would mean: told before somebody needs it.
_MEANINGS: Final = (
    (
        "It agrees",
        "Who signed, what, when and how stands in the record as the receipt has it, unchanged since it was signed.",
    ),
    (
        "The record says otherwise since a day",
        "The signature is genuine. Since then a corrected version counts in its place, it was made void with a reason, or it was declined.",
    ),
    (
        "It does not agree, or the record is not what it was",
        (
            "The receipt is not as it was printed, or somebody has changed the record behind its back. It must be looked into: "
            "keep the receipt, and tell the course."
        ),
    ),
    (
        "There is no such receipt",
        "The number was misread, or belongs to another record; or a signature was lost, as when an older copy was put back.",
    ),
)


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
    return _checking(form, answer_to_receipt(form.number.data, form.code.data, current_app.extensions["receipts"]))


def _checking(form: ReceiptForm, answer: Answer | None = None) -> str:
    said = None
    if answer is not None:
        tone, title, words = _ANSWERS[answer.held]
        day = long_date(local_date(answer.since, answer.zone)) if answer.since is not None else ""
        said = {"tone": tone, "title": title.format(day=day), "words": words, "found": _found(answer)}
    return render_template("logbook/check_receipt.html", form=form, said=said, meanings=_MEANINGS)


def _found(answer: Answer) -> list[str]:
    """Say what was held against what, and since when it stands; nothing where it does not agree."""
    if answer.signed_at is None or answer.held in {Held.OTHER, Held.ALTERED, Held.UNKNOWN}:
        return []
    signed = local_datetime(answer.signed_at, answer.zone)
    return [each.format(signed=signed) for each in _CHECKED]


def _may_be_answered(number: str) -> bool:
    """Count the question for all processes before it is answered; say whether it may be."""
    edge.roll_back()
    at, key = clock.now(), current_app.config["SECRET_KEY"]
    subjects = counted_person(f"receipt {name_numbered(number)}", key), counted_address(request.remote_addr or "", key)
    ids = begin_attempt(tried=Tried.RECEIPT, subjects=subjects, at=at)
    is_over = is_over_the_limit(Tried.RECEIPT, *subjects, at)
    if is_over:
        edge.roll_back()
        withdraw_attempt(attempt_ids=ids)
    return not is_over
