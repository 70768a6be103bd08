"""A whole cohort: everybody against every requirement, A to Z."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can_each, permit
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.readiness import queries
from trainee_app.readiness.queries import Cell, CohortLine
from trainee_app.readiness.rules import columns_of, figure_words, headline_tag
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.showing import about_therapy, typed_name
from trainee_app.web.parts import Chip, MatrixCell, MatrixRow

# Up to this many on one page; above, the template would be the cost (performance notes, 6).
MOST_ON_ONE_PAGE = 300
PAGE_LENGTH = 50
_LONGEST_ID = 18
_WAYS = ("cohort.people", "cohort.move", "cohort.history")
_NOTHING_KEPT: Cell = ("not_yet_due", None, None, "none")
_FILTERS = {
    "behind": "Behind",
    "not_possible": "Dates to discuss",
    "needs_decision": "Needs a decision",
    "too_early": "Too early to say",
    "on_track": "On track",
    "ready": "Ready",
}


@blueprint.get("/cohorts/<public_id>")
@permit("cohort.standing", along=(Cohort.programme,))
def cohort(cohort: Cohort) -> ResponseReturnValue:
    """Everybody of a cohort against every requirement, A to Z and never a league table."""
    counts = queries.counts_by_cohort_and_state([cohort.id]).get(cohort.id, {})
    show = request.args.get("show") if request.args.get("show") in _FILTERS else None
    named = typed_name()
    limit = _limit(counts, show)
    found = queries.cohort_lines(cohort.id, state=show, after=_after(), limit=limit + 1, named=named)
    lines = found[:limit]
    granted = can_each(actor(), {**dict.fromkeys(_WAYS, cohort), "therapy.hear": cohort.programme})
    columns = _columns(cohort, may_hear_of_therapy="therapy.hear" in granted)
    behind = url_for(".behind", cohort=cohort.public_id)
    return render_template(
        "readiness/cohort.html",
        cohort=cohort,
        granted=granted,
        behind_url=behind,
        named=named,
        show=show,
        columns=list(columns.values()),
        column_urls=[f"{behind}&requirement={quote(key)}" for key in columns],
        rows=_matrix_rows(lines, list(columns)),
        filters=_chips(cohort, counts, show, named),
        next_url=_next_page(cohort, lines[-1], show, named) if len(found) > limit else None,
        oldest=min((line.as_of for line in lines), default=None),
        today=clock.today(cohort.programme.zone),
    )


def _limit(counts: dict[str, int], show: str | None) -> int:
    total = counts.get(show, 0) if show else sum(counts.values())
    return total if total <= MOST_ON_ONE_PAGE else PAGE_LENGTH


def _columns(cohort: Cohort, *, may_hear_of_therapy: bool) -> dict[str, str]:
    definition = definition_of_cohort(cohort.id)
    kept_back = () if may_hear_of_therapy else about_therapy(definition)
    return {key: words for key, words in columns_of(definition).items() if key not in kept_back}


def _matrix_rows(lines: list[CohortLine], keys: list[str]) -> list[MatrixRow]:
    shown = cache(_matrix_cell)
    return [
        MatrixRow(
            name=line.name,
            url=f"/trainees/{line.public_id}/standing",
            state=line.state,
            words=headline_tag(line.state, line.projected_on) or "",
            cells=tuple(map(shown, map(line.cells.get, keys))),
        )
        for line in lines
    ]


def _matrix_cell(cell: Cell | None) -> MatrixCell:
    state, figure, target, unit = cell or _NOTHING_KEPT
    return MatrixCell(state, figure_words(figure, target, unit, short=True))


def _chips(cohort: Cohort, counts: dict[str, int], show: str | None, named: str) -> list[Chip]:
    """Offer the states that somebody has; the numbers are of everybody, whatever name is looked for."""

    def address(state: str | None) -> str:
        return url_for("readiness.cohort", public_id=cohort.public_id, show=state, name=named or None)

    everybody = Chip("All", address(None), None if named else sum(counts.values()), current=show is None)
    narrowed = [
        Chip(words, address(state), None if named else counts[state], current=show == state)
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


def _next_page(cohort: Cohort, last: CohortLine, show: str | None, named: str) -> str:
    return url_for(
        "readiness.cohort",
        public_id=cohort.public_id,
        show=show,
        name=named or None,
        after=last.sort_name,
        id=last.trainee_id,
    )
