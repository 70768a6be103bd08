"""Every SELECT about standings, and the facts of all rooms merged for the one rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from trainee_app.casework.queries import facts_cases
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import Terms, terms_of
from trainee_app.credentials.queries import facts_prerequisites, facts_registrations
from trainee_app.db import db
from trainee_app.logbook.queries import facts_entries, facts_totals
from trainee_app.people.models import Person
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition, Facts, Headline, Waiver, evaluate, headline
from trainee_app.programmes.rules.definition import Floor, VideoReviews
from trainee_app.readiness.models import ReadyFlag, Standing, StandingHeadline, WaiverRecord
from trainee_app.readiness.rules import Evaluated, finding_of, headline_of

_FINDINGS = Standing.__table__
_HEADLINES = StandingHeadline.__table__
# Asked with every change of an entry, and by the matrix: put together once.
_of_trainees = _FINDINGS.c.trainee_id.in_(bindparam("trainee_ids", expanding=True))
_KEPT_FINDINGS = select(_FINDINGS).where(_of_trainees)
_KEPT_HEADLINES = select(_HEADLINES).where(_HEADLINES.c.trainee_id.in_(bindparam("trainee_ids", expanding=True)))
_CELLS = select(
    _FINDINGS.c.trainee_id,
    _FINDINGS.c.requirement,
    _FINDINGS.c.state,
    _FINDINGS.c.figure,
    _FINDINGS.c.target,
    _FINDINGS.c.unit,
).where(_of_trainees)


@dataclass(frozen=True)
class Judged:
    """One trainee with the version, the facts and what the rule says of them."""

    terms: Terms
    definition: Definition
    facts: Facts
    evaluated: Evaluated


@dataclass(frozen=True, slots=True)
class Cell:
    """One requirement of one trainee as kept: the state, and the figure of the target in its unit."""

    state: str
    figure: int | None
    target: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One trainee of a cohort with the standing kept. `state` is the most urgent one, or "ready"."""

    trainee_id: int
    public_id: str
    name: str
    sort_name: str
    state: str
    headline: Headline
    as_of: date
    cells: Mapping[str, Cell]


def judge(trainee_ids: Sequence[int], on: date) -> list[Judged]:
    """Merge what every room knows about these trainees, and let the rule judge each as of the day `on`."""
    terms = terms_of(trainee_ids)
    definitions = {trainee_id: definition_of(each.version) for trainee_id, each in terms.items()}
    totals = facts_totals(trainee_ids)
    entries = facts_entries(trainee_ids, _activities_judged_by_entry(definitions.values()))
    registrations = facts_registrations([each.person_id for each in terms.values()])
    brought = facts_prerequisites({(each.person_id, each.programme_id): each.starts_on for each in terms.values()}, on)
    cases = facts_cases(trainee_ids)
    waivers = facts_waivers(trainee_ids, on)
    judged = []
    for trainee_id, each in terms.items():
        facts = Facts(
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            totals=totals.get(trainee_id, ()),
            entries=entries.get(trainee_id, ()),
            registrations=registrations.get((each.person_id, each.programme_id), ()),
            prerequisites=brought.get((each.person_id, each.programme_id), ()),
            cases=cases.get(trainee_id, ()),
            waivers=waivers.get(trainee_id, ()),
        )
        requirements = definitions[trainee_id].requirements
        findings = evaluate(requirements, facts, on)
        judged.append(Judged(each, definitions[trainee_id], facts, Evaluated(findings, headline(findings, facts, on))))
    return judged


_IN_FORCE = select(WaiverRecord.trainee_id, WaiverRecord.requirement, WaiverRecord.decided_on).where(
    WaiverRecord.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
    WaiverRecord.decision == "granted",
    WaiverRecord.ended_at.is_(None),
    or_(WaiverRecord.expires_on.is_(None), WaiverRecord.expires_on >= bindparam("on", type_=Date)),
)


def facts_waivers(trainee_ids: Collection[int], on: date) -> dict[int, tuple[Waiver, ...]]:
    """Return the waivers in force on the day, by trainee; who has none has no key."""
    found: dict[int, list[Waiver]] = {}
    rows: Any = db.session.execute(_IN_FORCE, {"trainee_ids": list(trainee_ids), "on": on})
    for trainee_id, requirement, decided_on in rows:
        found.setdefault(trainee_id, []).append(Waiver(requirement, decided_on))
    return {trainee_id: tuple(waivers) for trainee_id, waivers in found.items()}


def waivers_of(trainee_id: int) -> list[WaiverRecord]:
    """Return all that was ever proposed for the trainee, the newest first, with who proposed and decided."""
    statement = (
        select(WaiverRecord)
        .where(WaiverRecord.trainee_id == trainee_id)
        .order_by(WaiverRecord.proposed_at.desc(), WaiverRecord.id.desc())
        .options(joinedload(WaiverRecord.proposer), joinedload(WaiverRecord.decider))
    )
    return list(db.session.scalars(statement))


def waivers_among(rows: Any) -> list[WaiverRecord]:
    """Return the waivers that a scope selects, the longest waiting first, with whom they are about."""
    statement = rows.order_by(WaiverRecord.proposed_at, WaiverRecord.id).options(
        joinedload(WaiverRecord.proposer), joinedload(WaiverRecord.trainee).joinedload(Trainee.person)
    )
    return list(db.session.scalars(statement))


def waivers_holding(trainee_id: int, on: date) -> dict[str, WaiverRecord]:
    """Return the waivers that hold on the day, by requirement, with who decided."""
    return {
        each.requirement: each
        for each in waivers_of(trainee_id)
        if each.decision == "granted" and each.ended_at is None and (each.expires_on is None or each.expires_on >= on)
    }


def waiver_named(public_id: str) -> WaiverRecord | None:
    """Return the waiver of that public name, whoever asks."""
    found: WaiverRecord | None = db.session.scalar(select(WaiverRecord).where(WaiverRecord.public_id == public_id))
    return found


def requirements_waived(trainee_id: int, on: date) -> set[str]:
    """Return the requirements with a waiver that waits for its decision or holds on the day."""
    statement = select(WaiverRecord.requirement).where(
        WaiverRecord.trainee_id == trainee_id,
        WaiverRecord.decision != "refused",
        WaiverRecord.ended_at.is_(None),
        or_(WaiverRecord.expires_on.is_(None), WaiverRecord.expires_on >= on),
    )
    return set(db.session.scalars(statement))


def _activities_judged_by_entry(definitions: Iterable[Definition]) -> frozenset[str]:
    """Return the activities that some rule looks at entry by entry; all others are judged by their totals alone."""
    judged: set[str] = set()
    for definition in definitions:
        for requirement in definition.requirements:
            if isinstance(requirement, Floor):
                judged |= requirement.contact | requirement.activities
            elif isinstance(requirement, VideoReviews):
                judged |= requirement.activities
    return frozenset(judged)


def judge_one(trainee_id: int, on: date) -> Judged:
    """Judge one trainee, as their own page shows it."""
    return judge([trainee_id], on)[0]


_headline_of = {
    name: _HEADLINES.c[name].label(f"headline_{name}")
    for name in ("as_of", "code", "deciding", "projected_on", "params")
}
_TODAY = (
    select(_FINDINGS, *_headline_of.values())
    .join(_HEADLINES, _HEADLINES.c.trainee_id == _FINDINGS.c.trainee_id)
    .where(_FINDINGS.c.trainee_id == bindparam("trainee_id"))
)


def standing_today(trainee_id: int, on: date) -> Judged:
    """Return how a trainee stands on the day `on`, as their front page shows it: as kept, if it was judged that day.

    It is rewritten with every change and at the turn of the day; where that has not run yet, the rule judges anew.
    The facts then hold dates and totals alone.
    """
    rows = {row.requirement: row._asdict() for row in db.session.execute(_TODAY, {"trainee_id": trainee_id})}
    terms = terms_of([trainee_id])[trainee_id]
    definition = definition_of(terms.version)
    kept = [rows.get(each.key) for each in definition.requirements]
    first = next(iter(rows.values()), None)
    if first is None or first["headline_as_of"] != on or None in kept:
        return judge_one(trainee_id, on)
    line = headline_of({name.removeprefix("headline_"): value for name, value in first.items() if "headline_" in name})
    evaluated = Evaluated(tuple(finding_of(row) for row in kept if row is not None), line)
    facts = Facts(terms.starts_on, terms.ends_on, facts_totals([trainee_id]).get(trainee_id, ()))
    return Judged(terms, definition, facts, evaluated)


def with_another_end(judged: Judged, ends_on: date, on: date) -> Evaluated:
    """Judge the same facts as if the training were expected to end on another day; nothing is stored."""
    facts = replace(judged.facts, ends_on=ends_on)
    findings = evaluate(judged.definition.requirements, facts, on)
    return Evaluated(findings, headline(findings, facts, on))


def kept_findings(trainee_ids: Sequence[int]) -> dict[int, dict[str, Mapping[str, Any]]]:
    """Return the stored rows of these trainees, by trainee and requirement."""
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for row in db.session.execute(_KEPT_FINDINGS, {"trainee_ids": list(trainee_ids)}):
        found.setdefault(row.trainee_id, {})[row.requirement] = row._asdict()
    return found


def kept_headlines(trainee_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return the stored headlines of these trainees."""
    rows = db.session.execute(_KEPT_HEADLINES, {"trainee_ids": list(trainee_ids)})
    return {row.trainee_id: row._asdict() for row in rows}


def cohort_lines(cohort_id: int, *, state: str | None, after: tuple[str, int] | None, limit: int) -> list[CohortLine]:
    """Return up to `limit` trainees of the cohort, A to Z, beginning after a name and id.

    `state` narrows to a most urgent state, or to "ready". Never more than two queries, whatever the size.
    """
    name = func.lower(Person.name)
    statement = _of_cohort(select(_HEADLINES, Trainee.public_id, Person.name, name.label("sort_name")), cohort_id)
    if state is not None:
        statement = statement.where(_has_state(state))
    if after is not None:
        statement = statement.where(tuple_(name, Trainee.id) > tuple_(*after))
    rows = db.session.execute(statement.order_by(name, Trainee.id).limit(limit)).all()
    cells = _cells([row.trainee_id for row in rows])
    return [
        CohortLine(
            trainee_id=row.trainee_id,
            public_id=row.public_id,
            name=row.name,
            sort_name=row.sort_name,
            state="ready" if row.ready else row.state,
            headline=headline_of(row._asdict()),
            as_of=row.as_of,
            cells=cells.get(row.trainee_id, {}),
        )
        for row in rows
    ]


def _of_cohort(statement: Select[Any], cohort_id: int) -> Select[Any]:
    joined = statement.select_from(StandingHeadline).join(Trainee, Trainee.id == StandingHeadline.trainee_id)
    return joined.join(Person, Person.id == Trainee.person_id).where(Trainee.cohort_id == cohort_id)


def _has_state(state: str) -> ColumnElement[bool]:
    if state == "ready":
        return StandingHeadline.ready.is_(True)
    return (StandingHeadline.state == state) & StandingHeadline.ready.is_(False)


def _cells(trainee_ids: Sequence[int]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = {}
    rows = db.session.execute(_CELLS, {"trainee_ids": list(trainee_ids)})
    for trainee_id, requirement, state, figure, target, unit in rows:
        found.setdefault(trainee_id, {})[requirement] = Cell(state, figure, target, unit)
    return found


def flagged_since(trainee_id: int) -> datetime | None:
    """Return since when the trainee is flagged ready, None if they are not."""
    in_force = (ReadyFlag.trainee_id == trainee_id) & ReadyFlag.ended_at.is_(None)
    found: datetime | None = db.session.scalar(select(ReadyFlag.flagged_at).where(in_force))
    return found


def all_trainee_ids() -> list[int]:
    """Return every trainee's id, in order."""
    return list(db.session.scalars(select(Trainee.id).order_by(Trainee.id)))


def trainee_ids_of_cohort(cohort_id: int) -> list[int]:
    """Return the ids of a cohort's trainees, in order."""
    return list(db.session.scalars(select(Trainee.id).where(Trainee.cohort_id == cohort_id).order_by(Trainee.id)))


def states_of(trainee_ids: Sequence[int]) -> dict[int, str]:
    """Return the most urgent state of each of these trainees, or "ready"."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = select(StandingHeadline.trainee_id, kept).where(StandingHeadline.trainee_id.in_(trainee_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def counts_by_cohort_and_state(cohort_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return of each of these cohorts how many trainees have which most urgent state."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = (
        select(Trainee.cohort_id, kept, func.count())
        .join(StandingHeadline, StandingHeadline.trainee_id == Trainee.id)
        .where(Trainee.cohort_id.in_(cohort_ids))
        .group_by(Trainee.cohort_id, kept)
    )
    found: dict[int, dict[str, int]] = {}
    for cohort_id, state, number in db.session.execute(statement):
        found.setdefault(cohort_id, {})[state] = number
    return found


@dataclass(frozen=True, slots=True)
class Pressing:
    """A trainee whose standing asks something of the office, and the cohort they are in."""

    state: str
    name: str
    cohort_public_id: str


def pressing(cohort_ids: Sequence[int], states: Sequence[str]) -> list[Pressing]:
    """Return the trainees of these cohorts whose most urgent state (or "ready") is one of `states`, A to Z."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = (
        select(kept, Person.name, Cohort.public_id)
        .select_from(StandingHeadline)
        .join(Trainee, Trainee.id == StandingHeadline.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .where(Trainee.cohort_id.in_(cohort_ids), kept.in_(states))
        .order_by(func.lower(Person.name), Trainee.id)
    )
    return [Pressing(*row) for row in db.session.execute(statement)]
