"""What happens to enrolled phones."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event
from trainee_app.people.events import named


@dataclass(frozen=True, kw_only=True)
class PhoneEvent(Event):
    """Something about a person's phone; `phone` is the enrolment's public name."""

    person_id: int
    phone: str

    @property
    def subject(self) -> str:
        """The person."""
        return named(self.person_id)


@dataclass(frozen=True, kw_only=True)
class PhoneEnrolled(PhoneEvent):
    """A trainee enrolled a phone, on which drafts can be written without signing in."""


@dataclass(frozen=True, kw_only=True)
class PhoneRevoked(PhoneEvent):
    """A phone can send nothing any more; `why` is a word of `rules.Why`."""

    why: str


@dataclass(frozen=True, kw_only=True)
class PhoneSentDrafts(PhoneEvent):
    """Drafts came from a phone, known by its token alone; each is told by the log as well."""

    drafts: int
