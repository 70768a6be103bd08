"""The forms of this room: shape and wording."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

_LONGEST_EMAIL = 254
_LONGEST_PASSWORD = 200


def _tidy_email(given: Any) -> Any:
    return given.strip().lower() if isinstance(given, str) else given


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
        [
            InputRequired("Enter your password."),
            Length(max=_LONGEST_PASSWORD, message="That is longer than a password can be here."),
        ],
    )
