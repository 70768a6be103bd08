"""The verbs of the log on real databases: what they do, what they refuse, and what the database refuses by itself."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_agreement, make_registration, make_trainee
from tests.factories.logbook import (
    AT,
    WORKED_ON,
    acting,
    content,
    make_entry,
    make_signed_entry,
    make_training,
    seen,
    sign,
)
from tests.factories.people import make_person
from trainee_app import events
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.logbook.queries import content_with_note, differences, version_of
from trainee_app.logbook.rules import BEGINNINGS, MOVES, PENDING_MOVES, Code, SignOutcome, State
from trainee_app.signatures.models import Signature

REFUSED = (IntegrityError, OperationalError)


@pytest.fixture
def training(session):
    return make_training()


def published() -> list[str]:
    return [event.name for event in events.published()]


def totals() -> dict[str, tuple[int, int, int]]:
    rows = db.session.scalars(select(MonthTotal).where(MonthTotal.count > 0).execution_options(populate_existing=True))
    return {row.state: (row.recorded, row.credited, row.count) for row in rows}


def submit(training, says, public_id=None, at=AT, confirmed=()):
    return services.submit_entry(
        trainee_id=training.trainee.id,
        public_id=public_id or new_public_id(),
        content=says,
        actor=training.trainee_actor,
        at=at,
        confirmed=confirmed,
    )


def correct(training, entry, at=AT, **says):
    services.correct_entry(
        entry=entry, content=content(**says), actor=training.trainee_actor, at=at, confirmed=set(Code)
    )


# The table of moves is the triggers' table


@pytest.mark.parametrize("before", sorted(MOVES))
def test_the_database_lets_an_entry_move_exactly_as_the_table_says(training, session, before) -> None:
    for after in sorted({*MOVES, State.SUPERSEDED} - {before}):
        entry = _entry_in(training, before)
        values = {"state": after, "signature_id": entry.signature_id, "signed_on": entry.signed_on or WORKED_ON}
        if after == State.SIGNED and entry.signature_id is None:
            values["signature_id"] = make_signed_entry(training, content(minutes=7)).signature_id
        if before == State.SIGNED:
            values = {"state": after}
        assert _is_taken(session, entry, values) == (after in MOVES[before]), (before, after)
        session.rollback()
        training = make_training()


@pytest.mark.parametrize("before", sorted(PENDING_MOVES, key=str), ids=str)
def test_the_database_lets_a_correction_move_exactly_as_the_table_says(training, session, before) -> None:
    for after in sorted(set(PENDING_MOVES) - {before}, key=str):
        entry = make_signed_entry(training)
        _pend(session, entry, before)
        values = {"pending_state": after, "pending_version": None if after is None else 2}
        assert _is_taken(session, entry, values) == (after in PENDING_MOVES[before]), (before, after)
        session.rollback()
        training = make_training()


@pytest.mark.parametrize("state", sorted(State))
def test_an_entry_begins_only_as_the_table_says(training, session, state) -> None:
    entry = LogEntry(
        public_id=new_public_id(), programme_id=training.programme.id, trainee_id=training.trainee.id, state=state,
        version=1, worked_on=WORKED_ON, activity="reading", minutes=5, credited_minutes=5, recorded_at=AT,
        signature_id=make_signed_entry(training).signature_id, signed_on=WORKED_ON,
    )  # fmt: skip
    session.add(entry)
    if state in BEGINNINGS:
        session.flush()
    else:
        with pytest.raises(REFUSED):
            session.flush()


def _entry_in(training, state: State) -> LogEntry:
    """Bring an entry into a state by the verbs."""
    if state == State.DRAFT:
        return _drafted(training)
    if state in {State.SIGNED, State.VOID}:
        entry = make_signed_entry(training)
        if state == State.VOID:
            office = acting(training.administrator)
            services.void_entry(entry=entry, seen_version=1, reason="Twice", actor=office, at=AT)
        return entry
    entry = make_entry(training)
    if state == State.RETURNED:
        services.return_entry(entry=entry, seen_version=1, comment="Which?", actor=training.supervisor_actor, at=AT)
    elif state in {State.WITHDRAWN, State.DISCARDED}:
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
        if state == State.DISCARDED:
            services.discard_entry(entry=entry, actor=training.trainee_actor, at=AT)
    return entry


def _drafted(training) -> LogEntry:
    return services.save_draft(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=content(),
        actor=training.trainee_actor,
        at=AT,
    )


def _pend(session, entry, state) -> None:
    if state is None:
        return
    path = {State.DRAFT: [State.DRAFT], State.SUBMITTED: [State.SUBMITTED]}.get(state, [State.SUBMITTED, state])
    for step in path:
        assert _is_taken(session, entry, {"pending_state": step, "pending_version": 2})


def _is_taken(session, entry, values) -> bool:
    session.flush()
    try:
        with session.begin_nested():
            session.execute(update(LogEntry).where(LogEntry.id == entry.id).values(values))
    except REFUSED:
        return False
    return True


def test_what_is_signed_does_not_change_under_another_signature_either(training, session) -> None:
    entry, other = make_signed_entry(training), make_signed_entry(training, content(minutes=7))
    assert not _is_taken(session, entry, {"minutes": 500, "signature_id": other.signature_id})
    assert not _is_taken(session, entry, {"signature_id": other.signature_id})
    assert not _is_taken(session, entry, {"version": 2, "signature_id": other.signature_id})


# Writing


def test_handing_in_seals_the_version_and_counts_it_as_waiting(training) -> None:
    entry = submit(training, content(note="Quiet today"))
    version = version_of(entry.id, 1)
    assert (entry.state, entry.submitted_on, entry.late) == ("submitted", date(2026, 11, 4), False)
    assert version.content_hash
    assert db.session.get(EntryText, version.id).sealed
    assert totals() == {"submitted": (50, 60, 1)}
    assert published() == ["EntrySubmitted"]
    assert "Quiet" not in json.dumps([event.payload() for event in events.published()])


def test_nothing_that_was_handed_in_can_be_changed_behind_the_application(training, session) -> None:
    entry = submit(training, content(note="Quiet today"))
    version = version_of(entry.id, 1)
    for statement in (
        update(EntryVersion).where(EntryVersion.id == version.id).values(minutes=51),
        update(EntryText).where(EntryText.version_id == version.id).values(text="Loud"),
        update(EntryStep).values(state_after="signed"),
    ):
        with pytest.raises(REFUSED), session.begin_nested():
            session.execute(statement)


def test_the_same_handed_in_once_more_is_harmless_and_something_else_is_refused(training) -> None:
    entry = submit(training, content(note="Quiet"))
    assert submit(training, content(note="Quiet"), entry.public_id).id == entry.id
    with pytest.raises(services.EntryAlreadySubmitted):
        submit(training, content(note="Loud"), entry.public_id)
    assert published() == ["EntrySubmitted"]
    sign(training, entry)
    with pytest.raises(services.EntryAlreadySigned):
        submit(training, content(minutes=51), entry.public_id)


def test_what_is_wrong_changes_nothing(training) -> None:
    submit(training, content("reading", 1400))
    for says, code in (
        (content("essay", 50), Code.DAY_FULL),
        (content(worked_on=date(2026, 11, 5)), Code.FUTURE),
        (content(note="943 476 5919"), Code.IDENTIFIER),
    ):
        with pytest.raises(services.EntryFaulty) as refused:
            submit(training, says)
        assert code in {each.code for each in refused.value.errors}
    assert totals() == {"submitted": (1400, 1400, 1)}
    assert db.session.scalar(select(func.count()).select_from(LogEntry)) == 1


def test_a_correction_on_its_way_takes_room_in_the_day_that_it_asks_for(training) -> None:
    entry = make_signed_entry(training, content("liaison", 60))
    correct(training, entry, activity="liaison", minutes=1400)
    with pytest.raises(services.EntryFaulty):
        submit(training, content("essay", 60))
    assert submit(training, content("essay", 40)).state == "submitted"


def test_the_day_is_the_programmes_own_when_it_is_another_one_already_elsewhere(training) -> None:
    just_after_midnight = datetime(2026, 6, 30, 23, 10, tzinfo=UTC)
    entry = submit(training, content(worked_on=date(2026, 7, 1), minutes=5), at=just_after_midnight)
    assert entry.submitted_on == date(2026, 7, 1)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_on_which_the_clocks_change_has_twenty_four_hours_like_any_other(training, day) -> None:
    assert submit(training, content("reading", 1440, worked_on=day)).minutes == 1440
    with pytest.raises(services.EntryFaulty):
        submit(training, content("essay", 1, worked_on=day))


def test_a_returned_entry_stands_as_it_was_until_it_is_handed_in_again(training) -> None:
    entry = _entry_in(training, State.RETURNED)
    services.save_draft(
        trainee_id=entry.trainee_id,
        public_id=entry.public_id,
        content=content(minutes=45),
        actor=training.trainee_actor,
        at=AT,
    )
    assert (entry.state, entry.version, entry.minutes) == ("returned", 1, 50)
    submit(training, content(minutes=45), entry.public_id)
    assert (entry.state, entry.version, entry.minutes) == ("submitted", 2, 45)
    assert list(differences()) == []


def test_what_is_discarded_says_nothing_any_more(training) -> None:
    entry = services.save_draft(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=content(note="Gone"),
        actor=training.trainee_actor,
        at=AT,
    )
    services.discard_entry(entry=entry, actor=training.trainee_actor, at=AT)
    assert content_with_note(version_of(entry.id, 1)).note == ""
    assert published() == ["EntryDrafted", "EntryDiscarded"]


# Signing


def test_a_signature_binds_what_was_seen_and_moves_the_totals(training) -> None:
    entry = make_entry(training)
    item = seen(entry)
    assert sign(training, entry) == [SignOutcome.SIGNED]
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.document, signature.content_hash) == (f"entry:{entry.public_id}", item.content_hash)
    assert (signature.signer_name, signature.signer_role) == ("Helen Rees", "supervisor")
    assert signature.signer_registration.startswith("BPC ")
    assert json.loads(signature.canonical)["minutes"] == 50
    assert totals() == {"signed": (50, 60, 1)}
    assert published() == ["EntrySubmitted", "DocumentSigned", "EntrySigned"]


def test_twenty_are_signed_in_one_act_with_as_many_statements_as_one(training, session) -> None:
    entries = [make_entry(training, content(minutes=10 + number)) for number in range(20)]
    assert sign(training, *entries) == [SignOutcome.SIGNED] * 20
    assert totals() == {
        "signed": (sum(entry.minutes for entry in entries), sum(e.credited_minutes for e in entries), 20)
    }
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("stranger", SignOutcome.NOT_YOURS),
        ("tutor", SignOutcome.NOT_YOURS),
        ("trainee", SignOutcome.NOT_YOURS),
        ("administrator", SignOutcome.NOT_YOURS),
    ],
)
def test_nobody_else_can_sign(training, who, outcome) -> None:
    entry = make_entry(training)
    people = {
        "stranger": make_person("Somebody"),
        "tutor": training.tutor,
        "trainee": training.trainee.person,
        "administrator": training.administrator,
    }
    assert sign(training, entry, by=people[who]) == [outcome]
    assert entry.state == "submitted"


def test_nobody_signs_for_themselves_even_with_an_agreement(training) -> None:
    make_agreement(training.trainee, training.trainee.person)
    make_registration(training.trainee.person, training.programme)
    assert sign(training, make_entry(training), by=training.trainee.person) == [SignOutcome.NOT_YOURS]


@pytest.mark.parametrize(
    ("ends_on", "days_later", "outcome"),
    [
        (WORKED_ON, 89, SignOutcome.SIGNED),
        (WORKED_ON, 91, SignOutcome.NOT_YOURS),
        (WORKED_ON - timedelta(days=1), 1, SignOutcome.NOT_YOURS),
    ],
)
def test_a_former_supervisor_signs_their_own_period_for_some_time(training, ends_on, days_later, outcome) -> None:
    former = make_person("Dr Former")
    make_agreement(training.trainee, former, ends_on=ends_on)
    make_registration(former, training.programme)
    at = datetime(2026, 11, 3, 12, tzinfo=UTC) + timedelta(days=days_later)
    assert sign(training, make_entry(training), by=former, at=at) == [outcome]


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [(date(2026, 11, 4), date(2027, 1, 1)), (date(2026, 1, 1), WORKED_ON), (date(2020, 1, 1), date(2021, 1, 1))],
)
def test_a_registration_must_be_valid_on_the_day_of_the_work_and_when_signing(
    training, valid_from, valid_until
) -> None:
    other = make_person("Dr Lapsed")
    make_agreement(training.trainee, other)
    make_registration(other, training.programme, valid_from=valid_from, valid_until=valid_until)
    assert sign(training, make_entry(training), by=other) == [SignOutcome.NOT_REGISTERED]


def test_a_tutor_signs_study_without_a_registration(training) -> None:
    reading = make_entry(training, content("reading", 60))
    assert sign(training, reading) == [SignOutcome.NOT_YOURS]
    assert sign(training, reading, by=training.tutor) == [SignOutcome.SIGNED]
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.signer_role, signature.signer_registration) == ("tutor", "")


def test_an_entry_changed_behind_our_back_is_not_signed(training, session) -> None:
    entry = make_entry(training)
    item = seen(entry)
    _without_triggers(session, "entry_version", "entry_version_stands_once_submitted")
    session.execute(update(EntryVersion).values(minutes=500))
    session.expire_all()
    results = services.sign_entries(
        items=[item], actor=training.supervisor_actor, at=AT, method="password", strength="two_factors"
    )
    assert [result.outcome for result in results] == [SignOutcome.DAMAGED]


def _without_triggers(session, table: str, name: str) -> None:
    on = f" ON {table}" if session.get_bind().dialect.name == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER {name}{on}"))


def test_a_correction_takes_the_others_place_in_the_same_act(training) -> None:
    entry = make_signed_entry(training, content("individual_supervision", 60))
    correct(training, entry, activity="individual_supervision", minutes=90)
    assert (entry.state, entry.pending_state, entry.minutes) == ("signed", "submitted", 60)
    assert totals() == {"signed": (60, 60, 1)}
    assert sign(training, entry) == [SignOutcome.SIGNED]
    assert (entry.version, entry.pending_state, entry.minutes) == (2, None, 90)
    assert totals() == {"signed": (90, 90, 1)}
    steps = [(step.version, step.state_after) for step in db.session.scalars(select(EntryStep).order_by(EntryStep.id))]
    assert steps[-2:] == [(1, "superseded"), (2, "signed")]
    assert published()[-1] == "EntrySigned"
    assert events.published()[-1].payload()["superseded_version"] == 1


@pytest.mark.parametrize(("minutes", "keeps"), [(60, True), (45, True), (75, False)])
def test_mending_a_slip_in_a_closed_month_does_not_cost_the_month(training, minutes, keeps) -> None:
    entry = make_signed_entry(training, content("individual_supervision", 60))
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)
    says = {"activity": "individual_supervision", "minutes": minutes, "note": "The other day", "started_at_minute": 600}
    correct(training, entry, at=later, **says)
    assert sign(training, entry, at=later) == [SignOutcome.SIGNED]
    assert (entry.submitted_on == date(2026, 11, 4)) == keeps
    assert entry.late == (not keeps)
    assert list(differences()) == []


def test_only_one_correction_is_on_its_way_and_it_must_change_something(training) -> None:
    entry = make_signed_entry(training)
    with pytest.raises(services.NothingToCorrect):
        correct(training, entry)
    correct(training, entry, minutes=51)
    correct(training, entry, minutes=51)
    with pytest.raises(services.EntryAlreadySubmitted):
        correct(training, entry, minutes=52)
    services.return_entry(entry=entry, seen_version=2, comment="Why?", actor=training.supervisor_actor, at=AT)
    correct(training, entry, minutes=52)
    assert entry.pending_version == 3
    assert list(differences()) == []


def test_voiding_takes_the_correction_with_it_and_cannot_be_taken_back(training) -> None:
    entry = make_signed_entry(training)
    correct(training, entry, minutes=51)
    services.void_entry(
        entry=entry, seen_version=1, reason="Never took place", actor=acting(training.administrator), at=AT
    )
    assert (entry.state, entry.pending_state, totals()) == ("void", None, {})
    assert "Never" not in json.dumps([event.payload() for event in events.published()])
    with pytest.raises(services.EntryNotSigned):
        services.void_entry(entry=entry, seen_version=1, reason="Again", actor=acting(training.administrator), at=AT)
    assert list(differences()) == []


def test_missed_work_waits_for_nobody(training) -> None:
    entry = submit(training, content(minutes=0, outcome="missed"))
    assert sign(training, entry) == [SignOutcome.CHANGED]
    assert totals() == {}
    assert list(differences()) == []


# Taking over an office's record


def test_an_offices_record_comes_in_and_is_attested_as_a_whole(training) -> None:
    second = make_trainee(training.trainee.cohort, make_person("Idris Bello"))
    rows = [
        services.ImportedEntry(training.trainee.id, content(minutes=50, note="As in the book")),
        services.ImportedEntry(training.trainee.id, content("reading", 90)),
        services.ImportedEntry(second.id, content(minutes=45)),
    ]
    office = acting(training.administrator)
    taken = services.add_imported(rows=rows, document="import:B", batch_hash="h", actor=office, at=AT)
    assert len({each.public_id for each in taken}) == 3
    assert sum(recorded for recorded, _, _ in totals().values()) >= 45
    assert list(differences()) == []
    entry = db.session.get(LogEntry, taken[0].id)
    with pytest.raises(services.EntryWaitsForAttestation):
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
    assert sign(training, entry) == [SignOutcome.CHANGED]
    signature_id = make_signed_entry(training, content("liaison", 5)).signature_id
    count = services.attest_entries(document="import:B", signature_id=signature_id, batch_hash="h", actor=office, at=AT)
    assert (count, entry.state, entry.submitted_on, entry.late) == (3, "signed", None, False)
    assert list(differences()) == []
    assert (
        services.attest_entries(document="import:B", signature_id=signature_id, batch_hash="h", actor=office, at=AT)
        == 0
    )
    correct(training, entry, minutes=55)
    assert sign(training, entry) == [SignOutcome.SIGNED]
    assert (entry.carried_by, entry.version) == (None, 2)
    assert list(differences()) == []
    batches = [event for event in events.published() if event.name.startswith("Entries")]
    assert [event.payload()["entries"] for event in batches] == [3, 3]


def test_rebuilt_totals_are_the_kept_ones_and_a_fault_in_them_is_mended(training, session) -> None:
    make_signed_entry(training)
    make_entry(training, content("reading", 30))
    kept = totals()
    session.execute(update(MonthTotal).where(MonthTotal.count > 0).values(recorded=MonthTotal.recorded + 5))
    assert len(list(differences())) == 2
    services.rebuild_totals()
    assert totals() == kept
    assert list(differences()) == []


def test_taking_away_what_is_not_there_is_an_error_and_not_a_silence(training, session) -> None:
    entry = make_entry(training)
    session.execute(text("DELETE FROM month_total"))
    with pytest.raises(services.TotalsAdrift):
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
