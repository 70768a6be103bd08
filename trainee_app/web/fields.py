"""Form fields that several rooms ask for, and what a rule found wrong shown beside the field it is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import DateField, FileField, HiddenField, IntegerField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from trainee_app.db.tables import new_public_id
from trainee_app.refusals import FieldsAreFaulty, Refusal, Violation

NOT_ON_THE_LIST = "Choose one of those that are offered."
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
# More figures mean nothing in any field here, and the longest numbers break what compares them with others.
_MOST_FIGURES = 9
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{16}")


def one_line(text: str | None) -> str:
    """Return typed text as one line: no control characters, which a database may refuse, no stray spaces."""
    visible = (" " if unicodedata.category(letter).startswith("C") else letter for letter in text or "")
    return " ".join("".join(visible).split())


class LineField(StringField):
    """A line of text, kept without stray spaces and control characters."""

    def __init__(self, label: str, validators: Any = None, **arguments: Any) -> None:
        super().__init__(label, validators, filters=[one_line], **arguments)


class DayField(DateField):
    """A date, from the browser's own picker or typed as 3/10/2026 or 3 October 2026."""

    data: Any

    def __init__(self, label: str, validators: Any = None, **arguments: Any) -> None:
        super().__init__(label, validators, format=_DAY_FORMATS, **arguments)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; says how to write it if it is none."""
        self.data = None
        # Blanks alone are nothing typed, for the validators too, which look at what came.
        self.raw_data = [typed for value in valuelist if (typed := value.strip())]
        if not self.raw_data:
            return
        try:
            super().process_formdata(self.raw_data)
        except ValueError:
            raise ValueError("Write the date as day, month and year, such as 3/10/2026.") from None


class WholeNumberField(IntegerField):
    """A whole number, 0 or more; `say` is what somebody is told who typed anything else."""

    data: Any

    def __init__(self, label: str = "", validators: Any = None, *, say: str, **arguments: Any) -> None:
        super().__init__(label, validators, **arguments)
        self._say = say

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; blanks alone are nothing typed."""
        self.data = None
        self.raw_data = [typed for value in valuelist if (typed := value.strip())]
        if not self.raw_data:
            return
        typed = self.raw_data[0]
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_FIGURES):
            raise ValueError(self._say)
        self.data = int(typed)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms hands it over
        """Ask nothing more of what is no number: what to write has been said."""
        if self.process_errors:
            raise StopValidation


class BoxesField(SelectMultipleField):
    """Several of a few choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def offer_to_confirm(field: BoxesField, warnings: Iterable[Violation], words: Mapping[str, str]) -> None:
    """Offer to confirm these warnings, once each kind: `words` by their codes; what they say stands beside it."""
    asked: dict[str, list[str]] = {}
    for each in warnings:
        asked.setdefault(each.code, []).append(each.message)
    field.choices = [SelectChoice(code, words[code]) for code in asked]
    field.description = " ".join(message for messages in asked.values() for message in messages)


class UploadField(FileField):
    """A file; text sent in its place is no file."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file that was chosen."""
        self.raw_data = [sent for sent in valuelist if getattr(sent, "filename", "")]
        self.data = self.raw_data[0] if self.raw_data else None


class OnceField(HiddenField):
    """The future public name of the row that the form makes, so that sending the form twice makes it once."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(default=new_public_id, **arguments)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the name that the page was given; anything else makes a new one."""
        given = valuelist[0] if valuelist else ""
        self.data = given if _PUBLIC_ID.fullmatch(given) else new_public_id()


def show_violations(form: Any, violations: Iterable[Violation]) -> None:
    """Put each violation at its field, or at the top of the form if it has no such field."""
    for violation in violations:
        if violation.field in form:
            field = form[violation.field]
            field.errors = [*field.errors, violation.message]
        else:
            form.form_errors.append(violation.message)


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Show on the form why a verb was refused, so that nothing typed is lost: at the fields, or at its top."""
    if isinstance(refusal, FieldsAreFaulty):
        show_violations(form, refusal.violations)
    else:
        form.form_errors.append(str(refusal))
