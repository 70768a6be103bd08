"""The rules of the imports: an office's rows become entries and trainees, or say why not. Pure."""

from trainee_app.imports.rules.cells import NOT_KEPT, is_telling, one_line
from trainee_app.imports.rules.documents import (
    BroughtFile,
    CarriedEntry,
    canonical_text,
    document_name,
    entry_hashes,
    row_hash,
)
from trainee_app.imports.rules.fingerprints import fingerprint
from trainee_app.imports.rules.headings import SheetNotRecognised
from trainee_app.imports.rules.outcomes import (
    IN_ORDER,
    Account,
    Member,
    Newcomer,
    Outcome,
    ReadEntry,
    RowOutcome,
    Standing,
    count_by_sheet,
    standing_of,
)
from trainee_app.imports.rules.reading import read_office_workbook
from trainee_app.imports.rules.setting import Logged, Setting
from trainee_app.imports.rules.telling import account_lines

__all__ = [
    "IN_ORDER",
    "NOT_KEPT",
    "Account",
    "BroughtFile",
    "CarriedEntry",
    "Logged",
    "Member",
    "Newcomer",
    "Outcome",
    "ReadEntry",
    "RowOutcome",
    "Setting",
    "SheetNotRecognised",
    "Standing",
    "account_lines",
    "canonical_text",
    "count_by_sheet",
    "document_name",
    "entry_hashes",
    "fingerprint",
    "is_telling",
    "one_line",
    "read_office_workbook",
    "row_hash",
    "standing_of",
]
