"""The standings as they are kept: rows by trainee and requirement, headlines, the ready flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import TERMS, Terms, terms_in
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.readiness.models import ReadyFlag, Standing, StandingHeadline

_FINDINGS = Standing.__table__
_HEADLINES = StandingHeadline.__table__
# Asked with every change of an entry, and by the matrix: put together once.
_of_trainees = _FINDINGS.c.trainee_id.in_(bindparam("trainee_ids", expanding=True))
_KEPT_FINDINGS = select(_FINDINGS).where(_of_trainees)
_HEADLINE_COLUMNS = [column.label(f"headline_{column.name}") for column in _HEADLINES.c]
_KEPT = (
    TERMS.add_columns(*_HEADLINE_COLUMNS, *_FINDINGS.c)
    .outerjoin(_HEADLINES, _HEADLINES.c.trainee_id == Trainee.__table__.c.id)
    .outerjoin(_FINDINGS, _FINDINGS.c.trainee_id == _HEADLINES.c.trainee_id)
)
_HEADLINE_NAMES = [column.name for column in _HEADLINES.c]
_FINDING_NAMES = [column.name for column in _FINDINGS.c]


def kept_findings(trainee_ids: Sequence[int]) -> dict[int, dict[str, Mapping[str, Any]]]:
    """Return the stored rows of these trainees, by trainee and requirement."""
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for row in db.session.execute(_KEPT_FINDINGS, {"trainee_ids": list(trainee_ids)}):
        found.setdefault(row.trainee_id, {})[row.requirement] = row._asdict()
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """On what terms somebody is a trainee, and what is stored of their standing: the headline (None: they were never
    judged), and the findings by requirement."""

    terms: Terms
    headline: Mapping[str, Any] | None
    findings: dict[str, Mapping[str, Any]]


def kept_standings(trainee_ids: Sequence[int]) -> dict[int, Kept]:
    """Return the terms of these trainees with what is stored of them, all in one statement, in the order of their ids."""
    found: dict[int, Kept] = {}
    for row in rows_of(_KEPT, {"trainee_ids": list(trainee_ids)}):
        kept = found.get(row[0])
        if kept is None:
            kept = found[row[0]] = _without_findings(row)
        said = dict(zip(_FINDING_NAMES, row[-len(_FINDING_NAMES) :], strict=True))
        if said["requirement"] is not None:
            kept.findings[said["requirement"]] = said
    return found


def _without_findings(row: Sequence[Any]) -> Kept:
    terms, stored = terms_in(row)
    headline = dict(zip(_HEADLINE_NAMES, stored, strict=False))
    return Kept(terms, None if headline["trainee_id"] is None else headline, {})


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
