"""The page that a mailed link opens: each item ticked, or returned with a comment; and a code."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from trainee_app.logbook.rules import check_words

LONGEST_COMMENT = 1000
_LONGEST_CODE = 20


def _plain(text: str | None) -> str:
    """Return typed text without what no keyboard writes, its lines kept."""
    return "".join(letter for letter in text or "" if letter.isprintable() or letter == "\n").strip()


class ItemForm(Form):
    """One entry on the list. `shown` comes back with every entry that the page has shown."""

    shown = HiddenField(default="1")
    sign = BooleanField("Sign")
    comment = TextAreaField(
        "What should be mended?",
        [Length(max=LONGEST_COMMENT, message=f"Shorten this to {LONGEST_COMMENT:,} characters.")],
        filters=[_plain],
        description="One sentence is enough, such as “Which day was this?” The trainee reads it.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what is wrong: signed and returned at once, or a comment that holds what must not be stored."""
        is_fine = bool(super().validate(extra_validators))
        if not self.comment.data:
            return is_fine
        found = [each.message for each in check_words(self.comment.data, "comment") if not each.is_warning]
        if self.sign.data:
            found.append("Sign it or return it: untick it, or take the comment away.")
        self.comment.errors = [*self.comment.errors, *found]
        return is_fine and not found


class AnswerForm(FlaskForm):
    """The one button of the page, and the code that it asks for."""

    everything = BooleanField("Sign everything shown here, except what I return")
    code = StringField(
        "The code from your mail",
        [Length(max=_LONGEST_CODE, message="The code has six figures.")],
        description="Six figures, such as 123 456.",
    )
