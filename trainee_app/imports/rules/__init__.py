"""The rules of the imports: an office's rows become entries and trainees, or say why not. Pure."""

from trainee_app.imports.rules.cells import NOT_KEPT, one_line
from trainee_app.imports.rules.fingerprints import fingerprint
from trainee_app.imports.rules.headings import SheetNotRecognised
from trainee_app.imports.rules.outcomes import (
    Account,
    Member,
    Newcomer,
    Outcome,
    ReadEntry,
    RowOutcome,
    count_by_sheet,
    totals,
)
from trainee_app.imports.rules.reading import read_office_workbook
from trainee_app.imports.rules.setting import Logged, Setting

__all__ = [
    "NOT_KEPT",
    "Account",
    "Logged",
    "Member",
    "Newcomer",
    "Outcome",
    "ReadEntry",
    "RowOutcome",
    "Setting",
    "SheetNotRecognised",
    "count_by_sheet",
    "fingerprint",
    "one_line",
    "read_office_workbook",
    "totals",
]
