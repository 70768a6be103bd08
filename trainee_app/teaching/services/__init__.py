"""The verbs of the teaching: put dates on the timetable, take them off, sign a register, say that one does not count."""

from trainee_app.teaching.services.refusals import (
    DateHasRegister,
    RegisterChangedSinceShown,
    TeachingFaulty,
    TeachingNameTaken,
)
from trainee_app.teaching.services.registers import SIGNED_ANEW, sign_register, void_register
from trainee_app.teaching.services.timetable import cancel_date, make_dates

__all__ = [
    "SIGNED_ANEW",
    "DateHasRegister",
    "RegisterChangedSinceShown",
    "TeachingFaulty",
    "TeachingNameTaken",
    "cancel_date",
    "make_dates",
    "sign_register",
    "void_register",
]
