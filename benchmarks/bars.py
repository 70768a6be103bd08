"""The bars: what is measured, and the most that it may take. Ratios are multiples of F, a plain page's median."""

from __future__ import annotations

PLAIN = "plain page (F)"
PLAIN_AGAIN = "plain page again (A/A)"
LOG = "1 log an entry"
FRONT = "2 trainee's front page"
ENTRIES = "2 own entries, 25 rows"
MATRIX = "3 cohort matrix, 30 trainees"
SIGN = "4 sign 20 entries in one act"

TIMES_F: dict[str, dict[str, float]] = {
    "sqlite": {LOG: 4, FRONT: 5, ENTRIES: 5, MATRIX: 5, SIGN: 15},
    "postgresql": {LOG: 6, FRONT: 7, ENTRIES: 7, MATRIX: 7, SIGN: 20},
}
FRONT_PAGE_QUERIES = 10
IMPORT_TIMES_FLASK_SQLALCHEMY = 1.6
WORKER_PSS_MB = 95
