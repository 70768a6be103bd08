"""What becomes of a draft: its effect on a cohort is looked at, it is proposed, agreed to, taken back or discarded."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, can, permit
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.models import Cohort, ProgrammeDraft
from trainee_app.cohorts.queries.versions import cohorts_of
from trainee_app.credentials.rules import is_about_therapy
from trainee_app.programmes.rules import Definition, parse_definition
from trainee_app.readiness import queries
from trainee_app.readiness.forms import AgreementForm, EditionForm, ProposalForm
from trainee_app.readiness.queries.effects import judge_cohort_with
from trainee_app.readiness.rules.effects import Effect, changes_for
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.drafts import draft_page
from trainee_app.refusals import Conflict, Refusal
from trainee_app.web.fields import show_refusal

MOST_SHOWN = 100


@blueprint.get("/drafts/<public_id>/effect")
@permit("draft.edit")
def draft_effect(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Who of a cohort (`?cohort=`) would stand otherwise under the draft. Computed as one looks, never stored."""
    found = cohorts_of(draft.programme_id)
    asked = request.args.get("cohort", "")
    chosen = next((cohort for cohort in found if cohort.public_id == asked), None)
    if asked and chosen is None:
        raise NotFoundForActor("draft.edit")
    chosen = chosen or next((cohort for cohort in found if queries.trainee_ids_of_cohort(cohort.id)), None)
    return render_template(
        "readiness/draft_effect.html",
        draft=draft,
        cohorts=found,
        cohort=chosen or next(iter(found), None),
        effect=effect_on(chosen, parse_definition(draft.definition)) if chosen else Effect(),
        most_shown=MOST_SHOWN,
    )


def effect_on(cohort: Cohort, definition: Definition) -> Effect:
    """Return what judging the cohort under these rules would change, A to Z."""
    hears = can(actor(), "therapy.hear", cohort.programme)
    on = clock.today(cohort.programme.zone)
    effect = Effect()
    for before, after in judge_cohort_with(queries.trainee_ids_of_cohort(cohort.id), definition, on):
        changes = changes_for(
            (before.definition, before.evaluated),
            (after.definition, after.evaluated),
            lambda requirement: not hears and is_about_therapy(requirement),
        )
        effect.add(before.terms.name, before.terms.public_id, changes)
    for people in (effect.affected, effect.figures):
        people.sort(key=lambda one: one.name.casefold())
    return effect


@blueprint.post("/drafts/<public_id>/propose")
@permit("draft.edit")
def propose_draft(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Propose to publish a draft."""
    form = ProposalForm()
    if not form.validate():
        return draft_page(draft, proposal=form), 422
    try:
        cohorts.propose_version(
            draft=draft, reason=form.reason.data, edition=form.edition.data, actor=actor(), at=clock.now()
        )
    except Conflict:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return draft_page(draft, proposal=form), 422
    flash("It is proposed. A director other than you agrees, and with that it is published.", "success")
    return redirect(url_for(".draft", public_id=draft.public_id))


@blueprint.post("/drafts/<public_id>/agree")
@permit("draft.agree", confirmed=True)
def agree_to_draft(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Agree to a proposed version, and so publish it."""
    form = AgreementForm()
    if not form.validate():
        return draft_page(draft, agreement=form), 422
    version = cohorts.agree_to_version(
        draft=draft,
        edition=form.edition.data,
        actor=actor(),
        on=clock.today(draft.programme.zone),
        at=clock.now(),
    )
    flash(f"Version {version.number} is published. Every cohort stays on its version until it is moved.", "success")
    return redirect(url_for(".versions", public_id=draft.programme.public_id))


@blueprint.post("/drafts/<public_id>/take-back")
@permit("draft.edit")
def take_draft_back(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Open a proposed draft again."""
    cohorts.take_proposal_back(draft=draft, actor=actor(), at=clock.now())
    flash("The draft is open again.", "success")
    return redirect(url_for(".draft", public_id=draft.public_id))


@blueprint.post("/drafts/<public_id>/follow")
@permit("draft.edit")
def follow_latest(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Let a draft follow the version that was published meanwhile."""
    cohorts.follow_latest(draft=draft, edition=EditionForm().edition.data, actor=actor(), at=clock.now())
    flash("The draft follows the latest version now. Its words are as they were.", "success")
    return redirect(url_for(".draft", public_id=draft.public_id))


@blueprint.post("/drafts/<public_id>/discard")
@permit("draft.edit")
def discard_draft(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Put a draft away for good."""
    cohorts.discard_draft(draft=draft, actor=actor(), at=clock.now())
    flash("The draft is discarded.", "success")
    return redirect(url_for(".versions", public_id=draft.programme.public_id))
