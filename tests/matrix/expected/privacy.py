"""The data protection officer: finds a text that must go, and takes it out of what was handed in; never their own."""

from tests.matrix.expected.logbook import READERS_OF_ENTRIES
from tests.matrix.table import ITSELF, Row

_OFFICERS = "officer"
_DRAFTS = "marta's draft, jonas's draft, kit's draft"
OPEN_TO_OFFICERS = {
    "marta's submitted, marta's returned, marta's signed, marta's corrected, marta's void, marta's withdrawn": _OFFICERS,
    "marta's reading, marta's reading of the former's time, marta's of the leaver's time": _OFFICERS,
    "marta's of the former's time, jonas's submitted, jonas's signed, ada's submitted, ada's signed": _OFFICERS,
    "kit's submitted, kit's signed": "",
    _DRAFTS: "",
}
assert {name for names in OPEN_TO_OFFICERS for name in names.split(", ")} == {
    name for names in READERS_OF_ENTRIES for name in names.split(", ")
}

ROWS: tuple[Row, ...] = (
    Row("GET", "privacy.texts", "text.find", let_in={ITSELF: _OFFICERS}),
    Row("POST", "privacy.find", "text.find", let_in={ITSELF: f"{_OFFICERS}:422"}, fields={"what": "NOSUCH-11"}),
    Row("GET", "privacy.blank", "entry.blank", of="entry", let_in=OPEN_TO_OFFICERS),
    Row("POST", "privacy.blank", "entry.blank", of="entry", let_in=OPEN_TO_OFFICERS, fields={"why": "name"}),
)
