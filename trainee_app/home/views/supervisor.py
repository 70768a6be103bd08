"""The supervisor's front page: what waits, for how long, and how each trainee stands in a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, scope
from trainee_app.admissions.queries import to_score
from trainee_app.casework.queries import CaseInShort, cases_in_short, proposals_to_answer
from trainee_app.casework.rules import Part, Phase
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import chosen_ids as ids_of
from trainee_app.cohorts.queries import trainees_supervised_by
from trainee_app.cohorts.queries.arrangements import agreements_ended_with
from trainee_app.logbook.queries.overview import WaitingLine, waiting_by_trainee
from trainee_app.logbook.queries.terms import terms_waiting
from trainee_app.readiness.queries import states_of


@dataclass(frozen=True, slots=True)
class SupervisedLine:
    """One trainee of a supervisor: how they stand, and what waits. `oldest_days` is 0 where nothing does.

    `term`: the public name of a term's study that was handed in and waits.
    """

    name: str
    public_id: str
    cohort: str
    state: str
    waiting: int
    oldest_days: int
    cases: tuple[CaseInShort, ...]
    is_supervised: bool
    term: str | None


def supervisor_front() -> ResponseReturnValue:
    """The queue in figures, and everybody who is supervised or tutored today."""
    trainees = trainees_supervised_by(actor())
    waiting = waiting_by_trainee(actor(), clock.today())
    states = states_of([trainee.id for trainee in trainees])
    cases = cases_in_short([trainee.id for trainee in trainees])
    prepared = ids_of(scope("supervision.prepare", actor()))
    terms = terms_waiting(actor())
    named = {each.trainee_id: each.public_id for each in reversed(terms)}
    lines = [
        _line(trainee, states, waiting.get(trainee.id), cases, prepared, named.get(trainee.id)) for trainee in trainees
    ]
    return render_template(
        "home/supervisor.html",
        lines=lines,
        former=agreements_ended_with(actor()),
        total=sum(each.number for each in waiting.values()),
        oldest_days=max((each.oldest_days for each in waiting.values()), default=0),
        interviews=sum(each.held_on <= actor().on for each in to_score(actor())),
        proposals=proposals_to_answer(scope("proposal.answer_as_supervisor", actor()), Part.SUPERVISOR),
        terms=terms,
        records=can(actor(), "supervision.record"),
        phases=[phase.value for phase in Phase],
    )


def _line(
    trainee: Trainee,
    states: Mapping[int, str],
    waiting: WaitingLine | None,
    cases: Mapping[int, Sequence[CaseInShort]],
    prepared: Collection[int],
    term: str | None,
) -> SupervisedLine:
    return SupervisedLine(
        name=trainee.person.name,
        public_id=trainee.public_id,
        cohort=trainee.cohort.name,
        state=states.get(trainee.id, "not_yet_due"),
        waiting=waiting.number if waiting else 0,
        oldest_days=waiting.oldest_days if waiting else 0,
        cases=tuple(each for each in cases.get(trainee.id, ()) if each.closed_on is None),
        is_supervised=trainee.id in prepared,
        term=term,
    )
