"""Entries that a record carries: written, signed and made void as a whole, and never by themselves."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import AT, WORKED_ON, acting, content, make_entry, sign
from tests.logbook.verbs import published, submit, totals
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, LogEntry
from trainee_app.logbook.queries import carried_entries, carried_standings, differences
from trainee_app.logbook.rules import Code, Details, SignOutcome, State
from trainee_app.logbook.services import CarriedEntry, carry_entries, sign_carried, void_carried
from trainee_app.logbook.services.carrying import GIVES_WAY
from trainee_app.signatures import services as signatures
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot

DOCUMENT = "supervision:AAAA"


@contextmanager
def sent():
    """Collect the statements sent within the block."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def carry(training, *trainee_ids, document=DOCUMENT, at=AT, before=None, **says):
    said = content("group_supervision", 90, details=Details(with_whom="Helen Rees", group_of=2), **says)
    rows = [CarriedEntry(each, said, (before or {}).get(each)) for each in trainee_ids or [training.trainee.id]]
    return carry_entries(document=document, rows=rows, actor=training.supervisor_actor, at=at)


def sign_all_of(training, document=DOCUMENT, at=AT):
    signature_id = signatures.sign(
        programme_id=training.programme.id,
        document=Document(document, 1, b"{}"),
        signer=Signer(training.supervisor.id, "Helen Rees", "supervisor", "BPC 1"),
        act=Act(Slot.SUPERVISOR, Meaning.SUPERVISED, at, "password", "two_factors"),
    )
    return sign_carried(document=document, signature_id=signature_id, actor=training.supervisor_actor, at=at)


def test_one_signature_counts_for_everybody_the_record_names(training) -> None:
    other = make_trainee(training.trainee.cohort)
    taken = carry(training, training.trainee.id, other.id)
    assert len(taken) == 2
    assert totals()[State.SUBMITTED] == (90, 90, 1)
    assert sign_all_of(training) == 2
    entries = carried_entries([DOCUMENT])
    assert [(each.state, each.submitted_on, each.signed_on, each.late) for each in entries] == [
        ("signed", AT.date(), AT.date(), False)
    ] * 2
    assert len({each.signature_id for each in entries}) == 1
    assert list(differences()) == []
    assert {"EntriesCarried", "CarriedEntriesSigned"} <= set(published())


def test_what_a_record_carries_becomes_void_as_a_whole(training) -> None:
    carry(training)
    sign_all_of(training)
    assert void_carried(document=DOCUMENT, actor=training.supervisor_actor, at=AT) == 1
    (entry,) = carried_entries([DOCUMENT])
    assert entry.state == State.VOID
    assert State.SIGNED not in totals()
    assert list(differences()) == []
    assert void_carried(document=DOCUMENT, actor=training.supervisor_actor, at=AT) == 0


def test_nobody_corrects_or_voids_or_withdraws_one_of_them_by_itself(training) -> None:
    carry(training)
    (entry,) = carried_entries([DOCUMENT])
    with pytest.raises(services.EntryStandsInRecord):
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
    sign_all_of(training)
    db.session.refresh(entry)
    with pytest.raises(services.EntryStandsInRecord):
        services.correct_entry(
            entry=entry, content=content("group_supervision", 60), actor=training.trainee_actor, at=AT
        )
    with pytest.raises(services.EntryStandsInRecord):
        services.void_entry(entry=entry, seen_version=1, reason="x", actor=acting(training.administrator), at=AT)
    with pytest.raises(services.EntryStandsInRecord):
        services.save_draft(
            trainee_id=training.trainee.id,
            public_id=entry.public_id,
            content=content("group_supervision", 60),
            actor=training.trainee_actor,
            at=AT,
        )


def test_nobody_signs_one_of_them_by_itself(training) -> None:
    carry(training)
    (entry,) = carried_entries([DOCUMENT])
    assert sign(training, entry) == [SignOutcome.CHANGED] or entry.state == State.SUBMITTED
    assert db.session.scalar(select(LogEntry.state).where(LogEntry.id == entry.id)) == State.SUBMITTED


def test_what_the_trainee_handed_in_of_that_day_and_activity_gives_way(training) -> None:
    own = make_entry(training, content("group_supervision", 90))
    another_day = make_entry(training, content("group_supervision", 90, worked_on=WORKED_ON - timedelta(days=1)))
    carry(training)
    assert (own.state, another_day.state) == (State.RETURNED, State.SUBMITTED)
    comment = db.session.scalar(select(EntryStep.comment).where(EntryStep.state_after == State.RETURNED))
    assert comment == GIVES_WAY
    assert totals()[State.SUBMITTED] == (180, 180, 2)
    assert list(differences()) == []


def test_a_trainee_cannot_log_what_a_record_already_holds(training) -> None:
    carry(training)
    with pytest.raises(services.EntryFaulty) as faulty:
        submit(training, content("group_supervision", 45), confirmed=set(Code))
    assert [each.code for each in faulty.value.errors] == [Code.IN_RECORD]
    void = content("individual_supervision", 45)
    assert submit(training, void).state == State.SUBMITTED


def test_a_void_record_holds_nothing_any_longer(training) -> None:
    carry(training)
    sign_all_of(training)
    void_carried(document=DOCUMENT, actor=training.supervisor_actor, at=AT)
    assert submit(training, content("group_supervision", 45)).state == State.SUBMITTED


LATE = datetime(2026, 12, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "stands_from"),
    [(90, AT.date()), (60, AT.date()), (91, LATE.date())],
    ids=["as much", "less", "more"],
)
def test_mending_a_slip_in_a_closed_month_keeps_its_days_and_adding_time_does_not(
    training, minutes, stands_from
) -> None:
    carry(training)
    sign_all_of(training)
    before = carried_standings(DOCUMENT)
    void_carried(document=DOCUMENT, actor=training.supervisor_actor, at=LATE)
    said = content("group_supervision", minutes, details=Details(with_whom="Helen Rees", group_of=3))
    row = CarriedEntry(training.trainee.id, said, before[training.trainee.id])
    carry_entries(document="supervision:BBBB", rows=[row], actor=training.supervisor_actor, at=LATE)
    sign_all_of(training, "supervision:BBBB", at=LATE)
    (entry,) = carried_entries(["supervision:BBBB"])
    assert (entry.submitted_on, entry.signed_on) == (stands_from, stands_from)
    assert entry.late is (stands_from == LATE.date())
    assert list(differences()) == []


def test_many_entries_take_as_many_statements_as_one(training) -> None:
    def carried(number: int, document: str) -> int:
        others = [make_trainee(training.trainee.cohort).id for _ in range(number)]
        db.session.flush()
        with sent() as made:
            carry(training, *others, document=document, worked_on=date(2026, 10, 1))
        return len(made)

    assert carried(40, "register:MANY") <= carried(1, "register:ONE") + 1


def test_what_stands_in_a_record_is_no_more_writable_by_hand(training) -> None:
    carry(training)
    sign_all_of(training)
    with pytest.raises(Exception, match="never changes"):
        db.session.execute(update(LogEntry).where(LogEntry.carried_by == DOCUMENT).values(minutes=5))
