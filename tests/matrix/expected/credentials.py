"""Registrations: everybody reads their own; administrator and director keep them; nobody keeps their own."""

from tests.matrix.actors import WITH_ALL_SHOWN
from tests.matrix.expected.fields import NEW, YESTERDAY, day
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import Row

_REGISTRATIONS = {
    "supervisor, leaver, former, unassigned, tutor, bo": KEEPERS,
    "both": OTHER_KEEPERS,
    "bo elsewhere, kit": "elsewhere",
}
_NEW = {
    "once": NEW,
    "body": "UKCP",
    "number": "U-20993",
    "valid_from": day(10),
    "valid_until": day(-300),
}

ROWS: tuple[Row, ...] = (
    Row("GET", "credentials.registrations", "registrations.read", of="person", let_in={
        "themselves": WITH_ALL_SHOWN,
        "trainee": f"trainee {KEEPERS}",
        "supervisor": f"supervisor {KEEPERS}",
        "former": f"former {KEEPERS}",
        "administrator": KEEPERS,
        "both": f"both {OTHER_KEEPERS}",
        "bo": f"{KEEPERS} elsewhere",
        "kit": "elsewhere",
        "newcomer": KEEPERS,
    }),
    Row("POST", "credentials.record", "registration.record", of="person", let_in={
        "themselves": "",
        "trainee, supervisor, former": KEEPERS,
        "administrator": "director both twofold",
        "both": OTHER_KEEPERS,
        "bo": f"{KEEPERS} elsewhere",
        "kit": "elsewhere",
        "newcomer": KEEPERS,
    }, fields=_NEW),
    Row("GET", "credentials.end", "registration.end", of="registration", let_in=_REGISTRATIONS),
    Row("POST", "credentials.end", "registration.end", of="registration", let_in=_REGISTRATIONS,
        fields={"ending": "early", "ended_on": YESTERDAY}),
)  # fmt: skip
