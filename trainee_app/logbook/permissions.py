"""Who may see, write and sign entries."""

from __future__ import annotations

from trainee_app.access import Condition, Permission
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries import (
    follows_log,
    has_a_queue,
    is_own_entry,
    is_own_log,
    keeps_logs_of,
    may_decide,
    may_give_back,
    may_void,
    reads_as_administrator,
    reads_as_supervisor,
)
from trainee_app.logbook.queries.documents import covers_own_entries, signed_whole
from trainee_app.logbook.queries.terms import is_own_term, is_terms_tutor
from trainee_app.logbook.queries.verifying import verifies_for
from trainee_app.people.models import Person
from trainee_app.people.queries import lacks_second_factor
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "cohort.logs",
        of=Cohort,
        if_any=(keeps_logs_of,),
        unless=(lacks_second_factor,),
        words="Administrators and directors of the programme see who keeps what of a cohort waiting, and in which months "
        "its trainees have logged.",
    ),
    Permission(
        "entry.read",
        of=LogEntry,
        if_any=(is_own_entry, reads_as_supervisor, reads_as_administrator),
        unless=(lacks_second_factor,),
        anew=True,
        words="The trainee; of what was handed in, also who signs that kind of time and has an agreement that covers the "
        "day of the work (a supervisor what supervisors sign, a tutor what tutors sign, a placement manager what was at "
        "their placement and managers sign), administrators and directors of the programme.",
    ),
    Permission(
        "entry.return",
        of=LogEntry,
        if_any=(may_give_back,),
        unless=(is_own_entry, lacks_second_factor),
        anew=True,
        words="Whoever may sign what waits gives it back instead, with a comment.",
    ),
    Permission(
        "entry.sign",
        of=LogEntry,
        if_any=(may_decide,),
        unless=(is_own_entry, lacks_second_factor),
        anew=True,
        words="Who has an agreement that covers the day of the work, in the capacity the activity asks for; "
        "a placement manager what was at the placement they answer for; "
        "a former one for as long as the programme says. Nobody their own record. "
        "A supervisor’s registration must be valid on that day and when signing.",
    ),
    Permission(
        "entry.void",
        of=LogEntry,
        if_any=(may_void,),
        unless=(is_own_entry, lacks_second_factor),
        words="Administrators and directors of the programme say, with a reason, that a signed entry does not count; "
        "nobody on their own record, and nobody changes what it says.",
    ),
    Permission(
        "entry.write",
        of=LogEntry,
        if_any=(is_own_entry,),
        unless=(lacks_second_factor,),
        words="Trainees write, hand in, withdraw, correct and discard their own entries.",
    ),
    Permission(
        "log.read",
        of=Trainee,
        if_any=(is_own_log, follows_log),
        unless=(lacks_second_factor,),
        words="The trainee; who has or had an agreement with them; administrators and directors of the programme. "
        "Each sees the entries that they may read.",
    ),
    Permission(
        "log.write",
        of=Trainee,
        if_any=(is_own_log,),
        unless=(lacks_second_factor,),
        words="Trainees keep their own log.",
    ),
    Permission(
        "queue.read",
        of=Person,
        if_any=(has_a_queue,),
        unless=(lacks_second_factor,),
        words="Supervisors, tutors and placement managers see what waits for their signature, each for themselves.",
    ),
    Permission(
        "queue.sign",
        of=Person,
        if_any=(has_a_queue,),
        unless=(lacks_second_factor,),
        words="Whoever has a queue signs what they have seen in it; each entry is judged by itself, as entry.sign says.",
    ),
    Permission(
        "term.decide",
        of=TermDocument,
        if_any=(is_terms_tutor,),
        unless=(is_own_term, lacks_second_factor),
        words="The tutor to whom a term’s self-directed study was handed in signs it, or returns it, as a whole; each of "
        "its entries is judged as entry.sign says. Nobody their own.",
    ),
    Permission(
        "term.read",
        of=TermDocument,
        if_any=(is_own_term, is_terms_tutor),
        unless=(lacks_second_factor,),
        words="The trainee, and the tutor to whom it was handed in.",
    ),
    Permission(
        "term.take_back",
        of=TermDocument,
        if_any=(is_own_term,),
        unless=(lacks_second_factor,),
        words="Trainees take back what they handed in, before it is decided.",
    ),
    Permission(
        "verification.read",
        of=Programme,
        if_any=(verifies_for,),
        unless=(lacks_second_factor,),
        words="Administrators and directors of a programme see what was signed and waits for a second person.",
    ),
    Permission(
        "verification.sign",
        of=Programme,
        if_any=(verifies_for,),
        unless=(lacks_second_factor,),
        words="Administrators and directors of a programme verify what was signed, where it wants that; each entry is "
        "judged by itself: nobody verifies what they signed, nor their own record.",
    ),
)


def reading_receipts(*is_about_own: Condition) -> Permission:
    """Who reads the receipt of a whole document. `is_about_own`: of kinds that rooms above know, that it is the actor's."""
    return Permission(
        "receipt.read",
        of=Signature,
        if_any=(signed_whole, covers_own_entries, *is_about_own),
        unless=(lacks_second_factor,),
        words="Of what was signed as a whole (a term’s study, a register, a supervision, an office’s record, countersigning "
        "in absence, a sheet signed on paper, a phase of a case) the receipt: whoever gave the signature, and each trainee "
        "of whose record it is or covers entries.",
    )
