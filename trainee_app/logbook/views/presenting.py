"""Entries in the words and rows that pages draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import signers_on
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import Listed, StepShown, VersionShown
from trainee_app.logbook.queries.verifying import is_verification
from trainee_app.logbook.rules import Content, State, spoken_details
from trainee_app.logbook.views.cases import NOT_KNOWN, case_words
from trainee_app.programmes.rules import Activity, Definition, Outcome, Signer, credited_minutes
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import PAPER, ink_words, signed_words, signers_words, way_words
from trainee_app.web.formats import clock_duration, duration, local_datetime, long_date, sentence_case, short_duration
from trainee_app.web.parts import Fact, HistoryItem

OUTCOME_WORDS = {Outcome.HELD: "", Outcome.MISSED: "Missed.", Outcome.CANCELLED: "Cancelled."}
ON_RECORD = "In the record since"
_OFFICE = "the course office’s record"
_ICONS = {
    State.DRAFT: "pencil",
    State.SUBMITTED: "send",
    State.WITHDRAWN: "undo-2",
    State.RETURNED: "message-circle",
    State.SIGNED: "signature",
    State.SUPERSEDED: "history",
    State.VOID: "ban",
    State.DISCARDED: "trash-2",
}
_DONE = {
    State.DRAFT: "began this",
    State.SUBMITTED: "handed it in",
    State.WITHDRAWN: "took it back",
    State.RETURNED: "returned it",
    State.SIGNED: "signed it",
    State.SUPERSEDED: "signed the version that takes its place",
    State.VOID: "recorded that it does not count",
    State.DISCARDED: "discarded it",
}


def counted_minutes(entry: LogEntry) -> int:
    """Return what an entry counts, or will once it is signed; 0 for what is not handed in or does not count."""
    return entry.credited_minutes if entry.state in {State.SIGNED, State.SUBMITTED} else 0


def state_words(entry: LogEntry | Listed) -> str | None:
    """Return the state in words where its usual word is not enough."""
    if entry.state == State.SUBMITTED and entry.outcome != Outcome.HELD:
        return "No signature needed"
    if entry.state == State.SUBMITTED:
        return "Waits for attestation" if entry.carried_by else "Waits for signature"
    if entry.pending_state == State.SUBMITTED:
        return "Correction waits"
    if entry.pending_state is not None:
        return f"Correction {_PENDING[State(entry.pending_state)]}"
    return None


# A version that does not count now must not say that it does.
_COUNTS = {
    State.SIGNED: "Counts",
    State.SUPERSEDED: "Counted",
    State.VOID: "Counted",
    State.SUBMITTED: "Counts once signed",
}
_PENDING = {State.DRAFT: "begun", State.WITHDRAWN: "withdrawn", State.RETURNED: "returned"}


def content_detail(content: Content, definition: Definition, placement: str | None, cases: Mapping[int, str]) -> str:
    """Return all that a version says beside its activity, day and length, in one line: what is signed is seen."""
    case = case_words(content, definition.activities.get(content.activity), cases)
    start = content.started_at_minute
    parts = [
        _case_sentence(case),
        "" if start is None else f"Began at {clock_duration(start)}.",
        OUTCOME_WORDS.get(Outcome(content.outcome), ""),
        spoken_details(content.details),
        f"At {placement}." if placement else "",
    ]
    return " ".join(part for part in parts if part)


def _case_sentence(case: str) -> str:
    return {"": "", NOT_KNOWN: ""}.get(case, f"{case}.")


def version_facts(
    version: VersionShown, definition: Definition, placement: str | None, cases: Mapping[int, str]
) -> list[Fact]:
    """Return one version as terms and what they are."""
    content = version.content
    activity = definition.activities.get(content.activity)
    facts = [Fact("Date", long_date(content.worked_on))]
    if content.started_at_minute is not None:
        facts.append(Fact("Began at", clock_duration(content.started_at_minute)))
    facts.append(Fact("Recorded", duration(content.minutes)))
    if content.outcome == Outcome.HELD:
        facts.append(Fact(_COUNTS.get(State(version.state), "Would count"), counting_words(definition, content)))
    else:
        facts.append(Fact("Held", f"No: {content.outcome}. It takes no time and needs no signature."))
    if case := case_words(content, activity, cases):
        facts.append(Fact("Training case", case))
    if placement:
        facts.append(Fact("Where", placement))
    if details := spoken_details(content.details):
        facts.append(Fact("Details", details))
    if version.source == "import":
        facts.append(Fact("Source", f"Taken over from {_OFFICE}"))
    return facts


def counting_words(definition: Definition, content: Content) -> str:
    """Return what a version counts as: "1 h of clinical practice"."""
    activity = definition.activities.get(content.activity)
    if activity is None:
        return "not known to the programme"
    present = content.details.group_of
    credit = credited_minutes(definition, content.activity, content.minutes, content.outcome, present)
    return f"{duration(credit)} of {category_of(definition, activity)}" if credit else "no time"


def category_of(definition: Definition, activity: Activity) -> str:
    """Return the category in running text: "clinical practice"."""
    title = next((each.title for each in definition.categories if each.key == activity.category), activity.category)
    return title[:1].lower() + title[1:]


def signers_by_capacity(trainee: Trainee, on: date) -> dict[str, str]:
    """Return who signs on that day in which capacity, in words."""
    names: dict[str, list[str]] = {}
    for capacity, name in signers_on(trainee.id, on):
        names.setdefault(capacity, []).append(name)
    return {capacity: " or ".join(found) for capacity, found in names.items()}


def logged_sentence(entry: LogEntry, definition: Definition, content: Content, signers: Mapping[str, str]) -> str:
    """Return what to say when something was handed in: "Logged: 50 min. Counts as 1 h of ..., once ... has signed"."""
    logged = f"Logged: {definition.title_of(content.activity)}, {short_duration(content.minutes)}."
    if content.outcome != Outcome.HELD:
        return f"Logged: {definition.title_of(content.activity)}, {content.outcome}. No signature is needed."
    capacity = Signer(definition.activity(content.activity).signed_by).value
    signer = signers.get(
        capacity, "the placement’s manager" if capacity == Signer.PLACEMENT_MANAGER else f"your {capacity}"
    )
    signed = "signed"
    if entry.activity in definition.handed_in_by_the_term and entry.pending_version is None:
        signed = "signed the term’s study"
    words = f"{logged} Counts as {counting_words(definition, content)}, once {signer} has {signed}."
    return f"{words} It is late for its month’s ratio; it still counts in your hours." if entry.late else words


def history_items(steps: Sequence[StepShown], zone: str, signatures: Sequence[Signature] = ()) -> list[HistoryItem]:
    """Return what happened to an entry in sentences, the latest first; `signatures`: those by which it counted."""
    ways = {each.signed_at: way_words(each.document, each.method, each.meaning) for each in signatures}
    numbers = {step.version for step in steps}
    items = []
    for step in reversed(steps):
        state = State(step.state_after)
        way = ways.get(step.at, "") if state is State.SIGNED else ""
        version = f" (version {step.version})" if len(numbers) > 1 else ""
        items.append(
            HistoryItem(
                when=local_datetime(step.at, zone),
                sentence=f"{step.actor or 'The course office'} {_DONE[state]}{version}{way}.",
                icon=_ICONS[state],
                state=state.value,
                detail=step.comment or None,
                iso=step.at.isoformat(timespec="seconds"),
            )
        )
    return items


def ink_facts(signature: Signature) -> list[Fact]:
    """Return how a signature came from paper; nothing if it did not."""
    words = ink_words(signature.method, signature.meaning)
    return [Fact("How", sentence_case(words))] if words else []


def signature_facts(signature: Signature, zone: str, receipt_url: str | None = None) -> list[Fact]:
    """Return a signature as it was printed when it was given."""
    said = signed_words(signature.signer_name, signature.method)
    return [
        Fact("Verified by" if is_verification(signature) else "By", f"{said} ({signature.signed_as})"),
        *ink_facts(signature),
        Fact(ON_RECORD if signature.method == PAPER else "On", local_datetime(signature.signed_at, zone)),
        Fact("Says", signers_words(signature.method, signature.meaning)),
        Fact("Covers", f"Version {signature.document_version}, fingerprint {signature.content_hash[:12]}"),
        *([Fact("Receipt", "To keep, to print and to check", receipt_url)] if receipt_url else []),
    ]
