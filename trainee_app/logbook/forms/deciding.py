"""Forms of what is decided about entries, and of receipts."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from trainee_app.logbook.forms.fields import plain_text
from trainee_app.web.fields import OnceField, one_line

_LONGEST_COMMENT = 1_000


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

    comment = TextAreaField(
        "What should be mended?",
        [
            DataRequired("Say what to mend, so that it can be handed in again."),
            Length(max=_LONGEST_COMMENT, message=f"Shorten this to {_LONGEST_COMMENT:,} characters."),
        ],
        filters=[plain_text],
        description="It goes back as a whole; one sentence is enough.",
    )


class ReturnForm(FlaskForm):
    """Giving an entry back: what is to be mended."""

    version = IntegerField(widget=HiddenInput())
    comment = TextAreaField(
        "What should be mended?",
        [
            DataRequired("Say what to mend, so that it can be sent again."),
            Length(max=_LONGEST_COMMENT, message=f"Shorten this to {_LONGEST_COMMENT:,} characters."),
        ],
        filters=[plain_text],
        description="One sentence is enough, such as “Which day was this?”",
    )


class ReceiptForm(FlaskForm):
    """Checking a receipt: what is printed on it."""

    number = StringField(
        "Number of the receipt",
        [DataRequired("Enter the number that is printed on the receipt."), Length(max=60, message="It is shorter.")],
        filters=[one_line],
    )
    code = StringField(
        "Check code",
        [DataRequired("Enter the code that is printed on the receipt."), Length(max=60, message="It is shorter.")],
        filters=[one_line],
        description="Twelve letters and figures in groups of four; small or large makes no difference.",
    )


class VoidForm(FlaskForm):
    """Saying that a signed entry does not count, and why."""

    version = IntegerField(widget=HiddenInput())
    reason = TextAreaField(
        "Why does it not count?",
        [
            DataRequired("Say why. The reason stands with the entry for good."),
            Length(max=_LONGEST_COMMENT, message=f"Shorten this to {_LONGEST_COMMENT:,} characters."),
        ],
        filters=[plain_text],
    )
