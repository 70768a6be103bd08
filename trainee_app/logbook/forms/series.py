"""The form of a series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TextArea

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Placement
from trainee_app.logbook.forms.entry import NO_CASE_CHOSEN, NO_PLACEMENT, case_words
from trainee_app.logbook.forms.fields import DurationField, StartField, WorkedOnField
from trainee_app.logbook.rules import (
    Content,
    DayUnreadable,
    parse_day,
)
from trainee_app.logbook.rules.series import SeriesTooLong, series_days
from trainee_app.programmes.rules import Definition
from trainee_app.web.fields import NOT_ON_THE_LIST, BoxesField, OnceField
from trainee_app.web.formats import WEEKDAYS

_WEEKDAY_CHOICES = [SelectChoice(str(place), name) for place, name in enumerate(WEEKDAYS)]
_EVERY = [SelectChoice("1", "Every week"), SelectChoice("2", "Every other week")]


class DaysField(StringField):
    """Several days, typed with commas or on lines of their own; `days` is what was understood."""

    widget = TextArea()
    days: tuple[date, ...] = ()

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read each by the rule; one that cannot be read is named."""
        parts = (part.strip() for part in re.split(r"[\n,;]", self.data or ""))
        self.days = tuple(self._day(part) for part in parts if part)

    def _day(self, written: str) -> date:
        try:
            return parse_day(written)
        except DayUnreadable as unreadable:
            raise ValidationError(f"“{written}”: {unreadable}") from None


class SeriesForm(FlaskForm):
    """The same entry on several days: every week on some weekdays, or on days that are named."""

    once = OnceField()
    activity = SelectField("What is it?", invalid_choice_message=NOT_ON_THE_LIST)
    minutes = DurationField("Time each day", description="50, 50 min, 1h30 or 0:50.")
    started_at = StartField("Begins at", description="Leave it empty unless two entries could overlap.")
    placement = SelectField("Where", default=NO_PLACEMENT, invalid_choice_message=NOT_ON_THE_LIST)
    case = SelectField("Which case?", default=NO_CASE_CHOSEN, invalid_choice_message=NOT_ON_THE_LIST)
    weekdays = BoxesField("On", choices=_WEEKDAY_CHOICES)
    every = SelectField("How often", choices=_EVERY, default="1", invalid_choice_message=NOT_ON_THE_LIST)
    first_on = WorkedOnField("From", [Optional()])
    last_on = WorkedOnField("To", [Optional()])
    without = DaysField("Not in the weeks of", description="Any day of each such week, with commas between.")
    days = DaysField("Or on these days", description="Such as 3/11/2026, 5/11/2026.")

    def __init__(
        self,
        definition: Definition,
        placements: Sequence[Placement],
        cases: Mapping[str, TrainingCase],
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self._cases = {case.public_id: case for case in cases.values()}
        self._placements = {placement.public_id: placement.id for placement in placements}
        self.activity.choices = [SelectChoice(key, each.title) for key, each in definition.activities.items()]
        self.case.choices = [SelectChoice(NO_CASE_CHOSEN, "None")] + [
            SelectChoice(case.public_id, case_words(name, case)) for name, case in cases.items()
        ]
        self.placement.choices = [SelectChoice(NO_PLACEMENT, "Not at a placement")] + [
            SelectChoice(placement.public_id, placement.name) for placement in placements
        ]

    def dates(self) -> list[date]:
        """Return the days meant; faults of the pattern are put at its fields."""
        weekdays = {int(each) for each in self.weekdays.data or ()}
        if not weekdays and not self.days.days:
            self.weekdays.errors = ["Tick at least one weekday, or name the days below."]
            return []
        first, last = (self.first_on.data, self.last_on.data) if weekdays else (date.min, date.min)
        if first is None or last is None:
            self.first_on.errors = ["Say from which day to which, or name the days below."]
            return []
        if last < first:
            self.last_on.errors = ["The last day lies before the first one."]
            return []
        return self._repeated(weekdays, first, last)

    def _repeated(self, weekdays: set[int], first: date, last: date) -> list[date]:
        every, without = int(self.every.data), self.without.days
        try:
            found = series_days(
                weekdays, first, last, every_weeks=every, not_in_weeks_of=without, others=self.days.days
            )
        except SeriesTooLong as too_long:
            self.last_on.errors = [str(too_long)]
            return []
        if not found:
            self.weekdays.errors = ["No such weekday lies between these days. Look at them again."]
        return found

    def content(self, on: date) -> Content:
        """Return what is logged on one of the days."""
        case = self._cases.get(self.case.data)
        return Content(
            worked_on=on,
            activity=self.activity.data,
            minutes=self.minutes.minutes or 0,
            started_at_minute=self.started_at.minute,
            placement_id=self._placements.get(self.placement.data),
            case_id=None if case is None else case.id,
        )
