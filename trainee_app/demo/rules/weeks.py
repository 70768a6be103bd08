"""What a trainee of each kind does in a week, and with which cases. Pure, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

from trainee_app.demo.rules.people import Habit, InventedCohort, InventedTrainee
from trainee_app.logbook.rules import Content, Details

_Any = TypeVar("_Any")
_WEEK = timedelta(days=7)
COURSE_WEEKS = 78
_SHORT_MONTH_SUPERVISION = 1
_FIRST_SESSION_AT = 600
_BETWEEN_SESSIONS = 90


class Chance:
    """What looks like chance and is the same every time: numbers drawn from a seed's hash."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def share(self) -> float:
        """Draw a number from 0 up to, not including, 1."""
        self._drawn += 1
        drawn = sha256(f"{self._seed} {self._drawn}".encode()).digest()
        return int.from_bytes(drawn[:6], "big") / 2**48

    def between(self, least: float, most: float) -> float:
        """Draw a number between two."""
        return least + (most - least) * self.share()

    def one_of(self, things: tuple[_Any, ...]) -> _Any:
        """Draw one of the things."""
        return things[int(self.share() * len(things))]


@dataclass(frozen=True)
class Course:
    """A cohort's name and days: from a Monday, for 78 weeks."""

    name: str
    starts_on: date
    ends_on: date


def course_of(cohort: InventedCohort, today: date) -> Course:
    """Return when an invented cohort runs, seen from `today`."""
    starts_on = today - timedelta(days=today.weekday()) - cohort.weeks_ago * _WEEK
    return Course(f"{starts_on:%B %Y} intake", starts_on, starts_on + COURSE_WEEKS * _WEEK - timedelta(days=1))


@dataclass(frozen=True)
class InventedCase:
    """A family of the world: seen in one slot of the week, from a week of the course on, for so many weeks."""

    slot: int
    opens_week: int
    weeks: int
    age_band: str
    carers: tuple[str, ...]

    @property
    def last_week(self) -> int:
        """The last week in which the family is seen."""
        return self.opens_week + self.weeks - 1


# By the slot of the week: how long after the clinical work began, for how many weeks, and who comes.
_CASES = (
    (0, 0, 45, "3_to_6", ("mother",)),
    (1, 3, 50, "under_3", ("mother", "father")),
    (2, 6, 51, "6_to_12", ("mother", "grandparent")),
    (0, 47, 40, "pregnancy", ("mother", "father")),
)


def cases_of(trainee: InventedTrainee) -> tuple[InventedCase, ...]:
    """Return the families that a trainee sees in the course of the training, in the order in which they come."""
    habit = trainee.habit
    if habit.clinical_from is None:
        return ()
    found = (
        InventedCase(slot, habit.clinical_from + after, weeks, age_band, carers)
        for slot, after, weeks, age_band, carers in _CASES
        if slot < habit.sessions
    )
    return tuple(sorted(found, key=lambda each: each.opens_week))


def case_in(trainee: InventedTrainee, slot: int, week: int) -> int | None:
    """Return which of the trainee's cases is seen in that slot in that week of the course; None: none is."""
    for number, case in enumerate(cases_of(trainee)):
        if case.slot == slot and case.opens_week <= week <= case.last_week:
            return number
    return None


def case_of(trainee: InventedTrainee, course: Course, content: Content) -> int | None:
    """Return which of the trainee's cases a session belongs to, told by its day and its time of the day."""
    if content.activity != "case_session":
        return None
    week = (content.worked_on - course.starts_on).days // 7
    return case_in(trainee, content.worked_on.weekday() - 1, week)


def worked(trainee: InventedTrainee, course: Course, first: date, last: date, today: date) -> Iterator[Content]:
    """Yield what a trainee did from `first` to `last` (both included), day by day in order, as seen from `today`."""
    habit = trainee.habit
    away = range(habit.away[0], sum(habit.away)) if habit.away else range(0)
    for number in range(COURSE_WEEKS + len(away)):
        monday = course.starts_on + number * _WEEK
        if habit.stops_after is not None and number > habit.stops_after:
            return
        if monday > last:
            return
        if number in away or _is_holiday(monday) or monday + _WEEK <= first:
            continue
        chance = Chance(f"{trainee.person.name} {monday}")
        for content in sorted(_week(trainee, number, monday, chance, today), key=lambda each: each.worked_on):
            if first <= content.worked_on <= last:
                yield content


def _is_holiday(monday: date) -> bool:
    """Two weeks at Christmas and two in August, as courses have them."""
    return (monday.month == 12 and monday.day >= 20) or (monday.month == 8 and 6 <= monday.day <= 19)  # noqa: PLR2004 - days of the year


def _week(trainee: InventedTrainee, number: int, monday: date, chance: Chance, today: date) -> Iterator[Content]:
    habit = trainee.habit
    if number < COURSE_WEEKS:
        yield from _taught(habit, number, monday, chance)
    yield _study(habit, monday, chance)
    if habit.clinical_from is not None and number >= habit.clinical_from:
        yield from _clinical(trainee, number, monday, chance, today)
    elif habit.introduced and number:
        yield _introduction(monday, chance)


def _taught(habit: Habit, number: int, monday: date, chance: Chance) -> Iterator[Content]:
    if number % 2 == 0 and chance.share() < habit.attendance:
        yield Content(worked_on=monday + timedelta(days=4), activity="workshop", minutes=360, started_at_minute=600)
    elif chance.share() < habit.attendance / 2:
        yield Content(worked_on=monday + timedelta(days=4), activity="seminar", minutes=120, started_at_minute=840)


def _study(habit: Habit, monday: date, chance: Chance) -> Content:
    activity = chance.one_of(("reading", "reading", "reading", "essay", "preparation"))
    minutes = max(round(habit.study_hours * 60 * chance.between(0.75, 1.25) / 15) * 15, 30)
    notes = (
        "Fraiberg, Ghosts in the nursery, with notes for the seminar.",
        "Stern, The interpersonal world of the infant.",
        "",
    )
    return Content(worked_on=monday + timedelta(days=5), activity=activity, minutes=minutes, note=chance.one_of(notes))


def _introduction(monday: date, chance: Chance) -> Content:
    minutes = chance.one_of((30, 45, 60))
    return Content(
        worked_on=monday + timedelta(days=1), activity="liaison", minutes=minutes, note="The team’s meeting."
    )


def _clinical(trainee: InventedTrainee, number: int, monday: date, chance: Chance, today: date) -> Iterator[Content]:
    habit = trainee.habit
    for slot in range(habit.sessions):
        if case_in(trainee, slot, number) is not None:
            yield _session(monday + timedelta(days=1 + slot), _FIRST_SESSION_AT + _BETWEEN_SESSIONS * slot, chance)
    # The month that is still open comes out short where the story asks for it.
    is_short = habit.short_this_month and (monday + timedelta(days=2)).strftime("%Y-%m") == today.strftime("%Y-%m")
    if not is_short or monday.day <= 7 * _SHORT_MONTH_SUPERVISION:
        reviewed = number % 6 == 0
        details = Details(video_reviewed=reviewed)
        yield Content(
            worked_on=monday + timedelta(days=2),
            activity="individual_supervision",
            minutes=60,
            started_at_minute=1020,
            details=details,
        )
    if number % 2 == 1 and not is_short:
        yield Content(
            worked_on=monday + timedelta(days=3), activity="group_supervision", minutes=90, started_at_minute=1020
        )
    if number % 3 == 0:
        yield Content(
            worked_on=monday,
            activity="liaison",
            minutes=chance.one_of((15, 20, 30, 45)),
            note="Health visitor and nursery.",
        )


def _session(on: date, start: int, chance: Chance) -> Content:
    if chance.share() < 0.08:  # noqa: PLR2004 - about one session in twelve is not held
        return Content(worked_on=on, activity="case_session", minutes=0, outcome=chance.one_of(("missed", "cancelled")))
    people = chance.one_of(
        (("baby", "mother"), ("baby", "mother"), ("baby", "both_parents"), ("baby", "father"), ("mother",))
    )
    ways = chance.one_of(
        (("representational",), ("watch_wait_wonder",), ("direct_with_infant",), ("video_feedback", "representational"))
    )
    minutes = chance.one_of((50, 50, 50, 55, 60, 45))
    return Content(
        worked_on=on,
        activity="case_session",
        minutes=minutes,
        started_at_minute=start,
        details=Details(in_the_room=people, ways=ways),
    )
