"""How one person stands: today, or on a day that has passed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.programmes.rules import Requirement
from trainee_app.programmes.rules.evidence import requirement_entries_filter
from trainee_app.programmes.rules.requirements import Cases, Prerequisite, Registration
from trainee_app.programmes.rules.wording import TUTOR, headline_sentence, sentence, what_would_meet
from trainee_app.readiness import queries
from trainee_app.readiness.queries import Judged
from trainee_app.readiness.rules import (
    activity_rows,
    burn_up_of,
    case_rows,
    figure_words,
    lost_rows,
    month_marks,
    percent,
    period_key,
    sections_of,
    wholes_of,
)
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.showing import Asked, asked_for, judged_then, kept_back_from_actor, names_of
from trainee_app.web.formats import possessive
from trainee_app.web.parts import Link, RequirementRow

_MONTHS_SHOWN = 24


@blueprint.get("/trainees/<public_id>/standing")
@permit("standing.read")
def standing(trainee: Trainee) -> ResponseReturnValue:
    """How one trainee stands, today or on a past day (`?on=`, `?as=`): every requirement, why, and the rows behind it."""
    asked = asked_for(trainee)
    judged = judged_then(trainee, asked)
    kept_back = kept_back_from_actor(trainee, judged.definition)
    names = names_of(trainee, asked.as_of)
    findings = judged.evaluated.findings
    page = render_template(
        "readiness/standing.html",
        trainee=trainee,
        asked=asked,
        as_of=asked.as_of,
        judged=judged,
        whose=possessive(trainee.person.name),
        verdict=headline_sentence(judged.evaluated.headline, tutor=names.get("tutor", TUTOR)),
        deciding=_deciding(judged, names, kept_back),
        sections={
            section: [_row(trainee, judged, pair, asked, names) for pair in pairs if pair[0].key not in kept_back]
            for section, pairs in sections_of(judged.definition, findings).items()
        },
        picture=burn_up_of(judged.definition, findings, judged.facts, asked.as_of, names),
        flagged_at=None if asked.reading else queries.flagged_since(trainee.id),
        period_key=period_key,
        waived=queries.waivers_holding(trainee.id, asked.as_of),
    )
    return page, asked.status


def _deciding(judged: Judged, names: Mapping[str, str], kept_back: Collection[str]) -> tuple[str, str] | None:
    """The requirement that decides the headline, with its sentence; None where none does, or it is kept back."""
    pairs = zip(judged.definition.requirements, judged.evaluated.findings, strict=True)
    key = judged.evaluated.headline.deciding
    found = (pair for pair in pairs if pair[0].key == key and key not in kept_back)
    return next(((requirement.title, sentence(requirement, finding, **names)) for requirement, finding in found), None)


def _row(trainee: Trainee, judged: Judged, pair: Any, asked: Asked, names: Mapping[str, str]) -> dict[str, Any]:
    """One requirement as its row of the page, with what opens behind it."""
    requirement, finding = pair
    source = requirement.source
    return {
        "shown": RequirementRow(
            title=requirement.title,
            state=finding.state.value,
            sentence=sentence(requirement, finding, **names),
            figure=figure_words(finding.figure, finding.target, finding.unit),
            percent=percent(finding),
            source=source.words if source.is_published else f"To be confirmed by the course. {source.words}",
            id=requirement.key,
        ),
        "requirement": requirement,
        "remedy": what_would_meet(requirement, finding, **names),
        "finding": finding,
        "lost": lost_rows(finding, judged.definition),
        "part_of": wholes_of(judged.definition).get(requirement.key),
        "opens": _opens(trainee, requirement),
        "cases": case_rows(requirement, judged.facts.cases or ()),
        **_entries_behind(trainee, judged, pair, asked),
    }


def _entries_behind(trainee: Trainee, judged: Judged, pair: Any, asked: Asked) -> dict[str, Any]:
    """The activities, or the periods, that make the figure, and the address at which their rows open."""
    requirement, finding = pair
    chosen = requirement_entries_filter(requirement)
    rows_url = None
    if chosen and can(actor(), "log.read", trainee):
        where = {"public_id": trainee.public_id, "requirement": requirement.key, **asked.arguments}
        rows_url = url_for(".rows", **where)
    by_activity = chosen and not chosen.period
    return {
        "rows_url": rows_url,
        "activities": activity_rows(chosen, judged.definition, judged.facts) if chosen and by_activity else [],
        "months": month_marks(finding.periods, asked.as_of, _MONTHS_SHOWN, rows_url),
    }


def _opens(trainee: Trainee, requirement: Requirement) -> Link | None:
    """The page of the records that a requirement looks at, where whoever asks may open it."""
    person = trainee.person
    match requirement:
        case Registration():
            if can(actor(), "registrations.read", person):
                return Link("The registrations", url_for("credentials.registrations", public_id=person.public_id))
        case Prerequisite():
            if can(actor(), "brought_along.read", person):
                return Link("What is brought along", url_for("credentials.brought_along", public_id=person.public_id))
        case Cases():
            if can(actor(), "cases.read", trainee):
                return Link("The cases", url_for("casework.cases", public_id=trainee.public_id))
    return None
