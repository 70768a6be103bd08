"""Handing a letter to the mail server, or showing it where there is none."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Any, Protocol

import click

_SECONDS = 20
_IMPLICIT_TLS_PORT = 465
_PERMANENT = 500
_TRIAL_ENVIRONMENTS = ("development", "test")


class SendingFailed(Exception):
    """The letter did not leave; `str()` says why, without the person's address.

    `for_good` tells that it never will, `whole_server` that no other letter would either.
    """

    def __init__(self, reason: str, *, for_good: bool = False, whole_server: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.whole_server = whole_server


class Postbox(Protocol):
    """Takes letters, one after the other."""

    def send(self, message: EmailMessage) -> None:
        """Hand the letter over; raises SendingFailed."""


def can_send(config: Mapping[str, Any]) -> bool:
    """Say whether letters can go anywhere: to a mail server, or to the terminal of a trial copy."""
    return bool(config["SMTP_HOST"]) or _is_trial(config)


@contextmanager
def opened_postbox(config: Mapping[str, Any]) -> Iterator[Postbox]:
    """Give the postbox of these settings; it is connected with the first letter and closed at the end."""
    if not config["SMTP_HOST"]:
        yield Terminal()
        return
    postbox = MailServer(config)
    try:
        yield postbox
    finally:
        postbox.close()


def _is_trial(config: Mapping[str, Any]) -> bool:
    return bool(config["DEMO"]) or config["ENVIRONMENT"] in _TRIAL_ENVIRONMENTS


class Terminal:
    """Prints letters, so that a trial on one machine needs no mail server. Never in production: letters hold links."""

    def send(self, message: EmailMessage) -> None:
        text = message.get_content().rstrip()
        click.echo(f"\n--- a letter to {message['To']}: {message['Subject']}\n{text}\n--- its end\n")


class MailServer:
    """An SMTP server, spoken to with TLS and a name where the settings say so."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise SendingFailed(f"the mail server cannot be used: {_told(error)}", whole_server=True) from error
        try:
            connection.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            raise SendingFailed("the mail server hung up", whole_server=True) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise SendingFailed(f"the mail server refused it: {_told(error)}", for_good=_is_permanent(error)) from error

    def close(self) -> None:
        """Say goodbye, if a connection is open; nothing depends on the answer."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            host, port = self._config["SMTP_HOST"], self._config["SMTP_PORT"]
            trusted = ssl.create_default_context()
            if port == _IMPLICIT_TLS_PORT:
                self._connection = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=trusted)
            else:
                self._connection = smtplib.SMTP(host, port, timeout=_SECONDS)
                if self._config["SMTP_STARTTLS"]:
                    self._connection.starttls(context=trusted)
            if self._config["SMTP_USER"]:
                self._connection.login(self._config["SMTP_USER"], self._config["SMTP_PASSWORD"])
        return self._connection


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _is_permanent(error: Exception) -> bool:
    return any(code >= _PERMANENT for code in _codes(error))


def _told(error: Exception) -> str:
    """Name the failure without the server's own words, which may repeat the address."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])
