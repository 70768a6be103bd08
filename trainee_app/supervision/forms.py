"""Forms of the supervision: shape and wording. What is right and wrong is said by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from trainee_app.logbook.rules import DurationUnreadable, Unit, Violation, parse_duration, plain_text
from trainee_app.supervision.queries import OfferedTrainee
from trainee_app.supervision.rules import Code, Format, SessionDraft
from trainee_app.web.fields import NOT_ON_THE_LIST, BoxesField, DayField, OnceField, offer_to_confirm

_LONGEST_REASON: Final = 1_000
_CONFIRMATIONS: Final[Mapping[str, str]] = {
    Code.GIVES_WAY: "It gives way to this record",
    Code.NEVER_ASKED: "They had agreed",
    Code.LIKELY_DOUBLE: "It is another session",
}


class LengthField(StringField):
    """A duration, typed in any usual way; `minutes` is what was understood."""

    minutes: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read it by the rule."""
        try:
            self.minutes = parse_duration(self.data, Unit.MINUTES)
        except DurationUnreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


class SessionForm(FlaskForm):
    """One session with everybody present, the cases presented, and of which a video was looked at.

    `seen` is the hash of the record whose place it takes, where it takes one's.
    """

    once = OnceField()
    seen = HiddenField()
    held_on = DayField("Date", [InputRequired("Say on which day it was, like 3/11/2026.")])
    format = RadioField(
        "What was it?",
        [InputRequired("Say whether it was individual or in a group.")],
        choices=[SelectChoice(Format.INDIVIDUAL.value, "Individual"), SelectChoice(Format.GROUP.value, "Group")],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    minutes = LengthField("Time", [InputRequired("Say how long it took.")], description="60, 90 min or 1h30.")
    # What is not offered is refused by the rules, in their words.
    present = BoxesField("Who was present?", validate_choice=False)
    presented = BoxesField("Which cases were presented?", validate_choice=False)
    video = BoxesField("Of which was a video looked at?", validate_choice=False)
    confirmed = BoxesField("Look at this once more", validate_choice=False)

    def __init__(self, offered: Sequence[OfferedTrainee], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.offered = offered
        self.present.choices = [SelectChoice(each.trainee.public_id, each.trainee.person.name) for each in offered]
        cases = [SelectChoice(case.public_id, each.words[case.id]) for each in offered for case in each.cases]
        self.presented.choices, self.video.choices = list(cases), list(cases)
        self.confirmed.choices = [SelectChoice(code, words) for code, words in _CONFIRMATIONS.items()]

    def draft(self) -> SessionDraft:
        """Return what was typed."""
        return SessionDraft(
            held_on=self.held_on.data,
            format=Format(self.format.data) if self.format.data else None,
            minutes=self.minutes.minutes,
            present=tuple(self.present.data or ()),
            presented=tuple(self.presented.data or ()),
            video=tuple(self.video.data or ()),
        )

    def confirmed_codes(self) -> set[str]:
        """Return the warnings that were looked at."""
        return set(self.confirmed.data or ())

    def ask_to_confirm(self, warnings: Iterable[Violation]) -> None:
        """Offer to confirm these warnings, once each."""
        offer_to_confirm(self.confirmed, warnings, _CONFIRMATIONS)


class VoidForm(FlaskForm):
    """Why a session does not count. `seen` is the hash of what the page showed."""

    seen = HiddenField()
    reason = TextAreaField(
        "Why?",
        [
            InputRequired("Say why, so that everybody present can understand it."),
            Length(max=_LONGEST_REASON, message=f"Shorten this to {_LONGEST_REASON:,} characters."),
        ],
        filters=[plain_text],
        description="A family is never named here.",
    )
