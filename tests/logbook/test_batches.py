"""Many entries in one act: once, whole or what is sound, by the same rules as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories.logbook import AT, WORKED_ON, Training, content, make_entry, make_training
from tests.logbook.verbs import published
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries import content_with_note, version_being_written
from trainee_app.logbook.rules import MOST_IN_A_BATCH, Code, Content, Item, State, name_in_batch
from trainee_app.logbook.services import EntriesFaulty, TooManyInBatch, check_batch, withdraw_entry, write_batch


def items(once: str, *contents: Content, confirmed: Any = ()) -> list[Item]:
    return [
        Item(place=str(place), name=name_in_batch(once, str(place)), content=each, confirmed=confirmed)
        for place, each in enumerate(contents)
    ]


def write(training: Training, given: list[Item], *, hand_in: bool = True, only_sound: bool = False):
    return write_batch(
        trainee_id=training.trainee.id,
        items=given,
        hand_in=hand_in,
        only_sound=only_sound,
        actor=training.trainee_actor,
        at=AT,
    )


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


def a_week() -> list[Content]:
    return [content("reading", 60, worked_on=WORKED_ON - timedelta(days=each)) for each in range(5)]


def test_a_batch_is_written_once_however_often_it_is_sent(training) -> None:
    once = new_public_id()
    first = write(training, items(once, *a_week()))
    again = write(training, items(once, *a_week()))
    assert (len(first.written), entries()) == (5, 5)
    assert {place: each.public_id for place, each in again.written.items()} == {
        place: each.public_id for place, each in first.written.items()
    }
    assert published().count("EntrySubmitted") == 5
    assert db.session.scalar(select(func.sum(MonthTotal.recorded))) == 300


def test_nothing_is_written_if_one_of_them_is_faulty(training) -> None:
    bad = content("reading", 60, worked_on=date(2026, 11, 9))
    with pytest.raises(EntriesFaulty) as refused:
        write(training, items(new_public_id(), *a_week(), bad))
    assert [(each.item.place, each.violations[0].code) for each in refused.value.refused] == [("5", Code.FUTURE)]
    assert (entries(), published()) == (0, [])


def test_what_is_sound_is_written_where_that_was_asked_for(training) -> None:
    bad = content("reading", 60, worked_on=date(2026, 11, 9))
    done = write(training, items(new_public_id(), bad, *a_week()), only_sound=True)
    assert list(done.written) == ["1", "2", "3", "4", "5"]
    assert [each.item.place for each in done.refused] == ["0"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (content("reading", 60), content("reading", 60), Code.LIKELY_DOUBLE),
        (content("reading", 800), content("essay", 700), Code.DAY_FULL),
        (content("reading", 60, started_at_minute=600), content("essay", 60, started_at_minute=630), Code.OVERLAP),
    ],
)
def test_the_entries_of_a_batch_are_judged_beside_each_other(training, first, second, code) -> None:
    with pytest.raises(EntriesFaulty) as refused:
        write(training, items(new_public_id(), first, second))
    (faulty,) = refused.value.refused
    assert (faulty.item.place, code in {each.code for each in faulty.violations}) == ("1", True)


def test_a_batch_is_judged_beside_what_stands_in_the_log(training) -> None:
    make_entry(training)
    given = items(new_public_id(), content())
    (checked,) = check_batch(trainee_id=training.trainee.id, items=given, hand_in=True, at=AT)
    assert [each.code for each in checked.violations] == [Code.LIKELY_DOUBLE]
    assert not checked.is_sound
    sure = [replace(each, confirmed={Code.LIKELY_DOUBLE}) for each in given]
    write(training, sure)
    assert entries() == 2


def test_drafts_are_kept_then_handed_in_or_thrown_away(training) -> None:
    once = new_public_id()
    kept = write(training, items(once, *a_week()[:2]), hand_in=False)
    assert {each.state for each in kept.written.values()} == {State.DRAFT}
    first, second = items(once, *a_week()[:2])
    changed = replace(first, content=replace(a_week()[0], minutes=75))
    done = write(training, [changed, replace(second, content=None)])
    assert done.discarded == ("1",)
    assert (done.written["0"].state, done.written["0"].minutes) == (State.SUBMITTED, 75)
    assert kept.written["1"].state == State.DISCARDED
    write(training, [changed, replace(second, content=None)])
    assert entries() == 2


def test_what_moved_on_since_the_page_was_shown_is_left_alone(training) -> None:
    once = new_public_id()
    write(training, items(once, content("reading", 60)))
    with pytest.raises(EntriesFaulty) as refused:
        write(training, items(once, content("reading", 45)))
    assert [each.code for each in refused.value.refused[0].violations] == [Code.MOVED_ON]
    entry = db.session.scalars(select(LogEntry)).one()
    withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
    write(training, items(once, content("reading", 45)))
    assert (entry.state, entry.minutes) == (State.SUBMITTED, 45)


def test_an_entry_of_somebody_else_is_never_reached_by_its_name(training) -> None:
    other = make_training(training.programme, cohort="Another")
    entry = make_entry(other)
    for says in (content(minutes=5), None):
        with pytest.raises(EntriesFaulty):
            write(training, [Item(place="0", name=entry.public_id, content=says)])
    assert (entry.state, entry.minutes) == (State.SUBMITTED, 50)


def test_a_draft_says_what_was_sent_and_a_batch_has_a_size(training) -> None:
    done = write(training, items(new_public_id(), content("reading", 60, note="Fraiberg")), hand_in=False)
    version = version_being_written(done.written["0"].id)
    assert version is not None
    assert content_with_note(version).note == "Fraiberg"
    with pytest.raises(TooManyInBatch):
        write(training, items(new_public_id(), *[content("reading", 1)] * (MOST_IN_A_BATCH + 1)))
