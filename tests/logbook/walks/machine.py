"""Walks through a log: any verb by anybody at any time, on the application and on the model, side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.logbook.walks.ground import ACTIVITIES, BEGINS_AT, Ground, empty_log
from tests.logbook.walks.model import Entry
from tests.logbook.walks.standing import Signatures, differing, ought_to_stand, stands
from trainee_app.imports.services import AlreadyAttested, AttesterIsTheSame
from trainee_app.logbook.queries import differences
from trainee_app.logbook.rules import Content, Seen
from trainee_app.refusals import Refusal

_NAMES = {activity: name for name, activity in ACTIVITIES.items()}
_WHICH = st.integers(0, 30)
_DAYS = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 9, 40, -1])
_MINUTES = st.sampled_from([5, 45, 50, 55, 60, 61, 90, 90, 600, 900, 1440, 1441])
_CONTENTS = st.tuples(
    _DAYS,
    st.sampled_from(["case_session", "case_session", "liaison", "reading"]),
    _MINUTES,
    st.sampled_from([None, None, 540, 570, 600, 1400]),
    st.sampled_from(["held"] * 6 + ["missed", "missed with minutes"]),
    st.sampled_from(["", "", "We spoke of sleep.", "With the mother."]),
)
_SIGNERS = st.sampled_from(["rees", "rees", "rees", "fenn", "locum"])
_AGREEMENTS = st.sampled_from([("rees", "supervisor"), ("locum", "supervisor"), ("locum", "tutor"), ("fenn", "tutor")])
Drawn = tuple[int, str, int, int | None, str, str]


class Walk(RuleBasedStateMachine):
    """One walk. `ground_anew` gives the application as it is at the beginning; `ended` hears what stands at the end."""

    ground_anew: Callable[[], Ground]
    ended: Callable[[Ground], None]
    took_step: Callable[[], None]

    @initialize()
    def begin(self) -> None:
        """Begin with an empty log."""
        self.ground, self.log = type(self).ground_anew(), empty_log()
        self.signatures: Signatures = {}
        self.pages: list[Seen] = []
        self.files: list[bytes] = []
        self.taken: dict[tuple[bytes, int], str] = {}
        self.attested: dict[str, list[str]] = {}
        self.names = 0

    # What a walk looks at and says.

    @property
    def today(self) -> date:
        return self.ground.today

    def content(self, drawn: Drawn) -> Content:
        back, activity, minutes, start, outcome, note = drawn
        return Content(
            worked_on=self.today - timedelta(days=back),
            activity=activity,
            minutes=0 if outcome == "missed" else minutes,
            outcome=outcome.partition(" ")[0],
            started_at_minute=start,
            note=note,
        )

    def entry(self, which: int) -> Entry:
        entries = list(self.log.entries.values())
        return entries[which % len(entries)]

    def name(self) -> str:
        self.names += 1
        return f"walked{self.names:010}"

    def same(self, done: Any, ought: Callable[[], Any]) -> None:
        """Let the model do what the application has done, and hold what came of both against each other."""
        try:
            expected = ought()
        except Refusal as refusal:
            expected = type(refusal)
        assert done == expected, f"it came to {done}, the model says {expected}"

    def has_entries(self) -> bool:
        return bool(self.log.entries)

    # The trainee.

    @rule(drawn=_CONTENTS)
    def begin_draft(self, drawn: Drawn) -> None:
        name, content = self.name(), self.content(drawn)
        self.same(self.ground.save(name, content), lambda: self.log.save(name, content, self.today))

    @rule(drawn=_CONTENTS)
    def log_time(self, drawn: Drawn) -> None:
        name, content = self.name(), self.content(drawn)
        self.same(self.ground.submit(name, content), lambda: self.log.submit(name, content, self.today))

    @precondition(has_entries)
    @rule(which=_WHICH, drawn=_CONTENTS)
    def write_on(self, which: int, drawn: Drawn) -> None:
        name, content = self.entry(which).name, self.content(drawn)
        self.same(self.ground.save(name, content), lambda: self.log.save(name, content, self.today))

    @precondition(has_entries)
    @rule(which=_WHICH, drawn=_CONTENTS, as_it_was=st.booleans())
    def hand_in(self, which: int, drawn: Drawn, as_it_was: bool) -> None:
        entry = self.entry(which)
        content = entry.versions[-1].says if as_it_was else self.content(drawn)
        name = entry.name
        self.same(self.ground.submit(name, content), lambda: self.log.submit(name, content, self.today))

    @precondition(has_entries)
    @rule(which=_WHICH, drawn=_CONTENTS)
    def correct(self, which: int, drawn: Drawn) -> None:
        name, content = self.entry(which).name, self.content(drawn)
        self.same(self.ground.correct(name, content), lambda: self.log.correct(name, content, self.today))

    @precondition(has_entries)
    @rule(which=_WHICH)
    def withdraw(self, which: int) -> None:
        name = self.entry(which).name
        self.same(self.ground.withdraw(name), lambda: self.log.withdraw(name))

    @precondition(has_entries)
    @rule(which=_WHICH)
    def discard(self, which: int) -> None:
        name = self.entry(which).name
        self.same(self.ground.discard(name), lambda: self.log.discard(name))

    # Those who sign.

    @precondition(has_entries)
    @rule(which=st.lists(_WHICH, min_size=1, max_size=4))
    def open_page(self, which: list[int]) -> None:
        self.pages = [self.ground.seen(name) for name in dict.fromkeys(self.entry(each).name for each in which)]

    @precondition(lambda self: bool(self.pages))
    @rule(person=_SIGNERS)
    def sign_what_an_open_page_shows(self, person: str) -> None:
        self.sign(person, self.pages)

    @precondition(has_entries)
    @rule(person=_SIGNERS, which=st.lists(_WHICH, min_size=1, max_size=4))
    def sign_what_waits(self, person: str, which: list[int]) -> None:
        names = dict.fromkeys(self.entry(each).name for each in which)
        self.sign(person, [self.ground.seen(name) for name in names])

    def sign(self, person: str, items: list[Seen]) -> None:
        done = self.ground.sign(person, items)
        self.same(done, lambda: [(each.entry, self._signed(person, each)) for each in items])

    def _signed(self, person: str, item: Seen) -> str:
        outcome = self.log.sign(person, item.entry, item.version, self.today)
        if outcome == "signed":
            self.signatures[f"entry:{item.entry}", item.version, self.ground.people.ids[person]] = True
        return outcome

    @precondition(has_entries)
    @rule(person=_SIGNERS, which=_WHICH, from_page=st.booleans())
    def give_back(self, person: str, which: int, from_page: bool) -> None:
        seen = self._shown(which, from_page=from_page)
        self.same(
            self.ground.give_back(person, seen),
            lambda: self.log.give_back(person, seen.entry, seen.version, self.today),
        )

    def _shown(self, which: int, *, from_page: bool) -> Seen:
        if from_page and self.pages:
            return self.pages[which % len(self.pages)]
        return self.ground.seen(self.entry(which).name)

    # The office.

    @precondition(has_entries)
    @rule(which=_WHICH, stale=st.sampled_from([0, 0, 0, 1]))
    def void(self, which: int, stale: int) -> None:
        entry = self.entry(which)
        seen = Seen(entry.name, entry.number - stale, "")
        self.same(self.ground.void(seen), lambda: self.log.void(entry.name, seen.version))

    @precondition(has_entries)
    @rule(which=_WHICH)
    def blank(self, which: int) -> None:
        name = self.entry(which).name
        self.same(self.ground.blank(name), lambda: self.log.blank(name))

    @rule(whose=_AGREEMENTS, back=st.sampled_from([0, 3, 10, 60, 200]))
    def agree(self, whose: tuple[str, str], back: int) -> None:
        name, starts_on = self.name(), self.today - timedelta(days=back)
        self.same(self.ground.agree(name, *whose, starts_on), lambda: self.log.agree(name, *whose, starts_on))

    @rule(which=_WHICH, back=st.sampled_from([0, 1, 5, 60, 100]))
    def end_agreement(self, which: int, back: int) -> None:
        names = list(self.log.agreements)
        name, ends_on = names[which % len(names)], self.today - timedelta(days=back)
        self.same(self.ground.end(self.log.agreements[name], ends_on), lambda: self.log.end(name, ends_on))

    @rule(days=st.sampled_from([1, 1, 2, 7, 30, 95]))
    def days_pass(self, days: int) -> None:
        if self.today + timedelta(days=days) < BEGINS_AT.date() + timedelta(days=200):
            self.ground.at += timedelta(days=days)

    # Files.

    @rule(rows=st.lists(_CONTENTS, min_size=1, max_size=3), is_own=st.booleans(), hands_in=st.booleans())
    def bring_file(self, rows: list[Drawn], is_own: bool, hands_in: bool) -> None:
        self.bring(_written([self.content(each) for each in rows]), is_own=is_own, hands_in=hands_in)

    @precondition(lambda self: bool(self.files))
    @rule(which=_WHICH, is_own=st.booleans(), hands_in=st.booleans())
    def bring_again(self, which: int, is_own: bool, hands_in: bool) -> None:
        self.bring(self.files[which % len(self.files)], is_own=is_own, hands_in=hands_in)

    def bring(self, file: bytes, *, is_own: bool, hands_in: bool) -> None:
        lines, document = self.ground.bring(self.name(), file, is_own=is_own, hands_in=hands_in)
        new = self.ground.newest(set(self.log.entries))
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

    @precondition(lambda self: bool(self.attested))
    @rule(which=_WHICH, person=st.sampled_from(["ines", "dora"]))
    def attest(self, which: int, person: str) -> None:
        document = list(self.attested)[which % len(self.attested)]
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

    # What holds after every step, and at the end.

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        if not hasattr(self, "log"):
            return
        type(self).took_step()
        assert differing(stands(self.ground.people.trainee_id), ought_to_stand(self.log, self.signatures)) == []
        assert [str(each) for each in differences()] == [], "totals re-derived"

    def teardown(self) -> None:
        if hasattr(self, "log"):
            type(self).ended(self.ground)


def _written(contents: list[Content]) -> bytes:
    def line(each: Content) -> str:
        start = each.started_at_minute
        began = "" if start is None else f"{start // 60}:{start % 60:02}"
        return f"{each.worked_on:%d/%m/%Y};{_NAMES[each.activity]};{each.minutes};{began};{each.note}"

    return "\n".join(["Date;What;How long;Began;Notes", *map(line, contents)]).encode()
