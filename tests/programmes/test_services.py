"""Publishing versions: each follows the one before it, and none is ever changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_version, pip_definition
from tests.factories.people import make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.programmes.events import ProgrammeMade, VersionPublished
from trainee_app.programmes.queries import (
    VersionWasChanged,
    definition_of,
    latest_version,
    programme_keyed,
    programmes,
    versions_of,
)
from trainee_app.programmes.rules import DefinitionFaulty
from trainee_app.programmes.services import (
    DefinitionIsForAnotherProgramme,
    NoDefinitionOfThatName,
    VersionDoesNotFollow,
    ensure_programme,
    publish_version,
)

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_the_packaged_programme_comes_as_version_1(session) -> None:
    programme = ensure_programme(key="pip", on=ON, at=AT)
    (version,) = versions_of(programme.id)
    assert (version.number, version.published_on) == (1, ON)
    assert definition_of(version).title == programme.title == "Parent-infant psychotherapy"
    assert [type(event) for event in events.published()] == [ProgrammeMade, VersionPublished]


def test_asking_for_a_programme_twice_makes_it_once(session) -> None:
    first = ensure_programme(key="pip", on=ON, at=AT)
    assert ensure_programme(key="pip", on=ON, at=AT) is first
    assert programmes() == [first]
    assert programme_keyed("pip") is first


@pytest.mark.parametrize("key", ["", "nothing", "../definitions/pip", "PIP"])
def test_a_definition_that_is_not_packaged_is_not_looked_for_elsewhere(session, key: str) -> None:
    with pytest.raises(NoDefinitionOfThatName):
        ensure_programme(key=key, on=ON, at=AT)
    assert programmes() == []


def test_a_second_version_follows_and_the_first_stands(session) -> None:
    programme = make_programme()
    first = make_version(programme)
    actor = Actor(person_id=make_person().id, on=ON, second_factor=True)
    second = publish_version(programme=programme, text=pip_definition(version=2), on=ON, at=AT, actor=actor)
    assert latest_version(programme.id) is second
    assert [version.number for version in versions_of(programme.id)] == [2, 1]
    assert definition_of(first).version == 1
    assert definition_of(second).version == 2
    (told,) = events.published()
    assert told == VersionPublished(
        programme_id=programme.id,
        actor_id=actor.person_id,
        at=AT,
        programme=programme.public_id,
        number=2,
        sha256=second.sha256,
    )


def test_a_faulty_definition_is_refused_with_all_its_faults(session) -> None:
    programme = make_programme()
    text = pip_definition().replace("length_months = 18", 'length_months = "long"', 1).replace("grace_days", "grace", 1)
    with pytest.raises(DefinitionFaulty) as refused:
        publish_version(programme=programme, text=text, on=ON, at=AT, actor=None)
    assert len(refused.value.faults) > 1
    assert latest_version(programme.id) is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_number_that_does_not_follow_is_refused(session, number: int) -> None:
    programme = make_programme()
    make_version(programme)
    with pytest.raises(VersionDoesNotFollow, match="write version = 2"):
        publish_version(programme=programme, text=pip_definition(version=number), on=ON, at=AT, actor=None)
    assert len(versions_of(programme.id)) == 1


def test_another_programmes_definition_is_refused(session) -> None:
    programme = make_programme(key="other")
    with pytest.raises(DefinitionIsForAnotherProgramme, match="other"):
        publish_version(programme=programme, text=pip_definition(), on=ON, at=AT, actor=None)


def test_a_definition_is_read_once_however_often_it_is_asked_for(session) -> None:
    version = make_version(make_programme())
    assert definition_of(version) is definition_of(version)


def test_a_published_version_cannot_be_changed(session) -> None:
    version = make_version(make_programme())
    version.definition = "something else"
    with pytest.raises((IntegrityError, OperationalError), match="a published version never changes"):
        session.flush()


def test_a_text_that_was_changed_behind_the_triggers_is_not_believed(session) -> None:
    programme = make_programme()
    make_version(programme)
    session.execute(
        sql(
            "INSERT INTO programme_version (id, programme_id, number, definition, sha256, published_on, recorded_at)"
            " VALUES (900, :programme, 2, 'forged', :sha, '2026-11-03', '2026-11-03 10:00:00')"
        ),
        {"programme": programme.id, "sha": "0" * 64},
    )
    forged = latest_version(programme.id)
    assert forged is not None
    with pytest.raises(VersionWasChanged):
        definition_of(forged)
