"""What people are told, in which words and where it leads, and when the weekly letter is due. Pure.

A notice waits in the application and is never mailed by itself: once a week a letter says how many things wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from trainee_app.web.formats import count, duration, long_date, month_and_year, possessive

# A signature that came later than this after the handing in is worth a word.
LONG_AFTER = timedelta(days=14)
# How long before its last day somebody hears that evidence runs out.
RUNS_OUT_WITHIN = timedelta(weeks=8)
# A month that has closed short is told within this time; older ones stand on the standing alone.
CLOSED_WITHIN = timedelta(days=14)
# The hour on Monday, on the programme's clock, from which the week's letter may leave.
DIGEST_HOUR = 7
# How long before its last day a trainee hears what a running month still needs, while it can still be arranged.
OPEN_WITHIN = timedelta(days=10)
MOST_SHOWN = 100


class Kind(StrEnum):
    """What happened."""

    ENTRY_RETURNED = "entry_returned"
    ENTRY_VOID = "entry_void"
    SIGNED_AT_LAST = "signed_at_last"
    TERM_TO_SIGN = "term_to_sign"
    TERM_RETURNED = "term_returned"
    AGREEMENT_TO_AGREE = "agreement_to_agree"
    PROPOSAL_TO_ANSWER = "proposal_to_answer"
    PROPOSAL_ANSWERED = "proposal_answered"
    PHASE_SIGNED = "phase_signed"
    OFFER_MADE = "offer_made"
    INTERVIEW_TO_HOLD = "interview_to_hold"
    DECISION_TO_MAKE = "decision_to_make"
    PLACE_ACCEPTED = "place_accepted"
    PLACE_DECLINED = "place_declined"
    WAIVER_TO_DECIDE = "waiver_to_decide"
    WAIVER_DECIDED = "waiver_decided"
    READY = "ready"
    EVIDENCE_RUNS_OUT = "evidence_runs_out"
    MONTH_SHORT = "month_short"
    MONTH_OPEN = "month_open"
    VERSION_TO_AGREE = "version_to_agree"
    COHORT_MOVED = "cohort_moved"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words: what it is, what to do about it, its mark, and the page it leads to."""

    title: str
    detail: str
    icon: str
    state: str
    endpoint: str
    public_id: str


@dataclass(frozen=True, slots=True)
class _Words:
    """How a kind is told. Of a notice about somebody else's record `{name}` and `{whose}` are filled in."""

    title: str
    detail: str
    icon: str
    state: str
    endpoint: str
    own: str = ""


_KINDS: Final[Mapping[Kind, _Words]] = {
    Kind.ENTRY_RETURNED: _Words(
        "An entry of {day} came back to you",
        "Read what is to be mended, and hand it in again.",
        "undo-2",
        "behind",
        "logbook.entry",
    ),
    Kind.ENTRY_VOID: _Words(
        "An entry of {name} of {day}, which you signed, no longer counts",
        "The course has made it void. The reason stands with the entry.",
        "ban",
        "info",
        "logbook.entry",
        own="Your entry of {day} no longer counts",
    ),
    Kind.SIGNED_AT_LAST: _Words(
        "{entries} of yours that had waited over two weeks {are} signed",
        "Your hours count now.",
        "signature",
        "met",
        "home.own_standing",
    ),
    Kind.TERM_TO_SIGN: _Words(
        "{name} has handed in a term’s self-directed study",
        "One document: look through it, and sign it or return it as a whole.",
        "signature",
        "waiting",
        "logbook.term",
    ),
    Kind.TERM_RETURNED: _Words(
        "Your term’s self-directed study came back to you",
        "Read what is to be mended, and hand the term in again.",
        "undo-2",
        "behind",
        "logbook.term",
    ),
    Kind.AGREEMENT_TO_AGREE: _Words(
        "{whose} supervision agreement waits for your word",
        "Read it, and say that you agree; signing does not wait for it.",
        "users",
        "waiting",
        "cohorts.arrangements",
        own="Your supervision agreement waits for your word",
    ),
    Kind.PROPOSAL_TO_ANSWER: _Words(
        "{name} has proposed a family",
        "The work can begin once placement and supervisor have agreed.",
        "circle-question-mark",
        "waiting",
        "casework.proposal",
    ),
    Kind.PROPOSAL_ANSWERED: _Words(
        "Your proposal of a family has an answer",
        "See who has answered, and what comes next.",
        "message-circle",
        "info",
        "casework.proposal",
    ),
    Kind.PHASE_SIGNED: _Words(
        "A phase of one of your cases is signed off",
        "It stands on the page of the case.",
        "badge-check",
        "met",
        "casework.case",
    ),
    Kind.OFFER_MADE: _Words(
        "You are offered a place",
        "Read what it says, and answer by the day given there.",
        "mail",
        "info",
        "home.front",
    ),
    Kind.INTERVIEW_TO_HOLD: _Words(
        "You hold an interview on {day}",
        "Score it once you have held it, before you see the other score.",
        "calendar-days",
        "waiting",
        "admissions.application",
    ),
    Kind.DECISION_TO_MAKE: _Words(
        "A decision about an applicant waits for a second person",
        "A director or board member agrees to it or does not; never who proposed it.",
        "clipboard-check",
        "waiting",
        "admissions.application",
    ),
    Kind.PLACE_ACCEPTED: _Words(
        "An offered place is accepted",
        "Enrol whoever accepted; nothing is entered again.",
        "graduation-cap",
        "waiting",
        "admissions.application",
    ),
    Kind.PLACE_DECLINED: _Words(
        "An offered place is declined or given back",
        "It is free for somebody on the waiting list.",
        "info",
        "info",
        "admissions.application",
    ),
    Kind.WAIVER_TO_DECIDE: _Words(
        "A waiver for {name} waits for a decision",
        "A director or board member decides; never who proposed it.",
        "clipboard-check",
        "waiting",
        "readiness.waivers",
    ),
    Kind.WAIVER_DECIDED: _Words(
        "A waiver for {name} is {decision}",
        "The standing follows it.",
        "clipboard-check",
        "info",
        "readiness.waivers",
        own="A waiver for you is {decision}",
    ),
    Kind.READY: _Words(
        "{name} has met everything that is asked for",
        "Flagged as ready; the board decides.",
        "graduation-cap",
        "ready",
        "readiness.standing",
    ),
    Kind.EVIDENCE_RUNS_OUT: _Words(
        "Your registration ends on {day}",
        "Once it is renewed, tell the course office the new dates.",
        "calendar-clock",
        "behind",
        "credentials.registrations",
    ),
    Kind.MONTH_SHORT: _Words(
        "{month} stayed short of supervision for {name}",
        "The hours still count. Help to arrange more from here on.",
        "calendar-days",
        "behind",
        "readiness.standing",
        own="{month} stayed short of supervision",
    ),
    Kind.MONTH_OPEN: _Words(
        "{period} still needs {minutes} of supervision for {name}, held by {until} and signed by {closes}",
        "There is still time to arrange it.",
        "clock",
        "behind",
        "readiness.standing",
        own="{period} still needs {minutes} of supervision, held by {until} and signed by {closes}",
    ),
    Kind.VERSION_TO_AGREE: _Words(
        "Version {number} of the programme’s rules waits for a director",
        "Look at what it changes, and for whom. Agreeing publishes it; never who proposed it.",
        "book-open",
        "waiting",
        "readiness.draft",
    ),
    Kind.COHORT_MOVED: _Words(
        "Your cohort is under version {number} of the programme’s rules now",
        "Your standing shows what is asked for from here on. What was shown before stays what it was.",
        "book-open",
        "info",
        "home.own_standing",
    ),
}
# What is said to the person themself where the advice differs.
_OWN_DETAIL: Final[Mapping[Kind, str]] = {
    Kind.MONTH_SHORT: "Your hours still count. The course team knows, and helps you arrange it.",
    Kind.MONTH_OPEN: "There is still time. If it is hard to arrange, tell your supervisor or the course office now.",
}


def told(kind: Kind, subject: str, params: Mapping[str, Any], name: str, *, is_own: bool) -> Told:
    """Put a notice into words. `name` is whose record it is about, `is_own` whether that is who reads it."""
    words = _KINDS[kind]
    title = words.own if is_own and words.own else words.title
    detail = _OWN_DETAIL.get(kind, words.detail) if is_own else words.detail
    said = title.format_map(_Said({**_spoken(params), "name": name, "whose": possessive(name)}))
    return Told(said, detail, words.icon, words.state, words.endpoint, subject.rpartition(":")[2])


class _Said(dict[str, str]):
    """What is filled in; a notice of an older version may lack something, and is told all the same."""

    def __missing__(self, _key: str) -> str:
        return "…"


def _spoken(params: Mapping[str, Any]) -> dict[str, str]:
    said: dict[str, str] = {}
    if "day" in params:
        said["day"] = long_date(date.fromisoformat(params["day"]))
    if "month" in params:
        said["month"] = month_and_year(date.fromisoformat(params["month"]))
    if "starts_on" in params:
        said |= _spoken_period(params)
    if "entries" in params:
        number = int(params["entries"])
        said |= {"entries": count(number, "entry", "entries").capitalize(), "are": "is" if number == 1 else "are"}
    if "number" in params:
        said["number"] = str(params["number"])
    if "granted" in params:
        said["decision"] = "granted" if params["granted"] else "refused"
    return said


def _spoken_period(params: Mapping[str, Any]) -> dict[str, str]:
    first, last = date.fromisoformat(params["starts_on"]), date.fromisoformat(params["ends_on"])
    is_month = first.day == 1 and (last + timedelta(days=1)).day == 1
    return {
        "period": month_and_year(first) if is_month else f"The time from {long_date(first)}",
        "minutes": duration(int(params["minutes"])),
        "until": long_date(last),
        "closes": long_date(date.fromisoformat(params["closes_on"])),
    }


def week_owed(at: datetime, zone: str) -> date:
    """Return the Monday of the week whose letter may have left by now, on the calendar of the programme's zone.

    A scheduler that was off on Monday sends it when it comes back: of several weeks missed only the latest.
    """
    local = at.astimezone(ZoneInfo(zone))
    since = local - timedelta(hours=DIGEST_HOUR)
    return since.date() - timedelta(days=since.weekday())


def things(notices: int, to_sign: int) -> str:
    """Return what a digest is about, as its subject says it: "3 things wait for you"."""
    number = notices + to_sign
    return f"{count(number, 'thing')} {'waits' if number == 1 else 'wait'} for you"
