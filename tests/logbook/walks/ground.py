"""The application under a walk: each verb as a request asks for it, in a transaction of its own, and what then stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from tests.factories.cohorts import make_agreement, make_registration
from tests.factories.logbook import make_training
from tests.factories.people import give_role, make_person
from tests.logbook.walks.model import Agreement, Log, NotPermitted
from trainee_app.access import Actor, can
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.rules import Capacity, Span
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.imports import services as imports
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.rules import Outcome, document_name
from trainee_app.imports.rules.mapping import DayOrder, LengthUnit, Mapping, Role, name_key
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import entry_named
from trainee_app.logbook.rules import Code, Content, Seen
from trainee_app.logbook.rules.blanking import Why
from trainee_app.people import rules as people
from trainee_app.people.models import Person
from trainee_app.refusals import Refusal

BEGINS_AT = datetime(2026, 10, 12, 10, tzinfo=UTC)
REGISTERED_UNTIL = {"rees": date(2028, 3, 31), "locum": date(2026, 10, 31)}
ACTIVITIES = {"Session": "case_session", "Liaison": "liaison", "Reading": "reading"}
HOW = {"method": "password", "strength": "two_factors"}
_COLUMNS = Mapping(
    roles=(Role.DAY, Role.ACTIVITY, Role.LENGTH, Role.START, Role.NOTE),
    day_order=DayOrder.DAY_FIRST,
    units={2: LengthUnit.MINUTES},
    activities={name_key(name): activity for name, activity in ACTIVITIES.items()},
)


@dataclass(frozen=True)
class People:
    """Who takes part, by the name that the walk gives them; and the trainee whose log it is."""

    trainee_id: int
    ids: dict[str, int]


def make_people() -> People:
    """Make a trainee with a supervisor and a tutor; somebody who may come to stand in; and the office."""
    training = make_training()
    made = {"marta": training.trainee.person, "rees": training.supervisor, "fenn": training.tutor}
    made |= {"ines": training.administrator, "locum": make_person("Ola Locum"), "dora": make_person("Dora Director")}
    made["ifor"] = make_person("Ifor Bevan")
    give_role(made["locum"], training.programme, people.Role.SUPERVISOR)
    give_role(made["dora"], training.programme, people.Role.DIRECTOR)
    give_role(made["ifor"], training.programme, people.Role.DATA_PROTECTION_OFFICER)
    make_registration(made["locum"], training.programme, valid_until=REGISTERED_UNTIL["locum"])
    make_agreement(training.trainee, made["locum"], starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 15))
    return People(training.trainee.id, {name: person.id for name, person in made.items()})


def empty_log() -> Log:
    """Return the model of what `make_people` makes."""
    starts_on = date(2025, 10, 1)
    return Log(
        {
            "rees": Agreement("rees", "supervisor", starts_on),
            "fenn": Agreement("fenn", "tutor", starts_on),
            "locum": Agreement("locum", "supervisor", date(2026, 9, 1), date(2026, 11, 15)),
        },
        REGISTERED_UNTIL,
    )


class Ground:
    """The verbs on the application."""

    def __init__(self, made: People) -> None:
        """Begin on the first day."""
        self.people, self.at = made, BEGINS_AT

    @property
    def today(self) -> date:
        return self.at.date()

    def actor(self, name: str) -> Actor:
        return Actor(self.people.ids[name], self.today, second_factor=True, confirmed=True)

    def request(self, act: Callable[[], Any]) -> Any:
        """Do it as a request does, and return what came of it, or the kind of refusal."""
        self.at += timedelta(minutes=1)
        try:
            with unit_of_work():
                return act()
        except Refusal as refusal:
            return type(refusal)
        finally:
            db.session.remove()

    def seen(self, name: str) -> Seen:
        """Return what a page shows of an entry: the version that waits, or else the one that counts."""
        entry = self._entry(name)
        number = entry.pending_version or entry.version
        version = select(EntryVersion.content_hash).where(
            EntryVersion.entry_id == entry.id, EntryVersion.number == number
        )
        return Seen(name, number, db.session.scalar(version) or "")

    def _entry(self, name: str) -> LogEntry:
        entry = entry_named(name)
        assert entry is not None
        return entry

    def save(self, name: str, content: Content) -> Any:
        def act() -> None:
            services.save_draft(
                trainee_id=self.people.trainee_id,
                public_id=name,
                content=content,
                actor=self.actor("marta"),
                at=self.at,
            )

        return self.request(act)

    def submit(self, name: str, content: Content) -> Any:
        def act() -> None:
            services.submit_entry(
                trainee_id=self.people.trainee_id,
                public_id=name,
                content=content,
                actor=self.actor("marta"),
                at=self.at,
                confirmed=set(Code),
            )

        return self.request(act)

    def correct(self, name: str, content: Content) -> Any:
        def act() -> None:
            entry, actor = self._entry(name), self.actor("marta")
            services.correct_entry(entry=entry, content=content, actor=actor, at=self.at, confirmed=set(Code))

        return self.request(act)

    def withdraw(self, name: str) -> Any:
        return self.request(
            lambda: services.withdraw_entry(entry=self._entry(name), actor=self.actor("marta"), at=self.at)
        )

    def discard(self, name: str) -> Any:
        return self.request(
            lambda: services.discard_entry(entry=self._entry(name), actor=self.actor("marta"), at=self.at)
        )

    def sign(self, person: str, items: list[Seen]) -> Any:
        results = self.request(lambda: services.sign_entries(items=items, actor=self.actor(person), at=self.at, **HOW))
        return [(each.entry, each.outcome.value) for each in results]

    def give_back(self, person: str, seen: Seen) -> Any:
        def act() -> None:
            entry, actor = self._entry(seen.entry), self.actor(person)
            self._insist(actor, "entry.return", entry)
            services.return_entry(
                entry=entry, seen_version=seen.version, comment="Which day was it?", actor=actor, at=self.at
            )

        return self.request(act)

    def void(self, seen: Seen) -> Any:
        def act() -> None:
            entry, actor = self._entry(seen.entry), self.actor("ines")
            self._insist(actor, "entry.void", entry)
            services.void_entry(
                entry=entry, seen_version=seen.version, reason="Entered twice.", actor=actor, at=self.at
            )

        return self.request(act)

    @staticmethod
    def _insist(actor: Actor, action: str, entry: LogEntry) -> None:
        if not can(actor, action, entry):
            raise NotPermitted

    def blank(self, name: str) -> Any:
        return self.request(
            lambda: services.blank_entry(entry=self._entry(name), why=Why.NAME, actor=self.actor("ifor"), at=self.at)
        )

    def agree(self, name: str, person: str, capacity: str, starts_on: date) -> Any:
        def act() -> None:
            cohorts.make_agreement(
                trainee=db.session.get_one(Trainee, self.people.trainee_id),
                supervisor=db.session.get_one(Person, self.people.ids[person]),
                capacity=Capacity(capacity),
                span=Span(starts_on, None),
                actor=self.actor("ines"),
                on=self.today,
                at=self.at,
                public_id=name,
            )

        return self.request(act)

    def end(self, which: Agreement, ends_on: date) -> Any:
        held = and_(
            SupervisionAgreement.trainee_id == self.people.trainee_id,
            SupervisionAgreement.supervisor_id == self.people.ids[which.person],
            SupervisionAgreement.capacity == which.capacity,
            SupervisionAgreement.starts_on == which.starts_on,
        )
        newest = select(SupervisionAgreement).where(held).order_by(SupervisionAgreement.id.desc()).limit(1)
        return self.request(
            lambda: cohorts.end_agreement(
                agreement=db.session.scalars(newest).one(), ends_on=ends_on, actor=self.actor("ines"), at=self.at
            )
        )

    def bring(self, name: str, content: bytes, *, is_own: bool, hands_in: bool) -> tuple[list[Any], str | None]:
        """Bring a file in as its page does: put up, its columns said, looked at, confirmed. Return the rows that come in."""
        by = "marta" if is_own else "ines"

        def act() -> tuple[list[Any], str | None]:
            trainee = db.session.get_one(Trainee, self.people.trainee_id)
            given = imports.unpacked(imports.GivenFile("hours.csv", content))
            whose: dict[str, Any] = {"cohort": trainee.cohort, "trainee": trainee, "is_own": is_own}
            file = imports.put_up(public_id=name, **whose, given=given, actor=self.actor(by), at=self.at)
            imports.map_columns(file=file, mapping=replace(_COLUMNS, hands_in=hands_in), at=self.at)
            account = imports.look(file=file, on=self.today).account
            imports.confirm(file=file, seen=account.digest(), actor=self.actor(by), on=self.today, at=self.at)
            batch = db.session.get(ImportBatch, file.batch_id) if file.batch_id else None
            return account.having(Outcome.TAKEN), document_name(batch.public_id) if batch else None

        found: tuple[list[Any], str | None] = self.request(act)
        return found

    def attest(self, document: str, person: str) -> Any:
        def act() -> None:
            name = document.partition(":")[2]
            batch = db.session.scalars(select(ImportBatch).where(ImportBatch.public_id == name)).one()
            imports.attest(
                batch=batch, seen_hash=batch.content_hash, actor=self.actor(person), on=self.today, at=self.at, **HOW
            )

        return self.request(act)

    def newest(self, known: set[str]) -> list[str]:
        """Return the names of the entries that the walk does not know yet, in the order in which they were written."""
        names = db.session.scalars(select(LogEntry.public_id).order_by(LogEntry.id)).all()
        return [name for name in names if name not in known]
