"""Every SELECT about files that were brought in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import version_of_cohort
from trainee_app.db import db
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import Logged, Member, Outcome, Setting, document_name
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import known_surnames
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import holds_role, role_in_force
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import definition_of
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Slot

DOCUMENT_VERSION = 1
MOST_ROWS_SHOWN = 300
# Two people decide: the administrator, and a director or board member (domain, section 3).
OFFICE = (Role.ADMINISTRATOR,)
BOARD = (Role.DIRECTOR, Role.BOARD_MEMBER)


# What a file is read against


def cohorts_called(name: str) -> list[Cohort]:
    """Return the cohorts of that name (whatever its case) or public name, of any programme."""
    statement = (
        select(Cohort)
        .where(or_(Cohort.public_id == name, func.lower(Cohort.name) == name.lower()))
        .options(joinedload(Cohort.programme))
        .order_by(Cohort.id)
    )
    return list(db.session.scalars(statement))


def names_of_cohorts() -> list[str]:
    """Return the names of all cohorts, the latest first."""
    return list(db.session.scalars(select(Cohort.name).order_by(Cohort.starts_on.desc(), Cohort.id)))


def activity_titles(cohort_id: int) -> dict[str, str]:
    """Return the words of the cohort's programme for its activities, by key."""
    return {key: each.title for key, each in definition_of(version_of_cohort(cohort_id)).activities.items()}


def hold(cohort: Cohort) -> None:
    """Hold the cohort until the commit: two files brought in at once would each take the same row for new.

    On SQLite the whole database is held already.
    """
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())


def public_names(cohort_id: int) -> dict[int, str]:
    """Return the public names of the cohort's trainees."""
    statement = select(Trainee.id, Trainee.public_id).where(Trainee.cohort_id == cohort_id)
    return {row.id: row.public_id for row in db.session.execute(statement)}


def setting_of(cohort: Cohort, today: date) -> Setting:
    """Return what a file for this cohort is read against, as it stands now."""
    members = select(Trainee.id, Person.email, Person.name).join(Person, Person.id == Trainee.person_id)
    people = select(Person.email, Person.name).where(Person.email.is_not(None))
    return Setting(
        definition=definition_of(version_of_cohort(cohort.id)),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        today=today,
        members=[
            Member(email or f"trainee {trainee_id}", name, trainee_id)
            for trainee_id, email, name in db.session.execute(members.where(Trainee.cohort_id == cohort.id))
        ],
        known_emails={email: name for email, name in db.session.execute(people) if email},
        known_names=known_surnames(cohort.programme_id),
        logged=_logged(cohort.id),
    )


def _logged(cohort_id: int) -> list[Logged]:
    """Return what the cohort's log holds: what counts or waits, and whatever came with an earlier file."""
    counts = LogEntry.state.in_(("submitted", "signed"))
    statement = (
        select(
            LogEntry.trainee_id,
            LogEntry.worked_on,
            LogEntry.activity,
            LogEntry.minutes,
            ImportRow.fingerprint,
            EntryVersion.started_at_minute,
            LogEntry.state,
        )
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(EntryVersion, and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == LogEntry.version))
        .outerjoin(ImportRow, ImportRow.entry_id == LogEntry.id)
        .where(Trainee.cohort_id == cohort_id, or_(counts, ImportRow.fingerprint.is_not(None)))
    )
    return [
        Logged(
            trainee_id=row.trainee_id,
            worked_on=row.worked_on,
            activity=row.activity,
            minutes=row.minutes,
            fingerprint=row.fingerprint,
            started_at_minute=row.started_at_minute,
            counts=row.state in {"submitted", "signed"},
        )
        for row in db.session.execute(statement)
    ]


# Who may attest


_DOCUMENT = literal(document_name("")).concat(ImportBatch.public_id)


def runs_the_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on batches: the actor is administrator, director or board member of the programme."""
    return holds_role(actor, ImportBatch.programme_id, *OFFICE, *BOARD)


def runs_this_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on programmes: the same."""
    return holds_role(actor, Programme.id, *OFFICE, *BOARD)


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
    by_board = or_(*(Signature.signer_role.contains(role.words) for role in BOARD))
    other_half = or_(
        and_(by_office, holds_role(actor, ImportBatch.programme_id, *BOARD)),
        and_(by_board, holds_role(actor, ImportBatch.programme_id, *OFFICE)),
    )
    return _attested(Slot.FIRST_ATTESTER, ~other_half)


def _attested(slot: Slot, *terms: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Signature.document == _DOCUMENT,
        Signature.document_version == DOCUMENT_VERSION,
        Signature.slot == slot,
        *terms,
    )


def attesting_roles(person_id: int, programme_id: int, on: date) -> list[Role]:
    """Return in which of the attesting roles the person stands on that day, the office's first."""
    statement = select(RoleHeld.role).where(
        RoleHeld.person_id == person_id,
        RoleHeld.programme_id == programme_id,
        RoleHeld.role.in_((*OFFICE, *BOARD)),
        role_in_force(on),
    )
    held = set(db.session.scalars(statement))
    return [role for role in (*OFFICE, *BOARD) if role in held]


def attestations(batch: ImportBatch) -> list[Signature]:
    """Return who has attested the batch, the first of the two first."""
    statement = (
        select(Signature)
        .where(Signature.document == document_name(batch.public_id), Signature.document_version == DOCUMENT_VERSION)
        .order_by(Signature.slot)
    )
    return list(db.session.scalars(statement))


def carried_hashes(document: str) -> set[tuple[str, str]]:
    """Return the public name and content hash of every entry that the document carries, as the log has them now."""
    statement = (
        select(LogEntry.public_id, EntryVersion.content_hash)
        .join(EntryVersion, and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == LogEntry.version))
        .where(LogEntry.carried_by == document)
    )
    return {(public_id, content_hash or "") for public_id, content_hash in db.session.execute(statement)}


# What is shown


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file of the list. `attested` is by how many of the two."""

    public_id: str
    file_name: str
    cohort: str
    programme: str
    imported_at: datetime
    zone: str
    taken: int
    refused: int
    attested: int


def batch_lines(readable: Select[Any]) -> list[BatchLine]:
    """Return the files that the actor may read (`readable` selects them), the latest first."""
    signed = (
        select(func.count())
        .where(Signature.document == _DOCUMENT, Signature.document_version == DOCUMENT_VERSION)
        .correlate(ImportBatch)
        .scalar_subquery()
    )
    statement = (
        select(ImportBatch, signed)
        .where(ImportBatch.id.in_(readable.with_only_columns(ImportBatch.id)))
        .options(joinedload(ImportBatch.cohort).joinedload(Cohort.programme))
        .order_by(ImportBatch.imported_at.desc(), ImportBatch.id.desc())
    )
    return [
        BatchLine(
            each.public_id,
            each.file_name,
            each.cohort.name,
            each.cohort.programme.title,
            each.imported_at,
            each.cohort.programme.zone,
            each.taken,
            each.refused,
            count,
        )
        for each, count in db.session.execute(statement)
    ]


def row_counts(batch_id: int) -> list[tuple[str, Counter[Outcome]]]:
    """Return how many rows of each sheet ended how; sheets in the order in which they were read."""
    statement = (
        select(ImportRow.sheet, ImportRow.outcome, func.count(), func.min(ImportRow.id))
        .where(ImportRow.batch_id == batch_id)
        .group_by(ImportRow.sheet, ImportRow.outcome)
        .order_by(func.min(ImportRow.id))
    )
    counts: dict[str, Counter[Outcome]] = {}
    for sheet, outcome, count, _first in db.session.execute(statement):
        counts.setdefault(sheet, Counter())[Outcome(outcome)] += count
    return list(counts.items())


def rows_having(batch_id: int, *outcomes: Outcome) -> list[ImportRow]:
    """Return the first rows that ended so, in the order of the file."""
    statement = (
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome.in_(outcomes))
        .order_by(ImportRow.id)
        .limit(MOST_ROWS_SHOWN)
    )
    return list(db.session.scalars(statement))


def rows_with_remarks(batch_id: int) -> list[ImportRow]:
    """Return the rows that were taken with something to say about them, and the headings that leave columns out."""
    has_remark = or_(
        and_(ImportRow.outcome == Outcome.TAKEN, ImportRow.reason != ""),
        and_(ImportRow.outcome == Outcome.SKIPPED, ImportRow.reason.contains(":")),
    )
    statement = (
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, has_remark)
        .order_by(ImportRow.id)
        .limit(MOST_ROWS_SHOWN)
    )
    return list(db.session.scalars(statement))


def minutes_by_trainee(batch_id: int) -> list[tuple[str, Counter[str]]]:
    """Return the minutes that the batch brought, by trainee A to Z and by activity, whatever became of them since."""
    minutes = func.sum(EntryVersion.minutes)
    statement = (
        select(Trainee.id, Person.name, EntryVersion.activity, minutes)
        .select_from(ImportRow)
        .join(EntryVersion, and_(EntryVersion.entry_id == ImportRow.entry_id, EntryVersion.number == 1))
        .join(LogEntry, LogEntry.id == ImportRow.entry_id)
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(ImportRow.batch_id == batch_id)
        .group_by(Trainee.id, Person.name, EntryVersion.activity)
        .order_by(func.lower(Person.name), Trainee.id)
    )
    sums: dict[int, tuple[str, Counter[str]]] = {}
    for trainee_id, name, activity, total in db.session.execute(statement):
        sums.setdefault(trainee_id, (name, Counter()))[1][activity] += int(total)
    return list(sums.values())
