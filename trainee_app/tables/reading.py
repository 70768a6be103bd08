"""One way in: the bytes of a file become its sheets. What it is shows in the bytes, not in its name."""

from __future__ import annotations

from trainee_app.tables.delimited import read_delimited
from trainee_app.tables.sheets import USUAL_LIMITS, FileUnreadable, Limits, Sheet
from trainee_app.tables.workbooks import read_workbook

_ZIP = b"PK\x03\x04"
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script", b"<svg")
# What the file begins with, and what to say about it.
_OTHER_KINDS = (
    (
        b"\xd0\xcf\x11\xe0",
        "This workbook is in the old .xls form or has a password. Save it as .xlsx without a password and try again.",
    ),
    (b"%PDF", "This is a PDF. Bring in the workbook (.xlsx) or a CSV file that it was made from."),
    (b"{\\rtf", "This is a text document. Bring in a workbook (.xlsx) or a CSV file."),
)


def read_tables(content: bytes, limits: Limits = USUAL_LIMITS) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx workbook, or the one table of a CSV file (its name is empty).

    Raises FileUnreadable.
    """
    if not content.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        raise FileUnreadable("The file is empty.")
    if len(content) > limits.packed_bytes:
        raise FileUnreadable(
            f"The file is larger than {limits.packed_bytes // 1024 // 1024} MB. Take out what is not needed, or bring it in by parts."
        )
    for beginning, sentence in _OTHER_KINDS:
        if content.startswith(beginning):
            raise FileUnreadable(sentence)
    if content.startswith(_ZIP):
        return read_workbook(content, limits)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_MARKUP):
        raise FileUnreadable(
            "This is a web page, not a workbook, whatever its name ends in. Open it in a spreadsheet programme and save it as .xlsx."
        )
    return (read_delimited(content, limits),)
