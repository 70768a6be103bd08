"""Self-directed study, once a term, as one document: handed in, taken back, returned as a whole, signed as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.events import TermHandedIn, TermReturned, TermSigned, TermTakenBack
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries import entries_to_sign
from trainee_app.logbook.queries.terms import hashes_of, study_waiting, term_named, terms_handed_in, tutors_then
from trainee_app.logbook.rules import Seen, SignOutcome, comment_hash, method_meant
from trainee_app.logbook.rules.terms import (
    MOST_IN_A_TERM,
    TermDecision,
    bound_in,
    canonical_term,
    term_document,
)
from trainee_app.logbook.services.checking import insist_on_words
from trainee_app.logbook.services.holding import Record, hold
from trainee_app.logbook.services.signing import judge_now, sign_group, signer_in, taken_up
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Signer as Capacity
from trainee_app.refusals import Conflict, Refusal
from trainee_app.signatures.rules import Act, Document, Meaning, Slot
from trainee_app.signatures.services import sign


class NothingToHandIn(Refusal):
    """No study of that term waits, none that a tutor of its day could sign, or it was handed in already."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "No self-directed study of that term waits to be handed in, or nobody was your tutor on its days. "
            "What is returned or withdrawn has to be handed in again in your log first."
        )


class TermDecided(Conflict):
    """It was signed, returned or taken back meanwhile."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This was decided or taken back meanwhile. Open it again to see how it stands.")


class TermChanged(Conflict):
    """Entries in it are no longer what was handed in, or not the tutor’s to sign, or not in this way."""

    def __init__(self, number: int) -> None:
        """Say how many."""
        words = "One entry" if number == 1 else f"{number} entries"
        super().__init__(
            f"{words} in it changed after it was handed in, or cannot be signed by you, or not in this way, "
            "so nothing was signed. "
            "Return it, and ask for it to be handed in again."
        )


def study_keys(record: Record) -> list[str]:
    """Return the activities that are handed in by the term; none where the programme has no terms."""
    return record.definition.handed_in_by_the_term


def hand_in_term(*, trainee_id: int, on: date, public_id: str, actor: Actor, at: datetime) -> TermDocument:
    """Hand in the study of the term in which the day lies, to whoever was tutor on its days; the first tutor’s first.

    It binds what waits at this moment; what is logged later goes with another document. Handing the same in twice is
    handing it in once. Raises NothingToHandIn.
    """
    record = hold(trainee_id)
    known, days = term_named(public_id), record.definition.signing.term_of(on)
    if known is not None and known.trainee_id == trainee_id:
        return known
    if days is None or known is not None:
        raise NothingToHandIn
    entries = [each for each in _free(record) if days[0] <= each.worked_on <= days[1]]
    tutors = tutors_then(trainee_id, {each.worked_on for each in entries})
    tutor_id = next((tutors[each.worked_on].supervisor_id for each in entries if each.worked_on in tutors), None)
    own = [each for each in entries if each.worked_on in tutors and tutors[each.worked_on].supervisor_id == tutor_id]
    if tutor_id is None or not own:
        raise NothingToHandIn
    return _handed_in(record, own[:MOST_IN_A_TERM], days, tutor_id, public_id, actor=actor, at=at)


def _free(record: Record) -> list[LogEntry]:
    """Return the study that waits and lies in no document that does."""
    waiting = [each for each in terms_handed_in(record.trainee.id) if each.decision is None]
    bound = {each.entry for document in waiting for each in bound_in(document.canonical)}
    return [each for each in study_waiting(record.trainee.id, study_keys(record)) if each.public_id not in bound]


def _handed_in(
    record: Record,
    entries: Sequence[LogEntry],
    days: tuple[date, date],
    tutor_id: int,
    public_id: str,
    *,
    actor: Actor,
    at: datetime,
) -> TermDocument:
    tutor = db.session.get_one(Person, tutor_id)
    hashes = hashes_of(entries)
    bound = [Seen(each.public_id, each.version, hashes[each.id]) for each in entries]
    canonical = canonical_term(public_id, record.trainee.public_id, tutor.public_id, days, bound)
    document = TermDocument(
        public_id=public_id,
        programme_id=record.programme.id,
        trainee_id=record.trainee.id,
        tutor_id=tutor_id,
        first_on=days[0],
        last_on=days[1],
        canonical=canonical.decode(),
        content_hash=hashlib.sha256(canonical).hexdigest(),
        entries=len(entries),
        minutes=sum(each.minutes for each in entries),
        handed_in_at=at,
    )
    db.session.add(document)
    db.session.flush()
    publish(TermHandedIn(**_told(document, actor, at)))
    return document


def sign_term(*, document: TermDocument, actor: Actor, at: datetime, method: str, strength: str) -> None:
    """Sign the whole term: one signature over the document, and by the same act one under each entry, or none at all.

    Each entry must be what was handed in, lie within the tutor’s agreement, and be of a kind that the programme lets be
    signed in this way. Raises TermDecided, TermChanged.
    """
    document = _hold_open(document)
    bound = bound_in(document.canonical)
    records, now = taken_up(bound, partial(entries_to_sign, actor))
    # A registration is asked of supervisors alone, and study is signed by tutors.
    outcomes = [
        judge_now(each, now.get(each.entry), records, method_meant(method), is_registered=True) for each in bound
    ]
    amiss = len(bound) - outcomes.count(SignOutcome.SIGNED)
    if amiss:
        raise TermChanged(amiss)
    act = Act(slot=Slot.SUPERVISOR, meaning=Meaning.TERM, at=at, method=method, strength=strength)
    signer = signer_in(Capacity.TUTOR, actor)
    signed = Document(term_document(document.public_id), 1, document.canonical.encode())
    document.signature_id = sign(programme_id=document.programme_id, document=signed, signer=signer, act=act)
    group = [now[each.entry] for each in bound]
    sign_group(document.programme_id, group, records, signer=signer, act=act, actor=actor)
    _decide(document, TermDecision.SIGNED, actor, at)
    publish(TermSigned(**_told(document, actor, at), signature=document.signature_id))


def return_term(*, document: TermDocument, comment: str, actor: Actor, at: datetime) -> None:
    """Give the whole document back with a comment. Its entries wait as before: the trainee mends what is meant.

    Raises TermDecided, EntryFaulty for a comment with identifiers.
    """
    document = _hold_open(document)
    insist_on_words(comment, "comment")
    document.comment = comment
    _decide(document, TermDecision.RETURNED, actor, at)
    said = comment_hash(document.public_id, 1, at, comment)
    publish(TermReturned(**_told(document, actor, at), comment_hash=said))


def take_back_term(*, document: TermDocument, actor: Actor, at: datetime) -> None:
    """Take one's own document back before it is decided. Raises TermDecided."""
    document = _hold_open(document)
    _decide(document, TermDecision.TAKEN_BACK, actor, at)
    publish(TermTakenBack(**_told(document, actor, at)))


def _hold_open(document: TermDocument) -> TermDocument:
    hold(document.trainee_id)
    held = term_named(document.public_id)
    if held is None or held.decision is not None:
        raise TermDecided
    return held


def _decide(document: TermDocument, decision: TermDecision, actor: Actor, at: datetime) -> None:
    document.decision, document.decided_by, document.decided_at = decision, actor.person_id, at
    db.session.flush()


def _told(document: TermDocument, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": document.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "term": document.public_id,
        "trainee_id": document.trainee_id,
        "tutor_id": document.tutor_id,
        "content_hash": document.content_hash,
        "entries": document.entries,
        "minutes": document.minutes,
    }
