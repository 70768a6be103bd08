"""What the log tells. `entry` is the public name of the entry, `entry_version` the number of its version."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Event):
    """Something happened to one entry; `is_correction` when to the correction of one that is signed."""

    entry: str
    trainee_id: int
    entry_version: int
    is_correction: bool = False

    @property
    def subject(self) -> str:
        """The entry."""
        return f"entry:{self.entry}"


@dataclass(frozen=True, kw_only=True)
class EntryDrafted(EntryEvent):
    """An entry, or a correction, was begun and not handed in yet."""


@dataclass(frozen=True, kw_only=True)
class EntrySubmitted(EntryEvent):
    """An entry was handed in; its content stands from now on."""

    content_hash: str


@dataclass(frozen=True, kw_only=True)
class EntryCorrected(EntryEvent):
    """A correction of a signed entry was handed in. It counts once it is signed; until then the old one does."""

    content_hash: str
    is_correction: bool = True


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(EntryEvent):
    """The trainee took back what was handed in."""


@dataclass(frozen=True, kw_only=True)
class EntryReturned(EntryEvent):
    """A supervisor gave it back with a comment, of which only the commitment is told."""

    comment_hash: str


@dataclass(frozen=True, kw_only=True)
class EntrySigned(EntryEvent):
    """A version was signed and counts. `credited_minutes` is the credit shown then, kept as information.

    `superseded_version` is the version whose place it took, if it was a correction.
    """

    content_hash: str
    signature: int
    credited_minutes: int
    superseded_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntryVerified(EntryEvent):
    """A second person looked at the signed version and found nothing against it. What counts does not change."""

    signature: int


@dataclass(frozen=True, kw_only=True)
class EntryVoided(EntryEvent):
    """A signed entry no longer counts. The reason stands with the entry; its commitment is told."""

    comment_hash: str


@dataclass(frozen=True, kw_only=True)
class EntryTextBlanked(Event):
    """The data protection officer took the free text out: of these versions, and at these of its moves.

    `why` is a sentence of a fixed list: what was taken out is in no event.
    """

    entry: str
    trainee_id: int
    versions: tuple[int, ...]
    comments: tuple[int, ...]
    why: str

    @property
    def subject(self) -> str:
        """The entry."""
        return f"entry:{self.entry}"


@dataclass(frozen=True, kw_only=True)
class EntryDiscarded(EntryEvent):
    """What had not been signed was thrown away by its writer."""


@dataclass(frozen=True, kw_only=True)
class EntriesImported(Event):
    """Entries came in with an office's record; `content_hash` is over the batch."""

    document: str
    trainee_ids: tuple[int, ...]
    entries: int
    recorded_minutes: int
    content_hash: str

    @property
    def subject(self) -> str:
        """The office's record."""
        return self.document


@dataclass(frozen=True, kw_only=True)
class EntriesAttested(Event):
    """The entries of an office's record were attested and count."""

    document: str
    trainee_ids: tuple[int, ...]
    entries: int
    recorded_minutes: int
    signature: int
    content_hash: str

    @property
    def subject(self) -> str:
        """The office's record."""
        return self.document


@dataclass(frozen=True, kw_only=True)
class EntriesCarriedEvent(Event):
    """Something happened to all the entries that one record carries: a supervision session, a register.

    `document` names the record, `entries` and `recorded_minutes` say how much it carries.
    """

    document: str
    trainee_ids: tuple[int, ...]
    entries: int
    recorded_minutes: int

    @property
    def subject(self) -> str:
        """The record."""
        return self.document


@dataclass(frozen=True, kw_only=True)
class EntriesCarried(EntriesCarriedEvent):
    """A record put entries into the logs of those it names; `content_hash` is over all of them."""

    content_hash: str


@dataclass(frozen=True, kw_only=True)
class CarriedEntriesSigned(EntriesCarriedEvent):
    """The record was signed: its entries count."""

    signature: int


@dataclass(frozen=True, kw_only=True)
class CarriedEntriesVoided(EntriesCarriedEvent):
    """The record does not count any longer, and neither do its entries. Why stands on the record."""


@dataclass(frozen=True, kw_only=True)
class QuietMonthEvent(Event):
    """Something was said about a month, named by its first day, in which nothing is to be logged."""

    trainee: str
    trainee_id: int
    month: str

    @property
    def subject(self) -> str:
        """The trainee."""
        return f"trainee:{self.trainee}"


@dataclass(frozen=True, kw_only=True)
class QuietMonthStated(QuietMonthEvent):
    """The trainee said that there is nothing to log in this month."""


@dataclass(frozen=True, kw_only=True)
class QuietMonthTakenBack(QuietMonthEvent):
    """The trainee took that back."""


@dataclass(frozen=True, kw_only=True)
class TermEvent(Event):
    """Something happened to a term's self-directed study as one document, named by its public name."""

    term: str
    trainee_id: int
    tutor_id: int
    content_hash: str
    entries: int
    minutes: int

    @property
    def subject(self) -> str:
        """The document."""
        return f"term:{self.term}"


@dataclass(frozen=True, kw_only=True)
class TermHandedIn(TermEvent):
    """The trainee handed it in to a tutor."""


@dataclass(frozen=True, kw_only=True)
class TermTakenBack(TermEvent):
    """The trainee took it back before it was decided."""


@dataclass(frozen=True, kw_only=True)
class TermReturned(TermEvent):
    """The tutor gave it back as a whole with a comment, of which only the commitment is told. Its entries wait on."""

    comment_hash: str


@dataclass(frozen=True, kw_only=True)
class TermSigned(TermEvent):
    """The tutor signed it as a whole; that each entry counts is told entry by entry."""

    signature: int
