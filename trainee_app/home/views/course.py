"""The course office's front page: what needs doing now, and the cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, number, scope
from trainee_app.admissions.queries import intakes_with_news, interviews_ahead, to_decide, to_enrol, to_score
from trainee_app.away.queries.absences import absences_to_decide
from trainee_app.away.queries.paper import records_to_decide
from trainee_app.casework.queries import proposals_to_answer, waiting_for_a_case
from trainee_app.casework.rules import Part
from trainee_app.cohorts.queries import CohortLine, cohort_lines, definition_of_cohort, trainees_of_cohort
from trainee_app.credentials.queries import registrations_running_out
from trainee_app.home.rules import (
    LONG_WAIT_DAYS,
    PRESSING,
    Step,
    applications_new,
    decisions_waiting,
    entries_to_verify,
    registrations_ending,
    selection_waiting,
    signatures_to_decide,
    standings_drifted,
    steps_for_course,
    waiting_for_cases,
    waivers_ending,
)
from trainee_app.home.views.blueprint import held_roles
from trainee_app.home.views.trainee import as_next_step
from trainee_app.logbook.queries.overview import waiting_by_signer
from trainee_app.logbook.queries.verifying import count_to_verify
from trainee_app.people.rules import Role
from trainee_app.programmes.rules.requirements import Cases
from trainee_app.readiness.queries import (
    count_waivers_waiting,
    counts_by_cohort_and_state,
    drifts_reported,
    pressing,
    waivers_expiring,
)
from trainee_app.teaching.queries import dates_ahead
from trainee_app.web.parts import NextStep

_SOON = timedelta(weeks=8)
_AHEAD = timedelta(weeks=6)
_MOST_AHEAD = 8
# For so long the office is told what a nightly run has found.
_LATELY = timedelta(days=7)
# How long before its last day a waiver is looked at again.
_WAIVER_SOON = timedelta(weeks=4)
_MOST_TRAINEES = 3000
_OFFICE = (Role.ADMINISTRATOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class CohortInShort:
    """A cohort with how many of its trainees stand how, the most pressing state first."""

    name: str
    public_id: str
    starts_on: date
    ends_on: date
    trainees: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DateAhead:
    """Something on a day to come, and the page on which it stands."""

    on: date
    what: str
    cohort: str
    endpoint: str
    public_id: str


def course_front() -> ResponseReturnValue:
    """What the office does next, and each cohort in a line."""
    cohorts = cohort_lines(scope("cohort.standing", actor()))
    counts = counts_by_cohort_and_state([cohort.id for cohort in cohorts])
    lines = [_line(cohort, counts.get(cohort.id, {})) for cohort in cohorts]
    steps, runs = _steps(cohorts), bool(_programmes_run())
    return render_template("home/course.html", steps=steps, runs=runs, cohorts=lines, ahead=_ahead() if runs else [])


def _ahead() -> list[DateAhead]:
    """The next teaching dates, and the interviews that are arranged, of the weeks to come, the first one first."""
    who = actor()
    until = who.on + _AHEAD
    taught = [
        DateAhead(each.held_on, each.title, each.cohort.name, "teaching.date", each.public_id)
        for each in dates_ahead(who, who.on, until, _MOST_AHEAD)
    ]
    arranged = [
        DateAhead(
            each.held_on,
            f"Interview with {each.application.person.name}",
            each.application.intake.cohort.name,
            "admissions.application",
            each.application.public_id,
        )
        for each in interviews_ahead(who, who.on, until)
    ]
    return sorted([*taught, *arranged], key=lambda each: (each.on, each.what))[:_MOST_AHEAD]


def _programmes_run() -> list[int]:
    return [each.programme_id for each in held_roles() if each.role in _OFFICE]


def _steps(cohorts: list[CohortLine]) -> list[NextStep]:
    """What asks something of whoever runs the programme. Board members are asked to attest, examiners for nothing."""
    runs, imports = _programmes_run(), number("import.attest", actor())
    proposals = proposals_to_answer(scope("proposal.answer_for_placement", actor()), Part.PLACEMENT)
    decisions = [*decisions_waiting(proposals, count_waivers_waiting(scope("waiver.decide", actor()))), *_signatures()]
    selection = _selection()
    if not runs:
        return [as_next_step(step) for step in steps_for_course([], [], imports, [*selection, *decisions])]
    today = clock.today()
    ending = registrations_ending(registrations_running_out(runs, today, today + _SOON))
    waiting = [
        (line.name, line.number, line.oldest_days)
        for line in waiting_by_signer(runs, today - timedelta(days=LONG_WAIT_DAYS), today)
    ]
    news = [(intake.cohort.name, intake.public_id, new) for intake, new in intakes_with_news(actor())]
    more = [
        *_drifted(runs),
        *entries_to_verify(count_to_verify(actor())),
        *_waivers_ending(runs, today),
        *selection,
        *applications_new(news),
        *decisions,
        *(step for cohort in cohorts for step in _without_case(cohort, today)),
        *ending,
    ]
    return [as_next_step(step) for step in steps_for_course(waiting, _pressing(cohorts), imports, more)]


def _signatures() -> list[Step]:
    """What waits for whoever asks to be signed in somebody's absence, or as it was signed on paper."""
    absences = [
        (each.trainee.person.name, each.agreement.supervisor.name, each.public_id)
        for each in absences_to_decide(actor())
    ]
    sheets = [
        (each.sheet.trainee.person.name, each.sheet.signer.name, each.public_id) for each in records_to_decide(actor())
    ]
    return signatures_to_decide(absences, sheets)


def _pressing(cohorts: list[CohortLine]) -> list[tuple[str, str, str, str]]:
    """Whose standing asks something of the office, with their cohort."""
    names = {each.public_id: each.name for each in cohorts}
    return [
        (each.state, each.name, each.cohort_public_id, names[each.cohort_public_id])
        for each in pressing([each.id for each in cohorts], list(PRESSING))
    ]


def _drifted(programme_ids: list[int]) -> list[Step]:
    """What the nightly runs of the last days have found to be other than the record says."""
    found = drifts_reported(programme_ids, clock.now() - _LATELY)
    return standings_drifted([(each.number, each.as_of, each.names, each.first) for each in found if each.first])


def _waivers_ending(programme_ids: list[int], today: date) -> list[Step]:
    """The waivers whose last day is near."""
    found = waivers_expiring(programme_ids, today, today + _WAIVER_SOON)
    return waivers_ending([(each.name, each.trainee, each.expires_on) for each in found])


def _selection() -> list[Step]:
    """What waits in the selection for whoever asks: to decide as the second person, to score, to enrol."""
    who = actor()
    return selection_waiting(
        [each.application.person.name for each in to_decide(who)],
        [each.application.person.name for each in to_score(who) if each.held_on <= who.on],
        [each.person.name for each in to_enrol(who)],
    )


def _without_case(cohort: CohortLine, today: date) -> list[Step]:
    """Who of a running cohort waits for a case, and for how many weeks."""
    if not cohort.starts_on <= today <= cohort.ends_on:
        return []
    needed = [each.at_least for each in definition_of_cohort(cohort.id).requirements if isinstance(each, Cases)]
    names = {each.id: each.name for each in trainees_of_cohort(cohort.id, limit=_MOST_TRAINEES)}
    waiting = waiting_for_a_case(names, needed=max(needed, default=0), on=today)
    lines = [(each.trainee, (today - each.since_on).days // 7) for each in waiting]
    return waiting_for_cases(lines, cohort.public_id, cohort.name)


def _line(cohort: CohortLine, states: dict[str, int]) -> CohortInShort:
    order = ("not_possible", "behind", "needs_decision", "too_early", "on_track", "not_yet_due", "ready", "met")
    shown = tuple((state, states[state]) for state in order if states.get(state))
    return CohortInShort(cohort.name, cohort.public_id, cohort.starts_on, cohort.ends_on, sum(states.values()), shown)
