"""Forms of what is decided about entries, and of receipts."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from trainee_app.logbook.rules import plain_text
from trainee_app.web.fields import OnceField, WholeNumberField, one_line

_LONGEST_COMMENT = 1_000
_OPEN_AGAIN = "This page does not say which version it shows. Open the entry again."


def _comment(label: str, missing: str, description: str = "") -> Any:
    """Return a field for a comment, which has to be there."""
    fits = Length(max=_LONGEST_COMMENT, message=f"Shorten this to {_LONGEST_COMMENT:,} characters.")
    return TextAreaField(label, [DataRequired(missing), fits], filters=[plain_text], description=description)


class QuietMonthForm(FlaskForm):
    """That there is nothing to log in a month, such as 2026-11."""

    once = OnceField()
    month = HiddenField()


class TermForm(FlaskForm):
    """Handing in the study of the term in which a day lies."""

    once = OnceField()
    day = HiddenField()


class TermReturnForm(FlaskForm):
    """Giving a term's study back as a whole: what is to be mended."""

    comment = _comment(
        "What should be mended?",
        "Say what to mend, so that it can be handed in again.",
        "It goes back as a whole; one sentence is enough.",
    )


class ReturnForm(FlaskForm):
    """Giving an entry back: what is to be mended."""

    version = WholeNumberField(widget=HiddenInput(), say=_OPEN_AGAIN)
    comment = _comment(
        "What should be mended?",
        "Say what to mend, so that it can be sent again.",
        "One sentence is enough, such as “Which day was this?”",
    )


class ReceiptForm(FlaskForm):
    """Checking a receipt: what is printed on it."""

    number = StringField(
        "Number of the receipt",
        [DataRequired("Enter the number that is printed on the receipt."), Length(max=60, message="It is shorter.")],
        filters=[one_line],
        description="Letters and figures in groups; small or large makes no difference, and older receipts have sixteen "
        "signs of which each counts as printed.",
    )
    code = StringField(
        "Check code",
        [DataRequired("Enter the code that is printed on the receipt."), Length(max=60, message="It is shorter.")],
        filters=[one_line],
        description="Twelve letters and figures in groups of four; small or large makes no difference.",
    )


class VoidForm(FlaskForm):
    """Saying that a signed entry does not count, and why."""

    version = WholeNumberField(widget=HiddenInput(), say=_OPEN_AGAIN)
    reason = _comment("Why does it not count?", "Say why. The reason stands with the entry for good.")
