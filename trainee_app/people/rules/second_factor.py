"""The second factor: six figures that a phone shows for half a minute, and codes for the day it is lost. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime

import pyotp

RECOVERY_CODES = 10
RECOVERY_BYTES = 10
_STEP_SECONDS = 30
_STEPS_BESIDE = (0, -1, 1)
_CODE = re.compile(r"[0-9]{6}")


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the half minute (counted from 1970) to which the code belongs; None if to none close by.

    One step either way is allowed for clocks that differ (RFC 6238, 5.2).
    """
    if not _CODE.fullmatch(code):
        return None
    now = int(at.timestamp()) // _STEP_SECONDS
    generator = pyotp.TOTP(secret)
    steps = (now + beside for beside in _STEPS_BESIDE)
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step), code)), None)


def provisioning_uri(secret: str, *, account: str, issuer: str) -> str:
    """Return what the square picture says to the phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def spoken_secret(secret: str) -> str:
    """Return the secret in fours, for typing where no picture can be taken."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_code(random_bytes: bytes) -> str:
    """Write random bytes as a code that can be read out: letters without look-alikes, in fours."""
    letters = base64.b32encode(random_bytes).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def tidy_code(typed: str) -> str:
    """Return a code as typed, without spaces, hyphens and capitals."""
    return re.sub(r"[\s-]+", "", typed).lower()


def hash_of_recovery_code(person_id: int, typed: str) -> str:
    """Return what is kept of a recovery code."""
    return hashlib.sha256(f"{person_id} {tidy_code(typed)}".encode()).hexdigest()
