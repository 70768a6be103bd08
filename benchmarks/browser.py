"""A browser without a picture: one connection kept open, one session, and what a form needs."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Self
from urllib.parse import urlencode

HOST = "benchmark.example.org"
_SECONDS_TO_ANSWER = 30
# The server closes an idle connection after two seconds.
_KEPT_OPEN_SECONDS = 1.5
# As a proxy that ends TLS passes a page's request on.
_BEHIND_A_PROXY = {"Host": HOST, "Referer": f"https://{HOST}/", "X-Forwarded-Proto": "https"}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What the server said, and how long it took until the last byte, in seconds."""

    status: int
    location: str
    body: bytes
    seconds: float


class Browser:
    """Signed in by its cookie. Not for two threads at once."""

    def __init__(self, host: str, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection(host, port, timeout=_SECONDS_TO_ANSWER)
        self._cookie = cookie
        self._token = ""
        self._asked_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._ask("GET", address, None)

    def learn_token(self, address: str) -> None:
        """Take the token that every form of this session carries from a page that has one."""
        answer = self.get(address)
        found = _TOKEN.search(answer.body.decode())
        if answer.status != 200 or found is None:
            raise RuntimeError(f"{address} answered {answer.status} and showed no form")
        self._token = found.group(1)

    def post(self, address: str, fields: Fields) -> Answer:
        """Send a form with the session's token."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        return self._ask("POST", address, urlencode([("csrf_token", self._token), *pairs]).encode())

    def _ask(self, method: str, address: str, body: bytes | None) -> Answer:
        headers = {**_BEHIND_A_PROXY, "Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._wake()
        start = time.perf_counter()
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - start
        self._asked_at = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookie = value.split(";", 1)[0]
        return Answer(answer.status, answer.getheader("Location", ""), content, seconds)

    def _wake(self) -> None:
        """Open the connection anew where the server may have closed it, and let a small file wake the other end."""
        if time.monotonic() - self._asked_at < _KEPT_OPEN_SECONDS:
            return
        self._connection.close()
        self._connection.request("GET", "/static/mark.svg", headers=_BEHIND_A_PROXY)
        self._connection.getresponse().read()
