"""The log from further off: what waits for whom to sign, in numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Placement, PlacementAgreement, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import definitions_in_force, holds, is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries.conditions import awaits_signature, goes_by_itself, in_capacity, stands_in_queue
from trainee_app.logbook.rules import local_day
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules import Signer as Capacity


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """How many entries wait, and for how many days the oldest has. `name` is who is to sign, where that is asked."""

    name: str
    number: int
    oldest_days: int


def waiting_by_trainee(actor: Actor, today: date) -> dict[int, WaitingLine]:
    """Return how much of each trainee's waits for the actor, by trainee."""
    statement = (
        select(LogEntry.trainee_id, func.count(), func.min(LogEntry.submitted_on))
        .where(stands_in_queue(actor), ~is_own_record(actor, LogEntry.trainee_id))
        .group_by(LogEntry.trainee_id)
    )
    return {row[0]: WaitingLine("", row[1], _days(row[2], today)) for row in db.session.execute(statement)}


def waiting_by_signer(programme_ids: Collection[int], before: date, today: date) -> list[WaitingLine]:
    """Return who is to sign how much that was handed in before a day, on these programmes, the longest waiting first.

    Study by the term keeps nobody waiting before its term is handed in.
    """
    definitions = definitions_in_force()
    signers = _signers(definitions)
    statement = (
        select(Person.id, Person.name, func.count(), func.min(LogEntry.submitted_on))
        .select_from(LogEntry)
        .join(signers, _is_covered_by(signers.c, definitions))
        .join(Person, Person.id == signers.c.signer_id)
        .where(LogEntry.programme_id.in_(programme_ids), awaits_signature(), goes_by_itself(definitions))
        .where(LogEntry.submitted_on < before)
        .group_by(Person.id, Person.name)
    )
    found: dict[int, tuple[str, int, date]] = {
        row[0]: (row[1], row[2], row[3] or before) for row in db.session.execute(statement)
    }
    for each in _terms_kept(before, TermDocument.programme_id.in_(programme_ids)):
        if each.long and each.since_on:
            _, number, oldest = found.get(each.signer_id, ("", 0, each.since_on))
            found[each.signer_id] = each.signer, number + each.entries, min(oldest, each.since_on)
    lines = sorted(found.values(), key=lambda line: (line[2], line[0]))
    return [WaitingLine(name, number, _days(oldest, today)) for name, number, oldest in lines]


@dataclass(frozen=True, slots=True)
class KeptWaiting:
    """What of one trainee waits for one signer: how many entries, how many of them for long, and since when.

    `signer` is empty, and `signer_id` 0, where nobody is entitled to sign it.
    """

    signer_id: int
    signer: str
    signer_email: str
    trainee: str
    trainee_public_id: str
    entries: int
    long: int
    since_on: date | None


def kept_waiting(cohort_id: int, before: date) -> list[KeptWaiting]:
    """Return what of a cohort waits for whom, the longest waiting first; `long`: handed in before that day.

    What two may sign stands with both. What no agreement covers comes with no signer. Study by the term keeps its tutor
    waiting for nothing before the term is handed in, and from then on waits since that day.
    """
    definitions = definitions_in_force()
    signers = _signers(definitions)
    owner = aliased(Person)
    statement = (
        select(
            func.coalesce(Person.id, 0),
            func.coalesce(Person.name, ""),
            func.coalesce(Person.email, ""),
            owner.name,
            Trainee.public_id,
            func.count(),
            func.sum(case((LogEntry.submitted_on < before, 1), else_=0)),
            func.min(LogEntry.submitted_on),
        )
        .select_from(LogEntry)
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(owner, owner.id == Trainee.person_id)
        .outerjoin(signers, _is_covered_by(signers.c, definitions))
        .outerjoin(Person, Person.id == signers.c.signer_id)
        .where(Trainee.cohort_id == cohort_id, awaits_signature())
        .where(or_(goes_by_itself(definitions), signers.c.signer_id.is_(None)))
        .group_by(Person.id, Person.name, Person.email, owner.id, owner.name, Trainee.public_id)
    )
    rows: Any = db.session.execute(statement)
    found = {(line.signer_id, line.trainee_public_id): line for line in (KeptWaiting(*row) for row in rows)}
    for term in _terms_kept(before, Trainee.cohort_id == cohort_id):
        name = term.signer_id, term.trainee_public_id
        found[name] = _together(found[name], term) if name in found else term
    return sorted(found.values(), key=lambda line: (line.since_on or date.min, line.trainee))


def _terms_kept(before: date, condition: ColumnElement[bool]) -> list[KeptWaiting]:
    """Return the terms of study that were handed in and wait, each as what it keeps waiting."""
    tutor, owner = aliased(Person), aliased(Person)
    statement = (
        select(TermDocument, tutor, owner.name, Trainee.public_id, Programme.zone)
        .join(tutor, tutor.id == TermDocument.tutor_id)
        .join(Trainee, Trainee.id == TermDocument.trainee_id)
        .join(owner, owner.id == Trainee.person_id)
        .join(Programme, Programme.id == TermDocument.programme_id)
        .where(TermDocument.decision.is_(None), condition)
    )
    found = []
    for document, signer, name, public_id, zone in db.session.execute(statement):
        since, entries = local_day(document.handed_in_at, zone), document.entries
        long = entries if since < before else 0
        found.append(KeptWaiting(signer.id, signer.name, signer.email or "", name, public_id, entries, long, since))
    return found


def _together(line: KeptWaiting, term: KeptWaiting) -> KeptWaiting:
    since = min((each.since_on for each in (line, term) if each.since_on), default=None)
    return replace(line, entries=line.entries + term.entries, long=line.long + term.long, since_on=since)


def _signers(definitions: Mapping[int, Definition]) -> Any:
    """Return, as a table, who signs for whom in which capacity: managers of placements only where a programme asks them."""
    agreements: Any = select(
        SupervisionAgreement.trainee_id,
        SupervisionAgreement.supervisor_id.label("signer_id"),
        SupervisionAgreement.capacity,
        null().label("placement_id"),
        SupervisionAgreement.starts_on,
        SupervisionAgreement.ends_on,
        SupervisionAgreement.ended_at,
    )
    asked = {each.signed_by for definition in definitions.values() for each in definition.activities.values()}
    if Capacity.PLACEMENT_MANAGER in asked:
        agreements = agreements.union_all(
            select(
                Placement.trainee_id,
                PlacementAgreement.manager_id,
                literal(Capacity.PLACEMENT_MANAGER.value),
                PlacementAgreement.placement_id,
                PlacementAgreement.starts_on,
                PlacementAgreement.ends_on,
                PlacementAgreement.ended_at,
            )
            .join(Placement, Placement.id == PlacementAgreement.placement_id)
            .where(PlacementAgreement.manager_id.is_not(None))
        )
    return agreements.subquery("signers")


def _is_covered_by(signer: Any, definitions: Mapping[int, Definition]) -> ColumnElement[bool]:
    """Condition on entries and signers: an agreement lets them sign it, on the day of the work."""

    def covers(_definition: Definition, capacity: str) -> ColumnElement[bool]:
        terms = [signer.capacity == capacity, holds(signer, LogEntry.worked_on)]
        if capacity == Capacity.PLACEMENT_MANAGER:
            terms.append(signer.placement_id == LogEntry.placement_id)
        return and_(*terms)

    return and_(signer.trainee_id == LogEntry.trainee_id, in_capacity(LogEntry.activity, covers, definitions))


def _days(since: date | None, today: date) -> int:
    return 0 if since is None else (today - since).days
