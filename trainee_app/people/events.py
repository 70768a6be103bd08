"""What happens to persons, their ways of signing in and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


def named(person_id: int | None) -> str:
    """Return the subject under which a person's history is found.

    By number: a session or a link tells many of these before the person's row is read.
    """
    return "" if person_id is None else f"person:#{person_id}"


@dataclass(frozen=True, kw_only=True)
class _OfActor(Event):
    """Something that somebody did with their own account."""

    @property
    def subject(self) -> str:
        """Whoever did it."""
        return named(self.actor_id)


@dataclass(frozen=True, kw_only=True)
class _OfPerson(Event):
    """Something about a person; None where nobody here is meant."""

    person_id: int | None

    @property
    def subject(self) -> str:
        """The person."""
        return named(self.person_id)


@dataclass(frozen=True, kw_only=True)
class SignedIn(_OfActor):
    """Somebody began a session; whoever has a second factor has still to show it."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorShown(_OfActor):
    """A session has shown its second factor; by a recovery code, or by the phone."""

    sign_in_id: int
    by_recovery_code: bool


@dataclass(frozen=True, kw_only=True)
class SignInFailed(_OfPerson):
    """A password or code was wrong. `person_id` is None where nobody here has that address."""

    tried: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(_OfActor):
    """Somebody ended the session they were in."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class SessionEnded(_OfPerson):
    """A session was ended from elsewhere."""

    person_id: int
    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(_OfPerson):
    """All sessions of a person were ended, however many there were: a device may be in other hands."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityConfirmed(_OfActor):
    """Somebody showed again that it is they."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(_OfPerson):
    """A person was asked to take up an account."""

    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(_OfPerson):
    """An invitation works no longer."""

    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(_OfActor):
    """A person took up their account."""

    link_id: int


@dataclass(frozen=True, kw_only=True)
class ResetAsked(_OfPerson):
    """Somebody asked for a new password. `person_id` is None where nobody here has that address."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(_OfPerson):
    """A person chose a new password, by a reset link or knowing the old one."""

    person_id: int
    by_link: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorSetUp(_OfPerson):
    """A person's phone became their second factor."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(_OfPerson):
    """An administrator freed somebody who had lost phone and codes."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(_OfPerson):
    """A person got new recovery codes; the old ones work no longer."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRecorded(_OfPerson):
    """A person became known here."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(_OfPerson):
    """A person holds a role on the programme from a day on."""

    role_held_id: int
    person_id: int
    role: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class RoleEnded(_OfPerson):
    """A role ends; `ends_on` is its last day."""

    role_held_id: int
    person_id: int
    role: str
    ends_on: date
