"""What happens to persons, their ways of signing in and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody began a session; whoever has a second factor has still to show it."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorShown(Event):
    """A session has shown its second factor; by a recovery code, or by the phone."""

    sign_in_id: int
    by_recovery_code: bool


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """A password or code was wrong. `person_id` is None where nobody here has that address."""

    person_id: int | None
    tried: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """Somebody ended the session they were in."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A session was ended from elsewhere."""

    person_id: int
    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityConfirmed(Event):
    """Somebody showed again that it is they."""

    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """A person was asked to take up an account."""

    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """An invitation works no longer."""

    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """A person took up their account."""

    link_id: int


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Event):
    """Somebody asked for a new password. `person_id` is None where nobody here has that address."""

    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person chose a new password, by a reset link or knowing the old one."""

    person_id: int
    by_link: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorSetUp(Event):
    """A person's phone became their second factor."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """An administrator freed somebody who had lost phone and codes."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(Event):
    """A person got new recovery codes; the old ones work no longer."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRecorded(Event):
    """A person became known here."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A person holds a role on the programme from a day on."""

    role_held_id: int
    person_id: int
    role: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role ends; `ends_on` is its last day."""

    role_held_id: int
    person_id: int
    role: str
    ends_on: date
