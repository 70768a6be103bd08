"""What two people decide: in which roles, and who may be the second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trainee_app.people.queries import people_holding
from trainee_app.people.rules import Role

PROPOSERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)


def deciders(programme_id: int, on: date, *, but_not: Sequence[int]) -> list[int]:
    """Return who decides as the second of two, but for those whom it concerns or who have proposed it."""
    found = {each.id for role in DECIDERS for each in people_holding(programme_id, role, on)}
    return sorted(found - set(but_not))
