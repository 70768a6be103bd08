"""Signing, returning and reading over HTTP: stale pages, forged ids, and who sees what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_placement, make_registration, make_trainee
from tests.factories.logbook import content, make_entry, make_signed_entry, make_training
from tests.factories.people import confirm, make_person, saved, sign_in
from tests.logbook.pages import made, rows, the_entry, tick, typed, withdraw_and_resubmit
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.trail.models import Reading, TrailLine


def test_the_supervisor_signs_some_and_returns_one(app, client, world) -> None:
    entries = [made(app, make_entry, world, content(minutes=minutes)) for minutes in (50, 45, 40)]
    sign_in(client, world.supervisor)
    page = client.get("/to-sign").text
    assert "Three entries wait for you" in page
    ticks = [tick(app, entry) for entry in entries]
    assert all(each in page for each in ticks)
    asked = client.post("/to-sign", data={"entry": ticks[:2]})
    assert asked.status_code == 401
    confirm(client)
    page = client.post("/to-sign", data={"entry": ticks[:2]}, follow_redirects=True)
    assert "Signed: 2 entries, 1 h 35 min recorded." in page.text
    assert "One entry waits for you" in page.text
    back = client.post(f"/entries/{entries[2].public_id}/return", data={"version": "1", "comment": "Which day was it?"})
    assert back.status_code == 302
    sign_in(client, world.trainee.person)
    log = client.get("/log").text
    assert "Which day was it?" in log
    assert log.count('data-state="signed"') == 2


def test_what_waits_of_several_people_is_signed_in_one_act_while_it_is_no_more_than_that(
    app, supervisor, world
) -> None:
    with saved(app):
        jonas = make_trainee(db.session.get_one(Cohort, world.trainee.cohort_id), make_person("Jonas Field"))
        make_agreement(jonas, world.supervisor)
        entries = [make_entry(replace(world, trainee=each), content(minutes=40)) for each in (jonas, world.trainee)]
    page = supervisor.get("/to-sign").text
    assert page.count('action="/to-sign"') == 1
    assert "Sign: Jonas Field, Case session" in page
    ticks = [tick(app, each) for each in entries]
    assert "Signed: 2 entries" in supervisor.post("/to-sign", data={"entry": ticks}, follow_redirects=True).text
    with saved(app):
        for minutes in range(2, 23):
            make_entry(world, content(minutes=minutes))
        make_entry(replace(world, trainee=db.session.merge(jonas)), content(minutes=19))
    assert supervisor.get("/to-sign").text.count('action="/to-sign"') == 2, "more than can be decided at once"


def test_a_stale_item_is_left_and_the_others_are_signed(app, supervisor, world) -> None:
    first, second = (made(app, make_entry, world, content(minutes=minutes)) for minutes in (50, 40))
    ticks = [tick(app, first), tick(app, second)]
    with saved(app):
        entry = db.session.get(LogEntry, second.id)
        withdraw_and_resubmit(world, entry)
    page = supervisor.post("/to-sign", data={"entry": ticks})
    assert page.status_code == 409
    assert "changed after your page was shown" in page.text
    assert "Signed: 1 entry" in page.text
    with app.app_context():
        states = dict(db.session.execute(select(LogEntry.id, LogEntry.state)).all())
    assert states == {first.id: "signed", second.id: "submitted"}


def test_two_clicks_sign_once_and_the_second_is_told_by_whom_and_when(app, supervisor, client, world) -> None:
    entry = made(app, make_entry, world)
    data = {"entry": [tick(app, entry)]}
    assert supervisor.post("/to-sign", data=data).status_code == 302
    second = supervisor.post("/to-sign", data=data)
    assert second.status_code == 409
    assert "You signed this at 10:00 today." in second.text
    assert ("Marta Ellison: Case session" in second.text, entry.public_id in second.text) == (True, True)
    assert rows(app, TrailLine, TrailLine.event == "EntrySigned") == 1
    with saved(app):
        other = make_person("Joan Okafor")
        make_agreement(world.trainee, other)
        make_registration(other, world.programme)
    sign_in(client, other)
    confirm(client)
    assert "Helen Rees signed this at 10:00 today." in client.post("/to-sign", data=data).text


@pytest.mark.parametrize("value", ["", "x", "x:1:2", "x:y:z", "::", "a:999999999999:b", "é:1:ü"])
def test_a_forged_tick_signs_nothing(app, supervisor, world, value) -> None:
    entry = made(app, make_entry, world)
    assert supervisor.post("/to-sign", data={"entry": [value]}).status_code in {409, 422}
    assert the_entry(app).state == "submitted"
    assert entry is not None


def test_the_trainee_cannot_sign_their_own(app, trainee, world) -> None:
    entry = made(app, make_entry, world)
    confirm(trainee)
    assert trainee.post("/to-sign", data={"entry": [tick(app, entry)]}).status_code == 404
    assert the_entry(app).state == "submitted"


def test_signed_entries_are_corrected_and_the_old_version_counts_until_then(app, client, world) -> None:
    entry = made(app, make_signed_entry, world)
    sign_in(client, world.trainee.person)
    page = client.post(f"/entries/{entry.public_id}/edit", data=typed(minutes="55"), follow_redirects=True)
    assert "It counts once it is signed" in page.text
    assert "Correction waits for signature" in page.text
    with app.app_context():
        assert db.session.scalars(select(MonthTotal.recorded).where(MonthTotal.count > 0)).all() == [50]
    sign_in(client, world.supervisor)
    confirm(client)
    assert "A correction. The signed version says 50 min" in client.get("/to-sign").text
    client.post("/to-sign", data={"entry": [tick(app, entry)]})
    with app.app_context():
        assert db.session.scalars(select(MonthTotal.recorded).where(MonthTotal.count > 0)).all() == [55]


def test_a_correction_that_says_the_same_is_not_taken(app, trainee, world) -> None:
    entry = made(app, make_signed_entry, world)
    page = trainee.post(f"/entries/{entry.public_id}/edit", data=typed(minutes="50"))
    assert page.status_code == 409
    assert "says the same" in page.text


def test_an_administrator_reads_and_voids_with_a_reason_and_changes_nothing_else(app, client, world) -> None:
    entry = made(app, make_signed_entry, world)
    sign_in(client, world.administrator)
    name = entry.public_id
    assert "Say that it does not count" in client.get(f"/entries/{name}").text
    assert client.post(f"/entries/{name}/edit", data=typed(minutes="5")).status_code == 404
    empty = client.post(f"/entries/{name}/void", data={"version": "1", "reason": " "})
    assert empty.status_code == 422
    assert client.post(f"/entries/{name}/void", data={"version": "1", "reason": "Twice"}).status_code == 302
    assert the_entry(app).state == "void"
    assert "Twice" in client.get(f"/entries/{name}").text
    with app.app_context():
        payloads = db.session.scalars(select(TrailLine.payload).where(TrailLine.event == "EntryVoided")).all()
    assert payloads
    assert "Twice" not in payloads[0]


def test_reading_somebody_elses_entry_is_noted_and_ones_own_is_not(app, client, world) -> None:
    entry = made(app, make_entry, world)
    sign_in(client, world.trainee.person)
    client.get(f"/entries/{entry.public_id}")
    assert rows(app, Reading) == 0
    sign_in(client, world.supervisor)
    client.get(f"/entries/{entry.public_id}")
    with app.app_context():
        noted = db.session.scalars(select(Reading)).one()
    assert (noted.person_id, noted.subject) == (world.supervisor.id, f"entry:{entry.public_id}")


def test_others_never_see_drafts_nor_what_is_not_handed_in_yet(app, client, world) -> None:
    sign_in(client, world.trainee.person)
    client.post("/log/new", data=typed(decision="draft", note="Not for you"))
    name = the_entry(app).public_id
    for person in (world.supervisor, world.administrator, world.tutor):
        sign_in(client, person)
        assert client.get(f"/entries/{name}").status_code == 404
        assert "Not for you" not in client.get(f"/trainees/{world.trainee.public_id}/log").text


def test_a_tutor_reads_and_signs_study_and_not_case_work(app, client, world) -> None:
    session, reading = made(app, make_entry, world), made(app, make_entry, world, content("reading", 60))
    sign_in(client, world.tutor)
    confirm(client)
    assert client.get(f"/entries/{session.public_id}").status_code == 404
    assert client.get(f"/entries/{reading.public_id}").status_code == 200
    page = client.post("/to-sign", data={"entry": [tick(app, session), tick(app, reading)]})
    assert page.status_code == 409
    with app.app_context():
        states = dict(db.session.execute(select(LogEntry.id, LogEntry.state)).all())
    assert states == {session.id: "submitted", reading.id: "signed"}


def test_notes_on_study_are_not_read_by_the_supervisor_of_that_day(app, client, world) -> None:
    study = made(app, make_entry, world, content("reading", 60, note="Thoughts for my tutor"))
    sign_in(client, world.supervisor)
    assert client.get(f"/entries/{study.public_id}").status_code == 404
    assert client.get(f"/entries/{study.public_id}/history").status_code == 404
    assert "Thoughts for my tutor" not in client.get(f"/trainees/{world.trainee.public_id}/log").text
    sign_in(client, world.tutor)
    assert "Thoughts for my tutor" in client.get(f"/entries/{study.public_id}").text


def test_somebody_elses_supervisor_sees_nothing(app, client, world) -> None:
    with saved(app):
        other = make_training(world.programme, cohort="Cohort 2027")
        entry = make_entry(world)
    sign_in(client, other.supervisor)
    assert client.get(f"/entries/{entry.public_id}").status_code == 404
    assert client.get(f"/trainees/{world.trainee.public_id}/log").status_code == 404
    assert "Nothing waits for you" in client.get("/to-sign").text


def test_missed_work_needs_no_signature_and_says_so(app, client, world) -> None:
    sign_in(client, world.trainee.person)
    page = client.post("/log/new", data=typed(minutes="", outcome="missed"), follow_redirects=True)
    assert "No signature is needed" in page.text
    assert "No signature needed" in client.get("/log").text
    sign_in(client, world.supervisor)
    assert "Nothing waits for you" in client.get("/to-sign").text


def test_again_fills_the_form_with_today(app, trainee, world) -> None:
    entry = made(app, make_entry, world, content(note="Private"))
    form = trainee.get(f"/log/new?again={entry.public_id}").text
    assert 'value="50 min"' in form
    assert 'value="2026-11-04"' in form
    assert "Private" not in form


def test_a_placement_is_chosen_from_ones_own(app, trainee, world) -> None:
    with saved(app):
        placement = make_placement(world.trainee)
    assert trainee.post("/log/new", data=typed(placement=placement.public_id)).status_code == 302
    assert the_entry(app).placement_id == placement.id


def test_control_characters_in_a_note_are_left_out(app, trainee) -> None:
    assert trainee.post("/log/new", data=typed(note="one\x00two\r\nthree")).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(EntryText.text)).one() == "onetwo\nthree"


def test_a_comment_with_an_identifier_is_refused_and_kept_on_the_page(app, supervisor, world) -> None:
    entry = made(app, make_entry, world)
    data = {"version": "1", "comment": "Ring 07700 900123"}
    page = supervisor.post(f"/entries/{entry.public_id}/return", data=data)
    assert page.status_code == 422
    assert "telephone number" in page.text
    assert "Ring 07700 900123" in page.text
    assert rows(app, EntryStep, EntryStep.state_after == "returned") == 0


def test_returning_a_version_that_has_changed_shows_the_new_one_and_keeps_the_comment(app, supervisor, world) -> None:
    entry = made(app, make_entry, world)
    with saved(app):
        withdraw_and_resubmit(world, db.session.get(LogEntry, entry.id))
    page = supervisor.post(f"/entries/{entry.public_id}/return", data={"version": "1", "comment": "Which day?"})
    assert page.status_code == 409
    assert "Which day?" in page.text
    assert "41 min" in page.text
    assert rows(app, EntryVersion) == 2


def test_more_than_twenty_at_once_are_not_signed(app, supervisor, world) -> None:
    with saved(app):
        entries = [make_entry(world, content(minutes=5 + number)) for number in range(21)]
    page = supervisor.post("/to-sign", data={"entry": [tick(app, entry) for entry in entries]})
    assert page.status_code == 422
    assert "at most 20" in page.text
    assert rows(app, LogEntry, LogEntry.state == "signed") == 0
