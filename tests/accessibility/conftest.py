"""The stage: the world made once per run, a real server on a copy of it per worker, one browser."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.accessibility.looks import Look
from tests.accessibility.world import build_world
from tests.databases import SHARED, Database, SqliteFiles, once
from tests.serving import LiveServer, serving
from trainee_app.app import create_app
from trainee_app.db import db

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ORIGINAL = "accessibility_original"


@dataclass
class Stage:
    """Where the pages are, and a browser's memory for everybody in the world."""

    server: LiveServer
    browser: Browser
    ids: dict[str, str]
    cookies: dict[str, str]
    cookie_name: str
    routes: Flask
    pages: dict[str | None, Page] = field(default_factory=dict)

    def address(self, look: Look) -> str:
        """Return where the page is."""
        if look.path:
            return self.server.url + look.path
        named = self._named_in_url(look.endpoint)
        given = {name: look.query[name] for name in named & look.query.keys()}
        asked = {name: value for name, value in look.query.items() if name not in given}
        if unnamed := named - look.query.keys():
            given |= dict.fromkeys(unnamed, self.ids[look.of])
        path = self.routes.url_map.bind("").build(look.endpoint, given)
        return self.server.url + path + ("?" + urlencode(asked) if asked else "")

    def _named_in_url(self, endpoint: str) -> set[str]:
        rules = self.routes.url_map.iter_rules(endpoint)
        return next((rule.arguments for rule in rules if "GET" in (rule.methods or ())), set())

    def page(self, who: str | None) -> Page:
        """Return the page in the browser of somebody, or of somebody signed out."""
        if who not in self.pages:
            context = self.browser.new_context(locale="en-GB", timezone_id="Europe/London")
            context.set_default_timeout(20_000)
            if who is not None:
                value = self.cookies[who]
                context.add_cookies([{"name": self.cookie_name, "value": value, "url": self.server.url}])
            self.pages[who] = context.new_page()
        return self.pages[who]


@pytest.fixture(scope="session")
def stage(browser: Browser, worker_id: str) -> Iterator[Stage]:
    """The pages of the world, for all tests of a worker."""
    shared = Path(os.environ[SHARED])
    files = SqliteFiles(shared)
    once(shared, "accessibility", lambda: _build(files, shared))
    told = json.loads((shared / "accessibility.json").read_text(encoding="utf-8"))
    folder = shared / f"accessibility_{worker_id}"
    folder.mkdir()
    name = f"accessibility_{worker_id}"
    database = Database(files.copy(name, _ORIGINAL), folder)
    routes = create_app(database.settings())
    with serving(database) as server:
        made = Stage(server, browser, routes=routes, **told)
        yield made
        for page in made.pages.values():
            page.context.close()
    files.drop(name)


def _build(files: SqliteFiles, shared: Path) -> None:
    folder = shared / _ORIGINAL
    folder.mkdir()
    app = create_app(Database(files.copy(_ORIGINAL), folder).settings())
    world = build_world(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    told = {"ids": world.ids, "cookies": world.cookies, "cookie_name": world.cookie_name}
    (shared / "accessibility.json").write_text(json.dumps(told), encoding="utf-8")
