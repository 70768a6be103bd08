"""Keeping the standings: evaluate, store what has changed, raise or end the ready flag."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.programmes.rules import Touched
from trainee_app.readiness import queries
from trainee_app.readiness.events import ReadyFlagEnded, TraineeFlaggedReady
from trainee_app.readiness.models import ReadyFlag, Standing, StandingHeadline
from trainee_app.readiness.queries import Judged
from trainee_app.readiness.rules import finding_values, fingerprint, headline_values

_PORTION = 200
_findings: Any = Standing.__table__
# The values are those of the columns that are given; put together once, since it runs with every change of an entry.
_REWRITING = update(_findings).where(
    _findings.c.trainee_id == bindparam("of_trainee"), _findings.c.requirement == bindparam("of_requirement")
)


def rewrite_standings(
    *, trainee_ids: Iterable[int], on: date, at: datetime, touched: Mapping[int, Touched] | None = None
) -> int:
    """Evaluate these trainees as of the day `on` and store what has changed; return how many were evaluated.

    `touched` says of whom only entries have changed, and which: of them no more is judged than these can touch.
    Runs within the transaction that changed a counted fact, so that a standing never lags behind it. The records
    are held first: judged on facts that somebody else is changing just now, it would overwrite a newer one.
    """
    ids = sorted(set(trainee_ids))
    for start in range(0, len(ids), _PORTION):
        _rewrite(ids[start : start + _PORTION], on, at, touched or {})
    return len(ids)


def _rewrite(trainee_ids: Sequence[int], on: date, at: datetime, touched: Mapping[int, Touched]) -> None:
    hold_records(trainee_ids)
    kept = queries.kept_standings(trainee_ids)
    found = queries.judge_touched(kept, on, touched)
    _store_findings([(judged, keys, kept[judged.terms.trainee_id].findings) for judged, keys in found], on)
    for judged, _ in found:
        before = kept[judged.terms.trainee_id].headline
        facts_hash = fingerprint(judged.facts, judged.definition) if judged.evaluated.headline.is_ready else ""
        _store_headline(judged, facts_hash, before, on)
        _flag(judged, facts_hash, was_ready=bool(before and before["ready"]), at=at)


def _store_findings(found: Iterable[tuple[Judged, Collection[str], Mapping[str, Mapping[str, Any]]]], on: date) -> None:
    """Write of what was judged only the rows that say something new; what a version no longer asks for goes."""
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for judged, keys, kept in found:
        trainee_id, whose = judged.terms.trainee_id, _whose(judged)
        fresh = {finding.key: finding_values(finding) for finding in judged.evaluated.findings if finding.key in keys}
        new += [{**whose, **values, "as_of": on} for key, values in fresh.items() if key not in kept]
        changed += [
            {**whose, **values, "as_of": on, "of_trainee": trainee_id, "of_requirement": key}
            for key, values in fresh.items()
            if key in kept and any(kept[key][name] != value for name, value in values.items())
        ]
        if gone := kept.keys() - {finding.key for finding in judged.evaluated.findings}:
            db.session.execute(
                delete(Standing).where(Standing.trainee_id == trainee_id, Standing.requirement.in_(gone))
            )
    if new:
        db.session.execute(insert(Standing), new)
    if changed:
        db.session.execute(_REWRITING, changed)


def _store_headline(judged: Judged, facts_hash: str, before: Mapping[str, Any] | None, on: date) -> None:
    values = {**_whose(judged), **headline_values(judged.evaluated, facts_hash), "as_of": on}
    if before is None:
        db.session.execute(insert(StandingHeadline).values(**values))
    elif any(before[name] != value for name, value in values.items()):
        db.session.execute(
            update(StandingHeadline).where(StandingHeadline.trainee_id == judged.terms.trainee_id).values(**values)
        )


def _flag(judged: Judged, facts_hash: str, *, was_ready: bool, at: datetime) -> None:
    """Raise the ready flag with the version and the facts it rests on, or end it when it no longer holds."""
    is_ready = judged.evaluated.headline.is_ready
    if is_ready == was_ready:
        return
    terms = judged.terms
    if is_ready:
        db.session.execute(insert(ReadyFlag).values(**_whose(judged), facts_hash=facts_hash, flagged_at=at))
        flagged = TraineeFlaggedReady(
            programme_id=terms.programme_id,
            actor_id=None,
            at=at,
            trainee_id=terms.trainee_id,
            trainee=terms.public_id,
            programme_version_id=terms.programme_version_id,
            facts_hash=facts_hash,
        )
        publish(flagged)
    else:
        in_force = (ReadyFlag.trainee_id == terms.trainee_id) & ReadyFlag.ended_at.is_(None)
        db.session.execute(update(ReadyFlag).where(in_force).values(ended_at=at))
        ended = ReadyFlagEnded(
            programme_id=terms.programme_id, actor_id=None, at=at, trainee_id=terms.trainee_id, trainee=terms.public_id
        )
        publish(ended)


def _whose(judged: Judged) -> dict[str, Any]:
    terms = judged.terms
    return {
        "trainee_id": terms.trainee_id,
        "programme_id": terms.programme_id,
        "programme_version_id": terms.programme_version_id,
    }
