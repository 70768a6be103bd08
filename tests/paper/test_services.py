"""Paper: the same data give the same bytes, text is shown as it is, and nothing is fetched or read that is not ours."""

from __future__ import annotations

import io
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from trainee_app.paper.services import typeset

PACKAGE = Path(__file__).parents[2] / "trainee_app"
HOSTILE = '#read("/../config.py") *bold* $x^2$ <label> @ref `raw` \\ "quoted" [x](y) = Heading'


def specimen(**changed: Any) -> dict[str, Any]:
    rows = [["Reading", "60"], ["Case session", "50"]]
    return {"title": "A sheet", "about": "For trying", "foot": "Foot", "words": "Words", "rows": rows, **changed}


def text_of(made: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_the_same_data_give_the_same_bytes_and_others_do_not() -> None:
    assert typeset("paper/specimen.typ", specimen()) == typeset("paper/specimen.typ", specimen())
    assert typeset("paper/specimen.typ", specimen()) != typeset("paper/specimen.typ", specimen(words="Others"))


def test_it_is_tagged_has_a_title_and_a_language() -> None:
    reader = PdfReader(io.BytesIO(typeset("paper/specimen.typ", specimen())))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "A sheet"
    assert "pdfuaid" in catalogue["/Metadata"].get_data().decode()


def test_what_looks_like_markup_is_shown_as_it_stands() -> None:
    said = text_of(typeset("paper/specimen.typ", specimen(words=HOSTILE, rows=[[HOSTILE, "1"]])))
    assert "".join(HOSTILE.split()) in "".join(said.split())


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_text_whatever_stops_the_press(words: str) -> None:
    assert typeset("paper/specimen.typ", specimen(title=words or "-", words=words)).startswith(b"%PDF-")


def test_a_letter_that_no_font_has_does_not_keep_the_rest_from_being_printed() -> None:
    assert "before" in text_of(typeset("paper/specimen.typ", specimen(words="before \U0001f476 after")))


def test_a_table_goes_on_with_its_head_on_the_next_page() -> None:
    rows = [[f"Row {number}", str(number)] for number in range(120)]
    reader = PdfReader(io.BytesIO(typeset("paper/specimen.typ", specimen(rows=rows))))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 1
    assert all("Minutes" in page for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


@pytest.mark.parametrize("name", ["paper/none.typ", "../config.py", "paper/services.py", "/etc/passwd"])
def test_only_a_template_of_ours_is_set(name: str) -> None:
    with pytest.raises(LookupError):
        typeset(name, {})


def test_only_what_a_page_is_made_of_is_taken() -> None:
    with pytest.raises(ValueError, match="made of text"):
        typeset("paper/specimen.typ", specimen(words=object()))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No template asks for anything from elsewhere, and setting one opens no connection."""
    assert [str(each) for each in PACKAGE.rglob("*.typ") if "@preview" in each.read_text(encoding="utf-8")] == []

    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert typeset("paper/specimen.typ", specimen())
