"""How somebody stands: who needs to know (domain, section 3), and nobody else.

The examiner and the board read; a supervisor and a tutor while their agreement runs; a former one no longer;
the data protection officer has nothing to do here.
"""

from tests.matrix.expected.fields import IN_A_YEAR, NEW
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS, READERS
from tests.matrix.table import ITSELF, Row, answered

_PROPOSED = {
    "once": NEW,
    "requirement": "study",
    "kind": "equivalence",
    "reason": "She has taught it for years.",
    "evidence": "A letter of her university",
    "expires_on": IN_A_YEAR,
}
# Who decides: a director or board member, never who proposed it, nobody about themselves.
_TO_DECIDE = {
    "marta's, ada's": "director board twofold",
    "jonas's by twofold": "director board",
    # Decided or taken back meanwhile: said, to those who would have decided.
    "marta's granted, marta's ended": answered(409, "director board twofold"),
    "kit's": "",
}

ROWS: tuple[Row, ...] = (
    Row("GET", "readiness.waivers_waiting", "waivers.waiting", let_in={ITSELF: "director board twofold"}),
    Row("GET", "readiness.waivers", "waivers.read", of="trainee", let_in={
        "marta": f"trainee board {KEEPERS}",
        "jonas": f"fellow board {KEEPERS}",
        "ada": f"board {KEEPERS}",
        "kit": "elsewhere",
    }),
    Row("POST", "readiness.propose_waiver", "waiver.propose", of="trainee", let_in={
        "marta, jonas": "administrator twofold both",
        "ada": "administrator twofold",
        "kit": "elsewhere",
    }, fields=_PROPOSED),
    Row("GET", "readiness.decide_waiver", "waiver.decide", of="waiver", let_in=_TO_DECIDE),
    Row("POST", "readiness.decide_waiver", "waiver.decide", of="waiver", let_in=_TO_DECIDE,
        fields={"decision": "grant"}),
    Row("GET", "readiness.ask_before_ending", "waiver.end", of="waiver", let_in={
        "marta's, marta's granted, jonas's by twofold, marta's ended": KEEPERS,
        "ada's": OTHER_KEEPERS,
        "kit's": "elsewhere",
    }),
    Row("POST", "readiness.end_waiver", "waiver.end", of="waiver", let_in={
        "marta's, marta's granted, jonas's by twofold": KEEPERS,
        "marta's ended": answered(409, KEEPERS),
        "ada's": OTHER_KEEPERS,
        "kit's": "elsewhere",
    }),
    Row("GET", "readiness.standing", "standing.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS} {READERS}",
        "jonas": f"fellow unassigned {KEEPERS} {READERS}",
        "ada": f"both supervisor {OTHER_KEEPERS} {READERS}",
        "kit": "elsewhere",
    }),
    Row("GET", "readiness.what_if", "standing.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS} {READERS}",
        "jonas": f"fellow unassigned {KEEPERS} {READERS}",
        "ada": f"both supervisor {OTHER_KEEPERS} {READERS}",
        "kit": "elsewhere",
    }),
    Row("GET", "readiness.rows", "standing.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS} {READERS}",
        "jonas": f"fellow unassigned {KEEPERS} {READERS}",
        "ada": f"both supervisor {OTHER_KEEPERS} {READERS}",
        "kit": "elsewhere",
    }, arguments={"requirement": "clinical"}),
    Row("GET", "readiness.other_end", "standing.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS} {READERS}",
        "jonas": f"fellow unassigned {KEEPERS} {READERS}",
        "ada": f"both supervisor {OTHER_KEEPERS} {READERS}",
        "kit": "elsewhere",
    }, arguments={"ends_on": "2030-01-01"}),
    Row("GET", "readiness.behind", "cohort.standing", let_in={ITSELF: f"{KEEPERS} {READERS} elsewhere"}),
    Row("GET", "readiness.cohort", "cohort.standing", of="cohort", let_in={
        "ours": f"{KEEPERS} {READERS}",
        "theirs": "elsewhere",
    }),
)  # fmt: skip
