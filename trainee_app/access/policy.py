"""The policy: an action is allowed if any of its conditions holds, unless any of its exceptions does.

A condition is SQL over the rows of one table (the action's scope), written once in the `queries`
of the room that owns the fact. So the same line answers "may they?", "which ones?" and "is there
such a one for them?", and somebody else's object cannot be told from one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Date, Select, bindparam, exists, false, func, or_, select

from trainee_app.db import Base, BigId, db

_EXTENSION = "trainee_app.access"
_STATEMENTS_KEPT = 1024


@dataclass(frozen=True)
class Actor:
    """Somebody who asks to do something, on a day. `person_id` is 0 for somebody not signed in.

    `second_factor` tells that this session has shown one, or that this copy asks for none;
    `confirmed` that the person has shown again, within minutes, that it is they.
    """

    person_id: int
    on: date
    second_factor: bool
    confirmed: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a known person."""
        return self.person_id != 0


Condition = Callable[[Actor], ColumnElement[bool]]


@dataclass(frozen=True)
class Permission:
    """One row of the table: `action` on rows of `of`, allowed `if_any`, `unless` any.

    `words` says it for somebody who does not program; the table in the documentation shows it. `anew`: a
    condition looks into the database, or calculates with the actor's day, while it is put together, so
    that this is done for every request; all others are put together once and for everybody.
    """

    action: str
    of: type[Base]
    if_any: tuple[Condition, ...]
    words: str
    unless: tuple[Condition, ...] = ()
    anew: bool = False


class NotFoundForActor(LookupError):
    """There is no such object for this actor: it may exist for others, which is not theirs to know."""


def connect(app: Any, permissions: Sequence[Permission]) -> None:
    """Give the application its table; raises ValueError if two rows name the same action."""
    table: dict[str, Permission] = {}
    for permission in permissions:
        if permission.action in table:
            raise ValueError(f"two permissions are named {permission.action}")
        table[permission.action] = permission
    app.extensions[_EXTENSION] = table


def permission_table() -> Mapping[str, Permission]:
    """Return the table in force, by action."""
    table: dict[str, Permission] = current_app.extensions[_EXTENSION]
    return table


def allowed(action: str, actor: Actor) -> ColumnElement[bool]:
    """Return the SQL that is true for the rows on which `actor` may do `action`."""
    if not actor.is_signed_in:
        return false()
    return _condition(permission_table()[action], actor)


def _condition(permission: Permission, actor: Actor) -> ColumnElement[bool]:
    granted = or_(false(), *(condition(actor) for condition in permission.if_any))
    if not permission.unless:
        return granted
    return granted & ~or_(*(condition(actor) for condition in permission.unless))


def scope(action: str, actor: Actor) -> Select[Any]:
    """Return the SELECT of the rows on which `actor` may do `action`."""
    model = permission_table()[action].of
    return select(model).where(allowed(action, actor))


def find(action: str, actor: Actor, public_id: str) -> Any:
    """Return the one row of that public name on which `actor` may do `action`.

    Raises NotFoundForActor if there is none, for whatever reason.
    """
    # An address may hold anything, and PostgreSQL does not compare with a NUL.
    row = None if "\0" in public_id else _answer(_Question.WHICH, action, actor, place=public_id)
    if row is None:
        raise NotFoundForActor(action)
    return row


def number(action: str, actor: Actor) -> int:
    """Return on how many rows `actor` may do `action`."""
    found: int | None = db.session.scalar(select(func.count()).select_from(scope(action, actor).subquery()))
    return found or 0


def can(actor: Actor, action: str, row: Base | None = None) -> bool:
    """Say whether `actor` may do `action` on `row`, or on any row at all if none is given."""
    if row is None:
        return bool(_answer(_Question.ANY, action, actor))
    identity: Any = row
    return bool(_answer(_Question.THIS, action, actor, place=identity.id))


class _Question(Enum):
    WHICH = "which row has this public name?"
    THIS = "is it this one?"
    ANY = "is there any?"

    def about(self, model: Any, condition: ColumnElement[bool]) -> Select[Any]:
        """Return the SELECT that asks it of the rows of `model` for which `condition` holds."""
        if self is _Question.WHICH:
            return select(model).where(condition, model.public_id == bindparam("place"))
        if self is _Question.THIS:
            condition = condition & (model.id == bindparam("place"))
        return select(exists(select(model.id).where(condition)))


def _answer(question: _Question, action: str, actor: Actor, **place: Any) -> Any:
    permission = permission_table()[action]
    if not actor.is_signed_in:
        return None
    if permission.anew:
        return db.session.scalar(question.about(permission.of, _condition(permission, actor)), place)
    statement = _for_anybody(question, permission, actor.second_factor, actor.confirmed)
    return db.session.scalar(statement, {"actor_person_id": actor.person_id, "actor_on": actor.on, **place})


@lru_cache(maxsize=_STATEMENTS_KEPT)
def _for_anybody(question: _Question, permission: Permission, second_factor: bool, confirmed: bool) -> Select[Any]:
    """Return the statement with places for who asks and on which day.

    Every page asks at least one, and putting conditions together costs many times what asking them does.
    """
    someone: Any = bindparam("actor_person_id", type_=BigId)
    day: Any = bindparam("actor_on", type_=Date)
    return question.about(permission.of, _condition(permission, Actor(someone, day, second_factor, confirmed)))
