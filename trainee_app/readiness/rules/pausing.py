"""What time away would mean for a case that is open. Pure.

Families are hurt by endings they did not see coming (domain, section 2): what an absence cuts off is said before
anybody decides about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.cohorts.rules import CasePaused
from trainee_app.programmes.rules.dates import days_after, spoken_date
from trainee_app.web.formats import count

_WEEK = 7
# Fewer days than this are said in days.
_FEW_DAYS = 14
# An end further off than this is none: it was written so that there be none.
_FAR_DAYS = 1826


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case as far as an absence touches it: how long the work is agreed for, as far as that is known."""

    number: int
    agreed_end_on: date | None
    last_allowed_on: date | None
    sessions_left: int | None


def paused(case: OpenCase, away_from: date, away_until: date) -> CasePaused:
    """Say what happens to the case if nobody is seen from `away_from` to `away_until`, both included."""
    ends = [
        ("the last session that the service allows", case.last_allowed_on),
        ("the agreed end", case.agreed_end_on),
    ]
    known = [(what, on) for what, on in ends if on is not None and away_from <= on <= days_after(away_until, _FAR_DAYS)]
    cut_off = [(what, on) for what, on in known if on <= away_until]
    said = [f"{what[0].upper()}{what[1:]}, {spoken_date(on)}, lies in it." for what, on in cut_off]
    if not cut_off:
        said.append(f"Nobody is seen for {_spell((away_until - away_from).days + 1)}.")
        said += [
            f"After it {_spell((on - away_until).days)} remain until {what}, {spoken_date(on)}." for what, on in known
        ]
    if case.sessions_left is not None:
        said.append(f"Sessions left: {case.sessions_left}.")
    return CasePaused(case.number, bool(cut_off), " ".join(said))


def _spell(days: int) -> str:
    return count(days, "day") if days < _FEW_DAYS else count(days // _WEEK, "week")
