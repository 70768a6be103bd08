"""Asking the database whether somebody is who they say, without a transaction open while argon2 works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request

from trainee_app import clock
from trainee_app.db import edge
from trainee_app.db.engine import reading_only
from trainee_app.people import queries
from trainee_app.people.events import SignInFailed
from trainee_app.people.queries import Credentials
from trainee_app.people.rules.limits import Tried, counted_address, counted_person
from trainee_app.people.rules.second_factor import matching_step, tidy_code
from trainee_app.people.services import attempts, second_factor
from trainee_app.people.services.passwords import HashingCost, hash_password, is_outdated, is_password
from trainee_app.people.services.passwords import keep_hash_of_today as keep_hash
from trainee_app.trail.services import record_apart


class TooManyTries(Exception):
    """This person, or somebody at this address, has tried too often to be judged again now."""


@dataclass(frozen=True)
class CountedTry:
    """A try that is counted until it succeeds."""

    tried: Tried
    subject: str
    attempt_ids: tuple[int, ...]
    at: datetime

    def forget(self) -> None:
        """Forget it, and the person's failed ones: it succeeded."""
        attempts.forget_attempts(tried=self.tried, subject=self.subject, attempt_ids=self.attempt_ids)


def count_try(tried: Tried, whose: str) -> CountedTry:
    """Count a try for all processes before it is judged; raises TooManyTries. Ends the running transaction.

    `whose` is what the try is about: an e-mail address, known here or not, or a person's id.
    """
    edge.roll_back()
    at = clock.now()
    key = current_app.config["SECRET_KEY"]
    by_person, by_address = counted_person(whose, key), counted_address(request.remote_addr or "", key)
    ids = attempts.begin_attempt(tried=tried, subjects=(by_person, by_address), at=at)
    with reading_only():
        is_over = queries.is_over_the_limit(tried, by_person, by_address, at)
        edge.roll_back()
    if is_over:
        attempts.withdraw_attempt(attempt_ids=ids)
        raise TooManyTries(tried)
    return CountedTry(tried, by_person, tuple(ids), at)


def prove_by_password(email: str, password: str) -> Credentials | None:
    """Return whose password it is; None if it is not theirs, for whatever reason. Raises TooManyTries.

    Takes as long for people whom nobody knows here.
    """
    counted = count_try(Tried.PASSWORD, email)
    with reading_only():
        found = queries.credentials(email=email)
        edge.roll_back()
    cost = hashing_cost()
    kept = None if found is None else found.password_hash
    is_theirs = is_password(password, kept, cost)
    if found is None or kept is None or not is_theirs:
        record_failure(None if found is None else found.person_id, counted)
        return None
    renewed = hash_password(password, cost) if is_outdated(kept, cost) else None
    counted.forget()
    if renewed is not None:
        keep_hash(person_id=found.person_id, outdated=kept, kept=renewed)
    return found


@dataclass(frozen=True)
class CodeShown:
    """A second factor that was right."""

    by_recovery_code: bool


def prove_by_code(person_id: int, typed: str) -> CodeShown | None:
    """Take the code that somebody shows, from the phone or the list; None if it is wrong or was used before.

    Raises TooManyTries.
    """
    counted = count_try(Tried.CODE, f"person {person_id}")
    with reading_only():
        secret = queries.second_factor_secret(person_id)
        edge.roll_back()
    code = tidy_code(typed)
    step = matching_step(secret, code, counted.at) if secret is not None else None
    if step is not None:
        is_taken = second_factor.accept_step(person_id=person_id, step=step)
    else:
        is_taken = second_factor.use_recovery_code(person_id=person_id, typed=code, at=counted.at)
    if not is_taken:
        edge.roll_back()
        record_failure(person_id, counted)
        return None
    counted.forget()
    return CodeShown(by_recovery_code=step is None)


def forget_wrong_passwords(email: str) -> None:
    """Let somebody in again who was shut out by wrong guesses, theirs or others': they have proved who they are by mail."""
    subject = counted_person(email, current_app.config["SECRET_KEY"])
    attempts.forget_attempts(tried=Tried.PASSWORD, subject=subject, attempt_ids=())


def record_failure(person_id: int | None, counted: CountedTry) -> None:
    """Write a failed try into the trail, in a transaction of its own."""
    record_apart(
        SignInFailed(programme_id=None, actor_id=None, at=counted.at, person_id=person_id, tried=counted.tried.value)
    )


def hashing_cost() -> HashingCost:
    """Return what a password's hash costs here."""
    return HashingCost(current_app.config["ARGON2_MEMORY_KIB"], current_app.config["ARGON2_TIME_COST"])
