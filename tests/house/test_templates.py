"""Templates: each is used, compiles, and holds neither script nor style, which the pages' policy would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from jinja2 import nodes

from tests.house.project import PACKAGE, TEMPLATES, files, short

_PAGES = [path for path in files(".html", ".txt") if path.is_relative_to(TEMPLATES)]
_NAMES = [path.relative_to(TEMPLATES).as_posix() for path in _PAGES]
_INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script with content": re.compile(r"<script\b[^>]*>(?!\s*</script>)", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a resource from elsewhere": re.compile(r"(src|srcset|<link[^>]*href)\s*=\s*[\"']?(https?:)?//", re.IGNORECASE),
}


def _without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)


def _inline(text: str) -> list[str]:
    return [what for what, pattern in _INLINE.items() if pattern.search(_without_comments(text))]


@pytest.mark.one_engine
def test_every_template_compiles(app: Flask) -> None:
    for name in _NAMES:
        assert app.jinja_env.get_template(name).name == name


def test_no_template_holds_script_or_style() -> None:
    found = {short(page): _inline(page.read_text(encoding="utf-8")) for page in _PAGES}
    assert {page: what for page, what in found.items() if what} == {}


@pytest.mark.one_engine
def test_every_template_is_used(app: Flask) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in files(".py") if path.is_relative_to(PACKAGE))
    mentioned = {name for name in _NAMES if name in code}
    drawn_by_others = {name for page in _NAMES for name in _referenced(app, page)}
    assert set(_NAMES) - mentioned - drawn_by_others == set()


def _referenced(app: Flask, page: str) -> set[str]:
    """Return the templates that a page extends, includes or imports by a literal name."""
    source = (TEMPLATES / page).read_text(encoding="utf-8")
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    drawn: Iterable[Any] = app.jinja_env.parse(source).find_all(kinds)
    return {node.template.value for node in drawn if isinstance(node.template, nodes.Const)}


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        '<button type="button" onclick="go()">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
    ],
)
def test_script_and_style_would_be_seen(markup: str) -> None:
    assert _inline(markup)


@pytest.mark.parametrize(
    "markup",
    ["<script src=\"{{ asset('js/a.js') }}\" defer></script>", '<a href="https://example.org/">', "<p>on time</p>"],
)
def test_honest_markup_is_left_alone(markup: str) -> None:
    assert _inline(markup) == []
