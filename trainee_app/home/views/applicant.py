"""The applicant's front page: the application as a checklist, what happens next and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor
from trainee_app.admissions import queries
from trainee_app.admissions.models import Application
from trainee_app.admissions.rules import ENDS, Situation, Stage, what_happens_next
from trainee_app.credentials.rules import Verdict, verdict_of
from trainee_app.home.rules import Item, checklist
from trainee_app.people.queries import person
from trainee_app.programmes.rules.wording import sentence
from trainee_app.web.parts import Link, NextStep

_LOOKS: Final = {
    Verdict.MET: ("met", "check"),
    Verdict.LATER: ("not_yet_due", "clock"),
    Verdict.MISSING: ("behind", "pencil"),
    Verdict.DECISION: ("needs_decision", "circle-question-mark"),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """One application on the page."""

    application: Application
    stage: Stage | None
    next_words: str
    steps: list[NextStep]
    offer_url: str | None


def applicant_front() -> ResponseReturnValue:
    """One's applications, the latest first, and the intakes to which one may still apply."""
    return render_template(
        "home/applicant.html",
        shown=[_shown(each) for each in queries.applications_of(actor().person_id)],
        to_apply=queries.intakes_to_apply_to(actor()),
    )


def _shown(application: Application) -> _Shown:
    whole, intake = queries.whole(application), application.intake
    today = clock.today(intake.cohort.programme.zone)
    stage = None if application.stage is None else Stage(application.stage)
    offer = whole.offer
    now = Situation(
        stage,
        intake.closes_on,
        intake.cohort.starts_on,
        whole.interview.held_on if whole.interview else None,
        offer.answer_by if offer else None,
    )
    return _Shown(
        application,
        stage,
        what_happens_next(now, today),
        [] if stage in ENDS else _steps(application, stage),
        url_for("admissions.answer", public_id=offer.public_id) if offer and stage is Stage.OFFERED else None,
    )


def _steps(application: Application, stage: Stage | None) -> list[NextStep]:
    intake = application.intake
    requirements = {each.key: each for each in queries.requirements_asked(intake)}
    (screened,) = queries.screening(intake, [application], clock.today(intake.cohort.programme.zone))
    items = checklist(
        stage,
        has_statement=bool(application.statement),
        has_cases=bool(application.access_to_cases),
        asked=[
            (requirements[each.key].title, verdict_of(each), sentence(requirements[each.key], each))
            for each in screened.findings
        ],
    )
    return [_step(each, application) for each in items]


def _step(item: Item, application: Application) -> NextStep:
    state, icon = _LOOKS[item.verdict]
    if item.verdict is Verdict.MET:
        button = None
    elif item.to_write:
        button = Link("Write", url_for("admissions.application", public_id=application.public_id))
    else:
        who = person(actor().person_id)
        button = Link("Add or show", url_for("credentials.brought_along", public_id=who.public_id))
    return NextStep(item.title, f"{item.verdict.words}. {item.detail}", icon, state, button)
