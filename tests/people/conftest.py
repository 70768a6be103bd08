"""Until the home room gives every page its frame, the tests of this room give it."""

from __future__ import annotations

import pytest
from flask import Flask

from trainee_app.web.parts import Frame


@pytest.fixture
def framed(app: Flask) -> None:
    frame = Frame("PIP", "/", "/sign-out", "/concerns", "/privacy")
    app.jinja_env.globals.setdefault("frame", frame)
    app.jinja_env.globals.setdefault("navigation", [])
