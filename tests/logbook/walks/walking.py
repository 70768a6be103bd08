"""A walk through a log: any verb by anybody at any time, on the application and on the model, side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from tests.logbook.walks.ground import ACTIVITIES, BEGINS_AT, Ground, empty_log
from tests.logbook.walks.model import Entry
from tests.logbook.walks.standing import Signatures, differing, ought_to_stand, stands
from trainee_app.imports.services import AlreadyAttested, AttesterIsTheSame
from trainee_app.logbook.queries import differences
from trainee_app.logbook.rules import Content, Seen
from trainee_app.refusals import Refusal

_NAMES = {activity: name for name, activity in ACTIVITIES.items()}
_LAST_DAY = BEGINS_AT.date() + timedelta(days=200)  # beyond the end of the training
# Totals are held against the model after every step; by the application's own slow way every so often, and at the end.
_REDERIVED = 10
_UNFINISHED = {"draft", "withdrawn", "returned"}


class Diverged(AssertionError):
    """The application and the model no longer say the same; the steps that led there."""


def _waits(entry: Entry) -> bool:
    return entry.waiting is not None


def _is_signed(entry: Entry) -> bool:
    return entry.state == "signed"


def _is_unfinished(entry: Entry) -> bool:
    return bool(_UNFINISHED & {entry.state, entry.pending_state})


def _has_words(entry: Entry) -> bool:
    return bool(entry.comments or any(each.says.note for each in entry.versions))


class Walk:
    """One walk from an empty log; what it does follows from its seed alone."""

    def __init__(self, ground: Ground, seed: int) -> None:
        """Stand at the beginning."""
        self.ground, self.log, self.random = ground, empty_log(), Random(seed)
        self.story: list[str] = [f"seed {seed}"]
        self.signatures: Signatures = {}
        self.last: Entry | None = None
        self.pages: list[list[Seen]] = [[]]
        self.files: list[bytes] = []
        self.taken: dict[tuple[bytes, int], str] = {}
        self.attested: dict[str, list[str]] = {}
        self.names = 0

    def walk(self, steps: int) -> None:
        """Go so many steps. Raises Diverged."""
        verbs = list(_VERBS)
        for number in range(1, steps + 1):
            verb = self.random.choices(verbs, list(_VERBS.values()))[0]
            self.story.append(f"{self.today} {verb.__name__}")
            try:
                verb(self)
                self.compare(rederives=number % _REDERIVED == 0)
            except AssertionError as error:
                raise Diverged("\n".join([*self.story[:1], *self.story[-12:], str(error)])) from error

    def compare(self, *, rederives: bool) -> None:
        """Hold what stands against what the model says."""
        found = differing(stands(self.ground.people.trainee_id), ought_to_stand(self.log, self.signatures))
        assert found == [], "\n".join(found)
        if rederives:
            assert [str(each) for each in differences()] == []

    # What it looks at and says.

    @property
    def today(self) -> date:
        return self.ground.today

    def content(self) -> Content:
        pick = self.random.choice
        back = pick([*range(8), *range(8), 10, 15, 40, -1])
        outcome = pick(["held"] * 14 + ["missed", "missed with minutes"])
        minutes = pick([5, 45, 50, 50, 55, 60, 61, 90, 120, 600, 900, pick([1380, 1440, 1441, 0])])
        return Content(
            worked_on=self.today - timedelta(days=back),
            activity=pick(["case_session", "case_session", "liaison", "reading"]),
            minutes=0 if outcome == "missed" else minutes,
            outcome=outcome.partition(" ")[0],
            started_at_minute=pick([None, None, None, 540, 570, 600, 630, 1400]),
            note=pick(["", "", "We spoke of sleep.", "With the mother."]),
        )

    def entry(self, suits: Callable[[Entry], object]) -> Entry | None:
        """Return one of the entries, mostly one that suits the verb, often the one of before; None if there is none."""
        entries = list(self.log.entries.values())
        suiting = [each for each in entries if suits(each)] if self.random.random() < 0.8 else []
        if entries and not (self.last in (suiting or entries) and self.random.random() < 0.5):
            self.last = self.random.choice(suiting or entries)
        return self.last

    def some(self) -> list[Seen]:
        """Return what a page with some entries shows, mostly of such as wait."""
        chosen = [self.entry(_waits) for _ in range(self.random.randint(1, 4))]
        return [self.ground.seen(name) for name in dict.fromkeys(each.name for each in chosen if each)]

    def signer(self, entry: str) -> str:
        """Return who signs, mostly somebody who may."""
        may = [
            each for each in ("rees", "locum", "fenn") if self.log.may_sign(each, self.log.entries[entry], self.today)
        ]
        return self.random.choice(may if may and self.random.random() < 0.8 else ["rees", "locum", "fenn"])

    def name(self) -> str:
        self.names += 1
        return f"walked{self.names:010}"

    def same(self, done: Any, ought: Callable[[], Any]) -> None:
        """Let the model do what the application has done, and hold what came of both against each other."""
        try:
            expected = ought()
        except Refusal as refusal:
            expected = type(refusal)
        self.story[-1] += f" -> {getattr(done, '__name__', done)}"
        assert done == expected, f"it came to {done}, the model says {expected}"

    # The trainee.

    def begin(self) -> None:
        name, content = self.name(), self.content()
        self.same(self.ground.save(name, content), lambda: self.log.save(name, content))

    def log_time(self) -> None:
        name, content = self.name(), self.content()
        self.same(self.ground.submit(name, content), lambda: self.log.submit(name, content, self.today))

    def write_on(self) -> None:
        if entry := self.entry(lambda each: _is_signed(each) or _is_unfinished(each)):
            content = self.content()
            self.same(self.ground.save(entry.name, content), lambda: self.log.save(entry.name, content))

    def hand_in(self) -> None:
        if entry := self.entry(lambda each: each.state in _UNFINISHED):
            content = self.random.choice([entry.versions[-1].says, self.content()])
            self.same(self.ground.submit(entry.name, content), lambda: self.log.submit(entry.name, content, self.today))

    def correct(self) -> None:
        if entry := self.entry(_is_signed):
            content = self.random.choice([entry.versions[-1].says, self.content(), self.content()])
            self.same(
                self.ground.correct(entry.name, content), lambda: self.log.correct(entry.name, content, self.today)
            )

    def withdraw(self) -> None:
        if entry := self.entry(_waits):
            self.same(self.ground.withdraw(entry.name), lambda: self.log.withdraw(entry.name))

    def discard(self) -> None:
        if entry := self.entry(_is_unfinished):
            self.same(self.ground.discard(entry.name), lambda: self.log.discard(entry.name))

    # Those who sign.

    def open_page(self) -> None:
        self.pages = [*self.pages[-2:], self.some()]

    def sign_open_page(self) -> None:
        if page := self.random.choice(self.pages):
            self._sign(self.signer(page[0].entry), page)

    def sign(self) -> None:
        if items := self.some():
            self._sign(self.signer(items[0].entry), items)

    def _sign(self, person: str, items: list[Seen]) -> None:
        done = self.ground.sign(person, items)
        self.same(done, lambda: [(each.entry, self._signed(person, each)) for each in items])

    def _signed(self, person: str, item: Seen) -> str:
        was_handed_in = bool(item.content_hash)
        outcome = self.log.sign(person, item.entry, item.version, self.today, was_handed_in=was_handed_in)
        if outcome == "signed":
            self.signatures[f"entry:{item.entry}", item.version, self.ground.people.ids[person]] = True
        return outcome

    def give_back(self) -> None:
        if items := self.random.choice([self.pages[-1], self.some()]):
            seen = items[0]
            person = self.signer(seen.entry)
            ought = partial(self.log.give_back, person, seen.entry, seen.version, self.today)
            self.same(self.ground.give_back(person, seen), ought)

    # The office.

    def void(self) -> None:
        if entry := self.entry(_is_signed):
            seen = Seen(entry.name, entry.number - self.random.choice([0, 0, 0, 1]), "")
            self.same(self.ground.void(seen), lambda: self.log.void(entry.name, seen.version))

    def blank(self) -> None:
        if entry := self.entry(_has_words):
            self.same(self.ground.blank(entry.name), lambda: self.log.blank(entry.name))

    def agree(self) -> None:
        whose = self.random.choice(
            [("rees", "supervisor"), ("locum", "supervisor"), ("locum", "tutor"), ("fenn", "tutor")]
        )
        name, starts_on = self.name(), self.today - timedelta(days=self.random.choice([0, 3, 10, 60, 200]))
        self.same(self.ground.agree(name, *whose, starts_on), lambda: self.log.agree(name, *whose, starts_on))

    def end_agreement(self) -> None:
        name, agreement = self.random.choice(list(self.log.agreements.items()))
        ends_on = self.today - timedelta(days=self.random.choice([0, 1, 5, 60, 100]))
        self.same(self.ground.end(agreement, ends_on), lambda: self.log.end(name, ends_on))

    def days_pass(self) -> None:
        days = timedelta(days=self.random.choice([1, 1, 1, 2, 7, 30, 95]))
        if self.today + days < _LAST_DAY:
            self.ground.at += days

    # Files.

    def bring_file(self) -> None:
        self._bring(_written([self.content() for _ in range(self.random.randint(1, 3))]))

    def bring_again(self) -> None:
        if self.files:
            self._bring(self.random.choice(self.files))

    def _bring(self, file: bytes) -> None:
        is_own, hands_in = self.random.choice([True, False]), self.random.choice([True, False])
        lines, document = self.ground.bring(self.name(), file, is_own=is_own, hands_in=hands_in)
        new = self.ground.newest(set(self.log.entries))
        self.story[-1] += f" -> {len(new)} entries of {file!r}"
        assert len(new) == len(lines), f"{len(lines)} rows were said to come in, {len(new)} did"
        self.files.append(file)
        for name, line in zip(new, lines, strict=True):
            before = self.taken.get((file, line.row))
            is_gone = before is None or self.log.entries[before].state == "discarded"
            assert is_gone, f"row {line.row} came in twice"
            self.taken[file, line.row] = name
            self.log.bring(name, line.content, self.today, hands_in=hands_in or not is_own, document=document)
        if document is not None:
            self.attested[document] = []

    def attest(self) -> None:
        if self.attested:
            document, person = self.random.choice(list(self.attested)), self.random.choice(["ines", "dora"])
            self.same(self.ground.attest(document, person), lambda: self._attested(document, person))

    def _attested(self, document: str, person: str) -> None:
        so_far = self.attested[document]
        if len(so_far) > 1:
            raise AlreadyAttested
        if person in so_far:
            raise AttesterIsTheSame
        so_far.append(person)
        self.signatures[document, 1, self.ground.people.ids[person]] = True
        if len(so_far) > 1:
            self.log.attest(document, self.today)


def _written(contents: list[Content]) -> bytes:
    def line(each: Content) -> str:
        start = each.started_at_minute
        began = "" if start is None else f"{start // 60}:{start % 60:02}"
        return f"{each.worked_on:%d/%m/%Y};{_NAMES[each.activity]};{each.minutes};{began};{each.note}"

    return "\n".join(["Date;What;How long;Began;Notes", *map(line, contents)]).encode()


# How often each is done, beside the others.
_VERBS: dict[Callable[[Walk], None], int] = {
    Walk.begin: 3,
    Walk.log_time: 10,
    Walk.write_on: 4,
    Walk.hand_in: 8,
    Walk.correct: 7,
    Walk.withdraw: 5,
    Walk.discard: 2,
    Walk.open_page: 4,
    Walk.sign_open_page: 6,
    Walk.sign: 9,
    Walk.give_back: 5,
    Walk.void: 3,
    Walk.blank: 2,
    Walk.agree: 3,
    Walk.end_agreement: 2,
    Walk.days_pass: 4,
    Walk.bring_file: 3,
    Walk.bring_again: 2,
    Walk.attest: 3,
}
