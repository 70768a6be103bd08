"""What the room of the programmes tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgrammeMade(Event):
    """A programme exists from now on, without any rules yet. `programme` is its public name."""

    programme: str
    key: str

    @property
    def subject(self) -> str:
        """The programme."""
        return f"programme:{self.programme}"


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version of the programme's rules was published; `sha256` is that of its text. `programme` is its public name."""

    programme: str
    number: int
    sha256: str

    @property
    def subject(self) -> str:
        """The programme."""
        return f"programme:{self.programme}"
