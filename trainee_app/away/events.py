"""What signing by link, in absence and on paper tells. `signing_list` is the public name of the list, `person_id` its addressee."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class SigningListEvent(Event):
    """Something happened to a list; `trainee` is the public name of the trainee it is about, if it is about one."""

    signing_list: str
    person_id: int
    trainee: str = ""

    @property
    def subject(self) -> str:
        """The trainee, or else the list."""
        return f"trainee:{self.trainee}" if self.trainee else f"list:{self.signing_list}"


@dataclass(frozen=True, kw_only=True)
class SigningAsked(SigningListEvent):
    """Somebody without an account was asked to sign a list; `content_hash` is over all that it binds."""

    entries: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class SigningListEnded(SigningListEvent):
    """A list can be signed no longer; `why` is a word of `rules.Why`."""

    why: str


@dataclass(frozen=True, kw_only=True)
class SigningListAnswered(SigningListEvent):
    """Its addressee, known by link and code, decided about items of a list."""

    signed: int
    returned: int


@dataclass(frozen=True, kw_only=True)
class SigningCodeWrong(SigningListEvent):
    """A code that is not the one sent was typed at a list."""


@dataclass(frozen=True, kw_only=True)
class SignerReminded(SigningListEvent):
    """Somebody who has an account was reminded of what waits of a trainee."""

    signing_list: str = ""
    entries: int


@dataclass(frozen=True, kw_only=True)
class AbsenceEvent(Event):
    """Something happened to a proposal to countersign; `person_id` is the supervisor who is away or gone."""

    absence: str
    trainee_id: int
    trainee: str
    person_id: int
    content_hash: str
    entries: int

    @property
    def subject(self) -> str:
        """The trainee."""
        return f"trainee:{self.trainee}"


@dataclass(frozen=True, kw_only=True)
class AbsenceProposed(AbsenceEvent):
    """The office proposed to countersign entries in a supervisor's absence, on named evidence."""


@dataclass(frozen=True, kw_only=True)
class AbsenceCountersigned(AbsenceEvent):
    """Somebody else agreed: the entries count."""


@dataclass(frozen=True, kw_only=True)
class AbsenceDeclined(AbsenceEvent):
    """It was declined, or taken back by its proposer: the entries wait as before."""


@dataclass(frozen=True, kw_only=True)
class PaperEvent(Event):
    """Something happened to a sheet that is signed in ink; `person_id` is its signer, `paper` its public name."""

    paper: str
    code: str
    trainee_id: int
    trainee: str
    person_id: int
    content_hash: str
    entries: int

    @property
    def subject(self) -> str:
        """The trainee."""
        return f"trainee:{self.trainee}"


@dataclass(frozen=True, kw_only=True)
class PaperSheetPrinted(PaperEvent):
    """A sheet was made to be signed in ink; `content_hash` is over its rows."""


@dataclass(frozen=True, kw_only=True)
class PaperSheetRecorded(PaperEvent):
    """The office has it back, signed: `record` is what it says of it, `content_hash` is over that, `scan` of the file."""

    record: str
    scan: str
    inked_on: str


@dataclass(frozen=True, kw_only=True)
class PaperSheetSigned(PaperEvent):
    """Somebody else has looked at the scan: `entries` of its rows count from now on, `left_out` have changed since."""

    record: str
    left_out: int


@dataclass(frozen=True, kw_only=True)
class PaperSheetDeclined(PaperEvent):
    """It was declined, or taken back by its recorder: the entries wait as before."""

    record: str
