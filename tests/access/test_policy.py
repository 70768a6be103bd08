"""The policy: allowed if any condition holds, unless an exception does; one line of SQL answers every question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, Date, bindparam, event, false, literal, true

from trainee_app.access import Actor, NotFoundForActor, Permission, can, can_each, find, ones_own, scope
from trainee_app.access.policy import connect, permission_table
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.people.queries import is_self

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
MARTA = Actor(person_id=1, on=date(2027, 3, 3), second_factor=True)
NOBODY = replace(MARTA, person_id=0)


def _is_anna(_actor: Actor) -> ColumnElement[bool]:
    return Person.name == "Anna"


def _is_self(actor: Actor) -> ColumnElement[bool]:
    return Person.id == actor.person_id


def _lacks_second_factor(actor: Actor) -> ColumnElement[bool]:
    return false() if actor.second_factor else true()


def _always_self(actor: Actor) -> ColumnElement[bool]:
    return _is_self(actor)


def _never(_actor: Actor) -> ColumnElement[bool]:
    return false()


TABLE = (
    Permission("anna.read", Person, (_is_anna,), "Anna's page"),
    Permission("either.read", Person, (_is_anna, _is_self), "Anna's page and one's own"),
    Permission(
        "others.sign", Person, (_is_anna, _is_self), "all but one's own", unless=(_is_self, _lacks_second_factor)
    ),
    Permission("none.read", Person, (_never,), "nothing"),
    Permission("nobody.read", Person, (), "not granted to anybody"),
)


@pytest.fixture
def people(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Person]]:
    """Marta (who asks), Anna and Rees, under a table of permissions of the test's own."""
    monkeypatch.setitem(app.extensions, "trainee_app.access", {row.action: row for row in TABLE})
    with app.app_context():
        made = {
            name: Person(id=n, name=name, recorded_at=AT) for n, name in enumerate(("Marta", "Anna", "Rees"), start=1)
        }
        db.session.add_all(made.values())
        db.session.flush()
        yield made
        db.session.rollback()


@pytest.mark.parametrize(
    ("action", "actor", "allowed"),
    [
        ("anna.read", MARTA, {"Anna"}),
        ("either.read", MARTA, {"Anna", "Marta"}),
        ("others.sign", MARTA, {"Anna"}),
        ("others.sign", replace(MARTA, person_id=2), set()),
        ("others.sign", replace(MARTA, second_factor=False), set()),
        ("none.read", MARTA, set()),
        ("nobody.read", MARTA, set()),
        ("anna.read", NOBODY, set()),
    ],
)
def test_a_list_a_page_and_a_question_give_the_same_answer(
    people: dict[str, Person], action: str, actor: Actor, allowed: set[str]
) -> None:
    listed = {person.name for person in db.session.scalars(scope(action, actor))}
    asked = {name for name, person in people.items() if can(actor, action, person)}
    found = {name for name, person in people.items() if _finds(action, actor, person.public_id)}
    at_once = {name for name, person in people.items() if action in can_each(actor, {action: person})}
    assert listed == asked == found == at_once == allowed
    assert can(actor, action) is bool(allowed)


@pytest.mark.parametrize("actor", [MARTA, replace(MARTA, second_factor=False), replace(MARTA, person_id=2), NOBODY])
@pytest.mark.parametrize("anew", [frozenset[str](), frozenset({"either.read"}), frozenset(row.action for row in TABLE)])
def test_many_questions_at_once_are_answered_as_one_by_one(
    people: dict[str, Person], app: Flask, actor: Actor, anew: frozenset[str]
) -> None:
    for row in TABLE:
        app.extensions["trainee_app.access"][row.action] = replace(row, anew=row.action in anew)
    # A person of its own beside each action, so that no answer is given of another's row.
    for order in (("Marta", "Anna", "Rees"), ("Anna", "Rees", "Marta"), ("Rees", "Marta", "Anna")):
        rows = {row.action: people[name] for row, name in zip(TABLE, (*order, *order), strict=False)}
        assert can_each(actor, rows) == {action for action, row in rows.items() if can(actor, action, row)}


def test_nothing_asked_at_once_is_answered_with_nothing(people: dict[str, Person]) -> None:
    assert can_each(MARTA, {}) == frozenset()
    with pytest.raises(KeyError, match=r"anna\.write"):
        can_each(MARTA, {"anna.write": people["Anna"]})


def _finds(action: str, actor: Actor, public_id: str) -> bool:
    try:
        return bool(find(action, actor, public_id).public_id == public_id)
    except NotFoundForActor:
        return False


def test_what_is_not_theirs_is_told_like_what_does_not_exist(people: dict[str, Person]) -> None:
    told = set()
    for public_id in (people["Rees"].public_id, "no-such-person"):
        with pytest.raises(NotFoundForActor) as refused:
            find("anna.read", MARTA, public_id)
        told.add(str(refused.value))
    assert len(told) == 1


def test_an_action_nobody_has_declared_is_an_error_and_no_yes(people: dict[str, Person]) -> None:
    with pytest.raises(KeyError, match=r"anna\.write"):
        can(MARTA, "anna.write", people["Anna"])


def test_a_page_for_everybody_looks_for_no_row_and_lets_in_nobody_who_is_not_signed_in(
    people: dict[str, Person], app: Flask
) -> None:
    own = Permission("own.see", Person, (ones_own(_always_self),), "one's own")
    app.extensions["trainee_app.access"][own.action] = own
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        assert can(MARTA, "own.see")
        assert not can(NOBODY, "own.see")
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert asked == []
    assert can(MARTA, "own.see", people["Marta"])
    assert not can(MARTA, "own.see", people["Anna"])


def test_what_is_ones_own_with_an_exception_is_looked_up() -> None:
    excepted = Permission("own.see", Person, (is_self,), "one's own", unless=(_never,))
    assert replace(excepted, unless=()).is_everybodys
    assert not excepted.is_everybodys
    assert not replace(excepted, if_any=(), unless=()).is_everybodys


def test_two_rows_of_the_table_never_share_an_action(app: Flask) -> None:
    with app.app_context():
        standing = permission_table()
        with pytest.raises(ValueError, match=r"anna\.read"):
            connect(app, (*TABLE, TABLE[0]))
        assert permission_table() is standing


def test_a_question_put_together_once_is_asked_for_each_person_and_day_anew(people: dict[str, Person]) -> None:
    answers = [can(replace(MARTA, person_id=n), "others.sign", people["Anna"]) for n in (1, 2, 3, 1)]
    assert answers == [True, False, True, True]
    assert not can(replace(MARTA, second_factor=False), "others.sign", people["Anna"])
    assert can(MARTA, "others.sign", people["Anna"])


def _on_the_day_alone(actor: Actor) -> ColumnElement[bool]:
    return literal(AT.date()) == actor.on


def test_the_day_is_that_of_the_question(people: dict[str, Person], app: Flask) -> None:
    app.extensions["trainee_app.access"]["day.read"] = Permission("day.read", Person, (_on_the_day_alone,), "today")
    assert can(MARTA, "day.read", people["Rees"])
    assert not can(replace(MARTA, on=date(2027, 3, 4)), "day.read", people["Rees"])


def test_a_condition_that_is_put_together_anew_sees_what_has_changed(people: dict[str, Person], app: Flask) -> None:
    asked = []

    def counts(_actor: Actor) -> ColumnElement[bool]:
        asked.append(1)
        return true()

    for anew, times in ((False, 1), (True, 3)):
        asked.clear()
        app.extensions["trainee_app.access"]["all.read"] = Permission("all.read", Person, (counts,), "all", anew=anew)
        assert all(can(MARTA, "all.read", people["Anna"]) for _ in range(3))
        assert len(asked) == times


def test_no_rule_that_is_put_together_once_looks_into_the_database_or_calculates_with_the_day(app: Flask) -> None:
    someone: Any = bindparam("actor_person_id")
    day: Any = bindparam("actor_on", type_=Date)
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *called: asked.append(called[2]))
        for permission in permission_table().values():
            if permission.anew:
                continue
            for second_factor in (True, False):
                actor = Actor(someone, day, second_factor)
                conditions = [condition(actor) for condition in (*permission.if_any, *permission.unless)]
                values = [value for each in conditions for value in each.compile(db.engine).params.values()]
                assert not [value for value in values if isinstance(value, timedelta)], permission.action
                assert not asked, permission.action
