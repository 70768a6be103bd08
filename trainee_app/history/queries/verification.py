"""Everything that is sealed, held against the trail: each room answers for its own rows, here they are asked in turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from trainee_app.away.queries.paper_verification import paper_flaws
from trainee_app.away.queries.verification import absence_flaws
from trainee_app.casework.queries.verification import phase_flaws
from trainee_app.db import db
from trainee_app.history.rules import Counts
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.queries import brought_by, import_flaws
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries.strays import stray_flaws, total_flaws
from trainee_app.logbook.queries.term_flaws import term_flaws
from trainee_app.logbook.queries.verification import entry_flaws
from trainee_app.programmes.queries import version_flaws
from trainee_app.signatures.queries import count_signatures, signature_flaws
from trainee_app.supervision.queries.verification import carried_by as carried_by_session
from trainee_app.supervision.queries.verification import session_flaws
from trainee_app.teaching.queries.verification import carried_by as carried_by_register
from trainee_app.teaching.queries.verification import register_flaws
from trainee_app.trail.queries import count_lines
from trainee_app.trail.queries import flaws as trail_flaws
from trainee_app.trail.rules import Flaw, RowFlaw

# What rows that somebody has altered may make of the code that reads them.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, SQLAlchemyError)

Check = Callable[[], Iterator[Flaw | RowFlaw]]


def _brought_by(entry_ids: Collection[int]) -> dict[int, str]:
    """Return which document put each of these entries into the log: an office's record, a session, a register."""
    return {**brought_by(entry_ids), **carried_by_session(entry_ids), **carried_by_register(entry_ids)}


CHECKS: Mapping[str, Check] = {
    "the trail": trail_flaws,
    "programme versions": version_flaws,
    "signatures": signature_flaws,
    "entries": lambda: entry_flaws(_brought_by),
    "what entries leave behind": stray_flaws,
    "terms of study": term_flaws,
    "imports": import_flaws,
    "supervision sessions": session_flaws,
    "registers": register_flaws,
    "phases of cases": phase_flaws,
    "countersigning in absence": absence_flaws,
    "sheets signed on paper": paper_flaws,
    "month totals": total_flaws,
}


def flaws() -> Iterator[Flaw | RowFlaw]:
    """Yield everything that is not what it was when it was told; each check runs whatever another one found.

    A row that cannot even be read (a date that is none, rules that are not those published) ends its check, which is
    then itself named.
    """
    for what, check in CHECKS.items():
        try:
            yield from check()
        except _UNREADABLE as error:
            yield RowFlaw("check", what, f"stopped at a row that cannot be read: {error}")


def counts() -> Counts:
    """Return how much there is to look at."""
    entries = db.session.scalar(select(func.count()).select_from(LogEntry)) or 0
    imports = db.session.scalar(select(func.count()).select_from(ImportBatch)) or 0
    return Counts(count_lines(), count_signatures(), entries, imports)
