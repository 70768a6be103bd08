"""A trainee's cases and proposals; proposing a family; answering for the placement or as supervisor."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.cases.queries import cases_of
from trainee_app.casework import queries, services
from trainee_app.casework.forms import AnswerForm, ProposalForm
from trainee_app.casework.models import CaseProposal
from trainee_app.casework.rules import CARERS, Part, cases_needed
from trainee_app.casework.views.blueprint import blueprint, status_of
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, placements_on
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal

_ANSWERS = {
    Part.PLACEMENT: "proposal.answer_for_placement",
    Part.SUPERVISOR: "proposal.answer_as_supervisor",
}


@blueprint.get("/trainees/<public_id>/cases")
@permit("cases.read")
def cases(trainee: Trainee) -> ResponseReturnValue:
    """The trainee's cases and what they have proposed."""
    found = cases_of(trainee.id)
    proposals = [each for each in queries.proposals_of(trainee.id) if each.state != "agreed"]
    return render_template(
        "casework/cases.html",
        trainee=trainee,
        cases=found,
        held=queries.sessions_held([case.id for case in found]),
        plans=queries.latest_plans([case.id for case in found]),
        phases=queries.phases_of_cases([case.id for case in found]),
        proposals=proposals,
        answers=queries.answers_to([each.id for each in proposals]),
        waiting=_waiting(trainee),
        today=_today(trainee),
        is_own=trainee.person_id == actor().person_id,
    )


def _waiting(trainee: Trainee) -> queries.WaitingForACase | None:
    """Return since when the trainee waits for a case that the programme asks for, if they do."""
    needed = cases_needed(definition_of_cohort(trainee.cohort_id))
    waiting = queries.waiting_for_a_case({trainee.id: trainee.public_id}, needed=needed, on=_today(trainee))
    return waiting[0] if waiting else None


@blueprint.route("/trainees/<public_id>/cases/propose", methods=["GET", "POST"])
@permit("family.propose")
def propose(trainee: Trainee) -> ResponseReturnValue:
    """Propose a family from one's own placement."""
    today = _today(trainee)
    form = ProposalForm(placements_on([trainee.id], today).get(trainee.id, []))
    if form.validate_on_submit():
        try:
            proposal = services.propose_family(
                trainee=trainee,
                placement=form.chosen_placement,
                draft=form.draft(),
                actor=actor(),
                on=today,
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
            page = render_template("casework/propose.html", trainee=trainee, form=form)
            return page, status_of(refusal)
        else:
            flash("The family is proposed. Your placement and your supervisor are asked.", "success")
            return redirect(url_for(".proposal", public_id=proposal.public_id))
    page = render_template("casework/propose.html", trainee=trainee, form=form)
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/case-proposals")
@permit("proposal.read")
def proposals() -> ResponseReturnValue:
    """What waits for one's answer, as supervisor, for a placement or in the office."""
    waiting = queries.open_proposals(scope("proposal.read", actor()))
    answers = queries.answers_to([each.id for each in waiting])
    return render_template("casework/proposals.html", proposals=waiting, answers=answers, on=actor().on)


@blueprint.get("/case-proposals/<public_id>")
@permit("proposal.read")
def proposal(proposal: CaseProposal) -> ResponseReturnValue:
    """One proposal, and the forms of those who may answer it."""
    return _page(proposal)


@blueprint.post("/case-proposals/<public_id>/placement")
@permit("proposal.answer_for_placement")
def answer_for_placement(proposal: CaseProposal) -> ResponseReturnValue:
    """Answer for the placement, or record its word."""
    return _answer(proposal, Part.PLACEMENT)


@blueprint.post("/case-proposals/<public_id>/supervisor")
@permit("proposal.answer_as_supervisor")
def answer_as_supervisor(proposal: CaseProposal) -> ResponseReturnValue:
    """Answer as the trainee's supervisor."""
    return _answer(proposal, Part.SUPERVISOR)


@blueprint.post("/case-proposals/<public_id>/withdraw")
@permit("proposal.withdraw")
def withdraw(proposal: CaseProposal) -> ResponseReturnValue:
    """Take a proposal back."""
    services.withdraw_proposal(proposal=proposal, actor=actor(), at=clock.now())
    flash("The proposal is taken back.", "success")
    return redirect(url_for(".cases", public_id=proposal.trainee.public_id))


def _answer(proposal: CaseProposal, part: Part) -> ResponseReturnValue:
    form = AnswerForm(prefix=part)
    by_office = part is Part.PLACEMENT and not queries.manages_placement(actor(), proposal)
    is_whole = form.validate()
    if by_office and not form.on_word_of.data:
        form.on_word_of.errors = ["Write who in the placement said so."]
    elif is_whole:
        try:
            case = services.answer_proposal(
                proposal=proposal,
                part=part,
                agrees=form.answer.data == "yes",
                words=form.words.data,
                on_word_of=form.on_word_of.data if by_office else "",
                actor=actor(),
                on=_today(proposal.trainee),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _page(proposal, form, part), status_of(refusal)
        else:
            flash("It is a case now and has its code." if case else "Your answer is recorded.", "success")
            return redirect(url_for(".proposal", public_id=proposal.public_id))
    return _page(proposal, form, part), 422


def _page(proposal: CaseProposal, sent: AnswerForm | None = None, part: Part | None = None) -> str:
    answers = queries.answers_to([proposal.id]).get(proposal.id, {})
    forms = {
        each: sent if sent is not None and part is each else AnswerForm(prefix=each, formdata=None)
        for each, action in _ANSWERS.items()
        if proposal.state == "proposed" and each not in answers and can(actor(), action, proposal)
    }
    by_office = not queries.manages_placement(actor(), proposal)
    if by_office and Part.PLACEMENT in forms:
        forms[Part.PLACEMENT].answer.label.text = "Does the placement agree?"
    return render_template(
        "casework/proposal.html",
        proposal=proposal,
        trainee=proposal.trainee,
        carers=[CARERS[each] for each in proposal.carers.split(",") if each in CARERS],
        answers=answers,
        forms=forms,
        faulty=sent,
        by_office=by_office,
        may_open_case=proposal.case is not None and can(actor(), "case.read", proposal.case),
        may_withdraw=proposal.state == "proposed" and can(actor(), "proposal.withdraw", proposal),
        sees_family=queries.sees_family(actor(), proposal),
        actor_id=actor().person_id,
        is_own=proposal.trainee.person_id == actor().person_id,
    )


def _today(trainee: Trainee) -> date:
    return clock.today(trainee.cohort.programme.zone)
