"""What a file is read against: the programme, the cohort's days, and what is there already. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainee_app.imports.rules.outcomes import Member, ReadEntry
from trainee_app.programmes.rules import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry that is in the log. `fingerprint` tells the row of an earlier file again; None: logged on a page.

    `counts`: signed, or waiting for its signature.
    """

    trainee_id: int
    worked_on: date
    activity: str
    minutes: int
    fingerprint: str | None = None
    started_at_minute: int | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a file is read against.

    `members` are the trainees the cohort has already, `known_emails` whose address stands with which name
    (people who are known here, trainees or not), `applicants` the addresses of those who have an application to the
    cohort's intake, `known_names` the surnames that a note may mention, in lower case.
    """

    definition: Definition
    starts_on: date
    ends_on: date
    today: date
    members: Sequence[Member] = ()
    known_emails: Mapping[str, str] = field(default_factory=dict)
    applicants: frozenset[str] = frozenset()
    known_names: frozenset[str] = frozenset()
    logged: Sequence[Logged] = ()


def likeness(entry: ReadEntry) -> tuple[object, ...]:
    """Return what two rows share that differ in nothing but their note."""
    return (entry.member.key, entry.worked_on, entry.activity, entry.minutes, entry.with_whom.casefold())
