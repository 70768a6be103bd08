"""Who finds what in the main navigation, and what asks to be done next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from trainee_app.people.rules import Role
from trainee_app.programmes.rules.telling.phrases import listed


class Front(StrEnum):
    """The front pages; a person with several roles has several, and sees one at a time."""

    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"
    COURSE = "course"
    APPLICANT = "applicant"
    PLACEMENT = "placement"
    PLAIN = "plain"


@dataclass(frozen=True)
class Place:
    """One place of the main navigation: where it leads, and for whom it stands there (empty: for everybody).

    `pages` are the other pages that belong to it; `if_verified`: only where a programme has what was signed verified.
    """

    label: str
    endpoint: str
    icon: str
    roles: frozenset[Role] = frozenset()
    primary: bool = False
    pages: frozenset[str] = frozenset()
    if_verified: bool = False

    def holds(self, endpoint: str | None) -> bool:
        """Whether that page belongs here."""
        return endpoint == self.endpoint or endpoint in self.pages


_SIGNS = frozenset({Role.SUPERVISOR, Role.TUTOR})
_COURSE = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER, Role.EXAMINER})
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER})
_RUNS = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})
_KNOWS_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})

PLACES: tuple[Place, ...] = (
    Place("Today", "home.front", "house"),
    Place("Log", "logbook.own_log", "list-checks", frozenset({Role.TRAINEE})),
    Place("Log time", "logbook.new_entry", "plus", frozenset({Role.TRAINEE}), primary=True),
    Place(
        "Cases",
        "home.own_cases",
        "folder-open",
        frozenset({Role.TRAINEE}),
        pages=frozenset({"casework.cases", "casework.case", "casework.propose"}),
    ),
    Place(
        "Standing",
        "home.own_standing",
        "trending-up",
        frozenset({Role.TRAINEE}),
        pages=frozenset({"readiness.standing", "readiness.rows", "readiness.what_if"}),
    ),
    Place("To sign", "logbook.queue", "signature", _SIGNS, primary=True),
    Place("To verify", "logbook.verification", "badge-check", _RUNS, if_verified=True),
    Place(
        "Supervision",
        "supervision.given",
        "message-circle",
        frozenset({Role.SUPERVISOR}),
        pages=frozenset({"supervision.new_session", "supervision.session", "supervision.before"}),
    ),
    Place("Timetable", "teaching.own_timetable", "calendar-range", frozenset({Role.TRAINEE, Role.TUTOR})),
    Place(
        "Cohorts",
        "cohorts.cohorts",
        "layout-grid",
        _COURSE,
        pages=frozenset({"readiness.behind", "readiness.cohort", "cohorts.people"}),
    ),
    Place(
        "Families",
        "casework.proposals",
        "house",
        frozenset({Role.SUPERVISOR, Role.PLACEMENT_MANAGER, Role.ADMINISTRATOR, Role.DIRECTOR}),
        pages=frozenset({"casework.proposal"}),
    ),
    Place(
        "Selection",
        "admissions.intakes",
        "clipboard-check",
        _OFFICE,
        pages=frozenset({"admissions.screening", "admissions.application"}),
    ),
    Place(
        "Programme",
        "readiness.programmes",
        "book-open",
        _RUNS,
        pages=frozenset(
            {
                "readiness.versions",
                "readiness.version",
                "readiness.rules",
                "readiness.compare",
                "readiness.draft",
                "readiness.draft_part",
                "readiness.draft_structure",
                "readiness.draft_effect",
                "readiness.cohort_version",
            }
        ),
    ),
    Place("People", "people.people", "users", _KNOWS_PEOPLE),
    Place("Imports", "imports.batches", "inbox", _OFFICE, pages=frozenset({"imports.batch", "imports.cohort_time"})),
    Place(
        "Bring time in",
        "imports.own_time",
        "inbox",
        frozenset({Role.TRAINEE}),
        pages=frozenset({"imports.time_columns", "imports.time_file"}),
    ),
    Place(
        "Texts",
        "privacy.texts",
        "eye",
        frozenset({Role.DATA_PROTECTION_OFFICER}),
        pages=frozenset({"privacy.find", "privacy.blank"}),
    ),
)

_FRONTS: tuple[tuple[Front, frozenset[Role]], ...] = (
    (Front.COURSE, _COURSE),
    (Front.SUPERVISOR, _SIGNS),
    (Front.TRAINEE, frozenset({Role.TRAINEE})),
    (Front.APPLICANT, frozenset({Role.APPLICANT})),
    (Front.PLACEMENT, frozenset({Role.PLACEMENT_MANAGER})),
)


def places_for(roles: Iterable[Role], *, verified: bool = False) -> list[Place]:
    """Return what stands in the navigation of somebody who holds these roles; one primary place at most.

    `verified`: a programme has a second person verify what was signed.
    """
    held = frozenset(roles)
    places, has_primary = [], False
    for place in PLACES:
        if (place.roles and not place.roles & held) or (place.if_verified and not verified):
            continue
        places.append(replace(place, primary=place.primary and not has_primary))
        has_primary = has_primary or place.primary
    return places


def fronts_for(roles: Iterable[Role]) -> list[Front]:
    """Return the front pages of somebody who holds these roles, the one to begin with first."""
    held = frozenset(roles)
    return [front for front, wanted in _FRONTS if wanted & held] or [Front.PLAIN]


def chosen_front(asked: str | None, fronts: Sequence[Front]) -> Front:
    """Return the front page that was asked for if it is one of theirs, else the first."""
    return next((front for front in fronts if front == asked), fronts[0])


def roles_in_words(roles: Iterable[Role]) -> str:
    """Return "supervisor and tutor", each role once, in the order given."""
    return listed(dict.fromkeys(role.words for role in roles))
