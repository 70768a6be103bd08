"""Receipts over a whole document, as whoever is signed in finds, reads, keeps and checks them."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def receipt_on(client: FlaskClient, address: str, *words: str) -> str:
    """Return the address of the receipt to which a page leads.

    It says these words, is a file too, and agrees with the record for somebody without an account who holds it.
    """
    receipt: str
    (receipt,) = dict.fromkeys(re.findall(r'href="(/signatures/[^"]+/receipt)"', client.get(address).text))
    page = html.unescape(client.get(receipt).text)
    assert [each for each in words if each not in page] == []
    assert client.get(f"{receipt}.pdf").mimetype == "application/pdf"
    link = re.search(r"/receipts/check\?number=([\w-]+)&code=([\w-]+)", page)
    assert link is not None
    stranger = client.application.test_client()
    answer = stranger.post("/receipts/check", data={"number": link[1], "code": link[2]})
    assert "agrees with the record" in answer.text
    return receipt
