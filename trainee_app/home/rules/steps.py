"""What asks to be done next: at most five things, the most pressing first, each with the act that mends it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainee_app.programmes.rules import Definition, Finding, PeriodFinding, State
from trainee_app.programmes.rules.requirements import Floor, Registration, Requirement
from trainee_app.programmes.rules.wording import SIGNER, period_sentence, sentence
from trainee_app.web.formats import (
    age,
    count_in_words,
    duration,
    long_date,
    month_name,
    possessive,
    sentence_case,
)

MOST_STEPS = 5
MOST_NAMES = 4
# What asks something of the office: the words for one, for several, and the icon.
PRESSING: Mapping[str, tuple[str, str, str]] = {
    "not_possible": ("has dates to discuss", "have dates to discuss", "calendar-clock"),
    "behind": ("is behind", "are behind", "trending-up"),
    "needs_decision": ("needs a decision", "need a decision", "circle-question-mark"),
    "ready": ("is ready to qualify", "are ready to qualify", "badge-check"),
}
_WEEK = 7
# What has waited longer than this is worth a word to the office (experience notes: unsigned over 14 days).
LONG_WAIT_DAYS = 14
_STATE_ORDER = (
    State.NOT_POSSIBLE,
    State.BEHIND,
    State.NEEDS_DECISION,
    State.ON_TRACK,
    State.TOO_EARLY,
    State.NOT_YET_DUE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next; `endpoint` and `arguments` name the page on which it is done."""

    title: str
    detail: str
    icon: str
    state: str
    button: str
    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry that waits for its writer: returned with a comment, taken back, or never handed in."""

    public_id: str
    what: str
    worked_on: date
    state: str
    comment: str


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many requirements stand in a state, and which they are."""

    state: str
    titles: tuple[str, ...]


def steps_for_trainee(
    definition: Definition,
    findings: Sequence[Finding],
    entries: Iterable[OpenEntry],
    trainee: str,
    as_of: date,
    names: Mapping[str, str],
    more: Iterable[Step] = (),
) -> list[Step]:
    """Return what a trainee does next: months about to close, entries that came back, `more`, what is behind.

    `names` says who "signer" and "tutor" are, where that is known.
    """
    pairs = list(zip(definition.requirements, findings, strict=True))
    steps = [
        *(step for requirement, finding in pairs for step in _of_months(requirement, finding, as_of, names)),
        *_of_entries(entries),
        *more,
        *(step for requirement, finding in pairs for step in _of_standing(requirement, finding, trainee, names)),
    ]
    return steps[:MOST_STEPS]


def _of_months(requirement: Requirement, finding: Finding, as_of: date, names: Mapping[str, str]) -> Iterator[Step]:
    if not isinstance(requirement, Floor):
        return
    for period in finding.periods:
        if period.closes_on >= as_of and period.short:
            yield _month(requirement, period, names.get("signer", SIGNER))


def _month(requirement: Floor, period: PeriodFinding, signer: str) -> Step:
    missing = max(period.short - period.awaiting, 0)
    what = "more supervision" if missing else "of supervision signed"
    return Step(
        title=f"{month_name(period.starts_on)} needs {duration(missing or period.short)} {what}",
        detail=period_sentence(requirement, period, signer=signer),
        icon="clock",
        state="behind" if missing else "on_track",
        button="Log supervision" if missing else "Open the log",
        endpoint="logbook.new_entry" if missing else "logbook.own_log",
        arguments={"activity": max(requirement.activities)} if missing else {},
    )


def _of_entries(entries: Iterable[OpenEntry]) -> Iterator[Step]:
    for entry in entries:
        where = {"public_id": entry.public_id}
        if entry.state == "returned":
            title, state, icon, button = f"{entry.what} was returned to you", "not_possible", "replace", "Correct it"
        else:
            title, state, icon, button = f"{entry.what} is not handed in yet", "info", "pencil", "Finish it"
        said = f": “{entry.comment}”" if entry.comment else "."
        yield Step(
            title,
            f"{entry.worked_on:%-d} {month_name(entry.worked_on)}{said}",
            icon,
            state,
            button,
            "logbook.edit_entry",
            where,
        )


def _of_standing(requirement: Requirement, finding: Finding, trainee: str, names: Mapping[str, str]) -> Iterator[Step]:
    """What stands behind, or is running out; months are told above, where they can still be mended."""
    if isinstance(requirement, Floor) or finding.state not in (State.NOT_POSSIBLE, State.BEHIND):
        return
    title = requirement.title if isinstance(requirement, Registration) else f"Behind: {requirement.title}"
    if finding.state is State.NOT_POSSIBLE:
        title = f"Dates to discuss: {requirement.title}"
    icon = "calendar-clock" if finding.state is State.NOT_POSSIBLE else "trending-up"
    yield Step(
        title,
        sentence(requirement, finding, **names),
        icon,
        finding.state.value,
        "See why",
        "readiness.standing",
        {"public_id": trainee, "_anchor": requirement.key},
    )


def steps_for_course(
    waiting: Sequence[tuple[str, int, int]],
    pressing: Sequence[tuple[str, str, str, str]],
    imports_waiting: int,
    more: Sequence[Step] = (),
) -> list[Step]:
    """Return what the course office does next.

    `waiting` are (signer, entries over `LONG_WAIT_DAYS` old, oldest in days); `pressing` are (state,
    trainee, their cohort's public id, its name), A to Z: one step for each cohort, since each has its page. `more`
    stands after them.
    """
    steps = [_long_wait(*each) for each in waiting]
    for state, (one, many, icon) in PRESSING.items():
        found = [(cohort, cohort_name, name) for each, name, cohort, cohort_name in pressing if each == state]
        for cohort, cohort_name in dict.fromkeys((cohort, cohort_name) for cohort, cohort_name, _ in found):
            names = [name for each, _, name in found if each == cohort]
            title = f"{sentence_case(count_in_words(len(names), 'trainee'))} {one if len(names) == 1 else many}"
            detail, where = f"{cohort_name}: {_names(names)}", {"public_id": cohort, "show": state}
            steps.append(Step(title, detail, icon, state, "See who", "readiness.cohort", where))
    steps += more
    if imports_waiting:
        title = f"{sentence_case(count_in_words(imports_waiting, 'import'))} to attest"
        detail = "Two people attest that it agrees with the office’s record."
        steps.append(Step(title, detail, "signature", "info", "Open", "imports.batches"))
    return steps


def ending_near(case: str, words: str, public_id: str) -> Step:
    """Return the step for a case whose end is near; `words` say how many weeks are left."""
    return Step(case, words, "calendar-clock", "behind", "Open the case", "casework.case", {"public_id": public_id})


def waiting_for_cases(waiting: Sequence[tuple[str, int]], cohort: str, cohort_name: str) -> list[Step]:
    """Return the step for trainees of a cohort who wait for a case (name, weeks), the longest waiting first."""
    if not waiting:
        return []
    title = f"{sentence_case(count_in_words(len(waiting), 'trainee'))} {'waits' if len(waiting) == 1 else 'wait'} for a case"
    detail = f"{cohort_name}: {_names([f'{name} ({weeks} weeks)' for name, weeks in waiting])}"
    return [Step(title, detail, "house", "info", "See who", "readiness.cohort", {"public_id": cohort})]


def waivers_ending(ending: Iterable[tuple[str, str, date]]) -> list[Step]:
    """Return the steps for waivers whose last day is near: (trainee, their public id, last day), the nearest first."""
    return [
        Step(
            f"A waiver for {name} holds until {long_date(expires_on)}",
            "From the day after, what was waived is asked for again. Propose another one, or arrange what is needed.",
            "calendar-clock",
            "needs_decision",
            "See it",
            "readiness.waivers",
            {"public_id": public_id},
        )
        for name, public_id, expires_on in ending
    ]


def standings_drifted(reports: Sequence[tuple[int, date, Sequence[str], str]]) -> list[Step]:
    """Return the step for what nightly runs found: (number, day, names, public id of the first trainee)."""
    steps = []
    for number, as_of, names, first in reports:
        title = f"{sentence_case(count_in_words(number, 'standing'))} had drifted, and {'is' if number == 1 else 'are'} put right"
        detail = f"Kept for {long_date(as_of)}, other than the record says: {_names(names)}. Tell whoever runs the installation."
        steps.append(
            Step(
                title, detail, "circle-alert", "needs_decision", "Open one", "readiness.standing", {"public_id": first}
            )
        )
    return steps


def waiting_for_placement(proposals: int, to_sign: int, notices: int) -> list[Step]:
    """Return what waits for somebody who answers for a placement, or whose part has no page of its own."""
    steps = []
    if proposals:
        verb = "waits" if proposals == 1 else "wait"
        title = f"{sentence_case(count_in_words(proposals, 'family', 'families'))} proposed {verb} for your answer"
        detail = "The work can begin once your placement and the supervisor have agreed."
        steps.append(Step(title, detail, "house", "needs_decision", "Answer", "casework.proposals"))
    if to_sign:
        title = f"{sentence_case(count_in_words(to_sign, 'entry', 'entries'))} to sign"
        detail = "Work at your placement, as its trainees have recorded it."
        steps.append(Step(title, detail, "signature", "needs_decision", "Sign", "logbook.queue"))
    if notices:
        title = f"{sentence_case(count_in_words(notices, 'notice'))} to read"
        steps.append(
            Step(title, "What has happened that concerns you.", "info", "info", "Read", "notifications.notices")
        )
    return steps


def decisions_waiting(proposals: int, waivers: int) -> list[Step]:
    """Return the steps for families proposed and waivers that wait for an answer of whoever asks."""
    steps = []
    if proposals:
        title = f"{sentence_case(count_in_words(proposals, 'family', 'families'))} proposed"
        detail = "Placement and supervisor answer; then the case has its code."
        steps.append(Step(title, detail, "house", "info", "Open", "casework.proposals"))
    if waivers:
        title = f"{sentence_case(count_in_words(waivers, 'waiver'))} to decide"
        detail = "Proposed by the administrator; a director or board member decides, on the trainee’s page."
        steps.append(Step(title, detail, "clipboard-check", "needs_decision", "Open", "readiness.waivers_waiting"))
    return steps


def signatures_to_decide(
    absences: Sequence[tuple[str, str, str]], sheets: Sequence[tuple[str, str, str]]
) -> list[Step]:
    """Return a step for each proposal to countersign and each signed sheet (trainee, supervisor, public name) to look at."""
    countersigned = [
        Step(
            f"Countersign for {trainee}?",
            f"{supervisor} is away or gone; somebody has named the evidence, and a second person decides.",
            "signature",
            "needs_decision",
            "Open",
            "away.absence",
            {"public_id": absence},
        )
        for trainee, supervisor, absence in absences
    ]
    on_paper = [
        Step(
            f"A signed sheet of {trainee}",
            f"Signed in ink by {supervisor} and recorded; a second person looks at the scan and decides.",
            "signature",
            "needs_decision",
            "Open",
            "away.paper_record",
            {"public_id": record},
        )
        for trainee, supervisor, record in sheets
    ]
    return [*countersigned, *on_paper]


def entries_to_verify(entries: int) -> list[Step]:
    """Return the step for signed entries that wait for a second person."""
    if not entries:
        return []
    title = f"{sentence_case(count_in_words(entries, 'entry', 'entries'))} to verify"
    return [
        Step(
            title,
            "Signed, and waiting for a second person to look.",
            "badge-check",
            "info",
            "Open",
            "logbook.verification",
        )
    ]


def applications_new(news: Sequence[tuple[str, str, int]]) -> list[Step]:
    """Return a step for each intake (cohort, public name, how many) in which applications wait to be screened."""
    return [
        Step(
            f"{sentence_case(count_in_words(number, 'application'))} to screen",
            f"{cohort}: handed in and not looked at yet.",
            "inbox",
            "info",
            "Open",
            "admissions.screening",
            {"public_id": intake},
        )
        for cohort, intake, number in news
    ]


def selection_waiting(to_decide: Sequence[str], to_score: Sequence[str], to_enrol: Sequence[str]) -> list[Step]:
    """Return what waits for whoever asks in a selection: applicants, by name, to decide about, to score, to enrol."""
    steps = []
    if to_decide:
        title = f"{sentence_case(count_in_words(len(to_decide), 'decision'))} about applicants to make"
        steps.append(_of_selection(title, "Proposed, and waiting for your word", to_decide, "to-decide"))
    if to_score:
        title = f"{sentence_case(count_in_words(len(to_score), 'interview'))} to score"
        steps.append(_of_selection(title, "Held by you, and waiting for your score", to_score, "to-score"))
    if to_enrol:
        title = f"{sentence_case(count_in_words(len(to_enrol), 'accepted place'))} to enrol"
        steps.append(_of_selection(title, "The offer is accepted", to_enrol, "to-enrol"))
    return steps


def _of_selection(title: str, why: str, names: Sequence[str], anchor: str) -> Step:
    state = "needs_decision" if anchor == "to-decide" else "info"
    detail = f"{why}: {_names(names)}"
    return Step(title, detail, "clipboard-check", state, "Open", "admissions.intakes", {"_anchor": anchor})


def registrations_ending(names: Sequence[str]) -> list[Step]:
    """Return the step for people whose registration ends within eight weeks."""
    if not names:
        return []
    title = f"{sentence_case(count_in_words(len(names), 'registration'))} about to end"
    detail = f"Within eight weeks: {_names(names)} A signature needs a registration valid on the day."
    return [Step(title, detail, "badge-check", "behind", "People", "people.people")]


def _long_wait(signer: str, number: int, oldest_days: int) -> Step:
    title = f"{sentence_case(count_in_words(number, 'entry', 'entries'))} unsigned for more than {LONG_WAIT_DAYS} days"
    detail = f"All with {signer}, the oldest for {age(oldest_days)}. A word to them usually helps."
    return Step(title, detail, "clock", "behind", "See cohorts", "cohorts.cohorts")


def _names(names: Sequence[str]) -> str:
    """Return a few names in a row: "Bea Kettle, Hana Stroud and 2 more"."""
    shown, more = list(names[:MOST_NAMES]), len(names) - MOST_NAMES
    last = f"{more} more" if more > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}." if shown else f"{last}."


def count_states(definition: Definition, findings: Sequence[Finding]) -> tuple[int, list[StateCount]]:
    """Return how many requirements are met or waived, and the others by state, the most pressing first."""
    settled = sum(finding.state in (State.MET, State.WAIVED) for finding in findings)
    counts = []
    for state in _STATE_ORDER:
        titles = tuple(
            requirement.short
            for requirement, finding in zip(definition.requirements, findings, strict=True)
            if finding.state is state
        )
        if titles:
            counts.append(StateCount(state.value, titles))
    return settled, counts


def week_of_course(starts_on: date, ends_on: date, on: date) -> tuple[int, int]:
    """Return which week of how many it is; 0 before the first day, never more than all."""
    weeks = -(-((ends_on - starts_on).days + 1) // _WEEK)
    if on < starts_on:
        return 0, weeks
    return min((on - starts_on).days // _WEEK + 1, weeks), weeks


def whose(name: str) -> str:
    """Return "Marta’s" for a record's link."""
    return possessive(name.split(maxsplit=1)[0])
