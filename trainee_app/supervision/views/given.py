"""The statement of the sessions that a supervisor has given, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.programmes.rules.dates import month_end
from trainee_app.supervision import queries
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.rules import Format
from trainee_app.supervision.views.blueprint import blueprint
from trainee_app.web.formats import month_and_year
from trainee_app.web.parts import Chip

_MOST_MONTHS = 13


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One session of the statement."""

    session: SupervisionSession
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the printed rows come to; each figure is a sum of theirs."""

    sessions: int
    minutes: int


@blueprint.get("/supervision/given")
@permit("supervision.statement")
def given() -> ResponseReturnValue:
    """The sessions of one month, with their sum."""
    months = queries.months_given(actor())
    chosen = _month(months)
    sessions = queries.sessions_given(actor(), chosen, month_end(chosen))
    present = queries.present_at([each.id for each in sessions])
    lines = [GivenLine(each, tuple(row.trainee.person.name for row in present.get(each.id, ()))) for each in sessions]
    return render_template(
        "supervision/given.html",
        month=chosen,
        lines=lines,
        sums=_sums(lines),
        by_format={each.value: _sums([line for line in lines if line.session.format == each]) for each in Format},
        chips=[
            Chip(month_and_year(each), url_for(".given", month=f"{each:%Y-%m}"), current=each == chosen)
            for each in sorted({chosen, *months[:_MOST_MONTHS]}, reverse=True)
        ],
        may_record=can(actor(), "supervision.record"),
    )


def _month(months: Sequence[date]) -> date:
    """Return the month asked for, by its first day; the latest one with a session if none, or none that is one."""
    try:
        return date.fromisoformat(request.args.get("month", "") + "-01")
    except ValueError:
        return months[0] if months else clock.today().replace(day=1)


def _sums(lines: Sequence[GivenLine]) -> Sums:
    return Sums(len(lines), sum(each.session.minutes for each in lines))
