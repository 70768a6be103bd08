"""What is known about one trainee on the day of judging.

Facts are cut before they come here: nothing in them lies after the day they are judged for. A part of the
record that the installation does not keep yet is None, which is not the same as empty.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

EntryState = Literal["signed", "submitted"]


@dataclass(frozen=True, slots=True)
class Total:
    """Minutes of one activity, month, case and state, as the stored month totals hold them.

    `month` is the first of the month; `case_id` 0 means no case. "submitted" waits for a signature.
    """

    activity: str
    month: date
    case_id: int
    state: EntryState
    recorded: int
    credited: int
    count: int


class EntryFact(NamedTuple):
    """One entry of client contact or supervision, for rules by period, by site or by session.

    A named tuple, since hundreds are made for every change of an entry and a frozen dataclass takes longer.

    `submitted_on` None: taken over from an earlier record, where the day of handing in is not known; such
    an entry is in time for its period once it is signed, and waits in time until then.
    `placement_id` None: the site is not known, and such work is judged together as a site of its own.
    """

    on: date
    activity: str
    case_id: int
    placement_id: int | None
    state: EntryState
    submitted_on: date | None
    signed_on: date | None
    recorded: int
    credited: int
    held: bool
    video_reviewed: bool


@dataclass(frozen=True, slots=True)
class ValidPeriod:
    """A registration with a body, both days included; `until_on` None: without an end."""

    body: str
    number: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PrerequisiteFact:
    """What is recorded of something brought along: accepted on a day, or not yet; months where it has any.

    `is_accepted_short`: somebody on the course decided to accept it although less is recorded than asked for.
    """

    record: str
    accepted_on: date | None
    months: int | None = None
    is_accepted_short: bool = False


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A training case: how many sessions were held and signed, the first and last of them, its signed supervision,
    and how it ended, if it has. `counts` False: somebody decided that it does not count."""

    case_id: int
    first_held_on: date | None
    last_held_on: date | None
    supervised_minutes: int
    ending: str | None
    counts: bool = True
    held_sessions: int = 0
    kind: str = "parent_infant"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision that a requirement, or one period of it (named by its first day), is not asked for."""

    requirement: str
    decided_on: date
    period_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one trainee that a requirement may look at. `ends_on` includes breaks."""

    starts_on: date
    ends_on: date
    totals: tuple[Total, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    registrations: tuple[ValidPeriod, ...] | None = None
    prerequisites: tuple[PrerequisiteFact, ...] | None = None
    cases: tuple[CaseFact, ...] | None = None
    waivers: tuple[Waiver, ...] = ()
