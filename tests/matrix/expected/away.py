"""Signing without an account: trainees ask for their own, the office for everybody's; the link itself is public.

The world's supervisors have accounts, so that whoever may ask is told to wait for them to sign in.
"""

from tests.matrix.expected.groups import KEEPERS
from tests.matrix.table import Row, answered, public_page

_TOKEN = {"token": "not-a-token-of-ours"}
_MARTAS = f"trainee {KEEPERS}"

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
    Row("POST", "away.ask", "signers.ask", of="agreement", let_in={
        "marta with supervisor, marta with tutor, marta with leaver, marta with former": answered(409, _MARTAS),
        "jonas with unassigned": answered(409, f"fellow {KEEPERS}"),
        "ada with supervisor, ada with herself": answered(409, KEEPERS),
        "kit with bo": "elsewhere:409",
    }),
    Row("POST", "away.revoke", "signing_list.revoke", of="signing list", let_in={
        "marta's by herself": _MARTAS,
        "everybody's of the month": KEEPERS,
        "kit's by their office": "elsewhere",
    }),
)  # fmt: skip
