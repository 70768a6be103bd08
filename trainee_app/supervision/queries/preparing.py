"""What a supervisor wants to know ten minutes before a session with one trainee."""

from __future__ import annotations

from datetime import date

from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import consents_by_case, open_cases
from trainee_app.cases.rules import ConsentKind, shown_as, withdrawn_by
from trainee_app.casework.models import CasePlan
from trainee_app.casework.queries import latest_plans, phases_of_cases, presented_of, sessions_of
from trainee_app.casework.rules import Plan, ending_prompt, next_phase
from trainee_app.cohorts.models import Trainee
from trainee_app.supervision.rules import CaseBefore


def cases_before(trainee: Trainee, since: date | None, on: date) -> list[CaseBefore]:
    """Return each open case of the trainee as it stands on the day; sessions are told from the day after `since`."""
    cases = open_cases(trainee.id, on)
    plans = latest_plans([each.id for each in cases])
    phases = phases_of_cases([each.id for each in cases])
    return [
        _case_before(each, trainee, plans.get(each.id), [row.phase for row in phases.get(each.id, ())], since, on)
        for each in cases
    ]


def _case_before(
    case: TrainingCase, trainee: Trainee, plan: CasePlan | None, signed: list[str], since: date | None, on: date
) -> CaseBefore:
    sessions = [each for each in sessions_of(case.id) if each[1] <= on]
    lately = [each for each in sessions if since is None or each[1] > since]
    held = sum(outcome == "held" for _, _, _, outcome, _ in sessions)
    agreed = None if plan is None else plan.agreed_sessions
    presented = [each for each in presented_of(case.id) if each.held_on <= on]
    phase = next_phase(signed)
    is_over = case.closed_on is not None
    consents = {kind: consents_by_case([case.id], kind)[case.id] for kind in ConsentKind}
    return CaseBefore(
        public_id=case.public_id,
        words=shown_as(trainee.person.name, case.number, case.code),
        held=sum(outcome == "held" for _, _, _, outcome, _ in lately),
        missed=sum(outcome != "held" for _, _, _, outcome, _ in lately),
        sessions_left=None if agreed is None or is_over else max(agreed - held, 0),
        phase=None if phase is None else phase.words,
        review_on=None if plan is None or is_over else plan.review_on,
        ending="" if is_over else _ending(plan, on),
        last_presented_on=max((each.held_on for each in presented), default=None),
        consents=frozenset(kind for kind, found in consents.items() if any(each.holds(on) for each in found)),
        ended_on=case.closed_on,
        withdrawn={kind: day for kind, found in consents.items() if (day := withdrawn_by(found, on))},
    )


def _ending(plan: CasePlan | None, on: date) -> str:
    if plan is None:
        return ""
    agreed = Plan(
        agreed_sessions=plan.agreed_sessions,
        agreed_end_on=plan.agreed_end_on,
        last_allowed_on=plan.last_allowed_on,
    )
    return ending_prompt(agreed, on)
