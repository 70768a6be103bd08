"""Making everybody: staff, cohorts, trainees, with their agreements and placements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.rules import (
    BreakDraft,
    BreakKind,
    Capacity,
    CohortDraft,
    PlacementAgreementDraft,
    PlacementDraft,
    Span,
)
from trainee_app.cohorts.services import (
    add_trainee,
    agree,
    make_agreement,
    make_cohort,
    make_placement,
    make_placement_agreement,
    record_break,
)
from trainee_app.credentials.rules import RegistrationDraft
from trainee_app.credentials.services import record_registration
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import COHORTS, OFFICE, STAFF, TUTOR, Course, Invented, InventedTrainee, course_of
from trainee_app.demo.services.story import Member, World, evening, machine
from trainee_app.demo.services.versions import publish_next_version
from trainee_app.people.models import Person
from trainee_app.people.services.accounts import accept_invitation
from trainee_app.people.services.persons import open_account, record_person
from trainee_app.people.services.roles import grant_role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.services import ensure_programme

_YEARS_OF_REGISTRATION = 3
_FORMER_WEEKS = 20
_DIRECTOR = "Miriam Imrie"
_PLACEMENT_MANAGER = "Dilys Crowe"
_BEFORE = timedelta(days=60)


def make_people(today: date, password_hash: str) -> World:
    """Make everybody as of some weeks before the first cohort began."""
    earliest = min(course_of(cohort, today).starts_on for cohort in COHORTS) - _BEFORE
    at, office = evening(earliest), machine(earliest)
    programme = ensure_programme(key="pip", on=earliest, at=at)
    known = {each.name: make_person(each, programme, earliest, office, at, password_hash) for each in STAFF}
    members = []
    for cohort in COHORTS:
        course = course_of(cohort, today)
        if cohort is COHORTS[-1]:
            publish_next_version(programme, known[OFFICE], known[_DIRECTOR], course.starts_on - _BEFORE)
        made = make_cohort(
            programme=programme, draft=CohortDraft(course.name, course.starts_on, course.ends_on), actor=office, at=at
        )
        for invented in cohort.trainees:
            person = make_person(invented.person, programme, earliest, office, at, password_hash)
            member = _enrol(made, person, invented, course, known, at)
            members.append(member)
    return World({name: person.id for name, person in known.items()}, known, tuple(members))


def make_person(
    invented: Invented, programme: Programme, on: date, actor: Actor, at: datetime, password_hash: str
) -> Person:
    """Make a person of the world, with an account, their roles and their registration."""
    person = record_person(name=invented.name, email=invented.email, programme_id=programme.id, actor=actor, at=at)
    if invented.signs_in:
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
    supervisors = {invented.supervisor: Span(course.starts_on, None)}
    if invented.former_supervisor is not None:
        supervisors = {
            invented.former_supervisor: Span(course.starts_on, changes_on - timedelta(days=1)),
            invented.supervisor: Span(changes_on, None),
        }
    for name, span in supervisors.items():
        _agree(trainee, known[name], Capacity.SUPERVISOR, span, at)
    placement_id = _place(trainee, invented.placement, course, known[_PLACEMENT_MANAGER], at)
    spans = tuple((known[name].id, span.starts_on) for name, span in supervisors.items())
    return Member(trainee.id, trainee.public_id, person.id, cohort.id, placement_id, course, invented, spans)


def _agree(trainee: Trainee, signer: Person, capacity: Capacity, span: Span, at: datetime) -> None:
    """Record an agreement; all of the world but the newest have agreed to theirs."""
    made = make_agreement(
        trainee=trainee, supervisor=signer, capacity=capacity, span=span, actor=None, on=span.starts_on, at=at
    )
    for person_id in (trainee.person_id, signer.id):
        agree(agreement=made, actor=Actor(person_id, span.starts_on, second_factor=True), at=at)


def _place(trainee: Trainee, name: str, course: Course, manager: Person, at: datetime) -> int:
    where = PlacementDraft(name, Span(course.starts_on, None))
    placement = make_placement(trainee=trainee, draft=where, actor=None, at=at)
    signed = PlacementAgreementDraft(
        signatory_name=manager.name,
        signatory_role="placement manager",
        agreed_on=at.date(),
        covers_cases=True,
        span=Span(course.starts_on, None),
        manager_id=manager.id,
    )
    make_placement_agreement(placement=placement, draft=signed, actor=None, on=course.starts_on, at=at)
    return placement.id


def take_breaks(world: World, trainees: Mapping[int, Trainee], today: date) -> None:
    """Let those who were away have their break, decided two weeks before it began."""
    for member in world.members:
        if member.invented.habit.away is None:
            continue
        first, weeks = member.invented.habit.away
        starts_on = member.course.starts_on + timedelta(weeks=first)
        decided_on = starts_on - timedelta(weeks=2)
        draft = BreakDraft(
            BreakKind.INTERMISSION,
            starts_on,
            starts_on + timedelta(weeks=weeks, days=-1),
            decided_on,
            "Parental leave, agreed with the placement.",
        )
        if decided_on <= today:
            record_break(
                trainee=trainees[member.trainee_id],
                draft=draft,
                decider=world.people[_DIRECTOR],
                actor=None,
                on=decided_on,
                at=evening(decided_on),
            )
