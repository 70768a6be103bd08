"""Signing without an account, and in absence: trainees ask for their own, the office for everybody's; the link is public.

The world's supervisors have accounts, so that they are reminded; where nothing waits for them that is said. The office
proposes to countersign, and a director or board member who did not propose it decides; nobody their own record.
So it is with sheets that came back signed in ink: one records, another decides, nobody for their own record or signature.
"""

from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import Field, Row, answered, public_page
from tests.matrix.world import World

_TOKEN = {"token": "not-a-token-of-ours"}
_MARTAS = f"trainee {KEEPERS}"


def _seen(world: World, _actor: str, name: str) -> str:
    return world.seen["absence", name][1]


def _seen_on_paper(world: World, _actor: str, name: str) -> str:
    return world.seen["signed sheet", name][1]


_ASK = {
    "marta with supervisor, marta with leaver": _MARTAS,
    # Nothing waits for a former supervisor, and study goes to the tutor with its term.
    "marta with former, marta with tutor": answered(409, _MARTAS),
    "jonas with unassigned": f"fellow {KEEPERS}",
    "ada with supervisor": KEEPERS,
    # Nothing can wait there: nobody signs their own.
    "ada with herself": answered(409, KEEPERS),
    "kit with bo": "elsewhere",
}
# Nobody for their own record, nor for themselves, who can sign.
_PROPOSERS = {
    "marta with supervisor, marta with tutor, marta with leaver, marta with former": KEEPERS,
    "jonas with unassigned": KEEPERS,
    "ada with supervisor, ada with herself": OTHER_KEEPERS,
    "kit with bo": "elsewhere",
}
_READERS = {
    "marta's": f"trainee board {KEEPERS}",
    "marta's by the director": f"trainee board {KEEPERS}",
    "kit's": "elsewhere",
}
_PRINTERS = {
    "marta with supervisor, marta with tutor, marta with leaver, marta with former": _MARTAS,
    "jonas with unassigned": f"fellow {KEEPERS}",
    "ada with supervisor, ada with herself": KEEPERS,
    "kit with bo": "elsewhere",
}
_READERS_OF_SHEETS = {
    "marta's": f"trainee supervisor board {KEEPERS}",
    "marta's by the director": f"trainee leaver board {KEEPERS}",
    "ada's": f"supervisor board {KEEPERS}",
    "kit's": "elsewhere",
}
# Whose record it is never records it, and nobody whose signature it is.
_RECORDERS = {
    "marta's, marta's by the director": KEEPERS,
    "ada's": OTHER_KEEPERS,
    "kit's": "elsewhere",
}
_DECIDE_ON_PAPER: dict[str, Field] = {"seen": _seen_on_paper, "looked": "y"}
_DECIDE: dict[str, Field] = {"seen": _seen, "looked": "y"}

ROWS: tuple[Row, ...] = (
    public_page("GET", "away.open_list", status=410, arguments=_TOKEN),
    public_page("POST", "away.answer_list", status=410, arguments=_TOKEN),
    public_page("POST", "away.disown", status=410, arguments=_TOKEN),
    Row("GET", "away.signers", "signers.read", of="trainee", let_in={
        "marta": _MARTAS,
        "jonas": f"fellow {KEEPERS}",
        "ada": KEEPERS,
        "kit": "elsewhere",
    }),
    Row("POST", "away.ask", "signers.ask", of="agreement", let_in=_ASK),
    Row("GET", "away.propose", "absence.propose", of="agreement", let_in=_PROPOSERS),
    Row("POST", "away.propose", "absence.propose", of="agreement",
        let_in={names: answered(422, actors) for names, actors in _PROPOSERS.items()}),
    Row("GET", "away.absence", "absence.read", of="absence", let_in=_READERS),
    Row("POST", "away.countersign", "absence.countersign", of="absence", fields=_DECIDE, let_in={
        "marta's": "director board twofold",
        "marta's by the director": "board twofold",
        "kit's": "",
    }),
    Row("POST", "away.decline", "absence.decline", of="absence", let_in={
        "marta's": "administrator director board twofold",
        "marta's by the director": "director board twofold",
        "kit's": "elsewhere",
    }),
    Row("POST", "away.print_sheet", "paper_sheet.print", of="agreement", let_in=_PRINTERS),
    Row("GET", "away.sheets", "paper_sheet.find", of="cohort", let_in={
        "ours": f"board {KEEPERS}",
        "theirs": "elsewhere",
    }),
    Row("GET", "away.sheet", "paper_sheet.read", of="sheet", let_in=_READERS_OF_SHEETS),
    Row("GET", "away.sheet_on_paper", "paper_sheet.read", of="sheet", let_in=_READERS_OF_SHEETS),
    Row("GET", "away.record_sheet", "paper_sheet.record", of="sheet", let_in=_RECORDERS),
    Row("POST", "away.record_sheet", "paper_sheet.record", of="sheet",
        let_in={names: answered(422, actors) for names, actors in _RECORDERS.items()}),
    Row("GET", "away.paper_record", "paper_record.read", of="signed sheet", let_in=_READERS_OF_SHEETS),
    Row("GET", "away.scan", "paper_record.read", of="signed sheet", let_in=_READERS_OF_SHEETS),
    Row("POST", "away.sign_as_recorded", "paper_record.decide", of="signed sheet", fields=_DECIDE_ON_PAPER, let_in={
        "marta's, ada's": "director board twofold",
        "marta's by the director": "board twofold",
        "kit's": "",
    }),
    Row("POST", "away.decline_record", "paper_record.decline", of="signed sheet", let_in={
        "marta's, ada's": "administrator director board twofold",
        "marta's by the director": "director board twofold",
        "kit's": "elsewhere",
    }),
    Row("POST", "away.revoke", "signing_list.revoke", of="signing list", let_in={
        "marta's by herself": _MARTAS,
        "everybody's of the month": KEEPERS,
        "kit's by their office": "elsewhere",
    }),
)  # fmt: skip
