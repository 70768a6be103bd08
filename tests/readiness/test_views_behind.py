"""Who is behind, the reason first; the matrix with its filters; and that neither costs more queries with more people."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app import clock
from trainee_app.db import db
from trainee_app.people.rules import Role
from trainee_app.programmes.queries import programme_keyed
from trainee_app.readiness.services import rewrite_standings
from trainee_app.readiness.views import cohort as views

# The session, the cohort with its programme, its version, the numbers, the names, the cells, what the office may do
# here, for the navigation the roles and the versions in force, which say whether anything is verified; and two that
# begin a transaction.
MOST_OF_THE_MATRIX = 9 + 2


class Statements:
    """The statements of one request."""

    def __init__(self, app):
        self._app, self.number = app, 0

    def __enter__(self):
        with self._app.app_context():
            self._engine = db.engine
        event.listen(self._engine, "before_cursor_execute", self._count)
        return self

    def _count(self, *_arguments):
        self.number += 1

    def __exit__(self, *_raised):
        event.remove(self._engine, "before_cursor_execute", self._count)


def _cohort_of(programme, names, title="Cohort 2025"):
    cohort = make_cohort(programme, title)
    trainees = [make_trainee(cohort, make_person(name)) for name in names]
    at = clock.now()
    rewrite_standings(trainee_ids=[each.id for each in trainees], on=at.date(), at=at)
    return cohort.public_id


@pytest.fixture
def world(app):
    with saved(app):
        programme = make_programme()
        office, examiner, stranger = make_person("Ines Okafor"), make_person("Ewa Holt"), make_person("Nora Quill")
        give_role(office, programme, Role.ADMINISTRATOR)
        give_role(examiner, programme, Role.EXAMINER)
        cohort = _cohort_of(programme, ["Marta Ellison", "Jonas Whitlock", "Ada 100% Percent"])
        return office, examiner, stranger, cohort


def test_the_list_gives_the_reason_and_leads_to_the_standing(client, world) -> None:
    office, _examiner, _stranger, cohort = world
    sign_in(client, office)
    page = client.get(f"/behind?cohort={cohort}")
    assert page.status_code == 200
    assert "No registration valid on this day is recorded." in page.text
    assert "/standing#registration" in page.text
    first = page.text[page.text.index("<tbody>") :].split("</tr>")[0]
    assert first.index("Not possible by") < first.index("Ada 100% Percent</a>")
    assert "Works until" in page.text


def test_it_narrows_to_a_state_a_requirement_and_a_name(client, world) -> None:
    office, _examiner, _stranger, cohort = world
    sign_in(client, office)
    page = client.get(f"/behind?cohort={cohort}&requirement=registration&state=needs_decision&name=marta").text
    assert "Marta Ellison" in page
    assert "Jonas Whitlock" not in page
    percent = client.get("/behind?requirement=registration&name=100%25").text
    assert "Ada 100% Percent" in percent
    assert "Marta Ellison" not in percent
    assert "Nobody is behind in that way" in client.get("/behind?name=nobody-at-all").text
    assert client.get("/behind?cohort=nonsense&begin=nonsense&state=guessed&name=%00").status_code == 200


def test_who_is_told_nothing_of_personal_therapy_finds_it_in_no_list(client, world) -> None:
    office, examiner, stranger, cohort = world
    sign_in(client, office)
    assert "Personal psychoanalytic psychotherapy" in client.get("/behind").text
    sign_in(client, examiner)
    assert "Personal psychoanalytic psychotherapy" not in client.get("/behind").text
    assert client.get("/behind?requirement=personal_therapy").text.count("<tr>") == 0
    assert client.get(f"/cohorts/{cohort}").status_code == 200
    sign_in(client, stranger)
    assert client.get("/behind").status_code in {403, 404}


def test_the_matrix_looks_for_a_name_and_its_heads_lead_to_the_reasons(client, world) -> None:
    office, _examiner, _stranger, cohort = world
    sign_in(client, office)
    page = client.get(f"/cohorts/{cohort}?name=JONAS").text
    assert "Jonas Whitlock" in page
    assert "Marta Ellison" not in page
    assert f"/behind?cohort={cohort}&amp;requirement=clinical" in page
    assert "Nobody of the cohort is like that" in client.get(f"/cohorts/{cohort}?name=nobody-at-all").text


def test_a_large_cohort_comes_in_pages_a_to_z_and_everybody_once(
    app, client, world, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _examiner, _stranger, _cohort = world
    with saved(app):
        names = [f"Person {number:02}" for number in (4, 2, 7, 1, 5, 3, 6)]
        large = _cohort_of(programme_keyed("pip"), names, "Cohort 2027")
    monkeypatch.setattr(views, "MOST_ON_ONE_PAGE", 6)
    monkeypatch.setattr(views, "PAGE_LENGTH", 3)
    sign_in(client, office)
    address, seen = f"/cohorts/{large}", []
    for _page in range(3):
        page = client.get(address).text
        seen.append(re.findall(r">(Person \d\d)</a>", page))
        following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
        address = following.group(1).replace("&amp;", "&") if following else ""
    assert seen == [[f"Person {number:02}" for number in part] for part in ((1, 2, 3), (4, 5, 6), (7,))]
    assert address == ""
    named = client.get(f"/cohorts/{large}?name=person").text
    assert len(re.findall(r">Person \d\d</a>", named)) == 3


def test_lists_cost_as_many_queries_for_ten_times_the_trainees(app, client, world) -> None:
    office, _examiner, _stranger, cohort = world
    sign_in(client, office)
    addresses = ["/behind", f"/cohorts/{cohort}"]
    for address in addresses:
        client.get(address)
    few = [_number(app, client, address) for address in addresses]
    with saved(app):
        larger = _cohort_of(programme_keyed("pip"), [f"Person {number:02}" for number in range(30)], "Cohort 2027")
    assert few[1] <= MOST_OF_THE_MATRIX
    many = [_number(app, client, address) for address in ["/behind", f"/cohorts/{larger}"]]
    assert many == few


def _number(app, client, address) -> int:
    with Statements(app) as statements:
        assert client.get(address).status_code == 200
    return int(statements.number)
