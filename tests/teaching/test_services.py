"""A timetable, and a register that credits everybody who was there in one act, as one signed document."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.logbook import AT, WORKED_ON, acting, content, make_entry
from tests.factories.people import make_person
from tests.factories.teaching import date_draft, make_date, marks, sign_marks
from trainee_app import events
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import carried_entries, differences, facts_totals
from trainee_app.logbook.rules import State
from trainee_app.readiness.queries import judge_one
from trainee_app.signatures.models import Signature
from trainee_app.teaching import queries
from trainee_app.teaching.models import TeachingDate, TeachingRegister
from trainee_app.teaching.rules import Code, Mark, document_name
from trainee_app.teaching.services import (
    DateHasRegister,
    RegisterChangedSinceShown,
    TeachingFaulty,
    TeachingNameTaken,
    cancel_date,
    make_dates,
    void_register,
)


@pytest.fixture
def three(training):
    cohort = training.trainee.cohort
    return (training.trainee, *(make_trainee(cohort, make_person(name)) for name in ("Joe Banda", "Priya Nair")))


def entries_of(register):
    return {each.trainee_id: each for each in carried_entries([document_name(register.public_id)])}


def test_one_signature_credits_everybody_who_was_there(training, three) -> None:
    marta, joe, priya = three
    teaching = make_date(training)
    said = marks({marta: Mark.PRESENT, joe: (Mark.LEFT_EARLY, 45), priya: Mark.ABSENT})
    register = sign_marks(training, teaching, said)
    entries = entries_of(register)
    assert {id_: (each.minutes, each.state, each.activity) for id_, each in entries.items()} == {
        marta.id: (90, "signed", "seminar"),
        joe.id: (45, "signed", "seminar"),
    }
    assert db.session.scalars(select(Signature.document)).all() == [document_name(register.public_id)]
    found = [(each.trainee.person.name, each.mark, each.minutes) for each in queries.marks_of(register.id)]
    assert found == [("Joe Banda", "left_early", 45), ("Marta Ellison", "present", 90), ("Priya Nair", "absent", 0)]
    assert list(differences()) == []


def test_every_hour_is_found_once_in_log_totals_and_standing(training, three) -> None:
    register = sign_marks(training, make_date(training), marks(dict.fromkeys(three, Mark.PRESENT)))
    marta = three[0]
    assert len(entries_of(register)) == 3
    totals = facts_totals([marta.id])[marta.id]
    assert [(each.activity, each.recorded, each.entries, each.state) for each in totals] == [
        ("seminar", 90, 1, "signed")
    ]
    findings = {each.key: each for each in judge_one(marta.id, AT.date()).evaluated.findings}
    assert (findings["teaching"].figure, findings["learning"].figure) == (90, 90)


def test_a_weekly_series_is_made_at_once_and_only_once(training) -> None:
    name = new_public_id()
    for _ in range(2):
        make_dates(
            cohort=training.trainee.cohort,
            draft=date_draft(dates=3),
            leader=training.tutor,
            public_id=name,
            actor=acting(training.administrator),
            at=AT,
        )
    days = [line.date.held_on for line in queries.timetable_of([training.trainee.cohort_id])]
    assert days == [WORKED_ON, WORKED_ON + timedelta(7), WORKED_ON + timedelta(14)]
    other = make_cohort(training.programme, "Another")
    with pytest.raises(TeachingNameTaken):
        make_dates(
            cohort=other, draft=date_draft(), leader=training.tutor, public_id=name, actor=acting(training.tutor), at=AT
        )


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ({"title": ""}, Code.NO_TITLE),
        ({"title": "x" * 201}, Code.TOO_LONG_A_TITLE),
        ({"series": "x" * 121}, Code.TOO_LONG_A_TITLE),
        ({"activity": "reading"}, Code.NO_ACTIVITY),
        ({"held_on": None}, Code.NO_DATE),
        ({"held_on": date(2025, 9, 30)}, Code.OUTSIDE),
        ({"held_on": date(2027, 4, 5), "dates": 2}, Code.OUTSIDE),
        ({"minutes": None}, Code.NO_DURATION),
        ({"minutes": 1441}, Code.TOO_LONG),
        ({"minutes": 90, "starts_at_minute": 1400}, Code.PAST_MIDNIGHT),
        ({"dates": 0}, Code.HOW_MANY),
        ({"dates": 61}, Code.HOW_MANY),
    ],
    ids=lambda value: value.value if isinstance(value, Code) else None,
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(training, says, code) -> None:
    with pytest.raises(TeachingFaulty) as faulty:
        make_date(training, **says)
    assert code in {each.code for each in faulty.value.violations}
    assert db.session.scalar(select(func.count()).select_from(TeachingDate)) == 0


def test_a_date_is_led_by_a_tutor_who_is_no_trainee_of_the_cohort(training) -> None:
    for leader in (training.supervisor, training.trainee.person):
        with pytest.raises(TeachingFaulty) as faulty:
            make_date(training, leader=leader)
        assert {each.code for each in faulty.value.violations} == {Code.LEADER_AWAY}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({0: Mark.PRESENT}, Code.MISSING),
        ({0: Mark.ABSENT, 1: Mark.ABSENT, 2: Mark.ABSENT}, Code.NOBODY),
        ({0: Mark.PRESENT, 1: Mark.PRESENT, 2: (Mark.LEFT_EARLY, 90)}, Code.TOO_MANY_MINUTES),
        ({0: Mark.PRESENT, 1: Mark.PRESENT, 2: (Mark.MADE_UP, 91)}, Code.TOO_MANY_MINUTES),
        ({0: Mark.PRESENT, 1: Mark.PRESENT, 2: Mark.LEFT_EARLY}, Code.NO_MINUTES),
        ({0: Mark.PRESENT, 1: Mark.PRESENT, 2: (Mark.MADE_UP, 0)}, Code.NO_MINUTES),
    ],
    ids=lambda value: value.value if isinstance(value, Code) else None,
)
def test_a_register_that_cannot_be_is_refused_with_its_reason(training, three, said, code) -> None:
    teaching = make_date(training)
    with pytest.raises(TeachingFaulty) as faulty:
        sign_marks(training, teaching, marks({three[number]: mark for number, mark in said.items()}))
    assert code in {each.code for each in faulty.value.errors}
    assert db.session.scalars(select(LogEntry)).all() == []


def test_a_register_of_a_day_to_come_or_of_strangers_is_refused(training, three) -> None:
    ahead = make_date(training, held_on=AT.date() + timedelta(1))
    everybody = marks(dict.fromkeys(three, Mark.PRESENT))
    stranger = make_trainee(make_cohort(training.programme, "Another"))
    for teaching, said, code in (
        (ahead, everybody, Code.FUTURE),
        (make_date(training), marks(dict.fromkeys((*three, stranger), Mark.PRESENT)), Code.UNKNOWN),
    ):
        with pytest.raises(TeachingFaulty) as faulty:
            sign_marks(training, teaching, said)
        assert code in {each.code for each in faulty.value.errors}
    twice = marks({three[0]: Mark.PRESENT, three[1]: Mark.PRESENT, three[2]: Mark.ABSENT})
    twice = type(twice)((*twice.marks, twice.marks[0]))
    with pytest.raises(TeachingFaulty) as faulty:
        sign_marks(training, make_date(training), twice)
    assert {each.code for each in faulty.value.errors} == {Code.TWICE}


def test_no_day_gets_more_than_24_hours(training) -> None:
    make_entry(training, content("reading", 1400))
    with pytest.raises(TeachingFaulty) as faulty:
        sign_marks(training, make_date(training), marks({training.trainee: Mark.PRESENT}))
    assert {each.code for each in faulty.value.errors} == {Code.DAY_FULL}


def test_what_the_trainee_proposed_is_shown_and_then_gives_way(training) -> None:
    own = make_entry(training, content("seminar", 60))
    teaching, said = make_date(training), marks({training.trainee: Mark.PRESENT})
    with pytest.raises(TeachingFaulty) as faulty:
        sign_marks(training, teaching, said)
    assert [each.code for each in faulty.value.warnings] == [Code.GIVES_WAY]
    sign_marks(training, teaching, said, confirmed=[Code.GIVES_WAY])
    assert own.state == State.RETURNED


def test_sending_the_register_twice_signs_it_once_and_a_stale_page_signs_nothing(training) -> None:
    teaching, said, name = make_date(training), marks({training.trainee: Mark.PRESENT}), new_public_id()
    first = sign_marks(training, teaching, said, public_id=name)
    assert sign_marks(training, teaching, said, public_id=name).id == first.id
    with pytest.raises(RegisterChangedSinceShown):
        sign_marks(training, teaching, said)
    assert db.session.scalar(select(func.count()).select_from(TeachingRegister)) == 1


def test_signed_anew_only_the_new_register_counts(training, three) -> None:
    marta, joe, priya = three
    teaching = make_date(training)
    first = sign_marks(training, teaching, marks(dict.fromkeys(three, Mark.PRESENT)))
    said = marks({marta: Mark.PRESENT, joe: Mark.ABSENT, priya: (Mark.MADE_UP, 60)})
    late = datetime(2027, 1, 20, 9, tzinfo=UTC)
    anew = sign_marks(training, teaching, said, at=late, seen_hash=first.content_hash)
    assert (anew.replaces_id, first.void_reason) == (first.id, "Signed anew.")
    assert {each.state for each in entries_of(first).values()} == {"void"}
    entries = entries_of(anew)
    assert {each.trainee_id: (each.minutes, each.signed_on) for each in entries.values()} == {
        marta.id: (90, AT.date()),
        priya.id: (60, AT.date()),
    }
    assert [total.recorded for total in facts_totals([joe.id])[joe.id]] == []
    assert list(differences()) == []


def test_a_void_register_counts_for_nobody_and_can_be_signed_again(training) -> None:
    teaching, said = make_date(training), marks({training.trainee: Mark.PRESENT})
    register = sign_marks(training, teaching, said)
    office = acting(training.administrator)
    for seen, reason, refusal in (
        ("0" * 64, "Wrong group.", RegisterChangedSinceShown),
        (None, "x@y.org", TeachingFaulty),
    ):
        with pytest.raises(refusal):
            void_register(
                register=register, seen_hash=seen or register.content_hash, reason=reason, actor=office, at=AT
            )
    void_register(register=register, seen_hash=register.content_hash, reason="Wrong group.", actor=office, at=AT)
    assert {each.state for each in entries_of(register).values()} == {"void"}
    assert len(entries_of(sign_marks(training, teaching, said))) == 1


def test_what_has_taken_place_is_not_cancelled(training) -> None:
    teaching = make_date(training)
    register = sign_marks(training, teaching, marks({training.trainee: Mark.PRESENT}))
    office = acting(training.administrator)
    with pytest.raises(DateHasRegister):
        cancel_date(teaching=teaching, actor=office, at=AT)
    void_register(register=register, seen_hash=register.content_hash, reason="No.", actor=office, at=AT)
    cancel_date(teaching=teaching, actor=office, at=AT)
    cancel_date(teaching=teaching, actor=office, at=AT)
    with pytest.raises(RegisterChangedSinceShown):
        sign_marks(training, teaching, marks({training.trainee: Mark.PRESENT}))
    assert queries.timetable_of([teaching.cohort_id]) == []
    assert [each.name for each in events.published()].count("TeachingDateCancelled") == 1


def test_two_registers_at_the_same_time_do_not_both_count(training, three) -> None:
    marta, joe, priya = three
    whole_day = make_date(training, starts_at_minute=600, minutes=360)
    first = sign_marks(training, whole_day, marks({marta: Mark.PRESENT, joe: Mark.ABSENT, priya: (Mark.MADE_UP, 360)}))
    within = make_date(training, title="Within it", starts_at_minute=660, minutes=120)
    with pytest.raises(TeachingFaulty) as faulty:
        sign_marks(training, within, marks(dict.fromkeys(three, Mark.PRESENT)), confirmed=[Code.LIKELY_DOUBLE])
    overlaps = [each for each in faulty.value.violations if each.code == Code.OVERLAP]
    assert [each.field for each in overlaps] == [f"mark-{marta.public_id}"]
    assert "from 10:00" in overlaps[0].message
    said: dict[Trainee, Mark | tuple[Mark, int]] = {
        marta: (Mark.LEFT_EARLY, 30),
        joe: Mark.PRESENT,
        priya: Mark.PRESENT,
    }
    with pytest.raises(TeachingFaulty):
        sign_marks(training, within, marks(said), confirmed=[Code.LIKELY_DOUBLE])
    said[marta] = Mark.ABSENT
    sign_marks(training, within, marks(said), confirmed=[Code.LIKELY_DOUBLE])
    anew = marks({marta: Mark.PRESENT, joe: Mark.ABSENT, priya: Mark.ABSENT})
    sign_marks(training, whole_day, anew, seen_hash=first.content_hash)
    after = make_date(training, title="After it", starts_at_minute=960, minutes=60)
    sign_marks(training, after, marks(dict.fromkeys(three, Mark.PRESENT)), confirmed=[Code.LIKELY_DOUBLE])
