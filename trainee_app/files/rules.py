"""Which files are taken: their kinds, how large they may be, and what their bytes must look like. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from trainee_app.refusals import Violation

LARGEST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_PAGES = 300
_FIELD = "file"
# The end record of a ZIP archive stands within so many bytes of a file's end; archives that follow a picture open as both.
_ZIP_END, _ZIP_REACH = b"PK\x05\x06", 65_557
# What a browser or a reader would run if it took the file for something else.
_MARKUP = (b"<script", b"<html", b"<svg", b"<!doctype", b"<iframe")
_HEAD = 1024
# What may follow the end of a PDF: line ends, and the padding that some scanners write.
_PADDING = b"\r\n\t \x00"


class FileKind(StrEnum):
    """What a kept file is."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return {"pdf": "PDF", "jpeg": "JPEG picture", "png": "PNG picture"}[self.value]

    @property
    def extension(self) -> str:
        """What a name of it ends in, with the dot."""
        return ".jpg" if self is FileKind.JPEG else f".{self.value}"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return "application/pdf" if self is FileKind.PDF else f"image/{self.value}"


_EXTENSIONS = {".pdf": FileKind.PDF, ".jpg": FileKind.JPEG, ".jpeg": FileKind.JPEG, ".png": FileKind.PNG}
_BEGINNINGS = {FileKind.PDF: b"%PDF-", FileKind.JPEG: b"\xff\xd8\xff", FileKind.PNG: b"\x89PNG\r\n\x1a\n"}
_ENDS = {FileKind.PDF: b"%%EOF", FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"IEND\xaeB`\x82"}


def kind_named(name: str) -> FileKind | None:
    """Return the kind that a file's name promises; None if it is none of ours. The name itself is never kept."""
    _, dot, extension = name.rpartition(".")
    return _EXTENSIONS.get(f".{extension.strip().lower()}") if dot else None


def check_size(size_bytes: int) -> Violation | None:
    """Say that there is nothing in the file, or too much."""
    if size_bytes == 0:
        return violation("empty", "This file is empty. Choose the one that holds the page or the picture.")
    if size_bytes > LARGEST_BYTES:
        return violation(
            "too_large",
            f"This file is larger than {LARGEST_BYTES // 1024**2} MB. Scan it again with fewer dots an inch, or send it in parts.",
        )
    return None


def check_bytes(kind: FileKind, content: bytes) -> tuple[Violation, ...]:
    """Say that the bytes are not those of the kind that the name promises, or are those of something else as well."""
    return tuple(_faults(kind, content))


def _faults(kind: FileKind, content: bytes) -> Iterator[Violation]:
    if not content.startswith(_BEGINNINGS[kind]):
        yield not_what_it_says(kind)
    elif _is_something_else_too(kind, content):
        yield violation(
            "two_in_one",
            "Something else stands inside this file or after its end. Save it as a new PDF or picture, and choose that.",
        )


def _is_something_else_too(kind: FileKind, content: bytes) -> bool:
    if _ZIP_END in content[-_ZIP_REACH:]:
        return True
    if kind is FileKind.PDF:
        return _holds_markup(content[:_HEAD]) or _goes_on_after_its_end(kind, content)
    return _holds_markup(content) or b"%PDF-" in content or _goes_on_after_its_end(kind, content)


def _goes_on_after_its_end(kind: FileKind, content: bytes) -> bool:
    """A camera may write more after a JPEG's end, so there only what a reader would run counts (see `_holds_markup`)."""
    if kind is FileKind.JPEG:
        return False
    end = content.rfind(_ENDS[kind])
    return end < 0 or bool(content[end + len(_ENDS[kind]) :].strip(_PADDING))


def _holds_markup(content: bytes) -> bool:
    lower = content.lower()
    return any(each in lower for each in _MARKUP)


def check_picture(width: int, height: int) -> Violation | None:
    """Say that a picture unfolds into more dots than anybody needs to read it."""
    if width * height > MOST_PIXELS:
        return violation("too_many_pixels", "This picture has far too many dots. Save it smaller, and choose that.")
    return None


def check_pages(pages: int) -> Violation | None:
    """Say that a PDF has no page, or far too many."""
    if pages == 0:
        return violation("no_page", "This PDF has no page. Save it again, and choose that.")
    if pages > MOST_PAGES:
        return violation(
            "too_many_pages",
            f"This PDF has more than {MOST_PAGES} pages. Choose only those that show what is asked for.",
        )
    return None


def not_what_it_says(kind: FileKind) -> Violation:
    """The violation of a file that cannot be read as what its name promises."""
    return violation(
        "not_what_it_says",
        f"This is not a {kind.words} that can be read, though its name says so. Save it again as one.",
    )


def violation(code: str, message: str) -> Violation:
    """Return what is wrong with a file, said at the field that took it."""
    return Violation(code, _FIELD, message)
