"""What the room of the signatures tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(Event):
    """A slot of a document's version was signed. `seal` is over the whole signature row."""

    signature: str
    document: str
    document_version: int
    slot: str
    content_hash: str
    seal: str

    @property
    def subject(self) -> str:
        """The document."""
        return self.document
