"""Verifying what was signed: a second person looks at it, where the programme wants that. It counts meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from trainee_app.access import Actor
from trainee_app.events import publish
from trainee_app.logbook.events import EntryVerified
from trainee_app.logbook.queries import Signing
from trainee_app.logbook.queries.verifying import VERIFYING_ROLES, entries_to_verify, filled_by_second
from trainee_app.logbook.rules import (
    MOST_AT_ONCE,
    Seen,
    Signable,
    SignOutcome,
    SignResult,
    judge,
)
from trainee_app.logbook.services.holding import Record
from trainee_app.logbook.services.moving import about_version
from trainee_app.logbook.services.refusals import TooManyAtOnce
from trainee_app.logbook.services.signing import taken_up
from trainee_app.logbook.services.versions import document_of, is_whole
from trainee_app.signatures.queries import signer_by_role
from trainee_app.signatures.rules import Act, Meaning, Slot
from trainee_app.signatures.services import sign_all


def verify_entries(
    *, items: Sequence[Seen], actor: Actor, at: datetime, method: str, strength: str
) -> list[SignResult]:
    """Verify the signed versions that somebody has before their eyes; return what became of each, in their order.

    As with signing: what changed since, is verified already or is not theirs is left as it is. Nobody verifies what
    they signed, nor their own record. Nothing that counts changes. Raises TooManyAtOnce.
    """
    items = list({item.entry: item for item in items}.values())
    if len(items) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    records, now = taken_up(items, partial(entries_to_verify, actor))
    results = []
    to_verify: defaultdict[tuple[int, Slot], list[Signing]] = defaultdict(list)
    slots = _slots(list(now.values()))
    for item in items:
        found = now.get(item.entry)
        outcome = _judge(item, found, records)
        minutes = 0
        if found is not None and outcome is SignOutcome.SIGNED:
            to_verify[found.entry.programme_id, slots[item.entry]].append(found)
            minutes = found.version.minutes
        results.append(SignResult(item.entry, outcome, minutes))
    for (programme_id, slot), group in sorted(to_verify.items()):
        act = Act(slot=slot, meaning=Meaning.VERIFIED, at=at, method=method, strength=strength)
        _verify(programme_id, group, records, act=act, actor=actor)
    return results


def _slots(found: Sequence[Signing]) -> dict[str, Slot]:
    """Return in which slot each is verified: the second attester's, or the first's where that one is filled."""
    filled = filled_by_second([each.entry.signature_id for each in found])
    return {
        each.entry.public_id: Slot.FIRST_ATTESTER if each.entry.signature_id in filled else Slot.SECOND_ATTESTER
        for each in found
    }


def _judge(item: Seen, found: Signing | None, records: Mapping[int, Record]) -> SignOutcome:
    if found is None:
        return judge(item, None)
    now = Signable(
        is_theirs=found.is_theirs,
        is_registered=True,
        is_accepted=True,
        is_signed=not found.waits,
        signed_version=found.version.number,
        awaiting_version=found.version.number,
        awaiting_hash=found.version.content_hash,
    )
    outcome = judge(item, now)
    if outcome is SignOutcome.SIGNED and not is_whole(found, records):
        return SignOutcome.DAMAGED
    return outcome


def _verify(
    programme_id: int, group: Sequence[Signing], records: Mapping[int, Record], *, act: Act, actor: Actor
) -> None:
    documents = [document_of(each, records) for each in group]
    signer = signer_by_role(actor.person_id, programme_id, actor.on, VERIFYING_ROLES)
    signatures = sign_all(programme_id=programme_id, documents=documents, signer=signer, act=act)
    for each, document in zip(group, documents, strict=True):
        publish(
            EntryVerified(
                **about_version(each.entry, each.version.number, actor, act.at), signature=signatures[document.name]
            )
        )
