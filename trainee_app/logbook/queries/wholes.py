"""Entries with all their rows and all that was told of them, in portions: what verification looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from trainee_app.cases.queries import public_names
from trainee_app.cohorts.models import Cohort, Placement, Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.rules import document_name
from trainee_app.logbook.rules.retelling import News
from trainee_app.programmes.rules import Definition
from trainee_app.signatures.models import Signature
from trainee_app.trail.queries import told_about
from trainee_app.trail.rules import Line

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Whole:
    """One entry with all its rows, and what was told of it. `definition` None: its trainee is unknown."""

    entry: LogEntry
    trainee: Trainee | None
    definition: Definition | None
    versions: Mapping[int, EntryVersion]
    texts: Mapping[int, EntryText]
    steps: Sequence[EntryStep]
    placements: Mapping[int, str]
    cases: Mapping[int, str]
    signature: Signature | None
    told: Sequence[News]

    @property
    def name(self) -> str:
        """The entry's public name."""
        return self.entry.public_id


def portion_after(last: int) -> list[LogEntry]:
    """Return the entries that come next by their id, some hundreds at a time; none at the end."""
    statement = (
        select(LogEntry)
        .where(LogEntry.id > last)
        .order_by(LogEntry.id)
        .limit(_PORTION)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def wholes(entries: Sequence[LogEntry], brought: Mapping[int, str]) -> Iterator[Whole]:
    """Yield these entries with all their rows. `brought`: which document brought an entry, by its id."""
    ids = [entry.id for entry in entries]
    versions: dict[int, dict[int, EntryVersion]] = {entry_id: {} for entry_id in ids}
    for version in db.session.scalars(select(EntryVersion).where(EntryVersion.entry_id.in_(ids))):
        versions[version.entry_id][version.number] = version
    texts = {each.version_id: each for each in db.session.scalars(_texts_of(ids))}
    steps: dict[int, list[EntryStep]] = {entry_id: [] for entry_id in ids}
    for step in db.session.scalars(select(EntryStep).where(EntryStep.entry_id.in_(ids)).order_by(EntryStep.id)):
        steps[step.entry_id].append(step)
    trainees = _trainees(entries)
    definitions = {cohort_id: definition_of_cohort(cohort_id) for cohort_id in {t.cohort_id for t in trainees.values()}}
    placements = _placements({v.placement_id for each in versions.values() for v in each.values()})
    cases = public_names({v.case_id for each in versions.values() for v in each.values() if v.case_id is not None})
    signed = select(Signature).where(Signature.id.in_([e.signature_id for e in entries if e.signature_id is not None]))
    signatures = {each.id: each for each in db.session.scalars(signed)}
    told = told_about({*(document_name(entry.public_id) for entry in entries), *brought.values()})
    for entry in entries:
        trainee = trainees.get(entry.trainee_id)
        lines = [*told[document_name(entry.public_id)], *told.get(brought.get(entry.id, ""), ())]
        yield Whole(
            entry,
            trainee,
            None if trainee is None else definitions[trainee.cohort_id],
            versions[entry.id],
            texts,
            steps[entry.id],
            placements,
            cases,
            signatures.get(entry.signature_id or 0),
            [_news(line) for line in sorted(lines, key=lambda line: (line.chain, line.seq))],
        )


def _texts_of(entry_ids: Collection[int]) -> Select[EntryText]:
    of_these = select(EntryVersion.id).where(EntryVersion.entry_id.in_(entry_ids))
    return select(EntryText).where(EntryText.version_id.in_(of_these))


def _trainees(entries: Sequence[LogEntry]) -> dict[int, Trainee]:
    statement = (
        select(Trainee)
        .where(Trainee.id.in_({entry.trainee_id for entry in entries}))
        .options(joinedload(Trainee.cohort).joinedload(Cohort.programme))
    )
    return {trainee.id: trainee for trainee in db.session.scalars(statement)}


def _placements(ids: Collection[int | None]) -> dict[int, str]:
    statement = select(Placement.id, Placement.public_id).where(Placement.id.in_({id_ for id_ in ids if id_}))
    return {row.id: row.public_id for row in db.session.execute(statement)}


def _news(line: Line) -> News:
    return News(
        name=line.event,
        programme_id=line.chain,
        actor_id=line.actor_id,
        at=line.at,
        said=line.said,
    )
