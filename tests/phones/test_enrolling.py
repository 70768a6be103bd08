"""Enrolling a phone, what ends it, and that its token opens its own two doors and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.factories.people import saved, unconfirm
from tests.people.pages import letters, told
from tests.phones.hands import AT, Phone, World, draft
from trainee_app.access import Actor
from trainee_app.access.guard import PUBLIC, declared
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import RoleHeld, SignIn
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.people.services.accounts import change_password
from trainee_app.people.services.sessions import sign_out_everywhere
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.queries import phones_of
from trainee_app.phones.rules import MOST_PHONES
from trainee_app.phones.services import enrol_phone, revoke_all_phones
from trainee_app.phones.views.blueprint import COOKIE


def _row(phone: Phone) -> PhoneEnrolment:
    return db.session.query(PhoneEnrolment).filter_by(token_hash=hash_of_token(phone.token)).one()


def test_a_phone_is_enrolled_by_whoever_has_shown_again_who_they_are_and_is_told_by_mail(world: World) -> None:
    marta = world.training.trainee.person
    desk = world.desk(marta)
    unconfirm(desk)
    sent = {"once": new_public_id(), "name": "Work phone"}
    assert desk.post("/account/phones", data=sent).status_code == 401, "asked for the password"
    del world.desks[marta.id]
    desk = world.desk(marta)
    assert desk.post("/account/phones", data={**sent, "name": "  "}).status_code == 422
    first = desk.post("/account/phones", data=sent)
    (cookie,) = [each for each in first.headers.getlist("Set-Cookie") if each.startswith(COOKIE)]
    assert {"HttpOnly", "Path=/phone", "SameSite=Strict", f"Max-Age={90 * 24 * 3600}"} <= set(cookie.split("; "))
    again = desk.post("/account/phones", data=sent)
    assert again.status_code == 303, "sent twice, enrolled once"
    with world.app.app_context():
        (kept,) = db.session.query(PhoneEnrolment)
        assert (kept.name, kept.expires_at) == ("Work phone", AT + timedelta(days=90))
        assert kept.token_hash not in cookie
    (letter,) = letters(world.app)
    assert "Work phone" in letter.text
    assert "2 February 2027" in letter.text
    assert told(world.app).count("PhoneEnrolled") == 1
    assert "Work phone" in desk.get("/account/phones").text


def test_sent_twice_at_once_one_phone_is_enrolled_and_of_two_of_a_name_one_stays(world: World, at_once) -> None:
    trainee_id, actor = world.training.trainee.id, world.training.trainee_actor
    once = new_public_id()

    def enrolling(public_id: str, name: str) -> Callable[[], str]:
        return lambda: enrol_phone(
            trainee=db.session.get_one(Trainee, trainee_id), name=name, public_id=public_id, actor=actor, at=AT
        )

    tokens = at_once(*[enrolling(once, "Work phone")] * 3)
    with world.app.app_context():
        (kept,) = db.session.query(PhoneEnrolment)
        assert kept.token_hash in {hash_of_token(token) for token in tokens}
    at_once(*(enrolling(new_public_id(), "My phone") for _ in range(3)))
    at_once(*(enrolling(new_public_id(), f"Phone {number}") for number in range(4)))
    with world.app.app_context():
        in_force = [each.name for each in phones_of(actor.person_id, AT)]
    assert (in_force.count("My phone"), len(in_force)) == (1, MOST_PHONES), "never one more than may be"


def test_a_phone_of_the_same_name_takes_the_place_of_the_first_and_a_sixth_is_not_enrolled(world: World) -> None:
    first = world.enrol(name="My own phone")
    second = world.enrol(name="my OWN phone")
    assert [first.statuses(), second.statuses()] == [(401, 401), (200, 200)]
    for number in range(4):
        world.enrol(name=f"Phone {number}")
    desk = world.desk(world.training.trainee.person)
    answer = desk.post("/account/phones", data={"once": new_public_id(), "name": "A sixth"})
    assert answer.status_code == 409
    assert "Revoke one that you no longer use first." in answer.text
    assert "A sixth" in answer.text


def _by_the_page(world: World, phone: Phone) -> None:
    with world.app.app_context():
        name = _row(phone).public_id
    assert world.desk(world.other.person).post(f"/account/phones/{name}/revoke").status_code == 404
    assert phone.statuses() == (200, 200), "not by somebody else"
    assert world.desk(world.training.trainee.person).post(f"/account/phones/{name}/revoke").status_code == 303


def _by_time(world: World, _phone: Phone) -> None:
    world.traveller.shift(timedelta(days=90))


def _by_the_end_of_the_role(world: World, _phone: Phone) -> None:
    with saved(world.app):
        db.session.execute(update(RoleHeld).values(ends_on=date(2026, 11, 3), ended_at=AT))


def _by_a_new_password(world: World, _phone: Phone) -> None:
    with saved(world.app):
        session = db.session.scalars(select(SignIn)).one()
        change_password(password_hash="another", sign_in_id=session.id, actor=world.training.trainee_actor, at=AT)


def _by_signing_out_everywhere(world: World, _phone: Phone) -> None:
    office = Actor(world.training.administrator.id, AT.date(), second_factor=True)
    with saved(world.app):
        sign_out_everywhere(person_id=world.training.trainee.person_id, actor=office, at=AT)


def _by_a_backup_put_back(world: World, _phone: Phone) -> None:
    with saved(world.app):
        revoke_all_phones(Restoration(AT, AT - timedelta(days=1), ""))


@pytest.mark.parametrize(
    "ended",
    [
        _by_the_page,
        _by_time,
        _by_the_end_of_the_role,
        _by_a_new_password,
        _by_signing_out_everywhere,
        _by_a_backup_put_back,
    ],
)
def test_a_phone_ends_with_the_next_request(world: World, phone: Phone, ended: Callable[[World, Phone], None]) -> None:
    assert phone.statuses() == (200, 200)
    ended(world, phone)
    assert phone.statuses() == (401, 401)
    answer = phone.send(draft())
    assert answer.json == {"why": "not enrolled"}
    assert f"{COOKIE}=;" in answer.headers["Set-Cookie"], "the browser is told to forget it"
    assert world.entries() == []


def _places(app: Flask, *, public: bool) -> list[tuple[str, str, str]]:
    """Return endpoint, method and address of all pages that declare themselves public, or of all others."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            says = declared(app.view_functions[rule.endpoint])
            if says is not None and (says[0] == PUBLIC) is public:
                named = dict.fromkeys(rule.arguments, 1)
                address = app.url_map.bind("localhost").build(rule.endpoint, named)
                found += [
                    (rule.endpoint, method, address) for method in sorted({"GET", "POST"} & set(rule.methods or ()))
                ]
    return found


def _answer(client: FlaskClient, method: str, address: str) -> tuple[int, str]:
    with client.open(address, method=method) as answer:
        return answer.status_code, (answer.location or "").partition("?")[0]


@pytest.mark.one_engine
def test_the_token_opens_its_own_doors_and_nothing_else(world: World, phone: Phone) -> None:
    shown_everywhere = world.app.test_client()
    # As if a browser kept to no path, and as if the token were tried as a session's.
    shown_everywhere.set_cookie(COOKIE, phone.token, path="/")
    with shown_everywhere.session_transaction() as cookie:
        cookie["_user_id"] = phone.token
    closed = _places(world.app, public=False)
    asked = {(endpoint, method): _answer(shown_everywhere, method, address) for endpoint, method, address in closed}
    assert {name: came for name, came in asked.items() if came not in {(303, "/sign-in"), (401, "")}} == {}
    assert len(asked) > 200, "the walk went round"
    nobody = world.app.test_client()
    opened = {
        (endpoint, method)
        for endpoint, method, address in _places(world.app, public=True)
        if _answer(shown_everywhere, method, address) != _answer(nobody, method, address)
    }
    assert opened == {("phones.activities", "GET")}
    assert phone.statuses() == (200, 200), "the other door wants its header"


@pytest.mark.one_engine
def test_the_walk_would_see_a_page_that_takes_the_token(world: World, phone: Phone) -> None:
    """The control: where the token is taken for a session's, pages open to it."""
    with saved(world.app):
        db.session.execute(update(SignIn).values(token_hash=hash_of_token(phone.token)))
    client = world.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = phone.token
    assert _answer(client, "GET", "/account/phones") == (200, "")


@pytest.mark.one_engine
def test_the_page_of_the_phone_is_the_same_for_everybody_and_holds_no_data(world: World, phone: Phone) -> None:
    desk = world.desk(world.training.trainee.person)
    desk.set_cookie(COOKIE, phone.token, path="/phone")
    for address in ("/phone", "/phone/worker.js", "/phone/manifest.webmanifest"):
        own, nobodys = desk.get(address), world.app.test_client().get(address)
        assert own.data == nobodys.data, address
        assert own.status_code == 200
        assert "Set-Cookie" not in own.headers, "a page that is kept carries nobody's session"
        assert "csrf" not in own.text
    manifest = json.loads(desk.get("/phone/manifest.webmanifest").data)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/phone", "/phone", "standalone")
    worker = desk.get("/phone/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/phone"
    kept = [line.strip(' ",') for line in worker.text.partition("[\n")[2].partition("]")[0].splitlines()]
    assert "/phone" in kept
    for address in kept:
        assert address == "/phone" or address.startswith("/static/"), "nothing with data is kept"
        with desk.get(address) as answer:
            assert answer.status_code == 200, address


@pytest.mark.one_engine
def test_the_letter_is_needless_for_a_phone_that_was_revoked_meanwhile(world: World, phone: Phone) -> None:
    _by_the_page(world, phone)
    assert letters(world.app) == []
