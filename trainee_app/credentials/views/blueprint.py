"""The room's blueprint, apart from its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("credentials", __name__)
