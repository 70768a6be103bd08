"""What is printed: whoever may read a log may print it, and finds on paper what they may read."""

from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import Row

_READERS_OF_LOGS = {
    "marta": f"trainee supervisor leaver former tutor {KEEPERS}",
    "jonas": f"fellow unassigned {KEEPERS}",
    "ada": f"both supervisor {OTHER_KEEPERS}",
    "kit": "elsewhere",
}
_MONTH = {"month": "2026-11"}

ROWS: tuple[Row, ...] = (
    Row("GET", "reports.paper", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
    Row("GET", "reports.month", "log.read", of="trainee", arguments=_MONTH, let_in=_READERS_OF_LOGS),
    Row("GET", "reports.month_sheet", "log.read", of="trainee", arguments=_MONTH, let_in=_READERS_OF_LOGS),
    Row("GET", "reports.hours_log", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
)  # fmt: skip
