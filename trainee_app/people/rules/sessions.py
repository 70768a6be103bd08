"""When a signed-in session holds, and what it has shown. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# The session's touch is written at most this often, so that reading pages hardly write.
_TOUCH_EVERY = timedelta(minutes=1)
# Somebody who has given the password has this long to give the code.
_TO_SHOW_THE_CODE = timedelta(minutes=10)
_LONGEST_DEVICE = 200
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("FxiOS", "Firefox"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class SessionState(StrEnum):
    """What a session is good for."""

    LIVE = "live"
    AWAITS_CODE = "awaits code"
    OVER = "over"


@dataclass(frozen=True)
class SessionLimits:
    """How long a session holds: unused, and at the very most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class SessionRecord:
    """A session as the server keeps it, with what its person's account says today."""

    id: int
    person_id: int
    person_name: str
    started_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    reauthenticated_at: datetime | None
    ended_at: datetime | None
    account_closed_at: datetime | None
    has_second_factor: bool


def session_state(record: SessionRecord, at: datetime, limits: SessionLimits) -> SessionState:
    """Say what the session is good for at this instant.

    Whoever has set up a second factor is not signed in before showing it, on whatever device.
    """
    if record.ended_at is not None or record.account_closed_at is not None:
        return SessionState.OVER
    if at - record.seen_at >= limits.idle or at - record.started_at >= limits.longest:
        return SessionState.OVER
    if not record.has_second_factor or record.second_factor_at is not None:
        return SessionState.LIVE
    return SessionState.OVER if at - record.started_at >= _TO_SHOW_THE_CODE else SessionState.AWAITS_CODE


def is_touch_due(record: SessionRecord, at: datetime) -> bool:
    """Say whether the session's last sight is old enough to be written anew."""
    return at - record.seen_at >= _TOUCH_EVERY


def is_confirmed(record: SessionRecord, at: datetime, window: timedelta) -> bool:
    """Say whether the person has shown within the window that it is they."""
    return record.reauthenticated_at is not None and at - record.reauthenticated_at < window


def hash_of_token(token: str) -> str:
    """Return what is kept of a random token: enough to find it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_words(user_agent: str) -> str:
    """Say on what a session runs, as its person would: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return (browser or system or "A device we do not recognise")[:_LONGEST_DEVICE]
