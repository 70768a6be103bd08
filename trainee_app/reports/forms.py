"""What is asked before something is printed."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import ValidationError

from trainee_app.web.fields import DayField


class LogForm(FlaskForm):
    """From which day to which, both included. It asks and changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    from_on = DayField("From")
    to_on = DayField("To")

    def validate_to_on(self, field: Any) -> None:
        """The last day is not before the first."""
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError("The last day is before the first. Change one of them.")
