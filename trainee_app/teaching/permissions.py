"""Who may make a timetable, sign a register, and see who was there."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.cohorts.models import Cohort
from trainee_app.people.queries import lacks_second_factor
from trainee_app.teaching.models import TeachingDate, TeachingRegister
from trainee_app.teaching.queries import (
    has_register,
    is_among_the_trainees,
    is_cancelled,
    is_marked_by,
    is_of_cohort,
    is_void,
    leads,
    led_it,
    runs_cohort,
    runs_programme,
    runs_register,
    teaches,
)

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "attendance.read",
        of=Cohort,
        if_any=(runs_cohort, teaches),
        unless=(is_of_cohort, lacks_second_factor),
        words="Administrators, directors and tutors of the programme see who was there, date by date; no trainee of the cohort.",
    ),
    Permission(
        "register.sign",
        of=TeachingDate,
        if_any=(leads,),
        unless=(is_cancelled, is_among_the_trainees, lacks_second_factor),
        words="The seminar leader, while a tutor of the programme, says who was there and signs it, or signs it anew; "
        "nobody a register that they stand on themselves.",
    ),
    Permission(
        "register.void",
        of=TeachingRegister,
        if_any=(led_it, runs_register),
        unless=(is_void, is_marked_by, lacks_second_factor),
        words="Its seminar leader, or administrators and directors of the programme, say with a reason that a register "
        "does not count.",
    ),
    Permission(
        "teaching.cancel",
        of=TeachingDate,
        if_any=(leads, runs_programme),
        unless=(is_cancelled, has_register, is_among_the_trainees, lacks_second_factor),
        words="Its leader, or administrators and directors of the programme, take a date off the timetable that has no "
        "signed register.",
    ),
    Permission(
        "teaching.read",
        of=TeachingDate,
        if_any=(leads, runs_programme),
        unless=(is_among_the_trainees, lacks_second_factor),
        words="Its leader, and administrators and directors of the programme, see a date with its register.",
    ),
    Permission(
        "timetable.make",
        of=Cohort,
        if_any=(runs_cohort, teaches),
        unless=(is_of_cohort, lacks_second_factor),
        words="Administrators and directors put dates on a cohort’s timetable; tutors of the programme those they lead.",
    ),
    Permission(
        "timetable.read",
        of=Cohort,
        if_any=(is_of_cohort, runs_cohort, teaches),
        unless=(lacks_second_factor,),
        words="The cohort’s trainees, each with what the register says of them; administrators, directors and tutors of "
        "the programme.",
    ),
)
