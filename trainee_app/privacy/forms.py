"""Forms of this room: shape and wording."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, Length

from trainee_app.logbook.rules.blanking import Why
from trainee_app.web.fields import NOT_ON_THE_LIST, one_line

_LONGEST = 300


class FindForm(FlaskForm):
    """Looking for the entries whose text must go."""

    what = StringField(
        "Address of the entry, or code of the case",
        [
            DataRequired("Paste the address of the entry’s page, or type the code of the case."),
            Length(max=_LONGEST, message="Shorten this: an address or a code is enough."),
        ],
        filters=[one_line],
        description="Such as the address that somebody sent you, or KESTREL-47.",
    )


class BlankForm(FlaskForm):
    """Taking the text out, and why."""

    why = RadioField(
        "Why must it go?",
        [DataRequired("Choose why. The history keeps it, and never the text itself.")],
        choices=[SelectChoice(each.value, each.words[0].upper() + each.words[1:]) for each in Why],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
