"""Amounts that grow toward a target, judged against milestones and the pace of the last weeks.

What waits for a signature is not in the figure, yet nobody is behind because somebody else has not
signed: pace looks at what is done, signed or waiting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from trainee_app.programmes.rules.dates import days_after, month_end, month_of
from trainee_app.programmes.rules.facts import Facts
from trainee_app.programmes.rules.findings import Code, Finding, Lost, State
from trainee_app.programmes.rules.milestones import Pace
from trainee_app.programmes.rules.requirements import Counts, Sessions, Sum
from trainee_app.programmes.rules.tallies import MonthAmount, Tally


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an amount has come, in its own unit; `recent` is what the last weeks brought."""

    figure: int
    awaiting: int
    recent: int
    target: int
    unit: Literal["minutes", "sessions"]
    recorded: int | None = None

    @property
    def done(self) -> int:
        return self.figure + self.awaiting

    @property
    def left(self) -> int:
        return max(self.target - self.done, 0)


def judge_sum(requirement: Sum, tally: Tally, facts: Facts, as_of: date) -> Finding:
    """A sum of minutes, from month totals: as credited less what does not count, or as recorded."""
    months = tally.of(requirement.of)
    is_plain = requirement.counts is Counts.RECORDED
    if is_plain:
        for amount in months.values():
            amount.signed, amount.awaiting = amount.plain_signed, amount.plain_awaiting
    signed = max(sum(amount.signed for amount in months.values()), 0)
    awaiting = max(sum(amount.awaiting for amount in months.values()), 0)
    at_most = requirement.at_most_minutes
    lost = tally.lost_of(requirement.of, is_plain=is_plain)
    if at_most is not None and signed > at_most:
        lost = (*lost, Lost(requirement.key, signed - at_most))
    figure = signed if at_most is None else min(signed, at_most)
    progress = Progress(
        figure=figure,
        awaiting=awaiting if at_most is None else min(awaiting, at_most - figure),
        recent=_recent_minutes(months, requirement.pace.window_weeks, facts, as_of),
        target=requirement.at_least_minutes,
        unit="minutes",
        recorded=sum(amount.recorded for amount in months.values()),
    )
    return replace(_judge(requirement.key, requirement.pace, progress, facts, as_of), lost=lost)


def judge_sessions(requirement: Sessions, facts: Facts, as_of: date) -> Finding:
    """A number of held sessions, with a video review where it is asked for, from the entries themselves."""
    since = days_after(as_of, 1 - requirement.pace.window_weeks * 7)
    signed = awaiting = recent = 0
    for entry in facts.entries:
        is_one = entry.held and (entry.video_reviewed or not requirement.video_reviewed)
        if is_one and requirement.of.chooses(entry.activity, facts.site_of(entry.placement_id)):
            signed += entry.state == "signed"
            awaiting += entry.state != "signed"
            recent += entry.on >= since
    progress = Progress(signed, awaiting, recent, requirement.at_least, "sessions")
    return _judge(requirement.key, requirement.pace, progress, facts, as_of)


def _recent_minutes(months: Mapping[date, MonthAmount], window_weeks: int, facts: Facts, as_of: date) -> int:
    """What the last weeks brought. Totals know months only, so the oldest month counts by its share of days."""
    since = days_after(as_of, 1 - window_weeks * 7)
    first_month = month_of(since)
    recent = 0
    for month, amount in months.items():
        if month < first_month:
            continue
        last = min(month_end(month), as_of)
        if last < since:
            continue
        first = max(month, min(facts.starts_on, last))
        within = (last - max(first, since)).days + 1
        covered = (last - first).days + 1
        recent += (amount.signed + amount.awaiting) * max(within, 0) // max(covered, 1)
    return max(recent, 0)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What the last weeks promise, and what the remaining ones ask for."""

    days_left: int
    expected: int
    expected_at_least: int
    is_young: bool
    recent: int
    needed_a_week: int
    projected_on: date | None
    last_on: date | None


def _outlook(pace: Pace, progress: Progress, facts: Facts, as_of: date) -> _Outlook:
    days_left = max((facts.ends_on - as_of).days + 1, 0)
    begins_on = pace.line.begins_on(facts.starts_on, facts.ends_on)
    is_young = as_of < days_after(begins_on, pace.window_weeks * 7)
    recent = 0 if is_young else progress.recent
    return _Outlook(
        days_left=days_left,
        expected=pace.line.expected(progress.target, facts.starts_on, facts.ends_on, as_of),
        expected_at_least=pace.line.expected(
            progress.target, facts.starts_on, facts.ends_on, days_after(as_of, -pace.slack_weeks * 7)
        ),
        is_young=is_young,
        recent=recent,
        needed_a_week=-(-progress.left * 7 // max(days_left, 1)),
        projected_on=_projected_on(pace, progress.left, recent, facts, as_of),
        last_on=_last_on(pace, progress.left, recent, days_left, as_of),
    )


def _projected_on(pace: Pace, left: int, recent: int, facts: Facts, as_of: date) -> date | None:
    """When the pace of the last weeks reaches the target; None where that lies so far off that saying a month
    would mislead (further beyond the end than the programme is long)."""
    if not recent:
        return None
    projected = days_after(as_of, -(-left * pace.window_weeks * 7 // recent))
    horizon = days_after(facts.ends_on, max((facts.ends_on - facts.starts_on).days, 0))
    return projected if projected <= horizon else None


def _last_on(pace: Pace, left: int, recent: int, days_left: int, as_of: date) -> date | None:
    """The last day on which the most the programme thinks sensible still reaches the target, if until then
    things go on as in the last weeks; None where the present pace is that already, or nothing reaches it."""
    window_days = pace.window_weeks * 7
    gain = pace.most_a_week * window_days - recent * 7
    spare = (pace.most_a_week * days_left - left * 7) * window_days
    if gain <= 0 or spare < 0 or not days_left:
        return None
    return days_after(as_of, min(spare // gain, days_left - 1))


def _judge(key: str, pace: Pace, progress: Progress, facts: Facts, as_of: date) -> Finding:
    outlook = _outlook(pace, progress, facts, as_of)
    state, code = _standing(pace, progress, outlook, facts, as_of)
    is_open = state is not State.MET and code is not Code.WAITING
    says_when = code not in (Code.NOT_STARTED, Code.NOT_POSSIBLE, Code.TOO_EARLY, Code.NOT_EXPECTED_YET)
    projected_on = outlook.projected_on if is_open and says_when else None
    last_on = outlook.last_on if is_open else None
    return Finding(
        key=key,
        state=state,
        code=code,
        params=_params(pace, progress, outlook, facts, projected_on, last_on),
        figure=progress.figure,
        target=progress.target,
        unit=progress.unit,
        recorded=progress.recorded,
        awaiting=progress.awaiting,
        last_on=last_on,
        projected_on=projected_on,
    )


def _standing(pace: Pace, progress: Progress, outlook: _Outlook, facts: Facts, as_of: date) -> tuple[State, Code]:
    if progress.figure >= progress.target:
        return State.MET, Code.MET
    if not progress.left:
        return State.ON_TRACK, Code.WAITING
    if as_of < facts.starts_on:
        return State.NOT_YET_DUE, Code.NOT_STARTED
    if progress.left * 7 > pace.most_a_week * outlook.days_left:
        return State.NOT_POSSIBLE, Code.NOT_POSSIBLE
    if as_of < days_after(facts.starts_on, pace.too_early_weeks * 7):
        return State.TOO_EARLY, Code.TOO_EARLY
    if progress.done >= outlook.expected_at_least:
        return State.ON_TRACK, _code_on_track(outlook, facts)
    return State.BEHIND, _code_behind(outlook, facts)


def _code_on_track(outlook: _Outlook, facts: Facts) -> Code:
    if not outlook.expected:
        return Code.NOT_EXPECTED_YET
    if outlook.is_young:
        return Code.ON_TRACK_YOUNG
    if outlook.projected_on is None or outlook.projected_on > facts.ends_on:
        return Code.SLOWING
    return Code.ON_TRACK


def _code_behind(outlook: _Outlook, facts: Facts) -> Code:
    if outlook.is_young:
        return Code.BEHIND_YOUNG
    if outlook.projected_on is None:
        return Code.STALLED
    return Code.CATCHING_UP if outlook.projected_on <= facts.ends_on else Code.BEHIND


def _params(
    pace: Pace, progress: Progress, outlook: _Outlook, facts: Facts, projected_on: date | None, last_on: date | None
) -> dict[str, int | str]:
    params: dict[str, int | str] = {
        "figure": progress.figure,
        "target": progress.target,
        "awaiting": progress.awaiting,
        "done": progress.done,
        "left": progress.left,
        "unsigned": max(progress.target - progress.figure, 0),
        "expected": outlook.expected,
        "recent": outlook.recent,
        "recent_a_week": outlook.recent // pace.window_weeks,
        "needed_a_week": outlook.needed_a_week,
        "most_a_week": pace.most_a_week,
        "window_weeks": pace.window_weeks,
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "begins_on": pace.line.begins_on(facts.starts_on, facts.ends_on).isoformat(),
        "judged_from_on": days_after(facts.starts_on, pace.too_early_weeks * 7).isoformat(),
    }
    if projected_on:
        params["projected_on"] = projected_on.isoformat()
    if last_on:
        params["last_on"] = last_on.isoformat()
    return params
