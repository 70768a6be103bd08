"""Supervision: who holds a session records and signs it; those present see it; the office sees the record.

A former supervisor records their own period for 90 days. Nobody records, corrects or voids what is about themselves.
"""

from typing import Any

from tests.matrix.expected.fields import NEW, YESTERDAY
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.expected.logbook import SUPERVISE
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World

_OWNERS = {"marta's": "marta", "marta's void": "marta", "ada's": "ada", "jonas's": "jonas", "kit's": "kit"}


def _who(world: World, _actor: str, name: str) -> Any:
    return world.ids["trainee", _OWNERS.get(name, "marta")]


def _seen(world: World, _actor: str, name: str) -> Any:
    return world.seen["supervision", name][1]


_SAID = {"once": NEW, "held_on": YESTERDAY, "minutes": "60 min", "format": "individual", "present": _who}
# `both` has an agreement with herself, by a slip in the database: the form then offers nobody.
_RECORD = "supervisor leaver unassigned both"
# What counts no longer is answered with where it stands now: a redirect, or a conflict that keeps what was typed.
_HELD = {"marta's, ada's": "supervisor", "jonas's": "unassigned", "marta's void": "supervisor", "kit's": ""}
_HELD_SHOWN = {**_HELD, "marta's void": answered(302, "supervisor")}
_HELD_SENT = {**_HELD, "marta's void": answered(409, "supervisor")}
_VOID = {
    "marta's": f"supervisor {KEEPERS}",
    "ada's": f"supervisor {OTHER_KEEPERS}",
    "jonas's": f"unassigned {KEEPERS}",
    "kit's": "elsewhere",
    "marta's void": f"supervisor {KEEPERS}",
}
_VOID_SHOWN = {**_VOID, "marta's void": answered(302, f"supervisor {KEEPERS}")}
_VOID_SENT = {**_VOID, "marta's void": answered(409, f"supervisor {KEEPERS}")}

ROWS: tuple[Row, ...] = (
    Row("GET", "supervision.new_session", "supervision.record", let_in={ITSELF: _RECORD}),
    # The leaver's agreement has ended, Vera does not supervise Marta, and nobody records for themselves.
    Row("POST", "supervision.record", "supervision.record",
        let_in={ITSELF: f"supervisor {answered(422, 'leaver unassigned both')}"}, fields=_SAID),
    Row("GET", "supervision.session", "supervision.read", of="supervision", let_in={
        "marta's, marta's void": f"trainee supervisor {KEEPERS}",
        "ada's": f"both supervisor {OTHER_KEEPERS}",
        "jonas's": f"fellow unassigned {KEEPERS}",
        "kit's": "elsewhere",
    }),
    Row("GET", "supervision.correct_form", "supervision.correct", of="supervision", let_in=_HELD_SHOWN),
    Row("POST", "supervision.correct", "supervision.correct", of="supervision", let_in=_HELD_SENT,
        fields={**_SAID, "seen": _seen}),
    Row("GET", "supervision.void", "supervision.void", of="supervision", let_in=_VOID_SHOWN),
    Row("POST", "supervision.void", "supervision.void", of="supervision", let_in=_VOID_SENT,
        fields={"seen": _seen, "reason": "It was another day."}),
    Row("GET", "supervision.given", "supervision.statement", let_in={ITSELF: SUPERVISE}),
    Row("GET", "supervision.of_trainee", "supervision.list", of="trainee", let_in={
        "marta": f"trainee {KEEPERS}",
        "jonas": f"fellow {KEEPERS}",
        "ada": f"both {OTHER_KEEPERS}",
        "kit": "elsewhere",
    }),
    Row("GET", "supervision.before", "supervision.prepare", of="trainee",
        let_in={"marta, ada": "supervisor", "jonas": "unassigned", "kit": ""}),
)  # fmt: skip
