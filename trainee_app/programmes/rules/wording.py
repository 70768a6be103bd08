"""The one place where English is made of codes and parameters (domain, rule 17; experience, principle 8).

A sentence needs the requirement, the code and the parameters, nothing else: a stored standing speaks
exactly as a fresh one. Sentences are kind and exact and address nobody, since the trainee, the supervisor
and the office read the same words. Nobody is "at risk", and hours that are void "do not count".

In a template, a name that ends in `_on` is a date, in `_minutes` a duration; amounts are in the unit of the
requirement. Other names are made by `_words_for`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from trainee_app.programmes.rules.dates import (
    Period,
    spoken_date,
    spoken_minutes,
    spoken_month,
    spoken_month_part,
)
from trainee_app.programmes.rules.definition import (
    Cases,
    Floor,
    Prerequisite,
    Registration,
    Requirement,
    Shortfall,
    Sum,
)
from trainee_app.programmes.rules.findings import Code, Headline, HeadlineCode, Params, PeriodFinding

SIGNER: Final = "the supervisor"
TUTOR: Final = "the tutor"


class Coded(Protocol):
    """A finding, or a stored row of one."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Params: ...


SENTENCES: Final[Mapping[str, str]] = {
    Code.MET: "{figure} signed, at least {target} asked for.",
    Code.NOT_STARTED: "The programme begins on {starts_on}.",
    Code.WAITING: "Met when {unsigned} more of what waits is signed.",
    Code.NOT_POSSIBLE: "Not possible by {ends_on}: {left} still to do. Talk to {tutor} about dates.",
    Code.TOO_EARLY: "{so_far}. Too early to say: pace is looked at from {judged_from_on}.",
    Code.NOT_EXPECTED_YET: "{so_far}; nothing is expected before {begins_on}.",
    Code.ON_TRACK: "{so_far}, {expected} expected by now; at this pace met in {projected_month}.",
    Code.ON_TRACK_YOUNG: "{so_far}, {expected} expected by now.",
    Code.SLOWING: "{so_far}, {expected} expected by now. {recent_pace}; {needed_pace}.",
    Code.CATCHING_UP: "{so_far}, {expected} expected by now; {recent_pace}: met in {projected_month}, in time.",
    Code.BEHIND: "{recent_pace}, {needed_pace}; at this pace met in {projected_month}.",
    Code.BEHIND_YOUNG: "{so_far}, {expected} expected by now; {needed_pace}.",
    Code.STALLED: "{recent_pace}, {needed_pace}.",
    Code.PERIOD_MET: "{open_period} is met.",
    Code.PERIOD_WAITING: "{open_period} is met when {signer} signs {open_minutes}.",
    Code.PERIOD_RUNNING: (
        "{open_period} is {open_minutes} short; what is held by {open_until_on} and signed by {open_closes_on} counts. "
        "{open_follows}"
    ),
    Code.PERIOD_ENDED: (
        "{open_period} is {open_minutes} short; what was done in it still counts if it is signed by {open_closes_on}. "
        "{open_follows}"
    ),
    Code.PERIOD_SHORT: "{open_period} was {open_minutes} short. {open_followed}",
    Code.PERIOD_ACCEPTED: "{open_period} was {open_minutes} short, and is accepted.",
    Code.NO_CONTACT_YET: "Begins with the first {period} that has client contact.",
    Code.NO_CONTACT: "No {period} had client contact, so nothing was asked for.",
    Code.PERIODS_MET_SO_FAR: "{settled} of {periods} so far; nothing is open.",
    Code.PERIODS_MET: "{settled} of {periods}.",
    Code.PERIODS_OPEN: "{open}",
    Code.PERIODS_SHORT: "{open}{short_periods} {short_followed}",
    Code.PERIODS_SHORT_AT_END: "{short_periods} Somebody on the course decides whether this is accepted.",
    Code.PERIODS_VOID_AT_END: "{short_periods} {short_followed}",
    Code.PERIODS_REFERRED: "{open}{short_periods} {short_followed}",
    Code.LENGTH_RUNNING: "{figure} of {target} months have passed; the programme runs to {ends_on}.",
    Code.LENGTH_OVER: "Complete since {ends_on}.",
    Code.REGISTRATION_VALID: "{body}, valid to {until_on}.",
    Code.REGISTRATION_OPEN_ENDED: "{body}, valid without an end date.",
    Code.REGISTRATION_ENDS_EARLY: "{body}, valid to {until_on}. It needs renewing by then; the programme runs to {ends_on}.",
    Code.REGISTRATION_LAPSED: "No registration is valid on this day; the last one recorded ended on {until_on}.",
    Code.REGISTRATION_MISSING: "No registration valid on this day is recorded.",
    Code.PREREQUISITE_MET: "Accepted on {accepted_on}.",
    Code.PREREQUISITE_ACCEPTED_SHORT: "Accepted on {accepted_on}, by decision of the course.",
    Code.PREREQUISITE_TO_COME: "Due by {due_on}.",
    Code.PREREQUISITE_SHORT: "{months} of {target} months are recorded. Somebody on the course decides.",
    Code.PREREQUISITE_TO_ACCEPT: "Recorded. Somebody on the course decides whether it is accepted.",
    Code.PREREQUISITE_MISSING: "Nothing is recorded. Somebody on the course decides.",
    Code.CASES_MET: "{figure} of {target}.",
    Code.CASES_TO_BEGIN: "{figure} of {target} so far; what is still missing has to begin by {begin_by_on}.",
    Code.CASES_SO_FAR: "{figure} of {target} so far; the programme runs to {ends_on}.",
    Code.CASES_SHORT: "Not possible by {ends_on}: {figure} of {target}. Talk to {tutor} about dates.",
    Code.CASES_REFERRED: "{figure} of {target}. Somebody on the course decides what follows.",
    Code.NOT_KEPT: "The record of {record} is not kept here yet. Due by {due_on}.",
    Code.NOT_KEPT_DUE: "The record of {record} is not kept here yet, so somebody on the course decides.",
    Code.WAIVED: "Waived by decision of {decided_on}.",
}

WHAT_WOULD_MEET: Final[Mapping[str, str]] = {
    Code.WAITING: "{unsigned} more signed.",
    Code.NOT_POSSIBLE: "A conversation with {tutor} about dates.",
    Code.TOO_EARLY: "{needed_pace_from_now}.",
    Code.NOT_EXPECTED_YET: "{left} between {begins_on} and {ends_on}.",
    Code.ON_TRACK: "{needed_pace_from_now}.",
    Code.ON_TRACK_YOUNG: "{needed_pace_from_now}.",
    Code.SLOWING: "{needed_pace_from_now}. {last_day}",
    Code.CATCHING_UP: "{needed_pace_from_now}.",
    Code.BEHIND: "{needed_pace_from_now}. {last_day}",
    Code.BEHIND_YOUNG: "{needed_pace_from_now}. {last_day}",
    Code.STALLED: "{needed_pace_from_now}. {last_day}",
    Code.PERIODS_OPEN: "{open_remedy}",
    Code.PERIODS_SHORT: "{open_remedy}",
    Code.PERIODS_SHORT_AT_END: "A decision by the course.",
    Code.PERIODS_REFERRED: "A decision by the course.",
    Code.LENGTH_RUNNING: "Nothing but time: {ends_on}.",
    Code.REGISTRATION_LAPSED: "A registration that is valid now.",
    Code.REGISTRATION_MISSING: "A registration that is valid now.",
    Code.PREREQUISITE_SHORT: "A decision by the course.",
    Code.PREREQUISITE_TO_ACCEPT: "A decision by the course.",
    Code.PREREQUISITE_MISSING: "A decision by the course.",
    Code.CASES_SHORT: "A conversation with {tutor} about dates.",
    Code.CASES_REFERRED: "A decision by the course.",
    Code.NOT_KEPT_DUE: "A decision by the course.",
}

HEADLINES: Final[Mapping[str, str]] = {
    HeadlineCode.READY: "Everything is met. Ready for the board to decide.",
    HeadlineCode.NOT_STARTED: "The programme begins on {starts_on}.",
    HeadlineCode.NOT_POSSIBLE: "Not possible by {ends_on}. Talk to {tutor} about dates.",
    HeadlineCode.TOO_EARLY: "Not yet ready. Too early to say when.",
    HeadlineCode.NO_PACE: "Not yet ready. No month can be named while something stands still.",
    HeadlineCode.LATE: "Not yet ready. On the present pace, {projected_month}.",
    HeadlineCode.IN_TIME: "Not yet ready. On the present pace, in time for {ends_on}.",
    HeadlineCode.NEEDS_DECISION: "Not yet ready. What is open needs a decision by the course.",
    HeadlineCode.OPEN: "Not yet ready. What is open comes later or waits for a signature.",
}

_REMEDIES: Final[Mapping[str, str]] = {
    Code.PERIOD_WAITING: "{signer} signs {open_minutes} by {open_closes_on}.",
    Code.PERIOD_RUNNING: "{open_missing_minutes} more by {open_until_on}, signed by {open_closes_on}.",
    Code.PERIOD_ENDED: "{open_missing_minutes} more from {open_period}, signed by {open_closes_on}.",
}
_FOLLOWS: Final[Mapping[Shortfall, str]] = {
    Shortfall.WARN: (
        "If it stays short, the course team will know and help to arrange it; the {open_contact_minutes} of client "
        "contact still count."
    ),
    Shortfall.VOID: "If it stays short, the {open_contact_minutes} of client contact do not count.",
    Shortfall.REFER: "If it stays short, somebody on the course decides what follows.",
}
_FOLLOWED: Final[Mapping[Shortfall, str]] = {
    Shortfall.WARN: "The course team knows; the {contact} of client contact still count.",
    Shortfall.VOID: "The {contact} of client contact do not count.",
    Shortfall.REFER: "Somebody on the course decides what follows.",
}
_AMOUNTS: Final = frozenset(
    {"figure", "target", "awaiting", "done", "left", "unsigned", "expected", "recent", "recent_a_week", "most_a_week"}
)


def sentence(requirement: Requirement, finding: Coded, *, signer: str = SIGNER, tutor: str = TUTOR) -> str:
    """Why the requirement stands as it does. `signer` and `tutor` may be given as names."""
    return _say(SENTENCES[finding.code], requirement, finding.params, signer, tutor)


def what_would_meet(
    requirement: Requirement, finding: Coded, *, signer: str = SIGNER, tutor: str = TUTOR
) -> str | None:
    """What would meet it, and the last day on which that works; None where there is nothing to say."""
    template = WHAT_WOULD_MEET.get(finding.code)
    said = _say(template, requirement, finding.params, signer, tutor) if template else ""
    return said or None


def period_sentence(requirement: Floor, period: PeriodFinding, *, signer: str = SIGNER) -> str:
    """How one period of a floor stands, and what follows."""
    return _say(SENTENCES[period.code], requirement, period.params, signer, TUTOR)


def headline_sentence(headline: Headline, *, tutor: str = TUTOR) -> str:
    """The first line of a standing."""
    words = _plain_words(headline.params)
    return HEADLINES[headline.code].format_map({**words, "tutor": tutor})


def _say(template: str, requirement: Requirement, params: Params, signer: str, tutor: str) -> str:
    words = _plain_words(params) | {"signer": signer, "tutor": tutor}
    words |= _words_for(requirement, params, words)
    said = template.format_map(words).strip()
    return said[:1].upper() + said[1:]


def _plain_words(params: Params) -> dict[str, str]:
    words = {name: _spoken(name, value) for name, value in params.items()}
    if "projected_on" in params:
        words["projected_month"] = spoken_month_part(date.fromisoformat(str(params["projected_on"])))
    return words


def _spoken(name: str, value: int | str) -> str:
    if name.endswith("_on"):
        return spoken_date(date.fromisoformat(str(value)))
    return spoken_minutes(int(value)) if name.endswith("_minutes") else str(value)


def _words_for(requirement: Requirement, params: Params, words: Mapping[str, str]) -> dict[str, str]:
    if isinstance(requirement, Floor):
        return _floor_words(requirement, params, words)
    if "needed_a_week" in params:
        return _amount_words(params, is_time=isinstance(requirement, Sum))
    return {"record": _record(requirement)}


def _record(requirement: Requirement) -> str:
    if isinstance(requirement, Prerequisite):
        return requirement.record.replace("_", " ")
    if isinstance(requirement, Registration):
        return "professional registrations"
    return "training cases" if isinstance(requirement, Cases) else requirement.title


def _amount_words(params: Params, *, is_time: bool) -> dict[str, str]:
    words = {name: _amount(int(params[name]), is_time=is_time) for name in _AMOUNTS}
    words["so_far"] = f"{words['done']} so far"
    if params["awaiting"]:
        words["so_far"] = f"{words['figure']} signed and {words['awaiting']} waiting for a signature"
    weeks, ends_on = params["window_weeks"], spoken_date(date.fromisoformat(str(params["ends_on"])))
    if is_time:
        needed = f"{spoken_minutes(int(params['needed_a_week']))} a week"
        words["recent_pace"] = f"{words['recent_a_week']} a week in the last {weeks} weeks"
        words["needed_pace"] = f"{needed} needed"
        words["needed_pace_from_now"] = f"{needed} from now to {ends_on}"
    else:
        left = int(params["left"])
        words["recent_pace"] = f"{words['recent']} in the last {weeks} weeks"
        words["needed_pace"] = f"{left} more needed by {ends_on}"
        words["needed_pace_from_now"] = f"{left} more by {ends_on}"
    words["last_day"] = ""
    if "last_on" in params:
        last_on = spoken_date(date.fromisoformat(str(params["last_on"])))
        words["last_day"] = (
            f"The last day to begin a pace that still works is {last_on}, at {words['most_a_week']} a week."
        )
    return words


def _amount(value: int, *, is_time: bool) -> str:
    if is_time:
        return spoken_minutes(value)
    return "1 session" if value == 1 else f"{value} sessions"


def _floor_words(requirement: Floor, params: Params, plain: Mapping[str, str]) -> dict[str, str]:
    period = requirement.period
    words = dict(plain) | {"period": _PERIOD_WORDS[period][0], "open": "", "open_remedy": "", "short_periods": ""}
    if "periods" in params:
        words["periods"] = _count(period, int(params["periods"]))
    if "open" in params:
        code = str(params["open"])
        words["open_period"] = _period_name(period, str(params["open_on"]))
        words["open_follows"] = _FOLLOWS[requirement.on_shortfall].format_map(words)
        words["open_followed"] = _FOLLOWED[requirement.on_shortfall].format(contact=words["open_contact_minutes"])
        words["open"] = _capital(SENTENCES[code].format_map(words).strip()) + " "
        words["open_remedy"] = _REMEDIES.get(code, "").format_map(words)
    if "short_on" in params:
        name = _period_name(period, str(params["short_on"]))
        words["short_periods"] = _capital(f"{name} was {words['short_minutes']} short.")
        if int(params["short"]) > 1:
            words["short_periods"] = f"{_count(period, int(params['short']))} were short, the last {name}."
        words["short_followed"] = _FOLLOWED[requirement.on_shortfall].format(contact=words["all_contact_minutes"])
    return words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(period: Period, number: int) -> str:
    one, many = _PERIOD_WORDS[period]
    return f"{number} {one if number == 1 else many}"


def _period_name(period: Period, starts_on: str) -> str:
    first = date.fromisoformat(starts_on)
    return spoken_month(first) if period is Period.CALENDAR_MONTH else f"the week of {spoken_date(first)}"


_PERIOD_WORDS: Final = {Period.CALENDAR_MONTH: ("month", "months"), Period.ISO_WEEK: ("week", "weeks")}
