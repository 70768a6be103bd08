"""The versions of a programme: the list, one of them, two side by side, and a copy to edit."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, can, permit, scope
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.queries import chosen_ids, programmes_among
from trainee_app.cohorts.queries.versions import drafts_in_hand, text_of_version, version_lines, version_numbered
from trainee_app.db.tables import new_public_id
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules.differing import differences
from trainee_app.readiness.forms import BeginForm
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.telling import told_of


@blueprint.get("/programmes")
@permit("version.read")
def programmes() -> ResponseReturnValue:
    """The programmes whose rules one keeps; of a single one, its versions at once."""
    found = programmes_among(scope("version.read", actor()))
    if len(found) == 1:
        return _versions_page(found[0])
    return render_template("readiness/programmes.html", programmes=found)


@blueprint.get("/programmes/<public_id>")
@permit("version.read")
def versions(programme: Programme) -> ResponseReturnValue:
    """A programme's versions: when published, by whom, which cohorts are judged under them, and what is being drafted."""
    return _versions_page(programme)


def _versions_page(programme: Programme) -> str:
    return render_template(
        "readiness/versions.html",
        programme=programme,
        lines=version_lines(programme.id),
        drafts=drafts_in_hand(programme.id),
        movable=chosen_ids(scope("cohort.move", actor())),
        may_draft=can(actor(), "version.draft", programme),
        new_id=new_public_id,
    )


@blueprint.get("/programmes/<public_id>/versions/<int(max=99999):number>")
@permit("version.read")
def version(programme: Programme, number: int) -> ResponseReturnValue:
    """What one version asks for, in plain English."""
    found = _version(programme, number)
    lines = {line.number: line for line in version_lines(programme.id)}
    return render_template(
        "readiness/version.html",
        programme=programme,
        version=found,
        line=lines[number],
        others=[other for other in lines if other != number],
        told=told_of(definition_of(found)),
    )


@blueprint.get("/programmes/<public_id>/versions/<int(max=99999):number>/definition.toml")
@permit("version.read")
def version_file(programme: Programme, number: int) -> ResponseReturnValue:
    """The words of one version, to be saved."""
    return file_of(text_of_version(_version(programme, number).id), f"{programme.key}-{number}")


@blueprint.get("/programmes/<public_id>/compare")
@permit("version.read")
def compare(programme: Programme) -> ResponseReturnValue:
    """Two versions side by side: `?before=` and `?after=`, the latest two where nothing else is asked."""
    numbers = [line.number for line in version_lines(programme.id)]
    before, after = (_number_asked(name, numbers) for name in ("before", "after"))
    after = after or (numbers[0] if numbers else None)
    if before is None:
        before = next((number for number in numbers if after is not None and number < after), after)
    if before is None or after is None:
        raise NotFoundForActor("version.read")
    definitions = (definition_of(_version(programme, number)) for number in (before, after))
    return render_template(
        "readiness/compare.html",
        programme=programme,
        numbers=numbers,
        before=before,
        after=after,
        changes=differences(*definitions),
    )


@blueprint.post("/programmes/<public_id>/versions/<int(max=99999):number>/copy")
@permit("version.draft")
def copy_version(programme: Programme, number: int) -> ResponseReturnValue:
    """Begin the next version as a copy of this one."""
    draft = cohorts.begin_draft(
        version=_version(programme, number), actor=actor(), at=clock.now(), public_id=BeginForm().once.data
    )
    flash(f"This is a copy of version {number}. Nothing changes for anybody until it is published.", "success")
    return redirect(url_for(".draft", public_id=draft.public_id))


def _number_asked(name: str, numbers: Collection[int]) -> int | None:
    """The version that the address asks for; None where it asks for none, and no other one in place of it."""
    written = request.args.get(name, "")
    found = next((number for number in numbers if str(number) == written), None)
    if written and found is None:
        raise NotFoundForActor("version.read")
    return found


def _version(programme: Programme, number: int) -> ProgrammeVersion:
    found = version_numbered(programme.id, number)
    if found is None:
        raise NotFoundForActor("version.read")
    return found


def file_of(text: str, name: str) -> ResponseReturnValue:
    """Return a definition as a file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return Response(text, mimetype="application/toml", headers=headers)
