"""What a published version asks for, in plain English, for everybody with a role on the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app.access import NotFoundForActor, permit
from trainee_app.cohorts.queries.versions import version_numbered
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Chapter, Definition, Told, chapters
from trainee_app.readiness.views.blueprint import blueprint


@blueprint.get("/programmes/<public_id>/versions/<int(max=99999):number>/in-words")
@permit("rules.read")
def rules(programme: Programme, number: int) -> ResponseReturnValue:
    """One published version read back, with why each thing is asked and whether the course still has to confirm it."""
    version = version_numbered(programme.id, number)
    if version is None:
        raise NotFoundForActor("rules.read")
    return render_template(
        "readiness/rules.html", programme=programme, version=version, told=told_of(definition_of(version))
    )


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """A version in plain English, and how many of its figures and rules have a source, and are still open."""

    chapters: tuple[Chapter, ...]
    sourced_count: int
    open_count: int


def told_of(definition: Definition) -> ToldVersion:
    """Read a definition back, as the page for everybody and the page for the office both show it."""
    found = chapters(definition)
    sourced = [each for chapter in found for each in _every(chapter.tellings) if each.is_published is not None]
    return ToldVersion(found, len(sourced), sum(not each.is_published for each in sourced))


def _every(tellings: Iterable[Told]) -> Iterator[Told]:
    for each in tellings:
        yield each
        yield from _every(each.parts)
