"""One signature on a document of a thousand entries beside a thousand signatures; a workbook of a hundred thousand rows
beside the same written by the library alone."""

from __future__ import annotations

import os
import resource
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from tempfile import TemporaryFile
from typing import Any, NoReturn

import psutil
import xlsxwriter
from flask import Flask
from sqlalchemy import insert

from benchmarks import bars
from benchmarks.figures import Verdict
from tests.factories.logbook import AT, WORKED_ON, Training, acting, content, make_training, seen
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.services import CarriedEntry, carry_entries, sign_carried, sign_entries, submit_entry
from trainee_app.reports.rules import PrintedEntry
from trainee_app.reports.views.printing import Print, write_log
from trainee_app.reports.views.wording import COLUMNS, workbook_row
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign

ENTRIES = 1_000
ROWS = 100_000
_ROUNDS = 3
_DAYS = 180
_PORTION = 5_000
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Found:
    """Medians in seconds, and what the workbook took of memory at its peak, in bytes."""

    document: float
    row_by_row: float
    workbook: float
    raw: float
    memory: int


class _Whole(Print):
    """All of a log, for nobody in particular."""

    @property
    def visible(self) -> None:
        return None


def measure(app: Flask, rows: int = ROWS) -> Found:
    """Fill an empty database and measure."""
    with app.app_context():
        with unit_of_work():
            training = make_training()
        document = median(_seconds(_sign_document(training, number)) for number in range(_ROUNDS))
        row_by_row = _seconds(_sign_each(training))
        with unit_of_work():
            _fill(training.trainee, rows)
        trainee_id = training.trainee.id
        memory = _peak(trainee_id)
        printed = _print_of(trainee_id)
        known = list(printed.rows())
        ours, raw = [], []
        for _ in range(_ROUNDS):
            ours.append(_seconds(lambda: _write(printed)))
            raw.append(_seconds(lambda: _write_raw(known)))
    return Found(document, row_by_row, median(ours), median(raw), memory)


def verdicts(found: Found, engine: str) -> list[Verdict]:
    """Return the figures beside their bars."""
    signed = f"{found.document * 1000:.0f} ms beside {found.row_by_row * 1000:.0f} ms"
    written = f"{found.workbook:.2f} s beside {found.raw:.2f} s"
    return [
        Verdict(
            f"5 signature on {ENTRIES:,} entries, of one by one",
            found.document / found.row_by_row,
            bars.DOCUMENT_OF_ONE_BY_ONE[engine],
            "",
            signed,
        ),
        Verdict(f"6 XLSX of {ROWS:,} rows", found.workbook / found.raw, bars.WORKBOOK_TIMES_RAW, "times", written),
        Verdict(f"6 XLSX of {ROWS:,} rows, memory", found.memory / _MEBIBYTE, bars.WORKBOOK_MIB, "MiB"),
    ]


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _minutes(number: int) -> int:
    return 5 + number // _DAYS


def _sign_document(training: Training, number: int) -> Callable[[], None]:
    name = f"register:bench{number}"
    actor = acting(training.supervisor)
    rows = [
        CarriedEntry(
            training.trainee.id,
            content("seminar", minutes=_minutes(each), worked_on=WORKED_ON - timedelta(days=each % _DAYS)),
        )
        for each in range(ENTRIES)
    ]
    with unit_of_work():
        carry_entries(document=name, rows=rows, actor=actor, at=AT)

    def act() -> None:
        with unit_of_work():
            signature = sign(
                programme_id=training.programme.id,
                document=Document(name, 1, b"{}"),
                signer=Signer(training.supervisor.id, "Helen Rees", "supervisor", "BPC 1"),
                act=Act(Slot.SUPERVISOR, Meaning.LED, AT, "password", "two_factors"),
            )
            sign_carried(document=name, signature_id=signature, actor=actor, at=AT)

    return act


def _sign_each(training: Training) -> Callable[[], None]:
    """One by one, and yet in one transaction, which is the cheaper of the two ways to do it."""
    entries = []
    with unit_of_work():
        for number in range(ENTRIES):
            day = WORKED_ON - timedelta(days=number % _DAYS)
            entries.append(
                submit_entry(
                    trainee_id=training.trainee.id,
                    public_id=new_public_id(),
                    content=content("liaison", minutes=_minutes(number), worked_on=day),
                    actor=training.trainee_actor,
                    at=AT,
                )
            )
        items = [seen(entry) for entry in entries]
    who: dict[str, Any] = {"actor": acting(training.supervisor), "at": AT, "method": "password"}

    def act() -> None:
        with unit_of_work():
            for item in items:
                sign_entries(items=[item], strength="two_factors", **who)

    return act


def _fill(trainee: Trainee, number: int) -> None:
    """Insert rows with a version each, handed in and waiting; `flask audit verify` would not pass here."""
    for first in range(0, number, _PORTION):
        entries = [_entry(trainee, each) for each in range(first, min(first + _PORTION, number))]
        returned = insert(LogEntry).returning(LogEntry.id, sort_by_parameter_order=True)
        ids = db.session.scalars(returned, entries).all()
        db.session.execute(insert(EntryVersion), [_version(*each) for each in zip(entries, ids, strict=True)])


def _entry(trainee: Trainee, number: int) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "programme_id": trainee.programme_id,
        "trainee_id": trainee.id,
        "state": "submitted",
        "worked_on": WORKED_ON - timedelta(days=number % 900),
        "activity": ("case_session", "reading", "seminar")[number % 3],
        "minutes": 30 + number % 60,
        "credited_minutes": 30 + number % 60,
        "submitted_on": WORKED_ON,
        "recorded_at": AT,
    }


def _version(entry: dict[str, Any], entry_id: int) -> dict[str, Any]:
    repeated = {name: entry[name] for name in ("programme_id", "worked_on", "activity", "minutes")}
    written = {"written_at": AT, "submitted_at": AT, "content_hash": "0" * 64, "text_hash": "0" * 64, "details": "{}"}
    return {**repeated, **written, "entry_id": entry_id, "number": 1}


def _write(printed: Print) -> None:
    with TemporaryFile() as file:
        write_log(file, printed)


def _write_raw(rows: list[PrintedEntry]) -> None:
    """The same cells by the library alone, from rows that are in memory already."""
    with TemporaryFile() as file:
        workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "d mmm yyyy"})
        for number, row in enumerate(_cells(rows)):
            for place, value in enumerate(row):
                if COLUMNS[place].kind == "day":
                    if value is not None:
                        sheet.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)
        workbook.close()


def _cells(rows: list[PrintedEntry]) -> Iterator[tuple[Any, ...]]:
    return (workbook_row(row, row.activity) for row in rows)


def _print_of(trainee_id: int) -> Print:
    return _Whole(db.session.get_one(Trainee, trainee_id), WORKED_ON - timedelta(days=999), WORKED_ON)


def _peak(trainee_id: int) -> int:
    """Return by how many bytes a process of its own grows at most while it writes the workbook."""
    # A connection, and what a session has read through it, is of one process alone.
    db.session.remove()
    db.engine.dispose()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _tell_growth(trainee_id, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        grown = told.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise RuntimeError("the process that writes the workbook has failed; what it said stands above")
    return int(grown)


def _tell_growth(trainee_id: int, writing: int) -> NoReturn:
    """Write the workbook, tell by how many bytes this process has grown, and end it whatever happens."""
    status = 1
    try:
        printed = _print_of(trainee_id)
        before = psutil.Process().memory_info().rss
        _write(printed)
        os.write(writing, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before).encode())
        status = 0
    except BaseException:  # noqa: BLE001 - beyond this the parent's own work would be done a second time
        traceback.print_exc()
    finally:
        os._exit(status)
