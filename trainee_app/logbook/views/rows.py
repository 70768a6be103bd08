"""The rows of the list and what they come to, for the page, for paper and for a file: the same words in all three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import url_for

from trainee_app.logbook.queries import CORRECTION, NOT_HELD, Listed, StateSum
from trainee_app.logbook.rules import IN_SUMS, State, Uncounted, Violation
from trainee_app.logbook.views.narrowing import STATES
from trainee_app.logbook.views.presenting import OUTCOME_WORDS, state_words
from trainee_app.programmes.rules import Definition, Outcome
from trainee_app.tables import harmless
from trainee_app.web.formats import short_date, short_duration
from trainee_app.web.parts import EntryLine

_LATE = "Handed in late: it counts in the hours, not in its month’s ratio."
_NOT_HELD = "It was not held, so it takes no time."
_PLACE = "~"
STATE_WORDS = {
    State.SIGNED: "Signed",
    State.SUBMITTED: "Submitted",
    State.RETURNED: "Returned",
    State.WITHDRAWN: "Withdrawn",
    State.DRAFT: "Draft",
    State.VOID: "Does not count",
    State.DISCARDED: "Discarded",
}
HEADINGS = (
    "Date",
    "Activity",
    "Category",
    "Case",
    "Where",
    "Held",
    "Recorded (minutes)",
    "Recorded",
    "Credited (minutes)",
    "Credited",
    "State",
    "Handed in on",
    "Signed on",
    "Signed by",
    "Handed in late",
    "Video reviewed",
    "Why it does not count",
    "Comment",
)


@dataclass(frozen=True, slots=True)
class Total:
    """What the rows of one state, or all of them, come to, in minutes."""

    state: str
    words: str
    entries: int
    recorded: int
    credited: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of everything that fits, by state, and together."""

    lines: Sequence[Total]
    together: Total


@dataclass(frozen=True, slots=True)
class Speech:
    """What rows are put into words with: the programme, the cases as the reader knows them, what rules take away."""

    definition: Definition
    cases: Mapping[int, str]
    uncounted: Uncounted


def totals_of(sums: Iterable[StateSum], state: str | None) -> Totals:
    """Return what the list comes to, on all its pages, in the state that is chosen; None: in all but the discarded."""
    if state == CORRECTION:
        return _added([each for each in sums if each.corrections])
    return _added([each for each in sums if (each.state == state if state else each.state != State.DISCARDED)])


def _added(sums: Iterable[StateSum]) -> Totals:
    found: dict[str, Total] = {}
    together = Total("", "", 0, 0, 0)
    for each in sums:
        found[each.state] = _plus(found.get(each.state, Total(each.state, STATES[each.state], 0, 0, 0)), each)
        together = _plus(together, each)
    return Totals([found[key] for key in STATES if key in found], together)


def _plus(total: Total, more: StateSum) -> Total:
    return replace(
        total,
        entries=total.entries + more.entries,
        recorded=total.recorded + more.recorded,
        credited=total.credited + more.credited,
    )


def totals_of_lines(rows: Iterable[Listed]) -> Totals:
    """Add the rows that are printed: printed totals are nothing else."""
    return _added([StateSum(_shown_state(each), 0, 1, each.minutes, each.credited) for each in rows])


def _shown_state(entry: Listed) -> str:
    is_not_held = entry.state == State.SUBMITTED and entry.outcome != Outcome.HELD
    return NOT_HELD if is_not_held else entry.state


def counts_by_state(sums: Iterable[StateSum]) -> dict[str, int]:
    """Return how many entries each choice of a state would leave."""
    counts: dict[str, int] = {"": 0, CORRECTION: 0}
    for each in sums:
        counts[each.state] = counts.get(each.state, 0) + each.entries
        counts[CORRECTION] += each.corrections
        counts[""] += each.entries if each.state != State.DISCARDED else 0
    return counts


def entry_lines(
    rows: Sequence[Listed], speech: Speech, stops: Mapping[int, Sequence[Violation]] = MappingProxyType({})
) -> list[EntryLine]:
    """Return entries as rows of a page; `stops`: what keeps those that are not handed in from it."""
    address = url_for("logbook.entry", public_id=_PLACE)
    return [
        EntryLine(
            worked_on=each.worked_on,
            title=speech.definition.title_of(each.activity),
            detail=_detail(each, speech.cases),
            minutes=each.minutes,
            credited=each.credited,
            state=each.state,
            state_words=state_words(each),
            url=address.replace(_PLACE, each.public_id),
            comment=each.comment,
            why=_why(each, speech.uncounted),
            signed=_signed(each),
            stops=sentences_of(stops.get(each.id, ())),
        )
        for each in rows
    ]


def sentences_of(violations: Sequence[Violation]) -> str:
    """Return what has to be mended, in the words in which handing in would say it."""
    return " ".join(each.message for each in violations)


def _detail(entry: Listed, cases: Mapping[int, str]) -> str:
    case = cases.get(entry.case_id or 0)
    parts = [
        f"{case}." if case else "",
        OUTCOME_WORDS.get(Outcome(entry.outcome), ""),
        f"At {entry.placement}." if entry.placement else "",
        "Video reviewed." if entry.video_reviewed else "",
    ]
    return " ".join(part for part in parts if part)


def _signed(entry: Listed) -> str:
    if entry.signed_by is None or entry.signed_on is None or entry.state != State.SIGNED:
        return ""
    return f"{entry.signed_by}, {short_date(entry.signed_on)}"


def _why(entry: Listed, uncounted: Uncounted) -> str:
    """Return why it does not count, or not everywhere."""
    if entry.outcome != Outcome.HELD:
        return _NOT_HELD
    reasons = [_LATE] if entry.late else []
    if entry.state in IN_SUMS:
        if reason := uncounted.reason(entry.activity, entry.worked_on, entry.placement_id, entry.case_id):
            reasons.append(reason)
        elif title := uncounted.limit(entry.activity):
            reasons.append(f"Of this kind of work some lies beyond a limit: {title}.")
    return " ".join(reasons)


class FileRows:
    """Turns rows of `all_listed` into rows of a file, in the order of `HEADINGS`.

    Words are looked up, not made: a file may have a million rows. Only what people wrote can look like a formula.
    """

    def __init__(self, speech: Speech) -> None:
        """Say everything once."""
        self._activities = {
            key: (harmless(each.title), _category(speech, each.category)) for key, each in _activities(speech)
        }
        self._spoken = {minutes: short_duration(minutes) if minutes else "0" for minutes in range(1441)}
        self._cases: dict[int | None, str] = {key: harmless(words) for key, words in speech.cases.items()}
        self._states: dict[tuple[Any, ...], str] = {}
        self._uncounted = speech.uncounted
        self._has_reasons = bool(speech.uncounted.spans or speech.uncounted.limited)

    def __call__(self, values: Any) -> list[Any]:
        """Return one row of the file."""
        (
            _, on, activity, case_id, _, placement, outcome, minutes, credited, state, pending, carried,
            submitted_on, signed_on, signed_by, late, video, comment,
        ) = values  # fmt: skip
        words = self._states.get((state, pending, outcome, carried is None)) or self._state(values)
        title, category = self._activities.get(activity) or (harmless(activity), "")
        has_why = late or self._has_reasons or outcome != "held"
        return [
            on, title, category, self._cases.get(case_id, ""), harmless(placement) if placement else "",
            outcome, minutes, self._spoken[minutes], credited, self._spoken.get(credited) or short_duration(credited),
            words, submitted_on, signed_on, harmless(signed_by) if signed_by else "", "yes" if late else "",
            "yes" if video else "", self._why(values) if has_why else "", harmless(comment) if comment else "",
        ]  # fmt: skip

    def _state(self, values: Any) -> str:
        entry = Listed(0, *values)
        usual, other = STATE_WORDS.get(State(entry.state), entry.state), state_words(entry)
        words = f"{usual}: {other[:1].lower()}{other[1:]}" if other else usual
        self._states[entry.state, entry.pending_state, entry.outcome, entry.carried_by is None] = words
        return words

    def _why(self, values: Any) -> str:
        """The file's days are as the database has them."""
        entry = Listed(0, *values)
        return _why(entry._replace(worked_on=date.fromisoformat(str(entry.worked_on))), self._uncounted)


def _activities(speech: Speech) -> Iterable[tuple[str, Any]]:
    return speech.definition.activities.items()


def _category(speech: Speech, key: str) -> str:
    return harmless(next((each.title for each in speech.definition.categories if each.key == key), key))
