"""Enrolled phones: one's own, for whoever is a trainee today. The two doors ask for a phone's token, which no session is."""

from tests.matrix.actors import EVERYBODY
from tests.matrix.expected.fields import NEW
from tests.matrix.table import ITSELF, PUBLIC, Row, answered, public_page

_TRAINEES = "trainee fellow both"

ROWS: tuple[Row, ...] = (
    public_page("GET", "phones.shell"),
    public_page("GET", "phones.worker"),
    public_page("GET", "phones.manifest"),
    Row("GET", "phones.activities", PUBLIC, let_in={ITSELF: ""}),
    # Without the header that only the phone's own page sets, not even a token is looked at.
    Row("POST", "phones.drafts", PUBLIC, let_in={ITSELF: answered(400, EVERYBODY)}),
    Row("GET", "phones.phones", "phone.enrol", let_in={ITSELF: _TRAINEES}),
    Row("POST", "phones.enrol", "phone.enrol", let_in={ITSELF: _TRAINEES}, fields={"once": NEW, "name": "My own phone"}),
    Row("POST", "phones.revoke", "phone.revoke", of="phone", let_in={
        "trainee's": "trainee",
        "both's": "both both_bare",
        "kit's": "",
    }),
)  # fmt: skip
