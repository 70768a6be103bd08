"""Entries and sums in the words that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from trainee_app.logbook.rules import IMPORTED
from trainee_app.programmes.rules import Definition, Outcome
from trainee_app.reports.rules import PrintedEntry, Sums
from trainee_app.signatures.rules import ink_words, signed_words
from trainee_app.tables.making import Column, Value, hours_of
from trainee_app.web.formats import count, hours, short_date, short_duration

COLUMNS: tuple[Column, ...] = (
    Column("Day", 12, "day"),
    Column("Activity", 30),
    Column("Case", 8),
    Column("Where", 24),
    Column("Held", 10),
    Column("Recorded, minutes", 18, "minutes"),
    Column("Recorded, hours", 16, "hours"),
    Column("Counts, minutes", 16, "minutes"),
    Column("Counts, hours", 14, "hours"),
    Column("Once signed, minutes", 20, "minutes"),
    Column("State", 10),
    Column("Signed on", 12, "day"),
    Column("Signed by", 24),
    Column("How", 12),
)


def signature_words(row: PrintedEntry) -> str:
    """Return by whom and how a row is signed; empty where a signature is still to come."""
    if row.outcome != Outcome.HELD:
        return "none needed"
    if not row.is_signed or row.signed_on is None:
        return ""
    if on_paper := ink_words(row.method or "", row.meaning or ""):
        return f"{row.signer}, {on_paper}"
    is_from_record = (row.carried_by or "").startswith(IMPORTED)
    said = signed_words(row.signer or "", row.method or "", is_from_record=is_from_record)
    return f"{said}, {short_date(row.signed_on)}"


def printed_row(row: PrintedEntry, definition: Definition) -> dict[str, str]:
    """Return a row as a template prints it. What counts only once it is signed stands in brackets."""
    counts = short_duration(row.credited)
    return {
        "day": short_date(row.worked_on),
        "what": definition.title_of(row.activity),
        "detail": " · ".join(_details(row)),
        "recorded": short_duration(row.minutes),
        "counts": counts if row.is_signed or not row.credited else f"({counts})",
        "signature": signature_words(row),
    }


def _details(row: PrintedEntry) -> Iterable[str]:
    if row.outcome != Outcome.HELD:
        yield row.outcome
    if row.case_number is not None:
        yield f"case {row.case_number}"
    if row.placement:
        yield row.placement
    if row.late:
        yield "handed in late"
    if row.is_being_corrected:
        yield "a correction is on its way; this is what counts until then"


def printed_sums(sums: Sums) -> dict[str, str]:
    """Return sums as a template prints them."""
    return {
        "words": count(sums.entries, "entry", "entries"),
        "recorded": hours(sums.recorded),
        "counts": hours(sums.counts),
        "waits": f"({hours(sums.waits)}) once signed" if sums.waits else "",
    }


def sums_by_activity(rows: Sequence[PrintedEntry], definition: Definition) -> list[dict[str, str]]:
    """Return what the rows of each activity come to, in the order of the programme."""
    order = {key: place for place, key in enumerate(definition.activities)}
    found: dict[str, Sums] = {}
    for row in rows:
        found.setdefault(row.activity, Sums()).add(row)
    return [
        {"what": definition.title_of(key), **_figures(found[key])}
        for key in sorted(found, key=lambda key: (order.get(key, len(order)), key))
    ]


def _figures(sums: Sums) -> dict[str, str]:
    figures = {name: hours(value) for name, value in asdict(sums).items() if name != "entries"}
    return {"entries": f"{sums.entries:,}", **figures}


def together(sums: Sums) -> dict[str, str]:
    """Return the line under the sums by activity."""
    return {"what": "Together", **_figures(sums)}


def workbook_row(row: PrintedEntry, title: str) -> tuple[Value, ...]:
    """Return a row of the workbook, in the order of `COLUMNS`: minutes and hours are numbers, days are days."""
    counts, waits = (row.credited, 0) if row.is_signed else (0, row.credited)
    return (
        row.worked_on,
        title,
        f"case {row.case_number}" if row.case_number is not None else None,
        row.placement,
        row.outcome,
        row.minutes,
        hours_of(row.minutes),
        counts,
        hours_of(counts),
        waits,
        "signed" if row.is_signed else "waiting" if row.outcome == Outcome.HELD else row.outcome,
        row.signed_on,
        row.signer if row.is_signed else None,
        (ink_words(row.method or "", row.meaning or "") or row.method) if row.is_signed else None,
    )


def workbook_sums(sums: Sums) -> tuple[Value, ...]:
    """Return the last row of the workbook: what the rows above it come to."""
    return (
        None,
        f"Together: {count(sums.entries, 'entry', 'entries')}",
        None,
        None,
        None,
        sums.recorded,
        hours_of(sums.recorded),
        sums.counts,
        hours_of(sums.counts),
        sums.waits,
    )
