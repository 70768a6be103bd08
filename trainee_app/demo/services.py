"""Making the invented world, by the same verbs that people use: every hour in it was logged, handed in and signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.rules import Capacity, CohortDraft, PlacementDraft, Span
from trainee_app.cohorts.services import add_trainee, make_agreement, make_cohort, make_placement
from trainee_app.credentials.rules import RegistrationDraft
from trainee_app.credentials.services import record_registration
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import (
    COHORTS,
    SLOW_SIGNER,
    STAFF,
    TUTOR,
    Course,
    Invented,
    InventedTrainee,
    course_of,
    worked,
)
from trainee_app.logbook.queries import entries_awaiting_signature
from trainee_app.logbook.rules import MOST_AT_ONCE, Code, Content, Seen
from trainee_app.logbook.services import return_entry, save_draft, sign_entries, submit_entry
from trainee_app.people.models import Person
from trainee_app.people.services.accounts import accept_invitation
from trainee_app.people.services.persons import open_account, record_person
from trainee_app.people.services.roles import grant_role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.services import ensure_programme
from trainee_app.readiness.services import rewrite_standings

_EVENING = time(19, 30, tzinfo=UTC)
_YEARS_OF_REGISTRATION = 3
_SLOW_DAYS = 38
_USUAL_DAYS = 9
_FORMER_WEEKS = 20
_KEEP = tuple(Code)


@dataclass(frozen=True)
class Member:
    """A trainee of the world as made: the rows' ids, and the invented person behind them."""

    trainee_id: int
    person_id: int
    placement_id: int
    course: Course
    invented: InventedTrainee


@dataclass(frozen=True)
class World:
    """Whom and what the story goes on with: signers by name, members in order."""

    signers: Mapping[str, int]
    members: tuple[Member, ...]


def load_world(*, today: date, password_hash: str, tell: Callable[[str], None]) -> None:
    """Make everybody, then let the months pass: each is one transaction, logged by trainees and signed by signers.

    The story ends on the evening before `today`, so that nothing in it has happened later than now.
    """
    yesterday = today - timedelta(days=1)
    with unit_of_work():
        world = _make_people(today, password_hash)
    first = min(member.course.starts_on for member in world.members)
    while first <= yesterday:
        last = min(_month_end(first), yesterday)
        with unit_of_work():
            _log(world, first, last, yesterday)
        with unit_of_work():
            _sign(world, last, yesterday)
        tell(f"{first:%B %Y}")
        first = last + timedelta(days=1)
    with unit_of_work():
        _leave_something_open(world, yesterday)
    with unit_of_work():
        rewrite_standings(trainee_ids=[member.trainee_id for member in world.members], on=today, at=_at(yesterday))


def _make_people(today: date, password_hash: str) -> World:
    earliest = min(course_of(cohort, today).starts_on for cohort in COHORTS) - timedelta(days=60)
    at = _at(earliest)
    machine = Actor(person_id=0, on=earliest, second_factor=True)
    programme = ensure_programme(key="pip", on=earliest, at=at)
    known = {each.name: _make_person(each, programme, earliest, machine, at, password_hash) for each in STAFF}
    members = []
    for cohort in COHORTS:
        course = course_of(cohort, today)
        made = make_cohort(
            programme=programme, draft=CohortDraft(course.name, course.starts_on, course.ends_on), actor=machine, at=at
        )
        for invented in cohort.trainees:
            person = _make_person(invented.person, programme, earliest, machine, at, password_hash)
            members.append(_enrol(made, person, invented, course, known, at))
    return World({name: person.id for name, person in known.items()}, tuple(members))


def _make_person(
    invented: Invented, programme: Programme, on: date, actor: Actor, at: datetime, password_hash: str
) -> Person:
    person = record_person(name=invented.name, email=invented.email, programme_id=programme.id, actor=actor, at=at)
    link = open_account(person=person, programme_id=programme.id, actor=actor, at=at)
    accept_invitation(link_id=link.id, person_id=person.id, password_hash=password_hash, at=at)
    for role in invented.roles:
        grant_role(person=person, programme_id=programme.id, role=role, starts_on=on, actor=actor, at=at)
    if invented.registration is not None:
        body, number = invented.registration
        until = date(on.year + _YEARS_OF_REGISTRATION, 5, 31)
        draft = RegistrationDraft(body, number, date(on.year - 1, 6, 1), until)
        record_registration(
            person=person, programme=programme, draft=draft, public_id=new_public_id(), actor=actor, at=at
        )
    return person


def _enrol(
    cohort: Cohort, person: Person, invented: InventedTrainee, course: Course, known: Mapping[str, Person], at: datetime
) -> Member:
    trainee = add_trainee(cohort=cohort, person=person, actor=None, at=at)
    changes_on = course.starts_on + timedelta(weeks=_FORMER_WEEKS)
    _agree(trainee, known[TUTOR], Capacity.TUTOR, Span(course.starts_on, None), at)
    if invented.former_supervisor is None:
        _agree(trainee, known[invented.supervisor], Capacity.SUPERVISOR, Span(course.starts_on, None), at)
    else:
        former = Span(course.starts_on, changes_on - timedelta(days=1))
        _agree(trainee, known[invented.former_supervisor], Capacity.SUPERVISOR, former, at)
        _agree(trainee, known[invented.supervisor], Capacity.SUPERVISOR, Span(changes_on, None), at)
    where = PlacementDraft(invented.placement, Span(course.starts_on, None))
    placement = make_placement(trainee=trainee, draft=where, actor=None, at=at)
    return Member(trainee.id, person.id, placement.id, course, invented)


def _agree(trainee: Trainee, signer: Person, capacity: Capacity, span: Span, at: datetime) -> None:
    make_agreement(
        trainee=trainee, supervisor=signer, capacity=capacity, span=span, actor=None, on=span.starts_on, at=at
    )


def _log(world: World, first: date, last: date, today: date) -> None:
    for member in world.members:
        for content in worked(member.invented, member.course, first, last, today):
            _submit(member, content)


def _submit(member: Member, content: Content) -> None:
    actor = Actor(person_id=member.person_id, on=content.worked_on, second_factor=True)
    submit_entry(
        trainee_id=member.trainee_id,
        public_id=new_public_id(),
        content=content,
        actor=actor,
        at=_at(content.worked_on),
        confirmed=_KEEP,
    )


def _sign(world: World, last: date, today: date) -> None:
    """Let every signer sign what is old enough by the end of the month; one of them is slow."""
    for name, person_id in world.signers.items():
        on = min(last + timedelta(days=2), today)
        actor = Actor(person_id=person_id, on=on, second_factor=True, confirmed=True)
        patience = _SLOW_DAYS if name == SLOW_SIGNER else _USUAL_DAYS
        newest = today - timedelta(days=patience)
        seen = [
            Seen(each.entry.public_id, each.version.number, each.version.content_hash or "")
            for each in entries_awaiting_signature(actor)
            if each.version.worked_on <= newest
        ]
        for portion in _portions(seen):
            sign_entries(items=portion, actor=actor, at=_at(on), method="password", strength="one_factor")


def _leave_something_open(world: World, today: date) -> None:
    """One entry comes back with a question, and one is begun and not handed in."""
    marta = next(member for member in world.members if member.invented.person.name == "Marta Ellison")
    signer = Actor(person_id=world.signers[marta.invented.supervisor], on=today, second_factor=True, confirmed=True)
    waiting = entries_awaiting_signature(signer, marta.trainee_id)
    if waiting:
        asked = "Was this the full 50 minutes? You said that they came late."
        return_entry(
            entry=waiting[0].entry,
            seen_version=waiting[0].version.number,
            comment=asked,
            actor=signer,
            at=_at(today, hours=-8),
        )
    actor = Actor(person_id=marta.person_id, on=today, second_factor=True)
    begun = Content(
        worked_on=today, activity="reading", minutes=45, note="Winnicott, the chapter for the next seminar."
    )
    save_draft(
        trainee_id=marta.trainee_id, public_id=new_public_id(), content=begun, actor=actor, at=_at(today, hours=-7)
    )


def _portions(seen: list[Seen]) -> Iterable[list[Seen]]:
    return (seen[start : start + MOST_AT_ONCE] for start in range(0, len(seen), MOST_AT_ONCE))


def _at(on: date, hours: int = 0) -> datetime:
    return datetime.combine(on, _EVENING) + timedelta(hours=hours)


def _month_end(on: date) -> date:
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return following - timedelta(days=1)
