"""Comparing what an actor is answered with what the tables say they should be."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from tests.matrix.actors import NOBODY, WORDS
from tests.matrix.asking import Answer, Stage
from tests.matrix.sights import strange_sights
from tests.matrix.table import PUBLIC, Row

# Signed out, another trainee, somebody without an agreement, another programme's office, no second factor.
_ONE_OF_EACH_KIND = frozenset({NOBODY, "fellow", "unassigned", "elsewhere", "administrator_bare"})


class Breadth(Enum):
    """How much of a row's table is asked."""

    WHOLE = "everybody about every object"
    BROAD = "everybody about one object, and those who are let in and one of each kind who are not about every one"
    BRIEF = "those few about one object of each kind"
    LEAST = "those few about one object"


def faults(stage: Stage, row: Row, breadth: Breadth = Breadth.BROAD) -> Iterator[str]:
    """Give, cell by cell, what is not as the row says."""
    expected = row.expected(brief=breadth in {Breadth.BRIEF, Breadth.LEAST})
    first = next(iter(expected))
    for name, let_in in expected.items():
        if breadth is Breadth.LEAST and name != first:
            return
        is_asked_of_all = breadth is Breadth.WHOLE or (breadth is Breadth.BROAD and name == first)
        for actor in WORDS:
            if not is_asked_of_all and actor not in let_in and actor not in _ONE_OF_EACH_KIND:
                continue
            fault = fault_of(stage, row, actor, name, let_in.get(actor))
            if fault is not None:
                yield fault


def fault_of(stage: Stage, row: Row, actor: str, name: str, expected: tuple[int, ...] | None) -> str | None:
    """Return what is wrong with one answer; `expected` None: the actor should be refused."""
    answer = stage.ask(row, actor, name)
    said = f"{row.name}, {actor} about {name}: {answer.status} {answer.location}"
    seen = strange_sights(stage.world, actor, answer.body)
    if seen:
        return f"{said} shows what is not theirs to see: {', '.join(seen)}"
    if expected is not None:
        is_as_expected = answer.status in expected and not is_refused(stage, row, actor, name, answer)
        return None if is_as_expected else f"{said}, should be {expected}"
    if not is_refused(stage, row, actor, name, answer):
        return f"{said}, should be refused"
    if actor == NOBODY and not answer.asks_to_sign_in:
        return f"{said}, should be asked to sign in"
    return (
        None if row.action == PUBLIC or _tells_nothing(stage, row, actor, name, answer) else f"{said}: it exists, then"
    )


def is_refused(stage: Stage, row: Row, actor: str, name: str, answer: Answer) -> bool:
    """Whether the actor was kept out. An object named in a form is refused as one that does not exist is."""
    return answer.is_refusal or (row.in_form and _tells_nothing(stage, row, actor, name, answer))


def _tells_nothing(stage: Stage, row: Row, actor: str, name: str, answer: Answer) -> bool:
    """Whether nobody can tell from the answer that there is such an object."""
    return not row.of or answer.said(stage.public_id(row, actor, name)) == stage.ask_for_nothing(row, actor)
