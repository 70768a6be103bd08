"""What a file is read against, as the database has it now."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.admissions.queries import applicant_emails
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db
from trainee_app.imports.models import ImportRow
from trainee_app.imports.rules import Logged, Member, Setting
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import counting_version, known_surnames
from trainee_app.people.models import Person


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
    return {key: each.title for key, each in definition_of_cohort(cohort_id).activities.items()}


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
        definition=definition_of_cohort(cohort.id),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        today=today,
        members=[
            Member(email or f"trainee {trainee_id}", name, trainee_id)
            for trainee_id, email, name in db.session.execute(members.where(Trainee.cohort_id == cohort.id))
        ],
        known_emails={email: name for email, name in db.session.execute(people) if email},
        applicants=applicant_emails(cohort.id),
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
        .join(EntryVersion, counting_version())
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
