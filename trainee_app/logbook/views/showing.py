"""One entry: what it says, where it stands, who signed it, and all that happened to it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Placement
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import StepShown, VersionShown, steps_of, versions_of, what_stops
from trainee_app.logbook.rules import WRITABLE, State, document_name, stands_in_record
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import (
    counted_minutes,
    history_items,
    signature_facts,
    state_words,
    version_facts,
)
from trainee_app.logbook.views.rows import sentences_of
from trainee_app.logbook.views.signing import queue_item_of
from trainee_app.programmes.rules import Definition
from trainee_app.signatures.models import Signature
from trainee_app.signatures.queries import signatures_of
from trainee_app.trail.services import note_reading
from trainee_app.web.parts import Fact


@blueprint.get("/entries/<public_id>")
@permit("entry.read")
def entry(entry: LogEntry) -> ResponseReturnValue:
    """One entry with its versions, signatures and history."""
    trainee = entry.trainee
    is_own = trainee.person_id == actor().person_id
    definition, zone = definition_of_cohort(trainee.cohort_id), trainee.cohort.programme.zone
    versions = _shown(versions_of(entry), is_own=is_own)
    cases = spoken_cases([each.content.case_id for each in versions], is_own=is_own)
    page = render_template(
        "logbook/entry.html",
        entry=entry,
        trainee=trainee,
        is_own=is_own,
        title=definition.title_of(entry.activity),
        state_words=state_words(entry),
        counts=counted_minutes(entry),
        versions=[(each, version_facts(each, definition, place_of(each, trainee.id), cases)) for each in versions],
        signatures=_signed(entry, zone),
        history=history_items(_told(steps_of(entry.id), versions), zone, signatures_of(_documents(entry))),
        acts=_acts(entry, definition, is_own=is_own),
        stops=stops_of(entry) if is_own else "",
        item=queue_item_of(entry) if not is_own and can(actor(), "entry.sign", entry) else None,
        may_void=not is_own and can(actor(), "entry.void", entry),
        record_url=_record_url(entry),
    )
    note_reader(entry, is_own=is_own)
    return page


def stops_of(entry: LogEntry) -> str:
    """Return what keeps an entry that is not handed in from it as it stands; "" if nothing does."""
    today = clock.today(entry.trainee.cohort.programme.zone)
    return sentences_of(what_stops(entry.trainee, [entry.id], today).get(entry.id, ()))


def note_reader(entry: LogEntry, *, is_own: bool) -> None:
    """Reading somebody else's case material is noted."""
    if not is_own:
        subject = document_name(entry.public_id)
        person_id = actor().person_id
        note_reading(programme_id=entry.programme_id, person_id=person_id, subject=subject, at=clock.now())


def _shown(versions: list[VersionShown], *, is_own: bool) -> list[VersionShown]:
    """Nobody but its writer sees what is not handed in."""
    return [each for each in versions if is_own or each.submitted_at is not None]


def _told(steps: list[StepShown], versions: list[VersionShown]) -> list[StepShown]:
    """Tell of the versions that are shown, and of those only what happened since they were handed in."""
    numbers = {each.number for each in versions}
    return [step for step in steps if step.version in numbers]


def _documents(entry: LogEntry) -> list[str]:
    return [document_name(entry.public_id), *([entry.carried_by] if entry.carried_by else [])]


def place_of(version: VersionShown, trainee_id: int) -> str | None:
    """Return the name of the placement where the work was done."""
    names: dict[int, Placement] = {each.id: each for each in placements_of(trainee_id)}
    found = names.get(version.content.placement_id or 0)
    return found.name if found else None


def _signed(entry: LogEntry, zone: str) -> list[list[Fact]]:
    found = signatures_of(_documents(entry))
    return [signature_facts(each, zone, _receipt_url(entry, each)) for each in found]


@blueprint.app_template_global()
def whole_receipt_url(signature: Signature) -> str | None:
    """Return where the receipt of a signature over a whole document is, for those whom it is for."""
    if not can(actor(), "receipt.read", signature):
        return None
    return url_for("logbook.whole_receipt", public_id=signature.public_id)


def _receipt_url(entry: LogEntry, signature: Signature) -> str | None:
    """Return where the receipt of a signature is; one over a whole record is for its signer and those it covers."""
    if signature.document != document_name(entry.public_id):
        return whole_receipt_url(signature)
    return url_for(".receipt", public_id=entry.public_id, signature=signature.public_id)


# The page of a record that put an entry into the log, by how its document is named; the rooms above own them.
_RECORDS = {"supervision": "supervision.session"}


def _record_url(entry: LogEntry) -> str | None:
    """Return the address of the record that carries the entry, where it has a page for whoever reads the entry."""
    kind, _, name = (entry.carried_by or "").partition(":")
    endpoint = _RECORDS.get(kind)
    has_signed = entry.signature is not None and entry.signature.signer_id == actor().person_id
    if endpoint is None or not (has_signed or can(actor(), "supervision.list", entry.trainee)):
        return None
    return url_for(endpoint, public_id=name)


def _acts(entry: LogEntry, definition: Definition, *, is_own: bool) -> set[str]:
    """Return what the trainee can do with it now; "term": it is handed in to the tutor with its term."""
    if not is_own:
        return set()
    if stands_in_record(entry.carried_by):
        return set()
    if entry.state == State.SIGNED:
        return _acts_on_correction(entry)
    if entry.state in WRITABLE:
        return {"edit", "discard"}
    if entry.state != State.SUBMITTED or entry.carried_by is not None:
        return set()
    return {"withdraw", "term"} if entry.activity in definition.handed_in_by_the_term else {"withdraw"}


def _acts_on_correction(entry: LogEntry) -> set[str]:
    if entry.pending_state is None:
        return {"correct"}
    return {"withdraw"} if entry.pending_state == State.SUBMITTED else {"edit", "discard"}
