"""An office's workbook goes in whole, once, and counts when two people have attested it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import DBAPIError

from tests.factories.cohorts import make_trainee
from tests.factories.people import give_role, make_person
from tests.imports.sheets import COHORT, EXPECTED, UNA, applicants, as_workbook, hours, row
from tests.imports.worlds import AT, Office, actor_for, bring, office_file
from trainee_app.admissions.models import Application, ApplicationStep, Intake, Interview, InterviewScore, Offer
from trainee_app.cohorts.models import Trainee
from trainee_app.credentials.models import BroughtAlong, Registration
from trainee_app.db import Base, db
from trainee_app.events import published
from trainee_app.imports import queries
from trainee_app.imports.events import ImportAttested, WorkbookImported
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import Outcome
from trainee_app.imports.services import (
    AlreadyAttested,
    AttesterIsTheSame,
    AttesterLacksTheRole,
    EntriesAreNoLongerThoseBroughtIn,
    FileTellsTooMuch,
    attest,
    bring_in,
    preview,
)
from trainee_app.imports.services import batches as batches_module
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.logbook.queries.totals import differences
from trainee_app.mail.models import OutboxMessage
from trainee_app.people.models import Account, Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Slot

ACCEPTED = applicants(UNA)


@pytest.fixture
def office(session) -> Office:
    return Office()


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def census() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def attested_by(batch: ImportBatch, person: Person) -> Slot:
    return attest(
        batch=batch,
        seen_hash=batch.content_hash,
        actor=actor_for(person),
        on=actor_for(person).on,
        at=AT,
        method="test",
        strength="password and second factor",
    )


# The shared workbook


@pytest.fixture
def shared(office) -> ImportBatch:
    batch = bring(office.cohort, content=COHORT.read_bytes()).batch
    assert batch is not None
    return batch


def recorded(state: str) -> dict[str, dict[str, int]]:
    statement = (
        select(Person.email, LogEntry.activity, func.sum(LogEntry.minutes))
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(LogEntry.state == state)
        .group_by(Person.email, LogEntry.activity)
    )
    sums: dict[str, dict[str, int]] = {}
    for email, activity, minutes in db.session.execute(statement):
        sums.setdefault(str(email), {})[activity] = int(minutes)
    return sums


def stored_totals(state: str) -> dict[str, dict[str, int]]:
    statement = (
        select(Person.email, MonthTotal.activity, func.sum(MonthTotal.recorded))
        .join(Trainee, Trainee.id == MonthTotal.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(MonthTotal.state == state, MonthTotal.count > 0)
        .group_by(Person.email, MonthTotal.activity)
    )
    sums: dict[str, dict[str, int]] = {}
    for email, activity, minutes in db.session.execute(statement):
        sums.setdefault(str(email), {})[activity] = int(minutes)
    return sums


def test_the_shared_workbook_stands_in_the_log_to_the_minute(shared) -> None:
    assert recorded("submitted") == EXPECTED["minutes"]
    assert stored_totals("submitted") == EXPECTED["minutes"]
    assert (shared.taken, shared.refused, shared.doubles, shared.skipped) == (EXPECTED["entries"], 9, 1, 24)
    assert count(LogEntry) == EXPECTED["entries"]
    assert list(differences()) == []


def test_its_account_is_kept_row_by_row(shared) -> None:
    kept = queries.rows_having(shared.id, Outcome.REFUSED)
    assert [(each.sheet, each.row, each.column, each.value) for each in kept] == [
        (each["sheet"], each["row"], each["column"], each["value"]) for each in EXPECTED["rejected"]
    ]
    doubles = queries.rows_having(shared.id, Outcome.DOUBLE)
    assert [{"sheet": each.sheet, "row": each.row} for each in doubles] == EXPECTED["doubles"]
    assert {sheet: counts.total() for sheet, counts in queries.row_counts(shared.id)} == {
        "Applicants 25-27": 20,
        "Hours": 1798,
    }
    by_name = {name: dict(sums) for name, sums in queries.minutes_by_trainee(shared.id)}
    names = dict(db.session.execute(select(Person.name, Person.email)).all())
    assert {names[name]: sums for name, sums in by_name.items()} == EXPECTED["minutes"]


def test_its_twelve_are_trainees_with_the_role_and_a_registration_and_no_account(shared) -> None:
    roles = select(func.count()).select_from(RoleHeld).where(RoleHeld.role == Role.TRAINEE)
    assert (count(Trainee), db.session.scalar(roles), count(Registration)) == (12, 12, 17)
    assert count(Account) == 0
    assert set(db.session.scalars(select(Person.email).join(Trainee, Trainee.person_id == Person.id))) == set(
        EXPECTED["minutes"]
    )


def test_its_applicants_end_where_it_says_and_nothing_is_made_up_between(shared) -> None:
    stages = Counter(db.session.scalars(select(Application.stage)))
    assert stages == {"enrolled": 12, "not_offered": 1, "offer_declined": 3, "waiting_list": 1}
    enrolled = select(Application.trainee_id).where(Application.stage == "enrolled")
    assert set(db.session.scalars(enrolled)) == set(db.session.scalars(select(Trainee.id)))
    steps = db.session.execute(select(ApplicationStep.number, ApplicationStep.stage_before, ApplicationStep.source))
    assert set(steps) == {(1, None, "office workbook")}
    assert (count(ApplicationStep), count(Interview), count(InterviewScore), count(Offer)) == (17, 17, 0, 0)
    since = select(BroughtAlong.from_on).join(Person, Person.id == BroughtAlong.person_id)
    assert db.session.scalar(since.where(Person.email == "una.hobart@example.org")) == date(2015, 4, 1)
    assert set(db.session.scalars(select(BroughtAlong.record))) == {"experience"}
    intake = db.session.scalars(select(Intake)).one()
    assert (intake.opens_on, intake.closes_on, intake.places) == (None, None, None)
    assert count(OutboxMessage) == 0


def test_its_entries_say_where_they_come_from_and_with_whom(shared) -> None:
    details = [json.loads(text) for text in db.session.scalars(select(EntryVersion.details))]
    assert {each["from"] for each in details} == {"office workbook"}
    assert {each["with"] for each in details if "with" in each} == {name for name, _ in EXPECTED["supervisors"]}
    sessions = select(EntryVersion.details).where(EntryVersion.activity == "case_session")
    assert {json.loads(text)["case"] for text in db.session.scalars(sessions)} == {"not known"}
    assert {
        json.loads(text).get("case")
        for text in db.session.scalars(select(EntryVersion.details).where(EntryVersion.activity == "seminar"))
    } == {None}


def test_it_takes_few_statements_however_many_rows_it_has(office) -> None:
    statements: Counter[str] = Counter()

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        statements[statement.split()[0]] += 1

    engine = db.session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        bring(office.cohort, content=COHORT.read_bytes())
    finally:
        event.remove(engine, "before_cursor_execute", note)
    # Some seventeen for each applicant, and as many again for all 1,798 rows of hours together.
    assert 50 < statements.total() < 480


def test_the_same_file_a_second_time_adds_nothing(office, shared) -> None:
    before = census()
    again = bring(office.cohort, content=COHORT.read_bytes())
    assert again.batch is None
    assert census() == before
    assert len(again.account.having(Outcome.IN_ALREADY)) == EXPECTED["entries"] + 17


# Smaller files


def test_a_mended_copy_adds_only_what_was_mended(office) -> None:
    bring(office.cohort, ACCEPTED, hours(row(), row(day="31/02/2026"), row(what="Dance", day="11.10.25")))
    mended = bring(office.cohort, ACCEPTED, hours(row(), row(day="28/02/2026"), row(what="Reading", day="11.10.25")))
    assert mended.batch is not None
    assert mended.batch.taken == 2
    assert set(db.session.execute(select(LogEntry.activity, LogEntry.worked_on))) == {
        ("seminar", date(2025, 10, 10)),
        ("seminar", date(2026, 2, 28)),
        ("reading", date(2025, 10, 11)),
    }


def test_good_rows_go_in_though_others_are_refused(office) -> None:
    imported = bring(office.cohort, ACCEPTED, hours(row(), row(time="abc")))
    assert (count(LogEntry), len(imported.account.having(Outcome.REFUSED))) == (1, 1)


def test_an_error_in_the_middle_undoes_everything(office, monkeypatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(batches_module, "_add_rows", fail)
    before = census()
    with pytest.raises(RuntimeError, match="planted"), db.session.begin_nested():
        bring(office.cohort, ACCEPTED, hours(row()))
    assert census() == before


def test_a_look_beforehand_gives_the_same_account_and_stores_nothing(office) -> None:
    content = as_workbook(ACCEPTED, hours(row(), row(time="abc")))
    before = census()
    looked = preview(cohort=office.cohort, file=office_file(content), on=AT.date())
    assert census() == before
    assert looked == bring(office.cohort, content=content).account


def test_a_file_whose_name_tells_too_much_is_not_brought_in(office) -> None:
    with pytest.raises(FileTellsTooMuch):
        bring(office.cohort, ACCEPTED, name="baby born 3.4.2026.xlsx")
    assert count(ImportBatch) == 0


def test_notes_are_kept_apart_and_refused_ones_nowhere(office) -> None:
    bring(
        office.cohort,
        ACCEPTED,
        hours(row(note="first chapter"), row(day="11.10.25", note="rang 020 7946 0018")),
    )
    assert list(db.session.scalars(select(EntryText.text))) == ["first chapter"]
    kept = db.session.execute(select(ImportRow.value, ImportRow.reason)).all()
    assert not any("7946" in text for line in kept for text in line)


def test_somebody_known_here_stays_one_person_and_keeps_the_name(office) -> None:
    known = make_person("Una Hobart-Rees", email="una.hobart@example.org")
    imported = bring(office.cohort, ACCEPTED, hours(row()))
    assert imported.batch is not None
    trainee = db.session.scalars(select(Trainee)).one()
    assert (trainee.person_id, known.name) == (known.id, "Una Hobart-Rees")
    assert "Una Hobart-Rees" in imported.account.rows[3].reason


def test_hours_alone_find_the_trainees_whom_the_cohort_has(office) -> None:
    trainee = make_trainee(office.cohort, make_person("Una Hobart"))
    bring(office.cohort, hours(row()))
    assert db.session.scalars(select(LogEntry.trainee_id)).all() == [trainee.id]


def test_a_trainee_of_another_cohort_is_not_found_by_name(office) -> None:
    make_trainee(office.foreign, make_person("Una Hobart"))
    imported = bring(office.cohort, hours(row()))
    assert imported.batch is None
    assert [each.column for each in imported.account.having(Outcome.REFUSED)] == ["Trainee"]


def test_what_was_brought_in_is_told(office) -> None:
    batch = bring(office.cohort, ACCEPTED, hours(row(), row(), row(time="abc"))).batch
    assert batch is not None
    (told,) = (each for each in published() if isinstance(each, WorkbookImported))
    assert told.subject == f"import:{batch.public_id}"
    assert (told.entries, told.trainees, told.refused, told.doubles, told.actor_id) == (1, 1, 1, 1, None)
    assert (told.content_hash, told.file_sha256) == (batch.content_hash, batch.file_sha256)


def test_what_was_brought_in_never_changes(office) -> None:
    batch = bring(office.cohort, ACCEPTED, hours(row())).batch
    assert batch is not None
    batch.refused = 5
    with pytest.raises(DBAPIError, match="never changes"):
        db.session.flush()


def test_who_brings_it_in_is_kept_and_never_brings_in_themselves(office) -> None:
    file = office_file(as_workbook(ACCEPTED, hours(row())))
    ines = actor_for(office.ines)
    imported = bring_in(cohort=office.cohort, file=file, actor=ines, on=ines.on, at=AT)
    assert imported.batch is not None
    assert imported.batch.imported_by == office.ines.id


# Attesting


@pytest.fixture
def batch(office) -> ImportBatch:
    made = bring(office.cohort, ACCEPTED, hours(row(), row(day="11.10.25"))).batch
    assert made is not None
    return made


def test_entries_count_when_two_people_have_attested_them(office, batch) -> None:
    assert attested_by(batch, office.ines) is Slot.FIRST_ATTESTER
    assert recorded("signed") == {}
    assert attested_by(batch, office.dora) is Slot.SECOND_ATTESTER
    assert recorded("signed") == stored_totals("signed") == {"una.hobart@example.org": {"seminar": 360}}
    assert list(differences()) == []
    assert [(each.signer_name, each.signer_role) for each in queries.attestations(batch)] == [
        ("Ines Office", "administrator"),
        ("Dora Director", "director"),
    ]


def test_the_attestation_covers_the_file_and_every_entry(office, batch) -> None:
    attested_by(batch, office.ines)
    signature = db.session.scalars(select(Signature)).one()
    said = json.loads(signature.canonical)
    assert said["file"]["sha256"] == batch.file_sha256
    entries = db.session.execute(
        select(LogEntry.public_id, EntryVersion.content_hash).join(EntryVersion, EntryVersion.entry_id == LogEntry.id)
    )
    assert {(each[-2], each[-1]) for each in said["entries"]} == set(entries)
    assert "Transcribed" in signature.meaning


def test_nobody_attests_twice(office, batch) -> None:
    give_role(office.ines, office.programme, Role.DIRECTOR)
    attested_by(batch, office.ines)
    with pytest.raises(AttesterIsTheSame):
        attested_by(batch, office.ines)
    assert recorded("signed") == {}


def test_a_third_attestation_is_refused(office, batch) -> None:
    attested_by(batch, office.ines)
    attested_by(batch, office.bo)
    with pytest.raises(AlreadyAttested):
        attested_by(batch, office.dora)


def test_somebody_without_such_a_role_signs_nothing(office, batch) -> None:
    with pytest.raises(AttesterLacksTheRole):
        attested_by(batch, office.tutor)
    assert count(Signature) == 0


def test_only_what_was_seen_is_attested(office, batch) -> None:
    actor = actor_for(office.ines)
    with pytest.raises(EntriesAreNoLongerThoseBroughtIn):
        attest(batch=batch, seen_hash="0" * 64, actor=actor, on=actor.on, at=AT, method="test", strength="test")


def test_an_entry_slipped_in_beside_the_others_stops_the_attestation(office, batch) -> None:
    entry = db.session.scalars(select(LogEntry)).first()
    version = db.session.scalars(select(EntryVersion)).first()
    assert entry is not None
    assert version is not None
    copied = {column.name: getattr(entry, column.name) for column in LogEntry.__table__.columns}
    slipped = db.session.scalar(
        insert(LogEntry).values({**copied, "id": 10_000, "public_id": "slipped in"}).returning(LogEntry.id)
    )
    copied = {column.name: getattr(version, column.name) for column in EntryVersion.__table__.columns}
    db.session.execute(insert(EntryVersion).values({**copied, "id": 10_000, "entry_id": slipped}))
    with pytest.raises(EntriesAreNoLongerThoseBroughtIn):
        attested_by(batch, office.ines)


def test_both_attestations_are_told(office, batch) -> None:
    attested_by(batch, office.ines)
    attested_by(batch, office.dora)
    told = [each for each in published() if isinstance(each, ImportAttested)]
    assert [(each.slot, each.is_complete) for each in told] == [("first_attester", False), ("second_attester", True)]


def test_the_shared_workbook_counts_to_the_minute_once_attested(office, shared) -> None:
    attested_by(shared, office.dora)
    attested_by(shared, office.ines)
    assert recorded("signed") == stored_totals("signed") == EXPECTED["minutes"]
    assert stored_totals("submitted") == {}
