"""The invented world: who there is, and what happens in it. Pure, and the same every time."""

from trainee_app.demo.rules.people import (
    APPLICANTS,
    COHORTS,
    OFFICE,
    PASSWORD,
    SIGNER_BY_LINK,
    SLOW_SIGNER,
    STAFF,
    TUTOR,
    Habit,
    Invented,
    InventedCohort,
    InventedTrainee,
)
from trainee_app.demo.rules.weeks import COURSE_WEEKS, Course, InventedCase, case_of, cases_of, course_of, worked

__all__ = [
    "APPLICANTS",
    "COHORTS",
    "COURSE_WEEKS",
    "OFFICE",
    "PASSWORD",
    "SIGNER_BY_LINK",
    "SLOW_SIGNER",
    "STAFF",
    "TUTOR",
    "Course",
    "Habit",
    "Invented",
    "InventedCase",
    "InventedCohort",
    "InventedTrainee",
    "case_of",
    "cases_of",
    "course_of",
    "worked",
]
