"""Reading a workbook's parts as XML without ever following what they declare."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from trainee_app.tables.sheets import FileUnreadable

BROKEN_PART = "The workbook is broken: one of its parts cannot be read. Open it in a spreadsheet programme, save it again as .xlsx and try again."

Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse_part(part: bytes, begin: Begin, end: End | None = None, text: Text | None = None) -> None:
    """Walk through a part; raises FileUnreadable if it is no XML or declares entities of its own."""
    # Whatever the part says of its encoding: what is checked must be what the reader sees, and it reads UTF-8.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.buffer_text = True
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise FileUnreadable(BROKEN_PART) from error


def plain_name(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _refuse_declarations(*_declared: object) -> None:
    raise FileUnreadable("The workbook holds declarations that no spreadsheet programme writes. It was not read.")
