"""How somebody stands: who needs to know (domain, section 3), and nobody else.

The examiner and the board read; a supervisor and a tutor while their agreement runs; a former one no longer;
the data protection officer has nothing to do here.
"""

from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS, READERS
from tests.matrix.table import Row

ROWS: tuple[Row, ...] = (
    Row("GET", "readiness.standing", "standing.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS} {READERS}",
        "jonas": f"fellow unassigned {KEEPERS} {READERS}",
        "ada": f"both supervisor {OTHER_KEEPERS} {READERS}",
        "kit": "elsewhere",
    }),
    Row("GET", "readiness.cohort", "cohort.standing", of="cohort", let_in={
        "ours": f"{KEEPERS} {READERS}",
        "theirs": "elsewhere",
    }),
)  # fmt: skip
