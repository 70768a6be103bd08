"""What becomes of enrolled phones when their person is signed out everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from trainee_app.events import Event
from trainee_app.people.events import PasswordChanged, SecondFactorRemoved, SignedOutEverywhere
from trainee_app.phones.rules import Why
from trainee_app.phones.services import revoke_phones

_WHY: Final[Mapping[type[Event], Why]] = {
    PasswordChanged: Why.PASSWORD,
    SecondFactorRemoved: Why.SECOND_FACTOR,
    SignedOutEverywhere: Why.SIGNED_OUT,
}


def revoke_with_sessions(event: Any) -> None:
    """Revoke all phones of a person whose sessions have all been ended: somebody else may hold one of them."""
    revoke_phones(person_id=event.person_id, why=_WHY[type(event)], actor_id=event.actor_id, at=event.at)


HANDLERS: Final[Mapping[type[Event], tuple[Callable[[Any], None], ...]]] = dict.fromkeys(_WHY, (revoke_with_sessions,))
