"""What the world's trainees bring along, made by the verbs themselves."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from tests.factories.files import pdf
from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.credentials import services
from trainee_app.credentials.rules import BroughtDraft, Course, EvidenceKind, Record
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import definition_of, latest_version

OWNERS = {"marta": "trainee", "ada": "both", "kit": "kit"}
# By name: whose, and what.
BROUGHT = {
    "marta's post": ("marta", Record.EXPERIENCE),
    "marta's therapy": ("marta", Record.THERAPY),
    "ada's post": ("ada", Record.EXPERIENCE),
    "ada's therapy": ("ada", Record.THERAPY),
    "kit's post": ("kit", Record.EXPERIENCE),
}
EVIDENCE = {
    "marta's reference": ("marta", "experience"),
    "marta's letter": ("marta", "personal_therapy"),
    "marta's taken back": ("marta", "experience"),
    "ada's reference": ("ada", "experience"),
    "kit's reference": ("kit", "experience"),
}
ACCEPTED = {
    "marta's experience": ("marta", Record.EXPERIENCE),
    "marta's therapy": ("marta", Record.THERAPY),
    "ada's experience": ("ada", Record.EXPERIENCE),
    "kit's experience": ("kit", Record.EXPERIENCE),
}


def readable_pdf() -> bytes:
    """A PDF of plain letters, so that the matrix can look for names in it."""
    return pdf().replace(b"%\xe2\xe3\xcf\xd3", b"%abcd")


def bring_along(world: World, cast: Cast) -> None:
    """Record, hand in and accept everything; one file is taken back again."""
    for name, (whose, record) in BROUGHT.items():
        _brought(world, cast, name, whose, record)
    for name, (whose, about) in EVIDENCE.items():
        _handed_in(world, cast, name, whose, about)
    for name, (whose, record) in ACCEPTED.items():
        _accepted(world, cast, name, whose, record)


def _where(cast: Cast, whose: str) -> tuple[Person, Programme]:
    return cast.people[OWNERS[whose]], cast.theirs if whose == "kit" else cast.ours


def _brought(world: World, cast: Cast, name: str, whose: str, record: Record) -> None:
    person, programme = _where(cast, whose)
    draft = BroughtDraft(record, date(2015, 1, 1), None, standing="declaration")
    if record is Record.EXPERIENCE:
        draft = BroughtDraft(record, date(2015, 1, 1), None, title="Psychologist", place="A clinic", share_percent=100)
    made = services.record_brought(
        person=person,
        programme=programme,
        draft=draft,
        public_id=new_public_id(),
        actor=acting(world, cast, OWNERS[whose]),
        on=world.on,
        at=world.at,
    )
    world.ids["brought", name] = made.public_id


def _handed_in(world: World, cast: Cast, name: str, whose: str, about: str) -> None:
    person, programme = _where(cast, whose)
    actor = acting(world, cast, OWNERS[whose])
    made = services.attach_evidence(
        person=person,
        programme=programme,
        about=about,
        kind=EvidenceKind.LETTER,
        stream=BytesIO(readable_pdf()),
        name="letter.pdf",
        public_id=new_public_id(),
        actor=actor,
        at=world.at,
    )
    if name == "marta's taken back":
        services.take_evidence_back(evidence=made, actor=actor, at=world.at)
    world.ids["evidence", name] = made.public_id


def _accepted(world: World, cast: Cast, name: str, whose: str, record: Record) -> None:
    person, programme = _where(cast, whose)
    version = latest_version(programme.id)
    assert version is not None
    made = services.accept_prerequisite(
        person=person,
        programme=programme,
        record=record,
        course=Course(world.days_ago(300), world.on + timedelta(days=250), definition_of(version)),
        reason="",
        public_id=new_public_id(),
        actor=acting(world, cast, "elsewhere" if whose == "kit" else "administrator"),
        on=world.on,
        at=world.at,
    )
    world.ids["acceptance", name] = made.public_id
