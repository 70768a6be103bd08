"""Who may see and attest what was brought in."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.imports.models import ImportBatch, TimeFile
from trainee_app.imports.queries import (
    administers_cohort,
    has_attested,
    holds_nothing,
    is_among_the_trainees,
    is_attested,
    is_not_the_other_half,
    is_office_file,
    is_own_file,
    runs_the_programme,
    runs_this_programme,
)
from trainee_app.logbook.queries import is_own_log
from trainee_app.people.queries import lacks_second_factor
from trainee_app.programmes.models import Programme

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "import.attest",
        of=ImportBatch,
        if_any=(runs_the_programme,),
        unless=(
            lacks_second_factor,
            is_among_the_trainees,
            has_attested,
            is_attested,
            is_not_the_other_half,
            holds_nothing,
        ),
        words="Two people attest an office's record that was brought in: an administrator, and a director or board "
        "member. Nobody attests twice, and nobody who is a trainee of that cohort.",
    ),
    Permission(
        "imports.list",
        of=Programme,
        if_any=(runs_this_programme,),
        unless=(lacks_second_factor,),
        words="Administrators, directors and board members open the list of what was brought in, "
        "with a second factor shown.",
    ),
    Permission(
        "import.read",
        of=ImportBatch,
        if_any=(runs_the_programme,),
        unless=(lacks_second_factor,),
        words="Administrators, directors and board members read what was brought in on their programme, "
        "with a second factor shown.",
    ),
    Permission(
        "time.bring",
        of=Trainee,
        if_any=(is_own_log,),
        unless=(lacks_second_factor,),
        words="Trainees bring time from their own files into their own log.",
    ),
    Permission(
        "time.bring_for",
        of=Cohort,
        if_any=(administers_cohort,),
        unless=(lacks_second_factor,),
        words="Administrators bring an office’s record of time in, for a trainee or the whole cohort; two people attest it.",
    ),
    Permission(
        "time.use",
        of=TimeFile,
        if_any=(is_own_file, is_office_file),
        unless=(lacks_second_factor,),
        words="Whoever put a file up for their own log; administrators of the programme an office’s. Nobody else sees "
        "what stands in it.",
    ),
)
