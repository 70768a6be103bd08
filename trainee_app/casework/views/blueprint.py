"""The blueprint that this room's pages hang on."""

from __future__ import annotations

from flask import Blueprint

from trainee_app.refusals import Conflict, Refusal

blueprint = Blueprint("casework", __name__)


def status_of(refusal: Refusal) -> int:
    """Return the status to answer with where a form is shown again: somebody was first, or something is to be mended."""
    return 409 if isinstance(refusal, Conflict) else 422
