"""The blueprint that the log's pages hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("logbook", __name__)
