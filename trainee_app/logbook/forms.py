"""Forms of the log: shape and wording. What is right and wrong is said by the rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextArea

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Placement
from trainee_app.logbook.rules import (
    IN_THE_ROOM,
    LONGEST_NOTE,
    WAYS_OF_WORKING,
    Code,
    Content,
    DayUnreadable,
    Details,
    DurationUnreadable,
    TimeUnreadable,
    Unit,
    Violation,
    kind_of,
    parse_day,
    parse_duration,
    parse_start,
)
from trainee_app.logbook.rules.series import SeriesTooLong, series_days
from trainee_app.programmes.rules import Activity, Definition, Outcome, Signer
from trainee_app.web.fields import NOT_ON_THE_LIST, OnceField, one_line
from trainee_app.web.formats import WEEKDAYS, short_date

_OUTCOMES = [SelectChoice(each.value, each.value.capitalize()) for each in Outcome]
NO_PLACEMENT = ""
NO_CASE_CHOSEN = ""
_LONGEST_COMMENT = 1_000


def plain_text(text: str | None) -> str:
    """Return typed text without control characters, which a database may refuse; line breaks stay."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) != "Cc").strip()


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


class ChoicesField(SelectMultipleField):
    """Several of a few choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, text) for key, text in words.items()]


class ActivityField(RadioField):
    """One of the programme's activities; each choice carries what the page needs to know of it."""

    def __iter__(self) -> Iterator[Any]:
        """Give the choices with their own attributes, which the field of the library leaves out."""
        for option in super().__iter__():
            option.render_kw = option.choice.render_kw
            yield option


class CaseField(RadioField):
    """One of the trainee's cases. Nothing chosen is no case; whether one is needed is said by the rules."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was chosen, never what the page would have chosen."""
        self.data = valuelist[0] if valuelist else NO_CASE_CHOSEN


class EntryForm(FlaskForm):
    """One entry, phone first. Details of another kind than the activity's are hidden, and not kept if sent."""

    once = OnceField()
    activity = ActivityField(
        "What was it?", [InputRequired("Choose what it was.")], invalid_choice_message=NOT_ON_THE_LIST
    )
    worked_on = WorkedOnField("Date", [InputRequired("Say on which day it was, like 3/11/2026.")])
    minutes = DurationField("Time", description="50, 50 min, 1h30 or 0:50.")
    started_at = StartField("Began at", description="Leave it empty unless two entries could overlap.")
    outcome = RadioField(
        "Did it take place?",
        choices=_OUTCOMES,
        default=Outcome.HELD.value,
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    placement = SelectField("Where", default=NO_PLACEMENT, invalid_choice_message=NOT_ON_THE_LIST)
    case = CaseField("Which case?", invalid_choice_message=NOT_ON_THE_LIST)
    in_the_room = ChoicesField("Who was in the room?", choices=_choices(IN_THE_ROOM))
    ways = ChoicesField("Ways of working", choices=_choices(WAYS_OF_WORKING))
    video_reviewed = BooleanField("Video was reviewed")
    note = TextAreaField(
        "Note",
        [Length(max=LONGEST_NOTE, message=f"Shorten this to {LONGEST_NOTE:,} characters.")],
        filters=[plain_text],
        description="No names, initials, dates of birth, addresses or numbers of a family: nothing may tell who they are.",
    )
    confirmed = ChoicesField("Look at this once more")

    def __init__(
        self,
        definition: Definition,
        placements: Sequence[Placement],
        cases: Mapping[str, TrainingCase],
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        # The rows themselves, so that their names need not be looked up again when the entry is sealed.
        self._cases = {case.public_id: case for case in cases.values()}
        self.case.choices = [
            *(SelectChoice(case.public_id, _case_words(name, case)) for name, case in cases.items()),
            SelectChoice(NO_CASE_CHOSEN, "None was open that day"),
        ]
        self._placements = {placement.public_id: placement.id for placement in placements}
        self.activity.choices = [_activity_choice(definition, key) for key in definition.activities]
        self.activity.validate_choice = True
        self.placement.choices = [SelectChoice(NO_PLACEMENT, "Not at a placement")] + [
            SelectChoice(placement.public_id, placement.name) for placement in placements
        ]
        self.confirmed.choices = [SelectChoice(code.value) for code in Code]

    def offer_first(self, usual: Sequence[str]) -> None:
        """Put these activities first, in their order."""
        places = {key: place for place, key in enumerate(usual)}
        self.activity.choices.sort(key=lambda choice: places.get(choice.value, len(places)))

    def content(self) -> Content:
        """Return what was typed, once it has been read."""
        case = self._cases.get(self.case.data)
        return Content(
            worked_on=self.worked_on.data or date.min,
            activity=self.activity.data,
            minutes=self.minutes.minutes or 0,
            outcome=self.outcome.data,
            started_at_minute=self.started_at.minute,
            placement_id=self._placements.get(self.placement.data),
            case_id=None if case is None else case.id,
            details=Details(
                in_the_room=tuple(self.in_the_room.data or ()),
                ways=tuple(self.ways.data or ()),
                video_reviewed=self.video_reviewed.data,
            ),
            note=self.note.data,
        )

    def confirmed_codes(self) -> set[Code]:
        """Return the warnings that were looked at."""
        return {Code(value) for value in self.confirmed.data or ()}

    def ask_to_confirm(self, warnings: Iterable[Violation]) -> None:
        """Offer to confirm these warnings, once each."""
        asked = {Code(each.code): each.message for each in warnings}
        self.confirmed.choices = [
            SelectChoice(code.value, _CONFIRMATIONS[code]) for code in asked if code in _CONFIRMATIONS
        ]
        self.confirmed.description = " ".join(asked.values())


def _case_words(name: str, case: TrainingCase) -> str:
    return f"{name} (ended {short_date(case.closed_on)})" if case.closed_on else name


_CONFIRMATIONS = {
    Code.LIKELY_DOUBLE: "It is a second one",
    Code.AGREED_NO_LONGER: "It was held before they withdrew",
    Code.NAMED: "It names nobody of a family",
}


def confirmation_of(code: Code) -> str:
    """Return what somebody says who has looked at a warning; "" for what cannot be confirmed."""
    return _CONFIRMATIONS.get(code, "")


def _activity_choice(definition: Definition, key: str) -> SelectChoice:
    """One chip; its attributes let the page show the details of its kind, and what it would count as."""
    activity = definition.activities[key]
    category = next(each.title for each in definition.categories if each.key == activity.category)
    bands = " ".join(f"{band.from_minutes}-{band.to_minutes}:{band.credits}" for band in activity.credit_rule.bands)
    attributes = {
        "data-kind": kind_of(activity).value,
        "data-needs-case": "yes" if activity.needs_case else "no",
        "data-category": category[:1].lower() + category[1:],
        "data-bands": bands,
        "data-signer": _signer(activity),
    }
    return SelectChoice(key, activity.title, render_kw=attributes)


def _signer(activity: Activity) -> str:
    return Signer(activity.signed_by).value


class QuietMonthForm(FlaskForm):
    """That there is nothing to log in a month, such as 2026-11."""

    once = OnceField()
    month = HiddenField()


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
    weekdays = ChoicesField("On", choices=_WEEKDAY_CHOICES)
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
            SelectChoice(case.public_id, _case_words(name, case)) for name, case in cases.items()
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
