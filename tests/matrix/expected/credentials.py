"""Registrations: everybody reads their own; administrator and director keep them; nobody keeps their own.

What is brought along is kept by the person and the office; personal therapy by nobody who supervises as well.
"""

from io import BytesIO
from typing import Any

from tests.matrix.actors import WITH_ALL_SHOWN
from tests.matrix.expected.fields import NEW, YESTERDAY, day
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import Row, answered
from tests.matrix.world import World
from tests.matrix.world_credentials import readable_pdf

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

# Ada supervises too, so of others' therapy she is told nothing.
_BROUGHT = {
    "marta's post": f"trainee {KEEPERS}",
    "marta's therapy": f"trainee {OTHER_KEEPERS}",
    "ada's post, ada's therapy": f"both {OTHER_KEEPERS}",
    "kit's post": "elsewhere",
}
_EVIDENCE = {
    "marta's reference": f"trainee {KEEPERS}",
    "marta's letter": f"trainee {OTHER_KEEPERS}",
    "ada's reference": f"both {OTHER_KEEPERS}",
    "kit's reference": "elsewhere",
}
_ACCEPTED = {
    "marta's experience": KEEPERS,
    "marta's therapy, ada's experience": OTHER_KEEPERS,
    "kit's experience": "elsewhere",
}
# Only applicants and trainees are asked for something.
_ASKED = {
    "themselves": "applicant trainee fellow both",
    "trainee": f"trainee {KEEPERS}",
    "both": f"both {OTHER_KEEPERS}",
    "kit": "elsewhere",
    "supervisor, former, administrator, bo, newcomer": "",
}
_ASKED_OF_OTHERS = {
    "themselves": "",
    "trainee": KEEPERS,
    "both": OTHER_KEEPERS,
    "kit": "elsewhere",
    "supervisor, former, administrator, bo, newcomer": "",
}


def _a_file(_world: World, _actor: str, _name: str) -> Any:
    return BytesIO(readable_pdf()), "letter.pdf"


_POST = {"once": NEW, "title": "Psychologist", "place": "A trust", "from_on": "2016-02-01", "share_percent": "50"}
_OBSERVATION = {"once": NEW, "standing": "running", "place": "A school", "from_on": "2025-02-01"}
_THERAPY = {"once": NEW, "standing": "declaration", "from_on": "2016-02-01"}
_FILE = {"once": NEW, "about": "experience", "kind": "letter", "file": _a_file}
_OF_OBSERVATION = {"record": "infant_observation"}

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
    Row("GET", "credentials.brought_along", "brought_along.read", of="person", let_in=_ASKED),
    Row("GET", "credentials.add_post", "brought_along.record", of="person", let_in=_ASKED),
    Row("POST", "credentials.add_post", "brought_along.record", of="person", let_in=_ASKED, fields=_POST),
    Row("GET", "credentials.add_observation", "brought_along.record", of="person", let_in=_ASKED),
    Row("POST", "credentials.add_observation", "brought_along.record", of="person", let_in=_ASKED,
        fields=_OBSERVATION),
    Row("GET", "credentials.add_therapy", "brought_along.record", of="person", let_in=_ASKED),
    Row("POST", "credentials.add_therapy", "brought_along.record", of="person", let_in=_ASKED, fields=_THERAPY),
    Row("GET", "credentials.add_evidence", "brought_along.record", of="person", let_in=_ASKED),
    Row("POST", "credentials.add_evidence", "brought_along.record", of="person", let_in=_ASKED, fields=_FILE),
    Row("GET", "credentials.accept", "prerequisite.accept", of="person", let_in=_ASKED_OF_OTHERS,
        arguments=_OF_OBSERVATION),
    Row("POST", "credentials.accept", "prerequisite.accept", of="person", let_in=_ASKED_OF_OTHERS,
        arguments=_OF_OBSERVATION, fields={"once": NEW, "reason": "Seen elsewhere."}),
    Row("GET", "credentials.take_back", "brought_along.take_back", of="brought", let_in=_BROUGHT),
    Row("POST", "credentials.take_back", "brought_along.take_back", of="brought", let_in=_BROUGHT),
    Row("GET", "credentials.evidence", "evidence.read", of="evidence", let_in={**_EVIDENCE, "marta's taken back": ""}),
    Row("GET", "credentials.take_evidence_back", "evidence.take_back", of="evidence",
        let_in={**_EVIDENCE, "marta's taken back": f"trainee {KEEPERS}"}),
    Row("POST", "credentials.take_evidence_back", "evidence.take_back", of="evidence",
        let_in={**_EVIDENCE, "marta's taken back": answered(409, f"trainee {KEEPERS}")}),
    Row("GET", "credentials.take_acceptance_back", "acceptance.take_back", of="acceptance", let_in=_ACCEPTED),
    Row("POST", "credentials.take_acceptance_back", "acceptance.take_back", of="acceptance", let_in=_ACCEPTED),
)  # fmt: skip
