"""The rules of the world: the shipped ones, and from the newest cohort on a second person looks at what is signed."""

from __future__ import annotations

from datetime import date

from trainee_app.cohorts.services import agree_to_version, begin_draft, change_draft, propose_version
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import COHORTS, OFFICE
from trainee_app.demo.services.story import World, acting, evening
from trainee_app.logbook.queries.queues import Queue, queue_entries
from trainee_app.logbook.rules import Seen
from trainee_app.logbook.services import verify_entries
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import latest_version

_REASON = "From the next intake on, a second person looks at what supervisors sign."
_SIGNING = "[signing]\n"
_SECOND_LEVEL = 'second_level = ["entries"]\n'


def publish_next_version(programme: Programme, proposer: Person, director: Person, on: date) -> None:
    """Let one person propose the next version, and another agree to it; the cohorts that run stay on theirs."""
    first, at = latest_version(programme.id), evening(on)
    if first is None:
        raise RuntimeError("the programme has no version to go on from")
    by = acting(proposer.id, on)
    draft = begin_draft(version=first, actor=by, at=at, public_id=new_public_id())
    text = draft.definition.replace(_SIGNING, _SIGNING + _SECOND_LEVEL, 1)
    change_draft(draft=draft, text=text, edition=draft.edition, actor=by, at=at)
    propose_version(draft=draft, reason=_REASON, edition=draft.edition, actor=by, at=at)
    agree_to_version(draft=draft, edition=draft.edition, actor=acting(director.id, on), on=on, at=evening(on, 1))


def verify_one(world: World, today: date) -> None:
    """Let the office verify the first of what waits to be; the rest is left for whoever looks."""
    office = acting(world.people[OFFICE].id, today)
    newest = {each.person.name for each in COHORTS[-1].trainees}
    ids = [member.trainee_id for member in world.members if member.invented.person.name in newest]
    for waits in queue_entries(Queue.TO_VERIFY, office, ids, 1, None)[:1]:
        entry, version = waits.waiting.entry, waits.waiting.version
        seen = Seen(entry.public_id, version.number, version.content_hash or "")
        verify_entries(items=[seen], actor=office, at=evening(today, -4), method="password", strength="two_factors")
