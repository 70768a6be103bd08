"""The lists: one's own log, and a look at one trainee's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import ends_on_of
from trainee_app.logbook.queries import Listed, listed_page, quiet_months_of, sums_by_state, what_stops
from trainee_app.logbook.rules import WRITABLE, Violation, months_between
from trainee_app.logbook.views.again import again_chips
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.narrowing import COUNTS, LONG_WAIT, STATES, Asked, activity_groups, key_of
from trainee_app.logbook.views.reading import LogRead, log_read, own_trainee
from trainee_app.logbook.views.rows import Speech, counts_by_state, entry_lines, totals_of
from trainee_app.web.parts import Chip


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


def _list(trainee: Trainee, *, is_own: bool) -> ResponseReturnValue:
    read = log_read(trainee, is_own=is_own)
    asked = read.asked
    page = listed_page(trainee.id, asked.chosen, after=key_of(trainee), visible=read.visible)
    sums = sums_by_state(trainee.id, asked.chosen, read.visible)
    cases = spoken_cases([row.case_id for row in page.rows], is_own=is_own)
    last = page.rows[-1] if page.older else None
    drawn = render_template(
        "logbook/list.html",
        trainee=trainee,
        is_own=is_own,
        asked=asked,
        lines=entry_lines(page.rows, Speech(read.definition, cases, read.uncounted), _stops(read, page.rows)),
        totals=totals_of(sums, asked.chosen.state),
        uncounted=read.uncounted,
        chips=_chips(asked, counts_by_state(sums)),
        older_url=asked.address(after=f"{last.public_id}~{last.worked_on}") if last else None,
        newest_url=asked.address() if request.args.get("after") else None,
        here=url_for(request.endpoint or "", **(request.view_args or {})),
        months_url=read.months_url,
        quiet=_quiet(read),
        **_offered(read),
    )
    return drawn, 422 if asked.problems else 200


def _offered(read: LogRead) -> dict[str, object]:
    """What can be logged anew, what the form offers, and where the same list is a file and a sheet of paper."""
    trainee = read.trainee
    allow_new = read.is_own and trainee.cohort.starts_on <= read.today
    return {
        "allow_new": allow_new,
        "again": again_chips(trainee, read.definition) if allow_new else [],
        "definition": read.definition,
        "activities": activity_groups(read.definition),
        "months": months_between(trainee.cohort.starts_on, min(read.today, ends_on_of([trainee.id])[trainee.id])),
        "counts": COUNTS,
        "long_wait": LONG_WAIT.days,
        "csv_url": read.address("_file"),
        "print_url": read.address("_on_paper"),
    }


def _quiet(read: LogRead) -> list[date]:
    """The months of which the trainee says that there was nothing to log; in one's own log they stand by the month."""
    return [] if read.is_own else sorted(quiet_months_of([read.trainee.id]).get(read.trainee.id, {}))


def _stops(read: LogRead, rows: Sequence[Listed]) -> dict[int, list[Violation]]:
    """What keeps one's own from being handed in; nobody else sees what is not handed in."""
    kept = [each.id for each in rows if {each.state, each.pending_state} & WRITABLE]
    return what_stops(read.trainee, kept, read.today) if read.is_own else {}


def _chips(asked: Asked, counts: dict[str, int]) -> list[Chip]:
    """Offer the states in which something stands, and the one that is chosen."""
    chosen = asked.chosen.state
    return [
        Chip(words, asked.address(state=state), counts.get(state, 0), current=(chosen or "") == state)
        for state, words in STATES.items()
        if not state or counts.get(state) or chosen == state
    ]
