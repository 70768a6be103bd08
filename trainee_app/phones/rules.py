"""An enrolled phone: how long it holds, what it sends, and what is answered to each draft. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from trainee_app.logbook.rules import (
    Code,
    Content,
    DayUnreadable,
    DurationUnreadable,
    Logged,
    OpenPlacement,
    TimeUnreadable,
    Unit,
    parse_day,
    parse_duration,
    parse_start,
    plain_text,
)
from trainee_app.programmes.rules import Outcome as Happened
from trainee_app.refusals import Violation

ENROLMENT_LASTS: Final = timedelta(days=90)
LONGEST_NAME: Final = 60
MOST_PHONES: Final = 5
# A phone sends what waits in portions; beyond this it is no phone.
MOST_DRAFTS: Final = 50
LARGEST_SENDING_BYTES: Final = 64 * 1024
_LONGEST_TEXT: Final = 60
# A thought kept on the way; what is longer is written at the desk. A portion of such notes fits into one sending.
LONGEST_NOTE: Final = 500
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16}")
_UNREADABLE: Final = Violation("unreadable", "", "This draft cannot be read. Write it once more.")


class Why(StrEnum):
    """Why a phone can send nothing any more."""

    OWN = "own"
    REPLACED = "replaced"
    PASSWORD = "password"  # noqa: S105 - the name of a reason
    SIGNED_OUT = "signed_out"
    SECOND_FACTOR = "second_factor"
    RESTORED = "restored"


class Outcome(StrEnum):
    """What became of one draft."""

    KEPT = "kept"
    THERE = "there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """One draft as a phone sent it: text, as typed. `name` is "" where the phone gave none that can be one."""

    name: str = ""
    day: str = ""
    time: str = ""
    activity: str = ""
    case: str = ""
    start: str = ""
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the phone is told of one draft: the entry of that name stands, or why there is none.

    `problems`: why it is refused; of one that is kept, what has to be mended before it can be handed in.
    """

    name: str
    outcome: Outcome
    problems: tuple[Violation, ...] = ()


def sent_in(body: object) -> list[Sent] | None:
    """Return the drafts that a phone sent, in their order; None if that is no list of a length that a phone sends."""
    drafts = body.get("drafts") if isinstance(body, dict) else None
    if not isinstance(drafts, list) or len(drafts) > MOST_DRAFTS:
        return None
    return [_sent(each) for each in drafts]


def _sent(draft: object) -> Sent:
    given: Mapping[str, Any] = draft if isinstance(draft, dict) else {}
    name = _text(given.get("id"))
    parts = (_text(given.get(part)) for part in ("day", "time", "activity", "case", "start", "outcome"))
    note = given.get("note")
    sent = Sent(name if _NAME.fullmatch(name) else "", *parts)
    return replace(sent, note=note) if isinstance(note, str) else sent


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST_TEXT else ""


def read_draft(sent: Sent, cases: Mapping[str, int]) -> tuple[Content, tuple[Violation, ...]]:
    """Return what a draft says, and what of it cannot be read. `cases`: one's own by public name.

    Where something cannot be read the content is good for nothing. What was missed or cancelled needs no time.
    """
    outcome, note = sent.outcome or Happened.HELD.value, plain_text(sent.note)
    content = Content(worked_on=date.min, activity=sent.activity, minutes=0, outcome=outcome, note=note)
    problems = []
    if not sent.name:
        problems.append(_UNREADABLE)
    try:
        content = replace(content, worked_on=parse_day(sent.day))
    except DayUnreadable as unreadable:
        problems.append(Violation(Code.NO_DATE, "day", str(unreadable)))
    try:
        if sent.time or outcome == Happened.HELD:
            content = replace(content, minutes=parse_duration(sent.time, Unit.MINUTES))
    except DurationUnreadable as unreadable:
        problems.append(Violation(Code.NO_DURATION, "time", str(unreadable)))
    try:
        content = replace(content, started_at_minute=parse_start(sent.start))
    except TimeUnreadable as unreadable:
        problems.append(Violation("no_time_of_day", "start", str(unreadable)))
    if sent.case and sent.case not in cases:
        problems.append(Violation(Code.CASE_UNKNOWN, "case", "That is none of your cases. Choose one of the list."))
    if len(note) > LONGEST_NOTE:
        problems.append(Violation(Code.TEXT_TOO_LONG, "note", f"Shorten the note to {LONGEST_NOTE} characters."))
    return replace(content, case_id=cases.get(sent.case)), tuple(problems)


def placement_of(content: Content, lately: Sequence[Logged], placements: Sequence[OpenPlacement]) -> int | None:
    """Return where it was, which a phone does not ask: where this was logged last, or the only placement open that day.

    `lately`: the newest first.
    """
    on = content.worked_on
    is_open = {each.id for each in placements if each.starts_on <= on and (each.ends_on is None or on <= each.ends_on)}
    for each in lately:
        if (each.activity, each.case_id) == (content.activity, content.case_id):
            return each.placement_id if each.placement_id in is_open else None
    return next(iter(is_open)) if len(is_open) == 1 else None
