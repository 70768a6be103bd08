"""Real rows of cohorts, their trainees, agreements and placements, and of registrations.

Rows are added and flushed, never committed: `client` tests commit them in an application context of their own.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from tests.factories.people import give_role, make_person
from trainee_app.cohorts.models import Cohort, Placement, SupervisionAgreement, Trainee, VersionPin
from trainee_app.credentials.models import Registration
from trainee_app.db import Base, db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme, ProgrammeVersion

RECORDED_AT = datetime(2025, 9, 1, 9, tzinfo=UTC)
STARTS_ON = date(2025, 10, 1)
ENDS_ON = date(2027, 4, 5)
PIP = Path(__file__).resolve().parents[2] / "trainee_app/programmes/definitions/pip.toml"
_numbers = count(1)
_Row = TypeVar("_Row", bound=Base)


def make_version(programme: Programme, number: int = 1, text: str | None = None) -> ProgrammeVersion:
    """Publish `text` (the packaged PIP definition, under the programme's key) as a version of the programme."""
    words = text or pip_definition(key=programme.key, version=number)
    return _added(
        ProgrammeVersion(
            programme_id=programme.id,
            number=number,
            definition=words,
            sha256=hashlib.sha256(words.encode()).hexdigest(),
            published_on=RECORDED_AT.date(),
            recorded_at=RECORDED_AT,
        )
    )


def pip_definition(key: str = "pip", version: int = 1) -> str:
    """Return the packaged definition as if it were another programme's, or a later version."""
    text = PIP.read_text(encoding="utf-8")
    return text.replace('key = "pip"', f'key = "{key}"', 1).replace("version = 1", f"version = {version}", 1)


def make_cohort(
    programme: Programme,
    name: str = "Cohort 2025",
    starts_on: date = STARTS_ON,
    ends_on: date = ENDS_ON,
    version: ProgrammeVersion | None = None,
) -> Cohort:
    """Make a cohort pinned to `version`: the programme's latest one if none is named, published if there is none."""
    cohort = _added(
        Cohort(programme_id=programme.id, name=name, starts_on=starts_on, ends_on=ends_on, recorded_at=RECORDED_AT)
    )
    pinned = version or _latest(programme) or make_version(programme)
    _added(
        VersionPin(
            programme_id=programme.id,
            cohort_id=cohort.id,
            programme_version_id=pinned.id,
            recorded_at=RECORDED_AT,
        )
    )
    return cohort


def _latest(programme: Programme) -> ProgrammeVersion | None:
    statement = (
        select(ProgrammeVersion)
        .where(ProgrammeVersion.programme_id == programme.id)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    found: ProgrammeVersion | None = db.session.scalar(statement)
    return found


def make_trainee(cohort: Cohort, person: Person | None = None) -> Trainee:
    """Make the person (a new one if none is given) a member of the cohort; gives no role."""
    person = person or make_person()
    return _added(
        Trainee(programme_id=cohort.programme_id, cohort_id=cohort.id, person_id=person.id, recorded_at=RECORDED_AT)
    )


def make_agreement(
    trainee: Trainee,
    supervisor: Person,
    starts_on: date = STARTS_ON,
    ends_on: date | None = None,
    capacity: str = "supervisor",
) -> SupervisionAgreement:
    """Let `supervisor` sign for the trainee in that capacity; gives the role to whoever never held one to sign in."""
    held = select(RoleHeld.id).where(
        RoleHeld.person_id == supervisor.id,
        RoleHeld.programme_id == trainee.programme_id,
        RoleHeld.role.in_((Role.SUPERVISOR, Role.TUTOR)),
    )
    if db.session.scalar(held.limit(1)) is None:
        give_role(supervisor, db.session.get_one(Programme, trainee.programme_id), Role(capacity))
    return _added(
        SupervisionAgreement(
            programme_id=trainee.programme_id,
            trainee_id=trainee.id,
            supervisor_id=supervisor.id,
            capacity=capacity,
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_at=RECORDED_AT,
        )
    )


def make_placement(
    trainee: Trainee, name: str = "Northside Infant Team", starts_on: date = STARTS_ON, ends_on: date | None = None
) -> Placement:
    """Place the trainee."""
    return _added(
        Placement(
            programme_id=trainee.programme_id,
            trainee_id=trainee.id,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_at=RECORDED_AT,
        )
    )


def make_registration(
    person: Person,
    programme: Programme,
    body: str = "BPC",
    number: str | None = None,
    valid_from: date = date(2025, 4, 1),
    valid_until: date = date(2028, 3, 31),
) -> Registration:
    """Record a registration of the person, as the programme knows it."""
    return _added(
        Registration(
            programme_id=programme.id,
            person_id=person.id,
            body=body,
            number=number or f"{10_000 + next(_numbers)}",
            valid_from=valid_from,
            valid_until=valid_until,
            recorded_at=RECORDED_AT,
        )
    )


def _added(row: _Row) -> _Row:
    db.session.add(row)
    db.session.flush()
    return row
