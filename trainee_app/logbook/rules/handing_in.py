"""The days that decide whether an entry is in time for its period (domain, section 4, rule 6)."""

from dataclasses import dataclass
from datetime import date

from trainee_app.logbook.rules.content import Content
from trainee_app.programmes.rules import Definition, Floor, credited_minutes
from trainee_app.programmes.rules.dates import PERIODICITY, days_after


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that counts: what it says, and the days on which it was handed in and signed.

    `submitted_on` None: taken over from an earlier record, where that day is not known.
    """

    content: Content
    submitted_on: date | None
    signed_on: date | None


def closes_on(definition: Definition, activity: str, worked_on: date) -> date | None:
    """The last day on which work is in time for every period that looks at it; None if no period does.

    Months and weeks of the calendar alone: periods that hang on a person's own dates move with their breaks, so that
    nothing about them can be kept with an entry; the standing judges them.
    """
    last_days = []
    for each in definition.requirements:
        if isinstance(each, Floor) and each.period in PERIODICITY and activity in each.activities | each.contact:
            periodicity = PERIODICITY[each.period]
            stretch = periodicity.stretch(periodicity.index(worked_on))
            last_days.append(days_after(stretch.ends_on, each.grace_days))
    return min(last_days, default=None)


def is_late(definition: Definition, content: Content, submitted_on: date | None) -> bool:
    """Whether work was handed in after a period that looks at it had closed: it counts in sums, not in that ratio."""
    last_on = closes_on(definition, content.activity, content.worked_on)
    return submitted_on is not None and last_on is not None and submitted_on > last_on


def standing_after(definition: Definition, before: Standing | None, after: Standing) -> Standing:
    """The days that count once a correction is signed.

    A correction that gains nothing for any period (the same work, no more credit) keeps the days of
    what it corrects: mending a slip in a closed month must not cost the month. One that adds time, or
    moves it, counts from its own days, so that what was said of a closed period stays said.
    """
    if before is None or not _gains_nothing(definition, before.content, after.content):
        return after
    return Standing(after.content, before.submitted_on, before.signed_on)


def _gains_nothing(definition: Definition, before: Content, after: Content) -> bool:
    is_same_work = (before.worked_on, before.activity, before.placement_id, before.case_id) == (
        after.worked_on,
        after.activity,
        after.placement_id,
        after.case_id,
    )
    return is_same_work and _credit(definition, after) <= _credit(definition, before)


def _credit(definition: Definition, content: Content) -> int:
    present = content.details.group_of
    return credited_minutes(definition, content.activity, content.minutes, content.outcome, present)
