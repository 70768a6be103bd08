"""Invitations and resets: once, in time, by whoever holds the link, and nothing learnt by anybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests.factories.people import (
    PASSWORD,
    give_account,
    give_role,
    make_person,
    make_programme,
    saved,
    sign_in,
)
from tests.people.pages import EMAIL, give_password, letters, link_in, told, who_asks
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.mail.models import OutboxMessage
from trainee_app.people.models import AccessLink, Account, Person
from trainee_app.people.rules import Role
from trainee_app.people.services import invite
from trainee_app.people.services.persons import revoke_invitation
from trainee_app.programmes.models import Programme

OFFICE = Actor(person_id=0, on=clock.today(), second_factor=True)
CHOSEN = {"password": "six slow barges on the canal", "again": "six slow barges on the canal"}


@pytest.fixture
def programme(app: Flask) -> Programme:
    with saved(app):
        return make_programme()


@pytest.fixture
def marta(app: Flask, programme: Programme) -> Person:
    with saved(app):
        marta = make_person("Marta Ellison", EMAIL)
        give_role(marta, programme, Role.TRAINEE)
        return marta


def send_invitation(app: Flask, person: Person, programme: Programme) -> str:
    with saved(app):
        invite(person=db.session.merge(person), programme_id=programme.id, actor=OFFICE, at=clock.now())
    (letter,) = letters(app)
    assert letter.to == person.email
    return link_in(letter)


def test_an_invitation_leads_to_an_account_and_signs_in(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    page = client.get(link)
    assert "Welcome, Marta Ellison" in page.text
    assert client.post(link, data=CHOSEN).location == "/"
    assert who_asks(client) == marta.id
    assert give_password(app.test_client(), CHOSEN["password"]).status_code == 303
    assert told(app)[:3] == ["PersonInvited", "InvitationAccepted", "SignedIn"]


def test_opening_a_link_changes_nothing(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, data=CHOSEN).status_code == 303


def test_an_invitation_works_once(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    client.post(link, data=CHOSEN)
    other = app.test_client()
    assert other.get(link).status_code == 410
    assert other.post(link, data={"password": "mine mine mine now", "again": "mine mine mine now"}).status_code == 410
    assert who_asks(other) == 0


def test_of_two_who_use_a_link_at_once_one_is_first(make_app) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    with saved(app):
        programme = make_programme()
        marta = make_person("Marta Ellison", EMAIL)
    link = send_invitation(app, marta, programme)
    barrier = Barrier(4)

    def redeem(number: int) -> int:
        client = app.test_client()
        barrier.wait()
        words = f"barge number {number} on the canal"
        return int(client.post(link, data={"password": words, "again": words}).status_code)

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(redeem, range(4)))
    assert statuses == [303, 410, 410, 410]
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(AccessLink.used_at.is_not(None))) == 1
    assert told(app).count("InvitationAccepted") == 1


def test_an_invitation_ends_three_days_after_its_letter_left(app, client, marta, programme) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as traveller:
        link = send_invitation(app, marta, programme)
        traveller.shift(timedelta(hours=71, minutes=59))
        assert client.get(link).status_code == 200
        traveller.shift(timedelta(minutes=1))
        assert client.get(link).status_code == 410
        assert client.post(link, data=CHOSEN).status_code == 410


def test_a_newer_invitation_takes_the_place_of_the_older(app, client, marta, programme) -> None:
    first = send_invitation(app, marta, programme)
    second = send_invitation(app, marta, programme)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_revoked_invitation_is_dead_and_its_letter_does_not_leave(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    with saved(app):
        revoke_invitation(person=db.session.merge(marta), actor=OFFICE, at=clock.now())
    assert client.get(link).status_code == 410
    with saved(app):
        invite(person=db.session.merge(marta), programme_id=programme.id, actor=OFFICE, at=clock.now())
        revoke_invitation(person=db.session.merge(marta), actor=OFFICE, at=clock.now())
    assert letters(app) == []


@pytest.mark.parametrize("token", ["x", "IngiLg.x", "a" * 300])
def test_nonsense_is_a_dead_link(client, token: str) -> None:
    assert client.get(f"/invitation/{token}").status_code == 410
    assert client.get(f"/password/new/{token}").status_code == 410


def test_a_reset_link_is_no_invitation(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    assert client.get(link.replace("/invitation/", "/password/new/")).status_code == 410


@pytest.mark.parametrize(
    ("typed", "at_field", "words"),
    [
        ({"password": "short", "again": "short"}, "password", "12 characters or more"),
        ({"password": "Marta Ellison", "again": "Marta Ellison"}, "password", "mostly your name"),
        ({"password": "password1234", "again": "password1234"}, "password", "first passwords"),
        ({"password": CHOSEN["password"], "again": "another"}, "again", "differ"),
        ({}, "password", "Choose a password"),
    ],
)
def test_a_password_that_is_not_taken_is_told_at_its_field(
    app, client, marta, programme, typed: dict[str, str], at_field: str, words: str
) -> None:
    link = send_invitation(app, marta, programme)
    page = client.post(link, data=typed)
    assert page.status_code == 422
    assert words in page.text
    assert f'id="{at_field}-error"' in page.text
    assert client.get(link).status_code == 200


def test_what_is_stored_of_a_link_cannot_be_used(app, client, marta, programme) -> None:
    link = send_invitation(app, marta, programme)
    with app.app_context():
        kept = db.session.scalars(select(AccessLink.token_hash)).all()
        waiting = db.session.scalars(select(OutboxMessage.params)).all()
    token = link.rpartition("/")[2]
    assert all(token not in str(each) for each in [*kept, *waiting])
    assert client.get(f"/invitation/{kept[0]}").status_code == 410


@pytest.fixture
def rees(app: Flask) -> Person:
    with saved(app):
        return make_person("Dr Rees", EMAIL, PASSWORD)


def ask_for_reset(client: FlaskClient, email: str = EMAIL):
    return client.post("/password/forgotten", data={"email": email})


def test_a_forgotten_password_is_replaced_and_every_session_ends(app, client, rees) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, rees)
    assert ask_for_reset(client).location == "/password/on-its-way"
    (letter,) = letters(app)
    assert client.post(link_in(letter), data=CHOSEN).status_code == 303
    assert who_asks(client) == rees.id
    assert who_asks(elsewhere) == 0
    assert give_password(app.test_client()).status_code == 422
    assert [each.subject for each in letters(app)] == ["Your password was changed"]


def test_asking_answers_the_same_and_stores_the_same_for_somebody_unknown(app, client, rees) -> None:
    with saved(app):
        give_account(make_person("Invited Only", "invited@example.org"), password=None)
    kept = []
    for email in (EMAIL, "nobody@example.org", "invited@example.org"):
        answer = ask_for_reset(client, email)
        assert (answer.status_code, answer.location) == (303, "/password/on-its-way")
        with app.app_context():
            kept.append(
                (
                    db.session.scalar(select(func.count()).select_from(OutboxMessage)),
                    db.session.scalar(select(func.count()).select_from(AccessLink)),
                )
            )
    assert kept == [(1, 0), (2, 0), (3, 0)]
    assert [each.to for each in letters(app)] == [EMAIL]


def test_a_reset_works_for_an_hour(app, client, rees) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as traveller:
        ask_for_reset(client)
        (letter,) = letters(app)
        traveller.shift(timedelta(minutes=59))
        assert client.get(link_in(letter)).status_code == 200
        traveller.shift(timedelta(minutes=1))
        assert client.get(link_in(letter)).status_code == 410


def test_nobody_is_buried_in_letters(app, client, rees) -> None:
    assert [ask_for_reset(client).status_code for _ in range(4)] == [303, 303, 303, 429]
    assert len(letters(app)) == 3


def test_a_reset_does_not_go_round_the_second_factor(app, client, rees) -> None:
    secret = pyotp.random_base32()
    with saved(app):
        db.session.execute(update(Account).values(second_factor_secret=secret, second_factor_confirmed_at=clock.now()))
    ask_for_reset(client)
    (letter,) = letters(app)
    assert client.post(link_in(letter), data=CHOSEN).location == "/sign-in/code"
    assert who_asks(client) == 0


def test_a_link_in_a_letter_leads_to_the_configured_address_only(app, client, rees) -> None:
    client.post("/password/forgotten", data={"email": EMAIL}, headers={"Host": "evil.example"})
    (letter,) = letters(app)
    assert "evil.example" not in letter.text
    assert link_in(letter)


def test_a_new_password_opens_the_door_that_wrong_guesses_had_closed(app, client, rees) -> None:
    while give_password(app.test_client(), "another long password").status_code != 429:
        pass
    ask_for_reset(client)
    (letter,) = letters(app)
    client.post(link_in(letter), data=CHOSEN)
    assert give_password(app.test_client(), CHOSEN["password"]).status_code == 303
