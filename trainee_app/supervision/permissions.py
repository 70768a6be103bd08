"""Who may record, see and void supervision sessions."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.logbook.queries import is_own_agreement, is_own_log
from trainee_app.people.queries import lacks_second_factor
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.queries import (
    is_own_session,
    is_supervised_by,
    records_supervision,
    runs_programme,
    runs_programme_of,
    still_signs,
    was_present,
)

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "supervision.correct",
        of=SupervisionSession,
        if_any=(still_signs,),
        unless=(was_present, lacks_second_factor),
        words="Who held a session records it anew, while still supervisor or tutor of the programme; the first record "
        "no longer counts from then on.",
    ),
    Permission(
        "supervision.list",
        of=Trainee,
        if_any=(is_own_log, runs_programme_of),
        unless=(lacks_second_factor,),
        words="The trainee sees every supervision they were present at; so do administrators and directors of the programme.",
    ),
    Permission(
        "supervision.prepare",
        of=Trainee,
        if_any=(is_supervised_by,),
        unless=(is_own_log, lacks_second_factor),
        anew=True,
        words="Whose agreement lets them sign supervision today: one page on this trainee before a session.",
    ),
    Permission(
        "supervision.read",
        of=SupervisionSession,
        if_any=(is_own_session, was_present, runs_programme),
        unless=(lacks_second_factor,),
        words="Who held the session; the trainees who were present, each without the cases of the others; "
        "administrators and directors of the programme.",
    ),
    Permission(
        "supervision.record",
        of=SupervisionAgreement,
        if_any=(records_supervision,),
        unless=(lacks_second_factor,),
        anew=True,
        words="Supervisors, and tutors where the programme lets them sign supervision, record sessions and sign them in "
        "the same act; of each trainee present their agreement must cover the day. Nobody for themselves.",
    ),
    Permission(
        "supervision.statement",
        of=SupervisionAgreement,
        if_any=(is_own_agreement,),
        unless=(lacks_second_factor,),
        words="Supervisors see the sessions they have given, month by month.",
    ),
    Permission(
        "supervision.void",
        of=SupervisionSession,
        if_any=(still_signs, runs_programme),
        unless=(was_present, lacks_second_factor),
        words="Who held it, or administrators and directors of the programme, say with a reason that a session does not "
        "count; nobody one that they were present at as a trainee.",
    ),
)
