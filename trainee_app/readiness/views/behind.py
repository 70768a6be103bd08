"""Who is behind, with the reason first: what the office looks at before it rings anybody up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, permit, scope
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries import chosen_ids, cohort_lines, definition_of_cohort, definitions_in_force, named
from trainee_app.programmes.queries import definition_of_version
from trainee_app.programmes.rules import Definition, UnknownRequirement
from trainee_app.programmes.rules.wording import sentence
from trainee_app.readiness import queries
from trainee_app.readiness.queries import LAGGING, Lagging, Wanted
from trainee_app.readiness.rules import BehindRow
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.showing import about_therapy, typed_name
from trainee_app.web.parts import Chip

PAGE_LENGTH = 50
_LONGEST_NUMBER = 6
_STATES = {"not_possible": "Dates to discuss", "behind": "Behind", "needs_decision": "Needs a decision"}


@blueprint.get("/behind")
@permit("cohort.standing")
def behind() -> ResponseReturnValue:
    """What trainees are behind with, the most pressing first: in all cohorts that one may read, or narrowed."""
    wanted, cohort = _wanted()
    begin = _begin()
    found = queries.lagging(wanted, begin=begin, limit=PAGE_LENGTH + 1)
    rules = {version_id: definition_of_version(version_id) for version_id in {each.version_id for each in found}}
    counts = queries.lagging_by_state(wanted)
    return render_template(
        "readiness/behind.html",
        cohort=cohort,
        wanted=wanted,
        requirement=_title(wanted.requirement, cohort),
        rows=[row for each in found[:PAGE_LENGTH] if (row := _row(each, rules[each.version_id])) is not None],
        chips=_chips(counts, wanted.state),
        newer_url=_address(begin=max(begin - PAGE_LENGTH, 0) or None) if begin else None,
        older_url=_address(begin=begin + PAGE_LENGTH) if len(found) > PAGE_LENGTH else None,
        total=counts.get(wanted.state, 0) if wanted.state else sum(counts.values()),
        cohorts=[(each.public_id, each.name) for each in cohort_lines(scope("cohort.standing", actor()))],
    )


def _wanted() -> tuple[Wanted, Cohort | None]:
    """Read what the address narrows to; a cohort that one may not read narrows nothing."""
    readable = {each.id for each in cohort_lines(scope("cohort.standing", actor()))}
    cohort = named(Cohort, request.args.get("cohort", ""))
    if cohort is not None and cohort.id not in readable:
        cohort = None
    state = request.args.get("state")
    wanted = Wanted(
        cohort_ids=[cohort.id] if cohort else sorted(readable),
        kept_back=_therapy(),
        told_in=chosen_ids(scope("therapy.hear", actor())),
        state=state if state in LAGGING else None,
        requirement=request.args.get("requirement") or None,
        name=typed_name(),
    )
    return wanted, cohort


def _therapy() -> Collection[str]:
    """The requirements of personal therapy, under whatever rules anybody is judged now."""
    return {key for definition in definitions_in_force().values() for key in about_therapy(definition)}


def _row(each: Lagging, definition: Definition) -> BehindRow | None:
    """One line, its reason first; None where the rules no longer ask for what was kept."""
    try:
        requirement = definition.requirement(each.finding.key)
    except UnknownRequirement:
        return None
    said = sentence(requirement, each.finding)
    return BehindRow(
        title=requirement.title,
        reason=said,
        state=each.finding.state.value,
        last_on=each.finding.last_on,
        name=each.name,
        url=f"/trainees/{each.trainee}/standing#{requirement.key}",
        cohort=each.cohort,
        cohort_public_id=each.cohort_public_id,
    )


def _title(key: str | None, cohort: Cohort | None) -> str:
    """What the requirement is called to which the list is narrowed; its key, where that differs between cohorts."""
    if not key or cohort is None:
        return key or ""
    try:
        return definition_of_cohort(cohort.id).requirement(key).title
    except UnknownRequirement:
        return key


def _chips(counts: Mapping[str, int], chosen: str | None) -> list[Chip]:
    everybody = Chip("All", _address(state=None, begin=None), sum(counts.values()), current=chosen is None)
    narrowed = [
        Chip(words, _address(state=state, begin=None), counts.get(state, 0), current=chosen == state)
        for state, words in _STATES.items()
        if counts.get(state) or chosen == state
    ]
    return [everybody, *narrowed]


def _begin() -> int:
    begin = request.args.get("begin", "")
    return int(begin) if begin.isascii() and begin.isdecimal() and len(begin) <= _LONGEST_NUMBER else 0


def _address(**others: Any) -> str:
    """The address of this list, narrowed as it is, with `others` in place of what they name."""
    kept = {name: request.args.get(name) or None for name in ("cohort", "state", "requirement", "name")}
    given: dict[str, Any] = {**kept, **others}
    return url_for(".behind", **given)
