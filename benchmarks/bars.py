"""The bars: what is measured, and the most that it may take. Ratios are multiples of F, a plain page's median."""

from __future__ import annotations

PLAIN = "plain page (F)"
PLAIN_AGAIN = "plain page again (A/A)"
LOG = "1 log an entry"
FRONT = "2 trainee's front page"
ENTRIES = "2 own entries, 25 rows"
MATRIX = "3 cohort matrix, 30 trainees"
MATRIX_300 = "3 cohort matrix, 300 trainees"
MATRIX_3000 = "3 cohort matrix, 3,000 trainees, a page"
SIGN = "4 sign 20 entries in one act"

TIMES_F: dict[str, dict[str, float]] = {
    "sqlite": {LOG: 4, FRONT: 5, ENTRIES: 5, MATRIX: 5, SIGN: 15},
    "postgresql": {LOG: 6, FRONT: 7, ENTRIES: 7, MATRIX: 7, SIGN: 20},
}
# Asked for in rounds of their own, with F measured anew.
TIMES_F_OF_SIZES: dict[str, dict[str, float]] = {
    "sqlite": {MATRIX_300: 15, MATRIX_3000: 8},
    "postgresql": {MATRIX_300: 18, MATRIX_3000: 10},
}
RECOMPUTE_OF_ENTRIES = 0.6
ONE_OF_A_THOUSAND = 1 / 300
CSV_TIMES_RAW = 2
CSV_MEBIBYTES = 32
GROWTH_TIMES = 1.3
GROWTH_EXPONENT = 1.15
FRONT_PAGE_QUERIES = 10
IMPORT_TIMES_FLASK_SQLALCHEMY = 1.6
WORKER_PSS_MB = 95
DOCUMENT_OF_ONE_BY_ONE = {"sqlite": 1 / 4, "postgresql": 1 / 10}
WORKBOOK_TIMES_RAW = 1.3
WORKBOOK_MIB = 48
