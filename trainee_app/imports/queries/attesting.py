"""Who may attest what was brought in, who has, and whether it still is what was brought in."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, literal, or_, select

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import document_name
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import counting_version
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Slot

DOCUMENT_VERSION = 1
# Two people decide: the administrator, and a director or board member (domain, section 3).
_OFFICE = (Role.ADMINISTRATOR,)
_BOARD = (Role.DIRECTOR, Role.BOARD_MEMBER)
ATTESTING_ROLES = (*_OFFICE, *_BOARD)
_DOCUMENT = literal(document_name("")).concat(ImportBatch.public_id)


def runs_the_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: the actor is administrator, director or board member of the programme."""
    return holds_role(actor, ImportBatch.programme_id, *ATTESTING_ROLES)


def runs_this_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on programmes: the same."""
    return holds_role(actor, Programme.id, *ATTESTING_ROLES)


def is_among_the_trainees(actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: the actor is a trainee of the cohort, or one of the entries is theirs."""
    own = select(Trainee.id).where(Trainee.person_id == actor.person_id)
    carries_own = exists().where(
        ImportRow.batch_id == ImportBatch.id, ImportRow.entry_id == LogEntry.id, LogEntry.trainee_id.in_(own)
    )
    is_member = exists().where(Trainee.cohort_id == ImportBatch.cohort_id, Trainee.person_id == actor.person_id)
    return or_(is_member, carries_own)


def has_attested(actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: the actor was the first of the two."""
    return _attested(Slot.FIRST_ATTESTER, Signature.signer_id == actor.person_id)


def is_attested(_actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: both have attested."""
    return _attested(Slot.SECOND_ATTESTER)


def holds_nothing(_actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: it brought no entries, so there is nothing to attest."""
    return ImportBatch.taken == 0


def is_not_the_other_half(actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: one has attested, and the actor holds no role of the other half."""
    by_office = Signature.signer_role.contains(Role.ADMINISTRATOR.words)
    by_board = or_(*(Signature.signer_role.contains(role.words) for role in _BOARD))
    other_half = or_(
        and_(by_office, holds_role(actor, ImportBatch.programme_id, *_BOARD)),
        and_(by_board, holds_role(actor, ImportBatch.programme_id, *_OFFICE)),
    )
    return _attested(Slot.FIRST_ATTESTER, ~other_half)


def _attested(slot: Slot, *terms: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Signature.document == _DOCUMENT,
        Signature.document_version == DOCUMENT_VERSION,
        Signature.slot == slot,
        *terms,
    )


def attestations(batch: ImportBatch) -> list[Signature]:
    """Return who has attested the batch, the first of the two first."""
    statement = (
        select(Signature)
        .where(Signature.document == document_name(batch.public_id), Signature.document_version == DOCUMENT_VERSION)
        .order_by(Signature.slot)
    )
    return list(db.session.scalars(statement))


def number_of_attestations() -> ScalarSelect[int]:
    """Return, beside a batch, by how many it is attested."""
    return (
        select(func.count())
        .where(Signature.document == _DOCUMENT, Signature.document_version == DOCUMENT_VERSION)
        .correlate(ImportBatch)
        .scalar_subquery()
    )


def carried_hashes(document: str) -> set[tuple[str, str]]:
    """Return the public name and content hash of every entry that the document carries, as the log has them now."""
    statement = (
        select(LogEntry.public_id, EntryVersion.content_hash)
        .join(EntryVersion, counting_version())
        .where(LogEntry.carried_by == document)
    )
    return {(public_id, content_hash or "") for public_id, content_hash in db.session.execute(statement)}
