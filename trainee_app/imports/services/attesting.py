"""Two people attest that what was brought in agrees with the office's record; then it counts."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.credentials.queries import registration_printed
from trainee_app.events import publish
from trainee_app.imports import queries
from trainee_app.imports.events import ImportAttested
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.rules import document_name, entry_hashes
from trainee_app.logbook.services import attest_entries
from trainee_app.refusals import Conflict, Refusal
from trainee_app.signatures.queries import signer_by_role
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign


class AlreadyAttested(Conflict):
    """Two people have attested this already."""


class AttesterIsTheSame(Refusal):
    """The second attester is the first."""


class AttesterLacksTheRole(Refusal):
    """Neither administrator nor director nor board member."""


class EntriesAreNoLongerThoseBroughtIn(Conflict):
    """What stands in the log under this document is not what the document says."""


def attest(
    *, batch: ImportBatch, seen_hash: str, actor: Actor, on: date, at: datetime, method: str, strength: str
) -> Slot:
    """Attest the batch that the actor has seen (`seen_hash`); the second attestation lets its entries count.

    Who may attest is judged before, by the permissions; that two different people do, here and by the
    database too. Raises AlreadyAttested, AttesterIsTheSame, AttesterLacksTheRole,
    EntriesAreNoLongerThoseBroughtIn, `signatures.AlreadySigned`.
    """
    document = Document(document_name(batch.public_id), queries.DOCUMENT_VERSION, batch.canonical.encode())
    slot = _free_slot(batch, actor)
    _insist_on_what_was_seen(batch, document, seen_hash)
    act = Act(slot=slot, meaning=Meaning.TRANSCRIBED, at=at, method=method, strength=strength)
    signature_id = sign(programme_id=batch.programme_id, document=document, signer=_signer(batch, actor, on), act=act)
    if slot is Slot.SECOND_ATTESTER:
        attest_entries(
            document=document.name, signature_id=signature_id, batch_hash=batch.content_hash, actor=actor, at=at
        )
    publish(
        ImportAttested(
            programme_id=batch.programme_id,
            actor_id=actor.person_id,
            at=at,
            batch=batch.public_id,
            slot=slot.value,
            signature_id=signature_id,
            content_hash=batch.content_hash,
            is_complete=slot is Slot.SECOND_ATTESTER,
        )
    )
    return slot


def _free_slot(batch: ImportBatch, actor: Actor) -> Slot:
    so_far = queries.attestations(batch)
    if len(so_far) > 1:
        raise AlreadyAttested("Two people have attested this already. Open the page again to see who.")
    if any(signature.signer_id == actor.person_id for signature in so_far):
        raise AttesterIsTheSame("You attested first; somebody else attests second.")
    return Slot.SECOND_ATTESTER if so_far else Slot.FIRST_ATTESTER


def _insist_on_what_was_seen(batch: ImportBatch, document: Document, seen_hash: str) -> None:
    is_what_was_seen = document.content_hash == seen_hash == batch.content_hash
    if not is_what_was_seen or queries.carried_hashes(document.name) != entry_hashes(batch.canonical):
        raise EntriesAreNoLongerThoseBroughtIn(
            "This is not what was brought in, or not what your page showed. Open the page again; if it happens "
            "again, ask for “flask audit verify” before anybody attests."
        )


def _signer(batch: ImportBatch, actor: Actor, on: date) -> Signer:
    who = (actor.person_id, batch.programme_id, on)
    signer = signer_by_role(*who, queries.ATTESTING_ROLES, registration_printed(*who))
    if not signer.role:
        raise AttesterLacksTheRole("Only the administrator, the director and board members attest.")
    return signer
