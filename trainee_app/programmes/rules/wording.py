"""The one place where English is made of codes and parameters (domain, rule 17; experience, principle 8).

A sentence needs the requirement, the code and the parameters, nothing else: a stored standing speaks
exactly as a fresh one. Sentences are kind and exact and address nobody, since the trainee, the supervisor
and the office read the same words. Nobody is "at risk", and hours that are void "do not count".
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
from trainee_app.programmes.rules.findings import Code, Headline, Params, PeriodFinding
from trainee_app.programmes.rules.requirements import (
    Cadence,
    Cases,
    Floor,
    Prerequisite,
    Registration,
    Requirement,
    Shortfall,
    Stage,
    Sum,
)
from trainee_app.programmes.rules.sentences import HEADLINES, SENTENCES, WHAT_WOULD_MEET

SIGNER: Final = "the supervisor"
TUTOR: Final = "the tutor"


class Coded(Protocol):
    """A finding, or a stored row of one."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Params: ...


_REMEDIES: Final[Mapping[str, str]] = {
    Code.PERIOD_WAITING: "{signer} signs {open_minutes} by {open_closes_on}.",
    Code.PERIOD_RUNNING: "{open_missing_minutes} more by {open_until_on}, signed by {open_closes_on}.",
    Code.PERIOD_ENDED: "{open_missing_minutes} more from {open_period}, signed by {open_closes_on}.",
}
_FOLLOWS: Final[Mapping[Shortfall, str]] = {
    Shortfall.WARN: (
        "If it stays short, the course team will know and help to arrange it; the {open_contact_minutes} of "
        "{contact_words} still count."
    ),
    Shortfall.VOID: "If it stays short, the {open_contact_minutes} of {contact_words} do not count.",
    Shortfall.REFER: "If it stays short, somebody on the course decides what follows.",
}
_FOLLOWED: Final[Mapping[Shortfall, str]] = {
    Shortfall.WARN: "The course team knows; the {contact} of {contact_words} still count.",
    Shortfall.VOID: "The {contact} of {contact_words} do not count.",
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
    return _other_words(requirement, params, words)


def _other_words(requirement: Requirement, params: Params, plain: Mapping[str, str]) -> dict[str, str]:
    words = {"record": _record(requirement), "due": _due(requirement, plain), "valid_until": ""}
    if "until_on" in params:
        words["valid_until"] = f" Valid to {plain['until_on']}."
    if "used_minutes" in params:
        words["used"] = plain["used_minutes"]
        words["at_most"] = plain["at_most_minutes"] if params["at_most_minutes"] else "what each month allows"
    if isinstance(requirement, Cadence):
        words["contact_words"] = requirement.beside.words
        number = int(params["gaps"])
        words["gap_count"] = f"{'1 gap' if number == 1 else f'{number} gaps'} of more than {params['days']} days"
        words["them"] = "it" if number == 1 else "them"
    if "times" in params:
        times = int(params["times"])
        words["times_a_week"] = {1: "once a week", 2: "twice a week"}.get(times, f"{times} times a week")
        words["so_far_from"] = f" since {plain['from_on']}" if "from_on" in params else ""
    return words


def _due(requirement: Requirement, plain: Mapping[str, str]) -> str:
    if "due_on" in plain:
        return f"Due by {plain['due_on']}."
    return "Due before the first case." if requirement.due_by is Stage.FIRST_CASE else ""


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
    words = dict(plain) | {"contact_words": requirement.beside.words}
    words |= {"period": _PERIOD_WORDS[period][0], "open": "", "open_remedy": "", "short_periods": ""}
    if "periods" in params:
        words["periods"] = _count(period, int(params["periods"]))
    if "open" in params:
        code = str(params["open"])
        words["open_period"] = _period_name(period, str(params["open_on"]), str(params["open_until_on"]))
        words["open_follows"] = _FOLLOWS[requirement.on_shortfall].format_map(words)
        words["open_followed"] = _FOLLOWED[requirement.on_shortfall].format(
            contact=words["open_contact_minutes"], contact_words=requirement.beside.words
        )
        words["open"] = _capital(SENTENCES[code].format_map(words).strip()) + " "
        words["open_remedy"] = _REMEDIES.get(code, "").format_map(words)
    if "short_on" in params:
        name = _period_name(period, str(params["short_on"]), str(params.get("short_until_on", "")))
        words["short_periods"] = _capital(f"{name} was {words['short_minutes']} short.")
        if int(params["short"]) > 1:
            words["short_periods"] = f"{_count(period, int(params['short']))} were short, the last {name}."
        words["short_followed"] = _FOLLOWED[requirement.on_shortfall].format(
            contact=words["all_contact_minutes"], contact_words=requirement.beside.words
        )
    return words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(period: Period, number: int) -> str:
    one, many = _PERIOD_WORDS[period]
    return f"{number} {one if number == 1 else many}"


def _period_name(period: Period, starts_on: str, ends_on: str = "") -> str:
    first = date.fromisoformat(starts_on)
    match period:
        case Period.CALENDAR_MONTH:
            return spoken_month(first)
        case Period.ISO_WEEK:
            return f"the week of {spoken_date(first)}"
        case Period.ANCHORED_MONTH:
            return f"the month from {spoken_date(first)}"
        case Period.ROLLING_DAYS:
            return f"the time to {spoken_date(date.fromisoformat(ends_on or starts_on))}"
        case Period.WHOLE_PROGRAMME:
            return "the programme"


_PERIOD_WORDS: Final = {
    Period.CALENDAR_MONTH: ("month", "months"),
    Period.ANCHORED_MONTH: ("month", "months"),
    Period.ISO_WEEK: ("week", "weeks"),
    Period.ROLLING_DAYS: ("stretch", "stretches"),
    Period.WHOLE_PROGRAMME: ("programme", "programmes"),
}
