"""What a file of time is put against, who may open it, and what became of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cases.queries import cases_of
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import definition_of_cohort, is_own_record, placements_of
from trainee_app.db import db
from trainee_app.imports.models import RememberedMapping, TimeFile, TimeRow
from trainee_app.imports.rules import Member, Outcome
from trainee_app.imports.rules.cells import key_of
from trainee_app.imports.rules.mapping import Mapping, Role
from trainee_app.imports.rules.timesheets import Ground, Reader, case_key
from trainee_app.imports.rules.weighing import InLog, time_fingerprint
from trainee_app.logbook.queries import Held, context_of, whole_log
from trainee_app.people.models import Person
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role as Duty
from trainee_app.programmes.rules import Definition
from trainee_app.tables import Sheet

MOST_LINES_SHOWN = 200
_MOST_FILES = 20


def is_own_file(actor: Actor) -> ColumnElement[bool]:
    """Condition on files of time: the actor put it up for their own log."""
    return and_(
        TimeFile.is_own, TimeFile.uploaded_by == actor.person_id, is_own_record(actor, TimeFile.trainee_id)
    )  # fmt: skip


def is_office_file(actor: Actor) -> ColumnElement[bool]:
    """Condition on files of time: an office's, and the actor administers the programme."""
    return and_(~TimeFile.is_own, holds_role(actor, TimeFile.programme_id, Duty.ADMINISTRATOR))


def administers_cohort(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor administers the programme."""
    return holds_role(actor, Cohort.programme_id, Duty.ADMINISTRATOR)


def definition_for(file: TimeFile) -> Definition:
    """Return the rules under which the file's entries stand."""
    return definition_of_cohort(file.cohort_id)


def time_file_named(public_id: str) -> TimeFile | None:
    """Return the file of that public name, whoever asks."""
    found: TimeFile | None = db.session.scalar(select(TimeFile).where(TimeFile.public_id == public_id))
    return found


def earlier_files(person_id: int, cohort_id: int, *, is_own: bool) -> list[TimeFile]:
    """Return the files that somebody put up for that cohort lately, the newest first; dropped ones are left out."""
    statement = (
        select(TimeFile)
        .where(
            TimeFile.uploaded_by == person_id,
            TimeFile.cohort_id == cohort_id,
            TimeFile.is_own == is_own,
            TimeFile.state != "dropped",
        )
        .order_by(TimeFile.id.desc())
        .limit(_MOST_FILES)
    )
    return list(db.session.scalars(statement))


def cohorts_of(readable: Select[Any]) -> list[Cohort]:
    """Return the cohorts for which the actor may bring time in (`readable` selects them), the latest first."""
    statement = select(Cohort).where(Cohort.id.in_(readable.with_only_columns(Cohort.id)))
    return list(db.session.scalars(statement.order_by(Cohort.starts_on.desc(), Cohort.id)))


def trainees_in(cohort_id: int) -> list[Trainee]:
    """Return the cohort's trainees, A to Z."""
    statement = (
        select(Trainee)
        .join(Person, Person.id == Trainee.person_id)
        .where(Trainee.cohort_id == cohort_id)
        .options(joinedload(Trainee.person), joinedload(Trainee.cohort))
        .order_by(Person.name, Trainee.id)
    )
    return list(db.session.scalars(statement))


def own_names(file: TimeFile) -> frozenset[str] | None:
    """Return how the trainee whose own file it is may be spelt in it; None for an office's."""
    if not file.is_own or file.trainee is None:
        return None
    person = file.trainee.person
    return frozenset({key_of(person.name), key_of(person.email or "")} - {""})


def reader_for(file: TimeFile, sheets: Sequence[Sheet], mapping: Mapping) -> Reader:
    """Return all that reading the file's rows needs, as the database has it now."""
    trainees = trainees_in(file.cohort_id)
    grounds: dict[str, Ground] = {}
    named: dict[str, list[Member]] = {}
    for trainee in trainees:
        member = _member(trainee)
        for spelling in {key_of(trainee.person.name), key_of(trainee.person.email or "")} - {""}:
            named.setdefault(spelling, []).append(member)
        if file.trainee_id in {None, trainee.id}:
            grounds[member.key] = _ground(trainee, member, by_office=not file.is_own, mapping=mapping)
    whose = next((_member(each) for each in trainees if each.id == file.trainee_id), None)
    return Reader(
        sheet=sheets[mapping.sheet],
        mapping=mapping,
        definition=definition_for(file),
        zone=file.cohort.programme.zone,
        grounds=grounds,
        whose=whose,
        trainees=named,
        by_office=not file.is_own,
    )


def _member(trainee: Trainee) -> Member:
    return Member(trainee.public_id, trainee.person.name, trainee.id)


def _ground(trainee: Trainee, member: Member, *, by_office: bool, mapping: Mapping) -> Ground:
    context = context_of(trainee)
    if by_office and Role.CASE not in mapping.roles:
        # Such a record does not say with which family it was, and its entries say that.
        context = replace(context, cases=())
    return Ground(
        member=member,
        context=context,
        placements={key_of(each.name): each.id for each in reversed(placements_of(trainee.id))},
        cases={case_key(each.code): each.id for each in cases_of(trainee.id)},
    )


def log_beside(trainee_ids: Collection[int]) -> list[InLog]:
    """Return what the logs of these trainees hold, with the rows that brought it."""
    held = list(whole_log(trainee_ids))
    marks = dict(_marks(trainee_ids))
    return [_in_log(each, marks.get(each.id, "")) for each in held]


def _marks(trainee_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    statement = (
        select(TimeRow.entry_id, TimeRow.fingerprint)
        .join(TimeFile, TimeFile.id == TimeRow.file_id)
        .where(TimeFile.trainee_id.in_(trainee_ids), TimeRow.outcome == Outcome.TAKEN, TimeRow.entry_id.is_not(None))
    )
    for entry_id, mark in db.session.execute(statement):
        yield entry_id or 0, mark or ""


def _in_log(held: Held, mark: str) -> InLog:
    came_as = mark or ("" if held.first is None else time_fingerprint(held.trainee_id, held.first))
    days = held.days if held.is_there else ()
    return InLog(trainee_id=held.trainee_id, content=held.content, is_there=held.is_there, came_as=came_as, days=days)


def remembered(person_id: int, programme_id: int, shape: str) -> RememberedMapping | None:
    """Return how that person had such a file read the last time."""
    statement = select(RememberedMapping).where(
        RememberedMapping.person_id == person_id,
        RememberedMapping.programme_id == programme_id,
        RememberedMapping.shape == shape,
    )
    found: RememberedMapping | None = db.session.scalar(statement)
    return found


def row_sums(file_id: int) -> tuple[Counter[Outcome], Counter[Outcome]]:
    """Return how many rows of a file that was brought in ended how, and their minutes."""
    counts, minutes = Counter[Outcome](), Counter[Outcome]()
    sums = select(TimeRow.outcome, func.count(), func.sum(TimeRow.minutes)).where(TimeRow.file_id == file_id)
    for outcome, count, total in db.session.execute(sums.group_by(TimeRow.outcome)):
        counts[Outcome(outcome)], minutes[Outcome(outcome)] = count, int(total)
    return counts, minutes


def rows_of(file_id: int, outcome: Outcome, *, most: int | None = None) -> list[TimeRow]:
    """Return the rows of a file that was brought in that ended so, in its order; the first of them alone with `most`."""
    ended = select(TimeRow).where(TimeRow.file_id == file_id, TimeRow.outcome == outcome)
    return list(db.session.scalars(ended.order_by(TimeRow.id).limit(most)))


def keeps_cells(file_id: int) -> bool:
    """Say whether the file's cells are still kept, without loading them."""
    return bool(db.session.scalar(select(TimeFile.content.is_not(None)).where(TimeFile.id == file_id)))
