"""`/healthz`: whether this process can answer and reach its database."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from trainee_app.access import public
from trainee_app.db import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public("a load balancer asks without an account; the answer says nothing about people")
def healthz() -> ResponseReturnValue:
    """Answer "ok" when the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
