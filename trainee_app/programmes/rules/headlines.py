"""The whole record in one line: the latest requirement decides (domain, section 4, rule 17)."""

from collections.abc import Sequence
from datetime import date

from trainee_app.programmes.rules.facts import Facts
from trainee_app.programmes.rules.findings import Code, Finding, Headline, HeadlineCode, State

_SETTLED = (State.MET, State.WAIVED)
_TOO_YOUNG = (Code.TOO_EARLY, Code.ON_TRACK_YOUNG, Code.BEHIND_YOUNG, Code.NOT_EXPECTED_YET)
_WITHOUT_PACE = (Code.STALLED, Code.SLOWING)


def headline(findings: Sequence[Finding], facts: Facts, as_of: date) -> Headline:
    """What to say first. Of requirements that would decide alike, the first in the programme's order does; what is only a
    part of another one does not decide."""
    deciding_ones = [finding for finding in findings if not finding.is_part]
    waiting = [finding for finding in deciding_ones if finding.state not in _SETTLED]
    code, deciding = _deciding(waiting, facts, as_of)
    params: dict[str, int | str] = {
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "settled": len(deciding_ones) - len(waiting),
        "requirements": len(deciding_ones),
        "decisions": sum(finding.state is State.NEEDS_DECISION for finding in waiting),
    }
    projected_on = deciding.projected_on if deciding and code in (HeadlineCode.LATE, HeadlineCode.IN_TIME) else None
    if projected_on:
        params["projected_on"] = projected_on.isoformat()
    return Headline(code, deciding.key if deciding else None, projected_on, params)


def _deciding(waiting: Sequence[Finding], facts: Facts, as_of: date) -> tuple[HeadlineCode, Finding | None]:
    if not waiting:
        return HeadlineCode.READY, None
    if as_of < facts.starts_on:
        return HeadlineCode.NOT_STARTED, None
    if impossible := _first(waiting, state=State.NOT_POSSIBLE):
        return HeadlineCode.NOT_POSSIBLE, impossible
    if stalled := next((each for each in waiting if each.code in _WITHOUT_PACE and not each.projected_on), None):
        return HeadlineCode.NO_PACE, stalled
    if young := next((each for each in waiting if each.code in _TOO_YOUNG), None):
        return HeadlineCode.TOO_EARLY, young
    return _projected(waiting, facts)


def _projected(waiting: Sequence[Finding], facts: Facts) -> tuple[HeadlineCode, Finding | None]:
    latest = max((each for each in waiting if each.projected_on), key=_projection, default=None)
    if latest is not None:
        is_late = _projection(latest) > facts.ends_on
        return (HeadlineCode.LATE if is_late else HeadlineCode.IN_TIME), latest
    undecided = _first(waiting, state=State.NEEDS_DECISION)
    return (HeadlineCode.NEEDS_DECISION, undecided) if undecided else (HeadlineCode.OPEN, waiting[0])


def _projection(finding: Finding) -> date:
    return finding.projected_on or date.min


def _first(findings: Sequence[Finding], *, state: State) -> Finding | None:
    return next((finding for finding in findings if finding.state is state), None)
