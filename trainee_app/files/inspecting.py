"""Looking into a file: it is read as what it says it is, within bounds, and nothing in it is run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from trainee_app.files.rules import MOST_PIXELS, FileKind, check_pages, check_picture, not_what_it_says, violation
from trainee_app.refusals import Violation

if TYPE_CHECKING:
    import pypdf

_HEAD = 8192
_PIL_NAMES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}
_ENDINGS = {FileKind.PDF: {".pdf"}, FileKind.JPEG: {".jpg", ".jpeg", ".jfif", ".jpe"}, FileKind.PNG: {".png"}}
# What a PDF may do by itself when it is opened, and what it may carry along.
_ACTIVE = ("/JavaScript", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


class _Unreadable(Exception):
    """A library could not read the file."""


def look_into(kind: FileKind, content: bytes) -> Violation | None:
    """Say what is wrong with the file once it is read as what it says it is; None if nothing is."""
    # These readers weigh more than the rest of a web process's libraries, and most processes never see a file.
    import puremagic

    try:
        with _reading():
            if not _ENDINGS[kind] & {match.extension.lower() for match in puremagic.magic_string(content[:_HEAD])}:
                return not_what_it_says(kind)
            return _look_into_pdf(content) if kind is FileKind.PDF else _look_into_picture(kind, content)
    except _Unreadable:
        return not_what_it_says(kind)


@contextmanager
def _reading() -> Iterator[None]:
    """Take whatever a reader throws at broken bytes for "cannot be read": libraries promise no list of errors."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (MemoryError, _Unreadable):
        raise
    except Exception as error:
        raise _Unreadable from error


def _look_into_picture(kind: FileKind, content: bytes) -> Violation | None:
    from PIL import Image

    # The size stands in the head: a bomb is refused before it unfolds.
    try:
        with Image.open(BytesIO(content), formats=[_PIL_NAMES[kind]]) as picture:
            found = check_picture(*picture.size)
            if found is None:
                picture.load()
            return found
    except Image.DecompressionBombError:
        return check_picture(MOST_PIXELS + 1, 1)


def _look_into_pdf(content: bytes) -> Violation | None:
    import pypdf

    reader = pypdf.PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        return violation("locked", "This PDF is locked with a password. Save it without one, and choose that.")
    found = check_pages(len(reader.pages))
    if found is None and _is_active(reader):
        found = violation(
            "active", "This PDF runs something or carries other files. Print it into a new PDF, and choose that."
        )
    return found


def _is_active(reader: pypdf.PdfReader) -> bool:
    """Say whether the PDF does more than show pages. Looks at what it does when opened, and at what it carries."""
    root: Any = reader.trailer["/Root"]
    opening: Any = root.get("/OpenAction")
    opening = opening.get_object() if opening is not None else None
    acts = isinstance(opening, dict) and opening.get("/S") not in {None, "/GoTo"}
    names: Any = root.get("/Names")
    names = names.get_object() if names is not None else {}
    form: Any = root.get("/AcroForm")
    form = form.get_object() if form is not None else {}
    return acts or "/AA" in root or any(each in names or each in form for each in _ACTIVE)
