"""Many entries in one act: how each is called, so that sending the act twice makes them once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from trainee_app.logbook.rules.checks import Code, Violation
from trainee_app.logbook.rules.content import Content

# More than a month of sessions, a year of a weekly series: beyond it nobody has looked at each.
MOST_IN_A_BATCH: Final = 200
_NAME_BYTES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a batch. `place` says where on the page it stands; `name` is its public name, new or known.

    `content` None: what is kept under that name is thrown away. `confirmed`: the warnings that were looked at.
    """

    place: str
    name: str
    content: Content | None
    confirmed: Collection[Code] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with all that is wrong with it. `is_known`: it was written before and says the same.

    `marks`: what is said of it although it is taken.
    """

    item: Item
    violations: tuple[Violation, ...]
    is_known: bool = False
    marks: tuple[Violation, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it can be written: nothing is left but warnings that were looked at."""
        return all(each.is_warning and each.code in self.item.confirmed for each in self.violations)


def name_in_batch(once: str, place: str) -> str:
    """Return the public name of the entry at a place of the page that was sent under the name `once`."""
    digest = hashlib.sha256(f"{once}:{place}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:_NAME_BYTES]).decode()
