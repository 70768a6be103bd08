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
from sqlalchemy.orm import QueryableAttribute, joinedload

from trainee_app.db import Base, BigId, db
from trainee_app.db.rows import rows_of

_EXTENSION = "trainee_app.access"
_STATEMENTS_KEPT = 1024
_ONES_OWN = "_ones_own"


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
# A reference of a table to one row of another, as its model names it.
Along = QueryableAttribute[Any]


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

    @property
    def is_everybodys(self) -> bool:
        """Whether each who is signed in has a row on which they may, whatever else there is: see `ones_own`."""
        return not self.unless and any(getattr(condition, _ONES_OWN, False) for condition in self.if_any)


def ones_own(condition: Condition) -> Condition:
    """Mark a condition as one that holds of a row of whoever is signed in: whether there is any is never looked up."""
    setattr(condition, _ONES_OWN, True)
    return condition


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


def find(action: str, actor: Actor, public_id: str, along: Sequence[Along] = ()) -> Any:
    """Return the one row of that public name on which `actor` may do `action`, with what it refers to by `along`.

    Raises NotFoundForActor if there is none, for whatever reason.
    """
    # An address may hold anything, and PostgreSQL does not compare with a NUL.
    row = None if "\0" in public_id else _answer(_Question.WHICH, action, actor, tuple(along), place=public_id)
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
        if permission_table()[action].is_everybodys:
            return actor.is_signed_in
        return bool(_answer(_Question.ANY, action, actor))
    identity: Any = row
    return bool(_answer(_Question.THIS, action, actor, place=identity.id))


def can_each(actor: Actor, rows: Mapping[str, Base]) -> frozenset[str]:
    """Return which of these actions `actor` may do, each on the row beside it.

    All are asked in one statement, but for those whose conditions look into the database while they are put together.
    """
    if not actor.is_signed_in:
        return frozenset()
    permissions = [permission_table()[action] for action in rows]
    apart = frozenset(each.action for each in permissions if each.anew and can(actor, each.action, rows[each.action]))
    asked = tuple(each for each in permissions if not each.anew)
    if not asked:
        return apart
    statement = _each_for_anybody(asked, actor.second_factor, actor.confirmed)
    identities: Any = [rows[each.action] for each in asked]
    places = {f"place_{number}": row.id for number, row in enumerate(identities)}
    (answers,) = rows_of(statement, {"actor_person_id": actor.person_id, "actor_on": actor.on, **places})
    return apart | {each.action for each, answer in zip(asked, answers, strict=True) if answer}


class _Question(Enum):
    WHICH = "which row has this public name?"
    THIS = "is it this one?"
    ANY = "is there any?"

    def about(self, model: Any, condition: ColumnElement[bool], along: Sequence[Along] = ()) -> Select[Any]:
        """Return the SELECT that asks it of the rows of `model` for which `condition` holds."""
        if self is _Question.WHICH:
            joined = [joinedload(each, innerjoin=True) for each in along]
            return select(model).where(condition, model.public_id == bindparam("place")).options(*joined)
        return select(_is_there(model, condition, "place" if self is _Question.THIS else None))


def _is_there(model: Any, condition: ColumnElement[bool], place: str | None) -> ColumnElement[bool]:
    """Whether there is a row of `model` for which `condition` holds: any, or the one whose id is bound as `place`."""
    if place is not None:
        condition = condition & (model.id == bindparam(place))
    return exists(select(model.id).where(condition))


def _answer(question: _Question, action: str, actor: Actor, along: tuple[Along, ...] = (), **place: Any) -> Any:
    permission = permission_table()[action]
    if not actor.is_signed_in:
        return None
    if permission.anew:
        statement, asked = question.about(permission.of, _condition(permission, actor), along), place
    else:
        statement = _for_anybody(question, permission, actor.second_factor, actor.confirmed, along)
        asked = {"actor_person_id": actor.person_id, "actor_on": actor.on, **place}
    return db.session.scalar(statement, asked) if question is _Question.WHICH else rows_of(statement, asked)[0][0]


@lru_cache(maxsize=_STATEMENTS_KEPT)
def _for_anybody(
    question: _Question, permission: Permission, second_factor: bool, confirmed: bool, along: tuple[Along, ...]
) -> Select[Any]:
    """Return the statement with places for who asks and on which day.

    Every page asks at least one, and putting conditions together costs many times what asking them does.
    """
    return question.about(permission.of, _condition(permission, _anybody(second_factor, confirmed)), along)


@lru_cache(maxsize=_STATEMENTS_KEPT)
def _each_for_anybody(permissions: tuple[Permission, ...], second_factor: bool, confirmed: bool) -> Select[Any]:
    who = _anybody(second_factor, confirmed)
    answers: list[ColumnElement[Any]] = [
        _is_there(each.of, _condition(each, who), f"place_{number}").label(f"may_{number}")
        for number, each in enumerate(permissions)
    ]
    return select(*answers)


def _anybody(second_factor: bool, confirmed: bool) -> Actor:
    someone: Any = bindparam("actor_person_id", type_=BigId)
    day: Any = bindparam("actor_on", type_=Date)
    return Actor(someone, day, second_factor, confirmed)
