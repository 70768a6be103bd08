"""The pages of the supervision over HTTP: what they say, what is kept when something is wrong, what a repeat does."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_trainee
from tests.factories.logbook import AT, content, make_entry, sign
from tests.factories.people import confirm, make_person, saved, sign_in, unconfirm
from tests.factories.supervision import agree_to_video, record
from tests.logbook.whole import receipt_on
from trainee_app.casework.queries import consents_of
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.supervision.models import SupervisionSession


def fields(world, *numbers, **others):
    names = [world.names[each] for each in numbers or (0,)]
    usual = {
        "once": new_public_id(),
        "held_on": "2026-11-03",
        "minutes": "90 min",
        "format": "group" if len(names) > 1 else "individual",
        "present": names,
    }
    return {**usual, **others}


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def stored(app):
    with app.app_context():
        return list(db.session.scalars(select(SupervisionSession).order_by(SupervisionSession.id)))


def entries(app):
    with app.app_context():
        return list(db.session.scalars(select(LogEntry)))


def test_a_supervisor_records_a_group_once_and_everybody_finds_it_in_their_log(supervisor, world, app) -> None:
    case = world.cases[0].public_id
    with saved(app):
        agree_to_video(db.session.merge(world.cases[0]))
    answer = supervisor.post("/supervision/new", data=fields(world, 0, 1, 2, presented=[case], video=[case]))
    assert answer.status_code == 302
    (session,) = stored(app)
    assert answer.location == f"/supervision/{session.public_id}"
    page = plain(supervisor.get(answer.location))
    assert "Group supervision" in page
    assert "Three trainees" in page or "three trainees" in page
    assert "Helen Rees (supervisor, BPC" in page
    assert "video looked at" in page
    entry = next(each for each in entries(app) if each.trainee_id == world.trainees[0].id)
    sign_in(supervisor, world.trainees[0].person)
    told = plain(supervisor.get(f"/entries/{entry.public_id}"))
    assert "With Helen Rees. In a group of 3." in told
    assert "The record that put it here" in told


def test_the_same_form_sent_twice_makes_one_record(supervisor, world, app) -> None:
    sent = fields(world)
    first, second = (supervisor.post("/supervision/new", data=sent) for _ in range(2))
    assert first.location == second.location
    assert len(stored(app)) == 1


def test_signing_asks_who_it_is_once_more(client, world, app) -> None:
    sign_in(client, world.training.supervisor)
    unconfirm(client)
    answer = client.post("/supervision/new", data=fields(world))
    assert answer.status_code == 401
    assert 'name="present"' in answer.text
    assert stored(app) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"present": []}, "Tick who was present"),
        ({"held_on": "2026-11-05"}, "still to come"),
        ({"minutes": "25 h"}, "24 hours"),
        ({"minutes": "soon"}, "like 50 min"),
        ({"format": ""}, "individual or in a group"),
        ({"held_on": "2025-09-01"}, "does not let you sign"),
    ],
)
def test_what_is_wrong_is_said_and_all_that_was_typed_is_kept(supervisor, world, app, changed, words) -> None:
    answer = supervisor.post("/supervision/new", data=fields(world, presented=[world.cases[0].public_id]) | changed)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert re.search(rf'value="{world.cases[0].public_id}" checked', answer.text)
    if "present" not in changed:
        assert re.search(rf'value="{world.names[0]}" checked', answer.text)
    assert entries(app) == []


def test_the_same_person_twice_or_a_stranger_is_refused(supervisor, world, app) -> None:
    twice = supervisor.post("/supervision/new", data=fields(world, 0, 0, format="group"))
    assert (twice.status_code, "ticked twice" in plain(twice)) == (422, True)
    stranger = supervisor.post("/supervision/new", data=fields(world, present=["AAAAAAAAAAAAAAAA"]))
    assert (stranger.status_code, "not among those you supervise" in plain(stranger)) == (422, True)
    other = supervisor.post("/supervision/new", data=fields(world, presented=[world.cases[1].public_id]))
    assert (other.status_code, "whose trainee was not present" in plain(other)) == (422, True)
    assert entries(app) == []


def test_what_gives_way_is_shown_first_and_signed_once_it_was_looked_at(supervisor, world, app) -> None:
    with saved(app):
        make_entry(world.training, content("individual_supervision", 55))
    sent = fields(world, minutes="60 min")
    asked = supervisor.post("/supervision/new", data=sent)
    assert asked.status_code == 422
    assert "Marta Ellison has handed in 55 min of it" in plain(asked)
    assert supervisor.post("/supervision/new", data=sent | {"confirmed": ["own_entry_gives_way"]}).status_code == 302
    assert sorted(each.state for each in entries(app)) == ["returned", "signed"]


@pytest.fixture
def recorded(world, app):
    with saved(app):
        return record(world.training, *world.names, presented=tuple(each.public_id for each in world.cases))


def test_a_trainee_sees_their_own_case_and_not_the_codes_of_others(client, world, recorded) -> None:
    own, other = (each.code for each in world.cases)
    sign_in(client, world.trainees[0].person)
    page = client.get(f"/supervision/{recorded.public_id}").text
    assert own in page
    assert other not in page
    assert "Joe Banda" in page
    said = "The record of a supervision", "1 entry of yours", "speaks of others too"
    receipt_on(client, f"/supervision/{recorded.public_id}", *said)
    listed = client.get(f"/trainees/{world.names[0]}/supervision").text
    assert own in listed
    assert other not in listed


def test_who_was_not_there_finds_no_such_session(client, world, app, recorded) -> None:
    with saved(app):
        single = record(world.training, world.names[0])
    sign_in(client, world.trainees[1].person)
    assert client.get(f"/supervision/{single.public_id}").status_code == 404
    assert client.get(f"/trainees/{world.names[0]}/supervision").status_code == 404
    sign_in(client, world.training.tutor)
    assert client.get(f"/supervision/{recorded.public_id}").status_code == 404


def test_a_void_record_says_why_and_a_stale_page_is_a_polite_conflict(supervisor, world, app, recorded) -> None:
    address = f"/supervision/{recorded.public_id}/void"
    assert supervisor.get(address).status_code == 200
    empty = supervisor.post(address, data={"seen": recorded.content_hash, "reason": ""})
    assert empty.status_code == 422
    stale = supervisor.post(address, data={"seen": "0" * 64, "reason": "Wrong day."})
    assert (stale.status_code, "has changed since your page was shown" in plain(stale)) == (409, True)
    assert "Wrong day." in stale.text
    done = supervisor.post(address, data={"seen": recorded.content_hash, "reason": "Wrong day."})
    assert done.status_code == 302
    page = plain(supervisor.get(done.location))
    assert "This does not count" in page
    assert "Wrong day." in page
    assert supervisor.post(address, data={"seen": recorded.content_hash, "reason": "Again"}).status_code == 409
    assert supervisor.get(address).location == done.location


def test_a_page_overtaken_by_another_is_a_polite_conflict_that_keeps_what_was_typed(
    supervisor, world, app, recorded
) -> None:
    address = f"/supervision/{recorded.public_id}/correct"
    sent = fields(world, 0, 1, seen=recorded.content_hash, minutes="80 min")
    done = supervisor.post(address, data=sent)
    assert supervisor.post(address, data=sent).location == done.location
    stale = supervisor.post(address, data=sent | {"once": new_public_id(), "minutes": "81 min"})
    assert (stale.status_code, "81 min" in stale.text) == (409, True)
    assert "has changed since your page was shown" in plain(stale)
    assert supervisor.get(address).location == f"/supervision/{recorded.public_id}"
    assert len(stored(app)) == 2


def test_another_session_under_a_form_used_before_is_not_dropped_in_silence(supervisor, world, app) -> None:
    sent = fields(world, 0)
    assert supervisor.post("/supervision/new", data=sent).status_code == 302
    other = sent | {"minutes": "45 min", "held_on": "2026-11-02"}
    again = supervisor.post("/supervision/new", data=other)
    assert (again.status_code, "45 min" in again.text) == (409, True)
    assert "nothing of this is recorded yet" in plain(again)
    named = re.search(r'name="once"[^>]*value="([^"]+)"', again.text)
    assert named is not None
    assert named[1] != sent["once"]
    assert supervisor.post("/supervision/new", data=other | {"once": named[1]}).status_code == 302
    assert [each.minutes for each in stored(app)] == [90, 45]


def test_whose_agreement_is_still_to_begin_is_not_offered(supervisor, world, app) -> None:
    with saved(app):
        trainee = make_trainee(world.training.trainee.cohort, make_person("Rosa Later"))
        make_agreement(trainee, world.training.supervisor, starts_on=date(2027, 3, 22))
    assert "Rosa Later" not in supervisor.get("/supervision/new").text


def test_recorded_anew_the_new_one_counts(supervisor, world, app, recorded) -> None:
    address = f"/supervision/{recorded.public_id}/correct"
    page = supervisor.get(address).text
    assert page.count("checked") == 1 + 3 + 2
    sent = fields(world, 0, 1, seen=recorded.content_hash, minutes="80 min")
    stale = supervisor.post(address, data=sent | {"seen": "0" * 64})
    assert stale.status_code == 409
    done = supervisor.post(address, data=sent)
    assert done.status_code == 302
    assert "The record that took its place" in supervisor.get(f"/supervision/{recorded.public_id}").text
    assert supervisor.post(address, data=sent).location == done.location
    assert sorted(each.state for each in entries(app)) == ["signed"] * 2 + ["void"] * 3


def test_the_statement_adds_up_what_it_prints(supervisor, world, app, recorded) -> None:
    with saved(app):
        record(world.training, world.names[0], minutes=50)
        record(world.training, world.names[1], minutes=45, held_on=AT.date().replace(month=10))
        gone = record(world.training, world.names[2], minutes=30)
        gone.voided_at, gone.voided_by = AT, world.training.supervisor.id
    page = supervisor.get("/supervision/given?month=2026-11").text
    printed = re.findall(r'data-label="Time">(?:<strong>)?([^<]+)<', page)
    assert printed == ["1 h 30", "50 min", "2 h 20"]
    assert "October 2026" in page
    assert supervisor.get("/supervision/given?month=nonsense").status_code == 200


def test_ten_minutes_before_everything_about_one_trainee_is_on_one_page(supervisor, world, app) -> None:
    with saved(app):
        entry = make_entry(world.training, content("case_session", 50, case_id=world.cases[0].id))
        sign(world.training, entry)
        make_entry(world.training, content("liaison", 20))
    page = plain(supervisor.get(f"/trainees/{world.names[0]}/before-supervision"))
    assert "No session of yours with Marta Ellison is recorded yet" in page
    assert f"Marta’s case 1 · {world.cases[0].code}" in page
    assert "1 session held" in page
    assert "not presented yet" in page
    assert "1 entry waits for you" in page
    assert "1 h 30" in page
    sign_in(supervisor, world.training.tutor)
    assert supervisor.get(f"/trainees/{world.names[0]}/before-supervision").status_code == 404


def test_the_page_before_says_since_when_the_family_no_longer_agrees(supervisor, world, app) -> None:
    with saved(app):
        for each in consents_of(world.cases[0].id):
            each.withdrawn_on = date(2026, 11, 2)
    page = plain(supervisor.get(f"/trainees/{world.names[0]}/before-supervision"))
    assert "being discussed here, withdrawn on 2 November 2026" in page
    assert "the agreement to be discussed in supervision was withdrawn on 2 November 2026" in page
    assert "Nothing is recorded" not in page
    answer = supervisor.post("/supervision/new", data=fields(world, 0, presented=[world.cases[0].public_id]))
    assert answer.status_code == 422
    assert "has not agreed to be discussed in supervision since 2 November 2026" in plain(answer)


def test_the_month_stands_on_the_record(supervisor, world, app) -> None:
    with saved(app):
        sign(world.training, make_entry(world.training, content(case_id=world.cases[0].id)))
        made = record(world.training, world.names[0], minutes=60)
    page = plain(supervisor.get(f"/supervision/{made.public_id}"))
    assert "November 2026 so far" in page
    assert "30 min" in page


def test_somebody_without_trainees_records_nothing(client, world) -> None:
    sign_in(client, world.trainees[0].person)
    confirm(client)
    assert client.get("/supervision/new").status_code == 404
    assert client.post("/supervision/new", data={}).status_code == 404


def test_the_form_begins_with_whom_it_was_opened_for(supervisor, world) -> None:
    page = supervisor.get(f"/supervision/new?trainee={world.names[0]}").text
    assert page.count("checked") == 2
    assert supervisor.get("/supervision/new?trainee=nobody").text.count("checked") == 0


def test_the_office_reads_a_record_without_the_codes_of_cases(client, world, recorded) -> None:
    sign_in(client, world.training.administrator)
    page = client.get(f"/supervision/{recorded.public_id}").text
    assert "Marta’s case 1" in page
    assert not any(each.code in page for each in world.cases)
