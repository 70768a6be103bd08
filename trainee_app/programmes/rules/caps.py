"""At most so much of some work counts (domain, section 4, rule 8). Recorded is kept; counted is capped.

What is signed comes before what waits, and what is earlier before what is later: the latest work is what does not
count, so that nobody loses by logging more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import Cap, Share
from trainee_app.programmes.rules.selections import Selection
from trainee_app.programmes.rules.tallies import Cell, Tally


@dataclass(frozen=True, slots=True)
class _Piece:
    """One activity in one month."""

    cell: Cell
    month: date
    signed: int
    awaiting: int


def judge_cap(requirement: Cap, tally: Tally) -> Finding:
    """Take from the tally what is beyond, and say how much of it is used."""
    pieces = _pieces(tally, requirement.of)
    spans: list[Sequence[_Piece]] = [pieces]
    if requirement.period is Period.CALENDAR_MONTH:
        months = sorted({piece.month for piece in pieces})
        spans = [[piece for piece in pieces if piece.month == month] for month in months]
    limits = [_limits(requirement, tally, span) for span in spans]
    beyond = used = 0
    for span, (for_signed, for_both) in zip(spans, limits, strict=True):
        beyond += _cut(requirement.key, tally, span, for_signed, for_both)
        used += min(sum(piece.signed for piece in span), for_signed)
    at_most = limits[0][0] if len(limits) == 1 else 0
    params: dict[str, int | str] = {
        "used_minutes": used,
        "at_most_minutes": at_most,
        "beyond_minutes": beyond,
        "period": requirement.period.value,
    }
    return Finding(
        key=requirement.key,
        state=State.MET,
        code=Code.CAP_REACHED if beyond else Code.CAP_WITHIN,
        params=params,
        figure=used,
        target=at_most or None,
        unit="minutes",
    )


def _pieces(tally: Tally, selection: Selection) -> list[_Piece]:
    """The work of a selection, the earliest first."""
    pieces = [
        _Piece(cell, month, max(amount.signed, 0), max(amount.awaiting, 0))
        for cell, months in tally.chosen(selection)
        for month, amount in months.items()
    ]
    return sorted(pieces, key=lambda piece: (piece.month, piece.cell))


def _limits(requirement: Cap, tally: Tally, span: Sequence[_Piece]) -> tuple[int, int]:
    """How much counts of what is signed, and of what is signed or waits."""
    if isinstance(requirement.at_most, int):
        return requirement.at_most, requirement.at_most
    share: Share = requirement.at_most
    months = tally.of(share.of)
    if requirement.period is Period.CALENDAR_MONTH:
        wanted = {piece.month for piece in span}
        months = {month: amount for month, amount in months.items() if month in wanted}
    signed = sum(max(amount.signed, 0) for amount in months.values())
    awaiting = sum(max(amount.awaiting, 0) for amount in months.values())
    return signed * share.percent // 100, (signed + awaiting) * share.percent // 100


def _cut(rule: str, tally: Tally, span: Sequence[_Piece], for_signed: int, for_both: int) -> int:
    """Take away what is beyond, the latest first; return how many signed minutes that was."""
    signed = sum(piece.signed for piece in span)
    awaiting = sum(piece.awaiting for piece in span)
    beyond = max(signed - for_signed, 0)
    waits_beyond = awaiting - min(max(for_both - (signed - beyond), 0), awaiting)
    left, waits_left = beyond, waits_beyond
    for piece in reversed(span):
        taken, waits_taken = min(piece.signed, left), min(piece.awaiting, waits_left)
        if taken or waits_taken:
            tally.take_minutes(piece.cell, piece.month, rule, signed=taken, awaiting=waits_taken)
        left, waits_left = left - taken, waits_left - waits_taken
    return beyond
