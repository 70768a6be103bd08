"""What a letter is, how long to wait before it is tried again, and when to give it up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

# After each failed try. The first is also longer than a letter can take to leave, since a letter on
# its way is only held by not being due: somebody else may take it up once this time has passed.
WAITS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_TRIES = len(WAITS) + 1
_LONGEST_SUBJECT = 150


class LetterMalformed(ValueError):
    """The address or the subject could smuggle in something else, or cannot be sent at all."""


@dataclass(frozen=True)
class Letter:
    """One plain-text mail to one address. Raises LetterMalformed for an address or subject that is not one."""

    to: str
    subject: str
    text: str

    def __post_init__(self) -> None:
        _insist_on_address(self.to)
        if not self.subject.strip() or len(self.subject) > _LONGEST_SUBJECT or not self.subject.isprintable():
            raise LetterMalformed("a subject is one printable line")


def _insist_on_address(address: str) -> None:
    try:
        parts = Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        raise LetterMalformed("this is not one e-mail address") from None
    if not address.isprintable() or not parts.username or not parts.domain or parts.addr_spec != address:
        raise LetterMalformed("this is not one e-mail address")


def envelope(letter: Letter, *, sender: str, name: str, at: datetime) -> EmailMessage:
    """Return the letter as it travels. `name` makes its Message-ID, at the sender's domain.

    `sender` is a plain address from the settings, `at` the instant written as its date.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def next_try_at(tries: int, at: datetime) -> datetime:
    """Return when a letter begun for the `tries`-th time (from 1) at `at` may be begun again."""
    return at + WAITS[min(tries, len(WAITS)) - 1]
