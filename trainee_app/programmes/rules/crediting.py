"""Recorded minutes become credited minutes (domain: shipped arithmetic, decided by the course)."""

from trainee_app.programmes.rules.definition import Definition, GroupFormula, Outcome
from trainee_app.programmes.rules.expressions import Expression

# Up to so many present, "half, then shared" is half the time.
_HALF_UP_TO = 4


def credited_minutes(definition: Definition, activity_key: str, minutes: int, outcome: str, present: int = 0) -> int:
    """What `minutes` of work are credited as; missed and cancelled work credits nothing.

    `present` is how many trainees were in a group supervision; 0 where that is not known, and then it is credited as to
    one alone. Raises `UnknownActivity` and, for an outcome that does not exist, ValueError.
    """
    activity = definition.activity(activity_key)
    if Outcome(outcome) is not Outcome.HELD:
        return 0
    if activity_key == definition.supervised.group:
        minutes = group_minutes(definition.supervised.formula, minutes, max(present, 1))
    return activity.credit_rule.credit(minutes)


def group_minutes(formula: GroupFormula | Expression, minutes: int, present: int) -> int:
    """What `minutes` of group supervision come to for each of the `present` trainees (1 or more), the supervisor not
    counted: to the nearest minute, half up, and never more than the full time."""
    if isinstance(formula, Expression):
        return formula.minutes(minutes, present)
    shares = {
        GroupFormula.FULL: (minutes, 1),
        GroupFormula.HALF: (minutes, 2),
        GroupFormula.HALF_THEN_SHARED: (minutes, 2 if present <= _HALF_UP_TO else present),
        GroupFormula.SHARED_TWICE: (2 * minutes, present),
        GroupFormula.SHARED: (minutes, present),
    }
    return min(_divided(*shares[formula]), minutes)


def share_of_case(minutes: int, presented: int) -> int:
    """What a supervision of so many minutes comes to for each of the cases presented: equal shares, nearest minute,
    half up; nothing where none was presented."""
    return _divided(minutes, presented) if presented else 0


def _divided(minutes: int, by: int) -> int:
    return (2 * minutes + by) // (2 * by)
