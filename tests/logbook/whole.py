"""Receipts over a whole document, as whoever is signed in finds, reads, keeps and checks them."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def receipts_on(client: FlaskClient, address: str) -> list[str]:
    """Return the addresses of the receipts to which a page leads."""
    return list(dict.fromkeys(re.findall(r'href="(/signatures/[^"]+/receipt)"', client.get(address).text)))


def receipt_on(client: FlaskClient, address: str, *words: str) -> str:
    """Return the address of the one receipt to which a page leads; it is read and checked."""
    (receipt,) = receipts_on(client, address)
    read_receipt(client, receipt, *words)
    return receipt


def read_receipt(client: FlaskClient, receipt: str, *words: str, answer: str = "agrees with the record") -> None:
    """Open a receipt: it says these words, is a file too, and whoever holds it has that answer without an account."""
    page = html.unescape(client.get(receipt).text)
    assert [each for each in words if each not in page] == []
    assert client.get(f"{receipt}.pdf").mimetype == "application/pdf"
    link = re.search(r"/receipts/check\?number=([\w-]+)&code=([\w-]+)", page)
    assert link is not None
    stranger = client.application.test_client()
    assert answer in stranger.post("/receipts/check", data={"number": link[1], "code": link[2]}).text
