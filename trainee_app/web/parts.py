"""What the layouts and components are given to draw: plain frozen rows, filled by views, read by templates.

Nothing here knows the database; dates and minutes stay dates and minutes until a template formats them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Frame:
    """What every layout needs: the programme's short name ("PIP", empty where none is chosen) and fixed addresses."""

    programme: str
    home_url: str
    sign_out_url: str
    concerns_url: str
    privacy_url: str


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation. `primary` marks the one thing a thumb should reach on a phone."""

    label: str
    url: str
    icon: str
    current: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True)
class PersonBadge:
    """Who is signed in, with their roles in words ("trainee", "supervisor and tutor"), and how many notices wait.

    `notices_url` is empty for somebody who may not open them yet.
    """

    name: str
    initials: str
    roles: str
    account_url: str
    notices_url: str = ""
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick outside a form's own fields."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next. `state` colours the glyph; `button` names the act that mends it."""

    title: str
    detail: str
    icon: str
    state: str = "info"
    button: Link | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a filter row; `count` is how many rows it would leave."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a definition list."""

    term: str
    value: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class MonthMark:
    """A month of a monthly rule: supervision for clinical minutes, its state, words for it, and where its rows open.

    `name` is said in place of the month where the period is another one.
    """

    month_on: date
    minutes: int
    for_minutes: int
    state: str
    words: str | None = None
    is_open: bool = False
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement with its standing. `percent` fills the meter (None: no meter); `figure` is what it says in words."""

    title: str
    state: str
    sentence: str
    figure: str
    percent: float | None = None
    state_words: str | None = None
    source: str | None = None
    id: str | None = None
    opened: bool = False


class MatrixCell(NamedTuple):
    """One requirement of one trainee: the state's code and the figure as text. Made by the thousand, hence a tuple."""

    state: str
    figure: str


class MatrixRow(NamedTuple):
    """One trainee of the cohort matrix, with the headline (state, words) and cells in the order of the columns."""

    name: str
    url: str
    state: str
    words: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One entry that waits for somebody to decide. `value` is what the checkbox sends; `credited` is what would count."""

    value: str
    worked_on: date
    age_days: int
    title: str
    detail: str
    minutes: int
    credited: int
    url: str | None = None
    return_url: str | None = None
    return_words: str = "Return"
    checked: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One log entry in a list. `comment` is what was said when it was returned or became void; `why` says why it does
    not count, or not everywhere; `signed` by whom and when; `stops` what keeps a draft from being handed in."""

    worked_on: date
    title: str
    detail: str
    minutes: int
    credited: int
    state: str
    url: str
    state_words: str | None = None
    comment: str | None = None
    actions: tuple[Link, ...] = ()
    why: str = ""
    signed: str = ""
    stops: str = ""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One thing that happened, told in a sentence; `when` is already in local words."""

    when: str
    sentence: str
    icon: str = "circle-dot"
    state: str = "info"
    detail: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key in the rows, its heading, and whether it holds figures."""

    key: str
    label: str
    numeric: bool = False


TableRow = Mapping[str, object]
"""A row of a plain table: text (or safe markup) by column key."""
