"""Passwords: made into argon2id, compared, changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update

from trainee_app.db import db
from trainee_app.people.models import Account


@dataclass(frozen=True)
class HashingCost:
    """What argon2id may cost: memory in KiB, and passes over it."""

    memory_kib: int
    time_cost: int


@cache
def _hasher(cost: HashingCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=1)


@cache
def _nobodys_hash(cost: HashingCost) -> str:
    return _hasher(cost).hash(secrets.token_urlsafe())


def hash_password(password: str, cost: HashingCost) -> str:
    """Return the argon2id hash. Takes tens of milliseconds: call it before a transaction begins."""
    return _hasher(cost).hash(password)


def is_password(password: str, kept: str | None, cost: HashingCost) -> bool:
    """Say whether the password is the kept one; takes as long where none is kept."""
    try:
        _hasher(cost).verify(kept or _nobodys_hash(cost), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str, cost: HashingCost) -> bool:
    """Say whether the hash was made at another cost than today's."""
    return _hasher(cost).check_needs_rehash(kept)


def keep_hash_of_today(*, person_id: int, outdated: str, kept: str) -> None:
    """Replace a hash by one of the same password at today's cost, unless it has changed meanwhile."""
    db.session.execute(
        update(Account)
        .where(Account.person_id == person_id, Account.password_hash == outdated)
        .values(password_hash=kept)
    )
