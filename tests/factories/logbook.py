"""A trainee with whom time can be logged, and entries in every state, made by the verbs themselves.

Rows are flushed, never committed: `client` tests commit them in an application context of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories.cohorts import make_agreement, make_cohort, make_registration, make_trainee, make_version
from tests.factories.people import give_role, make_person, make_programme
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Content, Seen, SignOutcome
from trainee_app.logbook.rules.terms import canonical_term
from trainee_app.logbook.services import sign_entries, submit_entry
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

WORKED_ON = date(2026, 11, 3)
AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Training:
    """A trainee, the supervisor and the tutor who sign for them, and their administrator."""

    programme: Programme
    trainee: Trainee
    supervisor: Person
    tutor: Person
    administrator: Person

    @property
    def trainee_actor(self) -> Actor:
        """The trainee, on the day after the usual entry."""
        return acting(self.trainee.person)

    @property
    def supervisor_actor(self) -> Actor:
        """The supervisor, with a second factor, who has shown again who they are."""
        return acting(self.supervisor)


def acting(person: Person, at: datetime = AT, *, second_factor: bool = True) -> Actor:
    """Return the person as one who asks, on that day."""
    return Actor(person.id, at.date(), second_factor=second_factor, confirmed=True)


def make_training(
    programme: Programme | None = None, definition: str | None = None, cohort: str = "Cohort 2025"
) -> Training:
    """Make a trainee of a cohort with a supervisor, a tutor and an administrator, their roles and registrations."""
    programme = programme or make_programme()
    version = None if definition is None else make_version(programme, text=definition)
    trainee = make_trainee(make_cohort(programme, cohort, version=version), make_person("Marta Ellison"))
    supervisor, tutor = make_person("Helen Rees"), make_person("Anna Fenn")
    administrator = make_person("Ines Okafor")
    for person, role in (
        (trainee.person, Role.TRAINEE),
        (supervisor, Role.SUPERVISOR),
        (tutor, Role.TUTOR),
        (administrator, Role.ADMINISTRATOR),
    ):
        give_role(person, programme, role)
    make_agreement(trainee, supervisor)
    make_agreement(trainee, tutor, capacity="tutor")
    make_registration(supervisor, programme)
    return Training(programme, trainee, supervisor, tutor, administrator)


def content(activity: str = "case_session", minutes: int = 50, **others: Any) -> Content:
    """Return what an entry of 3 November 2026 says."""
    return Content(**{"worked_on": WORKED_ON, "activity": activity, "minutes": minutes, **others})


def make_entry(training: Training, says: Content | None = None, at: datetime = AT) -> LogEntry:
    """Hand an entry in."""
    return submit_entry(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=says or content(),
        actor=training.trainee_actor,
        at=at,
    )


def seen(entry: LogEntry) -> Seen:
    """Return what somebody sees of the version that waits, or else of the one that counts."""
    number = entry.pending_version or entry.version
    return Seen(entry.public_id, number, version_of(entry.id, number).content_hash or "")


def sign(training: Training, *entries: LogEntry, by: Person | None = None, at: datetime = AT) -> list[SignOutcome]:
    """Sign entries as the supervisor, or as somebody else, and return what became of them."""
    results = sign_entries(
        items=[seen(entry) for entry in entries],
        actor=acting(by or training.supervisor, at),
        at=at,
        method="password",
        strength="two_factors",
    )
    return [result.outcome for result in results]


def make_signed_entry(training: Training, says: Content | None = None, at: datetime = AT) -> LogEntry:
    """Hand an entry in and let the supervisor sign it an hour later."""
    entry = make_entry(training, says, at)
    (outcome,) = sign(training, entry, at=at + timedelta(hours=1))
    assert outcome is SignOutcome.SIGNED
    return entry


def make_term_document(
    trainee: Trainee, tutor: Person, entries: Sequence[LogEntry], on: date, at: datetime
) -> TermDocument:
    """Hand these entries in as the study of a term, as a row: the verb takes whatever waits."""
    public_id = new_public_id()
    bound = [seen(each) for each in entries]
    canonical = canonical_term(public_id, trainee.public_id, tutor.public_id, (on, on), bound)
    document = TermDocument(
        public_id=public_id, programme_id=trainee.programme_id, trainee_id=trainee.id, tutor_id=tutor.id, first_on=on,
        last_on=on, canonical=canonical.decode(), content_hash=hashlib.sha256(canonical).hexdigest(),
        entries=len(entries), minutes=sum(each.minutes for each in entries), handed_in_at=at,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document
