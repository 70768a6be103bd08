"""The form of the components' page: one field of every kind, filled in and in error."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from trainee_app.web.fields import WholeNumberField

_MINUTES = "Enter between 1 and 1,440 minutes; a day has no more."


class SampleForm(Form):
    """One field of every kind."""

    title = StringField(
        "What it was",
        [InputRequired("Say in a few words what it was."), Length(max=60)],
        description="As you would say it to a colleague.",
    )
    worked_on = DateField("Date", [InputRequired("Enter the day of the work, for example 20 November 2026.")])
    minutes = WholeNumberField(
        "Minutes",
        [InputRequired("Enter how long it took."), NumberRange(1, 1440, _MINUTES)],
        say=_MINUTES,
    )
    case = SelectField(
        "Case",
        choices=[
            SelectChoice("", "Choose a case"),
            SelectChoice("1", "KESTREL-47 · weekly, session 31"),
            SelectChoice("2", "ALDER-12 · fortnightly"),
        ],
        validators=[InputRequired("Choose the case this session belongs to.")],
    )
    place = RadioField(
        "Where",
        choices=[
            SelectChoice("clinic", "Clinic room"),
            SelectChoice("centre", "Children’s centre"),
            SelectChoice("home", "At the family’s home"),
        ],
        validators=[InputRequired("Say where you met.")],
    )
    kind = RadioField(
        "Kind",
        choices=[
            SelectChoice("case", "Case session"),
            SelectChoice("supervision", "Supervision"),
            SelectChoice("reading", "Reading"),
        ],
        default="case",
        validators=[InputRequired("Choose a kind.")],
    )
    present = SelectMultipleField(
        "In the room",
        choices=[
            SelectChoice("baby", "The baby"),
            SelectChoice("mother", "Mother"),
            SelectChoice("father", "Father"),
            SelectChoice("other", "Another carer, by role"),
        ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Tick everybody who was in the room.")],
    )
    note = TextAreaField(
        "Note for your supervisor", [Optional(), Length(max=400)], description="No names: a code, an age band, a role."
    )
    password = PasswordField("Your password", [InputRequired("Enter your password to sign.")])
    code = StringField("Code from your phone", [InputRequired("Enter the six figures your phone shows.")])
    seen = BooleanField(
        "I have read what I sign",
        [InputRequired("Tick this once you have read the entries.")],
        description="Your signature covers the minutes as recorded.",
    )


def sample_forms() -> dict[str, SampleForm]:
    """The form as filled in, and as sent back with an error at every field that can have one."""
    filled = SampleForm(
        MultiDict(
            [
                ("title", "Case session"),
                ("worked_on", "2026-11-20"),
                ("minutes", "50"),
                ("case", "1"),
                ("place", "home"),
                ("kind", "case"),
                ("present", "baby"),
                ("present", "mother"),
            ]
        )
    )
    wrong = SampleForm(MultiDict([("wrong-minutes", "1500"), ("wrong-note", "Kept as typed.")]), prefix="wrong-")
    wrong.validate()
    return {"form": filled, "wrong_form": wrong}
