"""What a log is, said in the plainest way: what each verb refuses, and what then stands. Nothing is taken from the services.

Days are local days; a version is known by its number, and only the last one may still be written over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.factories.cohorts import ENDS_ON, STARTS_ON
from trainee_app.cohorts.services import ArrangementAlreadyEnded
from trainee_app.logbook import services
from trainee_app.logbook.rules import Content
from trainee_app.refusals import FieldsAreFaulty, Refusal

DAY = 24 * 60
FORMER_DAYS = timedelta(days=90)
TUTORED = {"reading", "seminar"}


class NotPermitted(Refusal):
    """No such page for this person."""


@dataclass
class Version:
    """What was said, whether it is handed in, and on which day."""

    says: Content
    is_handed_in: bool
    is_blanked: bool = False
    handed_in_on: date | None = None

    def blank(self) -> None:
        """Take the text out."""
        self.says, self.is_blanked = replace(self.says, note=""), self.is_handed_in


@dataclass
class Entry:
    """One piece of time. `comments`: what was said when it was returned or became void."""

    name: str
    state: str
    versions: list[Version]
    submitted_on: date | None = None
    signed_on: date | None = None
    number: int = 1
    pending_state: str | None = None
    pending_number: int | None = None
    document: str | None = None
    comments: int = 0

    def says(self, number: int | None = None) -> Content:
        """Return what a version says; the one that counts if none is named."""
        return self.versions[(number or self.number) - 1].says

    def write(self, content: Content) -> int:
        """Write over what is not handed in, or write a new version; return its number."""
        if self.versions[-1].is_handed_in:
            self.versions.append(Version(content, is_handed_in=False))
        else:
            self.versions[-1].says = content
        return len(self.versions)

    def hand_in(self, content: Content, today: date) -> int:
        """Write a version and hand it in."""
        number = self.write(content)
        self.versions[-1].is_handed_in, self.versions[-1].handed_in_on = True, today
        return number

    def forget_what_was_begun(self) -> None:
        """Take out the text of what was never handed in."""
        if not self.versions[-1].is_handed_in:
            self.versions[-1].blank()

    @property
    def counts(self) -> bool:
        return self.state in {"submitted", "signed"}

    @property
    def waiting(self) -> int | None:
        """The version that waits for a signature of its own."""
        if self.pending_state == "submitted":
            return self.pending_number
        by_itself = self.state == "submitted" and self.document is None and self.says().outcome == "held"
        return self.number if by_itself else None

    def times_on(self, day: date) -> list[Content]:
        """Return what may come to stand on that day: what counts, and the correction that waits."""
        may_stand = [self.says()] if self.counts else []
        if self.pending_state == "submitted":
            may_stand.append(self.says(self.pending_number))
        return [each for each in may_stand if each.worked_on == day]


@dataclass
class Agreement:
    """That somebody signs for the trainee, from a first to a last day (None: goes on)."""

    person: str
    capacity: str
    starts_on: date
    ends_on: date | None = None
    is_ended: bool = False

    def covers(self, day: date, today: date) -> bool:
        """Whether it covers the day of the work, and did not end too long ago."""
        if self.is_ended and self.ends_on == self.starts_on:
            return False
        if self.ends_on is not None and (day > self.ends_on or today > self.ends_on + FORMER_DAYS):
            return False
        return self.starts_on <= day


def credit(content: Content) -> int:
    """Return the minutes that the programme credits."""
    if content.outcome != "held":
        return 0
    return 60 if content.activity == "case_session" and 50 <= content.minutes <= 60 else content.minutes


class Log:
    """A trainee's log, and who may sign in it."""

    def __init__(self, agreements: dict[str, Agreement], registered_until: dict[str, date]) -> None:
        """Begin with nothing logged."""
        self.entries: dict[str, Entry] = {}
        self.agreements = agreements
        self.registered_until = registered_until

    # What the rules refuse.

    def insist_possible(self, content: Content, today: date, but_not: Entry | None = None) -> None:
        """Raises EntryFaulty for a day or a time that cannot be."""
        others = [each for each in self.entries.values() if each is not but_not]
        is_held = content.outcome == "held"
        is_possible = (
            STARTS_ON <= content.worked_on <= min(today, ENDS_ON)
            and (0 < content.minutes <= DAY if is_held else content.minutes == 0)
            and self._fits(content, [each.times_on(content.worked_on) for each in others])
        )
        if not is_possible:
            raise services.EntryFaulty([])

    @staticmethod
    def _fits(content: Content, others: Sequence[Sequence[Content]]) -> bool:
        heaviest = sum(max((each.minutes for each in may_stand), default=0) for may_stand in others)
        if content.minutes and content.minutes + heaviest > DAY:
            return False
        starts_at, ends_at = content.started_at_minute, (content.started_at_minute or 0) + content.minutes
        if starts_at is None or not content.minutes:
            return True
        return ends_at <= DAY and not any(
            other.started_at_minute is not None
            and starts_at < other.started_at_minute + other.minutes
            and other.started_at_minute < ends_at
            for may_stand in others
            for other in may_stand
        )

    def may_sign(self, person: str, entry: Entry, today: date) -> bool:
        """Whether an agreement lets this person sign the version that waits, or else the one that counts."""
        says = entry.says(entry.pending_number)
        capacity = "tutor" if says.activity in TUTORED else "supervisor"
        return any(
            each.person == person and each.capacity == capacity and each.covers(says.worked_on, today)
            for each in self.agreements.values()
        )

    # The trainee's verbs.

    def save(self, name: str, content: Content) -> None:
        """Keep what is not handed in yet."""
        entry = self.entries.get(name)
        if content.minutes > DAY:
            raise services.EntryFaulty([])
        if entry is None:
            self.entries[name] = Entry(name, "draft", [Version(content, is_handed_in=False)])
            return
        if entry.pending_state == "submitted" or entry.state in {"submitted", "void", "discarded"}:
            raise services.EntryAlreadySubmitted
        number = entry.write(content)
        if entry.state == "signed" and entry.pending_state is None:
            entry.pending_state, entry.pending_number = "draft", number

    def submit(self, name: str, content: Content, today: date) -> None:
        """Hand in something new, or what was kept, withdrawn or returned."""
        entry = self.entries.get(name)
        if entry is not None and entry.state == "submitted" and entry.says() == content:
            return
        if entry is not None and entry.state == "signed":
            raise services.EntryAlreadySigned
        if entry is not None and entry.state not in {"draft", "withdrawn", "returned"}:
            raise services.EntryAlreadySubmitted
        self.insist_possible(content, today, entry)
        if entry is None:
            entry = self.entries[name] = Entry(name, "draft", [Version(content, is_handed_in=False)])
        entry.number = entry.hand_in(content, today)
        entry.state, entry.submitted_on = "submitted", today

    def correct(self, name: str, content: Content, today: date) -> None:
        """Hand in a correction of what is signed."""
        entry = self.entries[name]
        if entry.state != "signed":
            raise services.EntryNotSigned
        if entry.pending_state == "submitted":
            if entry.says(entry.pending_number) == content:
                return
            raise services.EntryAlreadySubmitted
        if entry.says() == content:
            raise services.NothingToCorrect
        self.insist_possible(content, today, entry)
        entry.pending_number, entry.pending_state = entry.hand_in(content, today), "submitted"

    def withdraw(self, name: str) -> None:
        """Take back what was handed in and is not signed."""
        entry = self.entries[name]
        if "submitted" not in {entry.state, entry.pending_state}:
            raise services.EntryCannotMove
        if entry.pending_state is None and entry.document is not None:
            raise services.EntryWaitsForAttestation
        if entry.pending_state is None:
            entry.state = "withdrawn"
        else:
            entry.pending_state = "withdrawn"

    def discard(self, name: str) -> None:
        """Throw away what is not handed in."""
        entry = self.entries[name]
        if entry.pending_state == "submitted":
            raise services.EntryAlreadySubmitted
        if entry.pending_state is None and entry.state not in {"draft", "withdrawn", "returned"}:
            raise services.EntryCannotMove
        if entry.pending_state is None:
            entry.state = "discarded"
        entry.pending_state = entry.pending_number = None
        entry.forget_what_was_begun()

    # Others' verbs.

    def sign(self, person: str, name: str, number: int, today: date, *, was_handed_in: bool) -> str:
        """Sign what was seen; return what became of it. What was not handed in yet, when it was seen, was another."""
        entry = self.entries[name]
        if not self.may_sign(person, entry, today):
            return "not_yours"
        if entry.state == "signed" and entry.number == number:
            return "already_signed"
        if entry.waiting != number or not was_handed_in:
            return "changed_since_shown"
        says = entry.says(number)
        if says.activity not in TUTORED and self.registered_until[person] < max(today, says.worked_on):
            return "not_registered"
        self._sign(entry, number, today)
        return "signed"

    @staticmethod
    def _sign(entry: Entry, number: int, today: date) -> None:
        before, after = entry.says(), entry.says(number)
        is_same_work = (before.worked_on, before.activity) == (after.worked_on, after.activity)
        if entry.state != "signed":
            entry.signed_on = today
        elif not is_same_work or credit(after) > credit(before):
            entry.signed_on, entry.submitted_on = today, entry.versions[number - 1].handed_in_on
        entry.state, entry.number, entry.document = "signed", number, None
        entry.pending_state = entry.pending_number = None

    def give_back(self, person: str, name: str, number: int, today: date) -> None:
        """Return what waits, with a comment."""
        entry = self.entries[name]
        if entry.state in {"draft", "discarded"} or not self.may_sign(person, entry, today):
            raise NotPermitted
        if "submitted" not in {entry.state, entry.pending_state}:
            raise services.EntryCannotMove
        if entry.pending_state is None and entry.document is not None:
            raise services.EntryWaitsForAttestation
        if number != (entry.pending_number or entry.number):
            raise services.EntryChangedSinceShown
        entry.comments += 1
        if entry.pending_state is None:
            entry.state = "returned"
        else:
            entry.pending_state = "returned"

    def void(self, name: str, number: int) -> None:
        """Say that what is signed does not count."""
        entry = self.entries[name]
        if entry.state != "signed":
            raise NotPermitted
        if entry.number != number:
            raise services.EntryChangedSinceShown
        entry.state, entry.comments = "void", entry.comments + 1
        entry.pending_state = entry.pending_number = None

    def blank(self, name: str) -> None:
        """Take out every text."""
        entry = self.entries[name]
        if not entry.comments and not any(each.says.note for each in entry.versions):
            raise services.NothingToBlank
        entry.comments = 0
        for each in entry.versions:
            if each.says.note:
                each.blank()

    # Brought in, and agreed.

    def bring(self, name: str, content: Content, today: date, *, hands_in: bool, document: str | None = None) -> None:
        """Take in a row of a file: the trainee's own, or an office's that waits for two people."""
        if hands_in:
            self.insist_possible(content, today)
        entry = self.entries[name] = Entry(name, "draft", [Version(content, is_handed_in=hands_in)])
        if hands_in:
            entry.state, entry.document, entry.submitted_on = "submitted", document, None if document else today

    def attest(self, document: str, today: date) -> None:
        """Let what an office's record brought count."""
        for entry in self.entries.values():
            if entry.document == document and entry.state == "submitted":
                entry.state, entry.signed_on = "signed", today

    def agree(self, name: str, person: str, capacity: str, starts_on: date) -> None:
        """Let somebody sign from that day on, while the training lasts."""
        if starts_on > ENDS_ON:
            raise FieldsAreFaulty([])
        for each in self.agreements.values():
            goes_on = each.ends_on is None or each.ends_on >= starts_on
            was_mistake = each.is_ended and each.ends_on == each.starts_on
            if (each.person, each.capacity) == (person, capacity) and goes_on and not was_mistake:
                raise FieldsAreFaulty([])
        self.agreements[name] = Agreement(person, capacity, starts_on)

    def end(self, name: str, ends_on: date) -> None:
        """Let an agreement end on that day."""
        agreement = self.agreements[name]
        if agreement.is_ended:
            raise ArrangementAlreadyEnded
        ends_anyway = agreement.ends_on is not None and ends_on >= agreement.ends_on
        if ends_on <= agreement.starts_on or ends_anyway:
            raise FieldsAreFaulty([])
        agreement.ends_on, agreement.is_ended = ends_on, True

    # What follows from all that.

    def totals(self) -> dict[tuple[str, date, str], tuple[int, int, int]]:
        """Sum by activity, month and state: recorded, credited, number."""
        sums: dict[tuple[str, date, str], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
        for entry in self.entries.values():
            says = entry.says()
            if entry.counts and says.outcome == "held":
                key = (says.activity, says.worked_on.replace(day=1), entry.state)
                recorded, credited, number = sums[key]
                sums[key] = (recorded + says.minutes, credited + credit(says), number + 1)
        return dict(sums)
