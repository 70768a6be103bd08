"""Forms of the log: shape and wording. What is right and wrong is said by the rules."""

from trainee_app.logbook.forms.deciding import (
    QuietMonthForm,
    ReceiptForm,
    ReturnForm,
    TermForm,
    TermReturnForm,
    VoidForm,
)
from trainee_app.logbook.forms.entry import NO_CASE_CHOSEN, NO_PLACEMENT, EntryForm, confirmation_of
from trainee_app.logbook.forms.series import SeriesForm

__all__ = [
    "NO_CASE_CHOSEN",
    "NO_PLACEMENT",
    "EntryForm",
    "QuietMonthForm",
    "ReceiptForm",
    "ReturnForm",
    "SeriesForm",
    "TermForm",
    "TermReturnForm",
    "VoidForm",
    "confirmation_of",
]
