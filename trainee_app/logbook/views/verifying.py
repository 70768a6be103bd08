"""The verifier's queue: what was signed and waits for a second person to look at it, where the programme wants that."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, strength_shown
from trainee_app.logbook import services
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.queries.queues import Queue
from trainee_app.logbook.rules import Seen, SignResult, words_when_verifying
from trainee_app.logbook.views import queues
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.signatures.rules import SIGNED_IN, signed_words
from trainee_app.web.formats import local_date, long_date


def _told(each: Awaiting, zone: str) -> str:
    signature = each.entry.signature
    if signature is None:
        return ""
    said = signed_words(signature.signer_name, signature.method)
    return f"Signed by {said}, {long_date(local_date(signature.signed_at, zone))}."


_DESK = queues.Desk(
    queue=Queue.TO_VERIFY,
    page=".verification",
    post=".verify",
    eyebrow="To verify",
    done="Verified",
    verb="verify",
    empty=(
        "Nothing to verify",
        "Where a programme wants a second person to look at what was signed, it stands here until somebody has.",
    ),
    says="By verifying you say that you find nothing against what was signed. It counts meanwhile. If something is "
    "wrong, say with a reason that it does not count: trainee and signer are told.",
    why_not=words_when_verifying,
    give_back=(".void", "Say it does not count"),
    told=_told,
    noted=lambda _each: None,
)


@blueprint.get("/to-verify")
@permit("verification.read")
def verification() -> ResponseReturnValue:
    """What waits for a second person."""
    return queues.page(_DESK)


@blueprint.post("/to-verify")
@permit("verification.sign", confirmed=True)
def verify() -> ResponseReturnValue:
    """Verify what is ticked, as with signing."""
    return queues.decide(_DESK, _verify)


def _verify(items: Sequence[Seen]) -> list[SignResult]:
    return services.verify_entries(
        items=items, actor=actor(), at=clock.now(), method=SIGNED_IN, strength=strength_shown()
    )
