"""Somebody who keeps no account: they supervise beside one who signs late, and were asked by link to sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from trainee_app.away.services import ask_by_link
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.rules import Capacity, Span
from trainee_app.cohorts.services import agree, make_agreement
from trainee_app.demo.rules import OFFICE, SIGNER_BY_LINK
from trainee_app.demo.services.story import World, acting, evening

_TRAINEE = "Niamh O’Dowd"
# Longer than any holiday of the course, so that something waits on whatever day the world is made.
_SINCE = timedelta(weeks=3)


def let_one_sign_by_link(world: World, trainees: Mapping[int, Trainee], today: date) -> None:
    """Record the agreement, to which the trainee has agreed, and let her ask for what waits."""
    member = next(each for each in world.members if each.invented.person.name == _TRAINEE)
    signer, since = world.people[SIGNER_BY_LINK], today - _SINCE
    made = make_agreement(
        trainee=trainees[member.trainee_id],
        supervisor=signer,
        capacity=Capacity.SUPERVISOR,
        span=Span(since, None),
        actor=acting(world.people[OFFICE].id, since),
        on=since,
        at=evening(since),
    )
    agree(agreement=made, actor=acting(member.person_id, since), at=evening(since, 1))
    ask_by_link(
        signer_id=signer.id,
        programme_id=made.programme_id,
        trainee_id=member.trainee_id,
        actor=acting(member.person_id, today),
        at=evening(today, -3),
        on=today,
    )
