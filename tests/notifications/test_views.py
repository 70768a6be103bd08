"""The bell, the page of notices and the choice about the weekly letter, over HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select

from tests.factories.logbook import AT, make_training
from tests.factories.people import give_account, give_role, make_person, saved, sign_in
from trainee_app.db import db
from trainee_app.notifications import services
from trainee_app.notifications.models import DigestChoice, Notice
from trainee_app.notifications.rules import Kind
from trainee_app.people.rules import Role


@pytest.fixture
def training(app):
    with saved(app):
        made = make_training()
        for person in (made.trainee.person, made.supervisor, made.administrator):
            give_account(person)
    return made


def tell(app, training, *people, kind=Kind.MONTH_SHORT, subject=None) -> None:
    with saved(app):
        services.notify(
            people={person.id for person in people},
            programme_id=training.programme.id,
            trainee_id=training.trainee.id,
            kind=kind,
            subject=subject or f"trainee:{training.trainee.public_id}",
            params={"month": "2026-10-01", "day": "2026-10-03"},
            at=AT,
        )


def only(app) -> Notice:
    with app.app_context():
        found = db.session.scalars(select(Notice)).one()
        db.session.expunge_all()
        return found


def test_the_bell_counts_on_every_page_and_the_page_tells(app, client, training) -> None:
    tell(app, training, training.trainee.person, training.administrator)
    sign_in(client, training.trainee.person)
    for address in ("/", "/account", "/notices"):
        assert (
            '<span class="bell-count">1</span><span class="visually-hidden"> new notice</span>'
            in client.get(address).text
        )
    page = client.get("/notices").text
    assert "October 2026 stayed short of supervision" in page
    assert "Marta" not in page.split('id="main"')[1].split("</main>")[0]
    sign_in(client, training.administrator)
    assert "October 2026 stayed short of supervision for Marta Ellison" in client.get("/notices").text


def test_without_anything_new_the_bell_is_quiet_and_the_page_says_so(client, training) -> None:
    sign_in(client, training.trainee.person)
    page = client.get("/notices").text
    assert "bell-count" not in page
    assert "Nothing new" in page
    assert "Seen before" not in page


def test_opening_a_notice_leads_to_what_it_is_about_and_puts_it_away(app, client, training) -> None:
    tell(app, training, training.trainee.person)
    sign_in(client, training.trainee.person)
    for _time in range(2):
        answer = client.post(f"/notices/{only(app).public_id}/open")
        assert (answer.status_code, answer.location) == (303, f"/trainees/{training.trainee.public_id}/standing")
    assert only(app).seen_at is not None
    page = client.get("/notices").text
    assert "Seen before" in page
    assert "bell-count" not in page


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_leads_to_a_page_that_there_is(app, client, training, kind) -> None:
    tell(app, training, training.trainee.person, kind=kind, subject="thing:no-such-thing")
    sign_in(client, training.trainee.person)
    assert client.post(f"/notices/{only(app).public_id}/open").status_code == 303


def test_a_reading_page_puts_nothing_away(app, client, training) -> None:
    tell(app, training, training.trainee.person)
    sign_in(client, training.trainee.person)
    client.get("/notices")
    assert only(app).seen_at is None


def test_nobody_opens_somebody_elses_notice(app, client, training) -> None:
    tell(app, training, training.supervisor)
    sign_in(client, training.trainee.person)
    assert client.post(f"/notices/{only(app).public_id}/open").status_code == 404
    assert only(app).seen_at is None
    assert "stayed short" not in client.get("/notices").text


@pytest.mark.parametrize("up_to", ["", "yesterday", "\x00", "0001-01-01T00:00:00", "9" * 400])
def test_nonsense_puts_nothing_away(app, client, training, up_to) -> None:
    tell(app, training, training.trainee.person)
    sign_in(client, training.trainee.person)
    assert client.post("/notices/seen", data={"up_to": up_to}).status_code == 303
    assert only(app).seen_at is None


def test_all_are_put_away_at_once(app, client, training) -> None:
    tell(app, training, training.trainee.person)
    sign_in(client, training.trainee.person)
    shown = client.get("/notices").text.split('name="up_to"')[1].split('value="')[1].split('"')[0]
    assert client.post("/notices/seen", data={"up_to": shown}).status_code == 303
    assert only(app).seen_at is not None


def test_whoever_owes_a_second_factor_is_shown_no_bell_that_would_not_open(app, client, training) -> None:
    tell(app, training, training.supervisor)
    sign_in(client, training.supervisor, second_factor=False)
    assert 'class="bell"' not in client.get("/account").text
    assert client.get("/notices").status_code == 404


def test_the_weekly_letter_is_turned_off_and_on(app, client, training) -> None:
    sign_in(client, training.trainee.person)
    assert "/account/digest" in client.get("/account").text
    assert "checked" in client.get("/account/digest").text
    for sent, kept in (({"csrf_token": "x"}, False), ({"wanted": "y"}, True)):
        answer = client.post("/account/digest", data=sent, follow_redirects=True)
        assert "Notices stay on their page" in answer.text
        with app.app_context():
            assert db.session.scalars(select(DigestChoice.wanted)).one() is kept
        assert ("checked" in client.get("/account/digest").text) is kept


def test_the_bell_costs_no_query_of_its_own(app, client, training) -> None:
    """The count comes with the roles: a page asks the database no more often for somebody with notices."""
    with saved(app):
        quiet = make_person("Quiet")
        give_role(quiet, training.programme, Role.TRAINEE, date(2025, 9, 1))
    tell(app, training, training.trainee.person)
    counts = []
    for person in (quiet, training.trainee.person):
        sign_in(client, person)
        client.get("/privacy")
        statements: list[str] = []
        with app.app_context():
            engine = db.engine
        note = lambda _c, _cursor, statement, *_rest, kept=statements: kept.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        client.get("/account/digest")
        event.remove(engine, "before_cursor_execute", note)
        assert sum("notice" in statement for statement in statements) == 1
        counts.append(len(statements))
    assert counts[0] == counts[1]
