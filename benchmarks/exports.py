"""The list as a file: streamed by the application, against a raw cursor and a CSV writer over the same rows."""

from __future__ import annotations

import csv
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Select

from benchmarks import bars
from benchmarks.crowd import make_crowd
from benchmarks.figures import Verdict
from tests.factories.people import make_programme
from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.streaming import streamed
from trainee_app.logbook.queries import EntryFilter, all_listed
from trainee_app.logbook.rules import NOTHING_UNCOUNTED
from trainee_app.logbook.views.rows import HEADINGS, FileRows, Speech
from trainee_app.tables import csv_portions

# 11.5 entries a week: about a thousand each time.
_WEEKS = 87
_ROUNDS = 3
_A_TENTH = 10
_FEW = 100
_KIBIBYTE, _MEBIBYTE = 1024, 1024 * 1024


@dataclass(frozen=True)
class Exported:
    """The medians in seconds and by how much memory grew, over how many entries and bytes; and a tenth of them."""

    entries: int
    size: int
    streamed: float
    raw: float
    grown: int
    grown_by_a_tenth: int


def export(app: Flask, thousands: int, seed: int) -> Exported:
    """Fill an empty database with one trainee's entries, and measure both ways several times, in turn."""
    with app.app_context():
        today = clock.today()
        with unit_of_work():
            crowd = make_crowd(
                make_programme(), "Crowd", thousands, weeks=_WEEKS, today=today, seed=seed, is_one_log=True
            )
        trainee = db.session.get_one(Trainee, crowd.trainees[0])
        rows = FileRows(Speech(definition_of_cohort(trainee.cohort_id), {}, NOTHING_UNCOUNTED))
        everything = all_listed(trainee.id, EntryFilter(is_own=True))
        db.session.rollback()
        part = everything.limit(crowd.entries // _A_TENTH)
        # What is made once and kept.
        _stream(everything.limit(_FEW), rows)
        grown_by_a_tenth, _ = _growth(lambda: _stream(part, rows))
        grown, size = _growth(lambda: _stream(everything, rows))
        ways: dict[str, Callable[[], int]] = {
            "streamed": lambda: _stream(everything, rows),
            "raw": lambda: _copy(everything),
        }
        seconds: defaultdict[str, list[float]] = defaultdict(list)
        for number in range(_ROUNDS):
            order = list(ways)
            random.Random(seed + number).shuffle(order)
            for name in order:
                start = time.perf_counter()
                ways[name]()
                seconds[name].append(time.perf_counter() - start)
    middle = {name: median(values) for name, values in seconds.items()}
    return Exported(crowd.entries, size, middle["streamed"], middle["raw"], grown, grown_by_a_tenth)


def verdicts(found: Exported) -> list[Verdict]:
    """Return the figures beside their bars."""
    words = f"{found.entries:,} entries, {found.size / _MEBIBYTE:,.0f} MiB"
    return [
        Verdict(
            "6 CSV streamed, of a raw cursor and csv",
            found.streamed / found.raw,
            bars.CSV_TIMES_RAW,
            "times",
            f"{found.streamed:.2f} s; raw {found.raw:.2f} s; {words}",
        ),
        Verdict("6 CSV streamed: memory", found.grown / _MEBIBYTE, bars.CSV_MEBIBYTES, "MiB", "more than before"),
        Verdict(
            "6 CSV of a tenth: memory",
            found.grown_by_a_tenth / _MEBIBYTE,
            bars.CSV_MEBIBYTES,
            "MiB",
            "more than before",
        ),
    ]


def _stream(statement: Select[Any], rows: FileRows) -> int:
    """Make the file as the page does, and return how many bytes it has."""
    portions = streamed(statement)
    return sum(map(len, csv_portions(HEADINGS, (map(rows, portion) for portion in portions()))))


def _copy(statement: Select[Any]) -> int:
    """Write what the driver's cursor gives, as it is."""
    engine = db.engine
    sql = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    connection: Any = engine.raw_connection()
    try:
        with Path("/dev/null").open("w", encoding="utf-8", newline="") as sink:
            csv.writer(sink).writerows(_raw_rows(connection, sql, engine.dialect.name))
    finally:
        connection.close()
    return 0


def _raw_rows(connection: Any, sql: str, engine: str) -> Iterator[Any]:
    cursor = connection.cursor() if engine == "sqlite" else connection.cursor("raw")
    if engine != "sqlite":
        cursor.itersize = 2_000
    cursor.execute(sql)
    yield from cursor
    cursor.close()


def _growth(work: Callable[[], int]) -> tuple[int, int]:
    """Return by how many bytes the process grew beyond what it had while it worked, and what the work returned."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _memory("VmRSS")
    found = work()
    return max(_memory("VmHWM") - before, 0), found


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * _KIBIBYTE for line in lines if line.startswith(f"{name}:"))
