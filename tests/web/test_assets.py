"""The stylesheet is one file that holds every sheet, and browsers may keep it as long as it stays the same."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from trainee_app.web.assets import STATIC, STYLESHEET, stylesheet


def test_the_stylesheet_holds_every_sheet_in_its_layer() -> None:
    sent = stylesheet()
    assert "@import" not in sent
    for sheet in (STATIC / "css").rglob("*.css"):
        if sheet != STATIC / STYLESHEET:
            assert sheet.read_text(encoding="utf-8") in sent, f"{sheet.name} is named nowhere in main.css"
    assert sent.count("{") == sent.count("}")


def test_every_file_that_the_stylesheet_asks_for_is_there() -> None:
    asked = re.findall(r'url\("([^"?]+)', stylesheet())
    assert asked, "the fonts are asked for"
    for address in asked:
        assert (STATIC / "css" / address).resolve().is_file(), address


def test_a_browser_may_keep_the_stylesheet_as_long_as_it_is_named_by_its_content(client: FlaskClient) -> None:
    named = client.get("/static/css/main.css?v=abc")
    assert named.status_code == 200
    assert named.mimetype == "text/css"
    assert "immutable" in named.headers["Cache-Control"]
    assert named.get_data(as_text=True) == stylesheet()
