"""Standings that are kept and are not what the record says: found by judging them again for the same day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Finding
from trainee_app.readiness.queries.judging import judge
from trainee_app.readiness.queries.keeping import kept_standings
from trainee_app.readiness.rules import finding_of, finding_values, headline_values
from trainee_app.trail.queries import lines_about

_EVENT = "StandingsDrifted"
_PROGRAMME_LINES = 200


@dataclass(frozen=True, slots=True)
class Drift:
    """A trainee whose kept standing is not the one that the rule gives for the day it was kept for."""

    programme_id: int
    trainee: str
    as_of: date
    requirements: tuple[str, ...]


def drifts(trainee_ids: Sequence[int]) -> list[Drift]:
    """Return whose standings of these trainees are not as they ought to be; who has none kept yet is left out.

    Every change of a counted fact rewrites the standing in its own transaction, so that the facts of now, judged for
    the day that is kept, give what is kept. What differs was changed behind that, or was judged by other code.
    """
    kept = kept_standings(trainee_ids)
    headlines = {trainee_id: each.headline for trainee_id, each in kept.items() if each.headline is not None}
    by_day: dict[date, list[int]] = defaultdict(list)
    for trainee_id, line in headlines.items():
        by_day[line["as_of"]].append(trainee_id)
    found = []
    for as_of, ids in sorted(by_day.items()):
        for judged in judge(ids, as_of):
            stood, headline = kept[judged.terms.trainee_id].findings, headlines[judged.terms.trainee_id]
            fresh = {each.key: finding_values(each) for each in judged.evaluated.findings}
            differ = _differing(stood, fresh)
            line = headline_values(judged.evaluated, headline["facts_hash"])
            if differ or any(headline[name] != value for name, value in line.items()):
                found.append(Drift(judged.terms.programme_id, judged.terms.public_id, as_of, differ))
    return found


def _differing(kept: Mapping[str, Mapping[str, Any]], fresh: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        key
        for key in sorted({*kept, *fresh})
        if key not in kept or key not in fresh or _read(kept[key]) != _read(fresh[key])
    )


def _read(row: Mapping[str, Any]) -> Finding | None:
    """What a row says, however it is spelled; None where it can no longer be read."""
    try:
        return finding_of(row)
    except (KeyError, TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class DriftReported:
    """What a nightly run has reported: how many standings, of which day, and the names of their trainees, A to Z."""

    number: int
    as_of: date
    names: tuple[str, ...]
    first: str


def drifts_reported(programme_ids: Collection[int], since_at: datetime) -> list[DriftReported]:
    """Return what the nightly runs have reported of these programmes since then, the latest first."""
    names = select(Programme.public_id).where(Programme.id.in_(programme_ids))
    subjects = [f"programme:{public_id}" for public_id in db.session.scalars(names)]
    lines = lines_about(*subjects, limit=_PROGRAMME_LINES) if subjects else []
    told = [json.loads(each.payload) for each in lines if each.event == _EVENT and each.at >= since_at]
    people = _names({trainee for said in told for trainee in said["trainees"]})
    return [
        DriftReported(
            number=said["number"],
            as_of=date.fromisoformat(said["as_of"]),
            names=tuple(sorted((people[each] for each in said["trainees"] if each in people), key=str.casefold)),
            first=next((each for each in said["trainees"] if each in people), ""),
        )
        for said in told
    ]


def _names(trainees: Collection[str]) -> dict[str, str]:
    statement = (
        select(Trainee.public_id, Person.name)
        .join(Person, Person.id == Trainee.person_id)
        .where(Trainee.public_id.in_(trainees))
    )
    return {row[0]: row[1] for row in db.session.execute(statement)} if trainees else {}


def public_ids_of_programmes(programme_ids: Collection[int]) -> dict[int, str]:
    """Return the public names of these programmes."""
    statement = select(Programme.id, Programme.public_id).where(Programme.id.in_(programme_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}
