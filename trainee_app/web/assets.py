"""Addresses of the static files, with their content's hash, so that a browser may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"
_HASH_LENGTH = 12


@cache
def _content_hash(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:_HASH_LENGTH]


def asset(path: str) -> str:
    """Return the address of the static file at `path`."""
    return url_for("static", filename=path, v=_content_hash(path))


def register_assets(app: Flask) -> None:
    """Let templates write `asset('css/main.css')`."""
    app.add_template_global(asset)
