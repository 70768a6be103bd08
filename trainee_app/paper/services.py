"""Setting a page in type: a template of the code's own and data become a PDF that anybody can read, aloud too."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

# Templates lie with the rooms whose paper they are; they share the layout in `paper/sheet.typ`.
_ROOT = Path(__file__).parent.parent
# The moment is told in the text where it matters. Fixed here, the same data give the same bytes.
_TIMESTAMP = datetime(2026, 1, 1, tzinfo=UTC)
_NO_SUCH_LETTER = "could not be displayed with font"


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF (PDF/UA-1, tagged) that a template makes of the data; the same data give the same bytes.

    `template` is a file within this package, such as "reports/month_sheet.typ". It begins with

        #import "/paper/sheet.typ": sheet, data

    and finds in `data` what is given here: text, numbers, truth values, None, lists and mappings. Text is shown as it
    is, whatever stands in it: it comes as data, and is never read as markup. Nothing is fetched from anywhere.
    Raises ValueError where the data hold anything else, and LookupError where there is no such template.
    """
    # Imported here, since it is large and few processes set anything in type.
    import typst

    path = (_ROOT / template).resolve()
    if not path.is_relative_to(_ROOT) or path.suffix != ".typ" or not path.is_file():
        raise LookupError(template)
    told = _told(data)
    try:
        return _compiled(path, told, ["ua-1"])
    except typst.TypstError as refused:
        if _NO_SUCH_LETTER not in refused.message:
            raise
        # A letter that no font here has (an emoji, a rare script) must not keep a record from being printed: it is
        # shown as a box, its text stands in the file all the same, and the file no longer claims the standard.
        return _compiled(path, told, [])


def square_code(address: str) -> str:
    """Return an address as a square that a telephone reads, for a template to draw (SVG)."""
    # Imported here, as few processes draw one.
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()


def _compiled(path: Path, told: str, standards: list[Any]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as nowhere:
        made = typst.compile(
            path,
            root=_ROOT,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": told},
            pdf_standards=standards,
            timestamp=_TIMESTAMP,
            # No package is asked for; if ever one were, there is none to be found and nothing to fetch it into.
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    assert isinstance(made, bytes)  # noqa: S101 - one document, returned
    return made


def _told(data: Mapping[str, Any]) -> str:
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False)
    except TypeError as no_json:
        raise ValueError(f"A page is made of text, numbers and lists: {no_json}") from None
