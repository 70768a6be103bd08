"""Which work two versions of a programme credit differently. Pure."""

from __future__ import annotations

from trainee_app.programmes.rules.definition import Definition


def credited_otherwise(before: Definition, after: Definition) -> frozenset[str]:
    """The activities that both versions have and whose recorded minutes may be credited as another number of minutes."""
    both = before.activities.keys() & after.activities.keys()
    changed = {key for key in both if before.activities[key].credit_rule != after.activities[key].credit_rule}
    if before.supervised != after.supervised:
        changed |= {before.supervised.group, after.supervised.group}
    return frozenset(changed & both)
