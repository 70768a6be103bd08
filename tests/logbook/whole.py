"""Receipts over a whole document, as whoever is signed in finds, reads, keeps and checks them."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def receipts_on(page: str) -> list[str]:
    """Return the addresses of the receipts to which a page leads."""
    return list(dict.fromkeys(re.findall(r'href="(/signatures/[^"]+/receipt)"', page)))


def says_all_of_it(client: FlaskClient, receipt: str, *words: str) -> bool:
    """Say whether a receipt says these words, is a file too, and agrees with the record for anybody who holds it."""
    page = html.unescape(client.get(receipt).text)
    assert [each for each in words if each not in page] == []
    assert client.get(f"{receipt}.pdf").mimetype == "application/pdf"
    return "agrees with the record" in answer_to(client, page)


def answer_to(client: FlaskClient, page: str) -> str:
    """Hold what a receipt prints against the record, as somebody without an account."""
    link = re.search(r"/receipts/check\?number=([\w-]+)&code=([\w-]+)", page)
    assert link is not None
    asked = {"number": link[1], "code": link[2]}
    return client.application.test_client().post("/receipts/check", data=asked).text
