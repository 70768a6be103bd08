"""The step that asks for a term's self-directed study to be handed in. Pure."""

from __future__ import annotations

from datetime import date

from trainee_app.home.rules.steps import Step
from trainee_app.web.formats import count, duration, long_date


def study_to_hand_in(first_on: date, last_on: date, entries: int, minutes: int, tutor: str) -> Step:
    """Return the step for a term that is over and whose self-directed study is not handed in."""
    first = long_date(first_on).removesuffix(f" {last_on.year}")
    title = f"Your study of {first} to {long_date(last_on)} can go to {tutor}"
    detail = f"{count(entries, 'entry', 'entries')}, {duration(minutes)}: signed as one document, and it counts from then on."
    return Step(title, detail, "book-open", "info", "Hand it in", "logbook.own_terms")
