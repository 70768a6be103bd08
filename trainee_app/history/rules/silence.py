"""Events that no room acts upon, and why that is right. Whatever is neither here nor handled fails a test. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_COUNTS_NOTHING: Final = "changes nothing that counts; the trail keeps it"
_SECURITY: Final = "about signing in; the trail keeps it"
_TELLS_ITSELF: Final = "the verb that publishes it has posted the letter itself"
_DECIDES_LATER: Final = "judged when an entry is signed; no standing depends on it"

SILENT: Final[Mapping[str, str]] = {
    "AbsenceCountersigned": "the log publishes what counts from then on",
    "AbsenceDeclined": _COUNTS_NOTHING,
    "AbsenceProposed": _COUNTS_NOTHING,
    "SignerReminded": _TELLS_ITSELF,
    "BackupRestored": "the operator runs the verification next",
    "CaseClosed": "the ending is told with it",
    "CaseReopened": "that the ending was taken back is told with it",
    "CaseMarked": _COUNTS_NOTHING,
    "CasePlanned": _COUNTS_NOTHING,
    "CohortMade": "nobody is a member yet",
    "ConsentGiven": "asked for on the day of a video review",
    "ConsentWithdrawn": "asked for on the day of a video review",
    "DocumentSigned": "the room whose document it is publishes what follows from it",
    "DraftBegun": "nobody is judged under a draft",
    "DraftChanged": "nobody is judged under a draft",
    "EntryCorrected": "counts once it is signed",
    "EntryDiscarded": _COUNTS_NOTHING,
    "EntryDrafted": _COUNTS_NOTHING,
    "EvidenceAttached": "shown where it belongs; a file alone meets nothing",
    "EvidenceTakenBack": "shown where it belongs; a file alone meets nothing",
    "IdentityConfirmed": _SECURITY,
    "ImportAttested": "the log publishes what counts from then on",
    "InvitationAccepted": _SECURITY,
    "InvitationRevoked": _SECURITY,
    "PasswordChanged": _TELLS_ITSELF,
    "PersonInvited": _TELLS_ITSELF,
    "PersonRecorded": "a person alone stands in no record",
    "PlacementAgreementEnded": "asked for when a case is agreed",
    "PlacementAgreementMade": "asked for when a case is agreed",
    "PlacementEnded": _DECIDES_LATER,
    "PlacementMade": _DECIDES_LATER,
    "ProgrammeMade": "nobody is judged under it yet",
    "RecoveryCodesMade": _SECURITY,
    "ResetAsked": _TELLS_ITSELF,
    "RoleEnded": "permissions ask for the role on each request",
    "RoleGranted": "permissions ask for the role on each request",
    "SecondFactorRemoved": _TELLS_ITSELF,
    "SecondFactorSetUp": _SECURITY,
    "SecondFactorShown": _SECURITY,
    "SessionEnded": _SECURITY,
    "SignInFailed": _SECURITY,
    "SigningAsked": _TELLS_ITSELF,
    "SigningCodeWrong": _SECURITY,
    "SigningListAnswered": "the log publishes what was signed and what was returned",
    "SigningListEnded": "the page of the link says why",
    "SignedIn": _SECURITY,
    "SignedOut": _SECURITY,
    "StandingsDrifted": "the same run judges them anew",
    "SupervisionRecorded": "the log and the cases publish what counts from then on",
    "SupervisionVoided": "the log and the cases publish what no longer counts",
    "RegisterSigned": "the log publishes what counts from then on",
    "RegisterVoided": "the log publishes what no longer counts",
    "TeachingDateCancelled": "nothing was held, so nothing counts",
    "TeachingDateMade": "nothing was held yet",
    "VersionPublished": "a cohort is judged under it only once it is pinned",
    "WorkbookImported": "the log publishes the entries that came with it",
    "ApplicantEnrolled": "joining the cohort is told by its own event",
    "ApplicationBegun": "counts once it is handed in",
    "IntakeChanged": "who may apply is asked for on the day",
    "IntakeMade": "who may apply is asked for on the day",
}
