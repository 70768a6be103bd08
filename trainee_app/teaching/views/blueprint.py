"""The blueprint that the pages of the teaching hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("teaching", __name__)
