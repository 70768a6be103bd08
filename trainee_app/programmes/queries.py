"""Every SELECT about programmes and their versions, and the definitions read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.rules import Definition, parse_definition
from trainee_app.trail.queries import lines_telling
from trainee_app.trail.rules import RowFlaw

_VERSIONS_KEPT = 64


class VersionWasChanged(RuntimeError):
    """The stored text of a published version is not the one that was published."""


class VersionName(NamedTuple):
    """A published version as it is referred to: its row, and the hash of its words."""

    id: int
    sha256: str


def definition_of(version: ProgrammeVersion | VersionName) -> Definition:
    """Return what the version asks for. Each text is read once per process, whatever row it comes from.

    Raises VersionWasChanged if the stored text does not agree with its hash.
    """
    return _definition_hashed(version.sha256)


def definition_of_version(version_id: int) -> Definition:
    """Return what the version of that id asks for; no query where the version is at hand in the session."""
    return definition_of(db.session.get_one(ProgrammeVersion, version_id))


@lru_cache(maxsize=_VERSIONS_KEPT)
def _definition_hashed(sha256: str) -> Definition:
    statement = select(ProgrammeVersion.definition).where(ProgrammeVersion.sha256 == sha256).limit(1)
    text = db.session.scalars(statement).one()
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise VersionWasChanged(sha256)
    return parse_definition(text)


def programme_keyed(key: str) -> Programme | None:
    """Return the programme of that key."""
    found: Programme | None = db.session.scalar(select(Programme).where(Programme.key == key))
    return found


def programme(programme_id: int) -> Programme:
    """Return a programme that is known to exist."""
    return db.session.get_one(Programme, programme_id)


def programmes() -> list[Programme]:
    """Return all programmes, A to Z."""
    return list(db.session.scalars(select(Programme).order_by(Programme.title, Programme.id)))


def versions_of(programme_id: int) -> list[ProgrammeVersion]:
    """Return the programme's published versions, the newest first."""
    statement = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.programme_id == programme_id)
        .order_by(ProgrammeVersion.number.desc())
    )
    return list(db.session.scalars(statement))


def latest_version(programme_id: int) -> ProgrammeVersion | None:
    """Return the version published last; None if nothing has been published yet."""
    statement = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.programme_id == programme_id)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    found: ProgrammeVersion | None = db.session.scalar(statement)
    return found


def version_flaws() -> Iterator[RowFlaw]:
    """Yield every published version that is not the text that was published; none when all is well.

    What a version says decides what hours are credited and how everybody stands.
    """
    told: dict[tuple[Any, Any], Any] = {
        (line.said.get("programme"), line.said.get("number")): line.said.get("sha256")
        for line in lines_telling("VersionPublished")
    }
    statement = select(
        Programme.public_id, ProgrammeVersion.number, ProgrammeVersion.sha256, ProgrammeVersion.definition
    )
    for programme, number, sha256, definition in db.session.execute(
        statement.join(Programme, Programme.id == ProgrammeVersion.programme_id).order_by(ProgrammeVersion.id)
    ):
        row = f"{programme}/{number}"
        if hashlib.sha256(definition.encode()).hexdigest() != sha256:
            yield RowFlaw("programme_version", row, "its text is not the one whose hash was kept")
        if told.pop((programme, number), sha256) != sha256:
            yield RowFlaw("programme_version", row, "its hash is not the one that was published")
    for programme, number in told:
        yield RowFlaw("programme_version", f"{programme}/{number}", "the trail tells of it, and it is gone")
