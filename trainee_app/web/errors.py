"""Error pages: a sentence that says what to do, and a reference by which the log can be found."""

from __future__ import annotations

import logging
import secrets
from typing import cast

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from trainee_app.access import NotFoundForActor
from trainee_app.db import edge
from trainee_app.refusals import Refusal

_log = logging.getLogger(__name__)
_REFERENCE_BYTES = 4
# How SQLite says that others have been writing for longer than anybody waits; and PostgreSQL, of itself and in a circle.
_LOCKED = "database is locked"
_WAITED_IN_VAIN = {"55P03", "40P01", "40001"}

_SENTENCES = {
    400: ("That could not be read", "Something in the address or the form was not as expected. Go back and try again."),
    404: (
        "Not found",
        "There is no such page here, or it is not yours to see. Check the address, or begin at the front page.",
    ),
    405: (
        "That does not work here",
        "This address cannot be used in that way. Go back and use the button on the page.",
    ),
    409: (
        "That has changed meanwhile",
        "Somebody else, or you in another window, was first. Nothing of this was stored. Open the page again and look.",
    ),
    413: ("That is too large", "What you sent is larger than this page takes. Shorten it, or send it in parts."),
    429: ("Too many attempts", "Wait a while before you try again."),
    503: (
        "Many people are writing at this moment",
        "Nothing of what you just did was stored. Wait a moment, go back, and send it once more.",
    ),
    500: (
        "Something went wrong on our side",
        "Nothing of what you just did was stored. Try again; if it happens again, tell the course office the reference below.",
    ),
}


def reference() -> str:
    """Return this request's reference: shown to the person, written in the log."""
    if "reference" not in g:
        g.reference = secrets.token_hex(_REFERENCE_BYTES)
    found: str = g.reference
    return found


def error_page(status: int, heading: str | None = None, sentence: str | None = None) -> ResponseReturnValue:
    """Return the error page of that status; without words of its own it says the usual ones."""
    usual = _SENTENCES.get(status, _SENTENCES[400 if status < 500 else 500])  # noqa: PLR2004 - HTTP's own border
    page = render_template(
        "layouts/error.html",
        heading=heading or usual[0],
        sentence=sentence or usual[1],
        status=status,
        reference=reference(),
    )
    return page, status


def _refused_by_http(error: HTTPException) -> ResponseReturnValue:
    edge.roll_back()
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is no failure
        return error.get_response()
    return error_page(error.code)


def _not_theirs(_error: NotFoundForActor) -> ResponseReturnValue:
    edge.roll_back()
    return error_page(404)


def _refused(error: Refusal) -> ResponseReturnValue:
    edge.roll_back()
    return error_page(409, sentence=str(error))


def _broken_constraint(error: IntegrityError) -> ResponseReturnValue:
    edge.roll_back()
    _log.warning("a constraint held: %s", type(error.orig).__name__, extra={"reference": reference()})
    return error_page(409)


def _too_busy(error: OperationalError) -> ResponseReturnValue:
    """Whoever waited in vain for the others to finish writing may simply ask again; anything else is a fault."""
    said = str(error.orig)
    if not (said.startswith(_LOCKED) or getattr(error.orig, "sqlstate", None) in _WAITED_IN_VAIN):
        return _fault(error)
    edge.roll_back()
    _log.warning("waited in vain: %s", type(error.orig).__name__, extra={"reference": reference()})
    page, status = cast(tuple[str, int], error_page(503))
    return page, status, {"Retry-After": "5"}


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    edge.roll_back()
    sentence = "Nothing was stored. Go back: most browsers still show what you typed. Copy it, open the page again, and send it once more."
    return error_page(400, "This page had been open too long", sentence)


def _fault(error: Exception) -> ResponseReturnValue:
    edge.roll_back()
    _log.exception("a fault at %s", request.endpoint, extra={"reference": reference()})
    if current_app.testing:
        raise error
    return error_page(500)


def register_error_pages(app: Flask) -> None:
    """Let every failure end as a page, with all that was half done undone."""
    app.register_error_handler(HTTPException, _refused_by_http)
    app.register_error_handler(NotFoundForActor, _not_theirs)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(IntegrityError, _broken_constraint)
    app.register_error_handler(OperationalError, _too_busy)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Exception, _fault)
