"""Comparing what an actor is answered with what the tables say they should be."""

from __future__ import annotations

from collections.abc import Iterator

from tests.matrix.actors import NOBODY, WORDS
from tests.matrix.asking import Answer, Stage
from tests.matrix.sights import strange_sights
from tests.matrix.table import PUBLIC, Row

# Signed out, another trainee, somebody without an agreement, another programme's office, no second factor.
_REFUSED_IN_BRIEF = frozenset({NOBODY, "fellow", "unassigned", "elsewhere", "administrator_bare"})


def faults(stage: Stage, row: Row, *, brief: bool = False, whole: bool = False) -> Iterator[str]:
    """Give, cell by cell, what is not as the row says.

    Everybody is asked about one object of each kind, and about every object those who are let in and one of each kind who
    are not. `whole`: everybody about everything; `brief`: the few about one object of each kind.
    """
    of_each_kind = row.expected(brief=True)
    for name, let_in in (of_each_kind if brief else row.expected()).items():
        is_asked_of_all = whole or (not brief and name in of_each_kind)
        for actor in WORDS:
            if not is_asked_of_all and actor not in let_in and actor not in _REFUSED_IN_BRIEF:
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
