"""Making cohorts, pinning their version, and letting people join them."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.cohorts.events import CohortMade, TraineeJoined, VersionPinned
from trainee_app.cohorts.models import Cohort, Trainee, VersionPin
from trainee_app.cohorts.rules import CohortDraft, check_cohort
from trainee_app.cohorts.services.repeats import check_not_oneself, check_unused, id_of, made_before
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.people import queries as people
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.people.services import persons, roles
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import latest_version
from trainee_app.refusals import Conflict, Refusal, refuse_faults


class NoVersionIsPublished(Refusal):
    """The programme has no rules yet under which a cohort could be judged."""


class VersionIsOfAnotherProgramme(Refusal):
    """A cohort is judged under a version of its own programme."""


class PersonIsATraineeAlready(Conflict):
    """The person is a member of the cohort."""


def make_cohort(
    *, programme: Programme, draft: CohortDraft, actor: Actor | None, at: datetime, public_id: str | None = None
) -> Cohort:
    """Make a cohort, judged under the programme's latest version; a repeat returns what the first one made.

    Raises FieldsAreFaulty, NoVersionIsPublished, FormWasUsedBefore.
    """
    name = public_id or new_public_id()
    existing = made_before(Cohort, name, programme_id=programme.id)
    if existing is not None:
        return existing
    refuse_faults(check_cohort(draft, queries.cohort_names(programme.id)))
    version = latest_version(programme.id)
    if version is None:
        raise NoVersionIsPublished(f"No version of {programme.title} is published yet. Publish one first.")
    cohort = Cohort(
        public_id=name,
        programme_id=programme.id,
        name=draft.name,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(cohort)
    db.session.flush()
    publish(
        CohortMade(
            programme_id=programme.id,
            actor_id=id_of(actor),
            at=at,
            cohort_id=cohort.id,
            cohort=cohort.public_id,
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
        )
    )
    pin_version(cohort=cohort, version=version, actor=actor, at=at)
    return cohort


def pin_version(
    *, cohort: Cohort, version: ProgrammeVersion, actor: Actor | None, at: datetime, reason: str = ""
) -> None:
    """Let the cohort be judged under this version from now on; what was shown before stays what it was.

    Raises VersionIsOfAnotherProgramme. Pinning the version that is pinned changes nothing.
    """
    if version.programme_id != cohort.programme_id:
        raise VersionIsOfAnotherProgramme("This version belongs to another programme. Choose one of the cohort's own.")
    pinned = queries.pin_in_force(cohort.id)
    if pinned is not None:
        if pinned.programme_version_id == version.id:
            return
        pinned.ended_at = at
        db.session.flush()
    db.session.add(
        VersionPin(
            programme_id=cohort.programme_id,
            cohort_id=cohort.id,
            programme_version_id=version.id,
            recorded_at=at,
            recorded_by=id_of(actor),
            reason=reason,
        )
    )
    db.session.flush()
    publish(
        VersionPinned(
            programme_id=cohort.programme_id,
            actor_id=id_of(actor),
            at=at,
            cohort_id=cohort.id,
            cohort=cohort.public_id,
            programme_version_id=version.id,
            number=version.number,
            number_before=None if pinned is None else pinned.programme_version.number,
        )
    )


def add_trainee(
    *, cohort: Cohort, person: Person, actor: Actor | None, at: datetime, public_id: str | None = None
) -> Trainee:
    """Make a person a member of the cohort; a repeat returns what the first one made.

    Raises RecordIsOnesOwn, PersonIsATraineeAlready, FormWasUsedBefore.
    """
    check_not_oneself(person.id, actor, "Nobody makes themselves a trainee. Ask another administrator or the director.")
    name = public_id or new_public_id()
    existing = made_before(Trainee, name, cohort_id=cohort.id, person_id=person.id)
    if existing is not None:
        return existing
    if queries.membership(cohort.id, person.id) is not None:
        raise PersonIsATraineeAlready(f"{person.name} is a trainee of {cohort.name} already.")
    trainee = Trainee(
        public_id=name,
        programme_id=cohort.programme_id,
        cohort_id=cohort.id,
        person_id=person.id,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(trainee)
    db.session.flush()
    publish(
        TraineeJoined(
            programme_id=cohort.programme_id,
            actor_id=id_of(actor),
            at=at,
            trainee_id=trainee.id,
            trainee=trainee.public_id,
            cohort_id=cohort.id,
            person_id=person.id,
        )
    )
    return trainee


def enrol(
    *, cohort: Cohort, person: Person, actor: Actor, on: date, at: datetime, public_id: str | None = None
) -> Trainee:
    """Make somebody known here a member of the cohort, and a trainee of its programme if they are none yet.

    They are written to if the role is new to them. Raises what `add_trainee` raises.
    """
    joined = add_trainee(cohort=cohort, person=person, actor=actor, at=at, public_id=public_id)
    starts_on = min(on, cohort.starts_on)
    if not people.holds_within(person.id, cohort.programme_id, Role.TRAINEE, starts_on, None):
        roles.grant_role(
            person=person, programme_id=cohort.programme_id, role=Role.TRAINEE, starts_on=starts_on, actor=actor, at=at
        )
        persons.tell_of_role(person=person, programme_id=cohort.programme_id, role=Role.TRAINEE, at=at)
    return joined


def invite_and_enrol(
    *,
    cohort: Cohort,
    name: str,
    email: str,
    actor: Actor,
    on: date,
    at: datetime,
    public_id: str | None = None,
) -> Trainee:
    """Make somebody a member of the cohort by name and address, inviting them if the address is not known here.

    One human is one person: whoever is known by that address keeps their name. Raises what
    `add_trainee` raises.
    """
    known = people.person_by_email(email)
    if known is not None:
        return enrol(cohort=cohort, person=known, actor=actor, on=on, at=at, public_id=public_id)
    check_unused(Trainee, public_id)
    invited = persons.welcome(
        name=name,
        email=email,
        programme_id=cohort.programme_id,
        role=Role.TRAINEE,
        starts_on=min(on, cohort.starts_on),
        actor=actor,
        at=at,
    )
    return add_trainee(cohort=cohort, person=invited.person, actor=actor, at=at, public_id=public_id)
