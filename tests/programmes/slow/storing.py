"""Raw records put into a database: rows as the application keeps them, its totals made from them by itself."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import bindparam, insert, update

from tests.programmes.slow.comparing import Example
from tests.programmes.slow.gathering import SUPERVISORS
from tests.programmes.slow.programmes import text_of
from tests.programmes.slow.raw import Excused, RawCase, Record, Row
from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CaseEnding, CasePhase, CasePresented
from trainee_app.cohorts.models import Cohort, Placement, Trainee, TrainingBreak, VersionPin
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import EntryStep, EntryVersion, LogEntry
from trainee_app.logbook.rules import Content, Details, is_late, written_details
from trainee_app.logbook.services import rebuild_totals
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition, credited_minutes
from trainee_app.readiness.models import WaiverRecord
from trainee_app.signatures.models import Signature

_AT = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = count(1)
# By which moves an entry that was handed in comes to its state.
_MOVES = {"signed": ("signed",), "void": ("signed", "void"), "returned": ("returned",)}


def keepable(example: Example) -> Example:
    """Leave away what is not put into the database here: waivers of single periods, things brought along, registers.
    Papers and fees are kept nowhere yet.
    """
    document, record, as_of = example
    excused = tuple(each for each in record.excused if each.period_on is None)
    elsewhere: Any = {"filed": None, "gone_on": (), "taught": ()}
    return document, replace(record, excused=excused, brought=(), **elsewhere), as_of


def store(examples: Sequence[Example]) -> list[int]:
    """Put each record under a programme version of its own; return the trainees' ids in their order."""
    number = next(_numbers)
    programme = _added(Programme(key=f"random{number}", title="Random", zone="Europe/London"))
    people = [Person(name=name, email=f"{name}{number}@example.org".lower(), recorded_at=_AT) for name in SUPERVISORS]
    _add_all(people)
    keeper = _Keeper(programme, people, _added(_signature(programme, people[0], f"random:{programme.id}")))
    trainees = keeper.keep(examples)
    rebuild_totals()
    db.session.expire_all()
    return trainees


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def _signature(programme: Programme, signer: Person, document: str) -> Signature:
    texts = dict.fromkeys(("meaning", "signer_name", "signer_role", "signer_registration"), "x")
    texts |= dict.fromkeys(("method", "strength", "content_hash", "trail_head", "seal"), "x")
    return Signature(
        programme_id=programme.id,
        document=document,
        document_version=1,
        slot="supervisor",
        signer_id=signer.id,
        signed_at=_AT,
        canonical_version=1,
        canonical=b"x",
        **texts,
    )


@dataclass
class _Kept:
    """One record on its way into the database."""

    record: Record
    version: ProgrammeVersion
    cohort: Cohort
    person: Person
    away_days: int
    trainee: Trainee = field(init=False)
    sites: list[Placement] = field(default_factory=list)
    cases: list[TrainingCase] = field(default_factory=list)


class _Keeper:
    """Puts records under one programme: all rows of one kind together, which spares the way to the database."""

    def __init__(self, programme: Programme, people: Sequence[Person], signature: Signature) -> None:
        self._programme = programme
        self._one, self._other = people[:2]
        self._supervisors = {each.name: each for each in people}
        self._signature = signature
        self._given = {"programme_id": programme.id, "recorded_at": _AT}
        self._entries: list[tuple[Row, dict[str, Any]]] = []

    def keep(self, examples: Sequence[Example]) -> list[int]:
        kept = [self._begin(at, document, record) for at, (document, record, _) in enumerate(examples)]
        _add_all(row for each in kept for row in (each.version, each.cohort, each.person))
        for each in kept:
            each.trainee = Trainee(**self._given, cohort_id=each.cohort.id, person_id=each.person.id)
        pins = [
            VersionPin(**self._given, cohort_id=each.cohort.id, programme_version_id=each.version.id) for each in kept
        ]
        _add_all([*pins, *(each.trainee for each in kept)])
        _add_all(row for each in kept for row in self._of_trainee(each))
        _add_all(row for each in kept for row in self._of_cases(each))
        for each in kept:
            whose = {**self._given, "trainee_id": each.trainee.id}
            definition = definition_of(each.version)
            places = ([site.id for site in each.sites], [case.id for case in each.cases])
            self._entries += [(row, {**whose, **_entry(row, definition, *places)}) for row in each.record.rows]
        self._write_entries()
        return [each.trainee.id for each in kept]

    def _begin(self, at: int, document: dict[str, Any], record: Record) -> _Kept:
        """Make the cohort end earlier than the trainee, whose end a break has moved."""
        text = text_of({**document, "programme": {**document["programme"], "version": at + 1}})
        away = record.moved_days
        ends_on = record.ends_on - timedelta(days=away)
        hashed = hashlib.sha256(text.encode()).hexdigest()
        return _Kept(
            record,
            ProgrammeVersion(**self._given, number=at + 1, definition=text, sha256=hashed, published_on=_AT.date()),
            Cohort(**self._given, name=f"Cohort {at}", starts_on=record.starts_on, ends_on=ends_on),
            Person(name=f"Trainee {at}", email=f"t{self._programme.id}.{at}@example.org", recorded_at=_AT),
            away,
        )

    def _of_trainee(self, kept: _Kept) -> Iterator[Any]:
        whose = {**self._given, "trainee_id": kept.trainee.id}
        if kept.away_days > 0:
            until = _AT.date() + timedelta(days=kept.away_days - 1)
            days = {"starts_on": _AT.date(), "ends_on": until, "days": kept.away_days}
            decided = {"decided_on": _AT.date(), "decided_by": self._one.id, "reason": "x"}
            yield TrainingBreak(**whose, kind="intermission", **days, **decided)
        kept.sites = [Placement(**whose, name=name, starts_on=date(2020, 1, 1)) for name in kept.record.sites]
        kept.cases = [_case(number, case, whose) for number, case in enumerate(kept.record.cases)]
        yield from [*kept.sites, *kept.cases]
        for each in kept.record.registered:
            until = each.until_on or date(9999, 12, 31)
            days = {"valid_from": each.from_on, "valid_until": until}
            yield Registration(**self._given, person_id=kept.person.id, body=each.body, number="1", **days)
        for excused in kept.record.excused:
            yield self._waiver(kept.trainee, excused)

    def _of_cases(self, kept: _Kept) -> Iterator[Any]:
        for row, case in zip(kept.cases, kept.record.cases, strict=True):
            given = {**self._given, "case_id": row.id}
            for at, each in enumerate(case.presented):
                said = {"held_on": each.on, "minutes": each.minutes, "state": each.state, "video_reviewed": each.video}
                signed_on = each.on if each.state == "signed" else None
                document = f"supervision:{row.id}.{at}"
                yield CasePresented(**given, document=document, signed_on=signed_on, **said)
                if each.state == "signed":
                    yield _signature(self._programme, self._supervisors[each.supervisor], document)
            for phase, on in case.phases:
                signed = {"signature_id": self._signature.id, "canonical": b"x", "content_hash": "x"}
                yield CasePhase(**given, phase=phase, completed_on=on, **signed)
            if case.ending is not None:
                said = {"kind": case.ending, "ended_on": case.ended_on, "feedback_received": False}
                yield CaseEnding(**given, recorded_by=self._one.id, **said)

    def _waiver(self, trainee: Trainee, excused: Excused) -> WaiverRecord:
        return WaiverRecord(
            programme_id=self._programme.id,
            trainee_id=trainee.id,
            requirement=excused.requirement,
            kind="waiver",
            proposed_by=self._one.id,
            proposed_at=_AT,
            decision="granted",
            decided_by=self._other.id,
            decided_at=_AT,
            decided_on=excused.decided_on,
            **dict.fromkeys(("reason", "evidence", "conditions"), "x"),
        )

    def _write_entries(self) -> None:
        """Write all entries as handed in or drafts, then let them make their moves, as the guards of the table ask."""
        if not self._entries:
            return
        rows = [row for row, _ in self._entries]
        stored = [
            {**values, "public_id": new_public_id(), "state": "draft" if row.state == "draft" else "submitted"}
            for row, values in self._entries
        ]
        ids = list(db.session.scalars(insert(LogEntry).returning(LogEntry.id, sort_by_parameter_order=True), stored))
        db.session.execute(insert(EntryVersion), [_version(*each) for each in zip(ids, rows, stored, strict=True)])
        steps = [
            {"programme_id": self._programme.id, "entry_id": entry_id, "version": 1, **step}
            for entry_id, row in zip(ids, rows, strict=True)
            for step in _steps(row)
        ]
        db.session.execute(insert(EntryStep), sorted(steps, key=lambda step: step["at"]))
        self._move(list(zip(ids, rows, strict=True)))
        self._entries.clear()

    def _move(self, entries: Sequence[tuple[int, Row]]) -> None:
        table: Any = LogEntry.__table__
        this = update(table).where(table.c.id == bindparam("entry"))
        signing = {"signed_on": bindparam("day"), "signature_id": self._signature.id}
        for move in ("signed", "void", "returned"):
            moved = [(id_, row) for id_, row in entries if move in _MOVES.get(row.state, ())]
            statement = this.values(state=move, **(signing if move == "signed" else {}))
            days = [{"entry": id_, **({"day": row.signed_on} if move == "signed" else {})} for id_, row in moved]
            if days:
                db.session.connection().execute(statement, days)


def _version(entry_id: int, row: Row, stored: dict[str, Any]) -> dict[str, Any]:
    is_imported = row.submitted_on is None
    handed_in_at = None if row.state == "draft" else _noon(row.submitted_on or row.on)
    copied = ("programme_id", "worked_on", "activity", "minutes", "outcome", "case_id", "placement_id")
    return {
        **{name: stored[name] for name in copied},
        "entry_id": entry_id,
        "number": 1,
        "details": written_details(Details(video_reviewed=row.video, group_of=row.present)),
        "text_hash": "x",
        "source": "import" if is_imported else "page",
        "written_at": _noon(row.on),
        "submitted_at": handed_in_at,
        "content_hash": None if handed_in_at is None else "x",
    }


def _steps(row: Row) -> Iterator[dict[str, Any]]:
    """Tell every move with its instant; two of the same day follow each other by a minute."""
    handed_in_on = row.submitted_on or row.on
    moves: list[tuple[str, date | None]] = [("draft", handed_in_on), ("submitted", handed_in_on)]
    moves += [(move, row.signed_on if move == "signed" else row.ended_on) for move in _MOVES.get(row.state, ())]
    before = None
    for number, (state, day) in enumerate(moves[:1] if row.state == "draft" else moves):
        assert day is not None
        yield {
            "state_before": before,
            "state_after": state,
            "at": _noon(day) + timedelta(minutes=number),
            "actor_id": None,
        }
        before = state


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _add_all(rows: Iterable[Any]) -> None:
    db.session.add_all(list(rows))
    db.session.flush()


def _case(number: int, case: RawCase, whose: dict[str, Any]) -> TrainingCase:
    return TrainingCase(
        **whose,
        number=number + 1,
        code=new_public_id()[:20],
        kind=case.kind,
        age_band=case.age_band,
        opened_on=case.opened_on,
        closed_on=case.ended_on,
    )


def _entry(row: Row, definition: Definition, sites: Sequence[int], cases: Sequence[int]) -> dict[str, Any]:
    return {
        "worked_on": row.on,
        "activity": row.activity,
        "minutes": row.minutes,
        "credited_minutes": credited_minutes(definition, row.activity, row.minutes, row.outcome, row.present),
        "outcome": row.outcome,
        "case_id": None if row.case is None else cases[row.case],
        "placement_id": None if row.site is None else sites[row.site],
        "video_reviewed": row.video,
        "submitted_on": row.submitted_on,
        "late": is_late(
            definition, Content(worked_on=row.on, activity=row.activity, minutes=row.minutes), row.submitted_on
        ),
    }
