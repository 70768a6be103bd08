"""What a second person looks at after it was signed, where the programme wants it, and who may."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.queries import definitions_in_force, is_judged_under, is_own_record, versions_in_force
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.awaiting import Signing
from trainee_app.logbook.queries.conditions import counting_version, runs_programme
from trainee_app.logbook.rules import State, document_name
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition, Method
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Slot

VERIFYING_ROLES = (Role.DIRECTOR, Role.ADMINISTRATOR)
_ACTORS_KEPT = 64
_signature = aliased(Signature)
_verification = aliased(Signature)


def verifies_for(actor: Actor) -> ColumnElement[bool]:
    """Condition on programmes: the actor is its administrator or director, and so verifies where it wants that."""
    return holds_role(actor, Programme.id, *VERIFYING_ROLES)


def may_verify(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: signed, wanted to be verified and not yet, and the actor is who may: not who signed it."""
    return and_(_is_verified_by(actor), ~is_verified())


def is_verification(signature: Any) -> Any:
    """Whether a signature, or a row of the table of signatures, is somebody's second look at a signed entry.

    What was countersigned in the supervisor's absence is signed by an attester too, and is what gets verified.
    """
    of_entry = signature.document.startswith(document_name(""))
    return of_entry & (signature.slot != Slot.SUPERVISOR) & (signature.method != Method.ABSENCE)


def is_verified() -> ColumnElement[bool]:
    """Condition on entries: a second person has verified the version that counts."""
    return exists().where(
        _verification.document == literal(document_name("")) + LogEntry.public_id,
        _verification.document_version == LogEntry.version,
        is_verification(_verification),
    )


def filled_by_second(signature_ids: Collection[int | None]) -> set[int]:
    """Return which of these signatures stand where a second attester signs: those in a supervisor's absence."""
    ids = [each for each in signature_ids if each is not None]
    found = select(Signature.id).where(Signature.id.in_(ids), Signature.slot == Slot.SECOND_ATTESTER)
    return set(db.session.scalars(found))


def _is_verified_by(actor: Actor) -> ColumnElement[bool]:
    signed_it = exists().where(_signature.id == LogEntry.signature_id, _signature.signer_id == actor.person_id)
    own = is_own_record(actor, LogEntry.trainee_id)
    return and_(_is_to_be_verified(), runs_programme(actor), ~signed_it, ~own)


def _is_to_be_verified() -> ColumnElement[bool]:
    """Condition on entries: signed by itself, of a kind of time that a second person looks at."""
    terms = [
        and_(is_judged_under(version_id, LogEntry.trainee_id), LogEntry.activity.in_(keys))
        for version_id, definition in definitions_in_force().items()
        if (keys := _keys(definition))
    ]
    return and_(LogEntry.state == State.SIGNED, LogEntry.carried_by.is_(None), or_(false(), *terms))


def _keys(definition: Definition) -> list[str]:
    wanted = definition.signing.second_level
    return sorted(key for key in definition.activities if definition.kind_of_time(key) in wanted) if wanted else []


def wants_verification() -> bool:
    """Say whether any programme in force has a second person look at what is signed."""
    return any(definition.signing.second_level for definition in definitions_in_force().values())


def count_to_verify(actor: Actor) -> int:
    """Return how many signed entries wait for the actor to verify them; asks nothing where no programme wants it."""
    if not wants_verification():
        return 0
    found: int | None = db.session.scalar(select(func.count()).select_from(LogEntry).where(may_verify(actor)))
    return found or 0


def entries_to_verify(actor: Actor, entry_ids: Collection[int]) -> list[Signing]:
    """Return these entries with what decides whether the actor may verify them, read anew; see `Signing`.

    `waits`: nobody has verified it yet. A registration is asked of nobody who verifies.
    """
    rows = db.session.execute(_to_verify(actor, versions_in_force()), {"entry_ids": list(entry_ids)})
    return [Signing(entry, version, not verified, bool(theirs), True) for entry, version, verified, theirs in rows]


@lru_cache(maxsize=_ACTORS_KEPT)
def _to_verify(actor: Actor, versions: frozenset[tuple[int, str]]) -> Select[*tuple[Any, ...]]:  # noqa: ARG001 - a key
    return (
        select(LogEntry, EntryVersion, is_verified(), _is_verified_by(actor))
        .join(EntryVersion, counting_version())
        .where(LogEntry.id.in_(bindparam("entry_ids", expanding=True)))
        .order_by(LogEntry.id)
        .execution_options(populate_existing=True)
    )
