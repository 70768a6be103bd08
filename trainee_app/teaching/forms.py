"""Forms of the teaching: shape and wording. What is right and wrong is said by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.rules import (
    DurationUnreadable,
    TimeUnreadable,
    Unit,
    Violation,
    parse_duration,
    parse_start,
    plain_text,
)
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Definition
from trainee_app.teaching.rules import (
    LONGEST_SERIES,
    LONGEST_TITLE,
    MOST_DATES,
    Code,
    DateDraft,
    Mark,
    MarkDraft,
    RegisterDraft,
    field_of,
)
from trainee_app.web.fields import (
    NOT_ON_THE_LIST,
    BoxesField,
    DayField,
    LineField,
    OnceField,
    WholeNumberField,
    offer_to_confirm,
)

_LONGEST_REASON: Final = 1_000
_CONFIRMATIONS: Final[Mapping[str, str]] = {
    Code.GIVES_WAY: "It gives way to this register",
    Code.LIKELY_DOUBLE: "It is another one",
}


class LengthField(StringField):
    """A duration, typed in any usual way; `minutes` is what was understood."""

    minutes: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read it by the rule; empty is nothing typed."""
        if not (self.data or "").strip():
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


class DateForm(FlaskForm):
    """A date of the timetable, or a weekly series of them."""

    once = OnceField()
    title = LineField(
        "Title",
        [InputRequired("Say what it is about, such as “Ghosts in the nursery”.")],
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )
    series = LineField(
        "Series",
        description="What it belongs to, such as “Theory”. Leave it empty if nothing.",
        render_kw={"maxlength": LONGEST_SERIES, "autocomplete": "off"},
    )
    activity = RadioField("What is it?", [InputRequired("Choose what it is.")], invalid_choice_message=NOT_ON_THE_LIST)
    held_on = DayField("Date", [InputRequired("Say on which day it is, like 3/11/2026.")])
    starts_at = StartField("Begins at", description="Like 9:30.")
    minutes = LengthField("Time", [InputRequired("Say how long it takes.")], description="90 min, 1h30 or 6 h.")
    dates = WholeNumberField(
        "How many, week by week?",
        [Optional()],
        default=1,
        description="1 is this date alone.",
        say=f"Write how many dates, from 1 to {MOST_DATES}.",
    )
    leader = SelectField(
        "Who leads it?", [InputRequired("Choose who leads it.")], invalid_choice_message=NOT_ON_THE_LIST
    )

    def __init__(self, definition: Definition, tutors: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.activity.choices = [SelectChoice(key, definition.activity(key).title) for key in definition.taught]
        self.leader.choices = [SelectChoice(each.public_id, each.name) for each in tutors]
        if len(tutors) != 1:
            self.leader.choices.insert(0, SelectChoice("", "Choose somebody"))
        self._tutors = {each.public_id: each for each in tutors}

    @property
    def chosen_leader(self) -> Person:
        """Whoever was chosen."""
        return self._tutors[self.leader.data]

    def draft(self) -> DateDraft:
        """Return what was typed."""
        return DateDraft(
            title=self.title.data,
            series=self.series.data,
            activity=self.activity.data or "",
            held_on=self.held_on.data,
            starts_at_minute=self.starts_at.minute,
            minutes=self.minutes.minutes,
            dates=1 if self.dates.data is None else self.dates.data,
        )


class MarksForm(FlaskForm):
    """The part of a register that is the same for everybody; `marking` adds a field for each trainee."""

    once = OnceField()
    seen = HiddenField()
    marks = HiddenField()
    confirmed = BoxesField("Look at this once more", validate_choice=False)

    def draft(self, trainees: Sequence[Trainee]) -> RegisterDraft:
        """Return who was marked how."""
        said = []
        for each in trainees:
            mark, minutes = self[field_of(each.public_id)], self[minutes_field_of(each.public_id)]
            said.append(MarkDraft(each.public_id, Mark(mark.data), minutes.minutes))
        return RegisterDraft(tuple(said))

    def confirmed_codes(self) -> set[str]:
        """Return the warnings that were looked at."""
        return set(self.confirmed.data or ())

    def ask_to_confirm(self, warnings: Iterable[Violation]) -> None:
        """Offer to confirm these warnings, once each."""
        offer_to_confirm(self.confirmed, warnings, _CONFIRMATIONS)


def minutes_field_of(trainee: str) -> str:
    """Return the name of the field in which the time of a trainee is written who was not there for all of it."""
    return f"minutes-{trainee}"


def marking(trainees: Sequence[Trainee], said: Mapping[str, tuple[Mark, str]], seen: str) -> MarksForm:
    """Return the form of a register: everybody present unless `said` otherwise (mark, and minutes in words)."""
    fields: dict[str, Any] = {}
    choices = [SelectChoice(each.value, each.words) for each in Mark]
    for each in trainees:
        mark, minutes = said.get(each.public_id, (Mark.PRESENT, ""))
        name = each.person.name
        fields[field_of(each.public_id)] = RadioField(
            name,
            [InputRequired(f"Say whether {name} was there.")],
            choices=choices,
            default=mark.value,
            invalid_choice_message=NOT_ON_THE_LIST,
        )
        fields[minutes_field_of(each.public_id)] = LengthField(f"Time of {name}", default=minutes)
    form: type[MarksForm] = type("RegisterForm", (MarksForm,), fields)
    made = form(seen=seen)
    made.confirmed.choices = [SelectChoice(code, words) for code, words in _CONFIRMATIONS.items()]
    return made


class VoidForm(FlaskForm):
    """Why a register does not count. `seen` is the hash of what the page showed."""

    seen = HiddenField()
    reason = TextAreaField(
        "Why?",
        [
            InputRequired("Say why, so that everybody on it can understand it."),
            Length(max=_LONGEST_REASON, message=f"Shorten this to {_LONGEST_REASON:,} characters."),
        ],
        filters=[plain_text],
    )
