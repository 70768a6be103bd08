"""What several pages of selection show: what an applicant brings along, and the page of one application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template

from trainee_app.access import actor, can
from trainee_app.admissions import queries
from trainee_app.admissions.forms import ApplicationForm
from trainee_app.admissions.models import Application
from trainee_app.admissions.queries import Whole
from trainee_app.admissions.rules import Situation, Stage, may_be_decided_as, what_happens_next
from trainee_app.admissions.services import edition_of
from trainee_app.admissions.views.blueprint import today_of
from trainee_app.credentials.rules import Record, Verdict, verdict_of
from trainee_app.programmes.rules import Finding, Prerequisite, Requirement
from trainee_app.programmes.rules.wording import sentence

_LOOKS: Final = {
    Verdict.MET: "met",
    Verdict.LATER: "not_yet_due",
    Verdict.MISSING: "behind",
    Verdict.DECISION: "needs_decision",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One prerequisite of one applicant in a word and a sentence."""

    title: str
    short: str
    look: str
    words: str
    sentence: str


def asked_of(requirements: Sequence[Requirement], findings: Sequence[Finding], *, with_therapy: bool) -> list[Asked]:
    """Put findings into words. Personal therapy is for the applicant and the office alone."""
    found = {finding.key: finding for finding in findings}
    return [
        Asked(
            each.title,
            each.short,
            _LOOKS[verdict_of(found[each.key])],
            verdict_of(found[each.key]).words,
            sentence(each, found[each.key]),
        )
        for each in requirements
        if with_therapy or not (isinstance(each, Prerequisite) and each.record == Record.THERAPY)
    ]


def page_of(application: Application, form: ApplicationForm | None = None, *, is_stale: bool = False) -> str:
    """Draw the page of one application for whoever asks: the applicant, an interviewer, or the course.

    `is_stale`: the form was typed over an edition that is not the latest, so what is saved is shown under it.
    """
    who, whole, today = actor(), queries.whole(application), today_of(application)
    is_own = application.person_id == who.person_id
    is_office = not is_own and can(who, "intake.change", application.intake)
    is_course = not is_own and can(who, "intake.read", application.intake)
    stage = None if application.stage is None else Stage(application.stage)
    return render_template(
        "admissions/application.html",
        application=application,
        whole=whole,
        stage=stage,
        form=form or _form_for(application),
        saved=application if is_stale else None,
        is_own=is_own,
        is_office=is_office,
        is_course=is_course,
        asked=_asked(application, with_therapy=is_own or is_office),
        next_words=what_happens_next(situation_of(whole), today),
        may_decide=is_course and bool(may_be_decided_as(stage)),
        today=today,
        zone=application.intake.cohort.programme.zone,
        **_scores(whole, is_own=is_own),
    )


def _form_for(application: Application) -> ApplicationForm | None:
    """Return the form of one that is not handed in, with what is written so far, for whoever may write it."""
    if application.stage is not None or not can(actor(), "application.write", application):
        return None
    return ApplicationForm(
        data={
            "seen": edition_of(application),
            "statement": application.statement,
            "access_to_cases": application.access_to_cases,
        }
    )


def _asked(application: Application, *, with_therapy: bool) -> list[Asked]:
    (screened,) = queries.screening(application.intake, [application], today_of(application))
    return asked_of(queries.requirements_asked(application.intake), screened.findings, with_therapy=with_therapy)


def _scores(whole: Whole, *, is_own: bool) -> dict[str, Any]:
    """Return the scores that the actor may see, and who has given one; the applicant learns neither."""
    who, interview = actor(), whole.interview
    is_shown = interview is not None and not is_own
    return {
        "person_id": who.person_id,
        "scores": queries.scores_seen(interview.id, who) if interview and is_shown else [],
        "scored_by": queries.who_has_scored(interview.id) if interview and is_shown else set(),
    }


def situation_of(whole: Whole) -> Situation:
    """Return what the next sentence for the applicant depends on."""
    application = whole.application
    return Situation(
        None if application.stage is None else Stage(application.stage),
        application.intake.closes_on,
        application.intake.cohort.starts_on,
        whole.interview.held_on if whole.interview else None,
        whole.offer.answer_by if whole.offer else None,
    )
