"""The blueprint on which all pages of this room stand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)
