"""What came with an office's files: read by the two halves that attest it, attested by one of each, once.

Two people decide: the administrator, and a director or board member (domain, section 3). A trainee of the
cohort attests nothing of it, whatever else they are.
"""

from io import BytesIO

from tests.matrix.expected.groups import KEEPERS
from tests.matrix.expected.logbook import HAVE_A_LOG
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World


def _hash_seen(world: World, _actor: str, name: str) -> str:
    return world.seen["batch", name][1]


def _a_file(_world: World, _actor: str, _name: str) -> tuple[BytesIO, str]:
    return BytesIO(b"Date,What,Minutes\n3 Nov 2026,Seminar,50\n"), "hours.csv"


_OFFICE = "administrator twofold both"
_TIME = {"marta's": "trainee", "ours": _OFFICE, "theirs": "elsewhere"}
_COHORTS = {"ours": _OFFICE, "theirs": "elsewhere"}


def _all(status: int) -> dict[str, str]:
    return {name: answered(status, actors) for name, actors in _TIME.items()}


_OURS = (
    "unattested, attested by the administrator, attested by the director, attested by the twofold, attested, "
    "without entries"
)

ROWS: tuple[Row, ...] = (
    Row("GET", "imports.batches", "imports.list", let_in={ITSELF: f"{KEEPERS} board elsewhere"}),
    Row("GET", "imports.batch", "import.read", of="batch", let_in={_OURS: f"{KEEPERS} board", "theirs": "elsewhere"}),
    Row("POST", "imports.attest", "import.attest", of="batch", let_in={
        "unattested": "administrator director board twofold",
        "attested by the administrator": "director board twofold",
        "attested by the director": "administrator twofold",
        # Of two roles it counts as either half; the other half is anybody else of them.
        "attested by the twofold": "administrator director board",
        "attested, without entries": "",
        "theirs": "elsewhere",
    }, fields={"seen": _hash_seen, "agrees": "y"}),
    Row("GET", "imports.own_time", "time.bring", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "imports.own_time", "time.bring", let_in={ITSELF: HAVE_A_LOG}, fields={"file": _a_file}),
    Row("GET", "imports.cohort_time", "time.bring_for", of="cohort", let_in=_COHORTS),
    Row("POST", "imports.cohort_time", "time.bring_for", of="cohort", let_in=_COHORTS, fields={"file": _a_file}),
    Row("GET", "imports.time_columns", "time.use", of="time file", let_in=_TIME),
    # Nothing is said of any column, so it is asked.
    Row("POST", "imports.time_columns", "time.use", of="time file", let_in=_all(422), fields={"decision": "look"}),
    Row("POST", "imports.time_sheet", "time.use", of="time file", let_in=_TIME,
        fields={"sheet": "0", "heading_row": "1"}),
    Row("GET", "imports.time_file", "time.use", of="time file", let_in=_TIME),
    Row("GET", "imports.refused_time", "time.use", of="time file", let_in=_TIME),
    # What was seen is not what would come in.
    Row("POST", "imports.confirm_time", "time.use", of="time file", let_in=_all(409), fields={"seen": "0"}),
    Row("POST", "imports.drop_time", "time.use", of="time file", let_in=_TIME),
)  # fmt: skip
