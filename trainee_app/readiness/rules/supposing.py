"""What if: a record carried on at a rhythm that somebody supposes, judged by the one rule. Pure; nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trainee_app.programmes.rules import (
    CaseFact,
    Definition,
    EntryFact,
    Facts,
    Finding,
    Requirement,
    State,
    Total,
    credited_minutes,
    share_of_case,
)
from trainee_app.programmes.rules.dates import days_after, month_end, months_after, spoken_date, spoken_month
from trainee_app.programmes.rules.evidence import requirement_entries_filter
from trainee_app.programmes.rules.wording import TUTOR
from trainee_app.readiness.rules.keeping import evaluated
from trainee_app.web.formats import count

# Further ahead nobody plans, and a rhythm that takes longer is none that leads there.
MOST_MONTHS = 60
SESSION_MINUTES = 50
SEMINAR_MINUTES = 120
_WEEK = 7
_FORTNIGHT = 14
_WORKING_DAYS = 5
_DAYS_OF_A_MONTH = 28
_MONTHS_BACK = 3
_LONG_AFTER_MONTHS = 12
_SETTLED = (State.MET, State.WAIVED)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """So much work from the first day of a month on; the times in minutes, seminars by their number.

    None: that goes on as in the last months, as does everything that is not named here.
    """

    from_on: date
    sessions_a_week: int | None = None
    supervision_a_fortnight: int | None = None
    reading_a_week: int | None = None
    seminars_a_month: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Days without work, both included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which activities of a programme a rhythm means; None where it has none of that sort.

    `sessions` and `supervisions` are all of their sort: who supposes some supposes all of them.
    """

    session: str | None
    supervision: str | None
    reading: str | None
    seminar: str | None
    sessions: frozenset[str]
    supervisions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Projected:
    """One requirement that is open today: in which month it would be met (its last day), None where it would not.

    `finding` is how it would stand then, or at the last month looked at. `by_work`: more work may meet it at all.
    """

    requirement: Requirement
    now: Finding
    finding: Finding
    met_on: date | None
    by_work: bool


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a rhythm leads to. `binding` is the requirement that is met last, or never, of those that work may meet."""

    open: tuple[Projected, ...]
    binding: Projected | None
    ends_on: date

    @property
    def met_on(self) -> date | None:
        """The month in which everything is met that work may meet; None where one of them would not be."""
        return self.binding.met_on if self.binding else None

    @property
    def is_in_time(self) -> bool:
        """Whether that is by the end of the training, as far as a month can say."""
        return self.met_on is not None and self.met_on <= month_end(self.ends_on)


def kinds_of(definition: Definition) -> Kinds:
    """Find what a session, supervision, reading and a seminar are called in this programme."""
    every = definition.activities.values()
    supervised = definition.supervised
    taught = [key for key in definition.taught if key in definition.activities]
    study = [each.key for each in every if each.signed_by == "tutor" and each.key not in taught]
    in_group = [each.key for each in every if "supervision" in each.groups]
    return Kinds(
        session=next((each.key for each in every if each.needs_case), None),
        supervision=supervised.individual or supervised.group or next(iter(in_group), None),
        reading=next(iter(study), None),
        seminar=next(iter(taught), None),
        sessions=frozenset(each.key for each in every if each.needs_case),
        supervisions=frozenset(in_group),
    )


def suppose(definition: Definition, facts: Facts, rhythm: Rhythm, as_of: date, away: Sequence[Away] = ()) -> Supposed:
    """Carry the record on at that rhythm, and say month by month what the rule makes of it.

    What waits for a signature today is taken as signed, and so is everything to come. Supposed sessions go to the
    cases that are open, in turn; supervision is shared between them.
    """
    ahead = _Ahead(definition, _as_if_signed(facts, as_of), rhythm, as_of, away)
    now = evaluated(definition, facts, as_of).findings
    met_on: dict[str, tuple[date, Finding]] = {}
    then = now
    for on in _month_ends(as_of):
        then = evaluated(definition, ahead.facts_until(on), on).findings
        for finding in then:
            if finding.state in _SETTLED:
                met_on.setdefault(finding.key, (on, finding))
        if len(met_on) == len(then) or _is_beyond(definition, met_on, facts, on):
            break
    open_now = [
        _projected(requirement, before, *_found(met_on, after))
        for requirement, before, after in zip(definition.requirements, now, then, strict=True)
        if before.state not in _SETTLED
    ]
    by_work = [each for each in open_now if each.by_work]
    binding = max(
        by_work, key=lambda each: (each.met_on or date.max, not _is_by_period(each.requirement)), default=None
    )
    return Supposed(tuple(open_now), binding, facts.ends_on)


def _is_beyond(definition: Definition, met_on: Collection[str], facts: Facts, on: date) -> bool:
    """Whether nothing more can come of going on: all that is counted is met, and a year has passed since the end."""
    counted = [
        each.key for each in definition.requirements if requirement_entries_filter(each) and not _is_by_period(each)
    ]
    return all(key in met_on for key in counted) and on > months_after(facts.ends_on, _LONG_AFTER_MONTHS)


def _is_by_period(requirement: Requirement) -> bool:
    """A rule by periods is met when the training ends with all of them met: it goes along, and seldom decides."""
    chosen = requirement_entries_filter(requirement)
    return chosen is not None and chosen.period is not None


def supposed_headline(supposed: Supposed, tutor: str = TUTOR) -> str:
    """Return the first line of what a rhythm leads to."""
    return f"{_said(supposed, tutor)} {_left(supposed)}".strip()


def _left(supposed: Supposed) -> str:
    """What stays open at whatever rhythm: another family, an ending, a registration, a decision."""
    number = sum(not each.by_work for each in supposed.open)
    if not number:
        return ""
    return f"Beside it {count(number, 'requirement needs', 'requirements need')} something other than time."


def _said(supposed: Supposed, tutor: str) -> str:
    binding = supposed.binding
    if binding is None:
        return "Nothing is open that more work could meet."
    if binding.met_on is None:
        return f"At that rhythm not everything is met within {MOST_MONTHS // 12} years. What decides: {binding.requirement.title}."
    said = f"At that rhythm everything that work can meet is met in {spoken_month(binding.met_on)}."
    decides = f"What decides: {binding.requirement.title}."
    if supposed.is_in_time:
        return f"{said} {decides}"
    return f"{said} That is after {spoken_date(supposed.ends_on)}, when the training ends: talk to {tutor} about dates. {decides}"


def _found(met_on: dict[str, tuple[date, Finding]], last: Finding) -> tuple[date | None, Finding]:
    return met_on.get(last.key, (None, last))


def _projected(requirement: Requirement, now: Finding, met_on: date | None, finding: Finding) -> Projected:
    is_counted = requirement_entries_filter(requirement) is not None and not _is_by_period(requirement)
    by_work = met_on is not None or is_counted
    return Projected(requirement, now, finding, met_on, by_work)


def _month_ends(as_of: date) -> Iterator[date]:
    for months in range(MOST_MONTHS + 1):
        yield month_end(months_after(as_of.replace(day=1), months))


def _as_if_signed(facts: Facts, as_of: date) -> Facts:
    """What waits today is somebody else's to sign; a plan is made as if they will."""
    entries = tuple(
        each if each.state == "signed" else each._replace(state="signed", signed_on=as_of) for each in facts.entries
    )
    totals = tuple(each._replace(state="signed") for each in facts.totals)
    return replace(facts, entries=entries, totals=totals)


class _Ahead:
    """The facts as they would grow, asked for one day after another."""

    def __init__(self, definition: Definition, facts: Facts, rhythm: Rhythm, as_of: date, away: Sequence[Away]) -> None:
        self._definition, self._facts, self._kinds = definition, facts, kinds_of(definition)
        self._recent = _Recent(facts, self._kinds, as_of)
        self._cases = [each for each in facts.cases or () if each.ending is None and each.counts]
        begins_on = max(rhythm.from_on, days_after(as_of, 1))
        last_on = month_end(months_after(as_of, MOST_MONTHS))
        work = [
            each
            for each in self._work(rhythm, begins_on, last_on)
            if not any(span.starts_on <= each.on <= span.ends_on for span in away)
        ]
        self._work_ahead = sorted(work, key=lambda each: each.on)

    def facts_until(self, on: date) -> Facts:
        """Return what is known today with what would have been added by that day."""
        added = tuple(each for each in self._work_ahead if each.on <= on)
        totals: dict[tuple[str, date, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        for each in added:
            sums = totals[each.activity, each.on.replace(day=1), each.case_id]
            sums[0], sums[1], sums[2] = sums[0] + each.recorded, sums[1] + each.credited, sums[2] + 1
        more = tuple(Total(*key, "signed", *sums) for key, sums in totals.items())
        return replace(
            self._facts,
            entries=(*self._facts.entries, *added),
            totals=(*self._facts.totals, *more),
            cases=None if self._facts.cases is None else tuple(self._grown(each, added) for each in self._facts.cases),
        )

    def _grown(self, case: CaseFact, added: Sequence[EntryFact]) -> CaseFact:
        if case not in self._cases:
            return case
        held = [each.on for each in added if each.case_id == case.case_id and each.activity in self._kinds.sessions]
        supervised = sum(each.recorded for each in added if each.activity in self._kinds.supervisions)
        return replace(
            case,
            held_sessions=case.held_sessions + len(held),
            first_held_on=case.first_held_on or min(held, default=None),
            last_held_on=max(held, default=case.last_held_on),
            supervised_minutes=case.supervised_minutes + share_of_case(supervised, len(self._cases)),
        )

    def _work(self, rhythm: Rhythm, begins_on: date, last_on: date) -> Iterator[EntryFact]:
        yield from self._practice(rhythm, begins_on, last_on)
        yield from self._learning(rhythm, begins_on, last_on)
        kinds = self._kinds
        supposed = {
            *(kinds.sessions if rhythm.sessions_a_week is not None else ()),
            *(kinds.supervisions if rhythm.supervision_a_fortnight is not None else ()),
            kinds.reading if rhythm.reading_a_week is not None else None,
            kinds.seminar if rhythm.seminars_a_month is not None else None,
        }
        yield from self._carried_on(supposed, begins_on, last_on)

    def _practice(self, rhythm: Rhythm, begins_on: date, last_on: date) -> Iterator[EntryFact]:
        for number, on in enumerate(_weekly(begins_on, last_on, rhythm.sessions_a_week or 0)):
            yield from self._entry(self._kinds.session, on, SESSION_MINUTES, self._case_in_turn(number))
        for number, on in enumerate(_every(begins_on, last_on, _FORTNIGHT)):
            for entry in self._entry(self._kinds.supervision, on, rhythm.supervision_a_fortnight or 0):
                yield entry._replace(video_reviewed=self._recent.has_video(number))

    def _learning(self, rhythm: Rhythm, begins_on: date, last_on: date) -> Iterator[EntryFact]:
        for on in _every(begins_on, last_on, _WEEK):
            yield from self._entry(self._kinds.reading, on, rhythm.reading_a_week or 0)
        for on in _monthly(begins_on, last_on, rhythm.seminars_a_month or 0):
            yield from self._entry(self._kinds.seminar, on, SEMINAR_MINUTES)

    def _carried_on(self, supposed: Collection[str | None], begins_on: date, last_on: date) -> Iterator[EntryFact]:
        """What is not supposed goes on as often, and as long each time, as in the last months."""
        for activity, (number, recorded, credited) in self._recent.by_activity.items():
            if activity in supposed:
                continue
            is_session, is_supervision = activity in self._kinds.sessions, activity in self._kinds.supervisions
            times = (last_on - begins_on).days * number // self._recent.days
            for each in range(times):
                on = days_after(begins_on, each * self._recent.days // number)
                case_id = self._case_in_turn(each) if is_session else 0
                has_video = is_supervision and self._recent.has_video(each)
                yield EntryFact(
                    on,
                    activity,
                    case_id,
                    None,
                    "signed",
                    on,
                    on,
                    recorded // number,
                    credited // number,
                    True,
                    has_video,
                )

    def _case_in_turn(self, number: int) -> int:
        return self._cases[number % len(self._cases)].case_id if self._cases else 0

    def _entry(self, activity: str | None, on: date, minutes: int, case_id: int = 0) -> Iterator[EntryFact]:
        """One piece of work, handed in and signed on its day; nothing where the programme has no such activity."""
        if activity is None or not minutes:
            return
        credited = credited_minutes(self._definition, activity, minutes, "held", 1)
        yield EntryFact(on, activity, case_id, None, "signed", on, on, minutes, credited, True, False)


class _Recent:
    """What the last months brought by activity: how often, and how many minutes recorded and credited in all."""

    def __init__(self, facts: Facts, kinds: Kinds, as_of: date) -> None:
        since = max(months_after(as_of.replace(day=1), -_MONTHS_BACK), facts.starts_on.replace(day=1))
        self.days = max((as_of - max(since, min(facts.starts_on, as_of))).days + 1, 1)
        self.by_activity: dict[str, tuple[int, int, int]] = {}
        for total in facts.totals:
            if since <= total.month <= as_of and total.entries:
                number, recorded, credited = self.by_activity.get(total.activity, (0, 0, 0))
                self.by_activity[total.activity] = (
                    number + total.entries,
                    recorded + total.recorded,
                    credited + total.credited,
                )
        supervisions = [each for each in facts.entries if each.activity in kinds.supervisions and each.held]
        recent = [each for each in supervisions if since <= each.on <= as_of]
        self._videos, self._supervisions = sum(each.video_reviewed for each in recent), len(recent)

    def has_video(self, number: int) -> bool:
        """Whether in the supervision of that number, from 0, a video would be reviewed: as often as lately."""
        if not self._supervisions:
            return False
        return (number + 1) * self._videos // self._supervisions > number * self._videos // self._supervisions


def _every(begins_on: date, last_on: date, days: int) -> Iterator[date]:
    on = begins_on
    while on <= last_on:
        yield on
        on += timedelta(days=days)


def _weekly(begins_on: date, last_on: date, number: int) -> Iterator[date]:
    """So many days of each week from the first day on, spread over five of its days."""
    for first in _every(begins_on, last_on, _WEEK):
        yield from (first + timedelta(days=each * _WORKING_DAYS // number) for each in range(number))


def _monthly(begins_on: date, last_on: date, number: int) -> Iterator[date]:
    first = begins_on
    while first <= last_on:
        days = (first + timedelta(days=each * _DAYS_OF_A_MONTH // number) for each in range(number))
        yield from (on for on in days if on <= month_end(first))
        first = months_after(first.replace(day=1), 1)
