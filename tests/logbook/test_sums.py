"""Stored sums and facts against the raw rows, after histories that nobody would think of.

Two placements, late signatures, corrections on their way, a monthly rule with grace and a weekly one
per site, on both databases: what is judged from stored totals and fact rows must be what the raw
versions and steps tell.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.factories.cohorts import make_placement, pip_definition
from tests.factories.logbook import Training, acting, make_training, seen
from tests.logbook import raw
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries import differences, facts_entries, facts_totals
from trainee_app.logbook.rules import Code, Content, Details
from trainee_app.programmes.rules import Definition, Facts, Finding, Floor, Sum, evaluate
from trainee_app.refusals import Refusal

WEEKLY = """
[[requirement]]
key = "weekly_site"
kind = "floor"
title = "An hour of supervision in each week with client contact, at each site"
why = "An example of a shape."
source = "to be confirmed by the course"
source_words = "An example, unverified."
period = "iso week"
over = "each site"
beside = { groups = ["client_contact"] }
of = { groups = ["supervision"] }
at_least = "1 h"
on_shortfall = "void"
"""
BEGINS_AT = datetime(2026, 9, 14, 10, tzinfo=UTC)
_DAYS = st.integers(0, 9)
_ACTIVITIES = st.sampled_from(
    ["case_session", "case_session", "individual_supervision", "group_supervision", "liaison"]
)
_MINUTES = st.sampled_from([5, 30, 45, 50, 55, 60, 61, 90])
_LOG = st.tuples(
    st.just("log"),
    _DAYS,
    st.tuples(st.integers(0, 45), _ACTIVITIES, _MINUTES, st.integers(0, 2), st.sampled_from(["held"] * 5 + ["missed"])),
)
_OTHERS = st.tuples(
    st.sampled_from(["sign", "sign", "sign", "withdraw", "return", "correct", "correct", "void", "discard", "submit"]),
    _DAYS,
    st.tuples(st.integers(0, 30), _ACTIVITIES, _MINUTES, st.integers(0, 2), st.sampled_from(["held"] * 5 + ["missed"])),
)
_HISTORIES = st.lists(st.one_of(_LOG, _LOG, _OTHERS, _OTHERS), min_size=1, max_size=25)


class Player:
    """Plays a history by the verbs; what they refuse is part of it."""

    def __init__(self) -> None:
        text = pip_definition().replace("\n[[policy]]", f"\n{WEEKLY}\n[[policy]]", 1)
        self.training: Training = make_training(definition=text)
        placements = [make_placement(self.training.trainee, name) for name in ("North", "South")]
        self.placement_ids = [None, *(placement.id for placement in placements)]
        self.entries: list[LogEntry] = []
        self.at = BEGINS_AT

    @property
    def definition(self) -> Definition:
        return definition_of_cohort(self.training.trainee.cohort_id)

    def play(self, history: list[tuple[str, int, Any]]) -> None:
        for verb, days, values in history:
            self.at += timedelta(days=days, minutes=1)
            try:
                getattr(self, verb)(*values)
            except Refusal:
                continue

    def _content(self, back: int, activity: str, minutes: int, site: int, outcome: str) -> Content:
        return Content(
            worked_on=self.at.date() - timedelta(days=back),
            activity=activity,
            minutes=minutes if outcome == "held" else 0,
            outcome=outcome,
            placement_id=self.placement_ids[site],
            details=Details(video_reviewed=minutes > 60),
        )

    def log(self, *values: Any) -> None:
        self.entries.append(self._submit(new_public_id(), self._content(*values)))

    def _submit(self, public_id: str, content: Content) -> LogEntry:
        return services.submit_entry(
            trainee_id=self.training.trainee.id,
            public_id=public_id,
            content=content,
            actor=acting(self.training.trainee.person, self.at),
            at=self.at,
            confirmed=set(Code),
        )

    def _entry(self, index: int) -> LogEntry:
        if not self.entries:
            raise Refusal
        return self.entries[index % len(self.entries)]

    def sign(self, index: int, *_rest: Any) -> None:
        for signer in (self.training.supervisor, self.training.tutor):
            services.sign_entries(
                items=[seen(self._entry(index))],
                actor=acting(signer, self.at),
                at=self.at,
                method="password",
                strength="two_factors",
            )

    def submit(self, index: int, *values: Any) -> None:
        self._submit(self._entry(index).public_id, self._content(index, *values))

    def withdraw(self, index: int, *_rest: Any) -> None:
        actor = acting(self.training.trainee.person, self.at)
        services.withdraw_entry(entry=self._entry(index), actor=actor, at=self.at)

    def discard(self, index: int, *_rest: Any) -> None:
        actor = acting(self.training.trainee.person, self.at)
        services.discard_entry(entry=self._entry(index), actor=actor, at=self.at)

    def void(self, index: int, *_rest: Any) -> None:
        entry = self._entry(index)
        actor = acting(self.training.administrator, self.at)
        services.void_entry(entry=entry, seen_version=entry.version, reason="Twice", actor=actor, at=self.at)

    def correct(self, index: int, *values: Any) -> None:
        entry = self._entry(index)
        content = self._content(index, *values)
        if index % 2:  # half of them correct the minutes only
            content = Content(
                worked_on=entry.worked_on,
                activity=entry.activity,
                minutes=content.minutes or 40,
                placement_id=entry.placement_id,
            )
        actor = acting(self.training.trainee.person, self.at)
        services.correct_entry(entry=entry, content=content, actor=actor, at=self.at, confirmed=set(Code))

    # "return" is a word of the language
    def __getattr__(self, name: str) -> Any:
        if name == "return":
            return self.give_back
        raise AttributeError(name)

    def give_back(self, index: int, *_rest: Any) -> None:
        entry = self._entry(index)
        services.return_entry(
            entry=entry,
            seen_version=entry.pending_version or entry.version,
            comment="Which day?",
            actor=acting(self.training.supervisor, self.at),
            at=self.at,
        )


def _facts(training: Training, definition: Definition) -> Facts:
    trainee = training.trainee
    activities = frozenset().union(*(each.contact | each.activities for each in _floors(definition)))
    return Facts(
        starts_on=trainee.cohort.starts_on,
        ends_on=trainee.cohort.ends_on,
        totals=facts_totals([trainee.id])[trainee.id],
        entries=facts_entries([trainee.id], activities)[trainee.id],
    )


def _floors(definition: Definition) -> list[Floor]:
    return [each for each in definition.requirements if isinstance(each, Floor)]


def _judged(training: Training, definition: Definition, as_of: date) -> dict[str, Finding]:
    wanted = [each for each in definition.requirements if isinstance(each, Floor | Sum)]
    findings = evaluate(wanted, _facts(training, definition), as_of)
    return {finding.key: finding for finding in findings}


# A month that closes; then a correction that only mends, and one that adds time.
_SESSION = ("log", 0, (0, "case_session", 50, 1, "held"))
_SUPERVISED = ("log", 0, (1, "individual_supervision", 90, 1, "held"))
_MENDED_LATE = [
    _SESSION,
    _SUPERVISED,
    ("sign", 1, (1, "", 0, 0, "")),
    ("correct", 60, (1, "", 60, 0, "held")),
    ("sign", 1, (1, "", 0, 0, "")),
]
_GAINED_LATE = [
    _SESSION, ("log", 0, (1, "individual_supervision", 60, 1, "held")), ("sign", 1, (1, "", 0, 0, "")),
    ("correct", 60, (1, "", 90, 0, "held")), ("sign", 1, (1, "", 0, 0, "")),
]  # fmt: skip


@example(history=_MENDED_LATE, days_later=0)
@example(history=_GAINED_LATE, days_later=30)
@given(history=_HISTORIES, days_later=st.integers(0, 40))
def test_stored_sums_and_facts_are_what_the_raw_rows_tell(session, history, days_later) -> None:
    try:
        player = Player()
        player.play(history)
        db.session.flush()
        as_of = player.at.date() + timedelta(days=days_later)
        _compare(player.training, player.definition, as_of)
        assert [str(each) for each in differences()] == []
    finally:
        db.session.rollback()


def _compare(training: Training, definition: Definition, as_of: date) -> None:
    db.session.expire_all()
    entries = raw.raw_entries(training.trainee.id)
    totals = facts_totals([training.trainee.id])[training.trainee.id]
    stored = {(each.activity, each.month, each.state): (each.recorded, each.credited, each.entries) for each in totals}
    assert stored == raw.raw_totals(entries)
    judged = _judged(training, definition, as_of)
    for key, weekly in (("monthly_supervision", False), ("weekly_site", True)):
        expected = raw.raw_periods(entries, as_of, weekly=weekly)
        found = {(period.starts_on, period.placement_id): period for period in judged[key].periods}
        assert set(found) == set(expected)
        for place, period in expected.items():
            amounts = (found[place].contact, found[place].supervision, found[place].awaiting, found[place].late)
            assert amounts == (period.contact, period.supervision, period.awaiting, period.late)
    assert judged["clinical"].figure == raw.clinical_that_counts(entries, as_of)


def test_such_histories_really_sign_correct_and_void(session) -> None:
    """The property would hold on empty histories too: this shows that the verbs are used, and that sums move."""
    player = Player()
    player.play(
        [
            ("log", 0, (0, "case_session", 50, 1, "held")),
            ("log", 0, (3, "individual_supervision", 60, 2, "held")),
            ("sign", 2, (0, "", 0, 0, "")),
            ("sign", 20, (1, "", 0, 0, "")),
            ("correct", 1, (1, "liaison", 30, 0, "held")),
            ("log", 0, (0, "reading", 90, 0, "held")),
            ("sign", 0, (1, "", 0, 0, "")),
            ("void", 1, (0, "", 0, 0, "")),
        ]
    )
    assert [entry.state for entry in player.entries] == ["void", "signed", "submitted"]
    assert [entry.version for entry in player.entries] == [1, 2, 1]
    _compare(player.training, player.definition, player.at.date())


def test_a_total_that_was_changed_behind_our_back_is_named(session) -> None:
    player = Player()
    player.play([("log", 0, (0, "case_session", 50, 1, "held"))])
    total = session.query(MonthTotal).one()
    total.recorded += 1
    session.flush()
    (found,) = differences()
    assert "case_session, 2026-09" in found.where
    assert (found.stored.split()[0], found.expected.split()[0]) == ("51", "50")
