"""What people bring along, in every state that its page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from tests.factories.files import pdf
from trainee_app.access import Actor
from trainee_app.credentials import services
from trainee_app.credentials.rules import BroughtDraft, Course, EvidenceKind, Record
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.programmes.queries import definition_of, latest_version

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

_LONG = "Wolfeschlegelsteinhausenbergerdorff Specialist Perinatal and Infant Mental Health Service, Team North"


def bring_along(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Marta brings something of everything, one thing accepted; somebody with a long name brings a long post."""
    marta, many = cast.people["trainee"], cast.people["very long trainee"]
    post = BroughtDraft(
        Record.EXPERIENCE, date(2015, 3, 1), date(2019, 8, 31), title="Psychologist", place="A trust", share_percent=60
    )
    ids["brought post"] = _bring(cast, marta, post, today, at)
    _bring(cast, marta, replace(post, from_on=date(2020, 1, 1), until_on=None, share_percent=100), today, at)
    _bring(cast, many, replace(post, title=f"Psychologist, {_LONG}", place=_LONG), today, at)
    observation = BroughtDraft(
        Record.OBSERVATION, today - timedelta(days=100), None, place="Weir Street Centre", standing="running"
    )
    _bring(cast, marta, observation, today, at)
    _bring(cast, marta, BroughtDraft(Record.THERAPY, date(2019, 1, 7), None, standing="declaration"), today, at)
    ids["evidence"] = services.attach_evidence(
        person=marta,
        programme=cast.programme,
        about="experience",
        kind=EvidenceKind.REFERENCE,
        stream=BytesIO(pdf()),
        name="reference.pdf",
        public_id=new_public_id(),
        actor=Actor(marta.id, today, second_factor=True),
        at=at,
    ).public_id
    ids["acceptance"] = _accept(cast, marta, today, at)


def _bring(cast: Cast, person: Person, draft: BroughtDraft, today: date, at: datetime) -> str:
    return services.record_brought(
        person=person,
        programme=cast.programme,
        draft=draft,
        public_id=new_public_id(),
        actor=Actor(person.id, today, second_factor=True),
        on=today,
        at=at,
    ).public_id


def _accept(cast: Cast, person: Person, today: date, at: datetime) -> str:
    version = latest_version(cast.programme.id)
    assert version is not None
    return services.accept_prerequisite(
        person=person,
        programme=cast.programme,
        record=Record.EXPERIENCE,
        course=Course(cast.cohort.starts_on, cast.cohort.ends_on, definition_of(version)),
        reason="Seen and found in order.",
        public_id=new_public_id(),
        actor=Actor(cast.people["administrator"].id, today, second_factor=True),
        on=today,
        at=at,
    ).public_id
