"""The wiring: literal tables of who belongs to the house and who hears what. Nothing registers itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import click
from flask import Blueprint

from trainee_app.access import Permission
from trainee_app.access import cli as access_cli
from trainee_app.admissions import jobs as admissions_jobs
from trainee_app.admissions import permissions as admissions_permissions
from trainee_app.admissions import views as admissions
from trainee_app.admissions.queries import course_of_applicant
from trainee_app.away import jobs as away_jobs
from trainee_app.away import permissions as away_permissions
from trainee_app.away import views as away
from trainee_app.away.queries.receipts import DECIDED_BY_TWO, is_under_own
from trainee_app.away.services import end_open_lists
from trainee_app.background import cli as background_cli
from trainee_app.background.jobs import work_off_tasks
from trainee_app.background.rules import Daily, Job, Missed, Performer, Steady
from trainee_app.casework import permissions as casework_permissions
from trainee_app.casework import views as casework
from trainee_app.casework.queries.receipts import is_under_own_phase, phase_stands
from trainee_app.cohorts import permissions as cohorts_permissions
from trainee_app.cohorts import views as cohorts
from trainee_app.cohorts.events import VersionPinned
from trainee_app.cohorts.queries.courses import course_of_trainee
from trainee_app.cohorts.rules import OtherEndOf
from trainee_app.credentials import permissions as credentials_permissions
from trainee_app.credentials import views as credentials
from trainee_app.credentials.rules import CourseOf
from trainee_app.db import cli as backup_cli
from trainee_app.db.backup import AfterRestore
from trainee_app.demo import cli as demo_cli
from trainee_app.demo.queries import demo_people_present
from trainee_app.events import Event, Wiring
from trainee_app.files import cli as files_cli
from trainee_app.files.jobs import sweep
from trainee_app.history import cli as history_cli
from trainee_app.history import permissions as history_permissions
from trainee_app.history import views as history
from trainee_app.home import permissions as home_permissions
from trainee_app.home import views as home
from trainee_app.imports import cli as imports_cli
from trainee_app.imports import jobs as imports_jobs
from trainee_app.imports import permissions as imports_permissions
from trainee_app.imports import views as imports
from trainee_app.imports.queries.verification import batch_stands
from trainee_app.logbook import cli as logbook_cli
from trainee_app.logbook import permissions as logbook_permissions
from trainee_app.logbook import views as logbook
from trainee_app.logbook.handlers import recredit_when_pinned
from trainee_app.logbook.queries.receipts import OWN_STANDINGS
from trainee_app.logbook.rules import StandingOf, UncountedOf
from trainee_app.mail.composing import Composer
from trainee_app.mail.jobs import send_waiting
from trainee_app.mail.services import hold_waiting
from trainee_app.notifications import jobs as notifications_jobs
from trainee_app.notifications import permissions as notifications_permissions
from trainee_app.notifications import views as notifications
from trainee_app.notifications.handlers import HANDLERS, tell_of_late_signatures
from trainee_app.people import cli as people_cli
from trainee_app.people import jobs as people_jobs
from trainee_app.people import permissions as people_permissions
from trainee_app.people import views as people
from trainee_app.people.services.restoring import end_what_was_open
from trainee_app.phones import handlers as phones_handlers
from trainee_app.phones import jobs as phones_jobs
from trainee_app.phones import permissions as phones_permissions
from trainee_app.phones import views as phones
from trainee_app.phones.services import revoke_all_phones
from trainee_app.privacy import cli as privacy_cli
from trainee_app.privacy import permissions as privacy_permissions
from trainee_app.privacy import views as privacy
from trainee_app.programmes import cli as programmes_cli
from trainee_app.readiness import permissions as readiness_permissions
from trainee_app.readiness import views as readiness
from trainee_app.readiness.handlers import rewrite_concerned
from trainee_app.readiness.jobs import rewrite_all_standings
from trainee_app.readiness.queries.foreseeing import other_end_of
from trainee_app.readiness.queries.uncounted import uncounted_of
from trainee_app.reports import views as reports
from trainee_app.supervision import permissions as supervision_permissions
from trainee_app.supervision import views as supervision
from trainee_app.supervision.queries.verification import session_stands
from trainee_app.teaching import permissions as teaching_permissions
from trainee_app.teaching import views as teaching
from trainee_app.teaching.queries.verification import register_stands
from trainee_app.trail.jobs import note_missing_heads
from trainee_app.trail.services import note_restoration
from trainee_app.web import assets, health, serving

BLUEPRINTS: tuple[Blueprint, ...] = (
    admissions.blueprint,
    assets.blueprint,
    away.blueprint,
    casework.blueprint,
    cohorts.blueprint,
    credentials.blueprint,
    health.blueprint,
    history.blueprint,
    home.blueprint,
    imports.blueprint,
    logbook.blueprint,
    notifications.blueprint,
    people.blueprint,
    phones.blueprint,
    privacy.blueprint,
    readiness.blueprint,
    reports.blueprint,
    supervision.blueprint,
    teaching.blueprint,
)

COMMANDS: tuple[click.Command, ...] = (
    access_cli.group,
    background_cli.group,
    backup_cli.group,
    demo_cli.group,
    files_cli.group,
    history_cli.group,
    imports_cli.group,
    logbook_cli.group,
    people_cli.group,
    privacy_cli.privacy,
    programmes_cli.group,
)

PERMISSIONS: tuple[Permission, ...] = (
    *admissions_permissions.PERMISSIONS,
    *away_permissions.PERMISSIONS,
    *casework_permissions.PERMISSIONS,
    *cohorts_permissions.PERMISSIONS,
    *credentials_permissions.PERMISSIONS,
    *history_permissions.PERMISSIONS,
    *home_permissions.PERMISSIONS,
    *imports_permissions.PERMISSIONS,
    *logbook_permissions.PERMISSIONS,
    logbook_permissions.reading_receipts(is_under_own, is_under_own_phase),
    *notifications_permissions.PERMISSIONS,
    *people_permissions.PERMISSIONS,
    *phones_permissions.PERMISSIONS,
    *privacy_permissions.PERMISSIONS,
    *readiness_permissions.PERMISSIONS,
    *supervision_permissions.PERMISSIONS,
    *teaching_permissions.PERMISSIONS,
)

# What counts is put right first, then people are told.
_PINNED: dict[type[Event], tuple[Callable[[Any], None], ...]] = {
    VersionPinned: (recredit_when_pinned, *HANDLERS[VersionPinned])
}

EVENTS = Wiring(
    handlers={**HANDLERS, **_PINNED, **phones_handlers.HANDLERS}, settlers=(rewrite_concerned, tell_of_late_signatures)
)

# Who does what people ask for and do not wait for, by the kind of the task.
TASKS: Mapping[str, Performer] = {**imports_jobs.TASKS}

JOBS: tuple[Job, ...] = (
    Steady("send waiting mail", send_waiting, every=timedelta(seconds=10)),
    Steady("note missing heads", note_missing_heads, every=timedelta(hours=1)),
    Steady("forget old tries", people_jobs.forget_old_attempts, every=timedelta(hours=6)),
    Steady("sweep files", sweep, every=timedelta(hours=6)),
    Daily("judge everybody anew", rewrite_all_standings, missed=Missed.LATEST),
    Daily("send monthly lists", away_jobs.send_monthly_lists, missed=Missed.LATEST),
    Daily("tell what the day brings", notifications_jobs.tell_what_the_day_brings, missed=Missed.LATEST),
    Steady("post weekly digests", notifications_jobs.post_weekly_digests, every=timedelta(minutes=5)),
    Daily("forget files of time", imports_jobs.forget_files, missed=Missed.LATEST),
    Steady("work off tasks", partial(work_off_tasks, TASKS), every=timedelta(seconds=3)),
)

# Who knows the course somebody takes or asks for; asked in this order.
COURSES: tuple[CourseOf, ...] = (course_of_trainee, course_of_applicant)

# Who knows what rules take away from a record, for the rows of its log.
UNCOUNTED: UncountedOf = uncounted_of

# Who knows what another expected end would bring, for the page on which a break is recorded.
OTHER_END: OtherEndOf = other_end_of

# Who knows, by the kind of document, how what was signed stands today, and what its receipt says of it.
RECEIPTS: Mapping[str, StandingOf] = {
    **DECIDED_BY_TWO,
    **OWN_STANDINGS,
    "import": batch_stands,
    "phase": phase_stands,
    "register": register_stands,
    "supervision": session_stands,
}
RECEIPT_FACTS = {"phase": casework.phases.facts_of_phase}

MAILS: Mapping[str, Composer] = {
    **admissions_jobs.MAILS,
    **away_jobs.MAILS,
    **notifications_jobs.MAILS,
    **people_jobs.MAILS,
    **phones_jobs.MAILS,
}

AFTER_RESTORE: tuple[AfterRestore, ...] = (
    end_what_was_open,
    end_open_lists,
    revoke_all_phones,
    hold_waiting,
    note_restoration,
)

SERVING_CHECKS: tuple[serving.Check, ...] = (demo_people_present,)

# The triggers without which nobody is served; those against TRUNCATE stand on PostgreSQL alone.
GUARDS: tuple[str, ...] = (
    "signature_never_changes",
    "signature_never_goes",
    "trail_line_never_changes",
    "trail_line_never_goes",
    "trail_head_only_grows",
    "trail_head_never_goes",
    "entry_version_stands_once_submitted",
    "entry_version_never_goes",
    "entry_text_stands_once_submitted",
    "entry_text_never_goes",
    "entry_step_never_changes",
    "entry_step_never_goes",
    "log_entry_begins_unsigned",
    "log_entry_keeps_its_identity",
    "log_entry_moves",
    "log_entry_pending_moves",
    "log_entry_stands_once_signed",
    "log_entry_rests_at_its_end",
    "log_entry_never_goes",
    "import_batch_never_changes",
    "import_batch_never_goes",
    "import_row_never_changes",
    "import_row_never_goes",
    "programme_version_never_changes",
    "programme_version_never_goes",
    "role_held_is_ended_never_edited",
    "role_held_never_goes",
    "registration_is_ended_never_edited",
    "registration_never_goes",
    "placement_is_ended_never_edited",
    "placement_never_goes",
    "supervision_agreement_is_ended_never_edited",
    "supervision_agreement_never_goes",
    "version_pin_is_ended_never_edited",
    "version_pin_never_goes",
    "entry_step_is_never_emptied",
    "entry_text_is_never_emptied",
    "entry_version_is_never_emptied",
    "import_batch_is_never_emptied",
    "import_row_is_never_emptied",
    "log_entry_is_never_emptied",
    "placement_is_never_emptied",
    "programme_version_is_never_emptied",
    "registration_is_never_emptied",
    "role_held_is_never_emptied",
    "signature_is_never_emptied",
    "supervision_agreement_is_never_emptied",
    "trail_head_is_never_emptied",
    "trail_line_is_never_emptied",
    "version_pin_is_never_emptied",
    "stored_file_never_changes",
    "stored_file_never_goes",
    "brought_along_is_ended_never_edited",
    "brought_along_never_goes",
    "evidence_is_ended_never_edited",
    "evidence_never_goes",
    "acceptance_is_ended_never_edited",
    "acceptance_never_goes",
    "acceptance_is_never_emptied",
    "brought_along_is_never_emptied",
    "evidence_is_never_emptied",
    "stored_file_is_never_emptied",
    "agreement_word_never_changes",
    "agreement_word_never_goes",
    "placement_agreement_is_ended_never_edited",
    "placement_agreement_never_goes",
    "training_break_is_ended_never_edited",
    "training_break_never_goes",
    "agreement_word_is_never_emptied",
    "placement_agreement_is_never_emptied",
    "training_break_is_never_emptied",
    "supervision_session_stands_once_signed",
    "supervision_session_never_goes",
    "supervision_present_never_changes",
    "supervision_present_never_goes",
    "teaching_date_is_cancelled_never_edited",
    "teaching_date_never_goes",
    "teaching_register_stands_once_signed",
    "teaching_register_never_goes",
    "register_mark_never_changes",
    "register_mark_never_goes",
    "supervision_session_is_never_emptied",
    "supervision_present_is_never_emptied",
    "teaching_date_is_never_emptied",
    "teaching_register_is_never_emptied",
    "register_mark_is_never_emptied",
    "training_case_stands",
    "training_case_never_goes",
    "case_proposal_stands",
    "case_proposal_never_goes",
    "case_answer_never_changes",
    "case_answer_never_goes",
    "case_plan_never_changes",
    "case_plan_never_goes",
    "case_consent_is_ended_never_edited",
    "case_consent_never_goes",
    "case_mark_never_changes",
    "case_mark_never_goes",
    "case_phase_becomes_void_once",
    "case_phase_never_goes",
    "case_ending_is_taken_back_once",
    "case_ending_never_goes",
    "case_presented_stands",
    "case_presented_never_goes",
    "training_case_is_never_emptied",
    "case_proposal_is_never_emptied",
    "case_answer_is_never_emptied",
    "case_plan_is_never_emptied",
    "case_consent_is_never_emptied",
    "case_mark_is_never_emptied",
    "case_phase_is_never_emptied",
    "case_ending_is_never_emptied",
    "case_presented_is_never_emptied",
    "waiver_stands",
    "waiver_never_goes",
    "waiver_is_never_emptied",
    "intake_keeps_its_identity",
    "intake_never_goes",
    "application_keeps_its_identity",
    "application_moves",
    "application_stands_once_handed_in",
    "application_never_goes",
    "application_step_never_changes",
    "application_step_never_goes",
    "interview_is_ended_never_edited",
    "interview_never_goes",
    "interview_score_never_changes",
    "interview_score_never_goes",
    "selection_decision_stands",
    "selection_decision_never_goes",
    "offer_is_answered_once",
    "offer_never_goes",
    "intake_is_never_emptied",
    "application_is_never_emptied",
    "application_step_is_never_emptied",
    "interview_is_never_emptied",
    "interview_score_is_never_emptied",
    "selection_decision_is_never_emptied",
    "offer_is_never_emptied",
    "programme_draft_begins_open",
    "programme_draft_keeps_its_identity",
    "programme_draft_moves",
    "programme_draft_stands_once_proposed",
    "programme_draft_is_agreed_as_proposed",
    "programme_draft_rests_at_its_end",
    "programme_draft_never_goes",
    "version_pin_keeps_its_reason",
    "programme_draft_is_never_emptied",
    "quiet_month_is_ended_never_edited",
    "quiet_month_never_goes",
    "quiet_month_is_never_emptied",
    "term_document_is_decided_once",
    "term_document_never_goes",
    "term_document_is_never_emptied",
    "signing_list_keeps_its_identity",
    "signing_list_ends_once",
    "signing_list_never_goes",
    "signing_item_is_bound",
    "signing_item_is_decided_once",
    "signing_item_never_goes",
    "signing_code_is_used_once",
    "signing_list_is_never_emptied",
    "signing_item_is_never_emptied",
    "signing_reminder_never_changes",
    "signing_reminder_never_goes",
    "absence_stands_as_proposed",
    "absence_is_decided_once",
    "absence_never_goes",
    "signing_reminder_is_never_emptied",
    "absence_is_never_emptied",
    "paper_sheet_never_changes",
    "paper_sheet_never_goes",
    "paper_row_never_changes",
    "paper_row_never_goes",
    "paper_record_stands_as_recorded",
    "paper_record_is_decided_once",
    "paper_record_never_goes",
    "paper_sheet_is_never_emptied",
    "paper_row_is_never_emptied",
    "paper_record_is_never_emptied",
)
