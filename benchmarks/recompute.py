"""Everybody's standing made anew, against the same from entries alone; and one trainee's after one change."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import bindparam, func, select

from benchmarks import bars
from benchmarks.crowd import Crowd, make_crowd
from benchmarks.databases import let_settle
from benchmarks.figures import Verdict
from tests.databases import Database
from tests.factories.people import make_programme
from trainee_app import clock
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.logbook.models import NO_CASE, LogEntry
from trainee_app.logbook.queries.facts import IN_FACTS
from trainee_app.logbook.queries.totals import month_of
from trainee_app.logbook.services import rebuild_totals
from trainee_app.logbook.services.counting import counted, recount
from trainee_app.programmes.rules import Total
from trainee_app.readiness.queries import judging, kept_standings
from trainee_app.readiness.services import rewrite_standings

# 11.5 entries a week: about a thousand each.
_WEEKS = 87
_ROUNDS = 3
_CHANGES = 30
Totals = dict[int, tuple[Total, ...]]
# Of whom, and of which activities: a full run asks for all.
Way = Callable[[Collection[int], None], Totals]


@dataclass(frozen=True)
class Recomputed:
    """The medians in seconds, over how many trainees and entries, and how many standings were not identical."""

    trainees: int
    entries: int
    from_totals: float
    from_sums: float
    from_rows: float
    one: float
    differing: int


def recompute(app: Flask, database: Database, trainees: int, seed: int) -> Recomputed:
    """Fill an empty database, and measure each way several times, in turn and in another order each time."""
    with app.app_context():
        today = clock.today()
        with unit_of_work():
            crowd = make_crowd(make_programme(), "Crowd", trainees, weeks=_WEEKS, today=today, seed=seed)
            rebuild_totals()
        let_settle(database)
        seconds: defaultdict[str, list[float]] = defaultdict(list)
        ways: dict[str, Way | None] = {"totals": None, "sums": _summed, "rows": _added}
        _full_run(crowd, today, None)
        for number in range(_ROUNDS):
            order = list(ways)
            random.Random(seed + number).shuffle(order)
            for name in order:
                seconds[name].append(_full_run(crowd, today, ways[name]))
        one, differing = _single_changes(crowd, today, random.Random(seed))
    middle = {name: median(values) for name, values in seconds.items()}
    return Recomputed(trainees, crowd.entries, middle["totals"], middle["sums"], middle["rows"], one, differing)


def verdicts(found: Recomputed) -> list[Verdict]:
    """Return the figures beside their bars. What one trainee takes is told as a share of a thousand average ones,
    so that a smaller run means the same."""
    each = found.from_totals / found.trainees
    run = f"{found.from_totals:.2f} s for {found.trainees:,} trainees"
    return [
        Verdict(
            "4 full recompute, of the same read by entry",
            found.from_totals / found.from_rows,
            bars.RECOMPUTE_OF_ENTRIES,
            "",
            f"{run}; from rows {found.from_rows:.2f} s",
        ),
        Verdict(
            "4 full recompute, of the same summed in SQL",
            found.from_totals / found.from_sums,
            None,
            "",
            f"summed {found.from_sums:.2f} s",
        ),
        Verdict(
            "4 one trainee after one change, of 1,000",
            found.one / (each * 1000),
            bars.ONE_OF_A_THOUSAND,
            "",
            f"{found.one * 1000:.2f} ms; in the full run {each * 1000:.2f} ms each",
        ),
        Verdict("4 standings differing from a full run", found.differing, 0, ""),
    ]


def _full_run(crowd: Crowd, today: date, totals: Way | None) -> float:
    with _facts_by(totals), unit_of_work():
        start = time.perf_counter()
        rewrite_standings(trainee_ids=crowd.trainees, on=today, at=clock.now())
        return time.perf_counter() - start


@contextmanager
def _facts_by(totals: Way | None) -> Iterator[None]:
    if totals is None:
        yield
        return
    with patch.object(judging, "facts_totals", totals):
        yield


_KEY = (
    LogEntry.trainee_id,
    LogEntry.activity,
    func.coalesce(LogEntry.case_id, NO_CASE),
    LogEntry.state,
)
_of_trainees = LogEntry.trainee_id.in_(bindparam("trainee_ids", expanding=True))


def _summed(trainee_ids: Collection[int], _activities: None = None) -> Totals:
    """The month totals as the database sums them from the entries."""
    month = month_of(LogEntry.worked_on)
    amounts = (func.sum(LogEntry.minutes), func.sum(LogEntry.credited_minutes), func.count())
    statement = (
        select(*_KEY, month, *amounts).where(_of_trainees, IN_FACTS, LogEntry.outcome == "held").group_by(*_KEY, month)
    )
    return _by_trainee(db.session.execute(statement, {"trainee_ids": list(trainee_ids)}))


def _added(trainee_ids: Collection[int], _activities: None = None) -> Totals:
    """The month totals as they are added up from one entry after the other."""
    statement = select(*_KEY, LogEntry.worked_on, LogEntry.minutes, LogEntry.credited_minutes).where(
        _of_trainees, IN_FACTS, LogEntry.outcome == "held"
    )
    sums: dict[tuple[Any, ...], list[int]] = {}
    for *key, on, minutes, credited in db.session.execute(statement, {"trainee_ids": list(trainee_ids)}):
        amounts = sums.setdefault((*key, on.replace(day=1)), [0, 0, 0])
        amounts[0] += minutes
        amounts[1] += credited
        amounts[2] += 1
    return _by_trainee((*key, *amounts) for key, amounts in sums.items())


def _by_trainee(rows: Any) -> Totals:
    found: dict[int, list[Total]] = defaultdict(list)
    for trainee_id, activity, case_id, state, month, *amounts in rows:
        found[trainee_id].append(Total(activity, month, case_id, state, *amounts))
    return {trainee_id: tuple(totals) for trainee_id, totals in found.items()}


def _single_changes(crowd: Crowd, today: date, dice: random.Random) -> tuple[float, int]:
    """Change an entry each of some trainees and rewrite them alone; then everybody, and count what that changes."""
    chosen = dice.sample(crowd.trainees, min(_CHANGES, len(crowd.trainees)))
    seconds = []
    for trainee_id in chosen:
        with unit_of_work():
            _change(trainee_id)
        with unit_of_work():
            start = time.perf_counter()
            rewrite_standings(trainee_ids=[trainee_id], on=today, at=clock.now())
            seconds.append(time.perf_counter() - start)
    before = _kept(chosen)
    _full_run(crowd, today, None)
    after = _kept(chosen)
    return median(seconds), sum(before[each] != after[each] for each in chosen)


def _change(trainee_id: int) -> None:
    """Let one entry that waits say an hour more; the totals follow as they do with every change."""
    waits = (LogEntry.trainee_id == trainee_id) & (LogEntry.state == "submitted")
    entry = db.session.scalars(select(LogEntry).where(waits).order_by(LogEntry.id).limit(1)).one()
    before = counted(entry)
    entry.minutes += 60
    entry.credited_minutes += 60
    db.session.flush()
    recount(entry.programme_id, before=[before], after=[counted(entry)])


def _kept(trainee_ids: Collection[int]) -> dict[int, Any]:
    kept = kept_standings(list(trainee_ids))
    return {each: (kept[each].findings, kept[each].headline) for each in trainee_ids}
