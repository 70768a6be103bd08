"""The page that a mailed link opens: each item ticked, or returned with a comment; and a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from trainee_app.away.rules import LONGEST_EVIDENCE
from trainee_app.logbook.rules import MOST_AT_ONCE, check_words
from trainee_app.web.fields import LineField, OnceField

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


class AbsenceForm(FlaskForm):
    """Proposing to countersign in a supervisor's absence: which entries, on what evidence."""

    once = OnceField()
    entries = SelectMultipleField(
        "Which entries",
        [InputRequired("Tick the entries that the evidence shows.")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=f"At most {MOST_AT_ONCE} at a time.",
    )
    evidence = LineField(
        "On the evidence of",
        [
            InputRequired("Name the evidence: what it is, and where it is kept."),
            Length(max=LONGEST_EVIDENCE, message=f"Shorten this to {LONGEST_EVIDENCE} characters."),
        ],
        description="What shows that it took place, and where it is kept: “the clinic’s diary of November, office file 12”. "
        "It is printed on the signature. No names of families.",
    )
    unseen = BooleanField(
        "I have looked at this evidence. I did not see the work itself, and the signature says so.",
        [InputRequired("Look at the evidence first, then tick this.")],
    )

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer these entries, by public name."""
        self.entries.choices = list(titles.items())

    def validate_evidence(self, evidence: Any) -> None:
        """Raises ValidationError for what must not be stored."""
        found = [each.message for each in check_words(evidence.data or "", "evidence") if not each.is_warning]
        if found:
            raise ValidationError(" ".join(found))


class DecideForm(FlaskForm):
    """Countersigning; `seen` is the hash of what the page showed."""

    seen = HiddenField()
    looked = BooleanField(
        "I have looked at this evidence. I did not see the work itself, and the signature says so.",
        [InputRequired("Look at the evidence first, then tick this.")],
    )
