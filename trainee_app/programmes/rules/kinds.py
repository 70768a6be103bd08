"""How each kind of requirement is read from its table.

A new kind is: a dataclass in `requirements`, a reader here or in `kinds_of_records`, a line in `READERS`, a case in
`evaluation`, its sentences in `sentences`, its plain English in `telling`, and a paragraph in
docs/programme-language.md.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from trainee_app.programmes.rules.choosing import (
    Vocabulary,
    check_last_months,
    common,
    read_selection,
    selection,
)
from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.faults import nearest, suggestion
from trainee_app.programmes.rules.kinds_of_records import RECORD_READERS
from trainee_app.programmes.rules.milestones import MilestoneLine, Pace
from trainee_app.programmes.rules.reading import Table
from trainee_app.programmes.rules.requirements import (
    Band,
    Cadence,
    Cap,
    Counts,
    Floor,
    Needed,
    Over,
    Ratio,
    Recency,
    Requirement,
    Sessions,
    Share,
    Shortfall,
    Sum,
    Weight,
)
from trainee_app.programmes.rules.typed import whole_meant

_CAP_PERIODS: Final = (Period.CALENDAR_MONTH, Period.WHOLE_PROGRAMME)
_PER_CENT: Final = 100
_HOUR: Final = 60
# What people call a kind who have not read its name yet.
_CALLED_OTHERWISE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ratio", "minimum", "band", "bands"), "floor"),
    **dict.fromkeys(("hours", "minutes", "total", "time"), "sum"),
    **dict.fromkeys(("maximum", "limit", "ceiling"), "cap"),
    **dict.fromkeys(("gap", "rhythm", "frequency"), "cadence"),
    **dict.fromkeys(("alternatives", "alternative", "either", "any", "one_of"), "any_of"),
    **dict.fromkeys(("k_of_n", "choice"), "some_of"),
    **dict.fromkeys(("all", "both"), "all_of"),
    **dict.fromkeys(("therapy", "ongoing"), "continuing"),
    **dict.fromkeys(("certificate", "credential"), "document"),
    **dict.fromkeys(("sign_off", "statement"), "attestation"),
    **dict.fromkeys(("essay", "write_up"), "paper"),
    "duration": "length",
    "video": "video_reviews",
    "presence": "attendance",
}
_NEEDS: Final = 'write at_least = "1 h 30 min", every with at_least, bands or percent'


def _pace(table: Table, vocabulary: Vocabulary, most_a_week: int) -> Pace:
    milestones = table.known("milestones", vocabulary.milestones, "line of milestones")
    line = vocabulary.milestones.get(milestones, MilestoneLine(vocabulary.length_months, ()))
    return Pace(line, most_a_week, vocabulary.too_early_weeks, vocabulary.pace_weeks, vocabulary.slack_weeks)


def _read_sum(table: Table, vocabulary: Vocabulary) -> Sum:
    at_least = table.minutes("at_least")
    at_most = table.minutes("at_most") if table.has("at_most") else None
    if at_most is not None and at_most < at_least:
        table.fault("at_most", "is less than at_least, so that it could never be met; write at_least or more")
    return Sum(
        **common(table, vocabulary),
        of=selection(table, "of", vocabulary),
        at_least_minutes=at_least,
        at_most_minutes=at_most,
        counts=table.one_of("counts", Counts, default=Counts.CREDITED),
        pace=_pace(table, vocabulary, table.minutes("most_a_week")),
    )


def _read_sessions(table: Table, vocabulary: Vocabulary) -> Sessions:
    return _sessions(table, vocabulary, video_reviewed=table.flag("video_reviewed", default=False))


def _read_video_reviews(table: Table, vocabulary: Vocabulary) -> Sessions:
    return _sessions(table, vocabulary, video_reviewed=True)


def _sessions(table: Table, vocabulary: Vocabulary, *, video_reviewed: bool) -> Sessions:
    return Sessions(
        **common(table, vocabulary),
        of=selection(table, "of", vocabulary),
        at_least=table.whole("at_least", at_least=1, example=3),
        pace=_pace(table, vocabulary, table.whole("most_a_week", at_least=1)),
        video_reviewed=video_reviewed,
    )


def _read_cap(table: Table, vocabulary: Vocabulary) -> Cap:
    period = table.one_of("period", Period, default=Period.WHOLE_PROGRAMME)
    if period not in _CAP_PERIODS:
        table.fault("period", f"a cap is judged by “{_CAP_PERIODS[0]}” or “{_CAP_PERIODS[1]}”; write one of them")
    at_most: int | Share
    if table.has("at_most_percent"):
        percent = table.whole("at_most_percent", at_most=100, example=10)
        at_most = Share(percent, selection(table, "share_of", vocabulary))
    else:
        at_most = table.minutes("at_most", share="at_most_percent")
    return Cap(
        **common(table, vocabulary),
        of=selection(table, "of", vocabulary),
        at_most=at_most,
        period=period if period in _CAP_PERIODS else Period.WHOLE_PROGRAMME,
    )


def _read_floor(table: Table, vocabulary: Vocabulary) -> Floor:
    period = table.one_of("period", Period)
    is_rolling = period is Period.ROLLING_DAYS
    weights: list[Weight] = []
    table.inners(
        "weights",
        '{ activities = ["..."], every = "2 h", counts = "1 h" }',
        lambda inner: weights.append(_weight(inner, vocabulary)),
    )
    return Floor(
        **common(table, vocabulary),
        period=period,
        days=table.whole("days", at_least=1, at_most=366, example=14) if is_rolling else 0,
        over=table.one_of("over", Over, default=Over.ALL_WORK),
        beside=selection(table, "beside", vocabulary),
        of=selection(table, "of", vocabulary),
        needed=_needed(table),
        weights=tuple(weights),
        on_shortfall=table.one_of("on_shortfall", Shortfall),
        voids=selection(table, "voids", vocabulary) if table.has("voids") else None,
        grace_days=vocabulary.grace_days,
    )


def _weight(table: Table, vocabulary: Vocabulary) -> Weight:
    percent = whole_meant(typed) if isinstance(typed := table.typed("percent"), str) else typed
    if isinstance(percent, int) and 0 < percent <= _PER_CENT and table.has("percent"):
        share = Fraction(percent, _PER_CENT)
        ratio = Ratio(share.denominator * _HOUR, share.numerator * _HOUR)
        words = f'every = "{share.denominator} h", counts = "{share.numerator} h"'
        table.fault("percent", f"a weight is written as a proportion; write {words} instead")
        return Weight(read_selection(table, vocabulary, "weights").activities, ratio)
    ratio = Ratio(table.minutes("every", example="2 h"), table.minutes("counts", example="1 h"))
    return Weight(read_selection(table, vocabulary, "weights").activities, ratio)


def _needed(table: Table) -> Needed:
    ways = [key for key in ("bands", "percent", "every") if table.has(key)] or ["at_least"]
    if len(ways) > 1:
        table.fault(ways[1], f"stands beside {ways[0]}, and one of them is enough; {_NEEDS}")
    match ways[0]:
        case "bands":
            return _banded(table)
        case "percent":
            return Needed(ratio=Ratio(100, table.whole("percent", at_least=1, at_most=100, example=5)))
        case "every":
            return Needed(ratio=Ratio(table.minutes("every", example="8 h"), table.minutes("at_least", example="1 h")))
        case _ if table.has("at_least"):
            return Needed(at_least=table.minutes("at_least", share="percent"))
        case _:
            if table.typed("at_least_percent") is None and table.typed("at_most_percent") is None:
                table.fault("at_least", f"is missing; {_NEEDS}")
            return Needed()


def _banded(table: Table) -> Needed:
    bands: list[Band] = []
    example = '{ up_to = "12 h", at_least = "1 h 30 min" }'
    table.inners("bands", example, lambda inner: bands.append(_band(inner)))
    edges = [band.up_to for band in bands]
    inner_edges = [edge for edge in edges[:-1] if edge is not None]
    if not bands:
        table.fault("bands", f"has no band; write bands = [{example}]")
    elif None in edges[:-1] or inner_edges != sorted(set(inner_edges)):
        table.fault("bands", "must go upward; write up_to in every band but the last, each more than the one before")
    elif edges[-1] is not None and inner_edges and edges[-1] <= inner_edges[-1]:
        table.fault("bands", "must go upward; leave up_to out of the last band")
    return Needed(bands=tuple(bands))


def _band(table: Table) -> Band:
    up_to = table.minutes("up_to") if table.has("up_to") else None
    return Band(up_to, table.minutes("at_least", at_least=0))


def _read_cadence(table: Table, vocabulary: Vocabulary) -> Cadence:
    return Cadence(
        **common(table, vocabulary),
        of=selection(table, "of", vocabulary),
        beside=selection(table, "beside", vocabulary),
        at_most_days=table.whole("at_most_days", at_least=1, at_most=3660, example=14),
        on_shortfall=table.one_of("on_shortfall", Shortfall),
    )


def _read_recency(table: Table, vocabulary: Vocabulary) -> Recency:
    last_months = table.whole("last_months", at_least=1, at_most=240, example=12)
    check_last_months(table, "last_months", last_months, vocabulary)
    return Recency(
        **common(table, vocabulary),
        of=selection(table, "of", vocabulary),
        at_least_minutes=table.minutes("at_least"),
        last_months=last_months,
    )


READERS: Final[Mapping[str, Callable[[Table, Vocabulary], Requirement]]] = {
    "sum": _read_sum,
    "sessions": _read_sessions,
    "video_reviews": _read_video_reviews,
    "cap": _read_cap,
    "floor": _read_floor,
    "cadence": _read_cadence,
    "recency": _read_recency,
    **RECORD_READERS,
}


def read_requirement(table: Table, vocabulary: Vocabulary) -> Requirement | None:
    """One requirement, or None where its kind is not known (the fault is noted)."""
    kind = table.text("kind", example='"sum"')
    reader = READERS.get(kind)
    if reader is None:
        if kind:
            known = tuple(READERS)
            meant = "" if nearest(kind, known) else _CALLED_OTHERWISE.get(kind.lower(), "")
            table.fault(
                "kind", f"there is no kind “{kind}”; {f'write “{meant}”' if meant else suggestion(kind, known)}"
            )
        return None
    requirement = reader(table, vocabulary)
    table.close()
    return requirement
