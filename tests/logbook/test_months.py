"""Months in which there is nothing to log, and the cohort's logs as the office looks at them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_agreement, make_trainee
from tests.factories.logbook import AT, WORKED_ON, content, make_entry
from tests.factories.people import give_role, make_person, saved, sign_in
from tests.logbook.test_queries import counting_statements
from trainee_app import events
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import QuietMonth
from trainee_app.logbook.services import hand_in_term, state_quiet_month, take_back_quiet_month
from trainee_app.logbook.services.quiet import MonthHasEntries, MonthNotYours, NothingStated
from trainee_app.people.rules import Role

AUGUST = date(2026, 8, 1)


def state(training, month: date = AUGUST, once: str = ""):
    return state_quiet_month(
        trainee_id=training.trainee.id,
        month=month,
        public_id=once or new_public_id(),
        actor=training.trainee_actor,
        at=AT,
    )


def take_back(training, month: date = AUGUST) -> None:
    take_back_quiet_month(trainee_id=training.trainee.id, month=month, actor=training.trainee_actor, at=AT)


def test_what_is_said_twice_stands_once_and_is_taken_back_by_a_dated_end(training, session) -> None:
    first = state(training)
    assert state(training).id == first.id
    take_back(training)
    with pytest.raises(NothingStated):
        take_back(training)
    again = state(training)
    rows = session.scalars(select(QuietMonth).order_by(QuietMonth.id)).all()
    assert [(row.id, row.ended_at) for row in rows] == [(first.id, AT), (again.id, None)]
    assert [each.name for each in events.published()] == [
        "QuietMonthStated",
        "QuietMonthTakenBack",
        "QuietMonthStated",
    ]


def test_a_month_with_entries_ahead_or_outside_the_training_is_refused(training) -> None:
    make_entry(training, content("reading", 30, worked_on=date(2026, 8, 31)))
    with pytest.raises(MonthHasEntries):
        state(training)
    for month in (date(2026, 12, 1), date(2020, 1, 1)):
        with pytest.raises(MonthNotYours):
            state(training, month)


@pytest.mark.parametrize("change", ["UPDATE quiet_month SET month = '2026-07-01'", "DELETE FROM quiet_month"])
def test_the_database_lets_nobody_edit_or_remove_what_was_said(training, session, change: str) -> None:
    state(training)
    session.flush()
    with pytest.raises((IntegrityError, OperationalError)):
        session.execute(text(change))


def test_trainee_supervisor_and_office_see_it_and_an_entry_logged_since_stands_beside_it(app, client, world) -> None:
    sign_in(client, world.trainee.person)
    said = {"month": "2026-08", "once": new_public_id()}
    for _ in range(2):
        page = client.post("/log/months", data=said, follow_redirects=True)
        assert "Nothing to log, said on 4 Nov 2026" in page.text
    assert client.post("/log/months", data={"month": "August"}).status_code == 422
    sign_in(client, world.supervisor)
    name = world.trainee.public_id
    for address in (f"/trainees/{name}/before-supervision?", f"/trainees/{name}/log", f"/trainees/{name}/log/months"):
        assert "August 2026" in client.get(address).text
    assert "Nothing to log, said on 4 Nov 2026" in client.get(f"/trainees/{name}/log/months").text
    with saved(app):
        make_entry(world, content("reading", 30, worked_on=date(2026, 8, 5)))
    assert "since then one entry" in client.get(f"/trainees/{name}/log/months").text.replace("1 entry", "one entry")
    sign_in(client, world.administrator)
    with time_machine.travel("2026-09-10 10:00:00+00:00", tick=False):
        sign_in(client, world.administrator)
        assert "nothing to log, then 1 entry" in client.get(logs_of(app, world)).text
    sign_in(client, world.trainee.person)
    gone = client.post("/log/months/take-back", data={"month": "2026-08"}, follow_redirects=True)
    assert "Taken back: August 2026" in gone.text
    assert client.post("/log/months/take-back", data={"month": "2026-08"}).status_code == 409


def test_a_reader_is_told_that_something_is_logged_and_not_what(app, client, world) -> None:
    with saved(app):
        make_entry(world, content("reading", 47))
    sign_in(client, world.supervisor)
    page = client.get(f"/trainees/{world.trainee.public_id}/log/months").text
    assert "Logged" in page
    assert "47" not in page.split("<main")[1].split("</main>")[0]


def test_the_office_sees_who_keeps_what_waiting_and_what_nobody_may_sign(app, client, world) -> None:
    with saved(app):
        long_ago = AT - timedelta(days=30)
        make_entry(world, content(minutes=40, worked_on=long_ago.date()), at=long_ago)
        make_entry(world, content("liaison", 20))
        make_entry(world, content("reading", 60))
        lone = make_trainee(db.session.get_one(Cohort, world.trainee.cohort_id), make_person("Luca Brandt"))
        give_role(lone.person, world.programme, Role.TRAINEE)
        alone = make_training_of(world, lone)
        make_entry(alone, content(minutes=45))
        namesake = make_person("Anna Fenn")
        other = make_trainee(lone.cohort, make_person("Noor Aziz"))
        make_agreement(other, namesake, capacity="tutor")
        make_entry(make_training_of(world, other), content("reading", 30))
        for each in (world, make_training_of(world, other)):
            hand_in_term(
                trainee_id=each.trainee.id, on=WORKED_ON, public_id=new_public_id(), actor=each.trainee_actor, at=AT
            )
    address = logs_of(app, world)
    sign_in(client, world.administrator)
    page = client.get(address).text
    cells = [part.split("</tr>")[0] for part in page.split("<tbody>") if "rowgroup" in part]
    assert "Nobody may sign these" in cells[0]
    assert "Helen Rees" in cells[1]
    assert [("Anna Fenn" in cell, "1 entry" in cell) for cell in cells[2:]] == [(True, True)] * 2, "two of one name"
    waits = page.split("Helen Rees</strong>")[1].split("</tbody>")[0]
    assert '<td class="num" data-label="Entries">2</td><td class="num" data-label="Over 14 days">1</td>' in waits
    assert "5 Oct 2026, 30 days" in waits
    sign_in(client, world.supervisor)
    assert client.get(address).status_code == 404


def logs_of(app, world) -> str:
    with app.app_context():
        return f"/cohorts/{db.session.get_one(Cohort, world.trainee.cohort_id).public_id}/logs"


def make_training_of(world, trainee):
    return type(world)(world.programme, trainee, world.supervisor, world.tutor, world.administrator)


def test_the_office_asks_as_often_for_many_as_for_few(app, client, world) -> None:
    sign_in(client, world.administrator)
    numbers = []
    for trainees in (1, 9):
        with saved(app):
            for number in range(trainees):
                trainee = make_trainee(
                    db.session.get_one(Cohort, world.trainee.cohort_id), make_person(f"Trainee {trainees} {number}")
                )
                make_agreement(trainee, world.supervisor)
                for minutes in (31, 32, 33):
                    make_entry(make_training_of(world, trainee), content(minutes=minutes))
        address = logs_of(app, world)
        client.get(address)
        with app.app_context(), counting_statements() as statements:
            assert client.get(address).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 14
