"""Who may see, record, accept and take back what people bring along."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.credentials.models import Acceptance, BroughtAlong, Evidence, Registration
from trainee_app.credentials.queries import (
    brings_along,
    hears_no_therapy,
    is_kept_by,
    is_own_registration,
    is_own_row,
    is_row_kept_by,
    is_taken_back,
    is_therapy_kept_from,
    keeps_what_is_brought,
)
from trainee_app.people.models import Person
from trainee_app.people.queries import (
    administers_person,
    administers_programme,
    is_self,
    lacks_second_factor,
)
from trainee_app.programmes.models import Programme

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "acceptance.take_back",
        of=Acceptance,
        if_any=(is_row_kept_by(Acceptance),),
        unless=(is_own_row(Acceptance), is_therapy_kept_from(Acceptance, Acceptance.record), lacks_second_factor),
        words="Administrators and directors take back what was accepted on their programme; nobody for themselves; "
        "about personal therapy nobody who is supervisor, placement manager or examiner there.",
    ),
    Permission(
        "brought_along.read",
        of=Person,
        if_any=(brings_along, keeps_what_is_brought),
        unless=(lacks_second_factor,),
        words="Applicants and trainees see what they bring along; administrators and directors that of those on their "
        "programme. Personal therapy has a rule of its own.",
    ),
    Permission(
        "brought_along.record",
        of=Person,
        if_any=(brings_along, keeps_what_is_brought),
        unless=(lacks_second_factor,),
        words="Applicants and trainees record what they bring along and hand in what shows it; administrators and "
        "directors do it for those on their programme.",
    ),
    Permission(
        "brought_along.take_back",
        of=BroughtAlong,
        if_any=(is_own_row(BroughtAlong), is_row_kept_by(BroughtAlong)),
        unless=(is_therapy_kept_from(BroughtAlong, BroughtAlong.record), lacks_second_factor),
        words="Whoever brings it along takes it back, and so do administrators and directors of the programme; "
        "personal therapy nobody who is supervisor, placement manager or examiner there.",
    ),
    Permission(
        "evidence.read",
        of=Evidence,
        if_any=(is_own_row(Evidence), is_row_kept_by(Evidence)),
        unless=(is_taken_back(Evidence), is_therapy_kept_from(Evidence, Evidence.about), lacks_second_factor),
        words="A file is opened by whom it is about, and by administrators and directors of the programme; about "
        "personal therapy by nobody who is supervisor, placement manager or examiner there. Once taken back, by nobody.",
    ),
    Permission(
        "evidence.take_back",
        of=Evidence,
        if_any=(is_own_row(Evidence), is_row_kept_by(Evidence)),
        unless=(is_therapy_kept_from(Evidence, Evidence.about), lacks_second_factor),
        words="A file is taken back by whom it is about, and by administrators and directors of the programme; about "
        "personal therapy by nobody who is supervisor, placement manager or examiner there.",
    ),
    Permission(
        "prerequisite.accept",
        of=Person,
        if_any=(keeps_what_is_brought,),
        unless=(is_self, lacks_second_factor),
        words="Administrators and directors accept what applicants and trainees of their programme bring along; nobody "
        "their own.",
    ),
    Permission(
        "therapy.hear",
        of=Programme,
        if_any=(administers_programme,),
        unless=(hears_no_therapy, lacks_second_factor),
        words="Days of personal therapy are seen by the person, and by administrators and directors of the programme who "
        "are neither supervisor, placement manager nor examiner there.",
    ),
    Permission(
        "registration.end",
        of=Registration,
        if_any=(is_kept_by,),
        unless=(is_own_registration, lacks_second_factor),
        words="Administrators and directors end a registration recorded on their programme; nobody their own.",
    ),
    Permission(
        "registration.record",
        of=Person,
        if_any=(administers_person,),
        unless=(is_self, lacks_second_factor),
        words="Administrators and directors record registrations of people on their programme; nobody their own.",
    ),
    Permission(
        "registrations.read",
        of=Person,
        if_any=(is_self, administers_person),
        unless=(lacks_second_factor,),
        words="Everybody sees their own registrations; administrators and directors those of people on their programme.",
    ),
)
