"""Asking somebody without an account to sign: by the month, by hand, and never too often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.away.pages import ask, asked, count_of, made_entries, sent_link
from tests.factories.logbook import content
from tests.factories.people import give_account, saved, sign_in
from tests.people.pages import letters, told
from trainee_app import clock
from trainee_app.away import services
from trainee_app.away.jobs import send_monthly_lists
from trainee_app.away.models import SigningList
from trainee_app.away.rules import masked, strength_of
from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person


def run_job(app, on: date) -> None:
    with app.app_context():
        send_monthly_lists(on)


def test_one_letter_a_month_and_none_where_nothing_waits(app, client, world) -> None:
    run_job(app, date(2026, 11, 1))
    assert letters(app) == [], "nobody is written to about nothing"
    made_entries(app, world, content())
    run_job(app, date(2026, 11, 2))
    run_job(app, date(2026, 11, 2))
    run_job(app, date(2026, 11, 3))
    (letter,) = letters(app)
    assert letter.to == world.supervisor.email
    assert "One entry of Marta Ellison" in letter.text
    assert "50" not in letter.text, "a letter says how many, not what"
    run_job(app, date(2026, 12, 1))
    run_job(app, date(2026, 12, 9))
    assert len(letters(app)) == 1
    assert told(app).count("SigningAsked") == 2
    assert told(app).count("SigningListEnded") == 1, "the newer took the place of the older"


def test_a_letter_that_has_become_needless_does_not_leave(app, client, world) -> None:
    made_entries(app, world, content())
    ask(app, world)
    with saved(app):
        give_account(db.session.merge(world.supervisor))
    assert letters(app) == []


def test_a_letter_that_leaves_twice_leaves_one_link_that_works(app, client, world) -> None:
    link, _ = asked(app, world, content())
    with saved(app):
        db.session.execute(text("UPDATE outbox_message SET sent_at = NULL, send_after = made_at"))
    newer = sent_link(app)
    assert newer != link
    assert [client.get(each).status_code for each in (link, newer)] == [410, 200]


def test_a_trainee_asks_on_the_page_and_not_again_too_soon(app, client, world, traveller) -> None:
    made_entries(app, world, content())
    sign_in(client, world.trainee.person)
    page = client.get(f"/trainees/{world.trainee.public_id}/signers")
    assert "1 entry waits" in page.text
    assert "Ask Helen Rees to sign" in page.text
    with app.app_context():
        (agreement,) = db.session.scalars(
            text("SELECT public_id FROM supervision_agreement WHERE capacity = 'supervisor'")
        ).all()
    answer = client.post(f"/agreements/{agreement}/ask", follow_redirects=True)
    assert "A link is on its way to Helen Rees." in answer.text
    again = client.post(f"/agreements/{agreement}/ask")
    assert again.status_code == 409
    assert "You can ask again from 7 November 2026." in again.text
    link = sent_link(app)
    page = client.get(f"/trainees/{world.trainee.public_id}/signers").text
    assert "Ask Helen Rees to sign" not in page, "no button that would be refused"
    assert "Helen Rees was asked on 4 November 2026. You can ask again from 7 November 2026." in page
    assert "The link works until 2 December 2026." in page
    (made,) = lists(app)
    assert client.post(f"/signing-lists/{made.public_id}/revoke", follow_redirects=True).status_code == 200
    assert client.get(link).status_code == 410
    traveller.shift(timedelta(days=3))
    sign_in(client, world.trainee.person)
    assert client.post(f"/agreements/{agreement}/ask").status_code == 303


def lists(app) -> list[SigningList]:
    with app.app_context():
        return db.session.query(SigningList).all()


def test_nobody_is_asked_without_an_address_for_nothing_or_who_can_sign_in(app, client, world) -> None:
    with pytest.raises(services.NothingWaits):
        ask(app, world)
    made_entries(app, world, content())
    with saved(app):
        db.session.get_one(Person, world.supervisor.id).email = None
    with pytest.raises(services.SignerHasNoAddress):
        ask(app, world)
    with saved(app):
        give_account(db.session.get_one(Person, world.supervisor.id))
    with pytest.raises(services.SignerHasAccount):
        ask(app, world)
    assert count_of(app, SigningList) == [0]


def test_of_two_who_ask_at_once_one_is_first(app, world, at_once) -> None:
    made_entries(app, world, content())

    def act() -> object:
        return services.ask_by_link(
            signer_id=world.supervisor.id,
            programme_id=world.programme.id,
            trainee_id=world.trainee.id,
            actor=world.trainee_actor,
            at=clock.now(),
            on=clock.today(),
        ).public_id

    came = at_once(act, act, act)
    assert sum(isinstance(each, services.AskedLately) for each in came) == 2
    assert count_of(app, SigningList) == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signing_list SET person_id = person_id + 1",
        "UPDATE signing_list SET ended_at = NULL, ended_why = NULL",
        "DELETE FROM signing_list",
        "UPDATE signing_item SET content_hash = 'x'",
        "DELETE FROM signing_item",
    ],
)
def test_the_database_holds_what_a_list_binds(app, world, statement) -> None:
    asked(app, world, content())
    with saved(app):
        services.end_open_lists(Restoration(at=clock.now(), made_at=clock.now(), sha256="0" * 64))
    with pytest.raises(DBAPIError), saved(app):
        db.session.execute(text(statement))
    assert count_of(app, SigningList, LogEntry) == [1, 1]


def test_an_address_is_known_to_its_owner_and_to_nobody_else() -> None:
    assert masked("helen.rees@example.org") == "h…@example.org"
    for email in ("a@b.c", "helen@" + "very-" * 30 + "long.example.org"):
        assert len(strength_of(email)) <= 40
        assert "elen" not in strength_of(email)
