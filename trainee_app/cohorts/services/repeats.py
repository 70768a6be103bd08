"""What every verb of this room asks first: is it sent a second time, is it about oneself."""

from __future__ import annotations

from typing import Any, TypeVar

from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.db import Base
from trainee_app.refusals import Conflict, Refusal

Row = TypeVar("Row", bound=Base)
_USED_BEFORE = "This form was already used for something else. Open the page again."


class FormWasUsedBefore(Conflict):
    """The name that the form was given already stands for something else."""


class RecordIsOnesOwn(Refusal):
    """Somebody would act on their own record, or make themselves the signer of somebody's."""


def made_before(model: type[Row], public_id: str, **same: Any) -> Row | None:
    """Return what the first sending of this form has made, if it was sent before.

    Raises FormWasUsedBefore if that is something else than `same` says.
    """
    existing = queries.named(model, public_id)
    if existing is not None and any(getattr(existing, name) != value for name, value in same.items()):
        raise FormWasUsedBefore(_USED_BEFORE)
    return existing


def check_unused(model: type[Row], public_id: str | None) -> None:
    """Raise FormWasUsedBefore if the name that the form was given stands for anything already."""
    if public_id is not None and queries.named(model, public_id) is not None:
        raise FormWasUsedBefore(_USED_BEFORE)


def check_not_oneself(person_id: int, actor: Actor | None, sentence: str) -> None:
    """Raise RecordIsOnesOwn with that sentence if the person is the one who acts."""
    if id_of(actor) == person_id:
        raise RecordIsOnesOwn(sentence)


def id_of(actor: Actor | None) -> int | None:
    """Return who acts; None for the application itself (an import, the demo world)."""
    return None if actor is None else actor.person_id or None
