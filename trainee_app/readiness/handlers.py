"""What this room does when news arrives: whoever it concerns is judged again, once per transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trainee_app.cases.events import CaseOpened
from trainee_app.casework.events import CaseEnded, CaseEndingTakenBack, CaseSupervised, PhaseSigned, PhaseVoided
from trainee_app.cohorts.events import BreakRecorded, BreakTakenBack, TraineeJoined, VersionPinned
from trainee_app.cohorts.queries import trainees_of
from trainee_app.credentials.events import (
    AcceptanceLapsed,
    AcceptanceTakenBack,
    BroughtAlongRecorded,
    BroughtAlongTakenBack,
    PrerequisiteAccepted,
    RegistrationEnded,
    RegistrationRecorded,
)
from trainee_app.events import Event
from trainee_app.logbook import events as log
from trainee_app.logbook.rules import local_day
from trainee_app.logbook.services import touched_entries
from trainee_app.programmes.queries import programme
from trainee_app.readiness.events import WaiverDecided, WaiverEnded
from trainee_app.readiness.queries import trainee_ids_of_cohort
from trainee_app.readiness.services import rewrite_standings

_Whom = Callable[[Any], Sequence[int]]


def _one(event: Any) -> Sequence[int]:
    return (event.trainee_id,)


def _several(event: Any) -> Sequence[int]:
    ids: Sequence[int] = event.trainee_ids
    return ids


def _memberships(event: Any) -> Sequence[int]:
    return [trainee.id for trainee in trainees_of(event.person_id) if trainee.programme_id == event.programme_id]


def _cohort(event: Any) -> Sequence[int]:
    return trainee_ids_of_cohort(event.cohort_id)


# Which news changes what counts, and for whom. A draft changes nothing; neither does a correction until it is signed.
CONCERNS: Mapping[type[Event], _Whom] = {
    log.EntrySubmitted: _one,
    log.EntryWithdrawn: _one,
    log.EntryReturned: _one,
    log.EntrySigned: _one,
    log.EntryVoided: _one,
    log.EntriesImported: _several,
    log.EntriesAttested: _several,
    log.EntriesCarried: _several,
    log.CarriedEntriesSigned: _several,
    log.CarriedEntriesVoided: _several,
    BreakRecorded: _one,
    BreakTakenBack: _one,
    TraineeJoined: _one,
    CaseEnded: _one,
    CaseEndingTakenBack: _one,
    CaseOpened: _one,
    CaseSupervised: _one,
    PhaseSigned: _one,
    PhaseVoided: _one,
    VersionPinned: _cohort,
    RegistrationRecorded: _memberships,
    RegistrationEnded: _memberships,
    BroughtAlongRecorded: _memberships,
    BroughtAlongTakenBack: _memberships,
    PrerequisiteAccepted: _memberships,
    AcceptanceLapsed: _memberships,
    AcceptanceTakenBack: _memberships,
    WaiverDecided: _one,
    WaiverEnded: _one,
}


# News of one entry alone, which touches no more than what looks at its activity.
_OF_ONE_ENTRY = (log.EntrySubmitted, log.EntryWithdrawn, log.EntryReturned, log.EntrySigned, log.EntryVoided)


def rewrite_concerned(happened: Sequence[Event]) -> None:
    """Judge again everybody whom the events of this transaction concern, however many events there were."""
    by_programme: dict[int, set[int]] = {}
    wholly: set[int] = set()
    for event in happened:
        whom = CONCERNS.get(type(event))
        if whom is None or event.programme_id is None:
            continue
        concerned = whom(event)
        by_programme.setdefault(event.programme_id, set()).update(concerned)
        if not isinstance(event, _OF_ONE_ENTRY):
            wholly.update(concerned)
    at = max((event.at for event in happened), default=None)
    if at is None or not by_programme:
        return
    touched = {trainee_id: each for trainee_id, each in touched_entries().items() if trainee_id not in wholly}
    for programme_id, trainee_ids in by_programme.items():
        on = local_day(at, programme(programme_id).zone)
        rewrite_standings(trainee_ids=trainee_ids, on=on, at=at, touched=touched)
