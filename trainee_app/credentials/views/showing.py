"""What somebody brings along, put together for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app

from trainee_app.access import actor, can
from trainee_app.credentials import queries
from trainee_app.credentials.models import Acceptance, BroughtAlong, Evidence, Registration
from trainee_app.credentials.queries import PrerequisiteRecord
from trainee_app.credentials.rules import Course, Experience, Record, Verdict, verdict_of
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.queries import definition_of, latest_version
from trainee_app.programmes.rules import Finding, Prerequisite, Requirement, sentence, what_would_meet
from trainee_app.programmes.rules.dates import months_after

REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Asked:
    """One prerequisite: what the programme says, how it stands, and what is recorded of it."""

    requirement: Requirement
    finding: Finding
    about: str
    registrations: Sequence[Registration]
    brought: Sequence[BroughtAlong]
    evidence: Sequence[Evidence]
    acceptance: Acceptance | None
    lapsed: Acceptance | None
    experience: Experience | None

    @property
    def verdict(self) -> Verdict:
        """Met, due later, missing, or for somebody to decide."""
        return verdict_of(self.finding)

    @property
    def sentence(self) -> str:
        """Why it stands so."""
        return sentence(self.requirement, self.finding)

    @property
    def remedy(self) -> str | None:
        """What would meet it."""
        if self.verdict is Verdict.MISSING and self.about != REGISTRATION:
            return "Record it here; the course then decides."
        return what_would_meet(self.requirement, self.finding)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one programme asks somebody to bring along. `course` None: no rules are published yet.

    `has_day`: the course's first day is known; without it, posts are counted to today.
    """

    programme: Programme
    course: Course | None
    has_day: bool
    asked: Sequence[Asked]
    hears_therapy: bool


def shelves_of(person: Person) -> list[Shelf]:
    """Return what each programme in common asks the person to bring along."""
    return [_shelf(person, programme) for programme in queries.programmes_asking(person.id, actor())]


def course_of(person_id: int, programme: Programme, on: date) -> tuple[Course | None, bool]:
    """Return the person's course and whether its first day is known; otherwise one by the latest rules, from today."""
    for knows in current_app.extensions["courses"]:
        known = knows(person_id, programme.id, on)
        if known is not None:
            return known, True
    version = latest_version(programme.id)
    if version is None:
        return None, False
    definition = definition_of(version)
    return Course(on, months_after(on, definition.length_months), definition), False


def hears_therapy(person: Person, programme: Programme) -> bool:
    """Say whether whoever asks is told anything of the person's therapy."""
    return person.id == actor().person_id or can(actor(), "therapy.hear", programme)


def _shelf(person: Person, programme: Programme) -> Shelf:
    on = actor().on
    course, has_day = course_of(person.id, programme, on)
    may_hear = hears_therapy(person, programme)
    if course is None:
        return Shelf(programme, None, False, (), may_hear)
    brought = queries.prerequisites_of(person.id, programme.id)
    requirements = {each.key: each for each in course.definition.requirements}
    asked = [
        _asked(requirements[finding.key], finding, brought, course)
        for finding in queries.findings_of(person.id, programme.id, course, on)
    ]
    shown = [each for each in asked if may_hear or each.about != Record.THERAPY]
    return Shelf(programme, course, has_day, shown, may_hear)


def _asked(requirement: Requirement, finding: Finding, brought: PrerequisiteRecord, course: Course) -> Asked:
    about = requirement.record if isinstance(requirement, Prerequisite) else REGISTRATION
    posts = brought.posts if about == Record.EXPERIENCE else ()
    return Asked(
        requirement=requirement,
        finding=finding,
        about=about,
        registrations=brought.registrations if about == REGISTRATION else (),
        brought=brought.of(about),
        evidence=brought.evidence_about(about),
        acceptance=brought.acceptances.get(about),
        lapsed=brought.lapsed.get(about),
        experience=queries.experience_of(posts, course.starts_on) if posts else None,
    )
