"""Going on after signing in again, or after confirming: nothing typed is lost, and nobody finishes another's form."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.factories.people import PASSWORD, confirm, make_person, saved, sign_in
from tests.people.pages import EMAIL, give_password, hidden_fields, who_asks
from trainee_app import clock, wiring
from trainee_app.access import actor, permit
from trainee_app.db import db
from trainee_app.people.models import Person, SignIn

FORM = {"minutes": "50", "note": "the baby <slept> & woke", "tag": ["a", "b"], "email": "typed@example.org"}


def _room() -> Blueprint:
    """A page of another room, as they will be: one that stores, and one that asks for confirmation."""
    room = Blueprint("planted", __name__)

    @room.route("/planted/<word>", methods=["GET", "POST"])
    @permit("account.keep")
    def store(word: str):
        return {
            "who": actor().person_id,
            "word": word,
            "got": request.form.to_dict(flat=False),
            "q": request.args.to_dict(),
        }

    @room.post("/planted/sign")
    @permit("account.keep", confirmed=True)
    def sign():
        return {"signed by": actor().person_id, "got": request.form.to_dict(flat=False)}

    return room


@pytest.fixture
def app(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, _room()))
    made = make_app()
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def rees(app: Flask) -> Person:
    with saved(app):
        return make_person("Dr Rees", EMAIL, PASSWORD)


def expire(app: Flask) -> None:
    with saved(app):
        db.session.execute(update(SignIn).values(ended_at=clock.now()))


def post_on(client: FlaskClient, path: str, data: dict[str, object]):
    """Post, and post the same again where a 307 says, as a browser does."""
    answer = client.post(path, data=data)
    assert answer.status_code == 307, answer.status
    return client.post(answer.location, data=data)


def test_a_page_asked_for_is_the_page_one_comes_to(client, rees) -> None:
    answer = client.get("/planted/kestrel?month=11")
    assert answer.status_code == 303
    assert "kestrel" not in answer.location
    way = answer.location.partition("way-on=")[2]
    assert give_password(client, **{"way-on": way}).location == "/planted/kestrel?month=11"


@pytest.mark.parametrize(
    "way", ["https://evil.example", "//evil.example", "/planted/x", "eyJlbmRwb2ludCI6ICJ4In0.x.x", ""]
)
def test_no_address_from_outside_is_ever_gone_to(client, rees, way: str) -> None:
    assert give_password(client, **{"way-on": way}).location == "/"


@pytest.mark.parametrize(
    "asked", ["_anchor=x", "endpoint=x", "_external=1", "_scheme=javascript", "_method=POST", "word=other", "a=1&a=2"]
)
def test_what_an_address_asks_never_decides_where_one_is_led(client, rees, asked: str) -> None:
    answer = client.get(f"/planted/kestrel?{asked}")
    way = parse_qs(urlsplit(answer.location).query)["way-on"][0]
    assert give_password(client, **{"way-on": way}).location == f"/planted/kestrel?{asked}"


def test_what_was_typed_before_the_session_ended_is_sent_on_for_the_same_person(app, client, rees) -> None:
    sign_in(client, rees)
    expire(app)
    page = client.post("/planted/kestrel?month=11", data=FORM)
    assert page.status_code == 401
    fields = hidden_fields(page.text)
    assert fields["note"] == FORM["note"]
    answer = post_on(client, "/sign-in", {**fields, "tag": ["a", "b"], "way-email": EMAIL, "way-password": PASSWORD})
    assert answer.json["who"] == rees.id
    assert answer.json["word"] == "kestrel"
    assert answer.json["q"] == {"month": "11"}
    got = answer.json["got"]
    assert {name: got[name] for name in FORM} == {
        "minutes": ["50"], "note": [FORM["note"]], "tag": ["a", "b"], "email": ["typed@example.org"],
    }  # fmt: skip


def test_a_wrong_password_in_between_loses_nothing(app, client, rees) -> None:
    sign_in(client, rees)
    expire(app)
    fields = hidden_fields(client.post("/planted/kestrel", data=FORM).text)
    again = client.post("/sign-in", data={**fields, "way-email": EMAIL, "way-password": "another long one"})
    assert again.status_code == 422
    assert hidden_fields(again.text)["note"] == FORM["note"]
    assert "another long one" not in again.text


def test_somebody_else_at_the_same_computer_does_not_finish_the_form(app, client, rees) -> None:
    with saved(app):
        make_person("Marta Ellison", "marta@example.org", PASSWORD)
    sign_in(client, rees)
    expire(app)
    fields = hidden_fields(client.post("/planted/kestrel", data=FORM).text)
    answer = client.post("/sign-in", data={**fields, "way-email": "marta@example.org", "way-password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "nothing of it was stored" in client.get("/account").text


def test_a_stranger_s_form_is_not_kept_in_the_page(client, rees) -> None:
    page = client.post("/planted/kestrel", data=FORM)
    assert page.status_code == 401
    assert "minutes" not in hidden_fields(page.text)
    assert "Nothing has been stored yet" in page.text


def test_the_form_goes_on_with_the_guard_against_other_sites_in_force(app, client, rees) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    sign_in(client, rees)
    token = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    expire(app)
    page = client.post("/planted/kestrel", data={**FORM, "csrf_token": token})
    carried = {
        **hidden_fields(page.text),
        "csrf_token": page.text.partition('name="csrf_token" value="')[2].partition('"')[0],
    }
    answer = post_on(client, "/sign-in", {**carried, "way-email": EMAIL, "way-password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json["who"] == rees.id


def test_signing_asks_again_who_it_is_and_loses_nothing(client, rees) -> None:
    sign_in(client, rees)
    page = client.post("/planted/sign", data=FORM)
    assert page.status_code == 401
    assert "Confirm that it is you" in page.text
    fields = hidden_fields(page.text)
    wrong = client.post("/confirm", data={**fields, "way-password": "another long one"})
    assert wrong.status_code == 422
    assert hidden_fields(wrong.text)["note"] == FORM["note"]
    answer = post_on(client, "/confirm", {**fields, "way-password": PASSWORD})
    assert answer.json["signed by"] == rees.id
    assert answer.json["got"]["minutes"] == ["50"]


def test_within_a_few_minutes_nobody_is_asked_twice(client, rees) -> None:
    sign_in(client, rees)
    confirm(client)
    assert client.post("/planted/sign", data=FORM).json["signed by"] == rees.id


def test_guesses_at_a_confirmation_count_with_those_at_the_door(app, client, rees) -> None:
    sign_in(client, rees)
    fields = hidden_fields(client.post("/planted/sign", data=FORM).text)
    statuses = [
        client.post("/confirm", data={**fields, "way-password": "another long one"}).status_code for _ in range(7)
    ]
    assert statuses == [422] * 6 + [429]
    assert give_password(app.test_client()).status_code == 429


def test_a_session_that_ends_on_the_way_to_confirming_still_loses_nothing(app, client, rees) -> None:
    sign_in(client, rees)
    fields = hidden_fields(client.post("/planted/sign", data=FORM).text)
    expire(app)
    page = client.post("/confirm", data={**fields, "way-password": PASSWORD})
    assert page.status_code == 401
    fields = hidden_fields(page.text)
    answer = post_on(client, "/sign-in", {**fields, "way-email": EMAIL, "way-password": PASSWORD})
    assert answer.json["signed by"] == rees.id
    assert answer.json["got"]["note"] == [FORM["note"]]


def test_confirming_is_not_signing_in(client, rees) -> None:
    answer = client.post("/confirm", data={"way-password": PASSWORD})
    assert answer.status_code == 401
    assert who_asks(client) == 0
