"""Fields of the log's forms: days, durations and times as people type them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    SelectChoice,
    StringField,
)
from wtforms.validators import ValidationError

from trainee_app.logbook.rules import (
    DayUnreadable,
    DurationUnreadable,
    TimeUnreadable,
    Unit,
    parse_day,
    parse_duration,
    parse_start,
)
from trainee_app.programmes.rules import Outcome


class WorkedOnField(DateField):
    """The day of the work, from the browser's own picker or typed in any usual way."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it by the rule; what was typed stays in the field."""
        self.data = None
        if valuelist:
            try:
                self.data = parse_day(valuelist[0])
            except DayUnreadable as unreadable:
                raise ValueError(str(unreadable)) from None


class DurationField(StringField):
    """A duration, typed in any usual way; `minutes` is what was understood."""

    minutes: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        """Read it by the rule. What was missed or cancelled may leave it empty."""
        if not (self.data or "").strip() and "outcome" in form and form.outcome.data != Outcome.HELD:
            self.minutes = 0
            return
        try:
            self.minutes = parse_duration(self.data, Unit.MINUTES)
        except DurationUnreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


class StartField(StringField):
    """A time of day, which may be left out; `minute` counts from midnight."""

    minute: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read it by the rule."""
        try:
            self.minute = parse_start(self.data or "")
        except TimeUnreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


def choices_of_words(words: Mapping[str, str]) -> list[SelectChoice]:
    """Return choices from what is stored and how it is said."""
    return [SelectChoice(key, text) for key, text in words.items()]
