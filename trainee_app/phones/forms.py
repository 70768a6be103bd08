"""Enrolling a phone, and the fields of a draft on it."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import DateField, Form, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from trainee_app.phones.rules import LONGEST_NAME
from trainee_app.programmes.rules import Outcome
from trainee_app.web.fields import LineField, OnceField

_OUTCOMES: Final = [SelectChoice(each.value, each.value.capitalize()) for each in Outcome]


class EnrolForm(FlaskForm):
    """The phone in hand, by a name that its person knows again."""

    once = OnceField()
    name = LineField(
        "Name of this phone",
        [
            DataRequired("Give the phone a name, so that you know it again in the list."),
            Length(max=LONGEST_NAME, message=f"Shorten the name to {LONGEST_NAME} characters."),
        ],
        description="Such as “My own phone” or “Work phone”. Only you see it.",
    )


class DraftForm(Form):
    """A draft on the phone, as the page without data shows it. Its choices come later, from the phone's own memory."""

    activity = SelectField("What was it?", [InputRequired()], choices=[])
    case = SelectField("Which case?", [InputRequired()], choices=[])
    day = DateField("Date", [InputRequired()])
    time = StringField("Time", [InputRequired()], description="50, 50 min, 1h30 or 0:50.")
    start = StringField("Began at", description="Leave it empty unless two entries could overlap.")
    outcome = SelectField("Did it take place?", choices=_OUTCOMES, default=Outcome.HELD.value)
    note = TextAreaField(
        "Note", description="No names, nor anything else that tells who a family is. It stays on this phone until sent."
    )
