"""Where the fast rule and the slow one differ; and the smallest programme and record in which they still do."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from tests.programmes.slow.gathering import facts_of
from tests.programmes.slow.histories import random_record
from tests.programmes.slow.judging import judge
from tests.programmes.slow.programmes import Table, random_document, text_of
from tests.programmes.slow.raw import Record, Row, Said
from trainee_app.programmes.rules import DefinitionFaulty, Finding, evaluate, parse_definition

Example = tuple[Table, Record, date]


def example(seed: int) -> Example:
    """Return the programme, the record and the day of a seed."""
    dice = Random(seed)
    document = random_document(dice)
    record, as_of = random_record(dice, document)
    return document, record, as_of


def differences(document: Table, record: Record, as_of: date) -> list[str]:
    """Let both judge the same, the fast one from facts gathered here; each difference is a line."""
    definition = parse_definition(text_of(document))
    facts = facts_of(definition, record, as_of)
    findings = evaluate(definition.requirements, facts, as_of, definition.counting)
    return told(findings, judge(document, record, as_of))


def told(findings: Iterable[Finding], said: dict[str, Said]) -> list[str]:
    """Say in lines what differs."""
    found = []
    for finding in findings:
        fast, slow = as_said(finding), said[finding.key]
        for name in ("state", "figure", "recorded", "last_on", "lost"):
            one, other = getattr(fast, name), getattr(slow, name)
            if one != other:
                found.append(f"{finding.key}, {name}: fast {one}, slow {other}")
    return found


def as_said(finding: Finding) -> Said:
    """Return of a finding what the slow evaluator says too."""
    return Said(
        finding.state.value,
        finding.figure,
        finding.recorded,
        finding.last_on,
        {each.rule: each.minutes for each in finding.lost},
    )


def smallest(example: Example, fails: Callable[[Example], bool]) -> Example:
    """Leave away rows and requirements one by one as long as it still fails."""
    document, record, as_of = example
    has_shrunk = True
    while has_shrunk:
        has_shrunk = False
        for smaller in _smaller(document, record):
            if fails((*smaller, as_of)):
                (document, record), has_shrunk = smaller, True
                break
    return document, record, as_of


def _smaller(document: Table, record: Record) -> Iterable[tuple[Table, Record]]:
    for name in ("requirement", "counting"):
        tables: list[Any] = document.get(name, [])
        for at in range(len(tables)):
            yield {**document, name: tables[:at] + tables[at + 1 :]}, record
    for field in ("rows", "excused", "registered", "brought", "filed", "gone_on", "taught"):
        values: tuple[Any, ...] = getattr(record, field) or ()
        for at in range(len(values)):
            yield document, _with(record, field, values[:at] + values[at + 1 :])
    for at, row in enumerate(record.rows):
        for plain in _plainer(row):
            yield document, _with(record, "rows", (*record.rows[:at], plain, *record.rows[at + 1 :]))


def _with(record: Record, field: str, values: Any) -> Record:
    return replace(record, **{field: values})


def _plainer(row: Row) -> Iterable[Row]:
    in_time = replace(row, submitted_on=row.on, signed_on=row.on) if row.state == "signed" else row
    for plain in (replace(row, site=None), replace(row, case=None), replace(row, video=False), in_time):
        if plain != row:
            yield plain


def told_smallest(seed: int, differ: Callable[..., list[str]] = differences) -> str:
    """Return the smallest example of a seed in words, or nothing if both agree."""
    first = example(seed)
    if not differ(*first):
        return ""

    def fails(smaller: Example) -> bool:
        try:
            return bool(differ(*smaller))
        except (DefinitionFaulty, StopIteration):
            return False

    document, record, as_of = smallest(first, fails)
    lines = differ(document, record, as_of)
    requirements = {name: document.get(name) for name in ("programme", "requirement", "counting")}
    return "\n".join(
        [f"seed {seed}, as of {as_of}", *lines, text_of({k: v for k, v in requirements.items() if v}), str(record)]
    )
