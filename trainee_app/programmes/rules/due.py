"""When something has to be there (domain, section 4, rule 9)."""

from dataclasses import replace
from datetime import date

from trainee_app.programmes.rules.dates import days_after, months_after
from trainee_app.programmes.rules.facts import Facts
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import RequirementBase, Stage


def due_on(requirement: RequirementBase, facts: Facts) -> date | None:
    """The day by which a requirement has to be met; None where that day has not come into sight: no first case yet.

    A named stage lies so many months after the person's first day, moved by their breaks, and never after the end.
    """
    match requirement.due_by:
        case Stage.APPLICATION | Stage.ENROLMENT:
            return facts.starts_on
        case Stage.FIRST_CASE:
            return min((case.first_held_on for case in facts.cases or () if case.first_held_on), default=None)
        case Stage.NAMED if requirement.stage is not None:
            moved = days_after(months_after(facts.starts_on, requirement.stage.after_months), facts.moved_days)
            return min(moved, facts.ends_on)
        case _:
            return facts.ends_on


def facts_until_due(requirement: RequirementBase, facts: Facts) -> Facts:
    """The facts as if the training ended when the requirement is due, for what is judged against an end."""
    if requirement.due_by is Stage.QUALIFICATION:
        return facts
    return replace(facts, ends_on=due_on(requirement, facts) or facts.ends_on)


def due_params(requirement: RequirementBase, facts: Facts) -> dict[str, int | str]:
    """What a sentence about the due date is made of."""
    found = due_on(requirement, facts)
    return {"due_on": found.isoformat()} if found else {}


def is_due(requirement: RequirementBase, facts: Facts, as_of: date) -> bool:
    """Whether the day has come."""
    found = due_on(requirement, facts)
    return found is not None and as_of >= found


def not_kept(requirement: RequirementBase, facts: Facts, as_of: date) -> Finding:
    """What is said where the installation does not keep a part of the record yet; never "met"."""
    has_come = is_due(requirement, facts, as_of)
    return Finding(
        key=requirement.key,
        state=State.NEEDS_DECISION if has_come else State.NOT_YET_DUE,
        code=Code.NOT_KEPT_DUE if has_come else Code.NOT_KEPT,
        params=due_params(requirement, facts),
        last_on=None if has_come else due_on(requirement, facts),
    )
