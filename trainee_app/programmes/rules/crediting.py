"""Recorded minutes become credited minutes (domain: shipped arithmetic, decided by the course)."""

from trainee_app.programmes.rules.definition import Definition, Outcome


def credited_minutes(definition: Definition, activity_key: str, minutes: int, outcome: str) -> int:
    """What `minutes` of work are credited as; missed and cancelled work credits nothing.

    Raises `UnknownActivity` and, for an outcome that does not exist, ValueError.
    """
    activity = definition.activity(activity_key)
    if Outcome(outcome) is not Outcome.HELD:
        return 0
    return activity.credit_rule.credit(minutes)
