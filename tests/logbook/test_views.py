"""Writing over HTTP: happy paths, what is kept when something is wrong, double sending."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import AT, content
from tests.factories.people import make_person, saved
from tests.logbook.pages import rows, the_entry, typed
from tests.logbook.test_queries import counting_statements
from trainee_app.cohorts.models import Cohort, TrainingBreak
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import EntryText, LogEntry, MonthTotal
from trainee_app.trail.models import TrailLine


def test_an_hour_is_logged_and_said_back_as_understood(app, trainee) -> None:
    page = trainee.post("/log/new", data=typed(minutes="0:50", in_the_room=["baby", "mother"]), follow_redirects=True)
    assert page.status_code == 200
    assert "Logged: Case session, 50 min. Counts as 1 h of clinical practice, once Helen Rees has signed." in page.text
    assert "50 min" in page.text
    entry = the_entry(app)
    assert (entry.state, entry.minutes, entry.credited_minutes) == ("submitted", 50, 60)


def test_the_empty_log_and_the_form_say_what_to_do(trainee) -> None:
    assert "Your log is empty" in trainee.get("/log").text
    form = trainee.get("/log/new?activity=case_session").text
    assert re.search(r'value="case_session"[^>]*checked|checked[^>]*value="case_session"', form)
    assert 'value="2026-11-04"' in form


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"worked_on": "nonsense"}, "cannot be read as a date"),
        ({"worked_on": ""}, "Say on which day it was"),
        ({"worked_on": "31/02/2026"}, "The calendar has no such day"),
        ({"worked_on": "2026-11-05"}, "still to come"),
        ({"worked_on": "2025-01-01"}, "The training begins"),
        ({"minutes": "1.5"}, "hours or in minutes"),
        ({"minutes": "-50"}, "cannot be below zero"),
        ({"minutes": "0"}, "Nothing would be recorded"),
        ({"minutes": "25h"}, "A day has 24 hours"),
        ({"minutes": "50", "outcome": "missed"}, "took no time"),
        ({"minutes": "quite long"}, "cannot be read as a duration"),
        ({"activity": "interpretive_dance"}, "Choose one of those that are offered"),
        ({"activity": ""}, "Choose what it was"),
        ({"started_at": "25:00"}, "no such time"),
        ({"started_at": "23:30"}, "end after midnight"),
        ({"placement": "somebody-elses"}, "Choose one of those that are offered"),
        ({"note": "Her NHS number is 943 476 5919"}, "is an NHS number"),
        ({"note": "Write to mother@example.org"}, "is an e-mail address"),
        ({"note": "They live at SW1A 1AA"}, "looks like a postcode"),
        ({"note": "born on 3 March 2026"}, "looks like a date of birth"),
    ],
)
def test_a_faulty_entry_says_so_at_its_field_and_keeps_what_was_typed(app, trainee, changes, words) -> None:
    data = typed(**{"note": "Slept through the first half", **changes})
    page = trainee.post("/log/new", data=data)
    assert page.status_code == 422
    assert words in page.text.replace("&#34;", '"')
    assert data["note"] in page.text
    assert data["once"] in page.text
    assert rows(app, LogEntry) == 0


def test_a_likely_double_is_asked_about_and_taken_when_confirmed(app, trainee) -> None:
    trainee.post("/log/new", data=typed())
    again = typed(note="The second one")
    page = trainee.post("/log/new", data=again)
    assert page.status_code == 422
    assert "Is this a second one?" in page.text
    assert "The second one" in page.text
    assert trainee.post("/log/new", data=again | {"confirmed": ["likely_double"]}).status_code == 302
    assert rows(app, LogEntry) == 2


def test_a_name_in_a_case_note_is_asked_about_and_mrs_klein_in_reading_notes_is_not(app, trainee) -> None:
    page = trainee.post("/log/new", data=typed(note="Mrs Adeyemi was tired"))
    assert page.status_code == 422
    assert "somebody’s name" in page.text
    reading = typed(activity="reading", note="Mrs Klein on envy, ISBN 978-0-7432-3777-2")
    assert trainee.post("/log/new", data=reading).status_code == 302


def test_sending_the_same_page_twice_makes_one_entry(app, trainee) -> None:
    data = typed()
    assert trainee.post("/log/new", data=data).status_code == 302
    assert trainee.post("/log/new", data=data).status_code == 302
    assert rows(app, LogEntry) == 1
    assert rows(app, TrailLine, TrailLine.event == "EntrySubmitted") == 1


def test_extra_fields_are_not_listened_to(app, trainee, world) -> None:
    forged = {"state": "signed", "credited_minutes": "600", "signature_id": "1", "trainee_id": "999", "version": "7"}
    trainee.post("/log/new", data=typed(**forged))
    entry = the_entry(app)
    assert (entry.state, entry.credited_minutes, entry.trainee_id) == ("submitted", 60, world.trainee.id)


def test_a_name_of_somebody_elses_entry_cannot_be_taken(app, trainee, world) -> None:
    with saved(app):
        cohort = db.session.get_one(Cohort, world.trainee.cohort_id)
        stranger = make_trainee(cohort, make_person("Idris Bello"))
        entry = LogEntry(
            public_id=new_public_id(), programme_id=world.programme.id, trainee_id=stranger.id, state="draft",
            version=1, worked_on=content().worked_on, activity="reading", minutes=5, credited_minutes=5, recorded_at=AT,
        )  # fmt: skip
        db.session.add(entry)
        db.session.flush()
        name = entry.public_id
    page = trainee.post("/log/new", data=typed(once=name, note="Mine"))
    assert page.status_code == 409
    assert "Mine" in page.text
    assert trainee.get(f"/entries/{name}").status_code == 404
    assert trainee.post(f"/entries/{name}/discard").status_code == 404


def test_a_draft_is_kept_without_being_handed_in_and_can_be_discarded(app, trainee) -> None:
    page = trainee.post("/log/new", data=typed(decision="draft", note="Half a thought"), follow_redirects=True)
    assert "Kept. It is not handed in yet" in page.text
    assert rows(app, MonthTotal) == 0
    name = the_entry(app).public_id
    assert "Half a thought" in trainee.get(f"/entries/{name}/edit").text
    trainee.post(f"/entries/{name}/discard")
    assert the_entry(app).state == "discarded"
    with app.app_context():
        assert db.session.scalars(select(EntryText.text)).all() == [""]


def test_a_draft_that_cannot_be_handed_in_says_so_wherever_it_stands(app, trainee, world) -> None:
    with saved(app):
        db.session.add(
            TrainingBreak(
                public_id=new_public_id(),
                programme_id=world.programme.id,
                trainee_id=world.trainee.id,
                kind="intermission",
                starts_on=date(2026, 10, 5),
                ends_on=date(2026, 10, 9),
                days=5,
                decided_on=date(2026, 10, 1),
                decided_by=world.administrator.id,
                reason="Away",
                recorded_at=AT,
            )
        )
    trainee.post("/log/new", data=typed(minutes="20 h", worked_on="2026-11-02"))
    for changes, said in (
        ({"worked_on": "2026-11-20"}, "20 November 2026 is still to come."),
        ({"worked_on": "2025-09-30"}, "The training begins on 1 October 2025"),
        ({"worked_on": "2026-10-06"}, "6 October 2026 lies in a break of your training"),
        ({"worked_on": "2026-11-02", "minutes": "5 h"}, "with this it would have more than 24 hours"),
    ):
        page = trainee.post("/log/new", data=typed(decision="draft", **changes), follow_redirects=True)
        name = page.request.path.rsplit("/", 1)[1]
        pages = [page.text, trainee.get("/log").text, trainee.get(f"/entries/{name}/edit").text]
        assert [said in each for each in pages] == [True] * 3, said
        assert said in trainee.post(f"/entries/{name}/edit", data=typed(**changes)).text, "the words of handing in"
    sound = trainee.post("/log/new", data=typed(decision="draft"), follow_redirects=True).text
    assert "cannot be handed in" not in sound
    with app.app_context(), counting_statements() as few:
        trainee.get("/log")
    for number in range(9):
        trainee.post("/log/new", data=typed(decision="draft", worked_on=f"2026-11-{12 + number}"))
    with app.app_context(), counting_statements() as many:
        assert trainee.get("/log").text.count("is still to come") == 10
    assert len(many) == len(few)


def test_what_was_handed_in_is_withdrawn_changed_and_handed_in_again(app, trainee) -> None:
    trainee.post("/log/new", data=typed())
    name = the_entry(app).public_id
    assert trainee.get(f"/entries/{name}/edit").status_code == 409
    assert trainee.post(f"/entries/{name}/edit", data=typed(minutes="45", note="Kept?")).status_code == 409
    trainee.post(f"/entries/{name}/withdraw")
    assert the_entry(app).state == "withdrawn"
    assert trainee.post(f"/entries/{name}/edit", data=typed(minutes="45")).status_code == 302
    entry = the_entry(app)
    assert (entry.state, entry.version, entry.minutes) == ("submitted", 2, 45)


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "nonsense", "2026-W1"])
def test_a_month_that_no_calendar_of_ours_has_narrows_the_log_without_a_fault(trainee, month: str) -> None:
    assert trainee.get(f"/log?month={month}").status_code == 200
