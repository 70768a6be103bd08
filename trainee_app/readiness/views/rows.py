"""The rows behind a figure: exactly the entries that it is made of."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import NotFoundForActor, actor, permit
from trainee_app.access.policy import allowed
from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.queries import PastEntry, names_among
from trainee_app.programmes.rules import Finding, Requirement
from trainee_app.readiness.queries import Judged
from trainee_app.readiness.rules import figure_words, is_behind, lost_rows, narrowed_to, sums_of
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.showing import asked_for, judged_with_entries, kept_back_from_actor
from trainee_app.web.parts import Chip

PAGE_LENGTH = 50
_LONGEST_NUMBER = 6
_STATES = {"": "All", "signed": "Signed", "submitted": "Waiting"}


@blueprint.get("/trainees/<public_id>/standing/rows")
@permit("standing.read")
def rows(trainee: Trainee) -> ResponseReturnValue:
    """The entries that a requirement's figure is made of, the latest first, narrowed as the address asks."""
    asked = asked_for(trainee)
    judged, entries = judged_with_entries(trainee, asked)
    requirement, finding = _asked_requirement(trainee, judged)
    narrowed = narrowed_to(finding, _word("activity"), _word("state"), _word("starting"))
    behind = [each for each in entries if is_behind(requirement, each.fact, judged.facts, narrowed)]
    readable = _readable(trainee, behind)
    return render_template(
        "readiness/rows.html",
        trainee=trainee,
        asked=asked,
        requirement=requirement,
        finding=finding,
        figure=figure_words(finding.figure, finding.target, finding.unit),
        narrowed=narrowed,
        lost=lost_rows(finding, judged.definition),
        definition=judged.definition,
        others=len(behind) - len(readable),
        chips=[
            Chip(words, _address(trainee, state=key), current=narrowed.state == key) for key, words in _STATES.items()
        ],
        **_page(trainee, readable),
    )


def _page(trainee: Trainee, readable: list[PastEntry]) -> dict[str, Any]:
    """One page of the rows, what it comes to, and where the others are."""
    begin = _from()
    shown = readable[begin : begin + PAGE_LENGTH]
    has_more = begin + PAGE_LENGTH < len(readable)
    return {
        "rows": shown,
        "sums": sums_of(each.fact for each in shown),
        "newer_url": _address(trainee, begin=str(max(begin - PAGE_LENGTH, 0))) if begin else None,
        "older_url": _address(trainee, begin=str(begin + PAGE_LENGTH)) if has_more else None,
    }


def _asked_requirement(trainee: Trainee, judged: Judged) -> tuple[Requirement, Finding]:
    """Return the requirement of the address; nobody is told of one that is kept from them."""
    kept_back = kept_back_from_actor(trainee, judged.definition)
    for pair in zip(judged.definition.requirements, judged.evaluated.findings, strict=True):
        if pair[0].key == _word("requirement") and pair[0].key not in kept_back:
            return pair
    raise NotFoundForActor("standing.read")


def _readable(trainee: Trainee, entries: list[PastEntry]) -> list[PastEntry]:
    """Those of the entries that whoever asks may read, the latest first."""
    if trainee.person_id != actor().person_id:
        names = names_among(trainee.id, allowed("entry.read", actor()))
        entries = [each for each in entries if each.public_id in names]
    return sorted(entries, key=lambda each: (each.fact.on, each.public_id), reverse=True)


def _word(name: str) -> str:
    return request.args.get(name, "")


def _from() -> int:
    begin = _word("begin")
    return int(begin) if begin.isascii() and begin.isdecimal() and len(begin) <= _LONGEST_NUMBER else 0


def _address(trainee: Trainee, **others: str) -> str:
    kept = {name: _word(name) for name in ("requirement", "activity", "state", "starting", "on", "as")}
    given: dict[str, Any] = {name: value for name, value in {**kept, **others}.items() if value}
    return url_for(".rows", public_id=trainee.public_id, **given)
