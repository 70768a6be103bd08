"""What is said of an entry although it is taken: a period that looks at it has closed (domain, section 4, rule 6)."""

from __future__ import annotations

from datetime import date

from trainee_app.logbook.rules.checks import Code, Violation
from trainee_app.logbook.rules.content import Content
from trainee_app.logbook.rules.handing_in import closes_on, is_late
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.dates import spoken_date


def marks_of(definition: Definition, content: Content, submitted_on: date) -> list[Violation]:
    """Return what whoever hands this in on that day should know; nothing of it needs to be mended or confirmed."""
    closed_on = closes_on(definition, content.activity, content.worked_on)
    if closed_on is None or not is_late(definition, content, submitted_on):
        return []
    words = (
        f"The period of {spoken_date(content.worked_on)} closed on {spoken_date(closed_on)}. This still counts in your "
        "hours, marked as late, but not in that period’s ratio."
    )
    return [Violation(Code.LATE, "worked_on", words, is_warning=True)]
