"""How sums share the work that more than one of them selects (counting policies).

ONCE: work counts for the first of the sums that selects it. POOL: each takes what it needs, first of what no later
one can use, then the earliest, and what is left goes on; the last keeps all of it. SHARED, and where nothing is said:
work counts in each.
"""

from collections.abc import Mapping, Sequence

from trainee_app.programmes.rules.definition import Counting, Sharing
from trainee_app.programmes.rules.requirements import Requirement, Sum
from trainee_app.programmes.rules.tallies import Tally


def tallies_of(requirements: Sequence[Requirement], counting: Sequence[Counting], tally: Tally) -> Mapping[str, Tally]:
    """The tally that each sum under a policy looks at, by its key; every other looks at the common one."""
    sums = {each.key: each for each in requirements if isinstance(each, Sum)}
    found: dict[str, Tally] = {}
    for policy in counting:
        named = [sums[key] for key in dict.fromkeys(policy.requirements) if key in sums]
        if policy.policy is Sharing.SHARED:
            continue
        remaining = tally.copy()
        for at, each in enumerate(named):
            before, later = remaining.copy(), named[at + 1 :]
            if policy.policy is Sharing.ONCE:
                _take_all(each, remaining)
            elif later:
                _take_needed(each, later, remaining)
                before.take_tally(remaining, each.key)
            found.setdefault(each.key, before)
    return found


def _take_all(asked: Sum, remaining: Tally) -> None:
    for cell, months in remaining.chosen(asked.of):
        for month, amount in months.items():
            remaining.take_minutes(cell, month, asked.key, signed=amount.signed, awaiting=amount.awaiting)


def _take_needed(asked: Sum, later: Sequence[Sum], remaining: Tally) -> None:
    """Take up to what is asked for out of what is signed, then out of what waits."""
    pieces = [
        (any(each.of.chooses(*cell) for each in later), month, cell)
        for cell, months in remaining.chosen(asked.of)
        for month in months
    ]
    wanted = asked.at_least_minutes
    amounts = {(month, cell): amount for cell, months in remaining.chosen(asked.of) for month, amount in months.items()}
    for is_signed in (True, False):
        for _, month, cell in sorted(pieces):
            amount = amounts[month, cell]
            taken = min(max(amount.signed if is_signed else amount.awaiting, 0), wanted)
            if is_signed:
                remaining.take_minutes(cell, month, asked.key, signed=taken)
            else:
                remaining.take_minutes(cell, month, asked.key, awaiting=taken)
            wanted -= taken
