"""Links that are mailed: what they are for, and how their token is written. Pure.

A token is random, signed and of one purpose: the signature turns nonsense away without asking the
database; that it works once, and can be revoked, is the database's row.
"""

from __future__ import annotations

from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer


class Purpose(StrEnum):
    """What a mailed link lets its addressee do."""

    INVITATION = "invitation"
    RESET = "reset"
    SIGNING = "signing"


def token_of(random_part: str, purpose: Purpose, key: str) -> str:
    """Return the token as it stands in the link."""
    written: str = _serializer(purpose, key).dumps(random_part)
    return written


def random_part_of(token: str, purpose: Purpose, key: str) -> str | None:
    """Return the token's random part; None if it is not one of ours for this purpose."""
    try:
        random_part = _serializer(purpose, key).loads(token)
    except BadData:
        return None
    return random_part if isinstance(random_part, str) else None


def _serializer(purpose: Purpose, key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"people: {purpose}")
