"""Notices: everybody's own, once a second factor is shown where one is owed; and their own choice about letters."""

from tests.matrix.actors import EVERYBODY_SIGNED_IN, WITH_ALL_SHOWN
from tests.matrix.table import ITSELF, Row

ROWS: tuple[Row, ...] = (
    Row("GET", "notifications.notices", "notices.read", let_in={ITSELF: WITH_ALL_SHOWN}),
    Row("POST", "notifications.see_all", "notices.read", let_in={ITSELF: WITH_ALL_SHOWN}),
    Row("POST", "notifications.open_notice", "notice.open", of="notice", let_in={
        "trainee's": "trainee",
        "supervisor's": "supervisor",
        "both's": "both",
    }),
    Row("GET", "notifications.digest", "digest.choose", let_in={ITSELF: EVERYBODY_SIGNED_IN}),
    Row("POST", "notifications.digest", "digest.choose", let_in={ITSELF: EVERYBODY_SIGNED_IN},
        fields={"wanted": "y"}),
)  # fmt: skip
