"""For whom a trainee's entries wait, and asking those who have no account to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.away import queries, services
from trainee_app.away.models import SigningList
from trainee_app.away.queries.absences import absences_of, last_reminded_at, waiting_in_absence
from trainee_app.away.queries.paper import sheets_of_trainee, waiting_on_paper
from trainee_app.away.rules import Why, masked
from trainee_app.away.views.blueprint import blueprint
from trainee_app.away.views.on_paper import stands_of
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import agreements_of, definition_of_cohort
from trainee_app.cohorts.rules import Capacity
from trainee_app.logbook.models import TermDocument
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.queries.terms import terms_handed_in
from trainee_app.web.formats import local_date, long_date


@dataclass(frozen=True, slots=True)
class SignerLine:
    """Somebody for whom entries wait: how many, since when, and how they can be asked.

    `term`: a term's study that was handed in to them and waits; `by_the_term`: study comes to them in this way.
    """

    agreement: SupervisionAgreement
    waiting: int
    oldest: datetime | None
    signs_by_link: bool
    address: str
    last: SigningList | None
    last_words: str
    may_ask: bool
    lately: str
    may_propose: bool
    may_revoke: bool
    months: Sequence[date]
    term: TermDocument | None
    by_the_term: bool


@blueprint.get("/trainees/<public_id>/signers")
@permit("signers.read")
def signers(trainee: Trainee) -> ResponseReturnValue:
    """For whom entries wait, and who was asked when."""
    return render_template(
        "away/signers.html",
        trainee=trainee,
        is_own=trainee.person_id == actor().person_id,
        zone=trainee.cohort.programme.zone,
        signers=_lines(trainee),
        absences=absences_of(trainee.id),
        sheets=stands_of(sheets_of_trainee(trainee.id)),
    )


@blueprint.post("/agreements/<public_id>/ask")
@permit("signers.ask")
def ask(agreement: SupervisionAgreement) -> ResponseReturnValue:
    """Send the supervisor of an agreement a link to what waits of its trainee; remind one who has an account."""
    on, name = clock.today(agreement.trainee.cohort.programme.zone), agreement.supervisor.name
    if not queries.signs_by_link(agreement.supervisor_id):
        services.remind(agreement=agreement, actor=actor(), at=clock.now(), on=on)
        flash(f"{name} is reminded by mail.", "success")
        return _back_to(agreement.trainee)
    services.ask_by_link(
        signer_id=agreement.supervisor_id,
        programme_id=agreement.programme_id,
        trainee_id=agreement.trainee_id,
        actor=actor(),
        at=clock.now(),
        on=on,
    )
    flash(f"A link is on its way to {name}. Earlier ones work no longer.", "success")
    return _back_to(agreement.trainee)


@blueprint.post("/signing-lists/<public_id>/revoke")
@permit("signing_list.revoke")
def revoke(signing_list: SigningList) -> ResponseReturnValue:
    """Let a link work no longer."""
    services.end_list(signing_list=signing_list, why=Why.REVOKED, actor_id=actor().person_id, at=clock.now())
    flash(f"The link of {signing_list.person.name} works no longer.", "success")
    if signing_list.trainee is None:
        return redirect(url_for("home.front"), 303)
    return _back_to(signing_list.trainee)


def _back_to(trainee: Trainee) -> ResponseReturnValue:
    return redirect(url_for(".signers", public_id=trainee.public_id), 303)


def _lines(trainee: Trainee) -> list[SignerLine]:
    agreements: dict[int, SupervisionAgreement] = {}
    for each in agreements_of(trainee.id):
        agreements.setdefault(each.supervisor_id, each)
    lists = queries.latest_lists(trainee.id, list(agreements))
    terms = {each.tutor_id: each for each in terms_handed_in(trainee.id) if each.decision is None}
    lines = [
        _line(trainee, each, lists.get(each.supervisor_id), terms.get(each.supervisor_id))
        for each in agreements.values()
    ]
    return sorted(lines, key=lambda line: (-line.waiting, line.term is None, line.agreement.supervisor.name))


def _line(
    trainee: Trainee, agreement: SupervisionAgreement, last: SigningList | None, term: TermDocument | None
) -> SignerLine:
    person, zone = agreement.supervisor, trainee.cohort.programme.zone
    today = clock.today(zone)
    waiting = queries.waiting_for(person.id, trainee.programme_id, today, trainee.id)
    by_link = queries.signs_by_link(person.id)
    may_ask = bool(waiting and person.email) and can(actor(), "signers.ask", agreement)
    lately = _lately(agreement, by_link=by_link) if may_ask else ""
    return SignerLine(
        agreement=agreement,
        waiting=len(waiting),
        oldest=_oldest(waiting),
        signs_by_link=by_link,
        address=masked(person.email) if person.email else "",
        last=last,
        last_words=_last_words(last, zone),
        may_ask=may_ask and not lately,
        lately=lately,
        may_propose=can(actor(), "absence.propose", agreement) and bool(waiting_in_absence(agreement, today)),
        may_revoke=_may_revoke(last),
        months=_months(agreement, today),
        term=term,
        by_the_term=_is_by_the_term(trainee, agreement),
    )


def _may_revoke(last: SigningList | None) -> bool:
    return (
        last is not None and queries.why_over(last, clock.now()) is None and can(actor(), "signing_list.revoke", last)
    )


def _is_by_the_term(trainee: Trainee, agreement: SupervisionAgreement) -> bool:
    is_tutor = agreement.capacity == Capacity.TUTOR
    return is_tutor and bool(definition_of_cohort(trainee.cohort_id).handed_in_by_the_term)


def _lately(agreement: SupervisionAgreement, *, by_link: bool) -> str:
    """Say when they were asked, or reminded, and from when they can be again; "" if they can be now."""
    signer, programme_id, trainee_id = agreement.supervisor, agreement.programme_id, agreement.trainee_id
    asked_at = queries.last_asked_at(programme_id, signer.id, trainee_id) if by_link else None
    last = asked_at if by_link else last_reminded_at(signer.id, trainee_id)
    return str(services.asked_lately(signer, programme_id, last, clock.now()) or "")


def _months(agreement: SupervisionAgreement, today: date) -> Sequence[date]:
    """The months of which a sheet can be printed, to be signed in ink."""
    may_print = can(actor(), "paper_sheet.print", agreement)
    return list(waiting_on_paper(agreement, today)) if may_print else []


def _oldest(waiting: Sequence[Awaiting]) -> datetime | None:
    return min((each.version.submitted_at for each in waiting if each.version.submitted_at), default=None)


_ENDED = {
    Why.REPLACED: "A newer link took its place.",
    Why.REVOKED: "It was taken back.",
    Why.NOT_MINE: "Whoever opened it said that it was not for them: check the address.",
    Why.GUESSED: "It was closed after too many wrong codes.",
    Why.RESTORED: "It stopped working when the record was put back from a copy.",
    Why.EXPIRED: "It has expired.",
    Why.HAS_ACCOUNT: "They have an account since.",
}


def _last_words(last: SigningList | None, zone: str) -> str:
    if last is None:
        return ""
    why = queries.why_over(last, clock.now())
    if last.sent_at is None and why is None:
        return "A link is on its way."
    asked = f"Asked on {long_date(local_date(last.made_at, zone))}."
    if why is not None:
        return f"{asked} {_ENDED[why]}"
    return f"{asked} The link works until {long_date(local_date(last.expires_at, zone))}."
