"""Pages that belong to nobody: where concerns belong, privacy, and the components in every state."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app.access import public
from trainee_app.home.views.blueprint import blueprint
from trainee_app.web.gallery import gallery_context


@blueprint.get("/concerns")
@public("whoever has a concern must find this page, signed in or not")
def concerns() -> ResponseReturnValue:
    """Where concerns and complaints belong: not here."""
    return render_template("home/concerns.html")


@blueprint.get("/privacy")
@public("what is kept about people may be known to everybody")
def privacy() -> ResponseReturnValue:
    """What is kept about people, for how long, and whom to ask."""
    return render_template("home/privacy.html")


@blueprint.get("/components")
@public("shows invented data only, for whoever makes pages")
def components() -> ResponseReturnValue:
    """Every component in every state."""
    return render_template("components/gallery.html", **gallery_context())
