"""What each kind of event says to people: kind, exact, and about what was done, never about what somebody is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainee_app.history.rules.of_lists import OF_LISTS
from trainee_app.history.rules.of_selection import OF_SELECTION
from trainee_app.history.rules.of_versions import OF_VERSIONS
from trainee_app.history.rules.telling import Saying

_ENTRIES: Final[Mapping[str, Sequence[Saying]]] = {
    "EntryDrafted": (
        Saying("{actor} began a correction of this entry.", "is_correction", "pencil", "draft"),
        Saying("{actor} began this entry.", icon="pencil", state="draft"),
    ),
    "EntrySubmitted": (Saying("{actor} handed this entry in.", icon="send", state="submitted"),),
    "EntryCorrected": (
        Saying("{actor} handed in a correction; it counts once it is signed.", icon="send", state="submitted"),
    ),
    "EntryWithdrawn": (
        Saying("{actor} withdrew the correction.", "is_correction", "repeat", "withdrawn"),
        Saying("{actor} withdrew this entry.", icon="repeat", state="withdrawn"),
    ),
    "EntryReturned": (
        Saying("{actor} returned the correction with a comment.", "is_correction", "message-circle", "returned"),
        Saying("{actor} returned this entry with a comment.", icon="message-circle", state="returned"),
    ),
    "EntrySigned": (
        Saying(
            "{actor} signed the correction{signature:way}; version {entry_version} counts instead of version "
            "{superseded_version}.",
            "superseded_version",
            "signature",
            "signed",
        ),
        Saying(
            "{actor} signed the correction; version {entry_version} counts instead of version {superseded_version}.",
            "superseded_version",
            "signature",
            "signed",
        ),
        Saying("{actor} signed this entry{signature:way}.", icon="signature", state="signed"),
        Saying("{actor} signed this entry.", icon="signature", state="signed"),
    ),
    "EntryVerified": (
        Saying(
            "{actor} looked at what was signed as a second person, and found nothing against it.",
            icon="check",
            state="signed",
        ),
    ),
    "EntryVoided": (
        Saying("{actor} made this entry void, with a reason; it no longer counts.", icon="ban", state="void"),
    ),
    "EntryTextBlanked": (
        Saying(
            "{actor} took the text out of this entry, because {why}. Minutes and signatures stay.",
            icon="eye",
            state="info",
        ),
    ),
    "EntryDiscarded": (
        Saying("{actor} discarded the correction.", "is_correction", "x", "discarded"),
        Saying("{actor} discarded this entry.", icon="x", state="discarded"),
    ),
    "TermHandedIn": (
        Saying(
            "{actor} handed in {entries} entries of self-directed study as one document.",
            icon="send",
            state="submitted",
        ),
    ),
    "TermTakenBack": (Saying("{actor} took the term’s document back.", icon="undo-2", state="withdrawn"),),
    "TermReturned": (
        Saying("{actor} returned the term’s document with a comment.", icon="message-circle", state="returned"),
    ),
    "TermSigned": (
        Saying(
            "{actor} signed {entries} entries of self-directed study as one document.", icon="signature", state="signed"
        ),
    ),
    "QuietMonthStated": (
        Saying("{actor} said that there is nothing to log for the month from {month:date}.", icon="minus"),
    ),
    "QuietMonthTakenBack": (
        Saying("{actor} took back that there is nothing to log for the month from {month:date}.", icon="undo-2"),
    ),
    "EntriesImported": (
        Saying(
            "{actor} brought in {entries:entries} from the office’s record, {recorded_minutes:duration} together.",
            icon="inbox",
            state="submitted",
        ),
    ),
    "EntriesCarried": (
        Saying(
            "{actor} recorded this for everybody present: {entries:entries}, {recorded_minutes:duration} together.",
            icon="users",
            state="submitted",
        ),
    ),
    "CarriedEntriesSigned": (
        Saying("{actor} signed it; {entries:entries} count from then on.", icon="signature", state="signed"),
    ),
    "CarriedEntriesVoided": (
        Saying("{actor} made it void, with a reason; {entries:entries} no longer count.", icon="ban", state="void"),
    ),
    "EntriesAttested": (
        Saying(
            "With the attestation by {actor}, {entries:entries} from the office’s record count, "
            "{recorded_minutes:duration} together.",
            icon="signature",
            state="signed",
        ),
    ),
}

_DOCUMENTS: Final[Mapping[str, Sequence[Saying]]] = {
    "DocumentSigned": (
        Saying("{actor} signed version {document_version} as {slot:role}.", icon="signature", state="signed"),
    ),
    "TimeBroughtIn": (
        Saying(
            "{actor} brought time in from a file: {entries:entries}, {recorded_minutes:duration} together, "
            "{refused:rows} refused.",
            icon="inbox",
        ),
    ),
    "WorkbookImported": (
        Saying(
            "{actor} brought in the office’s file: {entries:entries} taken, {refused:rows} refused, "
            "{skipped:rows} without an entry, {doubles:rows} doubled.",
            icon="inbox",
        ),
    ),
    "ImportAttested": (
        Saying(
            "{actor} attested, second of two, that this agrees with the office’s record.",
            "is_complete",
            "signature",
            "signed",
        ),
        Saying("{actor} attested, first of two, that this agrees with the office’s record.", icon="signature"),
    ),
    "SupervisionRecorded": (
        Saying(
            "{actor} recorded this supervision of {held_on:date} anew, {minutes:duration}, and signed it.",
            "replaces",
            "signature",
            "signed",
        ),
        Saying(
            "{actor} recorded and signed this supervision of {held_on:date}, {minutes:duration}.",
            icon="signature",
            state="signed",
        ),
    ),
    "SupervisionVoided": (
        Saying("{actor} made this supervision void, with a reason; it no longer counts.", icon="ban", state="void"),
    ),
    "TeachingDateMade": (
        Saying("{actor} put this on the timetable for {held_on:date}, {minutes:duration}.", icon="calendar-range"),
    ),
    "TeachingDateCancelled": (Saying("{actor} took this off the timetable.", icon="x"),),
    "RegisterSigned": (
        Saying(
            "{actor} signed the register of {held_on:date} anew: {present} there, {absent} absent.",
            "replaces",
            "signature",
            "signed",
        ),
        Saying(
            "{actor} signed the register of {held_on:date}: {present} there, {absent} absent.",
            icon="signature",
            state="signed",
        ),
    ),
    "RegisterVoided": (
        Saying("{actor} made this register void, with a reason; it no longer counts.", icon="ban", state="void"),
    ),
    "BackupRestored": (Saying("The record was put back to a backup made on {made_at:moment}.", icon="history"),),
}

_COHORTS: Final[Mapping[str, Sequence[Saying]]] = {
    "CohortMade": (Saying("{actor} made this cohort, from {starts_on:date} to {ends_on:date}.", icon="users"),),
    "TraineeJoined": (Saying("{actor} made {person_id:person} a trainee of the cohort.", icon="user-round"),),
    "AgreementMade": (
        Saying(
            "{actor} recorded that {supervisor_id:person} may sign as {capacity:role}, from {starts_on:date}{ends_on:until}.",
            icon="signature",
        ),
    ),
    "AgreementEnded": (
        Saying("{actor} took back an agreement with {supervisor_id:person}, recorded by mistake.", "by_mistake", "x"),
        Saying(
            "{actor} ended the agreement with {supervisor_id:person}; its last day is {ends_on:date}.",
            icon="calendar-range",
        ),
    ),
    "PlacementMade": (
        Saying(
            "{actor} recorded a placement at {placement_id:placement}, from {starts_on:date}{ends_on:until}.",
            icon="house",
        ),
    ),
    "PlacementEnded": (
        Saying("{actor} took back a placement at {placement_id:placement}, recorded by mistake.", "by_mistake", "x"),
        Saying(
            "{actor} ended the placement at {placement_id:placement}; its last day is {ends_on:date}.",
            icon="calendar-range",
        ),
    ),
    "AgreementAgreed": (Saying("{person_id:person} agreed to the supervision agreement.", icon="check"),),
    "PlacementAgreementMade": (
        Saying(
            "{actor} recorded what {placement_id:placement} has signed; it covers training cases, from {starts_on:date}{ends_on:until}.",
            "covers_cases",
            "house",
        ),
        Saying(
            "{actor} recorded what {placement_id:placement} has signed, without training cases, from {starts_on:date}{ends_on:until}.",
            icon="house",
        ),
    ),
    "PlacementAgreementEnded": (
        Saying("{actor} took back an agreement of {placement_id:placement}, recorded by mistake.", "by_mistake", "x"),
        Saying(
            "{actor} ended the agreement of {placement_id:placement}; its last day is {ends_on:date}.",
            icon="calendar-range",
        ),
    ),
    "BreakRecorded": (
        Saying(
            "{actor} recorded an {kind} from {starts_on:date} to {ends_on:date}, decided by {person_id:person}; the expected end moves by {days:days}.",
            icon="calendar-range",
        ),
    ),
    "BreakTakenBack": (
        Saying(
            "{actor} took back the break from {starts_on:date} to {ends_on:date}; the expected end moves back by {days:days}.",
            icon="x",
        ),
    ),
    "TraineeFlaggedReady": (
        Saying(
            "Everything that the programme asks for was found met or waived: flagged as ready. The board decides.",
            icon="circle-check",
            state="ready",
        ),
    ),
    "WaiverProposed": (
        Saying("{actor} proposed: {kind} of the requirement {requirement:role}.", icon="clipboard-check"),
    ),
    "WaiverDecided": (
        Saying("{actor} granted the waiver of the requirement {requirement:role}.", "is_granted", "check", "met"),
        Saying("{actor} refused the waiver of the requirement {requirement:role}.", icon="x"),
    ),
    "WaiverEnded": (Saying("{actor} ended the waiver of the requirement {requirement:role}.", icon="calendar-range"),),
    "StandingsDrifted": (
        Saying(
            "The nightly run found {number} of the standings kept for {as_of:date} to be other than the record says, and "
            "put them right.",
            icon="circle-alert",
        ),
    ),
    "ReadyFlagEnded": (
        Saying("What the ready flag rested on has changed, so it no longer holds.", icon="circle-alert"),
    ),
}

_CASES: Final[Mapping[str, Sequence[Saying]]] = {
    "FamilyProposed": (Saying("{actor} proposed a family from {placement_id:placement}.", icon="house"),),
    "ProposalAnswered": (
        Saying("{actor} recorded that the {part} agrees.", "agrees", "check"),
        Saying("{actor} recorded that the {part} does not agree.", icon="x"),
    ),
    "ProposalWithdrawn": (Saying("{actor} took the proposal back.", icon="repeat"),),
    "CaseOpened": (
        Saying("Placement and supervisor agree: case {number} was opened on {opened_on:date}.", icon="house"),
    ),
    "CasePlanned": (Saying("{actor} recorded anew how long the work is agreed for.", icon="calendar-range"),),
    "ConsentGiven": (Saying("{actor} recorded what the family agreed to on {given_on:date}.", icon="check"),),
    "ConsentWithdrawn": (
        Saying("{actor} recorded that the family no longer agrees, from {withdrawn_on:date}.", icon="x"),
    ),
    "CaseMarked": (Saying("{actor} noted something by its day, {on:date}.", icon="circle-dot"),),
    "PhaseSigned": (
        Saying(
            "{actor} signed the {phase} phase off, complete on {completed_on:date}.", icon="signature", state="signed"
        ),
    ),
    "PhaseVoided": (Saying("{actor} said that the {phase} phase does not count.", icon="x", state="void"),),
    "CaseEndingTakenBack": (
        Saying("{actor} took back that the work ended on {ended_on:date}; the case goes on.", icon="undo-2"),
    ),
    "CaseReopened": (Saying("The case is open again.", icon="circle-dot"),),
    "CaseEnded": (Saying("{actor} recorded how the work ended.", icon="calendar-range"),),
    "CaseClosed": (Saying("The case was closed; its last day is {closed_on:date}.", icon="circle-check"),),
    "CaseSupervised": (Saying("The case was presented in supervision, {minutes:duration}.", icon="message-circle"),),
}

_PEOPLE: Final[Mapping[str, Sequence[Saying]]] = {
    "PersonRecorded": (Saying("{actor} recorded {person_id:person}.", icon="user-round"),),
    "PersonInvited": (Saying("{actor} invited {person_id:person} to take up an account.", icon="mail"),),
    "InvitationRevoked": (Saying("{actor} revoked the invitation of {person_id:person}.", icon="x"),),
    "InvitationAccepted": (Saying("{actor} took up the account.", icon="check"),),
    "SignedIn": (Saying("{actor} signed in.", icon="key-round"),),
    "SecondFactorShown": (
        Saying("{actor} showed the second factor by a recovery code.", "by_recovery_code", "shield-check"),
        Saying("{actor} showed the second factor.", icon="shield-check"),
    ),
    "SignInFailed": (Saying("A sign-in did not succeed: the {tried:role} was wrong.", icon="triangle-alert"),),
    "SignedOut": (Saying("{actor} signed out.", icon="log-out"),),
    "SessionEnded": (Saying("{actor} ended a session of {person_id:person} from elsewhere.", icon="log-out"),),
    "SignedOutEverywhere": (Saying("{actor} signed {person_id:person} out everywhere.", icon="log-out"),),
    "PhoneEnrolled": (Saying("{actor} enrolled a phone.", icon="key-round"),),
    "PhoneRevoked": (
        Saying("A phone of {person_id:person} was revoked, and can send nothing any more.", icon="log-out"),
    ),
    "PhoneSentDrafts": (
        Saying(
            "{drafts:entries} came as drafts from the phone of {person_id:person}, without signing in.", icon="inbox"
        ),
    ),
    "IdentityConfirmed": (Saying("{actor} showed again who they are.", icon="lock"),),
    "ResetAsked": (Saying("A new password was asked for.", icon="mail"),),
    "PasswordChanged": (
        Saying("{person_id:person} chose a new password by a mailed link.", "by_link", "key-round"),
        Saying("{person_id:person} chose a new password.", icon="key-round"),
    ),
    "SecondFactorSetUp": (Saying("{person_id:person} set up a second factor.", icon="shield-check"),),
    "SecondFactorRemoved": (
        Saying(
            "{actor} removed the second factor of {person_id:person}, who sets up another one.", icon="shield-check"
        ),
    ),
    "RecoveryCodesMade": (
        Saying("{person_id:person} got new recovery codes; the old ones work no longer.", icon="key-round"),
    ),
    "RoleGranted": (
        Saying(
            "{actor} gave {person_id:person} the role of {role:role}, from {starts_on:date}{ends_on:until}.",
            icon="badge-check",
        ),
    ),
    "RoleEnded": (
        Saying(
            "{actor} ended the role of {role:role} of {person_id:person}; its last day is {ends_on:date}.",
            icon="calendar-range",
        ),
    ),
    "RegistrationRecorded": (
        Saying(
            "{actor} recorded a registration of {person_id:person}, valid from {valid_from:date} to {valid_until:date}.",
            icon="badge-check",
        ),
    ),
    "RegistrationEnded": (
        Saying("{actor} took back a registration of {person_id:person}, recorded by mistake.", "by_mistake", "x"),
        Saying(
            "{actor} ended a registration of {person_id:person}; its last day is {ended_on:date}.",
            icon="calendar-range",
        ),
    ),
    "BroughtAlongRecorded": (Saying("{actor} recorded something that {person_id:person} brings along.", icon="plus"),),
    "BroughtAlongTakenBack": (Saying("{actor} took back something that {person_id:person} brings along.", icon="x"),),
    "EvidenceAttached": (
        Saying("{actor} handed in a file about what {person_id:person} brings along.", icon="file-text"),
    ),
    "EvidenceTakenBack": (Saying("{actor} took back a file about what {person_id:person} brings along.", icon="x"),),
    "PrerequisiteAccepted": (
        Saying(
            "{actor} accepted something that {person_id:person} brings along, although less is recorded than asked for.",
            "is_short",
            "badge-check",
        ),
        Saying("{actor} accepted something that {person_id:person} brings along.", icon="badge-check"),
    ),
    "AcceptanceLapsed": (
        Saying(
            "What {person_id:person} brings along is no longer accepted: what that rested on was taken back.", icon="x"
        ),
    ),
    "AcceptanceTakenBack": (
        Saying("{actor} took back that something {person_id:person} brings along is accepted.", icon="x"),
    ),
}

SENTENCES: Final[Mapping[str, Sequence[Saying]]] = {
    **_CASES,
    **_ENTRIES,
    **_DOCUMENTS,
    **_COHORTS,
    **_PEOPLE,
    **OF_LISTS,
    **OF_SELECTION,
    **OF_VERSIONS,
}
