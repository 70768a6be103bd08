"""The world's lists to be signed by link, its proposals to countersign, and its sheets that came back signed in ink."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import ColumnElement, select

from tests.factories.files import pdf
from tests.factories.logbook import seen
from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.away import services
from trainee_app.away.models import SigningList
from trainee_app.away.rules import LeftOut
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.signatures.queries import signatures_of

# Whose, for whom they were asked to sign (None: for all), and by whom (None: the monthly letter).
_LISTS = {
    "marta's by herself": ("supervisor", "marta", "trainee"),
    "everybody's of the month": ("supervisor", None, None),
    "kit's by their office": ("bo", "kit", "elsewhere"),
}
# In whose absence, which entry, and who proposed it.
_ABSENCES = {
    "marta's": ("marta with supervisor", "marta's submitted", "administrator"),
    "marta's by the director": ("marta with leaver", "marta's of the leaver's time", "director"),
    "kit's": ("kit with bo", "kit's submitted", "elsewhere"),
}
# Which sheet: of which agreement and which entry's month; and who recorded that it came back.
_SHEETS = {
    "marta's": ("marta with supervisor", "marta's submitted", "administrator"),
    "marta's by the director": ("marta with leaver", "marta's of the leaver's time", "director"),
    "ada's": ("ada with supervisor", "ada's submitted", "administrator"),
    "kit's": ("kit with bo", "kit's submitted", "elsewhere"),
}


def ask_by_link(world: World, cast: Cast) -> None:
    """Let three have been asked, and three proposals be made to countersign in absence."""
    for name, (addressee, trainee, asked_by) in _LISTS.items():
        programme = cast.theirs if trainee == "kit" else cast.ours
        made = SigningList(
            programme_id=programme.id,
            person_id=cast.people[addressee].id,
            trainee_id=None if trainee is None else cast.trainees[trainee].id,
            month=None if asked_by else world.on.replace(day=1),
            content_hash="0" * 64,
            asked_by=None if asked_by is None else cast.people[asked_by].id,
            made_at=world.at,
            expires_at=world.at + timedelta(days=28),
            wrong_codes=0,
        )
        db.session.add(made)
        db.session.flush()
        world.ids["signing list", name] = made.public_id
    for name, (agreement, entry, by) in _ABSENCES.items():
        proposed = services.propose_absence(
            agreement=db.session.scalars(
                select(SupervisionAgreement).where(_named(SupervisionAgreement, world, "agreement", agreement))
            ).one(),
            entries=[seen(db.session.scalars(select(LogEntry).where(_named(LogEntry, world, "entry", entry))).one())],
            evidence="the clinic’s diary",
            public_id=new_public_id(),
            actor=acting(world, cast, by),
            at=world.at,
            on=world.on,
            strength="two_factors",
        )
        world.ids["absence", name] = proposed.public_id
        world.seen["absence", name] = (1, proposed.content_hash)
        (signature,) = signatures_of([services.document_of(proposed)])
        world.ids["signature", f"{name} absence"] = signature.public_id


def sign_in_ink(world: World, cast: Cast) -> None:
    """Print four sheets, and let each have come back signed today."""
    for name, (agreement, entry, by) in _SHEETS.items():
        worked_on = db.session.scalars(select(LogEntry.worked_on).where(_named(LogEntry, world, "entry", entry))).one()
        actor = acting(world, cast, by)
        sheet = services.print_sheet(
            agreement=db.session.scalars(
                select(SupervisionAgreement).where(_named(SupervisionAgreement, world, "agreement", agreement))
            ).one(),
            month=worked_on.replace(day=1),
            actor=actor,
            at=world.at,
            on=world.on,
        )
        record = services.record_sheet(
            sheet=sheet,
            covered=[world.ids["entry", entry]],
            reason=LeftOut.CROSSED_OUT,
            inked_on=world.on,
            stream=BytesIO(pdf()),
            name="scan.pdf",
            public_id=new_public_id(),
            actor=actor,
            at=world.at,
            on=world.on,
            strength="two_factors",
        )
        world.ids["sheet", name] = sheet.public_id
        world.ids["signed sheet", name] = record.public_id
        world.seen["signed sheet", name] = (1, record.content_hash)
        (signature,) = signatures_of([services.document_of_record(record)])
        world.ids["signature", f"{name} sheet"] = signature.public_id


def _named(model: Any, world: World, kind: str, name: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = model.public_id == world.ids[kind, name]
    return found
