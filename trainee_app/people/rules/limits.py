"""How often something may be tried, and how tries are counted. Pure."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

_IPV6_HOUSEHOLD_BITS = 64


class Tried(StrEnum):
    """What is limited. One kind for passwords wherever they are asked for, so that guesses add up."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    CODE = "code"
    RESET = "reset"
    RECEIPT = "receipt"
    SENDING = "sending"


@dataclass(frozen=True)
class Limit:
    """So many tries by one person and by one address within the time."""

    by_person: int
    by_address: int
    within: timedelta


LIMITS = {
    Tried.PASSWORD: Limit(by_person=6, by_address=40, within=timedelta(minutes=15)),
    Tried.CODE: Limit(by_person=6, by_address=40, within=timedelta(minutes=15)),
    Tried.RECEIPT: Limit(by_person=20, by_address=40, within=timedelta(minutes=15)),
    # A clinic's phones share an address; a phone sends in portions.
    Tried.SENDING: Limit(by_person=60, by_address=600, within=timedelta(minutes=15)),
    Tried.RESET: Limit(by_person=3, by_address=20, within=timedelta(hours=1)),
}


def counted_person(email: str, key: str) -> str:
    """Return under which name tries for an e-mail address are counted, known here or not.

    Keyed, since the addresses of people who are not ours are nobody's business.
    """
    return _keyed(f"person {email}", key)


def counted_address(address: str, key: str) -> str:
    """Return under which name tries from a network address are counted; IPv6 by household, not by device."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return _keyed(f"address {address}", key)
    if isinstance(parsed, IPv6Address):
        return _keyed(f"address {ip_network((parsed, _IPV6_HOUSEHOLD_BITS), strict=False)}", key)
    return _keyed(f"address {parsed}", key)


def _keyed(text: str, key: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
