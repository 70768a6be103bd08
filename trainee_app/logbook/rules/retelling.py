"""An entry's course as the trail tells it: the rows that must stand if nobody altered them. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from trainee_app.logbook.rules.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line of the trail about an entry, or about the office's record that brought it. `said` is its payload."""

    name: str
    programme_id: int
    actor_id: int | None
    at: datetime
    said: Mapping[str, Any]

    @property
    def number(self) -> int:
        """The version it is about; what came with a record has one."""
        return int(self.said.get("entry_version", 1))

    @property
    def is_correction(self) -> bool:
        """Whether it is about the correction of what is signed."""
        return bool(self.said.get("is_correction", False))


@dataclass(frozen=True, slots=True)
class Move:
    """A step that must stand. `comment_hash` is the commitment to its comment, empty where there is none."""

    version: int
    before: str | None
    after: str
    actor_id: int | None
    at: datetime
    comment_hash: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """When and by whom a version was handed in, and its hash; None: told with the record that brought it."""

    by: int | None
    at: datetime
    content_hash: str | None


@dataclass(slots=True)
class Course:
    """How an entry stands by what was told of it. `blanked_*`: whose text and comment were taken out, by number."""

    programme_id: int
    trainee_id: int | None
    begun_at: datetime
    state: str = ""
    number: int = 1
    pending_state: str | None = None
    pending_number: int | None = None
    signature: int | None = None
    carried_by: str | None = None
    moves: list[Move] = field(default_factory=list)
    handed_in: dict[int, HandedIn] = field(default_factory=dict)
    blanked_versions: set[int] = field(default_factory=set)
    blanked_moves: set[int] = field(default_factory=set)

    def move(self, news: News, after: State) -> None:
        """Move the entry to `after`."""
        before = self.state or (None if after is State.DRAFT else State.DRAFT.value)
        self.moves.append(_made(news, news.number, before, after))
        self.state, self.number = after.value, news.number

    def move_correction(self, news: News, after: State) -> None:
        """Move the correction; discarded, it is no longer there."""
        self.moves.append(_made(news, news.number, self.pending_state, after))
        is_over = after is State.DISCARDED
        self.pending_state = None if is_over else after.value
        self.pending_number = None if is_over else news.number


def _made(news: News, version: int, before: str | None, after: State, *, speaks: bool = True) -> Move:
    comment = str(news.said.get("comment_hash", "")) if speaks else ""
    return Move(version, before, after.value, news.actor_id, news.at, comment)


def _simply(after: State) -> Callable[[Course, News], None]:
    def tell(course: Course, news: News) -> None:
        if news.is_correction:
            course.move_correction(news, after)
        else:
            course.move(news, after)

    return tell


def _handed_in(course: Course, news: News) -> None:
    _simply(State.SUBMITTED)(course, news)
    course.handed_in[news.number] = HandedIn(news.actor_id, news.at, str(news.said.get("content_hash", "")))


def _signed(course: Course, news: News) -> None:
    superseded = news.said.get("superseded_version")
    if superseded is not None:
        course.moves.append(_made(news, superseded, State.SIGNED.value, State.SUPERSEDED))
    course.moves.append(_made(news, news.number, State.SUBMITTED.value, State.SIGNED))
    course.state, course.number, course.signature = State.SIGNED.value, news.number, news.said.get("signature")
    course.pending_state = course.pending_number = course.carried_by = None


def _voided(course: Course, news: News) -> None:
    if course.pending_state is not None:
        number = course.pending_number or course.number
        course.moves.append(_made(news, number, course.pending_state, State.DISCARDED, speaks=False))
        course.pending_state = course.pending_number = None
    course.move(news, State.VOID)


def _blanked(course: Course, news: News) -> None:
    course.blanked_versions.update(news.said.get("versions", ()))
    course.blanked_moves.update(news.said.get("comments", ()))


def _imported(course: Course, news: News) -> None:
    course.moves.append(_made(news, 1, None, State.SUBMITTED))
    course.state, course.carried_by = State.SUBMITTED.value, str(news.said.get("document"))
    course.handed_in[1] = HandedIn(news.actor_id, news.at, None)


def _attested(course: Course, news: News) -> None:
    if course.state == State.SUBMITTED and course.carried_by == news.said.get("document"):
        course.moves.append(_made(news, course.number, State.SUBMITTED.value, State.SIGNED))
        course.state, course.signature = State.SIGNED.value, news.said.get("signature")


def _carried_voided(course: Course, news: News) -> None:
    if course.state == State.SIGNED and course.carried_by == news.said.get("document"):
        course.moves.append(_made(news, course.number, State.SIGNED.value, State.VOID))
        course.state = State.VOID.value


_TELL: Final[Mapping[str, Callable[[Course, News], None]]] = {
    "EntryDrafted": _simply(State.DRAFT),
    "EntrySubmitted": _handed_in,
    "EntryCorrected": _handed_in,
    "EntryWithdrawn": _simply(State.WITHDRAWN),
    "EntryReturned": _simply(State.RETURNED),
    "EntryDiscarded": _simply(State.DISCARDED),
    "EntrySigned": _signed,
    "EntryVoided": _voided,
    "EntryTextBlanked": _blanked,
    "EntriesImported": _imported,
    "EntriesAttested": _attested,
    "EntriesCarried": _imported,
    "CarriedEntriesSigned": _attested,
    "CarriedEntriesVoided": _carried_voided,
}


def retell(told: Iterable[News]) -> Course | None:
    """Return how an entry stands by what was told, oldest first; None if nothing was told that begins it."""
    course: Course | None = None
    for news in told:
        if course is None:
            course = Course(news.programme_id, news.said.get("trainee_id"), news.at)
        tell = _TELL.get(news.name)
        if tell is not None:
            tell(course, news)
    return course if course is not None and course.state else None
