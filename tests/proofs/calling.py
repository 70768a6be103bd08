"""Somebody's browser that asks again, with the same form, when the connection breaks before an answer has come."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from typing import Self
from urllib.parse import urlencode

from flask import Flask

from tests.factories.people import cookie_for
from tests.proofs.killable import BEGAN, ENDED, HEADER, PEAK, PROCESS
from tests.proofs.serving import HOST

_SECONDS_TO_ANSWER = 60
_MOST_TRIES = 100
# Others have been writing for longer than anybody waits: nothing was stored, and one asks again.
_BUSY = 503
# As a proxy that ends TLS passes a page's request on.
_BEHIND_A_PROXY = {"Host": HOST, "Referer": f"https://{HOST}/", "X-Forwarded-Proto": "https"}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_FORM = "application/x-www-form-urlencoded"

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What the server said, and after how many broken connections it said it."""

    status: int
    location: str
    text: str
    broken: int
    peak_bytes: int
    process: int
    began: int
    ended: int

    def met(self, other: Answer) -> bool:
        """Say whether two processes worked on both at the same time."""
        return self.process != other.process and self.began < other.ended and other.began < self.ended


@dataclass
class Seat:
    """Somebody's session: its cookie, and the token that each of its forms carries."""

    cookie: str = ""
    token: str = ""


class Caller:
    """One connection, over which the sessions of several people may ask. Not for two threads at once."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS_TO_ANSWER)

    def get(self, seat: Seat, address: str) -> Answer:
        """Open a page."""
        return self._ask("GET", address, {"Cookie": seat.cookie}, None)

    def sit_down(self, seat: Seat, address: str) -> Seat:
        """Take the token of the session's forms from a page that has one."""
        answer = self._ask("GET", address, {"Cookie": seat.cookie}, None, seat)
        found = _TOKEN.search(answer.text)
        assert found is not None, f"{address} answered {answer.status} and showed no form"
        seat.token = found.group(1)
        return seat

    def post(self, seat: Seat, address: str, fields: Fields, dies: str = "") -> Answer:
        """Send a form until it is answered; `dies` ends the worker that takes the first of the sendings."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        body = urlencode([("csrf_token", seat.token), *pairs]).encode()
        headers = {"Cookie": seat.cookie, "Content-Type": _FORM} | ({HEADER: dies} if dies else {})
        return self._ask("POST", address, headers, body)

    def upload(
        self, seat: Seat, address: str, name: str, content: bytes, fields: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a file by its form."""
        border = f"border{secrets.token_hex(8)}"
        said = {"csrf_token": seat.token, **(fields or {})}.items()
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in said
        ]
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{border}--\r\n".encode()
        headers = {"Cookie": seat.cookie, "Content-Type": f"multipart/form-data; boundary={border}"}
        return self._ask("POST", address, headers, body)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection; who asks next may be answered by another process."""
        self._connection.close()

    def _ask(
        self, method: str, address: str, headers: dict[str, str], body: bytes | None, learns: Seat | None = None
    ) -> Answer:
        for broken in range(_MOST_TRIES):
            try:
                self._connection.request(method, address, body, {**_BEHIND_A_PROXY, **headers})
                answer = self._connection.getresponse()
                text = answer.read().decode(errors="replace")
            except (OSError, HTTPException):
                self._connection.close()
                headers = {name: value for name, value in headers.items() if name != HEADER}
                continue
            if answer.status == _BUSY:
                continue
            for name, value in answer.getheaders():
                if learns is not None and name.lower() == "set-cookie":
                    learns.cookie = value.split(";", 1)[0]
            numbers = [int(answer.getheader(name, "0")) for name in (PEAK, PROCESS, BEGAN, ENDED)]
            return Answer(answer.status, answer.getheader("Location", ""), text, broken, *numbers)
        raise AssertionError(f"{method} {address} was never answered")


def seat_for(app: Flask, person_id: int) -> Seat:
    """Give the person a session that counts as confirmed for as long as a proof may take."""
    return Seat(cookie_for(app, person_id, confirmed_for=timedelta(hours=12)))
