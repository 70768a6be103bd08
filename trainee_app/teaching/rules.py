"""What may stand on a timetable and in a register, and what is signed by it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from trainee_app.logbook.rules import Violation, check_words, spoken_start
from trainee_app.programmes.rules.dates import spoken_date, spoken_minutes
from trainee_app.programmes.rules.telling.phrases import listed
from trainee_app.trail.rules import canonical_json

CANONICAL_VERSION: Final = 1
MINUTES_OF_A_DAY: Final = 1440
LONGEST_TITLE: Final = 200
LONGEST_SERIES: Final = 120
MOST_DATES: Final = 60
DOCUMENT: Final = "register:"
_WEEK: Final = timedelta(days=7)


class Mark(StrEnum):
    """What a register says of one trainee."""

    PRESENT = "present"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"
    MADE_UP = "made_up"

    @property
    def words(self) -> str:
        """What the mark is called."""
        return _MARK_WORDS[self]

    @property
    def says_minutes(self) -> bool:
        """Whether its time is not the whole date's, and has to be said."""
        return self in {Mark.LEFT_EARLY, Mark.MADE_UP}


_MARK_WORDS: Final = {
    Mark.PRESENT: "Present",
    Mark.LEFT_EARLY: "Part of it",
    Mark.ABSENT: "Absent",
    Mark.MADE_UP: "Made up",
}


class Code(StrEnum):
    """What is wrong, one code for one sentence."""

    NO_TITLE = "no_title"
    TOO_LONG_A_TITLE = "title_too_long"
    NO_ACTIVITY = "no_activity"
    NO_DATE = "no_date"
    OUTSIDE = "outside_the_course"
    NO_DURATION = "no_duration"
    TOO_LONG = "more_than_a_day"
    PAST_MIDNIGHT = "past_midnight"
    NO_LEADER = "no_leader"
    LEADER_AWAY = "leader_no_tutor_then"
    HOW_MANY = "how_many"
    FUTURE = "in_the_future"
    NOBODY = "nobody_present"
    TWICE = "marked_twice"
    MISSING = "not_marked"
    UNKNOWN = "unknown_person"
    NO_MINUTES = "no_minutes"
    TOO_MANY_MINUTES = "too_many_minutes"
    DAY_FULL = "day_too_full"
    OVERLAP = "overlap"
    GIVES_WAY = "own_entry_gives_way"
    LIKELY_DOUBLE = "likely_double"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDraft:
    """A date as far as it could be read, or the first of a weekly series of `dates`."""

    title: str
    series: str
    activity: str
    held_on: date | None
    starts_at_minute: int | None
    minutes: int | None
    dates: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableSetting:
    """What a date is checked against: what the programme teaches, and the cohort's first and last day."""

    activities: Sequence[str]
    starts_on: date
    ends_on: date


def days_of(draft: DateDraft) -> list[date]:
    """Return the days of the series: the first one, and each week after it."""
    if draft.held_on is None:
        return []
    return [draft.held_on + number * _WEEK for number in range(min(max(draft.dates, 1), MOST_DATES))]


def check_date(draft: DateDraft, setting: TimetableSetting) -> list[Violation]:
    """Return all that is wrong with a date, by field; empty when nothing is."""
    return [violation for check in _DATE_CHECKS for violation in check(draft, setting)]


def _title(draft: DateDraft, _setting: TimetableSetting) -> Iterator[Violation]:
    if not draft.title:
        yield Violation(Code.NO_TITLE, "title", "Say what it is about, such as “Ghosts in the nursery”.")
    for name, words, longest in (("title", draft.title, LONGEST_TITLE), ("series", draft.series, LONGEST_SERIES)):
        if len(words) > longest:
            yield Violation(Code.TOO_LONG_A_TITLE, name, f"Shorten this to {longest} characters.")
        yield from (each for each in check_words(words, name) if not each.is_warning)


def _what(draft: DateDraft, setting: TimetableSetting) -> Iterator[Violation]:
    if draft.activity not in setting.activities:
        yield Violation(Code.NO_ACTIVITY, "activity", "Choose what it is.")


def _when(draft: DateDraft, setting: TimetableSetting) -> Iterator[Violation]:
    if not 1 <= draft.dates <= MOST_DATES:
        yield Violation(Code.HOW_MANY, "dates", f"Write how many dates, from 1 to {MOST_DATES}.")
    days = days_of(draft)
    if not days:
        yield Violation(Code.NO_DATE, "held_on", "Say on which day it is.")
    elif days[0] < setting.starts_on or days[-1] > setting.ends_on:
        which = "It" if len(days) == 1 else f"The series ends on {spoken_date(days[-1])}. It"
        words = (
            f"{which} has to lie within the course, {spoken_date(setting.starts_on)} to {spoken_date(setting.ends_on)}."
        )
        yield Violation(Code.OUTSIDE, "held_on", words)


def _how_long(draft: DateDraft, _setting: TimetableSetting) -> Iterator[Violation]:
    if draft.minutes is None or draft.minutes <= 0:
        yield Violation(Code.NO_DURATION, "minutes", "Say how long it takes, like 90 min or 6 h.")
    elif draft.minutes > MINUTES_OF_A_DAY:
        yield Violation(Code.TOO_LONG, "minutes", "A day has 24 hours: enter each day by itself.")
    elif draft.starts_at_minute is not None and draft.starts_at_minute + draft.minutes > MINUTES_OF_A_DAY:
        yield Violation(Code.PAST_MIDNIGHT, "starts_at", "It would end after midnight.")


_DATE_CHECKS: Final[tuple[Callable[[DateDraft, TimetableSetting], Iterator[Violation]], ...]] = (
    _title,
    _what,
    _when,
    _how_long,
)


@dataclass(frozen=True, slots=True)
class MarkDraft:
    """What was marked of one trainee (their public name); `minutes` where the mark says any."""

    trainee: str
    mark: Mark
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A trainee on the register as they stand on that day: minutes in their log. See `Standing` of the supervision.

    `own_waiting`: minutes they handed in themselves of this very activity; `counts`: signed minutes of it;
    `others`: all other minutes of the day. `timed`: start and minutes of what is signed with a start time.
    """

    trainee_id: int
    name: str
    own_waiting: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    others: int = 0
    timed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSetting:
    """What a register is checked against: the date, and everybody who belongs on it."""

    held_on: date
    minutes: int
    people: Mapping[str, Listed]
    starts_at_minute: int | None = None


@dataclass(frozen=True, slots=True)
class RegisterDraft:
    """A register as it was marked."""

    marks: tuple[MarkDraft, ...] = field(default_factory=tuple)


def minutes_of(mark: MarkDraft, whole: int) -> int:
    """Return the minutes that a mark comes to."""
    if mark.mark is Mark.PRESENT:
        return whole
    return 0 if mark.mark is Mark.ABSENT else mark.minutes or 0


def field_of(trainee: str) -> str:
    """Return the name of the field in which a trainee is marked."""
    return f"mark-{trainee}"


def check_register(draft: RegisterDraft, setting: RegisterSetting, today: date) -> list[Violation]:
    """Return all that is wrong with a register, by field; empty when nothing is. Warnings may be confirmed."""
    return [violation for check in _REGISTER_CHECKS for violation in check(draft, setting, today)]


def _taken_place(_draft: RegisterDraft, setting: RegisterSetting, today: date) -> Iterator[Violation]:
    if setting.held_on > today:
        words = f"{spoken_date(setting.held_on)} is still to come. Sign the register once it has taken place."
        yield Violation(Code.FUTURE, "marks", words)


def _complete(draft: RegisterDraft, setting: RegisterSetting, _today: date) -> Iterator[Violation]:
    marked = Counter(each.trainee for each in draft.marks)
    if set(marked) - set(setting.people):
        words = "Somebody marked is not a trainee of this cohort. Open the page anew."
        yield Violation(Code.UNKNOWN, "marks", words)
    for name, person in setting.people.items():
        if not marked[name]:
            yield Violation(Code.MISSING, field_of(name), f"Say whether {person.name} was there.")
        elif marked[name] > 1:
            yield Violation(Code.TWICE, field_of(name), f"{person.name} is marked twice.")
    if draft.marks and all(each.mark is Mark.ABSENT for each in draft.marks):
        words = "Everybody is marked absent. If it did not take place, cancel the date instead."
        yield Violation(Code.NOBODY, "marks", words)


def _times(draft: RegisterDraft, setting: RegisterSetting, _today: date) -> Iterator[Violation]:
    whole = spoken_minutes(setting.minutes)
    for each in draft.marks:
        person = setting.people.get(each.trainee)
        if person is None or not each.mark.says_minutes:
            continue
        if not each.minutes or each.minutes <= 0:
            words = f"Say how much of the {whole} counts for {person.name}, like 45 min."
            yield Violation(Code.NO_MINUTES, field_of(each.trainee), words)
        elif each.minutes > setting.minutes or (each.mark is Mark.LEFT_EARLY and each.minutes == setting.minutes):
            words = f"It took {whole}; for {person.name} it can be at most that, and less for part of it."
            yield Violation(Code.TOO_MANY_MINUTES, field_of(each.trainee), words)


def _days(draft: RegisterDraft, setting: RegisterSetting, _today: date) -> Iterator[Violation]:
    for each in draft.marks:
        person, minutes = setting.people.get(each.trainee), minutes_of(each, setting.minutes)
        if person is None or not minutes:
            continue
        others = person.others + sum(person.counts)
        if minutes + others > MINUTES_OF_A_DAY:
            words = (
                f"{spoken_minutes(others)} are logged by {person.name} for that day already; with this it would have "
                "more than 24 hours."
            )
            yield Violation(Code.DAY_FULL, field_of(each.trainee), words)
        if person.own_waiting:
            stands = listed(map(spoken_minutes, person.own_waiting))
            words = (
                f"{person.name} has handed in {stands} of it, which waits for a signature. "
                "It gives way to this register and goes back with a sentence that says so."
            )
            yield Violation(Code.GIVES_WAY, "confirmed", words, is_warning=True)
        if person.counts:
            stands = listed(map(spoken_minutes, person.counts))
            words = (
                f"{stands} of the same stand signed in {person.name}’s log for that day already. Was this another one?"
            )
            yield Violation(Code.LIKELY_DOUBLE, "confirmed", words, is_warning=True)


def _overlap(draft: RegisterDraft, setting: RegisterSetting, _today: date) -> Iterator[Violation]:
    """Judged only where both have a start time (domain, section 4, rule 1); what was made up was at another time."""
    if (start := setting.starts_at_minute) is None:
        return
    for each in draft.marks:
        person = setting.people.get(each.trainee)
        if person is None or each.mark in {Mark.ABSENT, Mark.MADE_UP}:
            continue
        end = start + minutes_of(each, setting.minutes)
        begins = next((other for other, minutes in person.timed if start < other + minutes and other < end), None)
        if begins is not None:
            words = (
                f"It overlaps with what stands signed in {person.name}’s log from {spoken_start(begins)} that "
                "day. Say how much of this one counts for them as made up, mark them absent, or mend the other record."
            )
            yield Violation(Code.OVERLAP, field_of(each.trainee), words)


_REGISTER_CHECKS: Final[tuple[Callable[[RegisterDraft, RegisterSetting, date], Iterator[Violation]], ...]] = (
    _taken_place,
    _complete,
    _times,
    _days,
    _overlap,
)


def document_name(public_id: str) -> str:
    """Return the name under which a register is signed."""
    return f"{DOCUMENT}{public_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRegister:
    """What a register says, by public names, as it is signed. `marks`: trainee, mark, minutes, entry and the hash of
    the entry, both None for who was absent. `replaces`: the register whose place it takes."""

    document: str
    programme: str
    teaching: str
    title: str
    series: str
    activity: str
    held_on: date
    minutes: int
    leader: str
    recorded_at: datetime
    replaces: str | None
    marks: Sequence[tuple[str, str, int, str | None, str | None]]


def canonical_bytes(register: SignedRegister) -> bytes:
    """Return the one spelling of a register that is hashed and signed: JSON, sorted, without spaces, UTF-8."""
    said: dict[str, Any] = {
        "canonical_version": CANONICAL_VERSION,
        "document": register.document,
        "programme": register.programme,
        "teaching": register.teaching,
        "title": register.title,
        "series": register.series,
        "activity": register.activity,
        "held_on": register.held_on.isoformat(),
        "minutes": register.minutes,
        "leader": register.leader,
        "recorded_at": register.recorded_at.isoformat(timespec="microseconds"),
        "replaces": register.replaces,
        "marks": sorted((list(each) for each in register.marks), key=lambda each: str(each[0])),
    }
    return canonical_json(said).encode()
