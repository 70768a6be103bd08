"""The account of a file as lines of plain text, for somebody at a terminal. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from trainee_app.imports.rules.outcomes import IN_ORDER, Account, Outcome, RowOutcome
from trainee_app.programmes.rules.dates import spoken_minutes

_WIDEST_VALUE: Final = 24


def account_lines(account: Account, titles: Mapping[str, str]) -> list[str]:
    """Return the account: rows by sheet, minutes by trainee, then what is refused, doubled or waits.

    `titles` are the programme's words for its activities, by key.
    """
    lines = [_sheet_line(sheet, counts) for sheet, counts in account.counts().items()]
    lines += ["", *_minutes(account, titles)]
    lines += _rows("Refused", account.having(Outcome.REFUSED), with_cell=True)
    lines += _rows("Doubles", account.having(Outcome.DOUBLE))
    lines += _rows("Waiting", account.having(Outcome.WAITING))
    lines += _rows("Taken, with a remark", [row for row in account.having(Outcome.TAKEN) if row.reason])
    lines += _rows("Left in the file", [row for row in account.having(Outcome.SKIPPED) if ":" in row.reason])
    return lines


def _sheet_line(sheet: str, counts: Counter[Outcome]) -> str:
    parts = [f"{counts[outcome]:,} {outcome.words}" for outcome in IN_ORDER if counts[outcome]]
    return f"{sheet}: {counts.total():,} rows = {', '.join(parts)}"


def _minutes(account: Account, titles: Mapping[str, str]) -> list[str]:
    sums = account.minutes()
    if not sums:
        return ["No hours are new."]
    keys = [key for key in titles if any(key in mine for mine in sums.values())]
    body = [
        [member.name, *(_hours(mine[key]) for key in keys), _hours(mine.total())]
        for member, mine in sorted(sums.items(), key=lambda each: each[0].name.casefold())
    ]
    whole = sum(sums.values(), Counter())
    total = ["Together", *(_hours(whole[key]) for key in keys), _hours(whole.total())]
    return [
        f"Recorded: {spoken_minutes(whole.total())} for {len(sums)} trainees (hours:minutes)",
        *_columns(["", *(titles[key] for key in keys), "Together"], [*body, total], figures=True),
    ]


def _rows(title: str, rows: Sequence[RowOutcome], *, with_cell: bool = False) -> list[str]:
    if not rows:
        return []
    if with_cell:
        heads = ["Sheet", "Row", "Column", "Value", "Reason"]
        body = [[row.sheet, str(row.row), row.column, _short(row.value), row.reason] for row in rows]
    else:
        heads = ["Sheet", "Row", ""]
        body = [[row.sheet, str(row.row), row.reason] for row in rows]
    return ["", f"{title}: {len(rows)}", *_columns(heads, body)]


def _columns(heads: Sequence[str], body: Sequence[Sequence[str]], *, figures: bool = False) -> list[str]:
    widths = [max(len(row[place]) for row in (heads, *body)) for place in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if figures and place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (heads, *body)
    ]


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes else "-"


def _short(value: str) -> str:
    return value if len(value) <= _WIDEST_VALUE else value[: _WIDEST_VALUE - 1] + "…"
