"""Forms of this room: a day to look back to, and waivers. Shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from trainee_app.programmes.rules import Requirement
from trainee_app.readiness.rules import LONGEST, Reading, WaiverDraft, WaiverKind
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, OnceField
from trainee_app.web.formats import long_date


def _plain(text: str | None) -> str:
    return (text or "").strip()


class LookBackForm(FlaskForm):
    """A day that has passed, and which of its two readings is meant. It only asks, so that its address can be shared."""

    class Meta:
        """Nothing is changed by asking."""

        csrf = False

    on = DayField("Which day?", [InputRequired("Choose the day.")])
    reading = RadioField(
        "Which reading of that day?",
        choices=[SelectChoice(each.value, each.words) for each in Reading],
        default=Reading.RECORDED.value,
        invalid_choice_message=NOT_ON_THE_LIST,
        name="as",
    )

    def __init__(self, starts_on: date, today: date, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._starts_on, self._today = starts_on, today

    def validate_on(self, field: DayField) -> None:
        """A day between the beginning of the training and today."""
        if field.data is not None and field.data > self._today:
            raise ValidationError("That day is still to come. Choose today or a day before.")
        if field.data is not None and field.data < self._starts_on:
            raise ValidationError(
                f"The training began on {long_date(self._starts_on)}. Choose that day or a later one."
            )


class WaiverForm(FlaskForm):
    """A waiver or an equivalence to propose."""

    once = OnceField()
    requirement = SelectField(
        "Which requirement", [InputRequired("Choose the requirement.")], invalid_choice_message=NOT_ON_THE_LIST
    )
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(kind.value, kind.words) for kind in WaiverKind],
        default=WaiverKind.WAIVER.value,
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    reason = TextAreaField(
        "Why", [InputRequired("Say why.")], filters=[_plain], render_kw={"maxlength": LONGEST["reason"]}
    )
    evidence = TextAreaField(
        "On what evidence",
        [InputRequired("Say on what evidence, such as a letter of a date.")],
        filters=[_plain],
        render_kw={"maxlength": LONGEST["evidence"]},
    )
    conditions = TextAreaField(
        "Under which conditions", filters=[_plain], render_kw={"maxlength": LONGEST["conditions"]}
    )
    expires_on = DayField("Last day on which it holds", description="Leave it open if it has no end.")

    def __init__(self, requirements: Sequence[Requirement], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(each.key, each.title) for each in requirements]
        self.requirement.choices = [SelectChoice("", "Choose a requirement"), *choices]

    def draft(self) -> WaiverDraft:
        """Return what was typed."""
        return WaiverDraft(
            self.requirement.data,
            WaiverKind(self.kind.data),
            self.reason.data,
            self.evidence.data,
            self.conditions.data,
            self.expires_on.data,
        )


class DecisionForm(FlaskForm):
    """Granting or refusing."""

    decision = RadioField(
        "Your decision",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("grant", "Grant it"), SelectChoice("refuse", "Refuse it")],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
