"""What an address narrows a list to, in both directions: read from it, and put into it again with something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from trainee_app.cases.queries import cases_of
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import placements_of
from trainee_app.logbook.queries import CORRECTION, NOT_HELD, EntryFilter, Key, entry_named, signers_of
from trainee_app.logbook.rules import DayUnreadable, State, Uncounted, parse_day
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.programmes.rules import Definition
from trainee_app.web.formats import long_date, month_and_year
from trainee_app.web.parts import Chip

LONG_WAIT = timedelta(days=14)
LONGEST_WORDS = 80
STATES = {
    "": "All",
    State.SIGNED.value: "Signed",
    State.SUBMITTED.value: "Waiting",
    NOT_HELD: "Missed or cancelled",
    State.RETURNED.value: "Returned",
    State.DRAFT.value: "Drafts",
    State.WITHDRAWN.value: "Withdrawn",
    CORRECTION: "Corrections",
    State.VOID.value: "Does not count",
    State.DISCARDED.value: "Discarded",
}
COUNTS = {"yes": "Counts", "no": "Does not count, or not yet"}
_CATEGORY = "in:"
# What the short form asks for, and what only the long one does.
_SHORT = ("state", "activity", "month")
_LONG = ("from", "to", "case", "placement", "signer", "late", "waiting", "counts", "words")


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen beside activities and months: public names with their ids and words."""

    cases: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    placements: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    signers: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `typed` is as it stands in the address, `kept` what of it means something and goes on in
    others; `problems` is what cannot be read, by field; `is_long`: the form with all its fields is open."""

    typed: Mapping[str, str]
    kept: Mapping[str, str]
    chosen: EntryFilter
    choices: Choices
    taken: Mapping[str, str]
    problems: Mapping[str, str]
    is_long: bool

    def address(self, endpoint: str = "", **changes: str | None) -> str:
        """Return the address of what is asked for, with something changed; None takes it away."""
        arguments: dict[str, Any] = {**self.kept, "more": "1" if self.is_long else None, **changes}
        given = {name: value for name, value in arguments.items() if value}
        return url_for(endpoint or request.endpoint or "", **{**(request.view_args or {}), **given})

    @property
    def chips(self) -> list[Chip]:
        """What it is narrowed to beside the state, each leading to the list without it."""
        return [Chip(words, self.address("", **gone)) for words, gone in self._without()]

    def _without(self) -> Iterator[tuple[str, dict[str, str | None]]]:
        for name, words in self.taken.items():
            yield words, {name: None}


def asked_of(trainee: Trainee, definition: Definition, uncounted: Uncounted, today: date, *, is_own: bool) -> Asked:
    """Read what the address asks for. What is none of ours narrows nothing; a day that cannot be read is told."""
    typed = {name: value for name in (*_SHORT, *_LONG) if (value := request.args.get(name, "").strip())}
    is_long = "more" in request.args or any(name in typed for name in _LONG)
    choices = _choices(trainee, is_own=is_own) if is_long else Choices()
    problems: dict[str, str] = {}
    from_on, until_on = _day(typed, "from", problems), _day(typed, "to", problems)
    if from_on and until_on and until_on < from_on:
        problems["to"] = "The last day is before the first. Change one of them."
    chosen = replace(
        _chosen(typed, definition, choices),
        from_on=from_on,
        until_on=until_on,
        waiting_before=today - LONG_WAIT if "waiting" in typed else None,
        void=uncounted.spans,
        is_own=is_own,
    )
    taken = dict(_taken(chosen, choices, typed, definition))
    return Asked(typed, dict(_known(typed, chosen, taken)), chosen, choices, taken, problems, is_long)


def _chosen(typed: Mapping[str, str], definition: Definition, choices: Choices) -> EntryFilter:
    state, activity = typed.get("state", ""), typed.get("activity", "")
    return EntryFilter(
        state=state if state in STATES and state else None,
        activity=activity if activity in definition.activities else None,
        category=_category(activity, definition),
        month=read_month(typed.get("month", "")),
        case_id=_id(choices.cases, typed, "case"),
        placement_id=_id(choices.placements, typed, "placement"),
        signed_by=_id(choices.signers, typed, "signer"),
        is_late="late" in typed,
        counts={"yes": True, "no": False}.get(typed.get("counts", "")),
        words=typed.get("words", "")[:LONGEST_WORDS],
    )


def _known(typed: Mapping[str, str], chosen: EntryFilter, taken: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Only what means something goes on in addresses."""
    for name, value in typed.items():
        if name in taken or (name == "state" and chosen.state):
            yield name, value[:LONGEST_WORDS]


def _taken(
    chosen: EntryFilter, choices: Choices, typed: Mapping[str, str], definition: Definition
) -> Iterator[tuple[str, str]]:
    """What the list is narrowed to, by the name of the field, in words."""
    if chosen.activity:
        yield "activity", definition.activity(chosen.activity).title
    if chosen.category is not None:
        yield "activity", _category_titles(definition)[typed["activity"]]
    yield from _days_taken(chosen)
    if chosen.case_id is not None:
        yield "case", choices.cases[typed["case"]][1]
    if chosen.placement_id is not None:
        yield "placement", choices.placements[typed["placement"]][1]
    if chosen.signed_by is not None:
        yield "signer", f"Signed by {choices.signers[typed['signer']][1]}"
    yield from _marks(chosen)


def _days_taken(chosen: EntryFilter) -> Iterator[tuple[str, str]]:
    if chosen.month:
        yield "month", month_and_year(chosen.month)
    if chosen.from_on:
        yield "from", f"From {long_date(chosen.from_on)}"
    if chosen.until_on:
        yield "to", f"Until {long_date(chosen.until_on)}"


def _marks(chosen: EntryFilter) -> Iterator[tuple[str, str]]:
    if chosen.is_late:
        yield "late", "Handed in late"
    if chosen.waiting_before is not None:
        yield "waiting", f"Unsigned for more than {LONG_WAIT.days} days"
    if chosen.counts is not None:
        yield "counts", COUNTS["yes" if chosen.counts else "no"]
    if chosen.words:
        yield "words", f"“{chosen.words}” in the notes"


def key_of(trainee: Trainee) -> Key | None:
    """Return where the page begins: after the entry of the address, on the day that it had when it was drawn."""
    name, _, day = request.args.get("after", "").partition("~")
    last = entry_named(name) if name else None
    if last is None or last.trainee_id != trainee.id:
        return None
    try:
        return Key(date.fromisoformat(day), last.id)
    except ValueError:
        return Key(last.worked_on, last.id)


def activity_groups(definition: Definition) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the categories with their activities, as a choice offers them: value, title, and (key, title) of each."""
    found = []
    for category in definition.categories:
        inside = [(each.key, each.title) for each in definition.activities.values() if each.category == category.key]
        if inside:
            found.append((f"{_CATEGORY}{category.key}", category.title, inside))
    return found


def _category_titles(definition: Definition) -> dict[str, str]:
    return {f"{_CATEGORY}{each.key}": each.title for each in definition.categories}


def _category(value: str, definition: Definition) -> list[str] | None:
    if value not in _category_titles(definition):
        return None
    key = value.removeprefix(_CATEGORY)
    return [each.key for each in definition.activities.values() if each.category == key]


def _choices(trainee: Trainee, *, is_own: bool) -> Choices:
    cases = cases_of(trainee.id)
    words = spoken_cases([each.id for each in cases], is_own=is_own)
    return Choices(
        cases={each.public_id: (each.id, words[each.id]) for each in cases},
        placements={each.public_id: (each.id, each.name) for each in placements_of(trainee.id)},
        signers={public_id: (id_, name) for id_, public_id, name in signers_of(trainee.id)},
    )


def _id(known: Mapping[str, tuple[int, str]], typed: Mapping[str, str], name: str) -> int | None:
    found = known.get(typed.get(name, ""))
    return found[0] if found else None


def _day(typed: Mapping[str, str], name: str, problems: dict[str, str]) -> date | None:
    if name not in typed:
        return None
    try:
        return parse_day(typed[name])
    except DayUnreadable as unreadable:
        problems[name] = str(unreadable)
        return None


def read_month(text: str) -> date | None:
    """Return the first day of a month such as 2026-11; None if it is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
