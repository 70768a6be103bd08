"""A real mail server of this process, which keeps what it is given and can be told to refuse."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

# A certificate for this machine's own name and its key, for tests alone; it stands until the year 2126.
CERTIFICATE = Path(__file__).with_name("localhost.pem")
USER, PASSWORD = "letters", "a word for the tests"


class MailServer:
    """What arrived, in order; `answer` is said to each letter, anything but 250 refuses it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.were_encrypted: list[bool] = []
        self.answer = "250 taken"
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody@"):
            return "550 there is no such person"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients.append(list(envelope.rcpt_tos))
            self.were_encrypted.append(session.ssl is not None)
        return self.answer


class _OnFreePort(Controller):
    """Listens on a port that the system chose, which stays ours from the choosing on."""

    def __init__(self, handler: Any, **options: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", **options)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


@contextmanager
def mail_server(*, tls: bool = False, sign_in: bool = False) -> Iterator[MailServer]:
    """Run a mail server until the block ends; with `tls` it insists on STARTTLS, with `sign_in` on the name."""
    kept = MailServer()
    options: dict[str, Any] = {}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        options |= {"tls_context": context, "require_starttls": True}
    if sign_in:
        options |= {"authenticator": _may_enter, "auth_required": True}
    controller = _OnFreePort(kept, loop=asyncio.new_event_loop(), **options)
    controller.start()
    kept.port = controller.port
    try:
        yield kept
    finally:
        controller.stop()


def _may_enter(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)
