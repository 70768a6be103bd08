"""The verbs of the log on real databases: writing, and taking an office's record over."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import (
    AT,
    acting,
    content,
    make_entry,
    make_signed_entry,
    sign,
)
from tests.factories.people import make_person
from tests.logbook.verbs import correct, entry_in, published, submit, totals
from trainee_app import events
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.logbook.queries import content_with_note, differences, version_of
from trainee_app.logbook.rules import Code, SignOutcome, State

REFUSED = (IntegrityError, OperationalError)


def test_handing_in_seals_the_version_and_counts_it_as_waiting(training) -> None:
    entry = submit(training, content(note="Quiet today"))
    version = version_of(entry.id, 1)
    assert (entry.state, entry.submitted_on, entry.late) == ("submitted", date(2026, 11, 4), False)
    assert version.content_hash
    assert db.session.get_one(EntryText, version.id).sealed
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


def test_neither_version_of_what_is_being_corrected_may_be_overlapped(training) -> None:
    entry = make_signed_entry(training, content("liaison", 60, started_at_minute=540))
    correct(training, entry, activity="liaison", minutes=50, started_at_minute=840)
    for start in (570, 870):
        with pytest.raises(services.EntryFaulty):
            submit(training, content("essay", 30, started_at_minute=start))
    assert submit(training, content("essay", 30, started_at_minute=700)).state == "submitted"


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
    entry = entry_in(training, State.RETURNED)
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
    entry = db.session.get_one(LogEntry, taken[0].id)
    with pytest.raises(services.EntryWaitsForAttestation):
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
    with pytest.raises(services.EntryWaitsForAttestation):
        services.return_entry(entry=entry, seen_version=1, comment="When?", actor=training.supervisor_actor, at=AT)
    assert sign(training, entry) == [SignOutcome.CHANGED]
    signature_id = make_signed_entry(training, content("liaison", 5)).signature_id or 0
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
