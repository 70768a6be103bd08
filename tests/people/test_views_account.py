"""One's own account: password, phone, recovery codes, sessions."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.people import PASSWORD, confirm, give_role, make_person, make_programme, saved, sign_in
from tests.people.pages import EMAIL, give_code, give_password, hidden_fields, letters, told, who_asks
from trainee_app import clock
from trainee_app.db import db
from trainee_app.people.models import Account, Person, SignIn
from trainee_app.people.rules import Role

NEW = "six slow barges on the canal"


@pytest.fixture
def rees(app: Flask) -> Person:
    with saved(app):
        rees = make_person("Dr Rees", EMAIL, PASSWORD)
        give_role(rees, make_programme(), Role.SUPERVISOR)
        return rees


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up a phone for whoever is signed in; return its secret and the recovery codes."""
    page = client.get("/account/second-factor")
    spoken = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert spoken
    secret = spoken[1].replace(" ", "")
    code = pyotp.TOTP(secret).at(clock.now())
    shown = client.post("/account/second-factor", data={**hidden_fields(page.text), "code": code})
    assert shown.status_code == 200, shown.text
    return secret, re.findall(r'<code class="figure">([a-z2-7-]+)</code>', shown.text)


def test_a_phone_is_set_up_and_shown_from_then_on(app, client, rees) -> None:
    give_password(client)
    secret, codes = set_up(client)
    assert len(set(codes)) == 10
    assert who_asks(client) == rees.id
    assert "SecondFactorSetUp" in told(app)
    other = app.test_client()
    assert give_password(other).location == "/sign-in/code"
    # The code with which the phone was set up is used up as well.
    assert give_code(other, pyotp.TOTP(secret).at(clock.now())).status_code == 422
    assert who_asks(other) == 0


def test_a_phone_that_shows_another_code_is_not_set_up_and_the_same_secret_is_shown_again(app, client, rees) -> None:
    give_password(client)
    page = client.get("/account/second-factor")
    fields = hidden_fields(page.text)
    again = client.post("/account/second-factor", data={**fields, "code": "12345"})
    assert again.status_code == 422
    assert hidden_fields(again.text)["kept"] == fields["kept"]
    assert 'id="code-error"' in again.text
    with app.app_context():
        assert db.session.get_one(Account, rees.id).second_factor_secret is None


def test_the_picture_carries_no_style_of_its_own(client, rees) -> None:
    give_password(client)
    page = client.get("/account/second-factor").text
    assert "<svg viewBox=" in page
    assert "style=" not in page.partition("<svg viewBox=")[2]


def test_a_secret_that_was_shown_to_somebody_else_is_not_taken(app, client, rees) -> None:
    with saved(app):
        mallory = make_person("Mallory", "mallory@example.org", PASSWORD)
    other = app.test_client()
    sign_in(other, mallory)
    confirm(other)
    fields = hidden_fields(other.get("/account/second-factor").text)
    spoken = re.search(r"<code>([A-Z2-7 ]+)</code>", other.get("/account/second-factor").text)
    assert spoken
    give_password(client)
    code = pyotp.TOTP(spoken[1].replace(" ", "")).at(clock.now())
    assert client.post("/account/second-factor", data={**fields, "code": code}).status_code == 422


def test_setting_up_a_phone_signs_out_elsewhere_and_asks_who_it_is(app, client, rees) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, rees)
    assert elsewhere.get("/account/second-factor").status_code == 401
    give_password(client)
    set_up(client)
    assert who_asks(elsewhere) == 0


def test_a_recovery_code_opens_once(app, client, rees) -> None:
    give_password(client)
    _, codes = set_up(client)
    first, second = app.test_client(), app.test_client()
    give_password(first)
    assert give_code(first, codes[0].upper().replace("-", " ")).status_code == 303
    assert who_asks(first) == rees.id
    assert "9 codes left" in first.get("/account").text
    give_password(second)
    assert give_code(second, codes[0]).status_code == 422


def test_new_recovery_codes_take_the_place_of_the_old(app, client, rees) -> None:
    give_password(client)
    _, old = set_up(client)
    page = client.post("/account/recovery-codes")
    new = re.findall(r'<code class="figure">([a-z2-7-]+)</code>', page.text)
    assert not set(new) & set(old)
    other = app.test_client()
    give_password(other)
    assert give_code(other, old[0]).status_code == 422
    assert give_code(other, new[0]).status_code == 303


def test_another_phone_takes_the_place_of_the_first(app, client, rees) -> None:
    give_password(client)
    set_up(client)
    secret, _ = set_up(client)
    with app.app_context():
        assert db.session.get_one(Account, rees.id).second_factor_secret == secret


def change(client: FlaskClient, **typed: str):
    return client.post("/account/password", data={"current": PASSWORD, "password": NEW, "again": NEW, **typed})


def test_a_new_password_ends_the_other_sessions_and_is_told_by_mail(app, client, rees) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, rees)
    sign_in(client, rees)
    assert change(client).status_code == 303
    assert (who_asks(client), who_asks(elsewhere)) == (rees.id, 0)
    assert [each.subject for each in letters(app)] == ["Your password was changed"]
    assert give_password(app.test_client()).status_code == 422
    assert give_password(app.test_client(), NEW).status_code == 303


def test_the_old_password_is_needed_for_a_new_one(app, client, rees) -> None:
    sign_in(client, rees)
    page = change(client, current="not the old one at all")
    assert page.status_code == 422
    assert 'id="current-error"' in page.text
    assert give_password(app.test_client()).status_code == 303


def test_tries_at_the_old_password_are_forgotten_once_it_is_right(app, client, rees) -> None:
    sign_in(client, rees)
    for _ in range(5):
        change(client, current="not the old one at all")
    assert change(client).status_code == 303
    for _ in range(5):
        assert change(client, current="not the old one at all").status_code == 422


def test_a_person_ends_their_session_on_another_device(app, client, rees) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, rees)
    sign_in(client, rees)
    action = re.search(r"/account/sessions/[\w-]+/end", client.get("/account").text)
    assert action
    assert client.post(action[0]).status_code == 303
    assert (who_asks(client), who_asks(elsewhere)) == (rees.id, 0)
    assert "SessionEnded" in told(app)


def test_nobody_ends_somebody_else_s_session(app, client, rees) -> None:
    sign_in(client, rees)
    with saved(app):
        mallory = make_person("Mallory")
        public_id = db.session.scalar(select(SignIn.public_id).where(SignIn.person_id == rees.id))
    other = app.test_client()
    sign_in(other, mallory)
    assert other.post(f"/account/sessions/{public_id}/end").status_code == 404
    assert who_asks(client) == rees.id


def test_without_a_phone_others_data_stays_closed_and_the_account_says_why(client, rees) -> None:
    sign_in(client, rees, second_factor=False)
    assert "Set up your phone" in client.get("/account").text
    assert client.get("/people").status_code == 404
