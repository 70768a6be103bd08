"""What happened to a thing: read by whom it is about, and by who keeps the trail: administrator, data protection officer.

An entry's history is read by whoever may read the entry.
"""

from tests.matrix.actors import EVERYBODY_SIGNED_IN
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.expected.logbook import READERS_OF_ENTRIES
from tests.matrix.table import Row

_TRAIL_KEEPERS = "administrator both twofold officer"

ROWS: tuple[Row, ...] = (
    Row("GET", "history.entry", "entry.history", of="entry", let_in=READERS_OF_ENTRIES),
    Row("GET", "history.trainee", "trainee.history", of="trainee", let_in={
        "marta": f"trainee {KEEPERS} officer",
        "jonas": f"fellow {KEEPERS} officer",
        "ada": f"both both_bare {OTHER_KEEPERS} officer",
        "kit": "elsewhere",
    }),
    Row("GET", "history.cohort", "cohort.history", of="cohort", let_in={"ours": _TRAIL_KEEPERS, "theirs": "elsewhere"}),
    Row("GET", "history.programme", "programme.history", of="programme", let_in={
        "ours": f"{_TRAIL_KEEPERS} director",
        "theirs": "elsewhere",
    }),
    Row("GET", "history.person", "person.history", of="person", let_in={
        "themselves": EVERYBODY_SIGNED_IN,
        "trainee": f"trainee {_TRAIL_KEEPERS}",
        "supervisor": f"supervisor supervisor_bare {_TRAIL_KEEPERS}",
        "former": f"former {_TRAIL_KEEPERS}",
        "administrator": f"administrator_bare {_TRAIL_KEEPERS}",
        "both": f"both_bare {_TRAIL_KEEPERS}",
        "newcomer": _TRAIL_KEEPERS,
        "bo": f"{_TRAIL_KEEPERS} elsewhere",
        "kit": "elsewhere",
    }),
)  # fmt: skip
