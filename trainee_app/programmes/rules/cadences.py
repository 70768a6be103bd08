"""No gap of more than so many days without one thing while another goes on, and work in the last months.

A cadence looks at the days of the work alone: what is signed late still closes its gap. A day of contact is within
the cadence when the last session before it (or the first day of contact, where there is none yet) is near enough.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from trainee_app.programmes.rules.dates import days_after, months_after
from trainee_app.programmes.rules.facts import EntryFact, Facts
from trainee_app.programmes.rules.findings import Code, Finding, PeriodFinding, State
from trainee_app.programmes.rules.requirements import Cadence, Recency, Shortfall
from trainee_app.programmes.rules.selections import Selection


@dataclass(slots=True)
class _Gap:
    """A stretch that was too long: the session it began with, and the contact after its last day."""

    since_on: date
    contact: int = 0
    contact_at: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CadenceResult:
    """The finding, and the places in `Facts.entries` of what does not count because it lay beyond a gap."""

    finding: Finding
    void: frozenset[int]


def judge_cadence(requirement: Cadence, facts: Facts, as_of: date) -> CadenceResult:
    """Every gap, and when the next session is due."""
    contact = [(at, entry) for at, entry in enumerate(facts.entries) if _is_of(requirement.beside, entry, facts)]
    contact.sort(key=lambda each: each[1].on)
    sessions = [entry for entry in facts.entries if _is_of(requirement.of, entry, facts)]
    signed = sorted({entry.on for entry in sessions if entry.state == "signed"})
    done = sorted({entry.on for entry in sessions})
    gaps = _gaps(requirement, contact, done)
    waiting = len(_gaps(requirement, contact, signed)) > len(gaps)
    void: set[int] = set()
    if requirement.on_shortfall is Shortfall.VOID:
        void.update(at for gap in gaps for at in gap.contact_at)
    return CadenceResult(
        _finding(requirement, contact, (done, gaps), facts, as_of, is_waiting=waiting), frozenset(void)
    )


def _is_of(selection: Selection, entry: EntryFact, facts: Facts) -> bool:
    return entry.held and selection.chooses(entry.activity, facts.site_of(entry.placement_id))


def _gaps(requirement: Cadence, contact: Sequence[tuple[int, EntryFact]], days: Sequence[date]) -> list[_Gap]:
    gaps: dict[date, _Gap] = {}
    for at, entry in contact:
        before = bisect_right(days, entry.on)
        # Before the first contact nothing goes on that a session could be due for.
        since_on = max(days[before - 1], contact[0][1].on) if before else contact[0][1].on
        if (entry.on - since_on).days > requirement.at_most_days:
            gap = gaps.setdefault(since_on, _Gap(since_on))
            gap.contact += entry.credited
            gap.contact_at.append(at)
    return [gaps[since_on] for since_on in sorted(gaps)]


def _finding(
    requirement: Cadence,
    contact: Sequence[tuple[int, EntryFact]],
    found: tuple[Sequence[date], Sequence[_Gap]],
    facts: Facts,
    as_of: date,
    *,
    is_waiting: bool,
) -> Finding:
    done, gaps = found
    last_on = max([*done[-1:], *(entry.on for _, entry in contact[:1])], default=None)
    next_on = days_after(last_on, requirement.at_most_days) if last_on and contact else None
    is_over = as_of >= facts.ends_on
    state, code = _standing(requirement, bool(contact), bool(gaps), next_on, as_of, is_over=is_over)
    params: dict[str, int | str] = {"days": requirement.at_most_days, "gaps": len(gaps), "waiting": int(is_waiting)}
    if next_on:
        params["next_on"] = next_on.isoformat()
    if gaps:
        params |= {
            "gap_on": gaps[-1].since_on.isoformat(),
            "all_contact_minutes": sum(gap.contact for gap in gaps),
        }
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=params,
        figure=len(gaps),
        target=0,
        unit="periods",
        last_on=next_on if code in (Code.CADENCE_SO_FAR, Code.CADENCE_DUE) else None,
        periods=tuple(_period(requirement, gap) for gap in gaps),
    )


def _standing(
    requirement: Cadence, has_contact: bool, has_gaps: bool, next_on: date | None, as_of: date, *, is_over: bool
) -> tuple[State, Code]:
    if has_gaps:
        return _standing_with_gaps(requirement.on_shortfall, is_over=is_over)
    if is_over:
        return State.MET, Code.CADENCE_KEPT
    if not has_contact or next_on is None:
        return State.NOT_YET_DUE, Code.CADENCE_NONE_YET
    return State.ON_TRACK, Code.CADENCE_SO_FAR if as_of <= next_on else Code.CADENCE_DUE


def _standing_with_gaps(on_shortfall: Shortfall, *, is_over: bool) -> tuple[State, Code]:
    """A gap cannot be mended. At the end somebody accepts it, or the work in it simply does not count."""
    if on_shortfall is Shortfall.REFER:
        return State.NEEDS_DECISION, Code.CADENCE_REFERRED
    if on_shortfall is Shortfall.VOID:
        return (State.MET if is_over else State.ON_TRACK), Code.CADENCE_GAPS_VOID
    return (State.NEEDS_DECISION, Code.CADENCE_REFERRED) if is_over else (State.BEHIND, Code.CADENCE_GAPS)


def _period(requirement: Cadence, gap: _Gap) -> PeriodFinding:
    ends_on = days_after(gap.since_on, requirement.at_most_days)
    is_referred = requirement.on_shortfall is Shortfall.REFER
    return PeriodFinding(
        starts_on=gap.since_on,
        ends_on=ends_on,
        closes_on=ends_on,
        placement_id=None,
        contact=gap.contact,
        supervision=0,
        awaiting=0,
        late=0,
        needed=0,
        state=State.NEEDS_DECISION if is_referred else State.BEHIND,
        code=Code.PERIOD_SHORT,
    )


def judge_recency(requirement: Recency, facts: Facts, as_of: date, void: frozenset[int]) -> Finding:
    """So many credited minutes in the last months before the end; what a period has made void does not count."""
    begins_on = days_after(months_after(facts.ends_on, -requirement.last_months), 1)
    signed = awaiting = 0
    for at, entry in enumerate(facts.entries):
        if begins_on <= entry.on <= facts.ends_on and at not in void and _is_of(requirement.of, entry, facts):
            if entry.state == "signed":
                signed += entry.credited
            else:
                awaiting += entry.credited
    left = max(requirement.at_least_minutes - signed - awaiting, 0)
    state, code = State.ON_TRACK, Code.RECENCY_RUNNING
    if signed >= requirement.at_least_minutes:
        state, code = State.MET, Code.RECENCY_MET
    elif not left:
        code = Code.RECENCY_WAITING
    elif as_of < begins_on:
        state, code = State.NOT_YET_DUE, Code.RECENCY_TO_COME
    elif as_of > facts.ends_on:
        state, code = State.NOT_POSSIBLE, Code.RECENCY_SHORT
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params={
            "figure_minutes": signed,
            "target_minutes": requirement.at_least_minutes,
            "left_minutes": left,
            "unsigned_minutes": max(requirement.at_least_minutes - signed, 0),
            "begins_on": begins_on.isoformat(),
            "ends_on": facts.ends_on.isoformat(),
            "months": requirement.last_months,
        },
        figure=signed,
        target=requirement.at_least_minutes,
        unit="minutes",
        awaiting=awaiting,
        last_on=facts.ends_on if state in (State.ON_TRACK, State.NOT_YET_DUE) and left else None,
    )
