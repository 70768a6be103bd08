"""Teaching: the office and tutors make the timetable, the leader signs the register, trainees see their own mark.

Nobody keeps a timetable or a register on which they stand: `both` is a trainee of the cohort she administers.
"""

from typing import Any

from tests.matrix.expected.fields import NEW, TODAY
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World


def _leader(world: World, _actor: str, name: str) -> Any:
    return world.people["tutor" if name == "ours" else "bo"]


def _seen(world: World, _actor: str, name: str) -> Any:
    return world.seen["register", name][1]


_DATE = {
    "once": NEW, "title": "Ghosts in the nursery", "activity": "seminar", "held_on": TODAY, "minutes": "90 min",
    "dates": "1", "leader": _leader,
}  # fmt: skip
_TAUGHT = {"ours": f"tutor {OTHER_KEEPERS}", "theirs": "elsewhere"}
_REGISTERS = _TAUGHT | {"void": ""}
_DATES = {"held, signed, ahead, cancelled, void": f"tutor {OTHER_KEEPERS}", "theirs, theirs signed": "elsewhere"}

ROWS: tuple[Row, ...] = (
    # Who is no trainee is led to a cohort's own timetable.
    Row("GET", "teaching.own_timetable", "timetable.read",
        let_in={ITSELF: f"trainee fellow both {answered(302, f'tutor {OTHER_KEEPERS} elsewhere')}"}),
    Row("GET", "teaching.timetable", "timetable.read", of="cohort",
        let_in={"ours": f"trainee fellow tutor {KEEPERS}", "theirs": "elsewhere"}),
    Row("GET", "teaching.make", "timetable.make", of="cohort", let_in=_TAUGHT),
    # The other programme has no tutor.
    Row("POST", "teaching.make", "timetable.make", of="cohort", fields=_DATE,
        let_in={"ours": f"tutor {OTHER_KEEPERS}", "theirs": answered(422, "elsewhere")}),
    Row("GET", "teaching.attendance", "attendance.read", of="cohort", let_in=_TAUGHT),
    Row("GET", "teaching.date", "teaching.read", of="teaching", let_in=_DATES),
    # Nobody is marked, so the form comes back.
    Row("POST", "teaching.sign", "register.sign", of="teaching", fields={"once": NEW},
        let_in={"held, signed, ahead, void": "tutor:422", "cancelled, theirs, theirs signed": ""}),
    Row("POST", "teaching.cancel", "teaching.cancel", of="teaching",
        let_in={
            "held, ahead, void": f"tutor {OTHER_KEEPERS}", "theirs": "elsewhere", "signed, cancelled, theirs signed": "",
        }),
    Row("GET", "teaching.void", "register.void", of="register", let_in=_REGISTERS),
    Row("POST", "teaching.void", "register.void", of="register", let_in=_REGISTERS,
        fields={"seen": _seen, "reason": "It was another group."}),
)  # fmt: skip
