"""Every page in every state that matters: whose, where, and how to get there.

A page in error is reached as people reach it: fill in something wrong, press the button.
"""

from __future__ import annotations

from tests.accessibility.looks import Look
from tests.accessibility.looks import error as _error
from tests.accessibility.looks_admissions import LOOKS as _ADMISSIONS
from tests.accessibility.looks_arrangements import LOOKS as _ARRANGEMENTS
from tests.accessibility.looks_away import LOOKS as _AWAY
from tests.accessibility.looks_casework import LOOKS as _CASEWORK
from tests.accessibility.looks_credentials import LOOKS as _CREDENTIALS
from tests.accessibility.looks_logging import LOOKS as _LOGGING
from tests.accessibility.looks_phones import LOOKS as _PHONES
from tests.accessibility.looks_readiness import LOOKS as _READINESS
from tests.accessibility.looks_reports import LOOKS as _REPORTS
from tests.accessibility.looks_supervision import LOOKS as _SUPERVISION
from tests.accessibility.looks_versions import LOOKS as _VERSIONS

_SIGNED_OUT = (
    Look("people.sign_in", None, shows="Sign in"),
    _error("people.sign_in", None, "Sign in"),
    _error(
        "people.sign_in",
        None,
        "Sign in",
        "wrong password",
        fill={"E-mail address": "marta@example.org", "Password": "not this one"},
    ),
    Look("people.sign_in_code", "with phone", shows="Your code"),
    _error("people.sign_in_code", "with phone", "Go on", "wrong code", fill={"Code": "12345"}),
    Look("people.forgotten_password", None, shows="Forgotten password"),
    _error("people.forgotten_password", None, "Send the link", "no address", fill={"E-mail address": "marta"}),
    Look("people.letter_on_its_way", None, shows="Look at your mail"),
    Look("people.invitation", None, of="invitation link", shows="Welcome"),
    _error("people.invitation", None, "Take up my account", of="invitation link"),
    Look("people.invitation", None, "used up", path="/invitation/used-up", shows="This link works no longer"),
    Look("people.new_password", None, of="reset link", shows="Choose a new password"),
    _error(
        "people.new_password",
        None,
        "Use this password",
        "two that differ",
        of="reset link",
        fill={
            "New password": "seven herons by the weir",
            "The same again": "seven herons by the wier",
        },
    ),
    Look("people.new_password", None, "used up", path="/password/new/used-up", shows="This link works no longer"),
    Look("home.concerns", None, shows="Where concerns and complaints belong"),
    Look("home.privacy", None, shows="What this record keeps"),
    Look("home.components", None, is_error=None, opened=True),
    Look("", None, "no such page", path="/no-such-page", shows="Not found"),
)

_ACCOUNT = (
    Look("people.account", "trainee", shows="Your account"),
    Look("people.account", "without phone", "a phone is due", shows="Your account"),
    Look("people.change_password", "trainee", shows="Change your password"),
    _error("people.change_password", "trainee", "Change it"),
    Look("people.set_up_second_factor", "without phone", shows="Set up your phone", opened=True),
    _error("people.set_up_second_factor", "without phone", "Use this phone", "wrong code", fill={"Code": "123456"}),
    Look("people.set_up_second_factor", "trainee unconfirmed", "asked again", shows="Confirm that it is you"),
    _error("people.set_up_second_factor", "trainee unconfirmed", "Go on", "asked again, not answered"),
    Look("people.account", "with shown phone", "new recovery codes", press="Make new recovery codes"),
    Look("home.front", "nobody", "no part in a programme", shows="Welcome"),
)

_TRAINEE = (
    Look("home.front", "trainee", shows="Week 41"),
    Look("home.front", "newcomer", "nothing logged, nobody signs", shows="Luca"),
    Look("home.front", "very long trainee", "thousands of entries, a long name"),
    Look("home.own_standing", "trainee"),
    Look("home.own_cases", "trainee"),
    Look("readiness.standing", "trainee", "opened", of="trainee trainee", opened=True),
    Look("readiness.standing", "newcomer", "nothing logged", of="trainee newcomer", opened=True),
    Look("readiness.standing", "very long trainee", "thousands of entries", of="trainee very long", opened=True),
    Look("logbook.own_log", "trainee", shows="Your log"),
    Look("logbook.own_log", "newcomer", "empty", shows="Your log"),
    Look("logbook.own_log", "very long trainee", "thousands of entries", shows="Your log"),
    Look("logbook.own_log", "trainee", "narrowed to nothing", query={"state": "discarded"}, shows="Your log"),
    Look("logbook.own_log", "trainee", "all filters", query={"more": "1", "month": "2026-11"}, shows="Your log"),
    Look("logbook.own_log", "trainee", "no such day", query={"from": "31/02/2026"}, shows="Your log", is_error=None),
    Look("logbook.own_months", "trainee", shows="Month by month"),
    Look("logbook.trainee_months", "supervisor", of="trainee trainee", shows="Month by month"),
    Look("logbook.cohort_logs", "administrator", of="cohort", shows="Logs"),
    Look("logbook.own_log_on_paper", "trainee", shows="Log of"),
    Look("logbook.trainee_log_on_paper", "supervisor", of="trainee trainee", shows="Log of"),
    Look("logbook.new_entry", "trainee", shows="Log time", opened=True),
    Look("logbook.new_entry", "trainee", "a session", query={"activity": "case_session"}, shows="Log time"),
    Look("logbook.new_entry", "newcomer", "the first", shows="Log time"),
    Look("logbook.new_entry", "very long trainee", "a long placement", query={"activity": "case_session"}),
    _error("logbook.new_entry", "newcomer", "Log it"),
    _error("logbook.new_entry", "trainee", "Log it", "everything wrong", opened=True, query={"activity": "reading"}, fill={
        "Date": "", "Time": "a while", "Began at": "noon or so", "Note": "Born 03/04/2021, NHS number 943 476 5919.",
    }),
    Look("logbook.edit_entry", "trainee", "a draft", of="entry draft", shows="Change an entry"),
    Look("logbook.edit_entry", "trainee", "what was returned", of="entry returned", shows="Change an entry"),
    Look("logbook.edit_entry", "trainee", "what is signed", of="entry signed", shows="Correct a signed entry"),
    _error("logbook.edit_entry", "trainee", "Hand in the correction", "no time", of="entry signed", fill={"Time": ""}),
    Look("logbook.edit_entry", "trainee", "what waits", of="entry submitted"),
    *(
        Look("logbook.entry", "trainee", state, of=f"entry {state}")
        for state in ("draft", "submitted", "returned", "withdrawn", "signed", "corrected", "void", "missed")
    ),
    Look("cohorts.arrangements", "trainee", "one’s own", of="trainee trainee", shows="Supervision and placements"),
    Look("cohorts.arrangements", "newcomer", "nothing recorded", of="trainee newcomer"),
    Look("credentials.registrations", "trainee", "one’s own", of="person trainee", shows="Your registrations"),
    Look("credentials.registrations", "newcomer", "none", of="person newcomer", shows="Your registrations"),
    Look("history.entry", "trainee", of="entry corrected"),
    Look("history.trainee", "trainee", of="trainee trainee"),
    Look("history.person", "trainee", of="person trainee"),
)  # fmt: skip

_SUPERVISOR = (
    Look("home.front", "supervisor"),
    Look("home.front", "very long", "several parts, a long name"),
    Look("home.front", "without trainees", "nobody supervised", shows="Nothing waits for you"),
    Look("logbook.queue", "supervisor", "very many"),
    Look("logbook.receipt", "trainee", of="entry signed", shows="Receipt of a signature", opened=True),
    Look("logbook.receipt", "supervisor", "void since", of="entry void", shows="Receipt of a signature"),
    Look("privacy.texts", "officer", shows="Texts that must go"),
    _error("privacy.texts", "officer", "Find it"),
    Look("privacy.blank", "officer", of="entry returned", shows="Take the text out"),
    _error("privacy.blank", "officer", "Take it out", of="entry returned"),
    Look("logbook.check_receipt", None, shows="Check a receipt"),
    _error("logbook.check_receipt", None, "Check it"),
    Look(
        "logbook.check_receipt",
        None,
        "no such receipt",
        press="Check it",
        fill={"Number of the receipt": "x", "Check code": "y"},
    ),
    Look("logbook.queue", "tutor"),
    Look("logbook.queue", "director", "nothing waits", shows="Nothing waits for you"),
    Look("logbook.entry", "supervisor", "to sign", of="entry submitted"),
    Look("logbook.return_entry", "supervisor", of="entry submitted", shows="Return an entry"),
    _error("logbook.return_entry", "supervisor", "Return it", of="entry submitted"),
    Look("logbook.trainee_log", "supervisor", of="trainee trainee", shows="Marta Ellison’s log"),
    Look("logbook.trainee_log", "supervisor", "thousands of entries", of="trainee very long"),
    Look("readiness.standing", "supervisor", of="trainee trainee"),
)

_OFFICE = (
    Look("home.front", "administrator", shows="Today"),
    Look("home.front", "examiner", shows="Today"),
    Look("home.front", "director", "several parts", shows="Today"),
    Look("home.front", "new office", "no cohort", shows="Today"),
    Look("cohorts.cohorts", "administrator", shows="Cohorts"),
    Look("cohorts.make", "administrator", shows="New cohort"),
    _error("cohorts.make", "administrator", "Make the cohort"),
    Look("cohorts.people", "administrator", of="cohort"),
    Look("cohorts.people", "administrator", "hundreds", of="crowd"),
    Look("cohorts.people", "administrator", "nobody", of="empty cohort"),
    Look("cohorts.add", "administrator", of="cohort", shows="Add a trainee"),
    _error("cohorts.add", "administrator", "Add to January intake", of="cohort"),
    Look("cohorts.arrangements", "administrator", of="trainee trainee"),
    Look("cohorts.arrangements", "administrator", "long names", of="trainee very long"),
    _error("cohorts.arrangements", "administrator", "Record the agreement", "an agreement", of="trainee trainee"),
    _error("cohorts.arrangements", "administrator", "Record the placement", "a placement", of="trainee trainee"),
    Look("cohorts.end_agreement", "administrator", of="agreement", shows="End a supervision agreement"),
    _error("cohorts.end_agreement", "administrator", "Record the end", of="agreement"),
    Look("cohorts.end_placement", "administrator", of="placement", shows="End a placement"),
    _error("cohorts.end_placement", "administrator", "Record the end", of="placement"),
    Look("credentials.registrations", "administrator", of="person supervisor", shows="Registrations"),
    _error("credentials.registrations", "administrator", "Record it", of="person supervisor"),
    Look("credentials.end", "administrator", of="registration of supervisor", shows="End a registration"),
    _error("credentials.end", "administrator", "End it", of="registration of supervisor"),
    Look("readiness.cohort", "administrator", of="cohort", shows="January intake"),
    Look("readiness.cohort", "administrator", "hundreds", of="crowd", shows="Everybody at once"),
    Look("readiness.cohort", "administrator", "nobody", of="empty cohort"),
    Look("readiness.standing", "administrator", "somebody’s", of="trainee trainee"),
    Look("people.people", "administrator", shows="People"),
    Look("people.people", "administrator", "nobody of that name", query={"q": "Zzyzx"}, shows="People"),
    Look("people.person", "administrator", of="person trainee", shows="Marta Ellison"),
    Look("people.person", "administrator", "a long name", of="person very long"),
    Look("people.person", "administrator", "invited", of="person invited", shows="Nell Freshwater"),
    Look("people.person", "administrator", "oneself", of="person administrator", shows="Ines Okafor"),
    _error("people.person", "administrator", "Give the role", of="person trainee"),
    Look("people.invite_person", "administrator", shows="Invite somebody"),
    _error("people.invite_person", "administrator", "Invite"),
    Look("imports.own_time", "trainee", shows="Bring time in"),
    _error("imports.own_time", "trainee", "Look at it"),
    Look("imports.cohort_time", "administrator", of="cohort", shows="Bring time in"),
    Look("imports.time_columns", "trainee", of="time faulty", shows="How the file is read"),
    _error("imports.time_columns", "trainee", "Look at the rows", "a name is asked for", of="time faulty"),
    Look("imports.time_file", "trainee", "faults", of="time faulty", shows="What would come in", opened=True),
    Look("imports.time_file", "trainee", "nothing new", of="time empty", shows="What would come in"),
    Look("imports.time_file", "trainee", "brought in", of="time brought", shows="Brought in", opened=True),
    Look("imports.batches", "administrator"),
    Look("imports.batches", "new office", "none"),
    Look("imports.batch", "administrator", "waits", of="batch waiting", shows="cohort.xlsx"),
    _error("imports.batch", "administrator", "Attest 2 entries", "not agreed", of="batch waiting"),
    Look("imports.batch", "director", "attested", of="batch attested", shows="winter-term.xlsx"),
    Look("logbook.entry", "administrator", "somebody’s", of="entry signed"),
    Look("logbook.void", "administrator", of="entry signed", shows="Say that it does not count"),
    _error("logbook.void", "administrator", "It does not count", of="entry signed"),
    Look("history.cohort", "administrator", of="cohort"),
    Look("history.entry", "administrator", of="entry returned"),
    Look("history.trainee", "administrator", of="trainee trainee"),
    Look("history.person", "administrator", of="person supervisor"),
)

LOOKS: tuple[Look, ...] = (
    *_SIGNED_OUT,
    *_ACCOUNT,
    *_TRAINEE,
    *_LOGGING,
    *_SUPERVISOR,
    *_OFFICE,
    *_ARRANGEMENTS,
    *_ADMISSIONS,
    *_CREDENTIALS,
    *_READINESS,
    *_REPORTS,
    *_SUPERVISION,
    *_CASEWORK,
    *_VERSIONS,
    *_AWAY,
    *_PHONES,
)
