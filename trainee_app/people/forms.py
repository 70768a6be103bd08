"""The forms of this room: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp

from trainee_app.people.rules import Role
from trainee_app.people.rules.passwords import LONGEST, password_fault
from trainee_app.programmes.models import Programme
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, OnceField, one_line

_LONGEST_EMAIL = 254
_LONGEST_NAME = 200
_LONGEST_CODE = 40
_EMAIL = r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$"
# Nobody becomes administrator because a menu began with it.
_ROLES = [SelectChoice("", "Choose a role")] + [
    SelectChoice(role.value, role.words.capitalize()) for role in Role if role is not Role.APPLICANT
]
_PASSWORD_HINT = "12 characters or more; three or four unrelated words are easy to remember. You may paste it."  # noqa: S105


def _tidy_email(given: Any) -> Any:
    return given.strip().lower() if isinstance(given, str) else given


# A browser sends "26" typed as a year as the year 26; nothing here is older than a working life.
_YEARS = range(1950, 2101)


class SignInForm(FlaskForm):
    """E-mail address and password. Names carry a prefix, so that a waiting form's own fields are never taken for them."""

    email = StringField(
        "E-mail address",
        [
            InputRequired("Enter your e-mail address."),
            Length(max=_LONGEST_EMAIL, message="That is longer than an e-mail address can be."),
        ],
        filters=[_tidy_email],
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), Length(max=LONGEST, message="Passwords here are shorter than that.")],
    )


class CodeForm(FlaskForm):
    """The second factor."""

    code = StringField(
        "Code",
        [
            InputRequired("Enter the six figures that your phone shows."),
            Length(max=_LONGEST_CODE, message="A code is shorter than that."),
        ],
        description="Six figures from the app on your phone. Without the phone: one of your recovery codes.",
    )


class ConfirmForm(FlaskForm):
    """Shows again who is there."""

    password = PasswordField(
        "Your password",
        [InputRequired("Enter your password."), Length(max=LONGEST, message="Passwords here are shorter than that.")],
    )


class ForgottenForm(FlaskForm):
    """Asks for the way to a new password."""

    email = StringField(
        "E-mail address",
        [
            InputRequired("Enter your e-mail address."),
            Length(max=_LONGEST_EMAIL, message="That is longer than an e-mail address can be."),
            Regexp(_EMAIL, message="Enter an e-mail address, such as marta@example.org."),
        ],
        filters=[_tidy_email],
    )


class NewPasswordForm(FlaskForm):
    """A password, chosen by the person of `name` and `email`."""

    password = PasswordField("New password", [InputRequired("Choose a password.")], description=_PASSWORD_HINT)
    again = PasswordField(
        "The same again", [EqualTo("password", "The two passwords differ. Type the same one into both fields.")]
    )

    def __init__(self, *, name: str, email: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.person_name, self.person_email = name, email

    def validate_password(self, field: Any) -> None:
        """Refuse what would be guessed first."""
        fault = password_fault(field.data or "", name=self.person_name, email=self.person_email)
        if fault is not None:
            raise ValidationError(fault.value)


class ChangePasswordForm(NewPasswordForm):
    """Another password, by somebody who knows the old one."""

    current = PasswordField(
        "Your password until now",
        [InputRequired("Enter your password."), Length(max=LONGEST, message="Passwords here are shorter than that.")],
    )


class SecondFactorForm(FlaskForm):
    """The first code of a phone, which shows that it has taken the secret."""

    kept = HiddenField()
    code = StringField(
        "Code",
        [
            InputRequired("Enter the six figures that your phone shows now."),
            Length(max=_LONGEST_CODE, message="A code is six figures."),
        ],
        description="The six figures that the app shows now.",
    )


class _WhoForm(FlaskForm):
    """Who somebody is. Stands before the role, as on the page."""

    name = StringField(
        "Name",
        [
            DataRequired("Enter the person's name."),
            Length(max=_LONGEST_NAME, message="Shorten the name to 200 characters."),
        ],
        description="As others should see it.",
        filters=[one_line],
    )
    email = StringField(
        "E-mail address",
        [
            Optional(),
            Length(max=_LONGEST_EMAIL, message="That is longer than an e-mail address can be."),
            Regexp(_EMAIL, message="Enter an e-mail address, such as marta@example.org."),
        ],
        description="The invitation goes there. Leave it empty for somebody who signs on paper only.",
        filters=[_tidy_email],
    )


def _refuse_odd_year(field: Any) -> None:
    if field.data and field.data.year not in _YEARS:
        raise ValidationError(f"Look at the year: it reads {field.data.year}. Write it with four digits, as 2027.")


class RoleForm(FlaskForm):
    """A role on a programme for a period."""

    role = SelectField(
        "Role", [InputRequired("Choose a role.")], choices=_ROLES, invalid_choice_message=NOT_ON_THE_LIST
    )
    programme = SelectField("Programme", [InputRequired("Choose a programme.")], invalid_choice_message=NOT_ON_THE_LIST)
    starts_on = DayField("From", [InputRequired("Enter the day from which the role is held.")])
    ends_on = DayField("Last day", [Optional()], description="Leave it empty if the role has no fixed end.")

    def offer(self, programmes: Sequence[Programme]) -> None:
        """Offer these programmes, by their public names."""
        self.programme.choices = [SelectChoice(each.public_id, each.title) for each in programmes]

    def validate_starts_on(self, field: Any) -> None:
        """Refuse a year of two digits, which a browser sends as the year 26."""
        _refuse_odd_year(field)

    def validate_ends_on(self, field: Any) -> None:
        """Refuse a last day before the first."""
        _refuse_odd_year(field)
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day lies before the first. Correct one of the two.")


class InviteForm(_WhoForm, RoleForm):
    """Somebody to be recorded and invited."""

    once = OnceField()
