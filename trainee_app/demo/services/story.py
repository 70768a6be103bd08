"""Whom and what the story is about, and at which hour of the day things happen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from trainee_app.access import Actor
from trainee_app.demo.rules import Course, InventedTrainee
from trainee_app.people.models import Person

_EVENING = time(19, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """A trainee of the world as made: the rows' ids, and the invented person behind them.

    `supervisors` are ids of persons, each with the first day of their agreement, the earliest first.
    """

    trainee_id: int
    trainee: str
    person_id: int
    cohort_id: int
    placement_id: int
    course: Course
    invented: InventedTrainee
    supervisors: tuple[tuple[int, date], ...]

    def supervisor_on(self, on: date) -> int:
        """Return who supervises on that day."""
        return [person_id for person_id, since in self.supervisors if since <= on][-1]


@dataclass(frozen=True)
class World:
    """Whom and what the story goes on with: staff by name, members in order, and their cases once opened.

    `cases` holds, by trainee and place in `cases_of`, the id and public name of a case.
    """

    signers: Mapping[str, int]
    people: Mapping[str, Person]
    members: tuple[Member, ...]
    cases: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)


def evening(on: date, hours: int = 0) -> datetime:
    """Return the hour of that day at which people here sit down to their records, or so many hours after it."""
    return datetime.combine(on, _EVENING) + timedelta(hours=hours)


def machine(on: date) -> Actor:
    """Return the application itself as who acts."""
    return Actor(person_id=0, on=on, second_factor=True)


def acting(person_id: int, on: date) -> Actor:
    """Return a person who has just shown that it is they."""
    return Actor(person_id=person_id, on=on, second_factor=True, confirmed=True)
