"""A record with something in every sealed table, made by the verbs themselves, and raw hands that change it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select, text

from tests.factories.cohorts import make_placement
from tests.factories.files import pdf
from tests.factories.logbook import (
    AT,
    WORKED_ON,
    Training,
    acting,
    content,
    make_entry,
    make_signed_entry,
    make_training,
    seen,
    sign,
)
from tests.factories.people import give_role, make_person, make_programme
from tests.factories.supervision import make_case, record, session_draft
from tests.factories.teaching import make_date, marks, sign_marks
from tests.imports.sheets import UNA, applicants, hours, row
from tests.imports.worlds import bring
from trainee_app.access import Actor
from trainee_app.away.rules import LeftOut
from trainee_app.away.services import (
    countersign,
    decline_absence,
    decline_record,
    print_sheet,
    propose_absence,
    record_sheet,
    sign_as_recorded,
)
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_of
from trainee_app.casework.models import CasePhase
from trainee_app.casework.rules import Phase
from trainee_app.casework.services import phase_to_sign, sign_phase, void_phase
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.history.queries import flaws
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.services import attest
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.services import (
    correct_entry,
    hand_in_term,
    return_entry,
    return_term,
    save_draft,
    sign_term,
    void_entry,
)
from trainee_app.people.rules import Role
from trainee_app.supervision.services import correct_session
from trainee_app.teaching.rules import Mark
from trainee_app.trail.rules import Flaw, RowFlaw

LATER = AT + timedelta(days=30)


@dataclass(frozen=True)
class Record:
    """The public names of what the tests lay hands on."""

    corrected: str
    returned: str
    plain: str
    voided: str
    batches: tuple[str, str]
    sessions: tuple[str, str]
    registers: tuple[str, str]
    phases: tuple[str, str]
    absences: tuple[str, str]
    papers: tuple[tuple[str, str], tuple[str, str]]
    terms: tuple[str, str]


def make_record() -> Record:
    """Two programmes; entries signed, returned, corrected and void; two files brought in, one of them attested.

    A supervision session, a register and a phase, each void since it was recorded anew, and what took their place.
    What was countersigned in a supervisor's absence, and what was not.
    """
    with unit_of_work():
        training = make_training()
        elsewhere = make_training(make_programme("other", "Another training"))
        director = make_person("Dora Director")
        give_role(director, training.programme, Role.DIRECTOR)
        placement = make_placement(training.trainee)
    entries = _entries(training, elsewhere, placement.id)
    sessions, registers = _sessions(training), _registers(training)
    phases = _phases(training)
    batches = _imports(training, acting(training.administrator, LATER), acting(director, LATER))
    absences = _absence(training, acting(director), starts_at=60), _absence(training, None, starts_at=180)
    corrected, returned, plain, voided = (entry.public_id for entry in entries)
    papers = (
        _paper(training, None, starts_at=1200, pages=1),
        _paper(training, acting(director), starts_at=1300, pages=2),
    )
    terms = _terms()
    return Record(corrected, returned, plain, voided, batches, sessions, registers, phases, absences, papers, terms)


def _terms() -> tuple[str, str]:
    """Hand in the study of a term in a programme that has terms, twice: signed, and returned with a comment."""
    with unit_of_work():
        training = make_training(make_programme("terms", "A training with terms"))
        tutor = acting(training.tutor)
        make_entry(training, content("reading", 45))
        returned = _term(training)
        return_term(document=returned, comment="Which chapter was it?", actor=tutor, at=AT)
        signed = _term(training)
        sign_term(document=signed, actor=tutor, at=AT, method="password", strength="two_factors")
    return signed.public_id, returned.public_id


def _term(training: Training) -> TermDocument:
    trainee = training.trainee
    name = new_public_id()
    return hand_in_term(trainee_id=trainee.id, on=WORKED_ON, public_id=name, actor=training.trainee_actor, at=AT)


def _agreement(training: Training) -> SupervisionAgreement:
    return db.session.scalars(
        select(SupervisionAgreement).where(
            SupervisionAgreement.trainee_id == training.trainee.id,
            SupervisionAgreement.supervisor_id == training.supervisor.id,
        )
    ).one()


def _paper(training: Training, decider: Actor | None, *, starts_at: int, pages: int) -> tuple[str, str]:
    """Print a sheet and record that it is back; let somebody agree, or (None) let it be taken back."""
    office = acting(training.administrator)
    how: dict[str, Any] = {"at": AT, "on": AT.date()}
    with unit_of_work():
        entry = make_entry(training, content("liaison", 30, started_at_minute=starts_at))
        sheet = print_sheet(agreement=_agreement(training), month=WORKED_ON.replace(day=1), actor=office, **how)
        made = record_sheet(
            sheet=sheet,
            covered=[entry.public_id],
            reason=LeftOut.CROSSED_OUT,
            inked_on=AT.date(),
            stream=BytesIO(pdf(pages)),
            name="scan.pdf",
            public_id=new_public_id(),
            actor=office,
            strength="two_factors",
            **how,
        )
    with unit_of_work():
        if decider is None:
            decline_record(record=made, actor=office, at=LATER)
        else:
            sign_as_recorded(record=made, seen_hash=made.content_hash, actor=decider, strength="two_factors", **how)
    return sheet.public_id, made.public_id


def _absence(training: Training, decider: Actor | None, *, starts_at: int) -> str:
    """Propose to countersign an entry; let somebody agree, or (None) let it be taken back."""
    office, strength = acting(training.administrator), "two_factors"
    with unit_of_work():
        entry = make_entry(training, content("liaison", 40, started_at_minute=starts_at))
        made = propose_absence(
            agreement=_agreement(training),
            entries=[seen(entry)],
            evidence=f"The clinic’s diary, page {starts_at}",
            public_id=new_public_id(),
            actor=office,
            at=AT,
            on=AT.date(),
            strength=strength,
        )
    with unit_of_work():
        if decider is None:
            decline_absence(absence=made, actor=office, at=LATER)
        else:
            seen_hash = made.content_hash
            countersign(absence=made, seen_hash=seen_hash, actor=decider, at=AT, on=AT.date(), strength=strength)
    return made.public_id


def _phases(training: Training) -> tuple[str, str]:
    with unit_of_work():
        (case,) = cases_of(training.trainee.id)
        make_signed_entry(training, content(case_id=case.id, minutes=35), AT - timedelta(hours=1))
        first = _phase(training, case)
        void_phase(phase=first, reason="It was another case.", actor=training.supervisor_actor, at=LATER)
        anew = _phase(training, case)
    return first.public_id, anew.public_id


def _phase(training: Training, case: TrainingCase) -> CasePhase:
    return sign_phase(
        case=case,
        phase=Phase.EARLY,
        completed_on=WORKED_ON,
        seen=phase_to_sign(case, Phase.EARLY),
        actor=training.supervisor_actor,
        on=AT.date(),
        at=AT,
        method="password",
        strength="two_factors",
    )


def _sessions(training: Training) -> tuple[str, str]:
    with unit_of_work():
        case = make_case(training.trainee, training.supervisor)
        first = record(training, presented=(case.public_id,))
    with unit_of_work():
        anew = correct_session(
            session=first,
            seen_hash=first.content_hash,
            draft=session_draft(training.trainee.public_id, minutes=50, presented=(case.public_id,)),
            public_id=new_public_id(),
            actor=training.supervisor_actor,
            on=AT.date(),
            at=AT + timedelta(hours=5),
            method="password",
            strength="two_factors",
        )
    return first.public_id, anew.public_id


def _registers(training: Training) -> tuple[str, str]:
    said = marks({training.trainee: Mark.PRESENT})
    with unit_of_work():
        teaching = make_date(training)
        first = sign_marks(training, teaching, said)
    with unit_of_work():
        later = AT + timedelta(hours=6)
        anew = sign_marks(training, teaching, said, at=later, seen_hash=first.content_hash)
    return first.public_id, anew.public_id


def _entries(training: Training, elsewhere: Training, placement_id: int) -> tuple[LogEntry, ...]:
    with unit_of_work():
        corrected = make_signed_entry(training, content(note="We spoke of sleep.", placement_id=placement_id))
        returned = make_entry(training, content(minutes=20, started_at_minute=600, note="With the mother."))
        plain = make_signed_entry(training, content(minutes=55, started_at_minute=700, placement_id=placement_id))
        voided = make_signed_entry(training, content(minutes=90, started_at_minute=900))
        make_signed_entry(elsewhere)
    with unit_of_work():
        return_entry(
            entry=returned,
            seen_version=1,
            comment="Which room?",
            actor=training.supervisor_actor,
            at=AT + timedelta(hours=2),
        )
        correct_entry(
            entry=corrected,
            content=content(minutes=30, placement_id=placement_id),
            actor=training.trainee_actor,
            at=AT + timedelta(hours=3),
        )
        void_entry(
            entry=voided,
            seen_version=1,
            reason="Entered twice.",
            actor=acting(training.administrator),
            at=AT + timedelta(hours=4),
        )
        save_draft(
            trainee_id=training.trainee.id,
            public_id="begun-and-not-sent",
            content=content(minutes=10, started_at_minute=1000),
            actor=training.trainee_actor,
            at=AT,
        )
    return corrected, returned, plain, voided


def _imports(training: Training, first: Actor, second: Actor) -> tuple[str, str]:
    cohort = training.trainee.cohort
    names = []
    for day in ("10.10.25", "11.10.25"):
        with unit_of_work():
            batch = bring(
                cohort, applicants(UNA), hours(row(day=day, note="Read Winnicott."), row(day=day, time="abc"))
            ).batch
            assert batch is not None
            names.append(batch.public_id)
    for actor in (first, second):
        with unit_of_work():
            batch = db.session.scalars(select(ImportBatch).where(ImportBatch.public_id == names[0])).one()
            how = {"method": "password", "strength": "two_factors"}
            attest(batch=batch, seen_hash=batch.content_hash, actor=actor, on=LATER.date(), at=LATER, **how)
    return names[0], names[1]


@contextmanager
def raw_hands(app: Flask, *, guards: bool) -> Iterator[Connection]:
    """Lend a connection of somebody who may do everything to the database; what is done is undone at the end.

    Without `guards` the triggers are gone, and foreign keys with them, as for an owner of the database.
    """
    with app.app_context():
        connection = db.session.connection()
        if not guards:
            _lift_guards(connection)
        try:
            yield connection
        finally:
            db.session.rollback()
            db.session.remove()


def _lift_guards(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def found() -> list[Flaw | RowFlaw]:
    """Return everything that verification finds in the session's own view, with whatever hands have changed."""
    db.session.expire_all()
    return list(flaws())


def names(told: list[Flaw | RowFlaw], table: str, *rows: Any) -> bool:
    """Whether one of the flaws names the table and one of the rows; a row that ends in "/" is any of what it begins."""
    return any(flaw.table == table and any(_is_named(str(each), flaw.row) for each in rows) for flaw in told)


def _is_named(called: str, row: str) -> bool:
    return row.startswith(called) if called.endswith("/") else row == called


__all__ = ["AT", "LATER", "Record", "found", "make_record", "names", "raw_hands", "seen", "sign"]
