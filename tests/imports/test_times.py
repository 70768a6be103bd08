"""Time is brought in on pages: every row is accounted for, all or nothing, once, and never what is signed."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories.people import signed_in
from tests.imports.filing import (
    FILE,
    TODAY,
    bring,
    form_of,
    look_at,
    outcomes,
    put_up,
    seen_on,
    states,
)
from tests.tables.files import zipped
from trainee_app import clock, wiring
from trainee_app.access import Actor
from trainee_app.background.jobs import work_off_tasks
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.history.queries.verification import flaws
from trainee_app.imports import services
from trainee_app.imports.models import TimeFile
from trainee_app.imports.queries import time_file_named
from trainee_app.imports.rules import Outcome
from trainee_app.logbook.models import EntryText, LogEntry
from trainee_app.logbook.queries import differences
from trainee_app.refusals import Refusal


def test_a_file_with_faults_comes_in_is_mended_and_only_the_mended_rows_follow(client, training) -> None:
    signed_in(client, training.person)
    address = look_at(client, put_up(client, FILE), hands_in="yes")
    page = client.get(address).text
    for words in ("3 entries", "That cannot be read as a duration", "what could tell who a family is", "still to come",
                  "The same as row 8", "A sum of other rows"):  # fmt: skip
        assert words in page, words
    assert "020 7946" not in page
    assert bring(client, address).status_code == 302
    assert states(client) == {"submitted": 3}
    assert outcomes(client, address) == {"taken": 3, "refused": 3, "double": 1, "skipped": 2}
    refused = client.get(f"{address}/refused.csv")
    assert refused.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(refused.data.decode("utf-8-sig"))))
    assert rows[0] == ["Date", "What", "How long", "Began", "Notes", "What to mend"]
    mended = [rows[0], *([each[0].replace("2027", "2026"), each[1], "50", "", "", ""] for each in rows[1:])]
    text = io.StringIO()
    csv.writer(text).writerows(mended)
    again = look_at(client, put_up(client, text.getvalue()))
    bring(client, again)
    assert outcomes(client, again) == {"taken": 3}
    with client.application.app_context():
        assert list(flaws()) == []
        assert list(differences()) == []


def test_the_same_file_twice_adds_nothing_even_where_an_entry_was_changed(client, training) -> None:
    signed_in(client, training.person)
    bring(client, look_at(client, put_up(client, FILE)))
    assert states(client) == {"draft": 4}
    with client.application.app_context(), unit_of_work():
        entry = db.session.scalars(select(LogEntry).where(LogEntry.activity == "seminar")).one()
        name = entry.public_id
    sent = {"activity": "seminar", "worked_on": "2026-10-14", "minutes": "2h", "outcome": "held", "decision": "draft"}
    assert client.post(f"/entries/{name}/edit", data=sent).status_code == 302
    again = look_at(client, put_up(client, FILE))
    page = client.get(again).text
    assert "Nothing of this file is new" in page
    assert "changed or made void since" in page
    bring_anyway = client.post(
        f"{again}/confirm", data={"seen": seen_on(client, again) if 'name="seen"' in page else ""}
    )
    assert bring_anyway.status_code in {302, 409}
    assert states(client) == {"draft": 4}


def test_what_was_seen_is_what_comes_in_or_the_page_says_that_it_changed(client, training) -> None:
    signed_in(client, training.person)
    address = look_at(client, put_up(client, FILE), hands_in="yes")
    seen = seen_on(client, address)
    sent = {"once": "A" * 16, "activity": "reading", "worked_on": "2026-10-13", "minutes": "50", "outcome": "held",
            "note": "on attachment"}  # fmt: skip
    assert client.post("/log/new", data=sent).status_code == 302
    answer = client.post(f"{address}/confirm", data={"seen": seen})
    assert answer.status_code == 409
    assert "changed since your page was shown" in answer.text
    assert states(client) == {"submitted": 1}


def test_the_order_of_dates_is_asked_and_the_answer_is_kept_for_the_next_file(client, training) -> None:
    signed_in(client, training.person)
    text = "Date,What,How long\n03/10/2026,Reading,50 min\n"
    columns = put_up(client, text).location
    sent = form_of(client.get(columns).text) | {"decision": "look"}
    answer = client.post(columns, data=sent)
    assert answer.status_code == 422
    assert "which stands first, the day or the month" in answer.text
    assert client.post(columns, data=sent | {"day_order": "month_first"}).status_code == 302
    next_one = client.get(put_up(client, text.replace("03/10", "04/10")).location).text
    assert form_of(next_one)["day_order"] == "month_first"


def test_an_office_brings_a_cohorts_time_in_and_two_people_attest_it(client, training) -> None:
    signed_in(client, training.ines)
    page = f"/imports/cohorts/{training.cohort.public_id}/time"
    text = (
        "Trainee,Date,Reading,Seminar,With\n"
        f"{training.person.name},13/10/2026,50 min,1h30,\nSam Elsewhere,13/10/2026,2h,,\nNobody Here,13/10/2026,2h,,\n"
    )
    address = look_at(client, put_up(client, text, page=page))
    bring(client, address)
    assert states(client) == {"submitted": 3}
    assert outcomes(client, address) == {"taken": 3, "refused": 1}
    assert "To the attestation" in client.get(address).text
    again = look_at(client, put_up(client, text, page=page))
    assert "Nothing of this file is new" in client.get(again).text
    with client.application.app_context():
        assert list(flaws()) == []


def test_nobody_else_opens_a_file_and_a_team_export_never_brings_anothers_time(client, training) -> None:
    signed_in(client, training.person)
    team = (
        "User,Date,What,How long\n"
        f"{training.person.name},3 Oct 2026,Reading,0:50\nSam Elsewhere,3 Oct 2026,Reading,0:50\n"
    )
    address = look_at(client, put_up(client, team))
    assert "names somebody else" in client.get(address).text
    bring(client, address)
    assert states(client) == {"draft": 1}
    for person in (training.stranger, training.ines):
        signed_in(client, person)
        for method, path in (
            ("GET", ""),
            ("GET", "/columns"),
            ("GET", "/refused.csv"),
            ("POST", "/confirm"),
            ("POST", "/drop"),
        ):
            assert client.open(address + path, method=method).status_code == 404


def test_a_large_file_comes_in_as_a_task_that_shows_how_far_it_is(client, training, monkeypatch) -> None:
    signed_in(client, training.person)
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(200)]
    text = "Date,What,How long\n" + "".join(
        f"{day},{what},{minutes} min\n"
        for day in days
        for what, minutes in (("Reading", 50), ("Seminar", 60), ("Essay", 30))
    )
    address = look_at(client, put_up(client, text), hands_in="yes")
    assert bring(client, address).status_code == 302
    assert "It waits for its turn" in client.get(address).text
    assert states(client) == {}
    with client.application.app_context():
        work_off_tasks(wiring.TASKS)
        work_off_tasks(wiring.TASKS)
    assert "600 entries" in client.get(address).text
    assert states(client) == {"submitted": 600}
    with client.application.app_context():
        assert list(differences()) == []


def test_two_who_bring_the_same_in_at_the_same_moment_bring_it_once(client, training, at_once) -> None:
    signed_in(client, training.person)
    addresses = [look_at(client, put_up(client, FILE, f"{number}.csv")) for number in range(2)]
    seen = [seen_on(client, address) for address in addresses]
    names = [address.rpartition("/")[2] for address in addresses]
    actor = Actor(training.person.id, TODAY, second_factor=True)

    def act(name: str, digest: str) -> Any:
        file = time_file_named(name)
        assert file is not None
        return services.confirm(file=file, seen=digest, actor=actor, on=TODAY, at=clock.now())

    pairs = list(zip(names, seen, strict=True))
    came = at_once(*[partial(act, *pair) for pair in pairs * 2])
    assert states(client) == {"draft": 4}
    assert sum(each is True for each in came) >= 1
    assert all(each is True or isinstance(each, Refusal) for each in came)


HOSTILE = {
    "broken zip": (b"PK\x03\x04" + b"\0" * 100, "broken"),
    "nothing": (b"", "empty"),
    "zero bytes": (b"Date,What\0\n\0", "neither"),
    "ten thousand columns": (b",".join([b"a"] * 10_000), "columns"),
    "a page": (b"<html><script>alert(1)</script>", "web page"),
    "a PDF named as a workbook": (b"%PDF-1.7", "PDF"),
    "huge cell": (b'Date,What\n"' + b"x" * 200_000 + b'",', "too long"),
    "six thousand rows": (b"a,b\n" * 6_000, "rows"),
    "nested": (zipped({"inner.zip": zipped({"a.xml": b"<a/>"})}), "workbook"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_its_field_and_leaves_nothing(client, training, name: str) -> None:
    content, word = HOSTILE[name]
    signed_in(client, training.person)
    answer = put_up(client, content, "hours.xlsx")
    assert answer.status_code == 422
    assert word in answer.text
    with client.application.app_context():
        assert db.session.scalar(select(func.count()).select_from(TimeFile)) == 0


def test_formulas_are_harmless_in_what_is_given_back_and_plain_again_when_it_returns(client, training) -> None:
    signed_in(client, training.person)
    text = 'Date,What,How long,Notes\n3 Oct 2026,Reading,soon,"=HYPERLINK(""http://x"")"\n'
    address = look_at(client, put_up(client, text))
    given_back = client.get(f"{address}/refused.csv").data.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in given_back
    again = look_at(client, put_up(client, given_back.replace("soon", "50 min")))
    bring(client, again)
    with client.application.app_context():
        assert db.session.scalars(select(EntryText.text)).one().startswith("=HYPERLINK")


def test_a_damaged_or_random_file_is_refused_or_shown_and_never_breaks_a_page(client, training) -> None:
    signed_in(client, training.person)
    chance = random.Random(7)
    for _ in range(25):
        rows = [",".join(chance.choice(["Date", "13/10/2026", "=1+1", "-5", "1e9", "\u202e", "9:99", "Reading", "", "99999999"])
                         for _ in range(4)) for _ in range(6)]  # fmt: skip
        answer = put_up(client, "\n".join(rows))
        assert answer.status_code in {302, 422}
        if answer.status_code == 302:
            sent = form_of(client.get(answer.location).text) | {
                "decision": "look",
                "one_activity": "reading",
                "role_0": "day",
            }
            assert client.post(answer.location, data=sent).status_code in {302, 422}
            assert client.get(answer.location.removesuffix("/columns")).status_code == 200


WRITTEN = st.sampled_from(["50", "1h30", "soon", "", "0", "-5", "26h", "90 min"])
DAYS = st.sampled_from(["13/10/2026", "14/10/2026", "", "31/02/2026", "20/10/2030", "1/1/2000"])
NAMES = st.sampled_from(["Reading", "Seminar", "Lunch", "", "Total"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(DAYS, NAMES, WRITTEN), max_size=12), st.booleans())
def test_every_row_is_accounted_for_and_the_sums_add_up_and_twice_adds_nothing(app, training, rows, hands_in) -> None:
    lines = [("Date", "What", "Minutes"), ("13/10/2026", "Reading", "7"), *rows]
    text = "\n".join(";".join(line) for line in lines)
    actor = Actor(training.person.id, TODAY, second_factor=True)
    with app.app_context():
        trainee = db.session.get_one(Trainee, training.trainee.id)

        def look():
            name = f"{random.getrandbits(60):016x}"
            file = services.put_up(
                public_id=name, cohort=trainee.cohort, trainee=trainee, is_own=True,
                given=services.unpacked(services.GivenFile("a.csv", text.encode())), actor=actor, at=clock.now(),
            )  # fmt: skip
            file.mapping = file.mapping.replace('"hands_in":false', f'"hands_in":{str(hands_in).lower()}')
            return file, services.look(file=file, on=TODAY).account

        file, account = look()
        accounted = account.above + len({line.row for line in account.lines})
        assert accounted == len(lines) or not any(any(line) for line in lines[accounted:])
        assert account.counts().total() == len(account.lines)
        assert sum(account.minutes().values()) == sum(line.minutes for line in account.lines)
        assert all(line.reason for line in account.lines if line.outcome is not Outcome.TAKEN)
        assert all(line.code for line in account.having(Outcome.REFUSED))
        added = account.minutes()[Outcome.TAKEN]
        services.confirm(file=file, seen=account.digest(), actor=actor, on=TODAY, at=clock.now())
        held = db.session.scalar(select(func.sum(LogEntry.minutes)))
        assert held == added
        _, again = look()
        assert again.counts()[Outcome.TAKEN] == 0
        assert again.counts()[Outcome.IN_ALREADY] == account.counts()[Outcome.TAKEN]
        db.session.rollback()
