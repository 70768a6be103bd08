"""The container of a workbook: a ZIP file whose parts are unpacked within bounds, or not at all.

Sizes are checked as declared before anything is unpacked, and no part can unpack to more than it
declares. What is handed on is a new container of our own making with the checked parts in it, so
that the reader of workbooks cannot see anything that was not looked at here.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from trainee_app.tables.sheets import FileUnreadable, Limits

Parts = dict[str, bytes]

_BROKEN = "The workbook is broken or cut off. Open it in a spreadsheet programme, save it again as .xlsx and try again."
_TOO_LARGE = (
    "The workbook unpacks to more than any office's workbook would. Copy the rows into a new workbook and try again."
)
_READ = (".xml", ".rels")
# Laid out whole by whoever reads them, at many times their size: what they list, offices have by the hundred.
_STRUCTURE = ("xl/workbook.xml", "xl/styles.xml", ".rels", "[content_types].xml")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def unpacked_parts(content: bytes, limits: Limits) -> Parts:
    """Return the parts that rows are made of, by name; pictures, macros and the like are never unpacked.

    Raises FileUnreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            wanted = _wanted(package, limits)
            return {part.filename: _unpacked(package, part) for part in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise FileUnreadable(_BROKEN) from error


def packed(parts: Parts) -> io.BytesIO:
    """Return a plain container with these parts, ready to be read."""
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    container.seek(0)
    return container


def _wanted(package: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    everything = package.infolist()
    names = {part.filename for part in everything}
    if len(everything) > limits.parts:
        raise FileUnreadable(_TOO_LARGE)
    if "mimetype" in names:
        raise FileUnreadable("This is an OpenDocument file. Save it as .xlsx and try again.")
    if "xl/workbook.xml" not in names:
        raise FileUnreadable("This is no .xlsx workbook. Bring in a workbook (.xlsx) or a CSV file.")
    wanted = [part for part in everything if part.filename.lower().endswith(_READ)]
    if len({part.filename.lower() for part in wanted}) < len(wanted):
        raise FileUnreadable(_BROKEN)
    if sum(part.file_size for part in wanted) > limits.unpacked_bytes:
        raise FileUnreadable(_TOO_LARGE)
    structure = [part for part in wanted if part.filename.lower().endswith(_STRUCTURE)]
    if any(part.file_size > limits.structure_bytes for part in structure):
        raise FileUnreadable(_TOO_LARGE)
    return wanted


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.compress_type not in _METHODS or part.flag_bits & _ENCRYPTED:
        raise FileUnreadable(_BROKEN)
    with package.open(part) as stream:
        found = stream.read(part.file_size + 1)
    if len(found) != part.file_size:
        raise FileUnreadable(_BROKEN)
    return found
