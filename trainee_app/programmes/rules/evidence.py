"""Which rows stand behind a figure, so that a page can open them; what was expected by a day; what rules look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.requirements import (
    Cadence,
    Cap,
    Floor,
    Over,
    Recency,
    Requirement,
    Sessions,
    Share,
    Sum,
)
from trainee_app.programmes.rules.selections import Selection


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
        case Sum() | Cap():
            return EntriesFilter(requirement.of.activities)
        case Sessions():
            return EntriesFilter(
                requirement.activities, is_held_only=True, is_video_reviewed_only=requirement.video_reviewed
            )
        case Floor():
            activities = requirement.activities | requirement.contact
            return EntriesFilter(activities, is_held_only=True, period=requirement.period)
        case Cadence():
            return EntriesFilter(requirement.of.activities | requirement.beside.activities, is_held_only=True)
        case Recency():
            return EntriesFilter(requirement.of.activities, is_held_only=True)
        case _:
            return None


def expected_by(requirement: Requirement, starts_on: date, ends_on: date, on: date) -> int | None:
    """What the milestones ask for by a day, in the requirement's unit; None where there are no milestones."""
    match requirement:
        case Sum():
            return requirement.pace.line.expected(requirement.at_least_minutes, starts_on, ends_on, on)
        case Sessions():
            return requirement.pace.line.expected(requirement.at_least, starts_on, ends_on, on)
        case _:
            return None


def selections_of(requirement: Requirement) -> tuple[Selection, ...]:
    """Every selection of work that a requirement is made of."""
    match requirement:
        case Sum() | Sessions() | Recency():
            return (requirement.of,)
        case Cap(at_most=Share(of=share)):
            return (requirement.of, share)
        case Cap():
            return (requirement.of,)
        case Floor():
            return (requirement.of, requirement.beside, *([requirement.voids] if requirement.voids else []))
        case Cadence():
            return (requirement.of, requirement.beside)
        case _:
            return ()


def sited_activities(requirements: Iterable[Requirement]) -> frozenset[str]:
    """The activities that some rule asks for at some sites only: their sums are made of entries."""
    found = (each for requirement in requirements for each in selections_of(requirement) if each.sites)
    return frozenset[str]().union(*(each.activities for each in found))


def asks_for_sites(requirements: Iterable[Requirement]) -> bool:
    """Whether some rule looks at where work was done, by the name of the placement."""
    return any(
        (isinstance(requirement, Floor) and requirement.over is Over.EACH_SITE)
        or any(each.sites for each in selections_of(requirement))
        for requirement in requirements
    )


def judged_by_entry(requirements: Iterable[Requirement]) -> frozenset[str]:
    """The activities that some rule looks at entry by entry; all others are judged by their totals alone."""
    listed = list(requirements)
    found = (
        each.activities
        for requirement in listed
        if isinstance(requirement, Sessions | Floor | Cadence | Recency)
        for each in selections_of(requirement)
    )
    return sited_activities(listed).union(*found)
