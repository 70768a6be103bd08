"""Every SELECT about files that were brought in."""

from trainee_app.imports.queries.attesting import (
    DOCUMENT_VERSION,
    attestations,
    attesting_roles,
    carried_hashes,
    has_attested,
    holds_nothing,
    is_among_the_trainees,
    is_attested,
    is_not_the_other_half,
    runs_the_programme,
    runs_this_programme,
)
from trainee_app.imports.queries.setting import (
    activity_titles,
    cohorts_called,
    hold,
    names_of_cohorts,
    public_names,
    setting_of,
)
from trainee_app.imports.queries.showing import (
    MOST_ROWS_SHOWN,
    BatchLine,
    batch_lines,
    minutes_by_trainee,
    row_counts,
    rows_having,
    rows_with_remarks,
)
from trainee_app.imports.queries.verification import brought_by, import_flaws

__all__ = [
    "DOCUMENT_VERSION",
    "MOST_ROWS_SHOWN",
    "BatchLine",
    "activity_titles",
    "attestations",
    "attesting_roles",
    "batch_lines",
    "brought_by",
    "carried_hashes",
    "cohorts_called",
    "has_attested",
    "hold",
    "holds_nothing",
    "import_flaws",
    "is_among_the_trainees",
    "is_attested",
    "is_not_the_other_half",
    "minutes_by_trainee",
    "names_of_cohorts",
    "public_names",
    "row_counts",
    "rows_having",
    "rows_with_remarks",
    "runs_the_programme",
    "runs_this_programme",
    "setting_of",
]
