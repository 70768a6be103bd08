"""The stage of the journeys: a real server on a database of its own, and a door to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.journeys.course import Course, make_course
from tests.journeys.visiting import Door
from tests.serving import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_TAKES_SECONDS = 20
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
def course(make_app: Callable[..., Flask]) -> Course:
    """The small course, in the database that the server stands on."""
    return make_course(make_app())


@pytest.fixture
def door(browser: Browser, live_server: LiveServer) -> Iterator[Door]:
    """Opens a page in a browser that remembers nothing: a phone's, unless it is a desk; with scripts, unless not.

    Whatever a browser complains about on the way fails the journey.
    """
    contexts, heard = [], []

    def enter(*, desk: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=DESK if desk else PHONE,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(_TAKES_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda said: heard.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert heard == []
