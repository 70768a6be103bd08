"""What came with an office's files: read by the two halves that attest it, attested by one of each, once.

Two people decide: the administrator, and a director or board member (domain, section 3). A trainee of the
cohort attests nothing of it, whatever else they are.
"""

from tests.matrix.expected.groups import KEEPERS
from tests.matrix.table import ITSELF, Row
from tests.matrix.world import World


def _hash_seen(world: World, _actor: str, name: str) -> str:
    return world.seen["batch", name][1]


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
)  # fmt: skip
