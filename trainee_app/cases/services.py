"""Opening a case, which gives it its code, and closing it."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.cases import queries
from trainee_app.cases.events import CaseClosed, CaseOpened, CaseReopened
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.rules import CaseKind, codes_left
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.refusals import Conflict, Refusal


class CaseAlreadyClosed(Conflict):
    """The case was closed before."""


class CaseIsOpen(Conflict):
    """The case has not ended, or was opened again before."""


class NoCodeIsLeft(Refusal):
    """Every code of the list has been given."""


def open_case(
    *,
    trainee: Trainee,
    kind: CaseKind,
    age_band: str,
    placement_id: int | None,
    opened_on: date,
    actor: Actor,
    at: datetime,
) -> TrainingCase:
    """Open a case under a new code, given by chance. Raises NoCodeIsLeft."""
    hold_records([trainee.id])
    left = codes_left(queries.codes_taken())
    if not left:
        raise NoCodeIsLeft("All case codes have been given. Tell whoever looks after this installation.")
    case = TrainingCase(
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        number=queries.cases_counted(trainee.id) + 1,
        code=secrets.choice(left),
        kind=kind,
        age_band=age_band,
        placement_id=placement_id,
        opened_on=opened_on,
        recorded_at=at,
    )
    db.session.add(case)
    db.session.flush()
    publish(CaseOpened(**about_case(case, actor, at), number=case.number, opened_on=opened_on))
    return case


def close_case(*, case: TrainingCase, closed_on: date, actor: Actor, at: datetime) -> None:
    """Close a case; `closed_on` is its last day. Raises CaseAlreadyClosed."""
    if case.closed_on is not None:
        raise CaseAlreadyClosed("This case has ended already. Open its page again to see how.")
    case.closed_on = closed_on
    db.session.flush()
    publish(CaseClosed(**about_case(case, actor, at), closed_on=closed_on))


def reopen_case(*, case: TrainingCase, actor: Actor, at: datetime) -> None:
    """Let a case go on whose ending was taken back. Raises CaseIsOpen."""
    if case.closed_on is None:
        raise CaseIsOpen("This case is open. Open its page again to see how it stands.")
    case.closed_on = None
    db.session.flush()
    publish(CaseReopened(**about_case(case, actor, at)))


def about_case(case: TrainingCase, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what every event about a case says: which it is, and who did it when."""
    return {
        "programme_id": case.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "case": case.public_id,
        "case_id": case.id,
        "trainee_id": case.trainee_id,
    }
