"""Who may ask somebody to sign, sign in another's absence, and print, record and decide sheets signed in ink."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.away.models import Absence, PaperRecord, PaperSheet, SigningList
from trainee_app.away.queries import asked_it, asks_for_trainee, may_ask, runs_programme_of_list
from trainee_app.away.queries.absences import (
    decides_absence,
    is_about_own_record,
    is_own_absence,
    is_own_agreement,
    may_propose_absence,
    proposed_it,
    reads_absence,
)
from trainee_app.away.queries.paper import (
    decides_record,
    finds_sheets,
    reads_record,
    reads_sheet,
    recorded_it,
    records_sheet,
    signs_recorded,
    signs_sheet,
)
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.people.queries import lacks_second_factor

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "absence.countersign",
        of=Absence,
        if_any=(decides_absence,),
        unless=(is_about_own_record, proposed_it, is_own_absence, lacks_second_factor),
        words="A director or board member countersigns in the absence of a supervisor what somebody else proposed, on the "
        "evidence named; nobody their own record, and nobody in their own absence.",
    ),
    Permission(
        "absence.decline",
        of=Absence,
        if_any=(decides_absence, proposed_it),
        unless=(is_about_own_record, lacks_second_factor),
        words="Whoever may decide declines it; whoever proposed it takes it back.",
    ),
    Permission(
        "absence.propose",
        of=SupervisionAgreement,
        if_any=(may_propose_absence,),
        unless=(is_own_agreement, lacks_second_factor),
        words="Administrators and directors propose to countersign for a supervisor who is away or gone, on named evidence; "
        "nobody for their own record, and nobody for themselves.",
    ),
    Permission(
        "absence.read",
        of=Absence,
        if_any=(reads_absence,),
        unless=(lacks_second_factor,),
        words="The trainee, administrators, directors and board members of the programme.",
    ),
    Permission(
        "paper_record.decide",
        of=PaperRecord,
        if_any=(decides_record,),
        unless=(signs_recorded, recorded_it, lacks_second_factor),
        words="A director or board member looks at the scan of a sheet that somebody else recorded, and its rows are signed; "
        "nobody for their own record, and nobody whose signature it is.",
    ),
    Permission(
        "paper_record.decline",
        of=PaperRecord,
        if_any=(decides_record, recorded_it),
        unless=(signs_recorded, lacks_second_factor),
        words="Whoever may decide declines it; whoever recorded it takes it back.",
    ),
    Permission(
        "paper_record.read",
        of=PaperRecord,
        if_any=(reads_record,),
        unless=(lacks_second_factor,),
        words="The trainee and the signer, and administrators, directors and board members of the programme, see what was "
        "recorded of a signed sheet, and its scan.",
    ),
    Permission(
        "paper_sheet.find",
        of=Cohort,
        if_any=(finds_sheets,),
        unless=(lacks_second_factor,),
        words="Administrators, directors and board members of the programme find a printed sheet by its code.",
    ),
    Permission(
        "paper_sheet.print",
        of=SupervisionAgreement,
        if_any=(may_ask,),
        unless=(lacks_second_factor,),
        words="The trainee of an agreement, and administrators and directors of the programme, print what waits for the "
        "supervisor, to be signed in ink.",
    ),
    Permission(
        "paper_sheet.read",
        of=PaperSheet,
        if_any=(reads_sheet,),
        unless=(lacks_second_factor,),
        words="The trainee and the signer, and administrators, directors and board members of the programme.",
    ),
    Permission(
        "paper_sheet.record",
        of=PaperSheet,
        if_any=(records_sheet,),
        unless=(signs_sheet, lacks_second_factor),
        words="Administrators and directors record that a sheet came back signed; nobody for their own record, and nobody "
        "whose signature it is. Nothing counts before somebody else has decided.",
    ),
    Permission(
        "signers.ask",
        of=SupervisionAgreement,
        if_any=(may_ask,),
        unless=(lacks_second_factor,),
        words="The trainee of an agreement, and administrators and directors of the programme, send the supervisor "
        "what waits: a link where the supervisor has no account. What a link can sign is judged as entry.sign says.",
    ),
    Permission(
        "signers.read",
        of=Trainee,
        if_any=(asks_for_trainee,),
        unless=(lacks_second_factor,),
        words="The trainee, and administrators and directors of the programme, see for whom entries wait and who was "
        "asked when.",
    ),
    Permission(
        "signing_list.revoke",
        of=SigningList,
        if_any=(asked_it, runs_programme_of_list),
        unless=(lacks_second_factor,),
        words="Whoever sent a link, and administrators and directors of the programme, let it work no longer. "
        "Its addressee does so on the page itself.",
    ),
)
