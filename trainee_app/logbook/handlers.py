"""What this room does when news of a lower room arrives."""

from __future__ import annotations

from trainee_app.cohorts.events import VersionPinned
from trainee_app.cohorts.queries.versions import version_numbered
from trainee_app.logbook.services.recrediting import recredit_cohort
from trainee_app.programmes.queries import definition_of, definition_of_version


def recredit_when_pinned(event: VersionPinned) -> None:
    """Credit a cohort's entries by the version to which it has been moved; a new cohort has none."""
    if event.number_before is None or event.programme_id is None:
        return
    before = version_numbered(event.programme_id, event.number_before)
    if before is not None:
        after = definition_of_version(event.programme_version_id)
        recredit_cohort(cohort_id=event.cohort_id, before=definition_of(before), after=after)
