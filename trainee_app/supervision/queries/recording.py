"""What a session is checked against while it is recorded: whom the supervisor may have had before them, and their day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from trainee_app.access import Actor, scope
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import consents_by_case, is_open
from trainee_app.cases.rules import ConsentKind
from trainee_app.casework.queries import video_consent_holds
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import Terms, definition_of_cohort, terms_of
from trainee_app.credentials.queries import people_registered
from trainee_app.db import db
from trainee_app.logbook.queries import DayEntry, entries_on
from trainee_app.logbook.rules import State
from trainee_app.people.models import Person as PersonRow
from trainee_app.programmes.rules import Signer
from trainee_app.supervision.queries.conditions import is_covered, signing_capacity
from trainee_app.supervision.queries.telling import told_as
from trainee_app.supervision.rules import Case, Format, Person, SessionDraft, Setting, Standing, activity_of

_SORT_NAME = func.lower(PersonRow.name)
# A case that closed lately may still be presented for a day on which it was open.
_RECENTLY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class OfferedTrainee:
    """A trainee who may be ticked as present, with the cases that may have been presented, and their words by id."""

    trainee: Trainee
    cases: Sequence[TrainingCase]
    words: Mapping[int, str]


def trainees_to_record(actor: Actor) -> list[Trainee]:
    """Return whom the actor may record supervision of, A to Z: also those whose agreement ended lately. Never themselves."""
    agreements = scope("supervision.record", actor).with_only_columns(SupervisionAgreement.trainee_id)
    statement = (
        select(Trainee)
        .join(Trainee.person)
        .where(Trainee.id.in_(agreements), Trainee.person_id != actor.person_id)
        .order_by(_SORT_NAME, Trainee.id)
        .options(contains_eager(Trainee.person), joinedload(Trainee.cohort).joinedload(Cohort.programme))
    )
    return list(db.session.scalars(statement))


def offered_to(actor: Actor) -> list[OfferedTrainee]:
    """Return whom the form offers, with their cases that are open or were lately."""
    trainees = trainees_to_record(actor)
    found: dict[int, list[TrainingCase]] = {}
    since = actor.on - _RECENTLY
    statement = (
        select(TrainingCase)
        .where(
            TrainingCase.trainee_id.in_([each.id for each in trainees]),
            or_(TrainingCase.closed_on.is_(None), TrainingCase.closed_on >= since),
        )
        .order_by(TrainingCase.trainee_id, TrainingCase.number)
    )
    for case in db.session.scalars(statement):
        found.setdefault(case.trainee_id, []).append(case)
    words = told_as(actor, [case.id for cases in found.values() for case in cases])
    return [OfferedTrainee(each, found.get(each.id, []), words) for each in trainees]


def setting_of(draft: SessionDraft, actor: Actor, *, but_not: str | None = None) -> Setting:
    """Return what the draft is checked against. `but_not`: the document whose place it takes."""
    known = {each.public_id: each for each in trainees_to_record(actor)}
    present = [known[name] for name in dict.fromkeys(draft.present) if name in known]
    if not present:
        return Setting(definition=None, people={}, cases={})
    on, format_ = draft.held_on or actor.on, draft.format or Format.INDIVIDUAL
    covered = _covered(actor, [each.id for each in present], on, format_)
    terms = terms_of([each.id for each in present])
    days = entries_on([each.id for each in present], on, but_not=but_not)
    registered = {id_: _is_registered(actor, id_, on) for id_ in {each.programme_id for each in present}}
    people = {}
    for trainee in present:
        definition = definition_of_cohort(trainee.cohort_id)
        needs = signing_capacity(definition, format_) == Signer.SUPERVISOR
        people[trainee.public_id] = _person(
            trainee,
            terms[trainee.id],
            is_covered=trainee.id in covered,
            is_registered=not needs or registered[trainee.programme_id],
            day=_standing(days.get(trainee.id, ()), activity_of(definition, format_)),
        )
    definition = definition_of_cohort(present[0].cohort_id)
    return Setting(definition=definition, people=people, cases=_cases(actor, present, draft, on))


def _covered(actor: Actor, trainee_ids: Collection[int], on: date, format_: Format) -> set[int]:
    statement = select(Trainee.id).where(Trainee.id.in_(trainee_ids), is_covered(actor, on, format_))
    return set(db.session.scalars(statement))


def _is_registered(actor: Actor, programme_id: int, on: date) -> bool:
    """On the day of the work and when signing (domain, section 4, rule 2)."""
    return all(people_registered([actor.person_id], programme_id, day) for day in (on, actor.on))


def _person(trainee: Trainee, terms: Terms, *, is_covered: bool, is_registered: bool, day: Standing) -> Person:
    return Person(
        trainee_id=trainee.id,
        name=trainee.person.name,
        programme_id=trainee.programme_id,
        cohort_id=trainee.cohort_id,
        is_covered=is_covered,
        is_registered=is_registered,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        day=day,
    )


def _standing(entries: Sequence[DayEntry], activity: str) -> Standing:
    of_it = [each for each in entries if each.activity == activity]
    waiting = [each for each in of_it if each.state == State.SUBMITTED and each.carried_by is None]
    return Standing(
        own_waiting=tuple(each.minutes for each in waiting),
        counts=tuple(each.minutes for each in of_it if each not in waiting),
        others=sum(each.minutes for each in entries if each.activity != activity),
    )


def _cases(actor: Actor, present: Sequence[Trainee], draft: SessionDraft, on: date) -> dict[str, Case]:
    """Return the cases ticked, those of somebody not present left out: nobody learns that there are such."""
    trainees = {each.id: each for each in present}
    statement = select(TrainingCase, is_open(on)).where(
        TrainingCase.public_id.in_({*draft.presented, *draft.video}), TrainingCase.trainee_id.in_(trainees)
    )
    found = db.session.execute(statement).all()
    words = told_as(actor, [case.id for case, _ in found])
    discussed = consents_by_case([case.id for case, _ in found], ConsentKind.DISCUSSED)
    return {
        case.public_id: Case(
            case_id=case.id,
            words=words[case.id],
            trainee=trainees[case.trainee_id].public_id,
            is_open=bool(is_open_then),
            may_review_video=case.public_id not in draft.video or video_consent_holds(case.id, on),
            discussed=tuple(discussed[case.id]),
        )
        for case, is_open_then in found
    }
