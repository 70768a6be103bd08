"""Rows that belong to nothing, things told of that are not there, and totals that are no sums: the rest of verification."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import and_, exists, func, select

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.logbook.queries.totals import sums_of_entries
from trainee_app.logbook.rules import Share, TotalKey, document_name
from trainee_app.trail.models import TrailLine
from trainee_app.trail.rules import RowFlaw

_PORTION = 1000
_AMOUNTS = ("recorded", "credited", "count")


def stray_flaws() -> Iterator[RowFlaw]:
    """Yield rows whose entry or version is not there, and entries that the trail tells of and that are gone."""
    name = document_name("")
    is_there = exists().where(LogEntry.public_id == func.substr(TrailLine.subject, len(name) + 1))
    told = select(TrailLine.subject).where(TrailLine.subject.startswith(name, autoescape=True), ~is_there).distinct()
    for subject in db.session.scalars(told.order_by(TrailLine.subject)):
        yield RowFlaw("log_entry", subject.removeprefix(name), "the trail tells of this entry, and it is gone")
    no_entry = ~exists().where(LogEntry.id == EntryVersion.entry_id)
    for entry_id, number in db.session.execute(select(EntryVersion.entry_id, EntryVersion.number).where(no_entry)):
        yield RowFlaw("entry_version", f"{entry_id}/{number}", "its entry is not there")
    no_version = ~exists().where(EntryVersion.id == EntryText.version_id)
    for version_id in db.session.scalars(select(EntryText.version_id).where(no_version)):
        yield RowFlaw("entry_text", str(version_id), "its version is not there")
    its_version = and_(EntryVersion.entry_id == EntryStep.entry_id, EntryVersion.number == EntryStep.version)
    for step_id in db.session.scalars(select(EntryStep.id).where(~exists().where(its_version))):
        yield RowFlaw("entry_step", str(step_id), "its version is not there")


def total_flaws() -> Iterator[RowFlaw]:
    """Yield every month total that is not the sum of its entries, and every sum that has no total."""
    names = _trainee_names()
    stored = _by_trainee(select(*_columns(MonthTotal)).order_by(MonthTotal.trainee_id))
    summed = _by_trainee(sums_of_entries())
    for trainee_id, is_, ought in _side_by_side(stored, summed):
        for key in sorted({*is_, *ought}):
            if is_.get(key) != ought.get(key):
                row = f"{names.get(trainee_id, trainee_id)} {key.activity} {key.month:%Y-%m} {key.case_id} {key.state}"
                yield RowFlaw(
                    "month_total", row, f"holds {_spoken(is_.get(key))}, the entries {_spoken(ought.get(key))}"
                )


_Sums = dict[TotalKey, tuple[int, Share]]


def _columns(table: Any) -> list[Any]:
    return [getattr(table, name) for name in (*TotalKey._fields, "programme_id", *_AMOUNTS)]


def _by_trainee(statement: Any) -> Iterator[tuple[int, _Sums]]:
    """Yield the sums of one trainee after the other; `statement` selects `_columns` in their order."""
    rows = db.session.execute(statement.execution_options(yield_per=_PORTION))
    for trainee_id, found in groupby(rows, key=lambda row: int(row[0])):
        # By position: a row's `count` is a method of its own.
        sums = {TotalKey(*row[:5]): (int(row[5]), Share(*map(int, row[6:]))) for row in found}
        # A total of which everything was taken away again stays as a row of zeros.
        yield trainee_id, {key: each for key, each in sums.items() if each[1] != Share()}


def _side_by_side(
    stored: Iterator[tuple[int, _Sums]], summed: Iterator[tuple[int, _Sums]]
) -> Iterator[tuple[int, _Sums, _Sums]]:
    left, right = next(stored, None), next(summed, None)
    while left is not None or right is not None:
        trainee_id = min(each[0] for each in (left, right) if each is not None)
        is_ = left[1] if left is not None and left[0] == trainee_id else {}
        ought = right[1] if right is not None and right[0] == trainee_id else {}
        yield trainee_id, is_, ought
        left = next(stored, None) if left is not None and left[0] == trainee_id else left
        right = next(summed, None) if right is not None and right[0] == trainee_id else right


def _trainee_names() -> dict[int, str]:
    return {row.id: row.public_id for row in db.session.execute(select(Trainee.id, Trainee.public_id))}


def _spoken(sums: tuple[int, Share] | None) -> str:
    if sums is None:
        return "nothing"
    programme_id, share = sums
    return f"{share.recorded} recorded, {share.credited} credited, {share.count} entries, programme {programme_id}"
