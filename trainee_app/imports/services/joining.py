"""Whoever applied becomes a person here with their application; whoever accepted a trainee of the cohort too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.admissions.models import Intake
from trainee_app.admissions.rules import ENDS, Stage
from trainee_app.admissions.services import bring_application_in, intake_for
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.services import enrol
from trainee_app.credentials.rules import BroughtDraft, Record
from trainee_app.credentials.services import record_brought, record_registration
from trainee_app.db.tables import new_public_id
from trainee_app.imports import queries
from trainee_app.imports.rules import Member, Newcomer
from trainee_app.people.models import Person
from trainee_app.people.queries import holds_within, person_by_email
from trainee_app.people.rules import Role
from trainee_app.people.services import grant_role, record_person
from trainee_app.refusals import FieldsAreFaulty

# The file has a day and nothing else about the work.
_WORK, _PLACE, _FULL_TIME = "Therapeutic work, as the office’s record says", "Not named in the office’s record", 100


@dataclass(frozen=True, slots=True)
class TraineeKey:
    """A trainee's row and public name."""

    id: int
    public_id: str


Joined = Mapping[str, TraineeKey]
"""Every trainee whom a file may mean, by the key of the member."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """Into which cohort, by whom and when."""

    cohort: Cohort
    actor: Actor
    on: date
    at: datetime


def join_all(
    *,
    cohort: Cohort,
    applicants: Sequence[Newcomer],
    members: Sequence[Member],
    actor: Actor,
    on: date,
    at: datetime,
) -> Joined:
    """Record the applications, and make trainees of those who accepted, without inviting anybody.

    Return them together with the cohort's own.
    """
    names, deed = queries.public_names(cohort.id), _Deed(cohort, actor, on, at)
    joined = {each.key: TraineeKey(each.trainee_id, names[each.trainee_id]) for each in members if each.trainee_id}
    if not applicants:
        return joined
    intake = intake_for(cohort=cohort, actor=actor, at=at)
    for each in applicants:
        trainee = _bring(each, intake, deed)
        if trainee is not None:
            joined[each.member.key] = TraineeKey(trainee.id, trainee.public_id)
    return joined


def _bring(applicant: Newcomer, intake: Intake, deed: _Deed) -> Trainee | None:
    cohort, actor, at = deed.cohort, deed.actor, deed.at
    person = person_by_email(applicant.email) or record_person(
        name=applicant.member.name, email=applicant.email, programme_id=cohort.programme_id, actor=actor, at=at
    )
    trainee = None
    if applicant.stage is Stage.ENROLLED:
        trainee = enrol(cohort=cohort, person=person, actor=actor, on=deed.on, at=at)
    else:
        _make_applicant(person, applicant.stage, deed)
    _register(person, applicant, deed)
    _record_experience(person, applicant, deed)
    bring_application_in(
        intake=intake,
        person=person,
        stage=applicant.stage,
        trainee=trainee,
        interviewed_on=applicant.interviewed_on,
        actor=actor,
        at=at,
    )
    return trainee


def _make_applicant(person: Person, stage: Stage, deed: _Deed) -> None:
    """Let somebody hold the applicant's role, so that the office finds them: for today only where it is over."""
    programme_id, ends_on = deed.cohort.programme_id, deed.on if stage in ENDS else None
    if not holds_within(person.id, programme_id, Role.APPLICANT, deed.on, ends_on):
        grant_role(
            person=person,
            programme_id=programme_id,
            role=Role.APPLICANT,
            starts_on=deed.on,
            ends_on=ends_on,
            actor=deed.actor,
            at=deed.at,
        )


def _register(person: Person, applicant: Newcomer, deed: _Deed) -> None:
    if applicant.registration is None:
        return
    # The rules have checked what the file says; what is left is that it is recorded already.
    with suppress(FieldsAreFaulty):
        record_registration(
            person=person,
            programme=deed.cohort.programme,
            draft=applicant.registration,
            public_id=new_public_id(),
            actor=deed.actor,
            at=deed.at,
        )


def _record_experience(person: Person, applicant: Newcomer, deed: _Deed) -> None:
    if applicant.experienced_since is None:
        return
    with suppress(FieldsAreFaulty):
        record_brought(
            person=person,
            programme=deed.cohort.programme,
            draft=BroughtDraft(
                Record.EXPERIENCE, applicant.experienced_since, None, _WORK, _PLACE, share_percent=_FULL_TIME
            ),
            public_id=new_public_id(),
            actor=deed.actor,
            on=deed.on,
            at=deed.at,
        )
