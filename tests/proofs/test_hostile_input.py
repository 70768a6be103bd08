"""Whatever is sent to the log's forms, to the import's pages and to a mailed link: refused whole, or stored soundly."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.away.pages import send_code, sent_link, ticked
from tests.factories.cohorts import make_placement
from tests.factories.logbook import AT, Training, acting, content, make_entry, make_training
from tests.factories.people import saved, sign_in
from tests.imports.filing import FILE, form_of
from tests.proofs import hostility
from tests.proofs.siege import Siege, unsound
from tests.volumes import scale, volume
from trainee_app import clock
from trainee_app.away import services
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import save_draft, writing
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature

pytestmark = [pytest.mark.one_engine] if scale() == "ci" else []
_SEED = 20261121
# A hundred thousand inputs on both engines together, in parts that several workers can take up at once.
PARTS = volume(ci=1, full=20)
_NOW = "2026-11-04 10:00:00+00:00"
_INPUTS_OF_A_CAMP = 250
_INPUTS_OF_A_LINK = 40
_CODE_OF_NOBODY = "000000"
# Of ten inputs to a page, how many only ask for it.
_ASKED = 2


class Camp:
    """A trainee whose record is besieged, with another's beside it; renewed before it is full."""

    def __init__(self, app: Flask, client: FlaskClient, number: int) -> None:
        self.app, self.client = app, client
        with saved(app):
            programme = db.session.scalars(select(Programme)).first()
            self.own = make_training(programme, cohort=f"Cohort {number}")
            self.other = make_training(self.own.programme, cohort=f"Another cohort {number}")
            self.placement = make_placement(self.own.trainee).public_id
            self.submitted = make_entry(self.own, content(minutes=30)).public_id
            self.foreign = [make_entry(self.other).public_id, make_placement(self.other.trainee).public_id]
            self.draft = _draft(self.own)
        self.forged = [
            *self.foreign,
            self.submitted,
            self.draft,
            self.own.trainee.public_id,
            "1",
            "-1",
            new_public_id(),
        ]


def _draft(training: Training) -> str:
    entry = save_draft(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=content(minutes=20),
        actor=training.trainee_actor,
        at=AT,
    )
    return entry.public_id


Attack = Callable[[Siege, Camp], None]


def besiege(siege: Siege, attack: Attack, inputs: int, of_a_camp: int = _INPUTS_OF_A_CAMP) -> Siege:
    """Send so many inputs; between camps, and at the end, look at all that is stored."""
    app, client, camps = siege.app, siege.client, 0
    with time_machine.travel(_NOW, tick=False):
        while siege.inputs < inputs:
            camp, camps = Camp(app, client, camps), camps + 1
            sign_in(client, camp.own.trainee.person)
            siege.look_again()
            enough = min(inputs, siege.inputs + of_a_camp)
            while siege.inputs < enough:
                attack(siege, camp)
            assert unsound(app) == [], f"seed {siege.seed}"
    return siege


# The log's forms


def attack_log(siege: Siege, camp: Camp) -> None:
    dice = siege.dice
    address, honest = dice.choice(_FORMS_OF_THE_LOG)(dice, camp)
    pairs = hostility.mutated(dice, honest, camp.forged)
    if dice.randrange(10) < _ASKED:
        siege.send(
            "GET",
            dice.choice(("/log", "/log.csv", "/log/print", "/log/calendar", "/log/months", address)),
            query_string=_query(dice, pairs),
        )
        return
    body, kind = hostility.sent(dice, pairs)
    siege.send("POST", address, data=body, content_type=kind)


def _query(dice: random.Random, pairs: hostility.Pairs) -> str:
    names = ("again", "start", "on", "activity", "month", "q", "from", "to", "state", "before", "after", "line")
    return hostility.sent(dice, [(dice.choice(names), said[:300]) for _, said in pairs[:4]])[0].decode(errors="replace")


def _entry(dice: random.Random, camp: Camp) -> hostility.Pairs:
    return [
        ("once", dice.choice((new_public_id(), new_public_id(), camp.foreign[0], camp.submitted))),
        ("activity", dice.choice(("reading", "case_session", "seminar"))),
        ("worked_on", f"2026-{dice.randrange(1, 11):02d}-{dice.randrange(1, 29):02d}"),
        ("minutes", str(dice.randrange(5, 90))),
        ("outcome", "held"),
        ("placement", dice.choice(("", camp.placement))),
        ("started_at", dice.choice(("", "09:30"))),
        ("note", ""),
        ("decision", dice.choice(("submit", "draft"))),
    ]


def _week(dice: random.Random, _camp: Camp) -> hostility.Pairs:
    days = [f"2026-10-{day}" for day in (19, 20, 21)]
    cells = [(f"time.reading.0.{day}", str(dice.randrange(5, 60))) for day in days]
    return [("once", new_public_id()), ("on", days[0]), ("line", "reading.0"), ("decision", "submit"), *cells]


def _series(dice: random.Random, _camp: Camp) -> hostility.Pairs:
    return [
        ("once", new_public_id()), ("activity", "reading"), ("minutes", "50"), ("started_at", ""), ("placement", ""), ("case", ""),
        ("weekdays", str(dice.randrange(7))), ("every", "1"), ("first_on", "2026-09-01"), ("last_on", "2026-10-01"),
        ("without", ""), ("days", ""), ("decision", dice.choice(("look", "submit"))), ("item", "2026-09-03"),
    ]  # fmt: skip


def _quick(dice: random.Random, _camp: Camp) -> hostility.Pairs:
    lines = "\n".join(f"{dice.randrange(1, 29)} Oct, {dice.randrange(5, 60)}, reading" for _ in range(3))
    return [("once", new_public_id()), ("lines", lines), ("decision", "look"), ("seen", "")]


_FORMS_OF_THE_LOG: tuple[Callable[[random.Random, Camp], tuple[str, hostility.Pairs]], ...] = (
    *[lambda dice, camp: ("/log/new", _entry(dice, camp))] * 5,
    lambda dice, camp: (
        f"/entries/{dice.choice((camp.draft, camp.submitted, *camp.foreign))}/edit",
        _entry(dice, camp),
    ),
    lambda dice, camp: ("/log/week", _week(dice, camp)),
    lambda dice, camp: ("/log/series", _series(dice, camp)),
    lambda dice, camp: ("/log/quick", _quick(dice, camp)),
    lambda dice, camp: ("/log/months", [("month", "2026-09"), ("once", new_public_id())]),
)


# Bringing time in


def attack_import(siege: Siege, camp: Camp) -> None:
    dice = siege.dice
    file, name = (FILE.encode(), "hours.csv") if dice.randrange(3) == 0 else hostility.table(dice)
    fields = dict(hostility.mutated(dice, [("once", new_public_id()), ("trainee", "")], camp.forged))
    answer = siege.send("POST", "/imports/time", data={**fields, "file": (io.BytesIO(file), name)})
    if answer.status_code in {302, 303}:
        _read_hostile(siege, camp, answer.location)


def _read_hostile(siege: Siege, camp: Camp, columns: str) -> None:
    dice, file = siege.dice, columns.removesuffix("/columns")
    honest = [*form_of(siege.send("GET", columns).text).items(), ("decision", "look")]
    for pairs in (hostility.mutated(dice, honest, camp.forged), honest):
        body, kind = hostility.sent(dice, pairs)
        siege.send("POST", columns, data=body, content_type=kind)
    sheet = hostility.mutated(dice, [("sheet", "0"), ("heading_row", "1")], camp.forged)
    siege.send("POST", f"{file}/sheet", data=hostility.sent(dice, sheet)[0], content_type=hostility.FORM)
    page = siege.send("GET", file).text
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    confirmed = hostility.mutated(dice, [("seen", seen)], camp.forged) if dice.randrange(2) else [("seen", seen)]
    siege.send("POST", f"{file}/confirm", data=hostility.sent(dice, confirmed)[0], content_type=hostility.FORM)
    siege.send("GET", dice.choice((f"{file}/refused.csv", file, columns)))


# A mailed link


class Link:
    """A link to what waits of a camp's trainee, and the code that was sent for it."""

    def __init__(self, siege: Siege, camp: Camp) -> None:
        app, own, at = siege.app, camp.own, clock.now()
        with saved(app):
            self.names = [camp.submitted, make_entry(own, content(minutes=50)).public_id]
            services.ask_by_link(
                signer_id=own.supervisor.id,
                programme_id=own.programme.id,
                trainee_id=own.trainee.id,
                actor=acting(own.administrator, at),
                at=at,
                on=clock.today(),
            )
        self.address = sent_link(app)
        self.code = send_code(app, siege.client, self.address)


def attack_link(siege: Siege, camp: Camp) -> None:
    dice, link = siege.dice, Link(siege, camp)
    siege.look_again()
    others = [link.address[:-1], link.address + "A", "/sign/" + camp.submitted, "/sign/%00", "/sign/" + "x" * 3_000]
    for _ in range(_INPUTS_OF_A_LINK // 2):
        # The right code too: what is hostile then stands in the entries' own fields.
        code = dice.choice((link.code, _CODE_OF_NOBODY, "٠١٢٣٤٥", "1" * 7, ""))
        name = dice.choice(link.names)
        honest = [*ticked(name, code=code).items(), (f"{name}-comment", "")]
        address = dice.choice([link.address] * 4 + others)
        body, kind = hostility.sent(dice, hostility.mutated(dice, honest, [*camp.forged, *link.names]))
        ending = "/not-mine" if dice.randrange(60) == 0 else ""
        siege.send("POST", address + ending, data=body, content_type=kind)
        siege.send("GET", address)


in_parts = pytest.mark.parametrize("part", range(PARTS))
_BY_LINK = ("trail_line", "trail_head", "signing_code", "signing_list")


@in_parts
def test_hostile_forms_of_the_log_are_refused_whole_or_stored_soundly(
    app: Flask, client: FlaskClient, part: int
) -> None:
    siege = besiege(Siege(app, client, _SEED + part), attack_log, volume(ci=300, full=1_000))
    assert siege.answers[302] > siege.inputs / 100
    assert siege.answers[422] > siege.inputs / 10


@in_parts
def test_hostile_files_and_their_reading_are_refused_whole_or_stored_soundly(
    app: Flask, client: FlaskClient, part: int
) -> None:
    siege = besiege(Siege(app, client, _SEED + part), attack_import, volume(ci=200, full=900))
    assert min(siege.answers[302], siege.answers[422]) > siege.inputs / 100


@in_parts
def test_hostile_answers_to_a_link_sign_nothing_but_what_was_asked(app: Flask, client: FlaskClient, part: int) -> None:
    siege = Siege(app, client, _SEED + part, _BY_LINK)
    besiege(siege, attack_link, volume(ci=160, full=600), _INPUTS_OF_A_LINK)
    with app.app_context():
        signed = select(LogEntry.public_id).where(LogEntry.state == "signed")
        named = {f"entry:{name}" for name in db.session.scalars(signed)}
        assert named == set(db.session.scalars(select(Signature.document)))
    assert siege.answers[422] > siege.inputs / 10


@pytest.mark.planted
@pytest.mark.one_engine
def test_a_form_that_checks_nothing_is_caught(app: Flask, client: FlaskClient, monkeypatch) -> None:
    monkeypatch.setattr(writing, "insist_on_entry", lambda *_given, **_more: None)
    with pytest.raises(AssertionError, match=r"handed in on|minutes of what is|outcome '|a note that is too long"):
        besiege(Siege(app, client, _SEED), attack_log, 2_000)


@pytest.mark.planted
@pytest.mark.one_engine
def test_a_form_that_stores_and_then_refuses_is_caught(app: Flask, client: FlaskClient, monkeypatch) -> None:
    def refuse_too_late(*given: Any, **more: Any) -> None:
        if camps:
            _draft(camps[-1].own)
        insist_on_entry(*given, **more)

    camps: list[Camp] = []
    insist_on_entry = writing.insist_on_entry  # type: ignore[attr-defined]
    monkeypatch.setattr(writing, "insist_on_entry", refuse_too_late)

    def attack(siege: Siege, camp: Camp) -> None:
        camps.append(camp)
        attack_log(siege, camp)

    with pytest.raises(AssertionError, match="yet something was stored"):
        besiege(Siege(app, client, _SEED), attack, 2_000)
