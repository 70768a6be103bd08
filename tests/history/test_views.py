"""What happened to a thing, as people read it, and who may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, select

from tests.factories.logbook import AT, Training, content, make_entry, make_training, sign
from tests.factories.people import give_role, make_person, make_programme, sign_in
from tests.history.worlds import LATER
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.events import publish
from trainee_app.logbook.services import return_entry, save_draft, submit_entry
from trainee_app.people.events import RoleGranted, SignedIn
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.trail.models import Reading, TrailLine
from trainee_app.trail.queries import PAGE


@dataclass
class World:
    entry: str
    trainee: str
    cohort: str
    people: dict[str, Person]
    training: Training


@pytest.fixture
def world(app):
    with app.app_context():
        db.session().expire_on_commit = False
        with unit_of_work():
            training = make_training()
            foreign = make_programme("other", "Another training")
            people = {
                "trainee": training.trainee.person,
                "supervisor": training.supervisor,
                "administrator": training.administrator,
            }
            for name, programme, role in (
                ("director", training.programme, Role.DIRECTOR),
                ("officer", training.programme, Role.DATA_PROTECTION_OFFICER),
                ("examiner", training.programme, Role.EXAMINER),
                ("fellow", training.programme, Role.TRAINEE),
                ("elsewhere", foreign, Role.ADMINISTRATOR),
            ):
                people[name] = make_person(name.capitalize())
                give_role(people[name], programme, role)
        entry = _entry(training, foreign.id)
        cohort = db.session.get_one(Cohort, training.trainee.cohort_id).public_id
        made = World(entry, training.trainee.public_id, cohort, people, training)
        db.session.expunge_all()
    with time_machine.travel(LATER, tick=False):
        yield made


def _entry(training: Training, foreign_id: int) -> str:
    with unit_of_work():
        entry = make_entry(training, content(note="We spoke of sleep."))
    with unit_of_work():
        return_entry(entry=entry, seen_version=1, comment="Which room?", actor=training.supervisor_actor, at=AT)
        submit_entry(
            trainee_id=training.trainee.id,
            public_id=entry.public_id,
            content=content(minutes=45),
            actor=training.trainee_actor,
            at=AT + timedelta(hours=1),
        )
        sign(training, entry, at=AT + timedelta(hours=2))
    with unit_of_work():
        save_draft(
            trainee_id=training.trainee.id,
            public_id=entry.public_id,
            content=content(minutes=44),
            actor=training.trainee_actor,
            at=AT + timedelta(hours=3),
        )
        marta, office = training.trainee.person.id, training.administrator.id
        for programme_id in (training.programme.id, foreign_id):
            role: dict[str, Any] = {
                "role_held_id": 1,
                "person_id": marta,
                "role": "trainee",
                "starts_on": AT.date(),
                "ends_on": None,
            }
            publish(RoleGranted(programme_id=programme_id, actor_id=office, at=AT, **role))
        publish(SignedIn(programme_id=None, actor_id=marta, at=AT, sign_in_id=1))
    return entry.public_id


def page(client, world: World, who: str, address: str) -> str | int:
    sign_in(client, world.people[who])
    answer = client.get(address)
    return str(answer.text) if answer.status_code == 200 else int(answer.status_code)


def test_an_entrys_history_is_told_newest_first_in_local_time(client, world) -> None:
    text = str(page(client, world, "trainee", f"/entries/{world.entry}/history"))
    told = [
        "Marta Ellison began a correction of this entry.",
        "Helen Rees signed this entry.",
        "Marta Ellison handed this entry in.",
        "Helen Rees returned this entry with a comment.",
    ]
    places = [text.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert "4 November 2026, 11:00" in text
    assert text.count("signed") == 1 + text.count('data-state="signed"')


def test_others_do_not_see_that_a_correction_was_begun(client, world) -> None:
    text = str(page(client, world, "supervisor", f"/entries/{world.entry}/history"))
    assert "signed this entry" in text
    assert "began a correction" not in text


MAY = {
    "/entries/{entry}/history": {"trainee", "supervisor", "administrator", "director"},
    "/trainees/{trainee}/history": {"trainee", "administrator", "director", "officer"},
    "/cohorts/{cohort}/history": {"administrator", "officer"},
    "/people/{person}/history": {"trainee", "administrator", "officer"},
}


@pytest.mark.parametrize("address", MAY)
def test_whoever_may_reads_it_and_for_others_it_does_not_exist(client, world, address) -> None:
    names = {"person": world.people["trainee"].public_id, **vars(world)}
    asked = address.format(**names)
    answers = {who: page(client, world, who, asked) for who in world.people}
    assert {who for who, answer in answers.items() if answer != 404} == MAY[address]
    assert {type(answer) for who, answer in answers.items() if who in MAY[address]} == {str}


@pytest.mark.parametrize("address", MAY)
def test_a_second_factor_must_have_been_shown(client, world, address) -> None:
    names = {"person": world.people["trainee"].public_id, **vars(world)}
    sign_in(client, world.people["administrator"], second_factor=False)
    assert client.get(address.format(**names)).status_code == 404


def test_a_person_sees_their_comings_and_an_office_only_its_own_programmes_news(client, world) -> None:
    address = f"/people/{world.people['trainee'].public_id}/history"
    own = str(page(client, world, "trainee", address))
    assert "Marta Ellison signed in." in own
    assert own.count("gave Marta Ellison the role of trainee") == 2
    office = str(page(client, world, "administrator", address))
    assert "signed in." not in office
    assert office.count("gave Marta Ellison the role of trainee, from 4 November 2026.") == 1


def test_a_trainee_sees_who_opened_an_entry(app, client, world) -> None:
    with app.app_context(), unit_of_work():
        rees, marta = world.people["supervisor"].id, world.training.programme.id
        for subject in (f"entry:{world.entry}", f"trainee:{world.trainee}", "entry:of-somebody-else"):
            db.session.add(Reading(programme_id=marta, person_id=rees, subject=subject, at=AT))
    text = str(page(client, world, "trainee", f"/trainees/{world.trainee}/history"))
    assert text.count("Helen Rees opened the entry of 3 November 2026.") == 1
    assert text.count("Helen Rees opened the record.") == 1
    assert text.count("Helen Rees opened") == 2


def test_a_long_history_comes_in_pages_that_leave_nothing_out(app, client, world) -> None:
    with app.app_context(), unit_of_work():
        signed_in = SignedIn(programme_id=None, actor_id=world.people["trainee"].id, at=AT, sign_in_id=1)
        for minute in range(PAGE * 2):
            publish(replace(signed_in, at=AT + timedelta(minutes=minute)))
    address = f"/people/{world.people['trainee'].public_id}/history"
    seen = 0
    asked: str | None = address
    pages = 0
    while asked is not None:
        text = str(page(client, world, "trainee", asked))
        seen += text.count('class="history-item"')
        pages += 1
        rest = text.partition('rel="next"')
        asked = f"{address}?before={rest[0].rpartition('before=')[2].partition(chr(34))[0]}" if rest[1] else None
    with app.app_context():
        subjects = [f"person:#{world.people['trainee'].id}"]
        told = db.session.scalars(select(TrailLine.id).where(TrailLine.subject.in_(subjects))).all()
    assert (pages, seen) == (3, len(told))


def test_a_long_log_of_readings_comes_in_pages(app, client, world) -> None:
    reading = {"programme_id": world.training.programme.id, "person_id": world.people["supervisor"].id, "at": AT}
    with app.app_context(), unit_of_work():
        db.session.execute(insert(Reading), [{**reading, "subject": f"entry:{world.entry}"}] * (PAGE + 3))
    address = f"/trainees/{world.trainee}/history"
    first = str(page(client, world, "trainee", address))
    assert first.count("opened the entry") == PAGE
    key = first.partition("looked_before=")[2].partition('"')[0]
    assert str(page(client, world, "trainee", f"{address}?looked_before={key}")).count("opened the entry") == 3


@pytest.mark.parametrize("key", ["x", "-1", "99999999999999999999", ""])
def test_a_key_that_is_none_is_no_error(client, world, key) -> None:
    sign_in(client, world.people["trainee"])
    assert client.get(f"/trainees/{world.trainee}/history?before={key}&looked_before={key}").status_code == 200


def test_an_event_of_an_older_version_is_still_told(app, client, world) -> None:
    with app.app_context(), unit_of_work():
        publish(OldEvent(programme_id=None, actor_id=world.people["trainee"].id, at=AT))
    text = str(page(client, world, "trainee", f"/people/{world.people['trainee'].public_id}/history"))
    assert "Marta Ellison: signed in by letter." in text


class OldEvent(SignedIn):
    """As an earlier version told it: another name, other fields."""

    def __init__(self, **common) -> None:
        super().__init__(**common, sign_in_id=0)

    @property
    def name(self) -> str:
        return "SignedInByLetter"
