"""Faults in a programme definition: each says what is wrong and what to write instead."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

_TABLE: Final = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_-]+)\s*\]{1,2}")
# How alike two words are, from 0 to 1, before one is taken for a misspelling of the other.
_CLEARLY_MEANT: Final = 0.75
# So many names are compared with a misspelt one, and so many are listed: more would be no help.
_COMPARED: Final = 300
_LISTED: Final = 60
_KEY: Final = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `requirement` is the key of the requirement it stands in, if it stands in one."""

    requirement: str | None
    key: str | None
    message: str
    line: int | None

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line else []
        where += [f"requirement {self.requirement}"] if self.requirement else []
        where += [self.key] if self.key else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class DefinitionFaulty(ValueError):
    """The definition cannot be used; `faults` holds every fault found, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the nth table of a name, and a key in it (empty: the table's heading)."""

    table: str
    index: int
    key: str = ""


def lines_of(text: str) -> Mapping[Place, int]:
    """The line on which each table and key begins; the TOML reader itself does not keep them."""
    lines: dict[Place, int] = {}
    seen: dict[str, int] = {}
    table, index = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _TABLE.match(line):
            table = heading[2]
            index = seen.get(table, -1) + 1
            seen[table] = index
            lines[Place(table, index)] = number
        elif key := _KEY.match(line):
            lines.setdefault(Place(table, index, key[1]), number)
    return lines


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word that was clearly meant; "" where none is: a wrong guess leads to another rule, without a fault."""
    alike = [each for each in known[:_COMPARED] if _bare(each) == _bare(word)]
    if len(alike) == 1:
        return alike[0]
    return next(iter(get_close_matches(word, known[:_COMPARED], n=1, cutoff=_CLEARLY_MEANT)), "")


def _bare(word: str) -> str:
    """A word without capitals, spaces, hyphens and underscores, which nobody misspells on purpose."""
    return re.sub(r"[\W_]+", "", word).lower()


def suggestion(word: str, known: tuple[str, ...]) -> str:
    """What to write instead of a word that is not known: the one that was clearly meant, or all of them."""
    if near := nearest(word, known):
        return f"write “{near}”"
    return f"write one of {quoted(known)}" if known else "leave it out"


def quoted(words: Iterable[str]) -> str:
    """ "“a”, “b”"; of very many the first ones."""
    listed = [f"“{each}”" for each in words]
    return ", ".join(listed[:_LISTED]) + (f" (and {len(listed) - _LISTED} more)" if len(listed) > _LISTED else "")
