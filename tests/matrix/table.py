"""How an expectation is written: one row per page and method, by hand, from the design documents.

    Row("GET", "readiness.standing", "standing.read", of="trainee", let_in={
        "marta": "trainee supervisor tutor administrator director board examiner",
        "kit, other programme": ...
    })

An actor who is let in is answered as usual (a page, or a redirect after a POST); another answer is
written behind the actor: `trainee:409` for a wrong state, `director:422`. Whoever is not named is
refused, and cannot tell the object from one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.actors import EVERYBODY, WORDS

# A field of a form: text, or what makes it out of the world, who asks, and the name of the object asked for.
Field = str | list[str] | Callable[[Any, str, str], Any]
ITSELF = "the page itself"
PUBLIC = "public"
_USUAL = {"GET": (200,), "POST": (302, 303)}


@dataclass(frozen=True)
class Row:
    """What one page with one method owes to whom.

    `of` is the kind of object asked for ("" for none; then `let_in` speaks of ITSELF).
    `fields` are what a form sends, `arguments` what the address holds beside a public name; `in_form`
    tells that the object is named by a field, not by the address.
    """

    method: str
    endpoint: str
    action: str
    let_in: Mapping[str, str]
    of: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)
    in_form: bool = False

    @property
    def name(self) -> str:
        """The row as it is called."""
        return f"{self.method} {self.endpoint}"

    def expected(self, *, brief: bool = False) -> dict[str, dict[str, tuple[int, ...]]]:
        """Return, object by object, the statuses with which each actor who is let in is answered.

        `brief`: of whatever belongs to the same person or programme only the first.
        """
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for names, actors in self.let_in.items():
            for name in map(str.strip, names.split(",")):
                assert name not in found, f"{self.name} speaks twice of {name}"
                found[name] = dict(self._one(each) for each in actors.split())
        firsts = {_whose(name): name for name in reversed(found)}
        return {name: found[name] for name in found if not brief or firsts[_whose(name)] == name}

    def _one(self, written: str) -> tuple[str, tuple[int, ...]]:
        actor, _, status = written.partition(":")
        assert actor in WORDS, f"{self.name}: nobody is called {actor}"
        return actor, (int(status),) if status else _USUAL[self.method]


def _whose(name: str) -> str:
    """Return whose an object is, by how its name begins: "marta" of "marta's draft", "kit" of "kit as trainee"."""
    return name.replace("'", " ").split()[0]


def public_page(method: str, endpoint: str, *, status: int = 0, **more: Any) -> Row:
    """A page for everybody, signed in or not."""
    written = " ".join(f"{actor}:{status}" if status else actor for actor in EVERYBODY.split())
    return Row(method, endpoint, PUBLIC, let_in={ITSELF: written}, **more)


def answered(status: int, actors: str) -> str:
    """Write the same answer behind each of these actors."""
    return " ".join(f"{actor}:{status}" for actor in actors.split())


def without(actors: str, *left_out: str) -> str:
    """Return the actors but for some."""
    return " ".join(actor for actor in actors.split() if actor not in left_out)
