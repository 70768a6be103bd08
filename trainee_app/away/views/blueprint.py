"""The blueprint that the pages of signing without an account hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("away", __name__)
