"""At least so much of one thing in each period that has some of another.

Source: domain, section 4, rules 6 and 7. A period is judged by the day of the work. Its grace begins the day
after it ends; what is signed by the last day of grace is in time. Then the period is closed: an entry handed in
or signed later is late, counts in sums, and changes nothing here, so that what was said of a closed period
stays said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainee_app.programmes.rules.dates import Period, Periodicity, days_after, periodicity
from trainee_app.programmes.rules.facts import EntryFact, Facts
from trainee_app.programmes.rules.findings import Code, Finding, PeriodFinding, State, Unit
from trainee_app.programmes.rules.requirements import Floor, Over, Shortfall


@dataclass(slots=True)
class _Sheet:
    """One period (at one site, or of one case) while it is added up, in credited minutes.

    What is asked for is kept by activity, since some of it may count in proportion only.
    """

    starts_on: date
    ends_on: date
    closes_on: date
    place: int | None
    has_contact: bool = False
    contact: int = 0
    signed: dict[str, int] = field(default_factory=dict)
    awaiting: dict[str, int] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)
    void_at: list[int] = field(default_factory=list)


class _Parts:
    """Which part work plays in a floor: client contact, what a shortfall voids, what is asked for.

    That rests on its activity and site alone, so that each pair is looked up once and not with every entry.
    """

    def __init__(self, requirement: Floor, facts: Facts) -> None:
        self._requirement = requirement
        self._facts = facts
        self._known: dict[tuple[str, int | None], tuple[bool, bool, bool]] = {}

    def of(self, entry: EntryFact) -> tuple[bool, bool, bool]:
        """Say for one entry, in that order."""
        key = entry.activity, entry.placement_id
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._find(*key)
        return known

    def _find(self, activity: str, placement_id: int | None) -> tuple[bool, bool, bool]:
        asked, site = self._requirement, self._facts.site_of(placement_id)
        is_contact = asked.beside.chooses(activity, site)
        is_voided = is_contact if asked.voids is None else asked.voids.chooses(activity, site)
        return is_contact, is_voided, asked.of.chooses(activity, site)


@dataclass(frozen=True, slots=True)
class FloorResult:
    """The finding, and the places in `Facts.entries` of what does not count because its period stayed short."""

    finding: Finding
    void: frozenset[int]


def judge_floor(requirement: Floor, facts: Facts, as_of: date) -> FloorResult:
    """Every period with client contact, and what they come to together."""
    accepted = {
        waiver.period_on
        for waiver in facts.waivers
        if waiver.requirement == requirement.key and waiver.decided_on <= as_of
    }
    sheets = [sheet for sheet in _sheets(requirement, facts, as_of) if sheet.has_contact]
    sheets.sort(key=lambda sheet: (sheet.starts_on, sheet.place or 0))
    periods = tuple(_period(requirement, sheet, sheet.starts_on in accepted, as_of) for sheet in sheets)
    void: set[int] = set()
    if requirement.on_shortfall is Shortfall.VOID:
        for sheet, period in zip(sheets, periods, strict=True):
            void.update(sheet.void_at if period.code is Code.PERIOD_SHORT else ())
    return FloorResult(_finding(requirement, periods, facts, as_of), frozenset(void))


def _place(requirement: Floor, entry: EntryFact, facts: Facts) -> int | None:
    match requirement.over:
        case Over.ALL_WORK:
            return None
        case Over.EACH_SITE:
            return facts.site_number(entry.placement_id)
        case Over.EACH_CASE:
            return entry.case_id


def _sheets(requirement: Floor, facts: Facts, as_of: date) -> list[_Sheet]:
    looks_at = requirement.looks_at
    held = [(at, entry) for at, entry in enumerate(facts.entries) if entry.held and entry.activity in looks_at]
    calendar = periodicity(requirement.period, facts.starts_on, facts.ends_on, requirement.days)
    if requirement.period is Period.ROLLING_DAYS:
        return _rolling_sheets(requirement, facts, held, calendar, as_of)
    sheets: dict[tuple[int, int | None], _Sheet] = {}
    parts = _Parts(requirement, facts)
    is_by_place = requirement.over is not Over.ALL_WORK
    for at, entry in held:
        place = (calendar.index(entry.on), _place(requirement, entry, facts) if is_by_place else None)
        sheet = sheets.get(place)
        if sheet is None:
            sheet = sheets[place] = _new_sheet(requirement, calendar, *place)
        _add(sheet, parts, at, entry, as_of)
    return list(sheets.values())


def _rolling_sheets(
    requirement: Floor, facts: Facts, held: Sequence[tuple[int, EntryFact]], calendar: Periodicity, as_of: date
) -> list[_Sheet]:
    """One period up to each day with contact; what stands in it belongs to several, what is void to its day alone."""
    days = {
        (calendar.index(entry.on), _place(requirement, entry, facts))
        for _, entry in held
        if requirement.beside.chooses(entry.activity, facts.site_of(entry.placement_id))
    }
    sheets = [_new_sheet(requirement, calendar, *day) for day in sorted(days, key=lambda each: (each[0], each[1] or 0))]
    by_place: dict[int | None, list[_Sheet]] = {}
    for sheet in sheets:
        by_place.setdefault(sheet.place, []).append(sheet)
    parts = _Parts(requirement, facts)
    for at, entry in held:
        for sheet in by_place.get(_place(requirement, entry, facts), ()):
            if sheet.starts_on <= entry.on <= sheet.ends_on:
                _add(sheet, parts, at, entry, as_of)
    for sheet in sheets:
        sheet.void_at = [at for at in sheet.void_at if facts.entries[at].on == sheet.ends_on]
    return sheets


def _new_sheet(requirement: Floor, calendar: Periodicity, index: int, place: int | None) -> _Sheet:
    stretch = calendar.stretch(index)
    return _Sheet(stretch.starts_on, stretch.ends_on, days_after(stretch.ends_on, requirement.grace_days), place)


def _add(sheet: _Sheet, parts: _Parts, at: int, entry: EntryFact, as_of: date) -> None:
    is_contact, is_voided, is_asked_for = parts.of(entry)
    if is_contact and (entry.submitted_on is None or entry.submitted_on <= sheet.closes_on):
        sheet.has_contact = True
        sheet.contact += entry.credited
    if is_voided:
        sheet.void_at.append(at)
    if is_asked_for:
        _add_asked_for(sheet, entry, as_of)


def _add_asked_for(sheet: _Sheet, entry: EntryFact, as_of: date) -> None:
    if not _is_in_time(entry, sheet.closes_on, as_of):
        kept = sheet.late
    else:
        kept = sheet.signed if entry.state == "signed" else sheet.awaiting
    kept[entry.activity] = kept.get(entry.activity, 0) + entry.credited


def _weighed(requirement: Floor, *parts: Mapping[str, int]) -> int:
    """What the parts come to together: an activity with a weight counts in proportion, rounded down."""
    together: dict[str, int] = {}
    for part in parts:
        for activity, minutes in part.items():
            together[activity] = together.get(activity, 0) + minutes
    for weight in requirement.weights:
        for activity in weight.activities & together.keys():
            together[activity] = weight.ratio.of(together[activity])
    return sum(together.values())


def _is_in_time(entry: EntryFact, closes_on: date, as_of: date) -> bool:
    if entry.submitted_on is None:
        return True
    if entry.submitted_on > closes_on:
        return False
    if entry.state == "signed":
        return entry.signed_on is None or entry.signed_on <= closes_on
    return as_of <= closes_on


def _period(requirement: Floor, sheet: _Sheet, is_accepted: bool, as_of: date) -> PeriodFinding:
    supervision = _weighed(requirement, sheet.signed)
    done = _weighed(requirement, sheet.signed, sheet.awaiting)
    needed = requirement.needed.minutes(sheet.contact)
    state, code = _period_standing(requirement, sheet, (supervision, done, needed), is_accepted, as_of)
    return PeriodFinding(
        starts_on=sheet.starts_on,
        ends_on=sheet.ends_on,
        closes_on=sheet.closes_on,
        placement_id=sheet.place if requirement.over is Over.EACH_SITE else None,
        contact=sheet.contact,
        supervision=supervision,
        awaiting=done - supervision,
        late=_weighed(requirement, sheet.late),
        needed=needed,
        state=state,
        code=code,
        case_id=sheet.place if requirement.over is Over.EACH_CASE else None,
    )


def _period_standing(
    requirement: Floor, sheet: _Sheet, figures: tuple[int, int, int], is_accepted: bool, as_of: date
) -> tuple[State, Code]:
    supervision, done, needed = figures
    if supervision >= needed:
        return State.MET, Code.PERIOD_MET
    if is_accepted:
        return State.WAIVED, Code.PERIOD_ACCEPTED
    if done >= needed:
        return State.ON_TRACK, Code.PERIOD_WAITING
    if as_of <= sheet.ends_on:
        return State.ON_TRACK, Code.PERIOD_RUNNING
    if as_of <= sheet.closes_on:
        return State.BEHIND, Code.PERIOD_ENDED
    if requirement.on_shortfall is Shortfall.REFER:
        return State.NEEDS_DECISION, Code.PERIOD_SHORT
    return State.BEHIND, Code.PERIOD_SHORT


def _finding(requirement: Floor, periods: Sequence[PeriodFinding], facts: Facts, as_of: date) -> Finding:
    short = [period for period in periods if period.code is Code.PERIOD_SHORT]
    unmet = [period for period in periods if period.code in _OPEN]
    urgent = min(unmet, key=lambda period: (_URGENCY[period.code], period.closes_on), default=None)
    settled = sum(period.state in (State.MET, State.WAIVED) for period in periods)
    is_over = as_of >= facts.ends_on
    state, code = _standing(requirement, bool(periods), bool(short), urgent, is_over)
    last_on = _last_on(urgent) if urgent else None
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=_params(settled, periods, short, urgent),
        figure=settled,
        target=len(periods),
        unit=_UNIT[requirement.period],
        awaiting=sum(period.awaiting for period in unmet),
        last_on=last_on,
        periods=tuple(periods) if requirement.period is not Period.ROLLING_DAYS else tuple(_to_show(periods)),
    )


def _to_show(periods: Sequence[PeriodFinding]) -> list[PeriodFinding]:
    """Of rolling periods, one for each day, those that are not simply met."""
    return [period for period in periods if period.code is not Code.PERIOD_MET]


def _standing(
    requirement: Floor, has_periods: bool, has_short: bool, urgent: PeriodFinding | None, is_over: bool
) -> tuple[State, Code]:
    if has_short:
        return _standing_short(requirement.on_shortfall, is_over and urgent is None)
    if urgent is not None:
        return urgent.state, Code.PERIODS_OPEN
    if has_periods:
        return (State.MET, Code.PERIODS_MET) if is_over else (State.ON_TRACK, Code.PERIODS_MET_SO_FAR)
    return (State.MET, Code.NO_CONTACT) if is_over else (State.NOT_YET_DUE, Code.NO_CONTACT_YET)


def _standing_short(on_shortfall: Shortfall, is_settled: bool) -> tuple[State, Code]:
    """A closed period cannot be mended. At the end somebody accepts it, or its hours simply do not count."""
    if on_shortfall is Shortfall.REFER:
        return State.NEEDS_DECISION, Code.PERIODS_REFERRED
    if not is_settled:
        return State.BEHIND, Code.PERIODS_SHORT
    if on_shortfall is Shortfall.VOID:
        return State.MET, Code.PERIODS_VOID_AT_END
    return State.NEEDS_DECISION, Code.PERIODS_SHORT_AT_END


def _last_on(period: PeriodFinding) -> date:
    return period.ends_on if period.code is Code.PERIOD_RUNNING else period.closes_on


def _params(
    settled: int, periods: Sequence[PeriodFinding], short: Sequence[PeriodFinding], urgent: PeriodFinding | None
) -> dict[str, int | str]:
    params: dict[str, int | str] = {"settled": settled, "periods": len(periods), "short": len(short)}
    if short:
        params |= {
            "short_on": short[-1].starts_on.isoformat(),
            "short_until_on": short[-1].ends_on.isoformat(),
            "short_minutes": short[-1].short,
            "short_contact_minutes": short[-1].contact,
            "all_contact_minutes": sum(period.contact for period in short),
        }
    if urgent:
        params |= urgent.params
    return params


_OPEN = frozenset({Code.PERIOD_WAITING, Code.PERIOD_RUNNING, Code.PERIOD_ENDED})
_URGENCY: Mapping[Code, int] = {Code.PERIOD_ENDED: 0, Code.PERIOD_RUNNING: 1, Code.PERIOD_WAITING: 2}
_UNIT: Mapping[Period, Unit] = {
    Period.CALENDAR_MONTH: "months",
    Period.ANCHORED_MONTH: "months",
    Period.ISO_WEEK: "weeks",
    Period.ROLLING_DAYS: "periods",
    Period.WHOLE_PROGRAMME: "periods",
}
