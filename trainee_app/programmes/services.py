"""Making programmes and publishing their versions. A published version is never changed: the next one follows it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from trainee_app.access import Actor
from trainee_app.clock import DEFAULT_ZONE
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.programmes.events import ProgrammeMade, VersionPublished
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import latest_version, programme_keyed
from trainee_app.programmes.rules import Definition, parse_definition
from trainee_app.refusals import Conflict, Refusal

_DEFINITIONS = Path(__file__).parent / "definitions"


class NoDefinitionOfThatName(LookupError):
    """The application brings no definition of that key."""


class DefinitionIsForAnotherProgramme(Refusal):
    """The text names another programme than the one it was to be published for."""


class VersionDoesNotFollow(Conflict):
    """The text's version number is not the one after the last published."""


def ensure_programme(*, key: str, on: date, at: datetime, actor: Actor | None = None) -> Programme:
    """Return the programme of that key, made from the packaged definition as version 1 if there is none.

    A programme that exists is left as it is. Raises NoDefinitionOfThatName.
    """
    existing = programme_keyed(key)
    if existing is not None:
        return existing
    text = packaged_definition(key)
    programme = Programme(key=key, title=parse_definition(text).title, zone=DEFAULT_ZONE)
    db.session.add(programme)
    db.session.flush()
    publish(
        ProgrammeMade(programme_id=programme.id, actor_id=_id_of(actor), at=at, programme=programme.public_id, key=key)
    )
    publish_version(programme=programme, text=text, on=on, at=at, actor=actor)
    return programme


def packaged_definition(key: str) -> str:
    """Return the text of a definition that the application brings. Raises NoDefinitionOfThatName."""
    if key not in brought_definitions():
        raise NoDefinitionOfThatName(key)
    return (_DEFINITIONS / f"{key}.toml").read_text(encoding="utf-8")


def brought_definitions() -> list[str]:
    """Return the keys of the definitions that the application brings, A to Z."""
    return sorted(path.stem for path in _DEFINITIONS.glob("*.toml"))


def publish_version(
    *, programme: Programme, text: str, on: date, at: datetime, actor: Actor | None
) -> ProgrammeVersion:
    """Publish a definition as the programme's next version; the versions before it stand as they are.

    `actor` None: the application itself, from a packaged definition. Raises `rules.DefinitionFaulty`
    with every fault found, DefinitionIsForAnotherProgramme, VersionDoesNotFollow.
    """
    definition = parse_definition(text)
    insist_on_place(definition, programme)
    version = ProgrammeVersion(
        programme_id=programme.id,
        number=definition.version,
        definition=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published_on=on,
        recorded_at=at,
    )
    db.session.add(version)
    db.session.flush()
    publish(
        VersionPublished(
            programme_id=programme.id,
            actor_id=_id_of(actor),
            at=at,
            programme=programme.public_id,
            number=version.number,
            sha256=version.sha256,
        )
    )
    return version


def insist_on_place(definition: Definition, programme: Programme) -> None:
    """Raises DefinitionIsForAnotherProgramme or VersionDoesNotFollow if the text is not the programme's next version."""
    if definition.key != programme.key:
        raise DefinitionIsForAnotherProgramme(
            f"This definition is for “{definition.key}”; to publish it here, write key = “{programme.key}”."
        )
    latest = latest_version(programme.id)
    expected = 1 if latest is None else latest.number + 1
    if definition.version != expected:
        raise VersionDoesNotFollow(
            f"The next version here is {expected}, and the text says {definition.version}: write version = {expected}."
        )


def _id_of(actor: Actor | None) -> int | None:
    return None if actor is None else actor.person_id or None
