"""A form that is sent twice makes one row."""

from __future__ import annotations

from typing import Any, TypeVar

from trainee_app.credentials.queries import row_named
from trainee_app.db import Base
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Conflict

_Row = TypeVar("_Row", bound=Base)


class FormBelongsToSomethingElse(Conflict):
    """The name that the form was given already stands for another row."""


def made_before(model: type[_Row], public_id: str, person: Person, programme: Programme) -> _Row | None:
    """Return what a first sending of the same form made; None for the first. Raises FormBelongsToSomethingElse."""
    found: Any = row_named(model, public_id)
    if found is not None and (found.person_id, found.programme_id) != (person.id, programme.id):
        raise FormBelongsToSomethingElse("This form was already used for something else. Open the page again.")
    made: _Row | None = found
    return made
