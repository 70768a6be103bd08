"""The trainee's front page: what to do next, the log within reach, hours against milestones, the standing in short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor
from trainee_app.cases.rules import shown_as
from trainee_app.casework.queries import CaseInShort, cases_in_short
from trainee_app.casework.rules import Plan, ending_prompt
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import signers_on, trainees_of
from trainee_app.home.rules import (
    OpenEntry,
    Step,
    count_states,
    ending_near,
    running_periods,
    steps_for_trainee,
    study_to_hand_in,
    usual_activities,
    week_of_course,
)
from trainee_app.logbook.queries import offered_again
from trainee_app.logbook.queries.terms import TermWaiting
from trainee_app.logbook.queries.unfinished import waiting_for_writer
from trainee_app.programmes.rules.requirements import Sum
from trainee_app.programmes.rules.wording import TUTOR, headline_sentence
from trainee_app.readiness.queries import Judged, standing_today
from trainee_app.readiness.rules import burn_up_of, signers_in_words
from trainee_app.web.charts import Bar, BarFigures, bars
from trainee_app.web.parts import Chip, Link, NextStep

_USUAL_DAYS = 90
_MOST_USUAL = 4


def trainee_front() -> ResponseReturnValue:
    """Everything a trainee wants to know between two sessions."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        return render_template("home/plain.html", roles=[], steps=[])
    trainee = memberships[0]
    as_of = clock.today(trainee.cohort.programme.zone)
    judged = standing_today(trainee.id, as_of)
    signers = signers_on(trainee.id, as_of)
    names = signers_in_words(signers)
    cases = cases_in_short([trainee.id]).get(trainee.id, [])
    return render_template(
        "home/trainee.html",
        trainee=trainee,
        begins_on=judged.facts.starts_on if as_of < judged.facts.starts_on else None,
        week=week_of_course(judged.facts.starts_on, judged.facts.ends_on, as_of),
        steps=[as_next_step(step) for step in _steps(trainee, judged, as_of, names, cases)],
        again=_again(trainee, judged, as_of),
        picture=burn_up_of(judged.definition, judged.evaluated.findings, judged.facts, as_of, names),
        bars=_bars(judged),
        verdict=headline_sentence(judged.evaluated.headline, tutor=names.get("tutor", TUTOR)),
        standing=count_states(judged.definition, judged.evaluated.findings),
        requirements=len(judged.definition.requirements),
        signers=signers,
        **_told_of(cases, judged, as_of, names),
    )


def _again(trainee: Trainee, judged: Judged, as_of: date) -> list[Chip]:
    """Offer the last and the usual entries once more."""
    definition = judged.definition
    return [
        Chip(each.words(definition.title_of(each.entry.activity)), url_for("logbook.new_entry", **each.arguments()))
        for each in offered_again(trainee.id, definition, as_of)
    ]


def _told_of(cases: Sequence[CaseInShort], judged: Judged, as_of: date, names: Mapping[str, str]) -> dict[str, Any]:
    """What is usually logged, the periods that run, the cases that go on, and for how many weeks none has been open.

    One that ended today has ended: nothing of it is left, though its sessions of today can still be logged.
    """
    return {
        "usual": _usual(judged, as_of),
        "running": running_periods(judged.definition, judged.evaluated.findings, as_of, names),
        "cases": [each for each in cases if each.closed_on is None],
        "ended": sum(each.closed_on is not None for each in cases),
        "waiting_weeks": _waiting_weeks(cases, judged.facts.starts_on, as_of),
    }


def _waiting_weeks(cases: Sequence[CaseInShort], starts_on: date, as_of: date) -> int:
    """For how many weeks no case has been open: since the last one ended, or since the course began."""
    since = max((each.closed_on for each in cases if each.closed_on), default=starts_on)
    return max((as_of - since).days // 7, 0)


def _steps(
    trainee: Trainee, judged: Judged, as_of: date, names: Mapping[str, str], cases: Sequence[CaseInShort]
) -> Sequence[Step]:
    is_over = judged.facts.ends_on < as_of
    unfinished, study = waiting_for_writer(trainee.id, judged.definition, None if is_over else as_of)
    waiting = [
        OpenEntry(
            entry.public_id,
            judged.definition.activity(entry.activity).title,
            entry.worked_on,
            entry.state,
            entry.comment,
        )
        for entry in unfinished
    ]
    findings = judged.evaluated.findings
    more = [*_study_over(study, names), *_endings_near(trainee, cases, as_of)]
    return steps_for_trainee(judged.definition, findings, waiting, trainee.public_id, as_of, names, more)


def _study_over(study: Iterable[TermWaiting], names: Mapping[str, str]) -> Iterator[Step]:
    """The terms that are over and wait to be handed in; after the last day of the training, all that is left."""
    for each in study:
        yield study_to_hand_in(each.first_on, each.last_on, each.entries, each.minutes, names.get("tutor", TUTOR))


def _endings_near(trainee: Trainee, cases: Sequence[CaseInShort], as_of: date) -> Iterator[Step]:
    for case in cases:
        plan = Plan(
            agreed_sessions=case.agreed_sessions, agreed_end_on=case.agreed_end_on, last_allowed_on=case.last_allowed_on
        )
        words = "" if case.closed_on else ending_prompt(plan, as_of)
        if words:
            yield ending_near(shown_as(trainee.person.name, case.number, case.code), words, case.public_id)


def as_next_step(step: Step) -> NextStep:
    """Return a step with the address of its page."""
    arguments: dict[str, Any] = dict(step.arguments)
    button = Link(step.button, url_for(step.endpoint, **arguments))
    return NextStep(step.title, step.detail, step.icon, step.state, button)


def _usual(judged: Judged, as_of: date) -> list[Chip]:
    """The activities logged most in the last months, each a tap away from its form; at the beginning, the first ones."""
    definition = judged.definition
    usual = usual_activities(judged.facts.totals, as_of - timedelta(days=_USUAL_DAYS))
    known = [key for key in usual if key in definition.activities]
    keys = list(dict.fromkeys([*known, *definition.activities]))[:_MOST_USUAL]
    return [Chip(definition.activity(key).title, url_for("logbook.new_entry", activity=key)) for key in keys]


def _bars(judged: Judged) -> tuple[Bar, ...]:
    """The categories of the programme, each with the least that a requirement asks of it."""
    figures = []
    for category in judged.definition.categories:
        keys = {key for key, activity in judged.definition.activities.items() if activity.category == category.key}
        totals = [total for total in judged.facts.totals if total.activity in keys]
        least = [
            each.at_least_minutes
            for each in judged.definition.requirements
            if isinstance(each, Sum) and each.activities == keys
        ]
        signed = sum(total.credited for total in totals if total.state == "signed")
        waiting = sum(total.credited for total in totals if total.state == "submitted")
        figures.append(BarFigures(category.title, signed, waiting, least[0] if least else None))
    return bars(figures)
