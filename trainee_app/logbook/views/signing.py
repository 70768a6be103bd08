"""The signer's queue: what waits, grouped by trainee, each item decided by itself."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, strength_shown
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.queries.queues import Queue, Waits, queue_named
from trainee_app.logbook.rules import Seen, SignResult
from trainee_app.logbook.views import queues
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.signatures.rules import SIGNED_IN
from trainee_app.web.formats import duration
from trainee_app.web.parts import QueueItem

_LATE = "Handed in after its period had closed: it counts in the hours, not in that period’s ratio."


def _noted(each: Awaiting) -> str | None:
    entry = each.entry
    if not each.is_correction:
        return _LATE if entry.late else None
    was = duration(entry.minutes) if entry.minutes else entry.outcome
    return (
        f"A correction. The signed version says {was} on {entry.worked_on:%-d %B}; it counts until you sign this one."
    )


_DESK = queues.Desk(
    queue=Queue.TO_SIGN,
    page=".queue",
    post=".sign",
    eyebrow="To sign",
    done="Signed",
    verb="sign",
    empty=("Nothing to sign", "When a trainee hands in what you sign, it stands here."),
    says="By signing you say that this took place as recorded. Concerns about a trainee do not belong in a comment.",
    why_not=lambda outcome: outcome.words,
    give_back=(".return_entry", "Return"),
    told=lambda _each, _zone: "",
    noted=_noted,
)


@blueprint.get("/to-sign")
@permit("queue.read")
def queue() -> ResponseReturnValue:
    """What waits for one's signature."""
    return queues.page(_DESK)


@blueprint.post("/to-sign")
@permit("queue.sign", confirmed=True)
def sign() -> ResponseReturnValue:
    """Sign what is ticked; what changed meanwhile is left, said politely, and the others are signed."""
    return queues.decide(_DESK, _sign)


def _sign(items: Sequence[Seen]) -> list[SignResult]:
    return services.sign_entries(
        items=items, actor=actor(), at=clock.now(), method=SIGNED_IN, strength=strength_shown()
    )


def queue_item_of(entry: LogEntry) -> QueueItem | None:
    """Return one entry as an item to sign, if it waits for the actor."""
    waiting = queue_named(Queue.TO_SIGN, actor(), [entry.public_id])
    waits = [Waits(each, each.version.submitted_at, 1) for each in waiting if each.version.submitted_at is not None]
    return next(iter(queues.items_of(_DESK, waits, {entry.public_id})), None)
