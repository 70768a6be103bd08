"""`flask admin create`: the first administrator."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.factories.people import PASSWORD, make_person, make_programme, saved
from tests.people.pages import told
from trainee_app import clock
from trainee_app.people.queries import people_holding
from trainee_app.people.rules import Role

ARGUMENTS = ["admin", "create", "--name", "Anna Okafor", "--email", "Anna@example.org", "--programme", "pip"]


def administrators(app: Flask, programme_id: int) -> list[str]:
    with app.app_context():
        return [each.name for each in people_holding(programme_id, Role.ADMINISTRATOR, clock.today())]


def test_the_first_administrator_gets_a_link_that_opens_once(app: Flask, runner: FlaskCliRunner) -> None:
    with saved(app):
        programme = make_programme()
    result = runner.invoke(args=ARGUMENTS)
    assert result.exit_code == 0, result.output
    link = re.search(r"http://localhost(/invitation/\S+)", result.output)
    assert link
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert app.test_client().post(link[1], data=chosen).location == "/account/second-factor"
    assert app.test_client().post(link[1], data=chosen).status_code == 410
    assert administrators(app, programme.id) == ["Anna Okafor"]
    assert {"PersonRecorded", "RoleGranted", "PersonInvited", "InvitationAccepted"} <= set(told(app))


def test_an_unknown_programme_is_refused_with_those_that_are_known(app: Flask, runner: FlaskCliRunner) -> None:
    with saved(app):
        make_programme("pip")
        make_programme("other", "Another training")
    result = runner.invoke(args=[*ARGUMENTS[:-1], "pup"])
    assert result.exit_code != 0
    assert "pip" in result.output
    assert "other" in result.output
    assert told(app) == []


def test_running_it_twice_gives_another_link_and_no_second_person(app: Flask, runner: FlaskCliRunner) -> None:
    with saved(app):
        programme = make_programme()
    first, second = (runner.invoke(args=ARGUMENTS).output for _ in range(2))
    links = [re.search(r"http://localhost(/invitation/\S+)", output) for output in (first, second)]
    assert links[0]
    assert links[1]
    assert app.test_client().get(links[0][1]).status_code == 410
    assert app.test_client().get(links[1][1]).status_code == 200
    assert administrators(app, programme.id) == ["Anna Okafor"]


def test_somebody_who_signs_in_already_gets_no_link(app: Flask, runner: FlaskCliRunner) -> None:
    with saved(app):
        programme = make_programme()
        make_person("Anna Okafor", "anna@example.org", PASSWORD)
    result = runner.invoke(args=ARGUMENTS)
    assert result.exit_code == 0
    assert "http" not in result.output
    assert administrators(app, programme.id) == ["Anna Okafor"]


@pytest.mark.parametrize("changed", [{"--email": "anna"}, {"--name": " "}])
def test_without_a_name_or_an_address_nobody_is_made(
    app: Flask, runner: FlaskCliRunner, changed: dict[str, str]
) -> None:
    with saved(app):
        programme = make_programme()
    pairs = dict(zip(ARGUMENTS[2::2], ARGUMENTS[3::2], strict=True)) | changed
    result = runner.invoke(args=["admin", "create", *[part for pair in pairs.items() for part in pair]])
    assert result.exit_code != 0
    assert administrators(app, programme.id) == []
