"""Which bytes are taken for which kind of file."""

from __future__ import annotations

import pytest

from tests.factories.files import archive, bomb, pdf, pdf_that_carries, pdf_that_is_locked, pdf_that_runs, picture
from trainee_app.files.inspecting import look_into
from trainee_app.files.rules import LARGEST_BYTES, FileKind, check_bytes, check_size, kind_named

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def code_of(kind: FileKind, content: bytes) -> str:
    found = next(iter(check_bytes(kind, content)), None) or look_into(kind, content)
    return found.code if found else "taken"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("letter.pdf", FileKind.PDF),
        ("SCAN.PDF ", FileKind.PDF),
        ("a.b.jpeg", FileKind.JPEG),
        ("photo.JPG", FileKind.JPEG),
        ("page.png", FileKind.PNG),
        ("page.pdf.exe", None),
        ("../../etc/passwd", None),
        ("pdf", None),
        ("", None),
        ("picture.svg", None),
    ],
)
def test_a_name_promises_a_kind_by_its_ending_alone(name, kind) -> None:
    assert kind_named(name) is kind


@pytest.mark.parametrize("size", [0, LARGEST_BYTES + 1, 26 * 1024 * 1024])
def test_an_empty_file_and_one_that_is_too_large_are_refused(size) -> None:
    assert check_size(size) is not None
    assert check_size(LARGEST_BYTES) is None


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (FileKind.PDF, pdf(), "taken"),
        (FileKind.PDF, pdf(3) + b"\r\n\x00\x00", "taken"),
        (FileKind.JPEG, picture("JPEG"), "taken"),
        (FileKind.PNG, picture("PNG"), "taken"),
        (FileKind.PDF, HTML, "not_what_it_says"),
        (FileKind.PDF, SVG, "not_what_it_says"),
        (FileKind.PDF, b"MZ" + pdf(), "not_what_it_says"),
        (FileKind.PDF, b"%PDF-1.7\nnothing of the kind\n%%EOF", "not_what_it_says"),
        (FileKind.PDF, pdf()[: len(pdf()) // 2] + b"\n%%EOF", "not_what_it_says"),
        (FileKind.PDF, b"%PDF-1.7 " + HTML + pdf(), "two_in_one"),
        (FileKind.PDF, pdf() + archive(), "two_in_one"),
        (FileKind.PDF, pdf() + HTML, "two_in_one"),
        (FileKind.PDF, pdf_that_runs(), "active"),
        (FileKind.PDF, pdf_that_carries(), "active"),
        (FileKind.PDF, pdf_that_is_locked(), "locked"),
        (FileKind.PDF, pdf(301), "too_many_pages"),
        (FileKind.PDF, picture("JPEG"), "not_what_it_says"),
        (FileKind.JPEG, picture("PNG"), "not_what_it_says"),
        (FileKind.JPEG, pdf(), "not_what_it_says"),
        (FileKind.JPEG, picture("JPEG") + HTML, "two_in_one"),
        (FileKind.JPEG, picture("JPEG") + pdf(), "two_in_one"),
        (FileKind.JPEG, picture("JPEG") + archive(), "two_in_one"),
        (FileKind.JPEG, b"\xff\xd8\xff" + bytes(400), "not_what_it_says"),
        (FileKind.PNG, picture("PNG") + archive(), "two_in_one"),
        (FileKind.PNG, picture("PNG") + b"more", "two_in_one"),
        (FileKind.PNG, picture("PNG")[:40] + picture("PNG")[-12:], "not_what_it_says"),
        (FileKind.PNG, bomb(), "too_many_pixels"),
    ],
)
def test_name_and_content_must_agree_and_be_nothing_else(kind, content, code) -> None:
    assert code_of(kind, content) == code
