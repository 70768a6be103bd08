"""The timetable and the register over HTTP: one tap a person, nothing typed is lost, a repeat changes nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_cohort
from tests.factories.logbook import AT, acting, content, make_entry
from tests.factories.people import confirm, saved, sign_in, unconfirm
from tests.factories.teaching import date_draft, make_date, marks, sign_marks
from tests.logbook.whole import receipt_on
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.teaching.models import TeachingDate, TeachingRegister
from trainee_app.teaching.rules import Mark
from trainee_app.teaching.services import make_dates


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def stored(app, model):
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def teaching(world, app):
    with saved(app):
        return make_date(world.training)


def marked(world, seen="", **changed):
    usual = {f"mark-{name}": "present" for name in world.names}
    return {"once": new_public_id(), "seen": seen, **usual, **changed}


def date_fields(world, **changed):
    usual = {
        "once": new_public_id(),
        "title": "Ghosts in the nursery",
        "series": "Theory",
        "activity": "seminar",
        "held_on": "2026-11-11",
        "starts_at": "9:30",
        "minutes": "90 min",
        "dates": "3",
        "leader": world.training.tutor.public_id,
    }
    return {**usual, **changed}


def test_the_office_puts_a_weekly_series_on_the_timetable_and_trainees_see_it_ahead(office, world, app) -> None:
    cohort = world.trainees[0].cohort.public_id
    sent = date_fields(world)
    for _ in range(2):
        assert office.post(f"/cohorts/{cohort}/timetable/new", data=sent).status_code == 302
    assert [each.held_on.day for each in stored(app, TeachingDate)] == [11, 18, 25]
    sign_in(office, world.trainees[0].person)
    page = plain(office.get("/timetable"))
    assert page.count("Ghosts in the nursery") == 3
    assert "9:30" in page
    assert office.get(f"/cohorts/{cohort}/timetable/new").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Say what it is about"),
        ({"held_on": "2030-01-01"}, "within the course"),
        ({"minutes": ""}, "Say how long it takes"),
        ({"dates": "61"}, "from 1 to 60"),
        ({"leader": ""}, "Choose"),
        ({"activity": "reading"}, "Choose one of those"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_and_kept(office, world, app, changed, words) -> None:
    answer = office.post(
        f"/cohorts/{world.trainees[0].cohort.public_id}/timetable/new", data=date_fields(world, **changed)
    )
    assert answer.status_code == 422
    assert words in plain(answer)
    assert 'value="Theory"' in answer.text
    assert stored(app, TeachingDate) == []


def test_a_tutor_puts_on_what_they_lead_themselves(tutor, world, app) -> None:
    page = tutor.get(f"/cohorts/{world.trainees[0].cohort.public_id}/timetable/new")
    assert re.findall(r"<option[^>]*>([^<]+)<", page.text) == ["Anna Fenn"]


def test_everybody_is_present_unless_marked_and_one_signature_credits_all(tutor, world, app, teaching) -> None:
    page = tutor.get(f"/teaching/{teaching.public_id}").text
    assert len(re.findall(r'value="present"[^>]*checked|checked[^>]*value="present"', page)) == 3
    joe, priya = world.names[1:]
    sent = marked(world, **{f"mark-{joe}": "left_early", f"minutes-{joe}": "45", f"mark-{priya}": "absent"})
    for _ in range(2):
        assert tutor.post(f"/teaching/{teaching.public_id}/register", data=sent).status_code == 302
    assert sorted((each.minutes, each.state) for each in stored(app, LogEntry)) == [(45, "signed"), (90, "signed")]
    assert len(stored(app, TeachingRegister)) == 1
    told = plain(tutor.get(f"/teaching/{teaching.public_id}"))
    assert "Part of it 45 min" in told
    assert "Together 2 h 15" in told
    listed = plain(tutor.get(f"/cohorts/{world.trainees[0].cohort.public_id}/attendance"))
    assert "1 of 1" in listed
    assert "0 of 1" in listed
    assert "45 min of 1 h 30" in listed
    said = "The register of a teaching day", "2 entries of 2 trainees, 2 h 15 min recorded", "The exact content"
    receipt = receipt_on(tutor, f"/teaching/{teaching.public_id}", *said)
    sign_in(tutor, world.trainees[1].person)
    own = next(each for each in stored(app, LogEntry) if each.trainee_id == world.trainees[1].id)
    theirs = "1 entry of yours, 45 min recorded", "speaks of others too"
    assert receipt_on(tutor, f"/entries/{own.public_id}", *theirs) == receipt
    assert "The exact content that was signed</summary>" not in tutor.get(receipt).text
    sign_in(tutor, world.trainees[2].person)
    assert tutor.get(receipt).status_code == 404, "who was absent is not covered by it"
    sign_in(tutor, world.trainees[1].person)
    assert "Part of it, 45 min" in plain(tutor.get("/timetable"))
    assert tutor.get(f"/teaching/{teaching.public_id}").status_code == 404


def test_signing_asks_who_it_is_once_more(client, world, app, teaching) -> None:
    sign_in(client, world.training.tutor)
    unconfirm(client)
    assert client.post(f"/teaching/{teaching.public_id}/register", data=marked(world)).status_code == 401
    assert stored(app, TeachingRegister) == []


def test_what_is_wrong_with_a_register_is_said_and_kept(tutor, world, app, teaching) -> None:
    joe = world.names[1]
    sent = marked(world, **{f"mark-{joe}": "left_early", f"minutes-{joe}": ""})
    answer = tutor.post(f"/teaching/{teaching.public_id}/register", data=sent)
    assert answer.status_code == 422
    assert "Say how much of the 1 h 30 min counts for Joe Banda" in plain(answer)
    assert re.search(r'value="left_early"[^>]*checked|checked[^>]*value="left_early"', answer.text)
    nobody = marked(world, **{f"mark-{name}": "absent" for name in world.names})
    assert "Everybody is marked absent" in plain(tutor.post(f"/teaching/{teaching.public_id}/register", data=nobody))
    strange = marked(world, **{f"mark-{joe}": "asleep"})
    assert tutor.post(f"/teaching/{teaching.public_id}/register", data=strange).status_code == 422
    assert stored(app, LogEntry) == []


def test_what_gives_way_is_shown_first(tutor, world, app, teaching) -> None:
    with saved(app):
        make_entry(world.training, content("seminar", 60))
    sent = marked(world)
    asked = tutor.post(f"/teaching/{teaching.public_id}/register", data=sent)
    assert asked.status_code == 422
    assert "Marta Ellison has handed in 1 h of it" in plain(asked)
    sent["confirmed"] = "own_entry_gives_way"
    assert tutor.post(f"/teaching/{teaching.public_id}/register", data=sent).status_code == 302


@pytest.fixture
def register(world, app, teaching):
    with saved(app):
        teaching = db.session.merge(teaching)
        return sign_marks(world.training, teaching, marks(dict.fromkeys(world.trainees, Mark.PRESENT)), at=AT)


def test_a_register_is_signed_anew_in_its_place_and_a_stale_page_is_a_polite_conflict(
    tutor, world, app, teaching, register
) -> None:
    address = f"/teaching/{teaching.public_id}/register"
    assert "takes the place of the first" in plain(tutor.get(f"/teaching/{teaching.public_id}?correct=1"))
    absent = {f"mark-{world.names[2]}": "absent"}
    stale = tutor.post(address, data=marked(world, **absent))
    assert (stale.status_code, "has changed since your page was shown" in plain(stale)) == (409, True)
    assert tutor.post(address, data=marked(world, register.content_hash, **absent)).status_code == 302
    assert sorted(each.state for each in stored(app, LogEntry)) == ["signed"] * 2 + ["void"] * 3


def test_a_void_register_says_why(office, world, app, teaching, register) -> None:
    address = f"/registers/{register.public_id}/void"
    assert office.post(address, data={"seen": register.content_hash, "reason": ""}).status_code == 422
    stale = office.post(address, data={"seen": "0" * 64, "reason": "Another group."})
    assert (stale.status_code, "Another group." in stale.text) == (409, True)
    done = office.post(address, data={"seen": register.content_hash, "reason": "Another group."})
    assert done.status_code == 302
    assert "Another group." in office.get(done.location).text
    assert office.post(address, data={"seen": register.content_hash, "reason": "x"}).status_code == 404


def test_a_date_is_taken_off_the_timetable(office, world, app, teaching) -> None:
    assert office.post(f"/teaching/{teaching.public_id}/cancel").status_code == 302
    cohort = world.trainees[0].cohort.public_id
    assert "Nothing on the timetable yet" in plain(office.get(f"/cohorts/{cohort}/timetable"))
    assert "No register is signed yet" in plain(office.get(f"/cohorts/{cohort}/attendance"))
    confirm(office)
    assert office.post(f"/teaching/{teaching.public_id}/cancel").status_code == 404


def test_the_office_reads_a_register_and_does_not_sign_it(office, world, app, teaching) -> None:
    confirm(office)
    assert "signs the register" in plain(office.get(f"/teaching/{teaching.public_id}"))
    assert office.post(f"/teaching/{teaching.public_id}/register", data=marked(world)).status_code == 404


def test_the_timetable_that_opens_is_of_the_cohort_that_teaches_next(tutor, world, app) -> None:
    with saved(app):
        later = make_cohort(world.training.programme, "Cohort 2027", date(2027, 3, 1), date(2028, 9, 1))
        newest = later.public_id
    ours = world.trainees[0].cohort.public_id
    assert tutor.get("/timetable").location.endswith(f"/cohorts/{newest}/timetable")
    with saved(app):
        make_date(world.training, held_on=date(2026, 10, 7))
    assert tutor.get("/timetable").location.endswith(f"/cohorts/{ours}/timetable")
    with saved(app):
        distant = db.session.scalars(select(Cohort).where(Cohort.public_id == newest)).one()
        make_dates(
            cohort=distant,
            draft=date_draft(held_on=date(2027, 3, 3)),
            leader=world.training.tutor,
            public_id=new_public_id(),
            actor=acting(world.training.administrator),
            at=AT,
        )
    assert tutor.get("/timetable").location.endswith(f"/cohorts/{newest}/timetable")
    with saved(app):
        make_date(world.training, held_on=date(2026, 11, 11))
    assert tutor.get("/timetable").location.endswith(f"/cohorts/{ours}/timetable")
