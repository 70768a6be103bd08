"""Forms about registrations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, ValidationError

from trainee_app.credentials.rules import LONGEST_BODY, LONGEST_NUMBER, RegistrationDraft
from trainee_app.programmes.models import Programme
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, LineField, OnceField


class RegistrationForm(FlaskForm):
    """A registration to record; with several programmes in common, for which of them."""

    once = OnceField()
    programme = SelectField("Programme", invalid_choice_message=NOT_ON_THE_LIST)
    body = LineField(
        "Professional body",
        [InputRequired("Write which body it is, such as BPC or HCPC.")],
        description="BPC, HCPC, UKCP, ACP or another.",
        render_kw={"maxlength": LONGEST_BODY},
    )
    number = LineField(
        "Registration number",
        [InputRequired("Write the number under which the body lists them.")],
        description="As the body’s public register shows it.",
        render_kw={"maxlength": LONGEST_NUMBER, "autocomplete": "off"},
    )
    valid_from = DayField("First day", [InputRequired("Choose the first day on which it is valid.")])
    valid_until = DayField("Last day", [InputRequired("Choose the last day on which it is valid.")])

    def __init__(self, programmes: Sequence[Programme], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.programme.choices = [SelectChoice(programme.public_id, programme.title) for programme in programmes]
        self.programme.data = self.programme.data or programmes[0].public_id
        self._programmes = {programme.public_id: programme for programme in programmes}

    @property
    def chosen_programme(self) -> Programme:
        """The programme for which it is recorded."""
        return self._programmes[self.programme.data]

    def draft(self) -> RegistrationDraft:
        """Return what was typed."""
        return RegistrationDraft(self.body.data, self.number.data, self.valid_from.data, self.valid_until.data)


class Ending(StrEnum):
    """How a registration ends."""

    EARLY = "early"
    MISTAKE = "mistake"


class EndRegistrationForm(FlaskForm):
    """The end of a registration: early, or because it was never one."""

    ending = RadioField(
        "What happened?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Ending.EARLY.value, "It ended before its time"),
            SelectChoice(Ending.MISTAKE.value, "It was recorded by mistake: it never held"),
        ],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    ended_on = DayField("Last day on which it was valid", description="Only if it ended before its time.")

    def validate_ended_on(self, field: DayField) -> None:
        """An early end has a day."""
        if self.ending.data == Ending.EARLY and field.data is None and not field.errors:
            raise ValidationError("Choose the last day on which it was valid.")
