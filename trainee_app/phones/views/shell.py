"""The page of an enrolled phone, the same for everybody and without any data, so that a phone may keep it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Final

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import public
from trainee_app.phones.forms import DraftForm
from trainee_app.phones.rules import LONGEST_NOTE
from trainee_app.phones.views.blueprint import blueprint
from trainee_app.web.assets import STATIC, asset
from trainee_app.web.parts import Frame

_SCOPE: Final = "/phone"
_WORKER: Final = "js/phone-worker.js"
_ASSETS: Final = ("css/main.css", "js/enhance.js", "js/phone.js", "mark.svg", "icons.svg", "icons/phone-192.png")
# Named as modules and the stylesheet name them.
_PLAIN: Final = ("js/log-time.js", "js/phone-sending.js", "js/phone-store.js")
_FONTS: Final = (
    "fonts/source-sans-3-latin.woff2?v=5.3.0",
    "fonts/source-serif-4-latin.woff2?v=5.3.1",
)


@blueprint.get(_SCOPE)
@public("the same for everybody, and without any data: a phone keeps it for when there is no network")
def shell() -> ResponseReturnValue:
    """The page of the phone."""
    return _shell()


@blueprint.get(f"{_SCOPE}/worker.js")
@public("the script that keeps the page of the phone, the same for everybody")
def worker() -> Response:
    """The service worker: which files it keeps, and under which name, then what it does with them."""
    files = [url_for(".shell"), *(asset(each) for each in _ASSETS)]
    files += [url_for("static", filename=each) for each in _PLAIN] + [f"/static/{each}" for each in _FONTS]
    version = hashlib.sha256(_shell().encode() + _plain_content()).hexdigest()[:12]
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files, indent=2)};\n\n"
    source = (STATIC / _WORKER).read_text(encoding="utf-8")
    # Its own folder would be /phone/, and the page is /phone.
    return Response(head + source, mimetype="text/javascript", headers={"Service-Worker-Allowed": _SCOPE})


@blueprint.get(f"{_SCOPE}/manifest.webmanifest")
@public("how the page is called on a phone's home screen, the same for everybody")
def manifest() -> Response:
    """What a phone needs to put the page among its applications."""
    icons = [
        {"src": asset("icons/phone-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any maskable"},
        {"src": asset("icons/phone-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
    ]
    said = {
        "name": "Training Record: drafts",
        "short_name": "Drafts",
        "lang": "en-GB",
        "id": _SCOPE,
        "start_url": url_for(".shell"),
        "scope": _SCOPE,
        "display": "standalone",
        "background_color": "#f8f5ef",
        "theme_color": "#17635f",
        "icons": icons,
    }
    return Response(json.dumps(said), mimetype="application/manifest+json")


def _shell() -> str:
    """Draw the page as somebody sees it who is not signed in, whoever asks."""
    frame = Frame(
        programme="",
        home_url=url_for("home.front"),
        sign_out_url="",
        concerns_url=url_for("home.concerns"),
        privacy_url=url_for("home.privacy"),
    )
    return render_template("phones/shell.html", frame=frame, form=DraftForm(), longest_note=LONGEST_NOTE)


@cache
def _plain_content() -> bytes:
    return b"".join((STATIC / each).read_bytes() for each in (*_PLAIN, _WORKER))
