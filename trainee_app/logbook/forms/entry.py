"""The form of one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Placement
from trainee_app.logbook.forms.fields import (
    DurationField,
    StartField,
    WorkedOnField,
    choices_of_words,
)
from trainee_app.logbook.rules import (
    IN_THE_ROOM,
    LONGEST_NOTE,
    WAYS_OF_WORKING,
    Code,
    Content,
    Details,
    Violation,
    kind_of,
    plain_text,
)
from trainee_app.programmes.rules import Activity, Definition, Outcome, Signer
from trainee_app.web.fields import NOT_ON_THE_LIST, BoxesField, OnceField
from trainee_app.web.formats import short_date

_OUTCOMES = [SelectChoice(each.value, each.value.capitalize()) for each in Outcome]
NO_PLACEMENT = ""
NO_CASE_CHOSEN = ""


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
    in_the_room = BoxesField("Who was in the room?", choices=choices_of_words(IN_THE_ROOM))
    ways = BoxesField("Ways of working", choices=choices_of_words(WAYS_OF_WORKING))
    video_reviewed = BooleanField("Video was reviewed")
    note = TextAreaField(
        "Note",
        [Length(max=LONGEST_NOTE, message=f"Shorten this to {LONGEST_NOTE:,} characters.")],
        filters=[plain_text],
        description="No names, initials, dates of birth, addresses or numbers of a family: nothing may tell who they are.",
    )
    confirmed = BoxesField("Look at this once more")

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
            *(SelectChoice(case.public_id, case_words(name, case)) for name, case in cases.items()),
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


def case_words(name: str, case: TrainingCase) -> str:
    """Return a case as it is offered; one that has ended says when."""
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
    return Signer(activity.signed_by).value.replace(" ", "_")
