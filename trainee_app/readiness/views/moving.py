"""Which version a cohort is judged under, and moving it to another one: what differs, and for whom, is shown first."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries import version_of_cohort
from trainee_app.cohorts.queries.versions import pin_lines, version_numbered
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.queries import definition_of, versions_of
from trainee_app.programmes.rules.differing import differences
from trainee_app.readiness import services
from trainee_app.readiness.forms import MoveForm
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.publishing import MOST_SHOWN, effect_on
from trainee_app.refusals import Conflict, Refusal
from trainee_app.web.fields import show_refusal

_MOST_DIGITS = 5


@blueprint.get("/cohorts/<public_id>/version")
@permit("cohort.move")
def cohort_version(cohort: Cohort) -> ResponseReturnValue:
    """Under which version a cohort is judged; with `?to=`, what another one would change and for whom."""
    return _page(cohort, _asked(cohort, request.args.get("to", "")))


@blueprint.post("/cohorts/<public_id>/version")
@permit("cohort.move")
def move_cohort(cohort: Cohort) -> ResponseReturnValue:
    """Move a cohort to another version."""
    form = MoveForm()
    version = _asked(cohort, request.form.get("to", ""))
    if version is None:
        form.form_errors.append("Choose the version to which the cohort is moved.")
        return _page(cohort, None, form), 422
    if not form.validate():
        return _page(cohort, version, form), 422
    try:
        services.move_cohort(
            cohort=cohort,
            version=version,
            seen_number=form.seen_number.data,
            reason=form.reason.data,
            actor=actor(),
            at=clock.now(),
        )
    except Conflict:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(cohort, version, form), 422
    flash(f"{cohort.name} is judged under version {version.number} from now on.", "success")
    return redirect(url_for(".cohort_version", public_id=cohort.public_id))


def _asked(cohort: Cohort, number: str) -> ProgrammeVersion | None:
    if not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        return None
    return version_numbered(cohort.programme_id, int(number))


def _page(cohort: Cohort, to: ProgrammeVersion | None, form: MoveForm | None = None) -> str:
    now = version_of_cohort(cohort.id)
    to = None if to is None or to.id == now.id else to
    return render_template(
        "readiness/cohort_version.html",
        cohort=cohort,
        now=now,
        to=to,
        others=[each.number for each in versions_of(cohort.programme_id) if each.id != now.id],
        pins=pin_lines(cohort.id),
        changes=differences(definition_of(now), definition_of(to)) if to else (),
        effect=effect_on(cohort, definition_of(to)) if to else None,
        most_shown=MOST_SHOWN,
        form=form or MoveForm(formdata=None, seen_number=now.number),
    )
