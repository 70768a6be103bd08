"""What may be recorded as a supervision session, what is signed by it, and what follows for the month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from trainee_app.cases.rules import Consent, withdrawn_by
from trainee_app.logbook.rules import Violation
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.dates import spoken_date, spoken_minutes
from trainee_app.programmes.rules.telling.phrases import listed
from trainee_app.trail.rules import canonical_json

CANONICAL_VERSION: Final = 1
MINUTES_OF_A_DAY: Final = 1440
DOCUMENT: Final = "supervision:"


class Format(StrEnum):
    """Alone, or together with other trainees."""

    INDIVIDUAL = "individual"
    GROUP = "group"


class Code(StrEnum):
    """What is wrong, one code for one sentence."""

    NO_DATE = "no_date"
    FUTURE = "in_the_future"
    NO_FORMAT = "no_format"
    NO_ACTIVITY = "not_in_this_programme"
    NO_DURATION = "no_duration"
    TOO_LONG = "more_than_a_day"
    NOBODY = "nobody_present"
    TWICE = "present_twice"
    NOT_ALONE = "not_alone"
    UNKNOWN = "unknown_person"
    OTHER_PROGRAMME = "other_programme"
    NOT_COVERED = "not_covered"
    NOT_REGISTERED = "not_registered"
    OUTSIDE = "outside_the_course"
    DAY_FULL = "day_too_full"
    NOT_PRESENT = "case_of_somebody_not_present"
    CASE_CLOSED = "case_not_open"
    CASE_TWICE = "case_twice"
    NO_CONSENT = "no_consent_to_video"
    NOT_DISCUSSED = "no_longer_to_be_discussed"
    NEVER_ASKED = "discussing_never_agreed"
    NOT_PRESENTED = "video_of_a_case_not_presented"
    GIVES_WAY = "own_entry_gives_way"
    LIKELY_DOUBLE = "likely_double"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """A session as far as it could be read: public names of who was present, which cases were presented and of which
    a video was looked at."""

    held_on: date | None
    format: Format | None
    minutes: int | None
    present: tuple[str, ...] = ()
    presented: tuple[str, ...] = ()
    video: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the log of a trainee holds of that day already. `own_waiting`: minutes the trainee handed in themselves of
    this very activity; `counts`: minutes of it that are signed, by themselves or in another record; `others`: all
    other minutes of the day."""

    own_waiting: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A trainee whom the supervisor may have had before them, as they stand on that day."""

    trainee_id: int
    name: str
    programme_id: int
    cohort_id: int
    is_covered: bool
    is_registered: bool
    starts_on: date
    ends_on: date
    day: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A training case that may be presented: how it is spoken of, whose it is, and how it stands on that day.

    `discussed`: what the family agreed to about being discussed in supervision, withdrawn or not.
    """

    case_id: int
    words: str
    trainee: str
    is_open: bool
    may_review_video: bool
    discussed: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a session is checked against. `definition` None: nobody known is present."""

    definition: Definition | None
    people: Mapping[str, Person]
    cases: Mapping[str, Case]


def activity_of(definition: Definition, format_: Format) -> str:
    """Return the programme's activity for this format; "" if it has none."""
    found = definition.supervised
    return found.individual if format_ is Format.INDIVIDUAL else found.group


def document_name(public_id: str) -> str:
    """Return the name under which a session is signed."""
    return f"{DOCUMENT}{public_id}"


def check_session(draft: SessionDraft, setting: Setting, today: date) -> list[Violation]:
    """Return all that is wrong with a session, by field; empty when nothing is. Warnings may be confirmed."""
    return [violation for check in _CHECKS for violation in check(draft, setting, today)]


def _day(draft: SessionDraft, _setting: Setting, today: date) -> Iterator[Violation]:
    if draft.held_on is None:
        yield Violation(Code.NO_DATE, "held_on", "Say on which day it was.")
    elif draft.held_on > today:
        words = f"{spoken_date(draft.held_on)} is still to come. Record the session once it has taken place."
        yield Violation(Code.FUTURE, "held_on", words)


def _minutes(draft: SessionDraft, _setting: Setting, _today: date) -> Iterator[Violation]:
    if draft.minutes is None or draft.minutes <= 0:
        yield Violation(Code.NO_DURATION, "minutes", "Say how long it took, like 50 min or 1h30.")
    elif draft.minutes > MINUTES_OF_A_DAY:
        yield Violation(Code.TOO_LONG, "minutes", "A day has 24 hours: record each day’s session by itself.")


def _format(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    if draft.format is None:
        yield Violation(Code.NO_FORMAT, "format", "Say whether it was individual or in a group.")
    elif setting.definition is not None and not activity_of(setting.definition, draft.format):
        words = "The programme has no supervision of this kind. Choose the other one, or ask the course office."
        yield Violation(Code.NO_ACTIVITY, "format", words)


def _present(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    if not draft.present:
        yield Violation(Code.NOBODY, "present", "Tick who was present; without anybody there is nothing to record.")
    for name, number in Counter(draft.present).items():
        if number > 1:
            person = setting.people.get(name)
            who = person.name if person else "The same person"
            yield Violation(Code.TWICE, "present", f"{who} is ticked twice. Each person is there once.")
    if draft.format is Format.INDIVIDUAL and len(set(draft.present)) > 1:
        words = "Individual supervision has one trainee. Say that it was a group, or untick the others."
        yield Violation(Code.NOT_ALONE, "present", words)
    programmes = {person.programme_id for person in _people(draft, setting)}
    if len(programmes) > 1:
        words = "They train on different programmes. Record the session once for each programme."
        yield Violation(Code.OTHER_PROGRAMME, "present", words)


def _people(draft: SessionDraft, setting: Setting) -> list[Person]:
    return [setting.people[name] for name in dict.fromkeys(draft.present) if name in setting.people]


def _each_person(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    if set(draft.present) - set(setting.people):
        words = "Somebody ticked is not among those you supervise. Open the page anew and choose again."
        yield Violation(Code.UNKNOWN, "present", words)
    if draft.held_on is None:
        return
    for person in _people(draft, setting):
        yield from _about(person, draft.held_on)


def _about(person: Person, on: date) -> Iterator[Violation]:
    day = spoken_date(on)
    if not person.is_covered:
        words = (
            f"Your agreement does not let you sign for {person.name} on {day}. Mend the day, untick {person.name}, "
            "or ask the course office about the dates of the agreement."
        )
        yield Violation(Code.NOT_COVERED, "present", words)
    elif not person.is_registered:
        words = (
            f"Your registration, as we know it, was not valid on {day}, or is not today. "
            "Tell the course office the number and its dates."
        )
        yield Violation(Code.NOT_REGISTERED, "held_on", words)
    if not person.starts_on <= on <= person.ends_on:
        words = f"{person.name}’s training runs from {spoken_date(person.starts_on)} to {spoken_date(person.ends_on)}."
        yield Violation(Code.OUTSIDE, "held_on", words)


def _whole_day(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    minutes = draft.minutes or 0
    for person in _people(draft, setting):
        others = person.day.others + sum(person.day.counts)
        if 0 < minutes <= MINUTES_OF_A_DAY < minutes + others:
            words = (
                f"{spoken_minutes(others)} are logged by {person.name} for that day already; with this it would have "
                "more than 24 hours. Look at the day together."
            )
            yield Violation(Code.DAY_FULL, "minutes", words)


def _cases(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    for name, number in Counter(draft.presented).items():
        case = setting.cases.get(name)
        if case is None or case.trainee not in draft.present:
            words = "A case is ticked whose trainee was not present. Tick the trainee too, or untick the case."
            yield Violation(Code.NOT_PRESENT, "presented", words)
        elif number > 1:
            yield Violation(Code.CASE_TWICE, "presented", f"{case.words} is ticked twice.")
        elif not case.is_open and draft.held_on is not None:
            words = f"{case.words} was not open on {spoken_date(draft.held_on)}. Untick it, or mend the day."
            yield Violation(Code.CASE_CLOSED, "presented", words)
        elif draft.held_on is not None:
            yield from _agreement(case, draft.held_on)


def _agreement(case: Case, on: date) -> Iterator[Violation]:
    """The family has agreed to be discussed here (domain, section 2); withdrawn, it is not discussed any longer."""
    since = withdrawn_by(case.discussed, on)
    if since is not None:
        words = (
            f"{case.words}: the family has not agreed to be discussed in supervision since {spoken_date(since)}. Untick "
            "the case; the time counts without it. If they have agreed again, the trainee records it on the case’s page."
        )
        yield Violation(Code.NOT_DISCUSSED, "presented", words)
    elif not any(each.holds(on) for each in case.discussed):
        words = (
            f"{case.words}: no agreement of the family to be discussed in supervision is recorded for "
            f"{spoken_date(on)}. Had they agreed?"
        )
        yield Violation(Code.NEVER_ASKED, "confirmed", words, is_warning=True)


def _video(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    for name in dict.fromkeys(draft.video):
        case = setting.cases.get(name)
        if name not in draft.presented:
            words = f"{case.words if case else 'A case'}: a video was looked at, so tick that it was presented too."
            yield Violation(Code.NOT_PRESENTED, "presented", words)
        elif case is not None and not case.may_review_video and draft.held_on is not None:
            words = (
                f"{case.words}: no agreement to video was in force on {spoken_date(draft.held_on)}. "
                "Record the agreement on the case’s page first, or untick the video."
            )
            yield Violation(Code.NO_CONSENT, "presented", words)


def _waiting(draft: SessionDraft, setting: Setting, _today: date) -> Iterator[Violation]:
    for person in _people(draft, setting):
        if person.day.own_waiting:
            stands = listed(map(spoken_minutes, person.day.own_waiting))
            words = (
                f"{person.name} has handed in {stands} of it, which waits for a signature. "
                "It gives way to this record and goes back with a sentence that says so."
            )
            yield Violation(Code.GIVES_WAY, "confirmed", words, is_warning=True)
        if person.day.counts:
            stands = listed(map(spoken_minutes, person.day.counts))
            words = (
                f"{stands} of the same stand signed in {person.name}’s log for that day already. "
                "Was this another session?"
            )
            yield Violation(Code.LIKELY_DOUBLE, "confirmed", words, is_warning=True)


_CHECKS: Final[tuple[Callable[[SessionDraft, Setting, date], Iterator[Violation]], ...]] = (
    _day,
    _format,
    _minutes,
    _present,
    _each_person,
    _whole_day,
    _cases,
    _video,
    _waiting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSession:
    """What a session says, by public names, as it is signed. `present`: trainee, entry and the hash of the entry;
    `presented`: case, minutes, and whether a video was looked at. `replaces`: the record whose place it takes."""

    document: str
    programme: str
    supervisor: str
    held_on: date
    format: str
    activity: str
    minutes: int
    recorded_at: datetime
    replaces: str | None
    present: Sequence[tuple[str, str, str]]
    presented: Sequence[tuple[str, int, bool]]


def canonical_bytes(session: SignedSession) -> bytes:
    """Return the one spelling of a session that is hashed and signed: JSON, sorted, without spaces, UTF-8."""
    said: dict[str, Any] = {
        "canonical_version": CANONICAL_VERSION,
        "document": session.document,
        "programme": session.programme,
        "supervisor": session.supervisor,
        "held_on": session.held_on.isoformat(),
        "format": session.format,
        "activity": session.activity,
        "minutes": session.minutes,
        "recorded_at": session.recorded_at.isoformat(timespec="microseconds"),
        "replaces": session.replaces,
        "present": sorted(list(each) for each in session.present),
        "presented": sorted(list(each) for each in session.presented),
    }
    return canonical_json(said).encode()
