"""Signing in and out, over HTTP, by those who may and those who may not."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from tests.factories.people import PASSWORD, give_role, make_person, make_programme, saved, sign_in
from tests.people.pages import EMAIL, give_code, give_password, told, who_asks
from trainee_app import clock
from trainee_app.access import actor
from trainee_app.db import db
from trainee_app.people.models import Account, Attempt, Person, SignIn
from trainee_app.people.rules import Role
from trainee_app.people.rules.limits import LIMITS, Tried


@pytest.fixture
def rees(app: Flask) -> Person:
    with saved(app):
        return make_person("Dr Rees", EMAIL, PASSWORD)


def test_the_right_password_opens_a_session(app, client, rees) -> None:
    answer = give_password(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert who_asks(client) == rees.id
    assert told(app) == ["SignedIn"]


def test_the_address_may_be_written_in_capitals_and_with_spaces(client, rees) -> None:
    assert give_password(client, email=" Rees@Example.ORG ").status_code == 303


def test_a_wrong_password_keeps_the_address_typed_and_says_nothing_else(app, client, rees) -> None:
    answer = give_password(client, "another long password")
    assert answer.status_code == 422
    assert 'value="rees@example.org"' in answer.text
    assert "another long password" not in answer.text
    assert who_asks(client) == 0
    assert told(app) == ["SignInFailed"]


def test_the_answer_for_somebody_unknown_is_the_same_to_the_letter(app, client, rees) -> None:
    with saved(app):
        make_person("On Paper", "paper@example.org")
    pages = {
        email: give_password(client, "another long password", email).text.replace(email, "...")
        for email in (EMAIL, "nobody@example.org", "paper@example.org")
    }
    assert len({re.sub(r'name="csrf_token" value="[^"]*"', "", page) for page in pages.values()}) == 1


def test_somebody_unknown_costs_as_many_hashes_as_somebody_known(client, rees, monkeypatch) -> None:
    verified = []
    from argon2 import PasswordHasher

    real = PasswordHasher.verify

    def counted(self, kept, password):
        verified.append(kept)
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    give_password(client, "another long password")
    give_password(client, "another long password", "nobody@example.org")
    assert len(verified) == 2
    assert len({kept.rsplit("$", 2)[0] for kept in verified}) == 1


def test_guessing_ends_after_a_few_tries_and_begins_again_a_quarter_of_an_hour_later(app, client, rees) -> None:
    most = LIMITS[Tried.PASSWORD].by_person
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as traveller:
        statuses = [give_password(client, "another long password").status_code for _ in range(most + 1)]
        assert statuses == [422] * most + [429]
        assert give_password(client).status_code == 429
        traveller.shift(timedelta(minutes=15, seconds=1))
        assert give_password(client).status_code == 303


def test_a_limit_does_not_tell_who_is_known_here(client, rees) -> None:
    most = LIMITS[Tried.PASSWORD].by_person
    for email in (EMAIL, "nobody@example.org"):
        statuses = [give_password(client, "another long password", email).status_code for _ in range(most + 1)]
        assert statuses[-1] == 429


def test_one_address_cannot_try_many_people(client) -> None:
    most = LIMITS[Tried.PASSWORD].by_address
    statuses = [give_password(client, "x" * 12, f"p{number}@example.org").status_code for number in range(most + 1)]
    assert statuses == [422] * most + [429]


def test_a_success_forgets_the_tries_before_it(app, client, rees) -> None:
    for _ in range(3):
        give_password(client, "another long password")
    give_password(client)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 3  # those of the address stay
    for _ in range(LIMITS[Tried.PASSWORD].by_person):
        assert give_password(client, "another long password").status_code == 422


def test_a_hash_of_yesterdays_cost_is_made_anew_at_sign_in(app, client, rees) -> None:
    app.config["ARGON2_TIME_COST"] += 1
    try:
        assert give_password(client).status_code == 303
    finally:
        app.config["ARGON2_TIME_COST"] -= 1
    with app.app_context():
        assert "t=2" in str(db.session.get_one(Account, rees.id).password_hash)


def test_signing_in_takes_nothing_over_from_the_cookie_before(client, rees) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["csrf_token"] = "known to somebody else"
        cookie["_user_id"] = "fixed by somebody else"
    give_password(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "known to somebody else"
        assert cookie["_user_id"] != "fixed by somebody else"


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before_in_this_browser(app, client, rees) -> None:
    give_password(client)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
    give_password(client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
        cookie["_user_id"] = first
    assert who_asks(client) == 0


def test_the_token_itself_is_not_kept(app, client, rees) -> None:
    give_password(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        assert token not in db.session.scalars(select(SignIn.token_hash)).all()


def test_signing_out_ends_the_session_on_the_server_too(app, client, rees) -> None:
    give_password(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert client.post("/sign-out").location == "/sign-in"
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert who_asks(client) == 0
    assert told(app) == ["SignedIn", "SignedOut"]


def test_a_link_cannot_sign_anybody_out(client, rees) -> None:
    give_password(client)
    assert client.get("/sign-out").status_code == 405
    assert who_asks(client) == rees.id


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_another_site_can_neither_sign_in_nor_out(app, client, rees, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(path, data={"way-email": EMAIL, "way-password": PASSWORD})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert told(app) == []


def test_a_session_unused_for_half_an_hour_is_over(client, rees) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as traveller:
        sign_in(client, rees)
        traveller.shift(timedelta(minutes=29))
        assert who_asks(client) == rees.id
        traveller.shift(timedelta(minutes=29))
        assert who_asks(client) == rees.id
        traveller.shift(timedelta(minutes=30))
        assert who_asks(client) == 0


def test_no_session_outlives_half_a_day(client, rees) -> None:
    with time_machine.travel("2026-11-02T06:00:00Z", tick=False) as traveller:
        sign_in(client, rees)
        for _ in range(35):
            traveller.shift(timedelta(minutes=20))
            assert who_asks(client) == rees.id
        traveller.shift(timedelta(minutes=20))
        assert who_asks(client) == 0


def test_a_revoked_session_is_over_at_the_next_request(app, client, rees) -> None:
    sign_in(client, rees)
    assert who_asks(client) == rees.id
    with saved(app):
        db.session.execute(update(SignIn).values(ended_at=clock.now()))
    assert who_asks(client) == 0


def test_a_closed_account_is_out_at_once_and_stays_out(app, client, rees) -> None:
    sign_in(client, rees)
    with saved(app):
        db.session.execute(update(Account).values(closed_at=clock.now()))
    assert who_asks(client) == 0
    assert give_password(client).status_code == 422


def test_whoever_signs_or_sees_others_is_led_to_a_second_factor_first(app, client, rees) -> None:
    with saved(app):
        give_role(rees, make_programme(), Role.SUPERVISOR)
    assert give_password(client).location == "/account/second-factor"


def test_a_local_trial_may_do_without_a_second_factor(app, client, rees) -> None:
    with saved(app):
        give_role(rees, make_programme(), Role.SUPERVISOR)
    app.config["REQUIRE_SECOND_FACTOR"] = False
    try:
        assert give_password(client).location == "/"
        with client:
            client.get("/healthz")
            assert actor().second_factor
    finally:
        app.config["REQUIRE_SECOND_FACTOR"] = True


@pytest.fixture
def secret(app: Flask, rees: Person) -> str:
    made = pyotp.random_base32()
    with saved(app):
        db.session.execute(update(Account).values(second_factor_secret=made, second_factor_confirmed_at=clock.now()))
    return made


def test_with_a_second_factor_the_password_alone_opens_nothing(client, rees, secret) -> None:
    assert give_password(client).location == "/sign-in/code"
    assert who_asks(client) == 0
    assert client.get("/account").location.startswith("/sign-in/code")
    assert give_code(client, pyotp.TOTP(secret).at(clock.now())).status_code == 303
    assert who_asks(client) == rees.id


def test_the_session_gets_a_new_token_with_the_code(client, rees, secret) -> None:
    give_password(client)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    give_code(client, pyotp.TOTP(secret).at(clock.now()))
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before


def test_a_code_works_once(app, client, rees, secret) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False):
        code = pyotp.TOTP(secret).at(clock.now())
        give_password(client)
        assert give_code(client, code).status_code == 303
        other = app.test_client()
        give_password(other)
        assert give_code(other, code).status_code == 422
        assert who_asks(other) == 0


def test_codes_cannot_be_tried_out(client, rees, secret) -> None:
    give_password(client)
    wrong = "000000" if pyotp.TOTP(secret).at(clock.now()) != "000000" else "111111"
    statuses = [give_code(client, wrong).status_code for _ in range(LIMITS[Tried.CODE].by_person + 1)]
    assert statuses[-1] == 429
    assert give_code(client, pyotp.TOTP(secret).at(clock.now())).status_code == 429


def test_the_code_must_follow_the_password_soon(client, rees, secret) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as traveller:
        give_password(client)
        traveller.shift(timedelta(minutes=10))
        answer = give_code(client, pyotp.TOTP(secret).at(clock.now()))
        assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_guesses_sent_at_the_same_instant_are_counted_together(make_app) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    with saved(app):
        make_person("Dr Rees", EMAIL, PASSWORD)
    together = 16
    barrier = Barrier(together)

    def guess(number: int) -> int:
        client = app.test_client()
        barrier.wait()
        return int(give_password(client, f"guess number {number}").status_code)

    with ThreadPoolExecutor(together) as pool:
        statuses = list(pool.map(guess, range(together)))
    assert set(statuses) <= {422, 429}
    assert statuses.count(422) <= LIMITS[Tried.PASSWORD].by_person


@pytest.mark.one_engine
@pytest.mark.parametrize(("proxies", "counted_apart"), [(0, False), (1, True)])
def test_a_visitor_s_address_is_believed_from_our_own_proxy_only(make_app, proxies: int, counted_apart: bool) -> None:
    app = make_app(trusted_proxies=proxies)
    app.config["WTF_CSRF_ENABLED"] = False
    for address in ("192.0.2.1", "192.0.2.2"):
        data = {"way-email": f"{address}@example.org", "way-password": "another long one"}
        app.test_client().post("/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.9, {address}"})
    with app.app_context():
        subjects = db.session.scalars(select(Attempt.subject)).all()
    assert len(set(subjects)) == (4 if counted_apart else 3)
