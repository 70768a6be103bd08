"""Pages of the standing: one person's, and a whole cohort's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import supervisors_of, version_of_cohort
from trainee_app.credentials.rules import is_about_therapy
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.definition import Floor
from trainee_app.programmes.rules.evidence import requirement_entries_filter
from trainee_app.programmes.rules.wording import TUTOR, headline_sentence, sentence, what_would_meet
from trainee_app.readiness import queries
from trainee_app.readiness.queries import CohortLine, Judged
from trainee_app.readiness.rules import (
    activity_rows,
    burn_up_of,
    columns_of,
    figure_words,
    headline_tag,
    month_marks,
    percent,
    sections_of,
    signers_in_words,
)
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.web.formats import possessive
from trainee_app.web.parts import Chip, MatrixCell, MatrixRow, RequirementRow

# Up to this many on one page; above, the template would be the cost (performance notes, 6).
MOST_ON_ONE_PAGE = 300
PAGE_LENGTH = 50
_MONTHS_SHOWN = 6
_LONGEST_ID = 18
_FILTERS = {
    "behind": "Behind",
    "not_possible": "Dates to discuss",
    "needs_decision": "Needs a decision",
    "too_early": "Too early to say",
    "on_track": "On track",
    "ready": "Ready",
}


@blueprint.get("/trainees/<public_id>/standing")
@permit("standing.read")
def standing(trainee: Trainee) -> ResponseReturnValue:
    """How one trainee stands: every requirement, why, what would meet it, and the rows behind it."""
    as_of = clock.today(trainee.cohort.programme.zone)
    judged = queries.judge_one(trainee.id, as_of)
    kept_back = () if _hears_all(trainee) else _about_therapy(judged.definition)
    sections = sections_of(judged.definition, judged.evaluated.findings)
    names = signers_in_words((each.capacity, each.supervisor.name) for each in supervisors_of(trainee.id, as_of))
    return render_template(
        "readiness/standing.html",
        trainee=trainee,
        as_of=as_of,
        judged=judged,
        whose=possessive(trainee.person.name),
        verdict=headline_sentence(judged.evaluated.headline, tutor=names.get("tutor", TUTOR)),
        deciding=_deciding(judged, names, kept_back),
        sections={
            section: [_row(judged, pair, as_of, names) for pair in pairs if pair[0].key not in kept_back]
            for section, pairs in sections.items()
        },
        picture=burn_up_of(judged.definition, judged.evaluated.findings, judged.facts, as_of, names),
        flagged_at=queries.flagged_since(trainee.id),
        waived=queries.waivers_holding(trainee.id, as_of),
    )


def _hears_all(trainee: Trainee) -> bool:
    """Whether whoever asks is told of everything: of personal therapy supervisors and examiners are told nothing."""
    return trainee.person_id == actor().person_id or can(actor(), "therapy.hear", trainee.cohort.programme)


def _about_therapy(definition: Definition) -> Collection[str]:
    return [each.key for each in definition.requirements if is_about_therapy(each)]


def _deciding(judged: Judged, names: Mapping[str, str], kept_back: Collection[str]) -> tuple[str, str] | None:
    """The requirement that decides the headline, with its sentence; None where none does, or it is kept back."""
    pairs = zip(judged.definition.requirements, judged.evaluated.findings, strict=True)
    key = judged.evaluated.headline.deciding
    found = (pair for pair in pairs if pair[0].key == key and key not in kept_back)
    return next(((requirement.title, sentence(requirement, finding, **names)) for requirement, finding in found), None)


def _row(judged: Judged, pair: Any, as_of: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """One requirement as its row of the page, with what opens behind it."""
    requirement, finding = pair
    chosen = requirement_entries_filter(requirement)
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
        "why": requirement.why,
        "remedy": what_would_meet(requirement, finding, **names),
        "finding": finding,
        "activities": activity_rows(chosen, judged.definition, judged.facts)
        if chosen and not isinstance(requirement, Floor)
        else [],
        "months": month_marks(finding.periods, as_of, _MONTHS_SHOWN),
    }


@blueprint.get("/cohorts/<public_id>")
@permit("cohort.standing")
def cohort(cohort: Cohort) -> ResponseReturnValue:
    """Everybody of a cohort against every requirement, A to Z and never a league table."""
    definition = definition_of(version_of_cohort(cohort.id))
    counts = queries.counts_by_cohort_and_state([cohort.id]).get(cohort.id, {})
    show = request.args.get("show") if request.args.get("show") in _FILTERS else None
    total = counts.get(show, 0) if show else sum(counts.values())
    limit = total if total <= MOST_ON_ONE_PAGE else PAGE_LENGTH
    lines = queries.cohort_lines(cohort.id, state=show, after=_after(), limit=limit)
    kept_back = () if can(actor(), "therapy.hear", cohort.programme) else _about_therapy(definition)
    columns = {key: words for key, words in columns_of(definition).items() if key not in kept_back}
    return render_template(
        "readiness/cohort.html",
        cohort=cohort,
        total=total,
        columns=list(columns.values()),
        rows=[_matrix_row(line, list(columns)) for line in lines],
        filters=_chips(cohort, counts, show),
        next_url=_next_page(cohort, lines, limit, total, show),
        oldest=min((line.as_of for line in lines), default=None),
        today=clock.today(cohort.programme.zone),
    )


def _matrix_row(line: CohortLine, keys: list[str]) -> MatrixRow:
    empty = queries.Cell("not_yet_due", None, None, "none")
    cells = (line.cells.get(key, empty) for key in keys)
    return MatrixRow(
        name=line.name,
        url=f"/trainees/{line.public_id}/standing",
        state=line.state,
        words=headline_tag(line.state, line.headline) or "",
        cells=tuple(
            MatrixCell(cell.state, figure_words(cell.figure, cell.target, cell.unit, short=True)) for cell in cells
        ),
    )


def _chips(cohort: Cohort, counts: dict[str, int], show: str | None) -> list[Chip]:
    address = url_for("readiness.cohort", public_id=cohort.public_id)
    everybody = Chip("All", address, sum(counts.values()), current=show is None)
    narrowed = [
        Chip(words, f"{address}?show={state}", counts[state], current=show == state)
        for state, words in _FILTERS.items()
        if state in counts
    ]
    return [everybody, *narrowed]


def _after() -> tuple[str, int] | None:
    """The last name and id of the page before, as the address carries them; nonsense begins at the start."""
    name, number = request.args.get("after", ""), request.args.get("id", "")
    if not name or "\0" in name or not number.isdecimal() or len(number) > _LONGEST_ID:
        return None
    return name, int(number)


def _next_page(cohort: Cohort, lines: list[CohortLine], limit: int, total: int, show: str | None) -> str | None:
    if len(lines) < limit or limit == total:
        return None
    last = lines[-1]
    return url_for("readiness.cohort", public_id=cohort.public_id, show=show, after=last.sort_name, id=last.trainee_id)
