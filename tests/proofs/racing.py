"""Rounds in which four requests meet at one entry, or one file, at the same moment, and what may come of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_registration, make_trainee
from tests.factories.files import pdf
from tests.factories.people import give_account, give_role, make_person
from tests.imports.filing import form_of
from tests.proofs.calling import Answer, Caller, Seat, seat_for
from tests.proofs.world import World, hand_in
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.away import services as away
from trainee_app.away.models import PaperRecord
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Content, Seen
from trainee_app.logbook.services import correct_entry, sign_entries
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose, token_of
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature

DONE, SEEN_OTHER, NO_SUCH_PAGE, STALE, REFUSED = 302, 303, 404, 409, 422
_numbers = count(1)

Act = Callable[[Caller], Answer]


@dataclass(frozen=True)
class After:
    """What is stored once a round is over."""

    state: str
    version: int
    pending: str | None
    minutes: int
    signatures: Counter[int]
    methods: tuple[str, ...]


@dataclass
class Round:
    """Four acts at one entry, and whether what came of them may be."""

    entry: str
    acts: Sequence[Act]
    allows: Callable[[Sequence[int], After], bool]


@dataclass
class Race:
    """The people who race, each with a session of their own."""

    app: Flask
    world: World
    key: str
    seats: dict[str, Seat] = field(default_factory=dict)

    def seat(self, caller: Caller, who: str, person_id: int, page: str) -> Seat:
        """Return somebody's session by its name, begun where it is asked for first."""
        if who not in self.seats:
            self.seats[who] = caller.sit_down(seat_for(self.app, person_id), page)
        return self.seats[who]

    def trainee(self) -> tuple[int, int]:
        """Make a trainee for one round, with the agreements of all; return the membership's id and the person's."""
        number = next(_numbers)
        with self.app.app_context(), unit_of_work():
            programme = db.session.get_one(Programme, self.world.programme_id)
            cohort = db.session.scalars(select(Cohort)).one()
            person = make_person(f"Racer {number}", f"racer{number}@proof.internal")
            give_account(person)
            give_role(person, programme, Role.TRAINEE, starts_on=cohort.starts_on)
            trainee = make_trainee(cohort, person)
            for supervisor in self.world.supervisors:
                make_agreement(trainee, db.session.get_one(type(person), supervisor), starts_on=cohort.starts_on)
            return trainee.id, person.id

    def day(self) -> Content:
        """Return what the usual entry of a round says."""
        return Content(worked_on=self.world.today - timedelta(days=3), activity="case_session", minutes=50)


def _signing(seat: Seat, tick: str) -> Act:
    return lambda caller: caller.post(seat, "/to-sign", {"entry": tick})


def _posting(seat: Seat, address: str, fields: dict[str, str]) -> Act:
    return lambda caller: caller.post(seat, address, fields)


def _signers(race: Race, caller: Caller) -> list[Seat]:
    return [race.seat(caller, f"supervisor {n}", person, "/to-sign") for n, person in enumerate(race.world.supervisors)]


def sign_sign(race: Race, caller: Caller) -> Round:
    """Two supervisors, each in two windows, sign the same entry."""
    trainee_id, _ = race.trainee()
    (waiting,) = hand_in(race.app, race.world, trainee_id, race.day())
    acts = [_signing(seat, waiting.tick) for seat in _signers(race, caller) * 2]

    def allows(came: Sequence[int], after: After) -> bool:
        return sorted(came) == [DONE, STALE, STALE, STALE] and after.state == "signed" and after.signatures == {1: 1}

    return Round(waiting.public_id, acts, allows)


def _corrected(race: Race, trainee_id: int) -> tuple[str, str]:
    """Make a signed entry with a correction that waits; return its name and the correction's tick."""
    (waiting,) = hand_in(race.app, race.world, trainee_id, race.day())
    name, number, hash_ = waiting.tick.split(":")
    signer = Actor(race.world.supervisors[0], race.world.today, second_factor=True, confirmed=True)
    with race.app.app_context(), unit_of_work():
        items, at = [Seen(name, int(number), hash_)], clock.now()
        sign_entries(items=items, actor=signer, at=at, method="password", strength="two_factors")
    with race.app.app_context(), unit_of_work():
        entry = db.session.scalars(select(LogEntry).where(LogEntry.public_id == name)).one()
        trainee = db.session.get_one(Trainee, trainee_id)
        actor = Actor(trainee.person_id, race.world.today, second_factor=True)
        content = Content(worked_on=race.day().worked_on, activity="case_session", minutes=45)
        correct_entry(entry=entry, content=content, actor=actor, at=clock.now(), confirmed=set())
        return name, f"{name}:2:{version_of(entry.id, 2).content_hash}"


def sign_correct(race: Race, caller: Caller) -> Round:
    """Two sign a correction, while its trainee corrects once more in two windows."""
    trainee_id, person_id = race.trainee()
    name, tick = _corrected(race, trainee_id)
    seat = caller.sit_down(seat_for(race.app, person_id), "/log/new")
    said = {
        "activity": "case_session",
        "worked_on": race.day().worked_on.isoformat(),
        "outcome": "held",
        "decision": "submit",
    }
    edits = [_posting(seat, f"/entries/{name}/edit", {**said, "minutes": minutes}) for minutes in ("40", "35")]
    acts = [*(_signing(each, tick) for each in _signers(race, caller)), *edits]

    def allows(came: Sequence[int], after: After) -> bool:
        signs, corrections = came[:2], came[2:]
        is_pending = after.pending == "submitted"
        return (
            sorted(signs) == [DONE, STALE]
            and after.signatures == {1: 1, 2: 1}
            and (after.state, after.version, after.minutes) == ("signed", 2, 45)
            and corrections.count(DONE) == int(is_pending)
            and set(corrections) <= {DONE, STALE}
        )

    return Round(name, acts, allows)


def sign_withdraw(race: Race, caller: Caller) -> Round:
    """Two sign a correction, while its trainee takes it back in two windows."""
    trainee_id, person_id = race.trainee()
    name, tick = _corrected(race, trainee_id)
    seat = caller.sit_down(seat_for(race.app, person_id), "/log/new")
    acts = [
        *(_signing(each, tick) for each in _signers(race, caller)),
        *[_posting(seat, f"/entries/{name}/withdraw", {})] * 2,
    ]

    def allows(came: Sequence[int], after: After) -> bool:
        signed = came[:2].count(DONE)
        stands = {1: 1, 2: 1} if signed else {1: 1}
        return signed + came[2:].count(DONE) == 1 and after.signatures == stands and set(came) <= {DONE, STALE}

    return Round(name, acts, allows)


def sign_void(race: Race, caller: Caller) -> Round:
    """Two sign a correction, while the office says in two windows that the entry does not count."""
    trainee_id, _ = race.trainee()
    name, tick = _corrected(race, trainee_id)
    office = race.seat(caller, "office", race.world.administrator, "/")
    voiding = _posting(office, f"/entries/{name}/void", {"version": "1", "reason": "Logged a second time by mistake."})
    acts = [*(_signing(each, tick) for each in _signers(race, caller)), voiding, voiding]

    def allows(came: Sequence[int], after: After) -> bool:
        signed, voided = came[:2].count(DONE), came[2:].count(DONE)
        ends = {(1, 0): ("signed", 2, {1: 1, 2: 1}), (0, 1): ("void", 1, {1: 1})}
        # What is void already is nothing that could be made void: the second window finds no such page.
        is_polite = set(came[:2]) <= {DONE, STALE} and set(came[2:]) <= {DONE, STALE, NO_SUCH_PAGE}
        return is_polite and (after.state, after.version, after.signatures) == ends.get((signed, voided))

    return Round(name, acts, allows)


def link_account(race: Race, caller: Caller) -> Round:
    """Somebody signs by link, pressing twice, while two others sign with their accounts."""
    trainee_id, _ = race.trainee()
    (waiting,) = hand_in(race.app, race.world, trainee_id, race.day())
    acts = [
        *_by_link(race, caller, trainee_id, waiting.public_id),
        *(_signing(each, waiting.tick) for each in _signers(race, caller)),
    ]

    def allows(came: Sequence[int], after: After) -> bool:
        by_account = came[2:].count(DONE)
        return (
            (after.state, after.signatures) == ("signed", {1: 1})
            and by_account == (0 if after.methods == ("link",) else 1)
            and set(came[:2]) <= {SEEN_OTHER, STALE, REFUSED}
            and set(came[2:]) <= {DONE, STALE}
        )

    return Round(waiting.public_id, acts, allows)


def _by_link(race: Race, caller: Caller, trainee_id: int, name: str) -> Sequence[Act]:
    """Let somebody be sent a link to what waits, and press twice in answer."""
    address, code = _link(race, trainee_id)
    visitor = caller.sit_down(Seat(), address)
    answer = {"act": "answer", f"{name}-shown": "1", f"{name}-sign": "y", "code": code}
    return [_posting(visitor, address, answer)] * 2


def _link(race: Race, trainee_id: int) -> tuple[str, str]:
    """Ask somebody without an account to sign what waits; return the link's address and a code for it."""
    at = clock.now()
    with race.app.app_context(), unit_of_work():
        trainee = db.session.get_one(Trainee, trainee_id)
        programme = db.session.get_one(Programme, race.world.programme_id)
        signer = make_person(f"Guest {trainee_id}", f"guest{trainee_id}@proof.internal")
        make_registration(signer, programme, valid_from=trainee.cohort.starts_on, valid_until=trainee.cohort.ends_on)
        make_agreement(trainee, signer, starts_on=trainee.cohort.starts_on)
        made = away.ask_by_link(
            signer_id=signer.id,
            programme_id=programme.id,
            trainee_id=trainee_id,
            actor=Actor(race.world.administrator, race.world.today, second_factor=True),
            at=at,
            on=race.world.today,
        )
        token = token_of(away.hand_token(signing_list=made, at=at), Purpose.SIGNING, race.key)
        code = away.hand_code(code=away.ask_for_code(list_id=made.id, at=at), key=race.key, at=at)
    return f"/sign/{token}", code


def paper_account(race: Race, caller: Caller) -> Round:
    """A director decides in two windows about a sheet signed in ink, while two sign with their accounts."""
    trainee_id, _ = race.trainee()
    (waiting,) = hand_in(race.app, race.world, trainee_id, race.day())
    office = race.seat(caller, "office", race.world.administrator, "/")
    director = race.seat(caller, "director", _director(race), "/")
    record, seen = _recorded_sheet(race, caller, office, trainee_id, waiting.public_id)
    deciding = _posting(director, f"{record}/sign", {"seen": seen, "looked": "y"})
    acts = [deciding, deciding, *(_signing(each, waiting.tick) for each in _signers(race, caller))]

    def allows(came: Sequence[int], after: After) -> bool:
        is_polite = set(came[:2]) <= {SEEN_OTHER, STALE} and set(came[2:]) <= {DONE, STALE}
        by_account = 0 if after.methods == ("paper",) else 1
        return is_polite and (after.state, after.signatures, came[2:].count(DONE)) == ("signed", {1: 1}, by_account)

    return Round(waiting.public_id, acts, allows)


def link_paper_account(race: Race, caller: Caller) -> Round:
    """Somebody signs by link, pressing twice, while a director decides about a sheet in ink and another signs at once."""
    trainee_id, _ = race.trainee()
    (waiting,) = hand_in(race.app, race.world, trainee_id, race.day())
    office = race.seat(caller, "office", race.world.administrator, "/")
    director = race.seat(caller, "director", _director(race), "/")
    record, seen = _recorded_sheet(race, caller, office, trainee_id, waiting.public_id)
    acts = [
        *_by_link(race, caller, trainee_id, waiting.public_id),
        _posting(director, f"{record}/sign", {"seen": seen, "looked": "y"}),
        _signing(_signers(race, caller)[1], waiting.tick),
    ]

    def allows(came: Sequence[int], after: After) -> bool:
        by_account = 0 if after.methods in {("link",), ("paper",)} else 1
        is_polite = set(came[:2]) <= {SEEN_OTHER, STALE, REFUSED} and set(came[2:]) <= {SEEN_OTHER, DONE, STALE}
        return is_polite and (after.state, after.signatures, came[3:].count(DONE)) == ("signed", {1: 1}, by_account)

    return Round(waiting.public_id, acts, allows)


def _director(race: Race) -> int:
    """Return the one director, made where asked for first."""
    email = "director@proof.internal"
    with race.app.app_context(), unit_of_work():
        known = db.session.scalar(select(Person.id).where(Person.email == email))
        if known is not None:
            return known
        programme = db.session.get_one(Programme, race.world.programme_id)
        person = make_person("Director", email)
        give_account(person)
        give_role(person, programme, Role.DIRECTOR)
        return person.id


def _recorded_sheet(race: Race, caller: Caller, office: Seat, trainee_id: int, entry: str) -> tuple[str, str]:
    """Print a sheet of the entry, and record that it came back signed; return the record's address and its hash."""
    month, signer = race.day().worked_on.replace(day=1), race.world.supervisors[0]
    with race.app.app_context():
        of_both = (SupervisionAgreement.trainee_id == trainee_id, SupervisionAgreement.supervisor_id == signer)
        agreement = db.session.scalars(select(SupervisionAgreement.public_id).where(*of_both)).one()
        db.session.remove()
    sheet = caller.post(office, f"/agreements/{agreement}/sheets", {"month": month.isoformat()}).location
    said = {"covered": entry, "inked_on": race.world.today.isoformat(), "looked": "y", "once": new_public_id()}
    record = caller.upload(office, f"{sheet}/record", "scan.pdf", pdf(), said).location
    with race.app.app_context():
        known = select(PaperRecord.content_hash).where(PaperRecord.public_id == record.rpartition("/")[2])
        seen = db.session.scalars(known).one()
        db.session.remove()
    return record, seen


def after_rounds(app: Flask, rounds: Sequence[Round]) -> dict[str, After]:
    """Return what is stored of the rounds' entries, by name."""
    names = [each.entry for each in rounds]
    with app.app_context():
        entries = db.session.scalars(select(LogEntry).where(LogEntry.public_id.in_(names))).all()
        documents = [f"entry:{name}" for name in names]
        signatures = db.session.scalars(select(Signature).where(Signature.document.in_(documents))).all()
        found = {}
        for each in entries:
            own = [one for one in signatures if one.document == f"entry:{each.public_id}"]
            found[each.public_id] = After(
                each.state, each.version, each.pending_state, each.minutes,
                Counter(one.document_version for one in own), tuple(one.method for one in own),
            )  # fmt: skip
        db.session.remove()
    return found


_TIMES = "Date,What,How long\n{day},Reading,50 min\n{day},Seminar,1h30\n"


def double_import(race: Race, caller: Caller) -> tuple[int, Sequence[Act]]:
    """Put the same file up twice and bring each in, in two windows; return whose it is, and the four acts."""
    trainee_id, person_id = race.trainee()
    seat = caller.sit_down(seat_for(race.app, person_id), "/imports/time")
    acts = []
    for _ in range(2):
        content = _TIMES.format(day=race.day().worked_on.isoformat()).encode()
        columns = caller.upload(seat, "/imports/time", "hours.csv", content).location
        caller.post(seat, columns, {**form_of(caller.get(seat, columns).text), "decision": "look"})
        file = columns.removesuffix("/columns")
        seen = caller.get(seat, file).text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
        acts += [_posting(seat, f"{file}/confirm", {"seen": seen})] * 2
    return trainee_id, acts
