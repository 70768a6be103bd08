"""From the bytes of a file to a definition: whatever the file is, the answer is a definition or its faults."""

from typing import Final, NoReturn

from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.faults import DefinitionFaulty, Fault
from trainee_app.programmes.rules.parsing import LONGEST_TEXT, parse_definition

LARGEST_BYTES: Final = LONGEST_TEXT


def definition_from(content: bytes) -> Definition:
    """Read a definition from the bytes of a file. Raises `DefinitionFaulty` with every fault found; nothing else."""
    if len(content) > LARGEST_BYTES:
        _refuse(
            f"the file is larger than {LARGEST_BYTES // 1024} KB, and a definition never is; write the file of a definition"
        )
    if b"\0" in content:
        _refuse("this is no text file; write a text in TOML, saved as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse("holds a character that is not UTF-8; write it anew, and save the file as UTF-8", line)
    if not text.strip():
        _refuse("the file is empty; write a definition, beginning with [programme]")
    return parse_definition(text)


def _refuse(message: str, line: int | None = None) -> NoReturn:
    raise DefinitionFaulty((Fault(None, None, message, line),))
