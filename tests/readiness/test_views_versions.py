"""The versions of a programme over HTTP: drafts in forms and as a file, their effect, publishing by two, moving a cohort."""

from __future__ import annotations

from io import BytesIO

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_cohort, make_trainee, make_version, pip_definition
from tests.factories.people import confirm, give_role, make_person, make_programme, saved
from tests.factories.people import sign_in as sign_in_unconfirmed
from tests.programmes.kinds import table
from trainee_app import clock
from trainee_app.cohorts.models import ProgrammeDraft, VersionPin
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import settle
from trainee_app.people.rules import Role
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.readiness.services import rewrite_standings
from trainee_app.trail.models import TrailLine

TODAY = "2026-11-03 10:00:00+00:00"
WHY = "The board asked for more supervision."
SUPERVISION = 4


class World:
    """Ines keeps the office, Dora directs; Marta is a trainee, Dr Rees supervises her; Elsa keeps another programme."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.elsewhere = make_programme("quay", "Quayside psychotherapy")
        make_version(self.elsewhere)
        roles = {
            "Ines": Role.ADMINISTRATOR,
            "Dora Director": Role.DIRECTOR,
            "Marta Ellison": Role.TRAINEE,
            "Dr Rees": Role.SUPERVISOR,
            "Bea Board": Role.BOARD_MEMBER,
        }
        self.ines, self.dora, self.ellison, self.rees, self.bea = (make_person(name) for name in roles)
        for person in (self.ines, self.dora, self.ellison, self.rees, self.bea):
            give_role(person, self.programme, roles[person.name])
        self.elsa = make_person("Elsa")
        give_role(self.elsa, self.elsewhere, Role.ADMINISTRATOR)
        self.cohort = make_cohort(self.programme)
        self.marta = make_trainee(self.cohort, self.ellison)
        make_agreement(self.marta, self.rees)
        rewrite_standings(trainee_ids=[self.marta.id], on=clock.today("Europe/London"), at=clock.now())
        settle()
        self.home = f"/programmes/{self.programme.public_id}"
        self.moving = f"/cohorts/{self.cohort.public_id}/version"


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


def sign_in(client, person) -> None:
    sign_in_unconfirmed(client, person)
    confirm(client)


def begun(client, world) -> str:
    answer = client.post(f"{world.home}/versions/1/copy", data={"once": new_public_id()})
    assert answer.status_code == 302
    return str(answer.location)


def part(draft: str, index: int = SUPERVISION, table: str = "requirement") -> str:
    return f"{draft}/parts/{table}/{index}"


def typed(edition: int = 1, **changes: str) -> dict[str, str]:
    usual = {
        "edition": str(edition),
        "value-title": "Supervision, at least 70 hours",
        "value-why": "It keeps the work safe.",
        "value-source": "to be confirmed by the course",
        "value-source_words": "Its hours are not published.",
        "value-at_least": "70 h",
        "value-milestones": "clinical",
        "value-most_a_week": "4 h",
    }
    return {**usual, **{f"value-{name}": value for name, value in changes.items()}}


def rows(client, model):
    with client.application.app_context():
        found = db.session.scalars(select(model).order_by(model.id)).all()
        for each in found:
            _ = getattr(each, "definition", None)
        db.session.expunge_all()
        return found


def proposed(client, world) -> str:
    sign_in(client, world.ines)
    draft = begun(client, world)
    assert client.post(part(draft), data=typed()).status_code == 302
    assert client.post(f"{draft}/propose", data={"edition": "2", "reason": WHY}).status_code == 302
    return draft


def published(client, world) -> None:
    draft = proposed(client, world)
    sign_in(client, world.dora)
    assert client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"}).status_code == 302


def test_a_version_is_read_downloaded_and_copied_once(client, world) -> None:
    sign_in(client, world.ines)
    page = client.get("/programmes").text
    assert "Version 1" in page
    assert "Cohort 2025" in page
    read = client.get(f"{world.home}/versions/1").text
    assert "Supervision, at least 60 hours" in read
    file = client.get(f"{world.home}/versions/1/definition.toml")
    assert file.text == pip_definition(key=world.programme.key)
    assert 'filename="pip-1.toml"' in file.headers["Content-Disposition"]
    form = {"once": new_public_id()}
    assert len({client.post(f"{world.home}/versions/1/copy", data=form).location for _time in range(2)}) == 1
    assert len(rows(client, ProgrammeDraft)) == 1
    for gone in ("versions/7", "versions/7/definition.toml"):
        assert client.get(f"{world.home}/{gone}").status_code == 404
    assert client.post(f"{world.home}/versions/7/copy").status_code == 404


def test_a_figure_is_changed_in_its_form_and_shown_as_what_changes(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    form = client.get(part(draft)).text
    assert 'value="60 h"' in form
    assert "in the file" in form
    assert client.post(part(draft), data=typed()).location == draft
    page = client.get(draft).text
    assert "60 h" in page
    assert "70 h" in page
    assert 'at_least = "70 h"' in client.get(f"{draft}/definition.toml").text
    assert client.get(part(draft, 99)).status_code == 404
    assert client.get(part(draft, 0, "nothing")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"at_least": "seventy"}, "such as 1 h 30 min"),
        ({"at_least": ""}, "Write something here."),
        ({"title": " "}, "Write something here."),
        ({"milestones": "never"}, "Choose one of those"),
        ({"most_a_week": "0 min"}, "Must be "),
    ],
)
def test_what_will_not_do_comes_back_with_all_that_was_typed(client, world, changes, said) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    answer = client.post(part(draft), data=typed(why="Typed with care.", **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed with care." in answer.text
    (kept,) = rows(client, ProgrammeDraft)
    assert kept.edition == 1


def test_a_fault_that_only_the_whole_shows_stands_at_its_field(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    learning = part(draft, 2, "milestones")
    fields = {"edition": "1", "value-points-0-after_months": "20", "value-points-0-percent": "11"}
    fields |= {"value-points-1-after_months": "18", "value-points-1-percent": "100"}
    answer = client.post(learning, data=fields)
    assert answer.status_code == 422
    assert "must go forward" in answer.text or "from 0 to 18" in answer.text


def test_whoever_comes_second_is_told_and_keeps_what_they_typed(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    client.post(part(draft), data=typed())
    late = client.post(part(draft), data=typed(edition=1, at_least="90 h"))
    assert late.status_code == 409
    assert "Sent once more, this form changes what stands in it" in late.text
    assert 'value="90 h"' in late.text
    assert "Ines has changed this draft" in late.text
    again = client.post(part(draft), data=typed(edition=2, at_least="90 h"))
    assert again.status_code == 302


def test_a_faulty_file_is_told_line_by_line_and_nothing_is_lost(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    good = client.get(f"{draft}/definition.toml").text
    bad = good.replace('at_least = "60 h"', "at_leest = 60").replace('kind = "floor"', 'kind = "flor"')
    upload = {"edition": "1", "text": "what stood here", "file": (BytesIO(bad.encode()), "pip.toml")}
    answer = client.post(f"{draft}/file", data=upload)
    assert answer.status_code == 422
    assert "3 faults in the file" in answer.text
    assert "requirement “supervision”" in answer.text
    assert "at_leest = 60" in answer.text
    better = {"edition": "1", "file": (BytesIO(good.replace('"60 h"', '"75 h"').encode()), "pip.toml")}
    assert client.post(f"{draft}/file", data=better).location == draft
    assert '"75 h"' in client.get(f"{draft}/definition.toml").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00nonsense", "no text file in UTF-8"),
        (b"", "The file has no"),
        (b"\x00" * 40, "has no"),
        (b"x" * 300_000, "larger than 256 kB"),
        (b"[[[[[[", "this is not TOML"),
        (b"a = " + b"[" * 20_000, "TOML"),
        (b'requirement = "none"', "requirement"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(client, world, content, said) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    file = {"edition": "1", "text": "", "file": (BytesIO(content), "nonsense.toml")}
    answer = client.post(f"{draft}/file", data=file)
    assert answer.status_code == 422
    assert said.lower() in answer.text.lower()
    (kept,) = rows(client, ProgrammeDraft)
    assert kept.edition == 1


def test_the_effect_on_a_cohort_is_seen_before_anybody_decides(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    assert "Nothing changes for any of the 1 trainee" in client.get(f"{draft}/effect").text
    client.post(part(draft), data=typed())
    page = client.get(f"{draft}/effect?cohort={world.cohort.public_id}").text
    assert "Marta Ellison" in page
    assert "0 h of 70 h" in page
    assert client.get(f"{draft}/effect?cohort=nonsense").status_code == 404


def test_one_proposes_and_a_director_agrees(client, world) -> None:
    draft = proposed(client, world)
    assert client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"}).status_code == 404
    assert client.post(part(draft), data=typed(edition=2)).status_code == 409
    sign_in(client, world.dora)
    assert WHY in client.get(draft).text
    assert client.post(f"{draft}/agree", data={"edition": "2"}).status_code == 422
    assert client.post(f"{draft}/agree", data={"edition": "1", "seen": "y"}).status_code == 409
    assert client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"}).location == world.home
    doubled = client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"})
    assert doubled.status_code == 409
    assert "has been published since" in doubled.text
    page = client.get(world.home).text
    assert "Ines, with Dora Director" in page
    history = client.get(f"{world.home}/history").text
    assert "Dora Director agreed to version 2, which Ines had proposed." in history
    assert "Ines proposed to publish version 2." in history
    assert len(rows(client, ProgrammeVersion)) == 3


def test_agreeing_asks_who_it_is_again(client, world) -> None:
    draft = proposed(client, world)
    sign_in_unconfirmed(client, world.dora)
    asked = client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"})
    assert "password" in asked.text.lower()
    assert len(rows(client, ProgrammeVersion)) == 2


def test_a_proposal_needs_a_reason_and_a_change(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    assert client.post(f"{draft}/propose", data={"edition": "1", "reason": " "}).status_code == 422
    nothing = client.post(f"{draft}/propose", data={"edition": "1", "reason": WHY})
    assert nothing.status_code == 422
    assert "Nothing is changed yet" in nothing.text
    assert client.post(f"{draft}/discard").location == world.home
    assert client.post(f"{draft}/propose", data={"edition": "1", "reason": WHY}).status_code == 409


def test_a_proposal_is_taken_back_and_an_overtaken_draft_follows(client, world) -> None:
    draft = proposed(client, world)
    other = begun(client, world)
    assert client.post(f"{draft}/take-back").location == draft
    assert client.post(f"{draft}/take-back").status_code == 409
    assert client.post(f"{draft}/propose", data={"edition": "2", "reason": WHY}).status_code == 302
    sign_in(client, world.dora)
    client.post(f"{draft}/agree", data={"edition": "2", "seen": "y"})
    assert "Another version was published" in client.get(other).text
    assert client.post(f"{other}/follow", data={"edition": "1"}).location == other
    assert "Draft of version 3" in client.get(other).text


def test_two_versions_stand_side_by_side(client, world) -> None:
    published(client, world)
    page = client.get(f"{world.home}/compare").text
    assert "Version 1 beside version 2" in page
    assert "70 h" in page
    assert "Version 2 beside version 1" in client.get(f"{world.home}/compare?before=2&after=1").text
    for address in ("before=9&after=1", "before=1&after=x", "before=999999999999999999999"):
        assert client.get(f"{world.home}/compare?{address}").status_code == 404


def test_a_cohort_is_moved_with_a_reason_after_what_differs_was_shown(client, world) -> None:
    published(client, world)
    sign_in(client, world.ines)
    assert "is judged under version 1" in client.get(world.moving).text
    shown = client.get(f"{world.moving}?to=2").text
    assert "0 h of 70 h" in shown
    fields = {"to": "2", "seen_number": "1", "reason": ""}
    assert client.post(world.moving, data=fields).status_code == 422
    assert client.post(world.moving, data=fields | {"to": "9"}).status_code == 422
    moved = fields | {"reason": "Agreed with the cohort."}
    assert [client.post(world.moving, data=moved).status_code for _time in range(2)] == [302, 302]
    assert client.post(world.moving, data=moved | {"reason": "Another."}).status_code == 409
    assert len(rows(client, VersionPin)) == 2
    assert "Agreed with the cohort." in client.get(world.moving).text
    assert "from version 1 to version 2" in client.get(f"/cohorts/{world.cohort.public_id}/history").text
    assert "70 h" in client.get(f"/trainees/{world.marta.public_id}/standing").text


def test_nobody_else_sees_drafts_or_moves_cohorts(client, world) -> None:
    draft = proposed(client, world)
    for person in (world.ellison, world.rees, world.bea, world.elsa):
        sign_in(client, person)
        for page in (world.home, f"{world.home}/versions/1", f"{world.home}/compare", draft, f"{draft}/effect",
                     f"{draft}/file", f"{draft}/definition.toml", part(draft), world.moving):  # fmt: skip
            assert client.get(page).status_code == 404, (person.name, page)
        for act in ("propose", "agree", "take-back", "discard", "follow", "file"):
            assert client.post(f"{draft}/{act}", data={"edition": "2", "seen": "y"}).status_code == 404
        assert client.post(world.moving, data={"to": "1"}).status_code == 404
        assert client.post(f"{world.home}/versions/1/copy").status_code == 404
    assert len(rows(client, ProgrammeVersion)) == 2


def test_every_saved_edit_of_a_draft_stands_in_the_history_without_its_words(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    client.post(part(draft), data=typed())
    client.post(part(draft), data=typed(edition=2))
    text = client.get(f"{draft}/definition.toml").text
    client.post(f"{draft}/file", data={"edition": "2", "text": f"# a remark\n{text}"})
    history = client.get(f"{world.home}/history").text
    assert history.count("Ines changed 1 part of the draft that follows version 1.") == 1
    assert history.count("Ines saved the draft that follows version 1 again; what it asks for stays the same.") == 1
    for line in rows(client, TrailLine):
        assert "70 hours" not in line.payload
        assert "a remark" not in line.payload


def test_what_deserves_a_second_look_is_said_on_the_page_of_the_draft(client, world) -> None:
    sign_in(client, world.ines)
    draft = begun(client, world)
    assert "Look again" not in client.get(draft).text
    text = client.get(f"{draft}/definition.toml").text
    cap = table("cap", "cap", 'of = { activities = ["liaison"] }', 'at_most = "10 h"', 'due_by = "enrolment"')
    answer = client.post(f"{draft}/file", data={"edition": "1", "text": f"{text}\n{cap}"})
    assert answer.status_code == 302
    page = client.get(draft).text
    assert "Look again" in page
    assert "“About cap” has due_by, which changes nothing" in page


def test_the_office_reads_the_same_rules_as_everybody_with_what_is_still_open(client, world) -> None:
    sign_in(client, world.ines)
    for page in ("versions/1", "versions/1/in-words"):
        read = client.get(f"{world.home}/{page}").text
        assert "The course has still to confirm 13 of 23 figures and rules" in read
        assert "To be confirmed by the course</span> Intensive, ongoing supervision is published" in read
