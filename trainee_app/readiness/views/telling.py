"""What a published version asks for, in plain English, for everybody with a role on the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app.access import NotFoundForActor, permit
from trainee_app.cohorts.queries.versions import version_numbered
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Told, chapters
from trainee_app.readiness.views.blueprint import blueprint


@blueprint.get("/programmes/<public_id>/versions/<int(max=99999):number>/in-words")
@permit("rules.read")
def rules(programme: Programme, number: int) -> ResponseReturnValue:
    """One published version read back, with why each thing is asked and whether the course still has to confirm it."""
    version = version_numbered(programme.id, number)
    if version is None:
        raise NotFoundForActor("rules.read")
    definition = definition_of(version)
    told = chapters(definition)
    sourced = [each for chapter in told for each in _every(chapter.tellings) if each.is_published is not None]
    return render_template(
        "readiness/rules.html",
        programme=programme,
        version=version,
        chapters=told,
        open_count=sum(not each.is_published for each in sourced),
        sourced_count=len(sourced),
    )


def _every(tellings: Iterable[Told]) -> Iterator[Told]:
    for each in tellings:
        yield each
        yield from _every(each.parts)
