"""Which rows stand behind a figure, so that a page can open them; and what was expected by a day."""

from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.definition import Floor, Requirement, Sum, VideoReviews


@dataclass(frozen=True, slots=True)
class EntriesFilter:
    """Entries of these activities, held ones only or with a video review only where so asked.

    `period` is set where the figure is judged by period: the page then asks for one period's rows.
    """

    activities: frozenset[str]
    is_held_only: bool = False
    is_video_reviewed_only: bool = False
    period: Period | None = None


def requirement_entries_filter(requirement: Requirement) -> EntriesFilter | None:
    """The entries that make the figure; None where the figure is not made of entries."""
    match requirement:
        case Sum():
            return EntriesFilter(requirement.activities)
        case VideoReviews():
            return EntriesFilter(requirement.activities, is_held_only=True, is_video_reviewed_only=True)
        case Floor():
            activities = requirement.activities | requirement.contact
            return EntriesFilter(activities, is_held_only=True, period=requirement.period)
        case _:
            return None


def expected_by(requirement: Requirement, starts_on: date, ends_on: date, on: date) -> int | None:
    """What the milestones ask for by a day, in the requirement's unit; None where there are no milestones."""
    match requirement:
        case Sum():
            return requirement.pace.line.expected(requirement.at_least_minutes, starts_on, ends_on, on)
        case VideoReviews():
            return requirement.pace.line.expected(requirement.at_least, starts_on, ends_on, on)
        case _:
            return None
