"""What the pages of the log say of an entry agrees with what it counts."""

from __future__ import annotations

from tests.factories.logbook import AT, acting, content, make_entry, make_signed_entry
from tests.factories.people import saved
from tests.logbook.pages import made, tick
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry


def test_what_does_not_count_says_why_first_and_nowhere_that_it_counts(app, trainee, world) -> None:
    entry = made(app, make_signed_entry, world)
    with saved(app):
        again = db.session.get_one(LogEntry, entry.id)
        services.void_entry(
            entry=again, seen_version=1, reason="Logged twice", actor=acting(world.administrator), at=AT
        )
    page = trainee.get(f"/entries/{entry.public_id}").text
    assert "<dt>Counts</dt>" not in page
    assert "<dt>Counted</dt>" in page
    assert page.index("Logged twice") < page.index("<dt>Recorded</dt>")


def test_what_waits_counts_once_signed(app, trainee, world) -> None:
    entry = made(app, make_entry, world)
    assert "<dt>Counts once signed</dt>" in trainee.get(f"/entries/{entry.public_id}").text
    signed = made(app, make_signed_entry, world, content(minutes=40))
    assert "<dt>Counts</dt>" in trainee.get(f"/entries/{signed.public_id}").text


def test_what_was_missed_waits_for_nobody(app, trainee, world) -> None:
    made(app, make_entry, world)
    missed = made(app, make_entry, world, content(minutes=0, outcome="missed"))
    log = trainee.get("/log").text
    assert "Missed or cancelled" in log
    assert missed.public_id not in trainee.get("/log?state=submitted").text
    assert missed.public_id in trainee.get("/log?state=not_held").text
    assert "No: missed." in trainee.get(f"/entries/{missed.public_id}").text


def test_where_nothing_was_signed_the_page_does_not_say_that_others_were(app, supervisor, world) -> None:
    entry = made(app, make_entry, world)
    with saved(app):
        services.withdraw_entry(entry=db.session.get_one(LogEntry, entry.id), actor=world.trainee_actor, at=AT)
    answer = supervisor.post("/to-sign", data={"entry": f"{entry.public_id}:1:{'0' * 64}"})
    assert answer.status_code == 409
    assert "Nothing was signed" in answer.text
    assert "The others were signed" not in answer.text
    other = made(app, make_entry, world, content(minutes=40))
    answer = supervisor.post("/to-sign", data={"entry": [tick(app, other), f"{entry.public_id}:1:{'0' * 64}"]})
    assert "The others were signed" in answer.text


def test_the_way_to_the_trail_stands_on_the_entry(app, trainee, world) -> None:
    entry = made(app, make_entry, world)
    assert f"/entries/{entry.public_id}/history" in trainee.get(f"/entries/{entry.public_id}").text


def test_a_list_says_whose_it_is_and_in_which_year(app, trainee, world) -> None:
    made(app, make_entry, world)
    log = trainee.get("/log").text
    assert "Marta Ellison · " in log.split("<h1>")[0]
    assert "Tue 3 Nov 2026" in log
