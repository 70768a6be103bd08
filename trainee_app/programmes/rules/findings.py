"""What judging a record gives: states, figures and codes. English is made of them in `wording` alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Unit = Literal["minutes", "months", "weeks", "periods", "sessions", "cases", "records", "percent", "parts", "none"]
Params = Mapping[str, int | str]


class State(StrEnum):
    """How one requirement stands (domain, section 4, rule 17)."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOT_POSSIBLE = "not_possible"
    NEEDS_DECISION = "needs_decision"
    WAIVED = "waived"
    NOT_YET_DUE = "not_yet_due"
    TOO_EARLY = "too_early"


class Code(StrEnum):
    """Why something stands as it does: one code, one sentence (see `wording`)."""

    # Amounts: sums of minutes, numbers of sessions.
    MET = "met"
    NOT_STARTED = "not_started"
    WAITING = "waiting"
    NOT_POSSIBLE = "not_possible"
    TOO_EARLY = "too_early"
    NOT_EXPECTED_YET = "not_expected_yet"
    ON_TRACK = "on_track"
    ON_TRACK_YOUNG = "on_track_young"
    SLOWING = "slowing"
    CATCHING_UP = "catching_up"
    BEHIND = "behind"
    BEHIND_YOUNG = "behind_young"
    STALLED = "stalled"
    # Floors: single periods.
    PERIOD_MET = "period_met"
    PERIOD_WAITING = "period_waiting"
    PERIOD_RUNNING = "period_running"
    PERIOD_ENDED = "period_ended"
    PERIOD_SHORT = "period_short"
    PERIOD_ACCEPTED = "period_accepted"
    # Floors: all periods together.
    NO_CONTACT_YET = "no_contact_yet"
    NO_CONTACT = "no_contact"
    PERIODS_MET_SO_FAR = "periods_met_so_far"
    PERIODS_MET = "periods_met"
    PERIODS_OPEN = "periods_open"
    PERIODS_SHORT = "periods_short"
    PERIODS_SHORT_AT_END = "periods_short_at_end"
    PERIODS_VOID_AT_END = "periods_void_at_end"
    PERIODS_REFERRED = "periods_referred"
    # Caps, cadences, recency.
    CAP_WITHIN = "cap_within"
    CAP_REACHED = "cap_reached"
    CADENCE_NONE_YET = "cadence_none_yet"
    CADENCE_SO_FAR = "cadence_so_far"
    CADENCE_DUE = "cadence_due"
    CADENCE_KEPT = "cadence_kept"
    CADENCE_GAPS = "cadence_gaps"
    CADENCE_GAPS_VOID = "cadence_gaps_void"
    CADENCE_REFERRED = "cadence_referred"
    RECENCY_MET = "recency_met"
    RECENCY_WAITING = "recency_waiting"
    RECENCY_TO_COME = "recency_to_come"
    RECENCY_RUNNING = "recency_running"
    RECENCY_SHORT = "recency_short"
    # Records, things that go on, attendance, parts.
    RECORDS_MET = "records_met"
    RECORDS_TO_COME = "records_to_come"
    RECORDS_TO_ACCEPT = "records_to_accept"
    RECORDS_MISSING = "records_missing"
    RECORDS_EXPIRED = "records_expired"
    CONTINUING_MET = "continuing_met"
    CONTINUING_SO_FAR = "continuing_so_far"
    CONTINUING_UNKNOWN = "continuing_unknown"
    CONTINUING_SHORT = "continuing_short"
    ATTENDANCE_NONE_YET = "attendance_none_yet"
    ATTENDANCE_MET = "attendance_met"
    ATTENDANCE_SO_FAR = "attendance_so_far"
    ATTENDANCE_LOW = "attendance_low"
    ATTENDANCE_SHORT = "attendance_short"
    PARTS_MET = "parts_met"
    PARTS_OPEN = "parts_open"
    # Time, credentials, things brought along, cases.
    LENGTH_RUNNING = "length_running"
    LENGTH_OVER = "length_over"
    REGISTRATION_VALID = "registration_valid"
    REGISTRATION_OPEN_ENDED = "registration_open_ended"
    REGISTRATION_ENDS_EARLY = "registration_ends_early"
    REGISTRATION_LAPSED = "registration_lapsed"
    REGISTRATION_MISSING = "registration_missing"
    PREREQUISITE_MET = "prerequisite_met"
    PREREQUISITE_ACCEPTED_SHORT = "prerequisite_accepted_short"
    PREREQUISITE_TO_COME = "prerequisite_to_come"
    PREREQUISITE_SHORT = "prerequisite_short"
    PREREQUISITE_TO_ACCEPT = "prerequisite_to_accept"
    PREREQUISITE_MISSING = "prerequisite_missing"
    CASES_MET = "cases_met"
    CASES_SO_FAR = "cases_so_far"
    CASES_TO_BEGIN = "cases_to_begin"
    CASES_SHORT = "cases_short"
    CASES_REFERRED = "cases_referred"
    CASES_ALIKE = "cases_alike"
    NOT_KEPT = "not_kept"
    NOT_KEPT_DUE = "not_kept_due"
    WAIVED = "waived"


class HeadlineCode(StrEnum):
    """The whole record in one line."""

    READY = "ready"
    NOT_STARTED = "not_started"
    NOT_POSSIBLE = "not_possible"
    TOO_EARLY = "too_early"
    NO_PACE = "no_pace"
    LATE = "late"
    IN_TIME = "in_time"
    NEEDS_DECISION = "needs_decision"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class PeriodFinding:
    """How one period stands against a floor; all figures in credited minutes.

    `supervision` is signed and in time, `awaiting` could still be signed in time, `late` came after the
    period had closed. The last day on which a signature counts as in time is `closes_on`.
    """

    starts_on: date
    ends_on: date
    closes_on: date
    placement_id: int | None
    contact: int
    supervision: int
    awaiting: int
    late: int
    needed: int
    state: State
    code: Code
    case_id: int | None = None

    @property
    def short(self) -> int:
        """Minutes still missing from what is signed in time."""
        return max(self.needed - self.supervision, 0)

    @property
    def params(self) -> Params:
        """What a sentence about this period is made of."""
        return {
            "open": self.code.value,
            "open_on": self.starts_on.isoformat(),
            "open_minutes": self.short,
            "open_missing_minutes": max(self.short - self.awaiting, 0),
            "open_contact_minutes": self.contact,
            "open_until_on": self.ends_on.isoformat(),
            "open_closes_on": self.closes_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Lost:
    """Minutes that were signed and do not count toward a figure, and the key of the rule that says so."""

    rule: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one requirement stands.

    `figure` and `target` in `unit`; `awaiting` of the same unit waits for a signature and is not in the
    figure. `last_on`: the last day on which what is needed still works. `projected_on`: when the target is
    reached at the pace of the last weeks. `code` and `params` are what a sentence is made of; params are
    whole numbers and words (dates in ISO form), so that they can be stored as JSON. `lost`: what was signed and
    does not count in the figure, by rule, in the minutes that the figure counts (credited or recorded). `is_part`:
    another requirement is made of it.
    """

    key: str
    state: State
    code: Code
    params: Params = field(default_factory=dict)
    figure: int | None = None
    target: int | None = None
    unit: Unit = "none"
    recorded: int | None = None
    awaiting: int = 0
    last_on: date | None = None
    projected_on: date | None = None
    periods: tuple[PeriodFinding, ...] = ()
    lost: tuple[Lost, ...] = ()
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """The whole record in one line: the latest requirement decides (domain, rule 17)."""

    code: HeadlineCode
    deciding: str | None
    projected_on: date | None
    params: Params

    @property
    def is_ready(self) -> bool:
        """Everything is met or waived. This is a flag for people who decide; it awards nothing."""
        return self.code is HeadlineCode.READY
