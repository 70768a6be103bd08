"""Sessions one by one, of a trainee, and as their supervisor has given them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePresented
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, terms_of
from trainee_app.db import db
from trainee_app.logbook.queries import facts_entries
from trainee_app.people.models import Person
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.supervision.rules import (
    Format,
    MonthStanding,
    SessionDraft,
    document_name,
    floor_activities,
    periods_of_day,
)


@dataclass(frozen=True, slots=True)
class Presentation:
    """A case that was presented: the share of time it received, and whether a video was looked at."""

    case: TrainingCase
    minutes: int
    video_reviewed: bool


def session_named(public_id: str) -> SupervisionSession | None:
    """Return the session of that public name, whoever asks."""
    statement = select(SupervisionSession).where(SupervisionSession.public_id == public_id)
    found: SupervisionSession | None = db.session.scalar(statement)
    return found


def draft_of(session: SupervisionSession) -> SessionDraft:
    """Return what the form of a recorded session said."""
    presented = presented_at([session]).get(session.id, [])
    return SessionDraft(
        held_on=session.held_on,
        format=Format(session.format),
        minutes=session.minutes,
        present=tuple(each.trainee.public_id for each in present_at([session.id]).get(session.id, [])),
        presented=tuple(each.case.public_id for each in presented),
        video=tuple(each.case.public_id for each in presented if each.video_reviewed),
    )


def present_at(session_ids: Collection[int]) -> dict[int, list[SupervisionPresent]]:
    """Return who was present at these sessions, A to Z, with the entries in their logs."""
    statement = (
        select(SupervisionPresent)
        .join(SupervisionPresent.trainee)
        .join(Trainee.person)
        .where(SupervisionPresent.session_id.in_(session_ids))
        .order_by(SupervisionPresent.session_id, func.lower(Person.name), SupervisionPresent.id)
        .options(
            contains_eager(SupervisionPresent.trainee).contains_eager(Trainee.person),
            joinedload(SupervisionPresent.entry),
        )
    )
    found: dict[int, list[SupervisionPresent]] = defaultdict(list)
    for each in db.session.scalars(statement):
        found[each.session_id].append(each)
    return dict(found)


def presented_at(sessions: Sequence[SupervisionSession]) -> dict[int, list[Presentation]]:
    """Return which cases were presented at these sessions, in the order of their trainees and numbers."""
    by_document = {document_name(each.public_id): each.id for each in sessions}
    statement = (
        select(CasePresented, TrainingCase)
        .join(TrainingCase, TrainingCase.id == CasePresented.case_id)
        .where(CasePresented.document.in_(by_document))
        .order_by(TrainingCase.trainee_id, TrainingCase.number)
        .options(joinedload(TrainingCase.trainee).joinedload(Trainee.person))
    )
    found: dict[int, list[Presentation]] = defaultdict(list)
    for presented, case in db.session.execute(statement):
        row = Presentation(case, presented.minutes, presented.video_reviewed)
        found[by_document[presented.document]].append(row)
    return dict(found)


def replaced_by(session: SupervisionSession) -> SupervisionSession | None:
    """Return the record that took this one's place."""
    statement = select(SupervisionSession).where(SupervisionSession.replaces_id == session.id)
    found: SupervisionSession | None = db.session.scalar(statement)
    return found


def _sessions() -> Select[SupervisionSession]:
    return (
        select(SupervisionSession)
        .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id.desc())
        .options(joinedload(SupervisionSession.supervisor))
    )


def sessions_of(trainee_id: int) -> list[SupervisionSession]:
    """Return every session the trainee was present at, those that no longer count included, the latest first."""
    was_there = select(SupervisionPresent.session_id).where(SupervisionPresent.trainee_id == trainee_id)
    return list(db.session.scalars(_sessions().where(SupervisionSession.id.in_(was_there))))


def sessions_given(actor: Actor, since: date, until: date) -> list[SupervisionSession]:
    """Return the sessions that count and that the actor gave from one day to another, the first one first."""
    statement = (
        _sessions()
        .where(
            SupervisionSession.supervisor_id == actor.person_id,
            SupervisionSession.voided_at.is_(None),
            SupervisionSession.held_on.between(since, until),
        )
        .order_by(None)
        .order_by(SupervisionSession.held_on, SupervisionSession.id)
        .options(joinedload(SupervisionSession.programme))
    )
    return list(db.session.scalars(statement))


def months_given(actor: Actor) -> list[date]:
    """Return the months, by their first day, in which the actor gave sessions that count, the latest first."""
    statement = select(SupervisionSession.held_on).where(
        SupervisionSession.supervisor_id == actor.person_id, SupervisionSession.voided_at.is_(None)
    )
    return sorted({day.replace(day=1) for day in db.session.scalars(statement)}, reverse=True)


def last_session_with(trainee_id: int, supervisor_id: int) -> SupervisionSession | None:
    """Return the latest session that counts of this trainee with this supervisor."""
    was_there = select(SupervisionPresent.session_id).where(SupervisionPresent.trainee_id == trainee_id)
    statement = (
        _sessions()
        .where(
            SupervisionSession.id.in_(was_there),
            SupervisionSession.supervisor_id == supervisor_id,
            SupervisionSession.voided_at.is_(None),
        )
        .limit(1)
    )
    found: SupervisionSession | None = db.session.scalar(statement)
    return found


def months_standing(trainees: Sequence[Trainee], on: date, as_of: date) -> dict[int, list[MonthStanding]]:
    """Return how the period that holds the day `on` stands for each of these trainees."""
    ids = [each.id for each in trainees]
    definitions = {each.id: definition_of_cohort(each.cohort_id) for each in trainees}
    activities = {key for each in definitions.values() for key in floor_activities(each)}
    facts, terms = facts_entries(ids, activities), terms_of(ids)
    return {
        id_: periods_of_day(
            definitions[id_],
            facts[id_],
            on,
            starts_on=terms[id_].starts_on,
            ends_on=terms[id_].ends_on,
            as_of=as_of,
        )
        for id_ in ids
    }
