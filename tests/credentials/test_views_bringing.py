"""The page of what somebody brings along, its forms, and evidence, over HTTP."""

from __future__ import annotations

from io import BytesIO

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.files import archive, bomb, pdf, picture
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app.credentials.models import BroughtAlong, Evidence
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.files.models import StoredFile
from trainee_app.people.rules import Role

TODAY = "2026-11-03 10:00:00+00:00"
IDENTIFYING = "Letter about Baby Smith.pdf"


class World:
    """Marta trains, Paul has applied; an office, a director who supervises as well, a supervisor, another office."""

    def __init__(self) -> None:
        self.programme, self.other = make_programme(), make_programme("other", "Another training")
        names = (
            "Marta Ellison",
            "Paul Applicant",
            "Ines Office",
            "Dora Director",
            "Dr Rees",
            "Foreign",
            "Edith",
            "Pia",
        )
        people = [make_person(name) for name in names]
        self.marta, self.paul, self.office, self.director, self.rees, self.foreign, self.examiner, self.manager = people
        make_trainee(make_cohort(self.programme), self.marta)
        for person, role in (
            (self.marta, Role.TRAINEE),
            (self.paul, Role.APPLICANT),
            (self.office, Role.ADMINISTRATOR),
            (self.director, Role.DIRECTOR),
            (self.director, Role.SUPERVISOR),
            (self.rees, Role.SUPERVISOR),
            (self.examiner, Role.EXAMINER),
            (self.manager, Role.PLACEMENT_MANAGER),
        ):
            give_role(person, self.programme, role)
        give_role(self.foreign, self.other, Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def empty_folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_PATH", tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


@pytest.fixture
def marta(client, world):
    sign_in(client, world.marta)
    return client


def at(person, rest="") -> str:
    return f"/people/{person.public_id}/brought-along{rest}"


def post(**changes: str) -> dict[str, str]:
    usual = {"once": new_public_id(), "title": "Psychologist", "place": "A clinic", "from_on": "2020-01-01"}
    return {**usual, "until_on": "2024-12-31", "share_percent": "60 %", **changes}


def therapy(**changes: str) -> dict[str, str]:
    return {"once": new_public_id(), "standing": "declaration", "from_on": "2024-01-01", **changes}


def file(content: bytes, name: str = IDENTIFYING, **changes: str) -> dict[str, object]:
    usual = {"once": new_public_id(), "about": "experience", "kind": "reference", "file": (BytesIO(content), name)}
    return {**usual, **changes}


def hand_in(client, person, sent: dict[str, object], **more: object):
    """Send a form with a file. Written here, since the client would leave a large one in an open file of its own."""
    parts = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in sent.items()}
    boundary, body = encode_multipart(parts)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(at(person, "/evidence"), data=body, content_type=kind, **more)


def count(client, model) -> int:
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def only(client, model) -> str:
    with client.application.app_context():
        return str(db.session.scalars(select(model.public_id)).one())


def test_a_trainee_records_what_they_bring_and_sees_how_it_stands(marta, world) -> None:
    page = marta.get(at(world.marta)).text
    assert "What you bring along" in page
    assert page.count("Missing") >= 3
    typed = post()
    answers = [marta.post(at(world.marta, "/post"), data=typed, follow_redirects=True) for _time in range(2)]
    assert all("The post is recorded." in answer.text for answer in answers)
    assert count(marta, BroughtAlong) == 1
    assert "60 months" in answers[0].text
    assert "60 % of full time at the least" in answers[0].text
    marta.post(at(world.marta, "/therapy"), data=therapy())
    observation = {"once": new_public_id(), "standing": "running", "place": "A school", "from_on": "2026-01-01"}
    page = marta.post(at(world.marta, "/observation"), data=observation, follow_redirects=True).text
    assert "Due later" in page
    assert page.count("Needs a decision") == 2
    assert "/accept/" not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until_on": "2019-12-31"}, "The last day is before the first."),
        ({"from_on": "the third of never"}, "Write the date as day, month and year"),
        ({"from_on": ""}, "Choose the first day."),
        ({"share_percent": "half"}, "1 to 100 per cent"),
        ({"share_percent": "9" * 40}, "1 to 100 per cent"),
        ({"title": " "}, "Write what the work is"),
    ],
)
def test_a_faulty_post_is_answered_at_its_field_with_all_that_was_typed(marta, world, changes, said) -> None:
    sent = post(**changes)
    answer = marta.post(at(world.marta, "/post"), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    for typed in sent.values():
        assert not typed.strip() or f'value="{typed}"' in answer.text
    assert count(marta, BroughtAlong) == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.pdf", "This file is empty."),
        (b"no pdf at all", "a.pdf", "This is not a PDF that can be read"),
        (b"<svg onload='alert(1)'/>", "a.pdf", "This is not a PDF that can be read"),
        (b"<html><script>alert(1)</script>", "a.pdf", "This is not a PDF that can be read"),
        (pdf() + archive(), "a.pdf", "Something else stands inside this file"),
        (picture("JPEG") + archive(), "a.jpg", "Something else stands inside this file"),
        (bomb(), "a.png", "far too many dots"),
        (bytes(26 * 1024 * 1024), "a.pdf", "larger than 25 MB"),
        (pdf(), "a.svg", "Choose a PDF"),
        (pdf(), "", "Choose a file"),
    ],
    ids=["empty", "none", "svg", "html", "polyglot", "picture polyglot", "bomb", "26 MB", "ending", "nothing chosen"],
)
def test_a_faulty_file_is_answered_at_its_field_and_nothing_is_kept(
    marta, world, empty_folder, content, name, said
) -> None:
    answer = hand_in(marta, world.marta, file(content, name, about="personal_therapy"))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="file-error"' in answer.text
    assert '<option selected value="personal_therapy">' in answer.text
    assert '<option selected value="reference">' in answer.text
    assert (count(marta, Evidence), count(marta, StoredFile)) == (0, 0)
    assert not empty_folder.exists() or not list(empty_folder.iterdir())


def test_text_in_place_of_a_file_is_no_file(marta, world) -> None:
    answer = marta.post(at(world.marta, "/evidence"), data={**file(b""), "file": "%PDF-1.7 and so on"})
    assert answer.status_code == 422
    assert "Choose a file" in answer.text


def test_a_body_beyond_all_bounds_and_a_large_one_elsewhere_are_refused(marta, world) -> None:
    assert hand_in(marta, world.marta, file(bytes(41 * 1024 * 1024))).status_code == 413
    assert marta.post(at(world.marta, "/post"), data=post(title="x" * 2_000_000)).status_code == 413


def test_evidence_is_an_attachment_without_the_name_it_came_under_and_only_for_few(marta, world) -> None:
    answer = hand_in(marta, world.marta, file(pdf()), follow_redirects=True)
    assert "The file is handed in." in answer.text
    assert "Smith" not in answer.text
    address = f"/evidence/{only(marta, Evidence)}"
    got = marta.get(address)
    assert got.data == pdf()
    assert got.headers["Content-Disposition"] == "attachment; filename=experience-reference.pdf"
    assert (got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "no-store" in got.headers["Cache-Control"]
    expected = {
        "office": 200,
        "director": 200,
        "rees": 404,
        "foreign": 404,
        "examiner": 404,
        "manager": 404,
        "paul": 404,
    }
    for name, status in expected.items():
        sign_in(marta, getattr(world, name))
        assert marta.get(address).status_code == status, name
    sign_in(marta, world.marta)
    assert "taken back" in marta.post(f"{address}/take-back", follow_redirects=True).text
    assert marta.get(address).status_code == 404
    assert marta.post(f"{address}/take-back").status_code == 409


def test_whoever_supervises_places_or_examines_is_told_nothing_of_therapy(marta, world) -> None:
    marta.post(at(world.marta, "/therapy"), data=therapy())
    hand_in(marta, world.marta, file(pdf(), about="personal_therapy", kind="letter"))
    row, letter = only(marta, BroughtAlong), only(marta, Evidence)
    sign_in(marta, world.office)
    assert "Declared: 1 Jan 2024" in marta.get(at(world.marta)).text
    assert marta.get(f"/evidence/{letter}").status_code == 200
    assert marta.get(at(world.marta, "/accept/personal_therapy")).status_code == 200
    # The director supervises as well.
    sign_in(marta, world.director)
    page = marta.get(at(world.marta)).text
    assert "Personal therapy is not shown to you" in page
    assert "Declared" not in page
    assert "Personal psychoanalytic psychotherapy" not in page
    assert 'value="personal_therapy"' not in marta.get(at(world.marta, "/evidence")).text
    for address in (
        f"/evidence/{letter}",
        f"/brought-along/{row}/take-back",
        at(world.marta, "/accept/personal_therapy"),
    ):
        assert marta.get(address).status_code == 404
    assert marta.post(at(world.marta, "/accept/personal_therapy"), data={"once": new_public_id()}).status_code == 404
    for person in (world.rees, world.examiner, world.manager, world.foreign, world.paul):
        sign_in(marta, person)
        assert marta.get(at(world.marta)).status_code == 404


def test_the_office_accepts_with_a_reason_where_less_is_recorded(marta, world) -> None:
    marta.post(at(world.marta, "/post"), data=post(from_on="2023-01-01"))
    assert marta.get(at(world.marta, "/accept/experience")).status_code == 404
    sign_in(marta, world.office)
    address, fields = at(world.marta, "/accept/experience"), {"once": new_public_id(), "reason": ""}
    answer = marta.post(address, data=fields)
    assert answer.status_code == 422
    assert "Write why it is accepted all the same." in answer.text
    answer = marta.post(address, data={**fields, "reason": "Led a service alone."}, follow_redirects=True)
    assert "It is accepted." in answer.text
    assert "by Ines Office, with 24 months recorded. Led a service alone." in answer.text
    again = marta.post(address, data={"once": new_public_id(), "reason": "Again."})
    assert again.status_code == 422
    assert "This has been accepted already." in again.text
    assert marta.get(at(world.marta, "/accept/anything")).status_code == 404


def test_an_applicant_without_a_first_day_sees_their_posts_counted_to_today(client, world) -> None:
    sign_in(client, world.paul)
    assert "no first day is known yet" not in client.get(at(world.paul)).text
    page = client.post(at(world.paul, "/post"), data=post(), follow_redirects=True).text
    assert "to today, since no first day is known yet" in page


def test_who_is_asked_for_nothing_has_no_such_page(client, world) -> None:
    sign_in(client, world.rees)
    assert client.get(at(world.rees)).status_code == 404
    assert client.get(at(world.rees, "/post")).status_code == 404
