"""Files that show what somebody brings along: handed in, opened as attachments, taken back."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.credentials import queries, services
from trainee_app.credentials.forms import EvidenceForm, TakeBackForm
from trainee_app.credentials.models import Evidence
from trainee_app.credentials.rules import EvidenceKind, Record
from trainee_app.credentials.views.blueprint import blueprint
from trainee_app.credentials.views.showing import REGISTRATION, hears_therapy
from trainee_app.files.rules import FileKind
from trainee_app.files.services import opened
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal
from trainee_app.web.uploads import with_files


@blueprint.route("/people/<public_id>/brought-along/evidence", methods=["GET", "POST"])
@with_files
@permit("brought_along.record")
def add_evidence(person: Person) -> ResponseReturnValue:
    """Hand in a file."""
    programmes = queries.programmes_asking(person.id, actor())
    form = EvidenceForm(programmes, _abouts(person, programmes), data={"about": request.args.get("about")})
    if form.validate_on_submit():
        try:
            _attach(person, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The file is handed in.", "success")
            return redirect(url_for(".brought_along", public_id=person.public_id))
    back = url_for(".brought_along", public_id=person.public_id)
    is_own = person.id == actor().person_id
    page = render_template("credentials/add_evidence.html", person_shown=person, form=form, back=back, is_own=is_own)
    return page, 422 if form.errors else 200


@blueprint.get("/evidence/<public_id>")
@permit("evidence.read")
def evidence(evidence: Evidence) -> ResponseReturnValue:
    """The file itself, always to be saved and never shown in the page."""
    kind = FileKind(evidence.file.kind)
    name = f"{evidence.about}-{evidence.kind}{kind.extension}".replace("_", "-")
    content = BytesIO(opened(evidence.file))
    return send_file(content, mimetype=kind.media_type, as_attachment=True, download_name=name, etag=False)


@blueprint.route("/evidence/<public_id>/take-back", methods=["GET", "POST"])
@permit("evidence.take_back")
def take_evidence_back(evidence: Evidence) -> ResponseReturnValue:
    """Say that a file is the wrong one."""
    back = url_for(".brought_along", public_id=evidence.person.public_id)
    if TakeBackForm().validate_on_submit():
        services.take_evidence_back(evidence=evidence, actor=actor(), at=clock.now())
        flash("The file is taken back; nobody can open it here any more.", "success")
        return redirect(back)
    what = EvidenceKind(evidence.kind).words[:1].lower() + EvidenceKind(evidence.kind).words[1:]
    return render_template("credentials/take_back.html", what=what, person_shown=evidence.person, back=back)


def _attach(person: Person, form: EvidenceForm) -> None:
    services.attach_evidence(
        person=person,
        programme=form.chosen_programme,
        about=form.about.data,
        kind=EvidenceKind(form.kind.data),
        stream=form.file.data.stream,
        name=form.file.data.filename,
        public_id=form.once.data,
        actor=actor(),
        at=clock.now(),
    )


def _abouts(person: Person, programmes: list[Programme]) -> list[tuple[str, str]]:
    abouts = [(REGISTRATION, "Registration"), *((each.value, each.words.capitalize()) for each in Record)]
    may_hear = all(hears_therapy(person, programme) for programme in programmes)
    return [each for each in abouts if may_hear or each[0] != Record.THERAPY]
