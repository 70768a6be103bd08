"""The page that a mailed link opens. Opening it, however often and by whatever scanner, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import public
from trainee_app.away import queries, services
from trainee_app.away.forms import AnswerForm, ItemForm
from trainee_app.away.models import SigningItem, SigningList
from trainee_app.away.queries import Standing
from trainee_app.away.rules import CodeOutcome, Decided, Why, is_six_figures, masked, tidy_code
from trainee_app.away.services import Answer, Answered, LinkOver, TooManyCodes
from trainee_app.away.views.blueprint import blueprint
from trainee_app.away.views.presenting import groups_of, meanings_of
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import MOST_AT_ONCE
from trainee_app.people.rules.links import Purpose, random_part_of
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.web.formats import count, long_date

_WHOEVER = (
    "whoever holds the link was asked by mail to sign this list; signing asks for a code sent to the same address"
)
_WORDS = {
    CodeOutcome.WRONG: "This is not the code that was sent last. Look at the newest mail.",
    CodeOutcome.OVER: "This code was used already, or is too old. Ask for another.",
}


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """The receipt of a signature given on this list."""

    title: str
    number: str
    code: str


@dataclass(frozen=True, slots=True)
class LeftAsItWas:
    """An entry that was neither signed nor returned, and why."""

    title: str
    words: str


@blueprint.get("/sign/<token>")
@public(_WHOEVER)
def open_list(token: str) -> ResponseReturnValue:
    """What somebody without an account was asked to sign, everything in plain sight."""
    found = _list_of(token)
    why = None if found is None else queries.why_over(found, clock.now())
    if found is None or why is not None:
        return _over(why)
    return _page(token, found, AnswerForm(formdata=None), {}), 200


@blueprint.post("/sign/<token>")
@public(_WHOEVER)
def answer_list(token: str) -> ResponseReturnValue:
    """Send a code, or sign and return what is marked."""
    found = _list_of(token)
    if found is None:
        return _over(None)
    form, items = AnswerForm(), queries.items_of(found.id)
    forms = _sent_forms(items)
    try:
        if request.form.get("act") == "code":
            return _send_code(token, found, form, forms)
        return _answer(token, found, form, forms)
    except LinkOver as over:
        return _over(over.why)


@blueprint.post("/sign/<token>/not-mine")
@public(_WHOEVER)
def disown(token: str) -> ResponseReturnValue:
    """Let the link work no longer: it reached somebody for whom it is not meant."""
    found, at = _list_of(token), clock.now()
    if found is None:
        return _over(None)
    if queries.why_over(found, at) is None:
        services.end_list(signing_list=found, why=Why.NOT_MINE, actor_id=None, at=at)
    return redirect(url_for(".open_list", token=token), 303)


def _list_of(token: str) -> SigningList | None:
    random_part = random_part_of(token, Purpose.SIGNING, current_app.config["SECRET_KEY"])
    return None if random_part is None else queries.list_of_token(hash_of_token(random_part))


def _over(why: Why | None) -> ResponseReturnValue:
    return render_template("away/over.html", why=why.value if why else "unknown"), 410


def _sent_forms(items: Sequence[SigningItem]) -> dict[str, ItemForm]:
    """Return the parts of the form for the items that the page has shown: never for anything beside the list."""
    names = [each.entry.public_id for each in items]
    shown = [name for name in names if f"{name}-shown" in request.form]
    return {name: ItemForm(request.form, prefix=f"{name}-") for name in shown}


def _send_code(token: str, found: SigningList, form: AnswerForm, forms: Mapping[str, ItemForm]) -> ResponseReturnValue:
    try:
        services.ask_for_code(list_id=found.id, at=clock.now())
    except TooManyCodes as refusal:
        form.code.errors = [str(refusal)]
        return _page(token, found, form, forms), 429
    form.code.data = ""
    return _page(token, found, form, forms), 200


def _answer(token: str, found: SigningList, form: AnswerForm, forms: Mapping[str, ItemForm]) -> ResponseReturnValue:
    answers = _answers(form, forms)
    if not _is_fine(form, forms, answers):
        return _page(token, found, form, forms), 422
    answered = services.answer(
        list_id=found.id,
        typed_code=form.code.data,
        key=current_app.config["SECRET_KEY"],
        answers=answers,
        on=clock.today(found.programme.zone),
        at=clock.now(),
    )
    if answered.code is not CodeOutcome.RIGHT:
        return _not_by_this_code(token, found, form, forms, answered, answers)
    _say(answered)
    if not answered.left_out:
        return redirect(url_for(".open_list", token=token), 303)
    form.code.data = ""
    return _page(token, found, form, forms, left_out=answered.left_out), 409


def _answers(form: AnswerForm, forms: Mapping[str, ItemForm]) -> list[Answer]:
    found = []
    for name, each in forms.items():
        if each.comment.data:
            found.append(Answer(name, each.comment.data))
        elif each.sign.data or form.everything.data:
            found.append(Answer(name))
    return found


def _is_fine(form: AnswerForm, forms: Mapping[str, ItemForm], answers: Sequence[Answer]) -> bool:
    wrong = [name for name, each in forms.items() if not each.validate()]
    is_fine = bool(form.validate()) and not wrong
    if not answers:
        form.form_errors.append("Tick what you want to sign, or say what should be mended.")
    elif len(answers) > MOST_AT_ONCE:
        form.form_errors.append(f"Decide about {MOST_AT_ONCE} entries at a time, so that each of them is looked at.")
    if not is_six_figures(tidy_code(form.code.data or "")):
        form.code.errors = [*form.code.errors, "Type the six figures from your mail."]
    return is_fine and not form.form_errors and not form.code.errors


def _not_by_this_code(
    token: str,
    found: SigningList,
    form: AnswerForm,
    forms: Mapping[str, ItemForm],
    answered: Answered,
    answers: Sequence[Answer],
) -> ResponseReturnValue:
    """Say that the code is wrong or over. The second click of two has its answer already: it is shown that."""
    decided = {each.entry.public_id for each in queries.items_of(found.id) if each.decision is not None}
    if answered.code is CodeOutcome.OVER and decided.issuperset(each.entry for each in answers):
        return redirect(url_for(".open_list", token=token), 303)
    why = queries.why_over(found, clock.now())
    if why is not None:
        return _over(why)
    form.code.data, form.code.errors = "", [_WORDS[answered.code]]
    return _page(token, found, form, forms), 422


def _say(answered: Answered) -> None:
    said = []
    if answered.signed:
        said.append(f"Signed: {count(len(answered.signed), 'entry', 'entries')}.")
    if answered.returned:
        said.append(f"Returned with your comment: {count(len(answered.returned), 'entry', 'entries')}.")
    if said:
        flash(" ".join(said), "success")


def _page(
    token: str,
    found: SigningList,
    form: AnswerForm,
    forms: Mapping[str, ItemForm],
    *,
    left_out: Mapping[str, str] | None = None,
) -> str:
    standing = queries.standing_of(found, clock.today(found.programme.zone))
    shown = standing.waiting[:MOST_AT_ONCE]
    parts = _parts([each.entry.public_id for each in shown], forms)
    return render_template(
        "away/list.html" if shown or left_out else "away/done.html",
        token=token,
        signing_list=found,
        form=form,
        parts=parts.values(),
        groups=groups_of(shown, parts),
        meanings=meanings_of(shown),
        shown=len(shown),
        left_out=_left_out(found, left_out or {}),
        address=masked(found.person.email or ""),
        has_code=queries.has_open_code(found.id, clock.now()),
        **_besides(found, standing),
    )


def _parts(names: Sequence[str], sent: Mapping[str, ItemForm]) -> dict[str, ItemForm]:
    """Return the parts of the form of what is shown, with all that was typed."""
    fresh = {name: ItemForm(formdata=None, prefix=f"{name}-") for name in names}
    return fresh | {name: sent[name] for name in names if name in sent}


def _besides(found: SigningList, standing: Standing) -> dict[str, Any]:
    """Return what the page says of a list beside what is open and shown."""
    decided = [each.decision for each in standing.decided]
    return {
        "more": max(len(standing.waiting) - MOST_AT_ONCE, 0),
        "dropped": [LeftAsItWas(_title(each.entry), each.words) for each in standing.dropped],
        "signed": decided.count(Decided.SIGNED),
        "returned": decided.count(Decided.RETURNED),
        "receipts": [
            ReceiptShown(_title(each.entry), each.number, each.code)
            for each in queries.receipts_of(found, standing.decided)
        ],
    }


def _left_out(found: SigningList, words: Mapping[str, str]) -> list[LeftAsItWas]:
    entries = {each.entry.public_id: each.entry for each in queries.items_of(found.id)}
    return [LeftAsItWas(_title(entries[name]), said) for name, said in words.items()]


def _title(entry: LogEntry) -> str:
    trainee = entry.trainee
    title = definition_of_cohort(trainee.cohort_id).title_of(entry.activity)
    return f"{trainee.person.name}: {title}, {long_date(entry.worked_on)}"
