"""The invented world: who there is, and what a trainee of each kind does in a week. Pure, and the same every time.

Everybody here is invented, and no family is named. Dates follow the day on which the world is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

from trainee_app.logbook.rules import Content, Details
from trainee_app.people.rules import Role

PASSWORD = "quiet harbour lamp"  # noqa: S105 - the demo's own, printed at its start; production refuses demo people
_Any = TypeVar("_Any")
_DOMAIN = "demo.example"
_WEEK = timedelta(days=7)
_COURSE_WEEKS = 78
_SHORT_MONTH_SUPERVISION = 1


@dataclass(frozen=True)
class Invented:
    """A person of the world, with the roles they hold on the programme."""

    name: str
    roles: tuple[Role, ...]
    registration: tuple[str, str] | None = None

    @property
    def email(self) -> str:
        """Their address, at a name set aside for examples."""
        return self.name.lower().replace("dr ", "").replace("’", "").replace(" ", ".") + f"@{_DOMAIN}"


@dataclass(frozen=True)
class Habit:
    """What a trainee does: hours of study a week, sessions with families a week, and how faithfully.

    `clinical_from` is the week in which families are first seen (None: still waiting for a case);
    `stops_after` the last week with anything at all (None: goes on). Shares are between 0 and 1.
    """

    study_hours: float = 3.4
    sessions: int = 2
    clinical_from: int | None = 13
    attendance: float = 0.95
    stops_after: int | None = None
    short_this_month: bool = False


@dataclass(frozen=True)
class InventedTrainee:
    """A trainee: who supervises them, where they see families, and their habits."""

    person: Invented
    supervisor: str
    placement: str
    habit: Habit = field(default_factory=Habit)
    former_supervisor: str | None = None


@dataclass(frozen=True)
class InventedCohort:
    """An intake that began so many weeks before the day on which the world is made."""

    weeks_ago: int
    trainees: tuple[InventedTrainee, ...]


_TRAINEE = (Role.TRAINEE,)

STAFF: tuple[Invented, ...] = (
    Invented("Oona Hartley", (Role.ADMINISTRATOR,)),
    Invented("Miriam Imrie", (Role.DIRECTOR, Role.BOARD_MEMBER), ("BPC", "M20418")),
    Invented("Dr Helen Rees", (Role.SUPERVISOR,), ("BPC", "H31177")),
    Invented("Anselm Okoro", (Role.SUPERVISOR,), ("HCPC", "PYL40233")),
    Invented("Judith Marsh", (Role.SUPERVISOR,), ("UKCP", "2011164")),
    Invented("Anna Kerrigan", (Role.TUTOR,)),
    Invented("Sol Adeyemi", (Role.BOARD_MEMBER,)),
    Invented("Dilys Crowe", (Role.PLACEMENT_MANAGER,)),
    Invented("Ngaire Tait", (Role.EXAMINER,)),
    Invented("Ifor Bevan", (Role.DATA_PROTECTION_OFFICER,)),
)

TUTOR = "Anna Kerrigan"
# Signs late: entries of the last weeks still wait.
SLOW_SIGNER = "Anselm Okoro"
_HARBOUR = "Harbour Lane Children’s Centre"
_LARK = "Larkfield Parent-Infant Service"
_MILL = "Millbrook Perinatal Team"


def _trainee(
    name: str, supervisor: str, placement: str, habit: Habit | None = None, former: str | None = None
) -> InventedTrainee:
    number = f"{sum(name.encode()) % 90000 + 10000}"
    return InventedTrainee(
        Invented(name, _TRAINEE, ("HCPC", f"PYL{number}")), supervisor, placement, habit or Habit(), former
    )


COHORTS: tuple[InventedCohort, ...] = (
    InventedCohort(
        weeks_ago=75,
        trainees=(
            _trainee("Saoirse Pryce", "Dr Helen Rees", _LARK, Habit(study_hours=4.4, sessions=3, attendance=1.0)),
            _trainee("Wren Lumley", "Anselm Okoro", _MILL, Habit(study_hours=3.0, stops_after=52)),
            _trainee("Owen Ainsley-Moss", "Anselm Okoro", _HARBOUR, Habit(study_hours=3.6)),
        ),
    ),
    InventedCohort(
        weeks_ago=58,
        trainees=(
            _trainee(
                "Marta Ellison",
                "Dr Helen Rees",
                _LARK,
                Habit(study_hours=3.8, sessions=1, clinical_from=15, short_this_month=True),
                former="Judith Marsh",
            ),
            _trainee("Idris Fenn", "Dr Helen Rees", _HARBOUR, Habit(study_hours=3.9, sessions=3)),
            _trainee("Bea Kettle", "Anselm Okoro", _MILL, Habit(study_hours=1.6, sessions=1, attendance=0.75)),
            _trainee("Hana Stroud", "Dr Helen Rees", _HARBOUR, Habit(study_hours=4.2, clinical_from=None)),
            _trainee("Niamh O’Dowd", "Anselm Okoro", _LARK, Habit(study_hours=4.0, sessions=3, attendance=1.0)),
        ),
    ),
    InventedCohort(
        weeks_ago=6,
        trainees=(
            _trainee("Luca Ferretti", "Dr Helen Rees", _MILL, Habit(clinical_from=None)),
            _trainee(
                "Alexandrina Featherstonehaugh-Montgomery",
                "Anselm Okoro",
                _LARK,
                Habit(clinical_from=None, study_hours=2.5),
            ),
        ),
    ),
)


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
    return Course(f"{starts_on:%B %Y} intake", starts_on, starts_on + _COURSE_WEEKS * _WEEK - timedelta(days=1))


def worked(trainee: InventedTrainee, course: Course, first: date, last: date, today: date) -> Iterator[Content]:
    """Yield what a trainee did from `first` to `last` (both included), day by day in order, as seen from `today`."""
    habit = trainee.habit
    for number in range(_COURSE_WEEKS):
        monday = course.starts_on + number * _WEEK
        if habit.stops_after is not None and number > habit.stops_after:
            return
        if monday > last:
            return
        if _is_holiday(monday) or monday + _WEEK <= first:
            continue
        chance = Chance(f"{trainee.person.name} {monday}")
        for content in sorted(_week(habit, number, monday, chance, today), key=lambda each: each.worked_on):
            if first <= content.worked_on <= last:
                yield content


def _is_holiday(monday: date) -> bool:
    """Two weeks at Christmas and two in August, as courses have them."""
    return (monday.month == 12 and monday.day >= 20) or (monday.month == 8 and 6 <= monday.day <= 19)  # noqa: PLR2004 - days of the year


def _week(habit: Habit, number: int, monday: date, chance: Chance, today: date) -> Iterator[Content]:
    if number % 2 == 0 and chance.share() < habit.attendance:
        yield Content(worked_on=monday + timedelta(days=4), activity="workshop", minutes=360, started_at_minute=600)
    elif chance.share() < habit.attendance / 2:
        yield Content(worked_on=monday + timedelta(days=4), activity="seminar", minutes=120, started_at_minute=840)
    yield _study(habit, monday, chance)
    if habit.clinical_from is not None and number >= habit.clinical_from:
        yield from _clinical(habit, number, monday, chance, today)


def _study(habit: Habit, monday: date, chance: Chance) -> Content:
    activity = chance.one_of(("reading", "reading", "reading", "essay", "preparation"))
    minutes = max(round(habit.study_hours * 60 * chance.between(0.75, 1.25) / 15) * 15, 30)
    notes = (
        "Fraiberg, Ghosts in the nursery, with notes for the seminar.",
        "Stern, The interpersonal world of the infant.",
        "",
    )
    return Content(worked_on=monday + timedelta(days=5), activity=activity, minutes=minutes, note=chance.one_of(notes))


def _clinical(habit: Habit, number: int, monday: date, chance: Chance, today: date) -> Iterator[Content]:
    for session in range(habit.sessions):
        yield _session(monday + timedelta(days=1 + session), 600 + 90 * session, chance)
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
