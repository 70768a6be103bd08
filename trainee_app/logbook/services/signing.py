"""Signing what was seen: each item by itself, in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from trainee_app.access import Actor
from trainee_app.credentials.models import Registration
from trainee_app.credentials.queries import registration_on
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.events import EntrySigned
from trainee_app.logbook.queries import Signing, content_of, entries_to_sign, owners_of, version_of
from trainee_app.logbook.rules import (
    MOST_AT_ONCE,
    Counted,
    Seen,
    Signable,
    SignOutcome,
    SignResult,
    Standing,
    State,
    judge,
    meaning_of,
    method_meant,
    standing_after,
)
from trainee_app.logbook.services.counting import counted, recount
from trainee_app.logbook.services.holding import Record, hold_all
from trainee_app.logbook.services.moving import (
    about_version,
    insist_on_correction_move,
    insist_on_move,
    keep_steps,
    project,
    step_of,
)
from trainee_app.logbook.services.refusals import TooManyAtOnce
from trainee_app.logbook.services.versions import document_of, is_whole
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Method
from trainee_app.programmes.rules import Signer as Capacity
from trainee_app.signatures.rules import Act, Signer, Slot
from trainee_app.signatures.services import sign_all


def sign_entries(
    *, items: Sequence[Seen], actor: Actor, at: datetime, method: str, strength: str, said_before: str = ""
) -> list[SignResult]:
    """Sign the entries that somebody has before their eyes; return what became of each, in their order.

    What changed since, is signed already or is not theirs is left as it is and the others are signed:
    never anything unseen. An agreement must cover the day of the work, in the capacity that the activity
    asks for; a supervisor's registration must be valid on that day and today: one rule, whether they sign
    signed in, by link or on paper. `method` ("password", "link", "paper") and `strength` are how the signer
    showed who they are; what the programme does not accept for that kind of time is left too. What they signed in ink
    comes with the day of the ink as `actor.on`, and with what the signature says before its meaning (`said_before`).
    Raises TooManyAtOnce.
    """
    items = list({item.entry: item for item in items}.values())
    if len(items) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    records, now = taken_up(items, partial(entries_to_sign, actor))
    programmes = sorted({each.entry.programme_id for each in now.values()})
    today = {each: registration_on(actor.person_id, each, actor.on) for each in programmes}
    results = []
    to_sign: defaultdict[tuple[int, Capacity], list[Signing]] = defaultdict(list)
    for item in items:
        found = now.get(item.entry)
        is_registered = found is not None and _is_registered(found, today)
        outcome = judge_now(item, found, records, method_meant(method), is_registered=is_registered)
        minutes = 0
        if found is not None and outcome is SignOutcome.SIGNED:
            to_sign[found.entry.programme_id, _capacity(found, records)].append(found)
            minutes = found.version.minutes
        results.append(SignResult(item.entry, outcome, minutes))
    for (programme_id, capacity), group in sorted(to_sign.items()):
        meaning = said_before + meaning_of(capacity)
        act = Act(slot=Slot.SUPERVISOR, meaning=meaning, at=at, method=method, strength=strength)
        signer = signer_in(capacity, actor, today[programme_id])
        sign_group(programme_id, group, records, signer=signer, act=act, actor=actor)
    return results


def taken_up(
    items: Sequence[Seen], asked: Callable[[Collection[int]], list[Signing]]
) -> tuple[dict[int, Record], dict[str, Signing]]:
    """Hold the records that the entries stand in; return those, and the entries as they stand now, by their names."""
    owners = owners_of([item.entry for item in items])
    records = hold_all({trainee_id for trainee_id, _ in owners.values()})
    return records, {each.entry.public_id: each for each in asked(list(owners))}


def _is_registered(found: Signing, today: Mapping[int, Registration | None]) -> bool:
    return found.is_registered_then and today[found.entry.programme_id] is not None


def judge_now(
    item: Seen, found: Signing | None, records: Mapping[int, Record], method: Method, *, is_registered: bool
) -> SignOutcome:
    """Say what becomes of an item that is signed now; a registration is asked of supervisors alone."""
    if found is None:
        return judge(item, None)
    is_asked = _capacity(found, records) is Capacity.SUPERVISOR
    definition = records[found.entry.trainee_id].definition
    now = Signable(
        is_theirs=found.is_theirs,
        is_registered=is_registered or not is_asked,
        is_accepted=definition.accepts(found.version.activity, method),
        is_signed=found.entry.state == State.SIGNED,
        signed_version=found.entry.version,
        awaiting_version=found.version.number if found.waits else None,
        awaiting_hash=found.version.content_hash,
    )
    outcome = judge(item, now)
    if outcome is SignOutcome.SIGNED and not is_whole(found, records):
        return SignOutcome.DAMAGED
    return outcome


def _capacity(found: Signing, records: Mapping[int, Record]) -> Capacity:
    """Return in which capacity the activity is signed."""
    return records[found.entry.trainee_id].definition.activity(found.version.activity).signed_by


def signer_in(capacity: Capacity, actor: Actor, registration: Registration | None = None) -> Signer:
    """Return the actor as they sign in that capacity."""
    person = db.session.get_one(Person, actor.person_id)
    return Signer(person.id, person.name, capacity.value, registration.printed if registration else "")


def sign_group(
    programme_id: int, group: list[Signing], records: Mapping[int, Record], *, signer: Signer, act: Act, actor: Actor
) -> None:
    """Store the signatures of one act and let what they cover count. Who may sign it has been judged."""
    documents = [document_of(each, records) for each in group]
    signatures = sign_all(programme_id=programme_id, documents=documents, signer=signer, act=act)
    before: list[Counted] = []
    after: list[Counted] = []
    steps: list[dict[str, Any]] = []
    for each, document in zip(group, documents, strict=True):
        before.append(counted(each.entry))
        record = records[each.entry.trainee_id]
        steps += _move_to_signed(each, record, signatures[document.name], actor=actor, at=act.at)
        after.append(counted(each.entry))
    db.session.flush()
    keep_steps(steps)
    recount(programme_id, before=before, after=after)


def _move_to_signed(
    each: Signing, record: Record, signature_id: int, *, actor: Actor, at: datetime
) -> list[dict[str, Any]]:
    """Let the signed version count, in the same act in which the one it corrects ceases to; return the moves to keep."""
    entry, version = each.entry, each.version
    submitted_on = record.day(version.submitted_at) if version.submitted_at else None
    standing = Standing(content_of(version), submitted_on, record.day(at))
    superseded = entry.version if entry.state == State.SIGNED else None
    steps = [step_of(entry, version.number, before=State.SUBMITTED, after=State.SIGNED, actor=actor, at=at)]
    if superseded is None:
        insist_on_move(entry, State.SIGNED)
    else:
        insist_on_correction_move(entry, None)
        stood = Standing(content_of(version_of(entry.id, superseded)), entry.submitted_on, entry.signed_on)
        standing = standing_after(record.definition, stood, standing)
        steps.insert(0, step_of(entry, superseded, before=State.SIGNED, after=State.SUPERSEDED, actor=actor, at=at))
    project(entry, record, standing)
    entry.state, entry.version, entry.signature_id = State.SIGNED, version.number, signature_id
    entry.pending_state, entry.pending_version, entry.carried_by = None, None, None
    publish(
        EntrySigned(
            **about_version(entry, version.number, actor, at),
            is_correction=superseded is not None,
            content_hash=version.content_hash or "",
            signature=signature_id,
            credited_minutes=entry.credited_minutes,
            superseded_version=superseded,
        )
    )
    return steps
