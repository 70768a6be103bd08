"""An application as a checklist: what is done, what is missing, what may come later. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainee_app.admissions.rules import Stage
from trainee_app.credentials.rules import Verdict


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. `to_write`: it is done on the application itself, else on what is brought along."""

    title: str
    detail: str
    verdict: Verdict
    to_write: bool = False


def checklist(
    stage: Stage | None, *, has_statement: bool, has_cases: bool, asked: Sequence[tuple[str, Verdict, str]]
) -> list[Item]:
    """Return the checklist: what is written, each prerequisite (title, verdict, sentence), and handing in.

    What is missing comes first, then what the course decides about, then what may come later, then what is done.
    """
    order = (Verdict.MISSING, Verdict.DECISION, Verdict.LATER, Verdict.MET)
    items = [*_written(stage, has_statement, has_cases), *(Item(title, words, each) for title, each, words in asked)]
    return sorted(items, key=lambda item: order.index(item.verdict))


def _written(stage: Stage | None, has_statement: bool, has_cases: bool) -> Iterator[Item]:
    if stage is not None:
        yield Item("The application is handed in", "It stands as you wrote it.", Verdict.MET, to_write=True)
        return
    yield _line("Why you want to train", "Write it in your own words.", is_there=has_statement)
    yield _line("Where you could see families", "“Not yet” is an answer too.", is_there=has_cases)
    yield Item("Hand it in", "Until then the course decides nothing.", Verdict.MISSING, to_write=True)


def _line(title: str, missing: str, *, is_there: bool) -> Item:
    if is_there:
        return Item(title, "Written.", Verdict.MET, to_write=True)
    return Item(title, missing, Verdict.MISSING, to_write=True)
