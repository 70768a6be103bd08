"""Requirements made of others: any of them, all of them, so many of them (domain, section 4, rule 15)."""

from collections.abc import Callable, MutableMapping, Sequence
from typing import Final

from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import SomeOf

_SETTLED: Final = (State.MET, State.WAIVED)
# From the one that is nearest to being met to the one that is furthest from it.
_NEAREST: Final = (
    State.MET,
    State.WAIVED,
    State.ON_TRACK,
    State.TOO_EARLY,
    State.NOT_YET_DUE,
    State.BEHIND,
    State.NEEDS_DECISION,
    State.NOT_POSSIBLE,
)


def judge_parts(
    wholes: Sequence[SomeOf], found: MutableMapping[str, Finding], waive: Callable[[Finding], Finding]
) -> None:
    """Add the finding of each whole to those of its parts; a whole may be a part itself, in whatever order they stand."""
    waiting = {whole.key: whole for whole in wholes}
    while waiting:
        ready = [each for each in waiting.values() if all(part.key in found for part in each.parts)]
        if not ready:
            # A definition that was read has no circle; anything else is simply not judged further.
            ready = list(waiting.values())
        for whole in ready:
            found[whole.key] = waive(_judge(whole, [found[part.key] for part in whole.parts if part.key in found]))
            del waiting[whole.key]


def _judge(whole: SomeOf, parts: Sequence[Finding]) -> Finding:
    """As many parts as are asked for, the nearest first: the furthest of these decides."""
    settled = sum(part.state in _SETTLED for part in parts)
    nearest = sorted(parts, key=lambda part: _NEAREST.index(part.state))[: whole.at_least]
    is_met = settled >= whole.at_least
    deciding = nearest[-1] if nearest else None
    state = State.MET if is_met else deciding.state if deciding else State.NEEDS_DECISION
    params: dict[str, int | str] = {"figure": settled, "target": whole.at_least, "parts": len(whole.parts)}
    if deciding and not is_met:
        params["nearest"] = next(part.title for part in whole.parts if part.key == deciding.key)
    return Finding(
        key=whole.key,
        state=state,
        code=Code.PARTS_MET if is_met else Code.PARTS_OPEN,
        params=params,
        figure=settled,
        target=whole.at_least,
        unit="parts",
        last_on=deciding.last_on if deciding and not is_met else None,
        projected_on=deciding.projected_on if deciding and not is_met else None,
    )
