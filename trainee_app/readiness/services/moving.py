"""A cohort is moved to another version of its programme, with a reason; everybody's standing follows in the same act."""

from __future__ import annotations

from datetime import datetime

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries.versions import held_pin
from trainee_app.cohorts.rules import LONGEST_REASON
from trainee_app.cohorts.services import pin_version
from trainee_app.logbook.queries.crediting import activities_logged
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.queries import definition_of
from trainee_app.refusals import Conflict, FieldsAreFaulty, Refusal, Violation
from trainee_app.teaching.queries.timetable import activities_planned


class CohortWasMovedMeanwhile(Conflict):
    """Somebody has moved the cohort since the page was shown."""


class VersionLacksActivities(Refusal):
    """The cohort's log or timetable has activities that the version does not know."""


def move_cohort(
    *, cohort: Cohort, version: ProgrammeVersion, seen_number: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Judge the cohort under `version` from now on, as it was under `seen_number`; sent twice, it is moved once.

    What was shown on an earlier day stays what it was. Raises CohortWasMovedMeanwhile, FieldsAreFaulty,
    VersionLacksActivities, `cohorts.VersionIsOfAnotherProgramme`.
    """
    pin = held_pin(cohort.id)
    if pin.programme_version_id == version.id and pin.recorded_by == actor.person_id and pin.reason == reason:
        return
    if pin.programme_version.number != seen_number or pin.programme_version_id == version.id:
        raise CohortWasMovedMeanwhile(
            f"{cohort.name} is under version {pin.programme_version.number} by now. Open the page again and look."
        )
    if not reason:
        raise FieldsAreFaulty([Violation("missing", "reason", "Say why the cohort is moved.")])
    if len(reason) > LONGEST_REASON:
        raise FieldsAreFaulty([Violation("too_long", "reason", f"Shorten this to {LONGEST_REASON:,} characters.")])
    _insist_on_activities(cohort, version)
    pin_version(cohort=cohort, version=version, actor=actor, at=at, reason=reason)


def _insist_on_activities(cohort: Cohort, version: ProgrammeVersion) -> None:
    known = activities_logged(cohort.id) | activities_planned(cohort.id)
    lacking = known - definition_of(version).activities.keys()
    if lacking:
        before = definition_of(held_pin(cohort.id).programme_version)
        titles = ", ".join(sorted(before.title_of(key) for key in lacking))
        raise VersionLacksActivities(
            f"The log or the timetable of {cohort.name} has activities that version {version.number} lacks: {titles}. "
            "Publish a version that keeps these activities, and move the cohort to that one."
        )
