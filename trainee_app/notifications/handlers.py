"""Whom news concerns. Nobody is told of what they did themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from trainee_app.admissions.events import (
    ApplicationMoved,
    DecisionMade,
    DecisionProposed,
    DecisionTakenBack,
    InterviewArranged,
    InterviewScored,
    OfferAnswered,
    OfferMade,
    OfferWithdrawn,
)
from trainee_app.admissions.queries import standing_interview
from trainee_app.admissions.rules import Stage
from trainee_app.casework.events import FamilyProposed, PhaseSigned, ProposalAnswered, ProposalWithdrawn
from trainee_app.cohorts.events import (
    AgreementAgreed,
    AgreementEnded,
    AgreementMade,
    DraftDiscarded,
    ProposalTakenBack,
    VersionAgreed,
    VersionPinned,
    VersionProposed,
)
from trainee_app.cohorts.queries import agreements_of_placements, supervisors_of
from trainee_app.cohorts.queries.versions import people_of_cohort
from trainee_app.events import Event, Handler
from trainee_app.logbook.events import (
    EntryReturned,
    EntrySigned,
    EntryVoided,
    TermHandedIn,
    TermReturned,
    TermSigned,
    TermTakenBack,
)
from trainee_app.logbook.rules import local_day
from trainee_app.notifications import queries, services
from trainee_app.notifications.rules import LONG_AFTER, Kind
from trainee_app.people.queries import people_holding, programme
from trainee_app.people.rules import Role
from trainee_app.readiness.events import ReadyFlagEnded, TraineeFlaggedReady, WaiverDecided, WaiverEnded, WaiverProposed

_OFFICE = (Role.ADMINISTRATOR, Role.DIRECTOR)
_DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)


def _tell(event: Any, people: Iterable[int], kind: Kind, subject: str, **params: str | int | bool) -> None:
    services.notify(
        people={each for each in people if each != event.actor_id},
        programme_id=event.programme_id,
        trainee_id=event.trainee_id,
        kind=kind,
        subject=subject,
        params=params,
        at=event.at,
    )


def _today(event: Any) -> date:
    return local_day(event.at, programme(event.programme_id).zone)


def _holding(event: Any, *roles: Role) -> set[int]:
    on = _today(event)
    return {person.id for role in roles for person in people_holding(event.programme_id, role, on)}


def _returned(event: EntryReturned) -> None:
    day = queries.day_of_entry(event.entry)
    owner = queries.person_of_trainee(event.trainee_id)
    _tell(event, {owner}, Kind.ENTRY_RETURNED, event.subject, day=day.isoformat() if day else "")


def _voided(event: EntryVoided) -> None:
    """Both are told: whose hours no longer count, and who had signed for them."""
    day = queries.day_of_entry(event.entry)
    both = {queries.person_of_trainee(event.trainee_id), *queries.signers_of_entry(event.entry)}
    _tell(event, both, Kind.ENTRY_VOID, event.subject, day=day.isoformat() if day else "")


def _term_handed_in(event: TermHandedIn) -> None:
    _tell(event, {event.tutor_id}, Kind.TERM_TO_SIGN, event.subject)


def _term_decided(event: TermReturned | TermSigned | TermTakenBack) -> None:
    services.settle(subject=event.subject, kind=Kind.TERM_TO_SIGN, at=event.at)
    if isinstance(event, TermReturned):
        _tell(event, {queries.person_of_trainee(event.trainee_id)}, Kind.TERM_RETURNED, event.subject)


def _agreement_of(event: Any) -> str:
    # The page is the trainee's; the agreement tells one from another.
    return f"agreement {event.agreement_id}:{event.trainee}"


def _agreement_made(event: AgreementMade) -> None:
    both = {event.supervisor_id, queries.person_of_trainee(event.trainee_id)}
    _tell(event, both, Kind.AGREEMENT_TO_AGREE, _agreement_of(event))


def _agreement_agreed(event: AgreementAgreed) -> None:
    services.settle(subject=_agreement_of(event), kind=Kind.AGREEMENT_TO_AGREE, at=event.at, person_id=event.person_id)


def _agreement_ended(event: AgreementEnded) -> None:
    services.settle(subject=_agreement_of(event), kind=Kind.AGREEMENT_TO_AGREE, at=event.at)


def _family_proposed(event: FamilyProposed) -> None:
    on = _today(event)
    supervisors = {each.supervisor_id for each in supervisors_of(event.trainee_id, on) if each.capacity == "supervisor"}
    signed = agreements_of_placements([event.placement_id], on).get(event.placement_id)
    manager = signed.manager_id if signed is not None else None
    # Where nobody answers for the service here, the office records its word.
    placement = {manager} if manager is not None else _holding(event, Role.ADMINISTRATOR)
    _tell(event, supervisors | placement, Kind.PROPOSAL_TO_ANSWER, event.subject)


def _proposal_answered(event: ProposalAnswered) -> None:
    if event.actor_id is not None:
        services.settle(subject=event.subject, kind=Kind.PROPOSAL_TO_ANSWER, at=event.at, person_id=event.actor_id)
    owner = queries.person_of_trainee(event.trainee_id)
    _tell(event, {owner}, Kind.PROPOSAL_ANSWERED, event.subject)


def _proposal_withdrawn(event: ProposalWithdrawn) -> None:
    services.settle(subject=event.subject, kind=Kind.PROPOSAL_TO_ANSWER, at=event.at)


def _phase_signed(event: PhaseSigned) -> None:
    _tell(event, {queries.person_of_trainee(event.trainee_id)}, Kind.PHASE_SIGNED, event.subject)


def _waiver_of(event: Any) -> str:
    return f"waiver {event.waiver_id}:{event.trainee}"


def _waiver_proposed(event: WaiverProposed) -> None:
    deciders = _holding(event, *_DECIDERS) - {queries.person_of_trainee(event.trainee_id)}
    _tell(event, deciders, Kind.WAIVER_TO_DECIDE, _waiver_of(event))


def _waiver_decided(event: WaiverDecided) -> None:
    services.settle(subject=_waiver_of(event), kind=Kind.WAIVER_TO_DECIDE, at=event.at)
    concerned = _holding(event, Role.ADMINISTRATOR) | {queries.person_of_trainee(event.trainee_id)}
    _tell(event, concerned, Kind.WAIVER_DECIDED, _waiver_of(event), granted=event.is_granted)


def _waiver_ended(event: WaiverEnded) -> None:
    services.settle(subject=_waiver_of(event), kind=Kind.WAIVER_TO_DECIDE, at=event.at)


def _draft_of(event: Any) -> str:
    return f"draft:{event.draft}"


def _tell_of_version(event: Any, people: Iterable[int], kind: Kind, subject: str) -> None:
    """Tell people of something that is about no single trainee."""
    services.notify(
        people={each for each in people if each != event.actor_id},
        programme_id=event.programme_id,
        trainee_id=None,
        kind=kind,
        subject=subject,
        params={"number": event.number},
        at=event.at,
    )


def _version_proposed(event: VersionProposed) -> None:
    _tell_of_version(event, _holding(event, Role.DIRECTOR), Kind.VERSION_TO_AGREE, _draft_of(event))


def _proposal_over(event: ProposalTakenBack | VersionAgreed | DraftDiscarded) -> None:
    services.settle(subject=_draft_of(event), kind=Kind.VERSION_TO_AGREE, at=event.at)


def _version_pinned(event: VersionPinned) -> None:
    if event.number_before is not None:
        _tell_of_version(event, people_of_cohort(event.cohort_id), Kind.COHORT_MOVED, event.subject)


def _flagged(event: TraineeFlaggedReady) -> None:
    office = _holding(event, *_OFFICE) - {queries.person_of_trainee(event.trainee_id)}
    _tell(event, office, Kind.READY, event.subject)


def _flag_ended(event: ReadyFlagEnded) -> None:
    services.settle(subject=event.subject, kind=Kind.READY, at=event.at)


def _tell_of_application(event: Any, people: Iterable[int], kind: Kind, **params: str) -> None:
    services.notify(
        people={each for each in people if each not in {event.actor_id, event.person_id}},
        programme_id=event.programme_id,
        kind=kind,
        subject=event.subject,
        params=params,
        at=event.at,
    )


def _interview_arranged(event: InterviewArranged) -> None:
    services.settle(subject=event.subject, kind=Kind.INTERVIEW_TO_HOLD, at=event.at)
    interview = standing_interview(event.application_id)
    held_by = (interview.first_id, interview.second_id) if interview is not None else ()
    both = {each for each in held_by if each is not None}
    _tell_of_application(event, both, Kind.INTERVIEW_TO_HOLD, day=event.held_on.isoformat())


def _interview_scored(event: InterviewScored) -> None:
    services.settle(subject=event.subject, kind=Kind.INTERVIEW_TO_HOLD, at=event.at, person_id=event.actor_id)


def _decision_proposed(event: DecisionProposed) -> None:
    _tell_of_application(event, _holding(event, *_DECIDERS), Kind.DECISION_TO_MAKE)


def _decision_settled(event: DecisionMade | DecisionTakenBack) -> None:
    services.settle(subject=event.subject, kind=Kind.DECISION_TO_MAKE, at=event.at)


def _application_moved(event: ApplicationMoved) -> None:
    """A place accepted is told to the office until it is enrolled; what an office's record brings in is no news."""
    if event.stage_before is None:
        return
    if event.stage_before == Stage.INTERVIEW:
        services.settle(subject=event.subject, kind=Kind.INTERVIEW_TO_HOLD, at=event.at)
    if event.stage_before == Stage.ACCEPTED:
        services.settle(subject=event.subject, kind=Kind.PLACE_ACCEPTED, at=event.at)
    if event.stage_after == Stage.ACCEPTED:
        _tell_of_application(event, _holding(event, *_OFFICE), Kind.PLACE_ACCEPTED)
    if event.stage_after == Stage.OFFER_DECLINED:
        _tell_of_application(event, _holding(event, *_OFFICE), Kind.PLACE_DECLINED)


def _offer_made(event: OfferMade) -> None:
    services.notify(
        people={event.person_id} - {event.actor_id},
        programme_id=event.programme_id or 0,
        kind=Kind.OFFER_MADE,
        subject=event.subject,
        at=event.at,
    )


def _offer_settled(event: OfferAnswered | OfferWithdrawn) -> None:
    services.settle(subject=event.subject, kind=Kind.OFFER_MADE, at=event.at)


HANDLERS: Mapping[type[Event], tuple[Handler, ...]] = {
    AgreementAgreed: (_agreement_agreed,),
    AgreementEnded: (_agreement_ended,),
    AgreementMade: (_agreement_made,),
    DraftDiscarded: (_proposal_over,),
    ApplicationMoved: (_application_moved,),
    DecisionMade: (_decision_settled,),
    DecisionProposed: (_decision_proposed,),
    DecisionTakenBack: (_decision_settled,),
    EntryReturned: (_returned,),
    EntryVoided: (_voided,),
    FamilyProposed: (_family_proposed,),
    InterviewArranged: (_interview_arranged,),
    InterviewScored: (_interview_scored,),
    OfferAnswered: (_offer_settled,),
    OfferMade: (_offer_made,),
    OfferWithdrawn: (_offer_settled,),
    PhaseSigned: (_phase_signed,),
    ProposalAnswered: (_proposal_answered,),
    ProposalWithdrawn: (_proposal_withdrawn,),
    ProposalTakenBack: (_proposal_over,),
    ReadyFlagEnded: (_flag_ended,),
    TermHandedIn: (_term_handed_in,),
    TermReturned: (_term_decided,),
    TermSigned: (_term_decided,),
    TermTakenBack: (_term_decided,),
    TraineeFlaggedReady: (_flagged,),
    VersionAgreed: (_proposal_over,),
    VersionPinned: (_version_pinned,),
    VersionProposed: (_version_proposed,),
    WaiverDecided: (_waiver_decided,),
    WaiverEnded: (_waiver_ended,),
    WaiverProposed: (_waiver_proposed,),
}


def tell_of_late_signatures(happened: Sequence[Event]) -> None:
    """Tell trainees of entries that were signed after waiting long: one notice a transaction, however many there were."""
    signed = [event for event in happened if isinstance(event, EntrySigned)]
    if not signed:
        return
    first = signed[0]
    cutoff = _today(first) - LONG_AFTER
    for trainee_id, trainee, person_id, number in queries.entries_signed_at_last(
        [event.entry for event in signed], cutoff
    ):
        services.notify(
            people={person_id},
            programme_id=next(event.programme_id for event in signed if event.trainee_id == trainee_id) or 0,
            trainee_id=trainee_id,
            kind=Kind.SIGNED_AT_LAST,
            subject=f"trainee:{trainee}",
            params={"entries": number},
            at=first.at,
        )
