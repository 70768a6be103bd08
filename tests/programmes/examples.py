"""The examples that are shipped, and records of invented trainees that are judged by them."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.programmes.records import entry
from trainee_app.programmes.rules import (
    CaseFact,
    Definition,
    EntryFact,
    Facts,
    Finding,
    Total,
    evaluate,
    parse_definition,
)

EXAMPLES = Path(__file__).parents[2] / "trainee_app/programmes/definitions/examples"
# Two years, the first of them without anything odd: no leap day, and a Thursday to begin with.
STARTS_ON, ENDS_ON = date(2026, 10, 1), date(2028, 9, 30)


@cache
def example(name: str) -> Definition:
    return parse_definition((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def hours(activity: str, on: date, amount: float, **changes: Any) -> EntryFact:
    """So many hours on one day, signed two days later. More than a day holds is written on one day all the same."""
    return entry(activity, on, round(amount * 60), **changes)


def totals_of(entries: Iterable[EntryFact]) -> tuple[Total, ...]:
    """The month totals that these entries make."""
    return tuple(
        Total(each.activity, each.on.replace(day=1), each.case_id, each.state, each.recorded, each.credited, 1)
        for each in entries
    )


def judged(name: str, as_of: date, *entries: EntryFact, **others: Any) -> dict[str, Finding]:
    """What an example says of a record."""
    dates = {"starts_on": STARTS_ON, "ends_on": ENDS_ON}
    facts = Facts(**(dates | {"entries": entries, "totals": totals_of(entries)} | others))
    definition = example(name)
    return {each.key: each for each in evaluate(definition.requirements, facts, as_of, definition.counting)}


def case(number: int, first: date, last: date, **changes: Any) -> CaseFact:
    """A case with 24 sessions between two days, unless said otherwise."""
    values: dict[str, Any] = {
        "case_id": number,
        "first_held_on": first,
        "last_held_on": last,
        "supervised_minutes": 0,
        "ending": "planned",
        "held_sessions": 24,
        "kind": "parent_infant",
    }
    return CaseFact(**(values | changes))
