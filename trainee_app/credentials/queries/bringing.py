"""What people bring along, what shows it, what the course has accepted, and what that says to the one rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from trainee_app.access import Actor
from trainee_app.credentials.models import Acceptance, BroughtAlong, Evidence, Registration
from trainee_app.credentials.queries.registrations import facts_registrations, registrations_of
from trainee_app.credentials.rules import (
    Course,
    Days,
    Experience,
    Record,
    Standing,
    Worked,
    experience_months,
    months_and_days,
    prerequisites_asked,
)
from trainee_app.db import Base, db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import administers_programme, holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition, Facts, Finding, PrerequisiteFact, SpanFact, evaluate
from trainee_app.programmes.rules.requirements import Stage

_Row = TypeVar("_Row", bound=Base)
Key = tuple[int, int]
# Who is asked to bring something along; and who never sees anything of personal therapy, whatever else they are.
_BRINGING = (Role.APPLICANT, Role.TRAINEE)
_KEPT_FROM_THERAPY = (Role.SUPERVISOR, Role.PLACEMENT_MANAGER, Role.EXAMINER)
_asked = aliased(RoleHeld)


@dataclass(frozen=True, slots=True)
class PrerequisiteRecord:
    """All that holds today of what one person brings along to one programme; nothing that was taken back.

    `lapsed`: the latest acceptance that ended, of what is not accepted anew.
    """

    registrations: Sequence[Registration]
    brought: Sequence[BroughtAlong]
    evidence: Sequence[Evidence]
    acceptances: Mapping[str, Acceptance]
    lapsed: Mapping[str, Acceptance] = field(default_factory=dict)

    def of(self, record: str) -> list[BroughtAlong]:
        """Return what is recorded of one prerequisite, the earliest first."""
        return [each for each in self.brought if each.record == record]

    @property
    def posts(self) -> list[BroughtAlong]:
        """The posts, the earliest first."""
        return self.of(Record.EXPERIENCE)

    @property
    def observation(self) -> list[BroughtAlong]:
        """What is recorded of the observation course."""
        return self.of(Record.OBSERVATION)

    @property
    def therapy(self) -> list[BroughtAlong]:
        """What is recorded of personal therapy. For the person, administrator and director alone."""
        return self.of(Record.THERAPY)

    def evidence_about(self, about: str) -> list[Evidence]:
        """Return the files about a prerequisite's record, or about "registration"."""
        return [each for each in self.evidence if each.about == about]


def is_own_row(model: Any) -> Any:
    """Return the condition that a row of this room is about the actor."""

    def is_about_oneself(actor: Actor) -> ColumnElement[bool]:
        own: ColumnElement[bool] = model.person_id == actor.person_id
        return own

    return is_about_oneself


def is_row_kept_by(model: Any) -> Any:
    """Return the condition that the actor is administrator or director of the programme a row is kept for."""

    def keeps_row(actor: Actor) -> ColumnElement[bool]:
        return holds_role(actor, model.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)

    return keeps_row


def is_taken_back(model: Any) -> Any:
    """Return the condition that a row has been taken back."""

    def has_ended(_actor: Actor) -> ColumnElement[bool]:
        ended: ColumnElement[bool] = model.ended_at.is_not(None)
        return ended

    return has_ended


def is_therapy_kept_from(model: Any, about: Any) -> Any:
    """Return the condition, as an exception, that a row is about somebody's personal therapy and not for this actor's eyes.

    A director who supervises on the programme is a supervisor too.
    """

    def is_kept_from(actor: Actor) -> ColumnElement[bool]:
        return and_(
            about == Record.THERAPY.value,
            model.person_id != actor.person_id,
            holds_role(actor, model.programme_id, *_KEPT_FROM_THERAPY),
        )

    return is_kept_from


def hears_no_therapy(actor: Actor) -> ColumnElement[bool]:
    """Condition, as an exception, on programmes: the actor holds a role there that is told nothing of therapy."""
    return holds_role(actor, Programme.id, *_KEPT_FROM_THERAPY)


def brings_along(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: the actor, who is or was applicant or trainee somewhere."""
    return and_(Person.id == actor.person_id, _is_asked(Person.id))


def keeps_what_is_brought(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: applicant or trainee where the actor is administrator or director today."""
    kept = holds_role(actor, _asked.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)
    return exists().where(_asked.person_id == Person.id, _asked.role.in_(_BRINGING), kept)


def programmes_asking(person_id: int, actor: Actor) -> list[Programme]:
    """Return the programmes to which the person brings something along, and on which the actor may keep it, A to Z."""
    asking = _is_asked(person_id, Programme.id)
    statement = select(Programme).where(asking).order_by(Programme.title, Programme.id)
    if person_id != actor.person_id:
        statement = statement.where(administers_programme(actor))
    return list(db.session.scalars(statement))


def _is_asked(person_id: Any, programme_id: Any = None) -> ColumnElement[bool]:
    asked = exists().where(_asked.person_id == person_id, _asked.role.in_(_BRINGING))
    return asked if programme_id is None else asked.where(_asked.programme_id == programme_id)


def row_named(model: type[_Row], public_id: str) -> _Row | None:
    """Return the row of this room's table that has that public name, whoever asks."""
    identity: Any = model
    found: _Row | None = db.session.scalar(select(model).where(identity.public_id == public_id))
    return found


def prerequisites_of(person_id: int, programme_id: int) -> PrerequisiteRecord:
    """Return what the person brings along to the programme."""
    acceptances = {each.record: each for each in db.session.scalars(_acceptances(person_id, programme_id))}
    return PrerequisiteRecord(
        registrations=[each for each in registrations_of(person_id, programme_id) if each.ended_at is None],
        brought=list(db.session.scalars(_standing(BroughtAlong, person_id, programme_id, BroughtAlong.from_on))),
        evidence=list(
            db.session.scalars(
                _standing(Evidence, person_id, programme_id, Evidence.recorded_at).options(joinedload(Evidence.file))
            )
        ),
        acceptances={record: each for record, each in acceptances.items() if each.ended_at is None},
        lapsed={record: each for record, each in acceptances.items() if each.ended_at is not None},
    )


def _acceptances(person_id: int, programme_id: int) -> Any:
    """Those that ended first, so that of each record what stands, or else the latest, is read last."""
    return (
        select(Acceptance)
        .where(Acceptance.person_id == person_id, Acceptance.programme_id == programme_id)
        .order_by(Acceptance.ended_at.is_(None), Acceptance.id)
        .options(joinedload(Acceptance.decider))
    )


def _standing(model: Any, person_id: int, programme_id: int, order: Any) -> Any:
    holds = (model.person_id == person_id, model.programme_id == programme_id, model.ended_at.is_(None))
    return select(model).where(*holds).order_by(order, model.id)


def experience_of(posts: Iterable[BroughtAlong], until_on: date) -> Experience:
    """Add posts up to the day before the course begins."""
    return experience_months(
        (Worked(each.from_on, each.until_on, each.share_percent or 100) for each in posts), until_on
    )


def months_recorded(record: str, rows: Sequence[BroughtAlong], starts_on: date, on: date) -> int | None:
    """Return how many whole months are recorded as of a day; None if nothing is, or if it has no amount.

    Experience is counted to the course's first day, an observation course as far as it has run.
    """
    if not rows or record == Record.THERAPY:
        return None
    if record == Record.EXPERIENCE:
        return experience_of(rows, starts_on).months
    begun = [each for each in rows if each.standing != Standing.TO_START and each.from_on <= on]
    return max((months_and_days(Days(each.from_on, min(each.until_on or on, on)))[0] for each in begun), default=0)


def facts_prerequisites(
    courses: Mapping[Key, date], on: date, known_at: datetime | None = None
) -> dict[Key, tuple[PrerequisiteFact, ...]]:
    """Return what the rule wants to know about things brought along, by person and programme.

    `courses` gives each (person, programme) with its course's first day. Who has brought nothing has no key.
    `known_at` leaves out what was recorded later, and undoes what was taken back later.
    """
    rows: dict[Key, dict[str, list[BroughtAlong]]] = defaultdict(lambda: defaultdict(list))
    for each in _known(BroughtAlong, courses, known_at):
        rows[each.person_id, each.programme_id][each.record].append(each)
    accepted: dict[Key, dict[str, Acceptance]] = defaultdict(dict)
    for acceptance in _known(Acceptance, courses, known_at):
        if acceptance.accepted_on <= on:
            accepted[acceptance.person_id, acceptance.programme_id][acceptance.record] = acceptance
    return {
        key: tuple(
            _fact(record, rows[key][record], accepted[key].get(record), courses[key], on)
            for record in sorted({*rows[key], *accepted[key]})
        )
        for key in sorted({*rows, *accepted})
    }


def facts_spans(keys: Collection[Key], known_at: datetime | None = None) -> dict[Key, tuple[SpanFact, ...]]:
    """Return what goes on or went on from a day to a day, by person and programme, for rules about its time.

    How often in a week is recorded nowhere, so that people decide where a rule asks for it.
    """
    found: dict[Key, list[SpanFact]] = defaultdict(list)
    for each in _known(BroughtAlong, keys, known_at):
        found[each.person_id, each.programme_id].append(SpanFact(each.record, each.from_on, each.until_on))
    return {key: tuple(spans) for key, spans in found.items()}


def _fact(
    record: str, rows: Sequence[BroughtAlong], acceptance: Acceptance | None, starts_on: date, on: date
) -> PrerequisiteFact:
    return PrerequisiteFact(
        record=record,
        accepted_on=acceptance.accepted_on if acceptance else None,
        months=months_recorded(record, rows, starts_on, on),
        is_accepted_short=acceptance is not None and acceptance.is_short,
    )


def _known(model: Any, courses: Collection[Key], known_at: datetime | None) -> Iterable[Any]:
    standing = model.ended_at.is_(None)
    if known_at is not None:
        standing = and_(model.recorded_at <= known_at, or_(model.ended_at.is_(None), model.ended_at > known_at))
    whose = tuple_(model.person_id, model.programme_id).in_(list(courses))
    return db.session.scalars(select(model).where(whose, standing).order_by(model.id)) if courses else ()


def prerequisite_findings(
    person_id: int, programme_id: int, starts_on: date, ends_on: date, definition: Definition, on: date
) -> tuple[Finding, ...]:
    """Judge what one person brings along, as of a day, by the same rule as everything else."""
    key = (person_id, programme_id)
    facts = Facts(
        starts_on=starts_on,
        ends_on=ends_on,
        registrations=facts_registrations([person_id]).get(key, ()),
        prerequisites=facts_prerequisites({key: starts_on}, on).get(key, ()),
    )
    # Who asks for a place is asked now, long before the course begins.
    asked_now = replace(facts, starts_on=min(starts_on, on))
    return tuple(
        evaluate((each,), asked_now if each.due_by is Stage.APPLICATION else facts, on)[0]
        for each in prerequisites_asked(definition)
    )


def findings_of(person_id: int, programme_id: int, course: Course, on: date) -> tuple[Finding, ...]:
    """Judge what one person brings along to the course that they take or ask for."""
    return prerequisite_findings(person_id, programme_id, course.starts_on, course.ends_on, course.definition, on)
