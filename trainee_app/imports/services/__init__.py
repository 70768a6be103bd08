"""The verbs of this room: an office's workbook is looked at, brought in, and attested by two people."""

from trainee_app.imports.services.attesting import (
    AlreadyAttested,
    AttesterIsTheSame,
    AttesterLacksTheRole,
    EntriesAreNoLongerThoseBroughtIn,
    attest,
)
from trainee_app.imports.services.bringing_in import FileNameTellsTooMuch, Imported, OfficeFile, bring_in, preview

__all__ = [
    "AlreadyAttested",
    "AttesterIsTheSame",
    "AttesterLacksTheRole",
    "EntriesAreNoLongerThoseBroughtIn",
    "FileNameTellsTooMuch",
    "Imported",
    "OfficeFile",
    "attest",
    "bring_in",
    "preview",
]
