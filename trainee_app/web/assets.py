"""Addresses of the static files, with their content's hash, so that a browser may keep them for a year.

The stylesheet is written as one sheet per component and sent as one file: `main.css` names the sheets
and their layers, and what it names is put in its place. No build step, one request.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, url_for

from trainee_app.access import public

STATIC = Path(__file__).parent / "static"
STYLESHEET = "css/main.css"
_HASH_LENGTH = 12
_IMPORT = re.compile(r'@import url\("(?P<sheet>[^"]+)"\)(?: layer\((?P<layer>[a-z]+)\))?;')

blueprint = Blueprint("assets", __name__)


@cache
def stylesheet() -> str:
    """Return the whole stylesheet: each import replaced by its sheet, within its layer."""
    main = STATIC / STYLESHEET

    def put_in_place(found: re.Match[str]) -> str:
        sheet = (main.parent / found["sheet"]).read_text(encoding="utf-8")
        return f"@layer {found['layer']} {{\n{sheet}}}" if found["layer"] else sheet

    return _IMPORT.sub(put_in_place, main.read_text(encoding="utf-8"))


@blueprint.get(f"/static/{STYLESHEET}")
@public("the look of the pages, the same for everybody")
def look() -> Response:
    """Send the stylesheet as one file."""
    return Response(stylesheet(), mimetype="text/css")


@cache
def _content_hash(path: str) -> str:
    content = stylesheet().encode() if path == STYLESHEET else (STATIC / path).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]


def asset(path: str) -> str:
    """Return the address of the static file at `path`."""
    return url_for("static", filename=path, v=_content_hash(path))


def register_assets(app: Flask) -> None:
    """Let templates write `asset('css/main.css')`."""
    app.add_template_global(asset)
