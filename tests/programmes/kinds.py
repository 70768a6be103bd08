"""A programme with a requirement of every kind beside those of PIP, and records that reach everything said of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from tests.programmes.records import ENDS_ON, PIP_FILE, STARTS_ON, entry, facts, total
from trainee_app.programmes.rules import (
    AttendanceFact,
    CaseFact,
    Definition,
    Facts,
    Finding,
    RecordFact,
    Requirement,
    SpanFact,
    evaluate,
    parse_definition,
)

_SAID = 'why = "So that it is tried."\nsource = "to be confirmed by the course"\nsource_words = "Made up."'
_CONTACT, _SUPERVISION = '{ groups = ["client_contact"] }', '{ groups = ["supervision"] }'


def table(key: str, kind: str, *lines: str, name: str = "requirement") -> str:
    """Return one requirement as it stands in a file."""
    return "\n".join([f"[[{name}]]", f'key = "{key}"', f'kind = "{kind}"', f'title = "About {key}"', _SAID, *lines, ""])


def programme(*tables: str, instead: tuple[str, str] = ("", "")) -> Definition:
    """Return PIP with these tables added, and one text in it replaced."""
    text = PIP_FILE.read_text(encoding="utf-8")
    assert instead[0] in text
    return parse_definition("\n".join([text.replace(*instead, 1) if instead[0] else text, *tables]))


_OTHERS = (
    table("liaison_cap", "cap", 'of = { activities = ["liaison"] }', 'at_most = "10 h"'),
    table("reading_cap", "cap", 'of = { activities = ["reading"] }', 'at_most = "5 h"', 'period = "calendar month"'),
    table(
        "gap", "cadence", f"of = {_SUPERVISION}", f"beside = {_CONTACT}", "at_most_days = 14", 'on_shortfall = "warn"'
    ),
    table(
        "gap_void",
        "cadence",
        f"of = {_SUPERVISION}",
        f"beside = {_CONTACT}",
        "at_most_days = 14",
        'on_shortfall = "void"',
    ),
    table(
        "gap_refer",
        "cadence",
        f"of = {_SUPERVISION}",
        f"beside = {_CONTACT}",
        "at_most_days = 14",
        'on_shortfall = "refer"',
    ),
    table("recent", "recency", f"of = {_CONTACT}", 'at_least = "5 h"', "last_months = 6"),
    table("write_up", "document", 'record = "case_write_up"', "at_least = 2"),
    table("insurance", "document", 'record = "insurance"', "valid = true", 'due_by = "first case"'),
    table("word", "attestation", 'record = "fit_to_practise"', 'by = "tutor"'),
    table("essay_passed", "paper", 'record = "final_essay"'),
    table("fees", "fees"),
    table("therapy", "continuing", 'record = "personal_therapy"', "at_least_a_week = 2", 'during = "last 6 months"'),
    table("seminars", "attendance", "at_least_percent = 80"),
    table("different", "cases", "at_least = 2", "distinct_age_bands = 2"),
    table("either", "any_of", 'of = ["write_up", "essay_passed"]'),
)
EVERY_KIND = programme(*_OTHERS)
DAYS = (STARTS_ON, date(2026, 6, 1), date(2026, 12, 1), ENDS_ON, ENDS_ON + timedelta(days=30))


def _records() -> Iterator[Facts]:
    contact = entry("case_session", date(2026, 5, 4), 60)
    near, far = entry("individual_supervision", date(2026, 5, 11), 60), entry("case_session", date(2026, 9, 1), 60)
    long_ago = entry("case_session", date(2026, 3, 2), 60)
    yield facts(records=(), spans=(), attendance=(), cases=())
    yield facts(entries=(contact, near))
    yield facts(entries=(contact, far))
    yield facts(entries=(long_ago, contact, near, far))
    yield facts(entries=tuple(entry("case_session", date(2026, 11, day), 60) for day in range(2, 8)))
    waiting = {"state": "submitted"}
    yield facts(entries=tuple(entry("case_session", date(2026, 11, day), 60, **waiting) for day in range(2, 8)))
    for hours in (4, 12):
        yield facts(totals=(total("liaison", date(2026, 2, 1), hours), total("reading", date(2026, 2, 1), hours)))
    yield from _records_of_records()
    for until_on, times in ((None, 2), (None, None), (date(2026, 12, 1), 2)):
        yield facts(spans=(SpanFact("personal_therapy", STARTS_ON, until_on, times),))
    first, second = date(2026, 1, 5), date(2026, 7, 6)
    for attended in (90, 60, 0):
        dates = (AttendanceFact("Theory", first, 90, attended), AttendanceFact("Theory", second, 90 * 9, None))
        yield facts(attendance=dates)
        yield facts(attendance=dates[:1])
    for band in ("newborn", "toddler"):
        cases = [
            CaseFact(at, first, second, 300, None, held_sessions=9, age_band=each)
            for at, each in enumerate(("newborn", band))
        ]
        yield facts(cases=tuple(cases))


def _records_of_records() -> Iterator[Facts]:
    for accepted_on, until_on in ((STARTS_ON, None), (STARTS_ON, date(2026, 1, 1)), (None, None)):
        sorts = (("document", "insurance"), ("document", "case_write_up"), ("paper", "final_essay"), ("fees", "fees"))
        found = [RecordFact(sort, record, accepted_on, until_on) for sort, record in sorts]
        found.append(RecordFact("attestation", "fit_to_practise", accepted_on, until_on, "tutor"))
        yield facts(
            records=tuple(found), cases=(CaseFact(1, date(2026, 3, 2), date(2026, 4, 2), 60, None, held_sessions=2),)
        )


@cache
def said_of_every_kind() -> list[tuple[Requirement, Finding]]:
    """Return every requirement with what is found of it, over all records and days."""
    definition = EVERY_KIND
    found = [
        evaluate(definition.requirements, record, day, definition.counting) for record in _records() for day in DAYS
    ]
    return [each for findings in found for each in zip(definition.requirements, findings, strict=True)]
