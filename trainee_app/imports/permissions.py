"""Who may see and attest what was brought in."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.queries import (
    has_attested,
    holds_nothing,
    is_among_the_trainees,
    is_attested,
    is_not_the_other_half,
    runs_the_programme,
    runs_this_programme,
)
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
)
