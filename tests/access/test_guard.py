"""The guard at the door of a page: who is not signed in, who must confirm, and what is looked up for the view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, inspect, true

from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.people import make_programme
from trainee_app.access import (
    Actor,
    ConfirmationNeeded,
    NotFoundForActor,
    Permission,
    SignInNeeded,
    actor,
    actor_name,
    permit,
    set_actor,
)
from trainee_app.access.guard import declared
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.people.models import Person

MARTA = Actor(person_id=1, on=date(2027, 3, 3), second_factor=True)


def _is_themselves(actor: Actor) -> ColumnElement[bool]:
    return Person.id == actor.person_id


def _anybody(_actor: Actor) -> ColumnElement[bool]:
    return true()


_OWN = Permission("own.read", Person, (_is_themselves,), "one's own page")


@permit("own.read")
def _one_page(person: Person, part: str) -> str:
    return f"{person.name}, {part}"


@permit("own.read")
def _list() -> str:
    return f"a list for {actor().person_id}"


@permit("own.read", "person", confirmed=True)
def _sign(person: Person) -> str:
    return f"signed by {person.name}"


@pytest.fixture(autouse=True)
def marta(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setitem(app.extensions, "trainee_app.access", {"own.read": _OWN})
    with app.test_request_context():
        made = Person(id=1, name="Marta", recorded_at=datetime(2027, 3, 3, tzinfo=UTC))
        db.session.add_all([made, Person(id=2, name="Anna", public_id="anna", recorded_at=made.recorded_at)])
        db.session.flush()
        set_actor(MARTA)
        yield made
        db.session.rollback()


@permit("trainee.look", along=(Trainee.person, Trainee.cohort))
def _trainee_page(trainee: Trainee) -> str:
    inspected: Any = inspect(trainee)
    assert not {"person", "cohort"} & inspected.unloaded
    return f"{trainee.person.name}, {trainee.cohort.name}"


def test_what_a_row_refers_to_comes_with_it(app: Flask, marta: Person) -> None:
    app.extensions["trainee_app.access"]["trainee.look"] = Permission("trainee.look", Trainee, (_anybody,), "all")
    trainee = make_trainee(make_cohort(make_programme(), "Cohort 2027"), marta)
    public_id = trainee.public_id
    db.session.flush()
    db.session.expunge_all()
    assert _ask(_trainee_page, public_id=public_id) == "Marta, Cohort 2027"


def test_whoever_asks_has_a_name() -> None:
    set_actor(MARTA, "Marta Ellison")
    assert actor_name() == "Marta Ellison"


def _ask(view: Any, **arguments: str) -> Any:
    return view(**arguments)


def test_the_row_that_was_looked_up_is_given_to_the_page(marta: Person) -> None:
    assert _ask(_one_page, public_id=marta.public_id, part="the first") == "Marta, the first"
    assert _ask(_list) == "a list for 1"


def test_a_row_of_somebody_else_is_not_found(marta: Person) -> None:
    with pytest.raises(NotFoundForActor):
        _ask(_one_page, public_id="anna", part="the first")


def test_a_list_of_nothing_is_not_found() -> None:
    set_actor(replace(MARTA, person_id=7))
    with pytest.raises(NotFoundForActor):
        _ask(_list)


@pytest.mark.parametrize("view", [_list, _one_page, _sign])
def test_somebody_not_signed_in_is_asked_to_before_anything_is_looked_up(view: Any) -> None:
    set_actor(replace(MARTA, person_id=0))
    with pytest.raises(SignInNeeded):
        _ask(view, public_id="anna", part="x", person="anna")


def test_an_act_that_needs_it_asks_who_it_is_once_more(marta: Person) -> None:
    with pytest.raises(ConfirmationNeeded):
        _ask(_sign, person=marta.public_id)
    set_actor(replace(MARTA, confirmed=True))
    assert _ask(_sign, person=marta.public_id) == "signed by Marta"


def test_a_page_says_which_action_it_is() -> None:
    assert declared(_sign) == ("own.read", None)
    assert declared(_ask) is None
