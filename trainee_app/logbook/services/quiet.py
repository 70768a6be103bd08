"""Saying that there is nothing to log in a month, and taking that back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.events import QuietMonthStated, QuietMonthTakenBack
from trainee_app.logbook.models import QuietMonth
from trainee_app.logbook.queries import logged_by_month, quiet_month
from trainee_app.logbook.services.holding import Record, hold
from trainee_app.refusals import Conflict, Refusal


class MonthNotYours(Refusal):
    """The month has not begun, or lies outside the training."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("That month lies ahead, or outside your training. Choose another one.")


class MonthHasEntries(Conflict):
    """Something is logged in the month."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("Something is logged in that month. If it should not be there, take it away first.")


class NothingStated(Conflict):
    """There is nothing to take back."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("That was taken back already, or never said.")


def state_quiet_month(*, trainee_id: int, month: date, public_id: str, actor: Actor, at: datetime) -> QuietMonth:
    """Keep that the trainee has nothing to log in the month, given by its first day. Saying it twice is saying it once.

    Raises MonthNotYours, MonthHasEntries.
    """
    record = hold(trainee_id)
    if not record.cohort.starts_on.replace(day=1) <= month <= record.day(at):
        raise MonthNotYours
    stated = quiet_month(trainee_id, month)
    if stated is not None:
        return stated
    if logged_by_month([trainee_id], month, month, with_drafts=True):
        raise MonthHasEntries
    stated = QuietMonth(
        public_id=public_id,
        programme_id=record.trainee.programme_id,
        trainee_id=trainee_id,
        month=month,
        stated_at=at,
    )
    db.session.add(stated)
    db.session.flush()
    publish(QuietMonthStated(**_said(record, month, actor, at)))
    return stated


def take_back_quiet_month(*, trainee_id: int, month: date, actor: Actor, at: datetime) -> None:
    """End what was stated about the month. Raises NothingStated."""
    record = hold(trainee_id)
    stated = quiet_month(trainee_id, month)
    if stated is None:
        raise NothingStated
    stated.ended_at = at
    publish(QuietMonthTakenBack(**_said(record, month, actor, at)))


def _said(record: Record, month: date, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": record.trainee.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "trainee": record.trainee.public_id,
        "trainee_id": record.trainee.id,
        "month": month.isoformat(),
    }
