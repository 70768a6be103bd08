"""The lists: one's own log, and a look at one trainee's."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, permit
from trainee_app.access.policy import allowed
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, ends_on_of, trainees_of
from trainee_app.logbook.queries import (
    NOT_HELD,
    EntryFilter,
    Key,
    comments_on_returned,
    counts_by_state,
    entries_of,
    entry_named,
)
from trainee_app.logbook.rules import State
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import entry_line, is_returned, sums_of
from trainee_app.programmes.rules import Definition
from trainee_app.web.parts import Chip

_STATES = {
    "": "All",
    State.SIGNED.value: "Signed",
    State.SUBMITTED.value: "Waiting",
    NOT_HELD: "Missed or cancelled",
    State.RETURNED.value: "Returned",
    State.DRAFT.value: "Drafts",
    State.WITHDRAWN.value: "Withdrawn",
    "correction": "Corrections",
    State.VOID.value: "Does not count",
    State.DISCARDED.value: "Discarded",
}


@blueprint.get("/log")
@permit("log.write")
def own_log() -> ResponseReturnValue:
    """One's own entries, newest first."""
    return _list(own_trainee(), is_own=True)


@blueprint.get("/trainees/<public_id>/log")
@permit("log.read")
def trainee_log(trainee: Trainee) -> ResponseReturnValue:
    """A trainee's entries, as far as one may read them."""
    return _list(trainee, is_own=trainee.person_id == actor().person_id)


def own_trainee() -> Trainee:
    """Return the membership whose log is kept: the latest one."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        raise NotFoundForActor("log.write")
    return memberships[0]


def _list(trainee: Trainee, *, is_own: bool) -> ResponseReturnValue:
    definition = definition_of_cohort(trainee.cohort_id)
    chosen = _chosen(definition)
    # One's own log is all of it: `log.write` and `log.read` have been asked.
    visible = None if is_own else allowed("entry.read", actor())
    page = entries_of(trainee.id, chosen=chosen, after=_after(trainee), visible=visible)
    comments = comments_on_returned([entry.id for entry in page.entries if is_returned(entry)])
    cases = spoken_cases([entry.case_id for entry in page.entries], is_own=is_own)
    today = clock.today(trainee.cohort.programme.zone)
    return render_template(
        "logbook/list.html",
        trainee=trainee,
        is_own=is_own,
        lines=[entry_line(entry, definition, comments, cases) for entry in page.entries],
        sums=sums_of(page.entries),
        chosen=chosen,
        chips=_chips(chosen, counts_by_state(trainee.id, visible)),
        activities=list(definition.activities.values()),
        months=_months(trainee.cohort.starts_on, min(today, ends_on_of([trainee.id])[trainee.id])),
        older_url=_address(chosen, after=page.entries[-1].public_id) if page.older else None,
        newest_url=_address(chosen) if request.args.get("after") else None,
        here=url_for(request.endpoint or "", **(request.view_args or {})),
        allow_new=is_own and trainee.cohort.starts_on <= today,
    )


def _chosen(definition: Definition) -> EntryFilter:
    """Read the filters; what is none of ours narrows nothing."""
    state, activity = request.args.get("state", ""), request.args.get("activity", "")
    return EntryFilter(
        state=state if state in _STATES and state else None,
        activity=activity if activity in definition.activities else None,
        month=_month(request.args.get("month", "")),
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _after(trainee: Trainee) -> Key | None:
    name = request.args.get("after")
    last = entry_named(name) if name else None
    return Key(last.worked_on, last.id) if last is not None and last.trainee_id == trainee.id else None


def _address(chosen: EntryFilter, **others: str | None) -> str:
    arguments: dict[str, Any] = {
        "state": chosen.state,
        "activity": chosen.activity,
        "month": f"{chosen.month:%Y-%m}" if chosen.month else None,
        **others,
    }
    given = {name: value for name, value in arguments.items() if value}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **given})


def _chips(chosen: EntryFilter, counts: dict[str, int]) -> list[Chip]:
    """Offer the states in which something stands, and the one that is chosen."""
    counts[""] = sum(number for state, number in counts.items() if state not in {"correction", State.DISCARDED})
    return [
        Chip(words, _address(chosen, state=state), counts.get(state, 0), current=(chosen.state or "") == state)
        for state, words in _STATES.items()
        if not state or counts.get(state) or chosen.state == state
    ]


def _months(first: date, last: date) -> list[date]:
    """Return the first days of the months between, the latest first."""
    numbers = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
