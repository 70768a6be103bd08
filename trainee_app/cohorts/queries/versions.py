"""The versions of a programme with who published them and which cohorts are judged under them; drafts of the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from trainee_app.cohorts.models import Cohort, ProgrammeDraft, Trainee, VersionPin
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition

_IN_HAND = ("open", "proposed")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One published version. `proposer` and `agreer` are None where the application brought it, or a command did."""

    id: int
    number: int
    published_on: date
    proposer: str | None
    agreer: str | None
    reason: str
    cohorts: tuple[Cohort, ...]


@dataclass(frozen=True, slots=True)
class PinLine:
    """That a cohort was judged under a version from an instant on; `ended_at` None: it is."""

    number: int
    recorded_at: datetime
    ended_at: datetime | None
    person: str | None
    reason: str


def version_lines(programme_id: int) -> list[VersionLine]:
    """Return the programme's published versions, the newest first."""
    proposer, agreer = aliased(Person), aliased(Person)
    statement = (
        select(
            ProgrammeVersion.id,
            ProgrammeVersion.number,
            ProgrammeVersion.published_on,
            proposer.name,
            agreer.name,
            ProgrammeDraft.reason,
        )
        .outerjoin(ProgrammeDraft, ProgrammeDraft.published_version_id == ProgrammeVersion.id)
        .outerjoin(proposer, proposer.id == ProgrammeDraft.proposed_by)
        .outerjoin(agreer, agreer.id == ProgrammeDraft.agreed_by)
        .where(ProgrammeVersion.programme_id == programme_id)
        .order_by(ProgrammeVersion.number.desc())
    )
    pinned = _cohorts_by_version(programme_id)
    return [
        VersionLine(version_id, number, published_on, name, agreed, reason or "", tuple(pinned.get(version_id, ())))
        for version_id, number, published_on, name, agreed, reason in db.session.execute(statement)
    ]


def _cohorts_by_version(programme_id: int) -> dict[int, list[Cohort]]:
    statement = (
        select(VersionPin.programme_version_id, Cohort)
        .join(Cohort, Cohort.id == VersionPin.cohort_id)
        .where(Cohort.programme_id == programme_id, VersionPin.ended_at.is_(None))
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    )
    found: defaultdict[int, list[Cohort]] = defaultdict(list)
    for version_id, cohort in db.session.execute(statement):
        found[version_id].append(cohort)
    return found


def people_of_cohort(cohort_id: int) -> set[int]:
    """Return the ids of the people who are trainees of the cohort."""
    return set(db.session.scalars(select(Trainee.person_id).where(Trainee.cohort_id == cohort_id)))


def cohorts_of(programme_id: int) -> list[Cohort]:
    """Return the programme's cohorts, the latest first."""
    statement = select(Cohort).where(Cohort.programme_id == programme_id).order_by(Cohort.starts_on.desc(), Cohort.name)
    return list(db.session.scalars(statement))


def version_numbered(programme_id: int, number: int) -> ProgrammeVersion | None:
    """Return the published version of that number."""
    statement = select(ProgrammeVersion).where(
        ProgrammeVersion.programme_id == programme_id, ProgrammeVersion.number == number
    )
    found: ProgrammeVersion | None = db.session.scalar(statement)
    return found


def text_of_version(version_id: int) -> str:
    """Return the words that were published."""
    return db.session.scalars(select(ProgrammeVersion.definition).where(ProgrammeVersion.id == version_id)).one()


def drafts_in_hand(programme_id: int) -> list[ProgrammeDraft]:
    """Return the drafts that are open or proposed, the oldest first, with who wrote and proposed them."""
    statement = (
        select(ProgrammeDraft)
        .where(ProgrammeDraft.programme_id == programme_id, ProgrammeDraft.state.in_(_IN_HAND))
        .order_by(ProgrammeDraft.begun_at, ProgrammeDraft.id)
        .options(
            joinedload(ProgrammeDraft.author), joinedload(ProgrammeDraft.proposer), joinedload(ProgrammeDraft.based_on)
        )
    )
    return list(db.session.scalars(statement))


def held_draft(draft: ProgrammeDraft) -> ProgrammeDraft:
    """Return the draft as it stands now, its programme and itself held until the commit: whoever changes one waits.

    The programme first, so that two drafts of one programme are published one after the other.
    """
    programme = select(Programme.id).where(Programme.id == draft.programme_id).with_for_update(key_share=True)
    db.session.execute(programme).all()
    statement = select(ProgrammeDraft).where(ProgrammeDraft.id == draft.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def held_pin(cohort_id: int) -> VersionPin:
    """Return what pins the cohort to its version as it stands now, held until the commit."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True)).all()
    statement = (
        select(VersionPin)
        .where(VersionPin.cohort_id == cohort_id, VersionPin.ended_at.is_(None))
        .options(joinedload(VersionPin.programme_version))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def rules_in_time(cohort_id: int) -> Callable[[datetime], Definition]:
    """Return what gives, for an instant, the rules under which the cohort was judged then; before any, its first."""
    statement = (
        select(VersionPin)
        .where(VersionPin.cohort_id == cohort_id)
        .order_by(VersionPin.recorded_at, VersionPin.id)
        .options(joinedload(VersionPin.programme_version))
    )
    held = [(pin.recorded_at, definition_of(pin.programme_version)) for pin in db.session.scalars(statement)]

    def rules_at(at: datetime) -> Definition:
        return next((rules for since, rules in reversed(held) if since <= at), held[0][1])

    return rules_at


def pin_lines(cohort_id: int) -> list[PinLine]:
    """Return under which versions the cohort was and is judged, the latest first."""
    statement = (
        select(ProgrammeVersion.number, VersionPin.recorded_at, VersionPin.ended_at, Person.name, VersionPin.reason)
        .join(ProgrammeVersion, ProgrammeVersion.id == VersionPin.programme_version_id)
        .outerjoin(Person, Person.id == VersionPin.recorded_by)
        .where(VersionPin.cohort_id == cohort_id)
        .order_by(VersionPin.recorded_at.desc(), VersionPin.id.desc())
    )
    return [PinLine(*row) for row in db.session.execute(statement)]
