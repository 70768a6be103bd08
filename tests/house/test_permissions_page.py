"""docs/permissions.md is the table in force, in words that say who and end like a sentence."""

from __future__ import annotations

import pytest
from flask.testing import FlaskCliRunner

from tests.house.project import PROJECT
from trainee_app import wiring


@pytest.mark.one_engine
def test_the_page_of_the_permissions_is_the_table_in_force(runner: FlaskCliRunner) -> None:
    printed = runner.invoke(args=["access", "table"])
    assert printed.exit_code == 0
    page = (PROJECT / "docs/permissions.md").read_text(encoding="utf-8")
    assert page == printed.output, "renew it: FLASK_APP=wsgi TRAINEE_ENV=test flask access table > docs/permissions.md"


def test_every_permission_says_in_a_sentence_who_may() -> None:
    unsaid = [each.action for each in wiring.PERMISSIONS if len(each.words) < 20 or not each.words.endswith(".")]
    assert unsaid == []


def test_every_action_names_a_thing_and_a_verb() -> None:
    assert [each.action for each in wiring.PERMISSIONS if each.action.count(".") != 1] == []
