"""The page that a mailed link opens, proposals to countersign, and sheets that came back signed in ink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from trainee_app.away.rules import LONGEST_EVIDENCE, LeftOut
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, check_words, seen_in
from trainee_app.paper.rules import is_code, tidied
from trainee_app.web.fields import BoxesField, DayField, LineField, OnceField, UploadField

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


class TicksField(BoxesField):
    """Entries as they were shown. The verb judges whether they still are: a page that is stale is told so politely."""

    def __init__(self, label: str, validators: Sequence[Any], **arguments: Any) -> None:
        """Take whatever is ticked."""
        super().__init__(label, validators, validate_choice=False, **arguments)

    @property
    def seen(self) -> list[Seen]:
        """What was ticked, as it was shown."""
        return [found for each in self.data or () if (found := seen_in(each)) is not None]


class AbsenceForm(FlaskForm):
    """Proposing to countersign in a supervisor's absence: which entries, on what evidence."""

    once = OnceField()
    entries = TicksField(
        "Which entries",
        [InputRequired("Tick the entries that the evidence shows.")],
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
        """Offer these entries, by what a tick beside them says."""
        self.entries.choices = list(titles.items())

    def validate_entries(self, entries: Any) -> None:
        """Raises ValidationError for what no page of ours has sent."""
        if len(entries.seen) != len(entries.data or ()):
            raise ValidationError("Tick the entries anew: what was sent names none of them.")

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


class SheetForm(FlaskForm):
    """Printing a sheet: of which month, by its first day. What it says is its name: sent twice it makes one."""

    month = DayField("Month", [InputRequired("Choose a month in which something waits.")])


class FindForm(FlaskForm):
    """A sheet by the code that stands on it. It asks and changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    code = StringField(
        "Sheet code",
        [Length(max=_LONGEST_CODE, message="Twelve letters and figures, as they stand on the sheet.")],
        description="Such as K7QM-3XTD-9PWC. Spaces and small letters do no harm.",
    )

    def validate_code(self, code: Any) -> None:
        """Raises ValidationError for a slip of the hand, which the last letter of a code gives away."""
        if code.data and not is_code(tidied(code.data)):
            raise ValidationError("No sheet bears such a code. Compare each letter once more.")


class RecordForm(FlaskForm):
    """A sheet that came back: its scan, the day beside the signature, and which rows the ink covers."""

    once = OnceField()
    file = UploadField(
        "The scan",
        [InputRequired("Choose a file: a PDF, or a JPEG or PNG picture.")],
        description="A PDF, or a JPEG or PNG picture, of every page.",
    )
    inked_on = DayField(
        "Signed on",
        [InputRequired("Write the day that stands beside the signature.")],
        description="The day that stands beside the signature.",
    )
    covered = BoxesField(
        "Rows that the signature covers",
        [InputRequired("Tick the rows that the signature covers.")],
        description="Untick what was crossed out. Rows that are no longer as printed are not offered.",
    )
    reason = RadioField(
        "Why the others are left out",
        [Optional()],
        choices=[SelectChoice(each.value, each.words) for each in LeftOut],
        description="Only if a row is unticked.",
    )
    looked = BooleanField(
        "I have this sheet before me, signed in ink, and recorded it as it stands there.",
        [InputRequired("Look at the sheet first, then tick this.")],
    )

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer these rows, by the public name of their entries; all are ticked until somebody unticks one."""
        self.covered.choices = list(titles.items())
        if not self.is_submitted():
            self.covered.data = list(titles)


class InkForm(FlaskForm):
    """Deciding as the second of two; `seen` is the hash of what the page showed."""

    seen = HiddenField()
    looked = BooleanField(
        "I have looked at the scan beside these rows: it shows this sheet, signed in ink as recorded.",
        [InputRequired("Look at the scan first, then tick this.")],
    )
