"""Forms of selection: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Regexp

from trainee_app.admissions.rules import (
    FEWEST_PLACES,
    HIGHEST_SCORE,
    LONGEST,
    LOWEST_SCORE,
    MOST_PLACES,
    Answers,
    DecisionDraft,
    IntakeDraft,
    InterviewDraft,
    Outcome,
)
from trainee_app.people.models import Person
from trainee_app.web.fields import NOT_ON_THE_LIST, BoxesField, DayField, LineField, OnceField, WholeNumberField

_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
_LONGEST_NAME, _LONGEST_EMAIL = 200, 254
_SCORES = {1: "1 · not this training", 2: "2 · not yet", 3: "3 · with reservations", 4: "4 · yes", 5: "5 · gladly"}


def _plain(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in (text or "").replace("\0", "").strip().splitlines())


class _TextField(TextAreaField):
    def __init__(
        self, label: str, validators: Any = None, *, longest: int = 0, rows: int = 4, **arguments: Any
    ) -> None:
        super().__init__(
            label, validators, filters=[_plain], render_kw={"maxlength": longest, "rows": rows}, **arguments
        )


class IntakeForm(FlaskForm):
    """The days and places of an intake."""

    once = OnceField()
    opens_on = DayField("First day on which people may apply", [InputRequired("Choose the day it opens.")])
    closes_on = DayField("Last day on which people may apply", [InputRequired("Choose the day it closes.")])
    places = WholeNumberField(
        "Places",
        [InputRequired("Write how many places there are.")],
        say=f"Write a number from {FEWEST_PLACES} to {MOST_PLACES}.",
    )

    def draft(self) -> IntakeDraft:
        """Return what was typed."""
        return IntakeDraft(self.opens_on.data, self.closes_on.data, self.places.data)


class ApplicantForm(FlaskForm):
    """Somebody for whom the office records an application."""

    once = OnceField()
    name = LineField(
        "Name",
        [InputRequired("Write the person’s name."), Length(max=_LONGEST_NAME, message="Shorten the name.")],
        render_kw={"maxlength": _LONGEST_NAME, "autocomplete": "off"},
    )
    email = LineField(
        "E-mail address",
        [
            InputRequired("Write the person’s e-mail address."),
            Length(max=_LONGEST_EMAIL, message="Shorten the address."),
            Regexp(_EMAIL, message="Write one e-mail address, like name@example.org."),
        ],
        description="They are invited by it. Somebody known here stays the same person and keeps their name.",
        render_kw={"maxlength": _LONGEST_EMAIL, "autocomplete": "off", "inputmode": "email"},
    )


class ApplicationForm(FlaskForm):
    """What an applicant writes; saved as one goes. `seen`: the edition that the page showed."""

    seen = HiddenField()
    statement = _TextField("Why do you want to train?", longest=LONGEST["statement"], rows=10)
    access_to_cases = _TextField(
        "Where could you see families?",
        longest=LONGEST["access_to_cases"],
        description="Your service or placement. “Not yet” is an answer too. Write nothing that tells who a family is.",
    )

    def answers(self) -> Answers:
        """Return what was typed."""
        return Answers(self.statement.data, self.access_to_cases.data)


class InterviewForm(FlaskForm):
    """An interview to arrange, held by two."""

    once = OnceField()
    held_on = DayField("Day", [InputRequired("Choose the day.")])
    starts_at = LineField(
        "Time",
        [InputRequired("Write the time as 14:30.")],
        description="Such as 14:30.",
        render_kw={"maxlength": 5, "autocomplete": "off"},
    )
    place = LineField(
        "Where",
        [InputRequired("Say where it is, or that it is by video.")],
        description="A room, or “by video: the office sends the address”. The applicant reads this.",
        render_kw={"maxlength": LONGEST["place"], "autocomplete": "off"},
    )
    first = SelectField("First interviewer", [InputRequired("Choose who.")], invalid_choice_message=NOT_ON_THE_LIST)
    second = SelectField("Second interviewer", [InputRequired("Choose who.")], invalid_choice_message=NOT_ON_THE_LIST)

    def __init__(self, people: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice("", "Choose a person"), *(SelectChoice(each.public_id, each.name) for each in people)]
        self.first.choices = self.second.choices = choices

    def draft(self) -> InterviewDraft:
        """Return what was typed."""
        return InterviewDraft(
            self.held_on.data, self.starts_at.data, self.place.data, self.first.data, self.second.data
        )


class ScoreForm(FlaskForm):
    """One interviewer's own score."""

    once = OnceField()
    score = RadioField(
        "Your score",
        [InputRequired("Choose a score.")],
        choices=[SelectChoice(str(each), _SCORES[each]) for each in range(LOWEST_SCORE, HIGHEST_SCORE + 1)],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    note = _TextField(
        "What you saw", [InputRequired("Say in a sentence or two what you saw.")], longest=LONGEST["note"], rows=6
    )


class DecisionForm(FlaskForm):
    """What the course decides, to be proposed."""

    once = OnceField()
    outcome = RadioField("Decision", [InputRequired("Choose one.")], invalid_choice_message=NOT_ON_THE_LIST)
    reason = _TextField("Why", [InputRequired("Say why.")], longest=LONGEST["reason"])
    told = _TextField(
        "What the applicant reads", [InputRequired("Write what the applicant is to read.")], longest=LONGEST["told"]
    )
    answer_by = DayField("Answer by", description="For an offer: the last day on which it can be accepted.")
    conditions = _TextField(
        "Conditions",
        longest=LONGEST["conditions"],
        rows=3,
        description="For an offer, such as the end of an observation course. The applicant reads them.",
    )

    def __init__(self, outcomes: Sequence[Outcome], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.outcome.choices = [SelectChoice(each.value, each.words) for each in outcomes]

    def draft(self) -> DecisionDraft:
        """Return what was typed."""
        return DecisionDraft(
            Outcome(self.outcome.data), self.reason.data, self.told.data, self.conditions.data, self.answer_by.data
        )


class VerdictForm(FlaskForm):
    """Agreeing to what somebody else has proposed, or not."""

    verdict = RadioField(
        "Your decision",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("agree", "I agree: it is decided so"), SelectChoice("not", "I do not agree")],
        invalid_choice_message=NOT_ON_THE_LIST,
    )


class AnswerForm(FlaskForm):
    """The answer to an offer."""

    answer = RadioField(
        "Answer",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("accept", "Accept the place"), SelectChoice("decline", "Decline it")],
        invalid_choice_message=NOT_ON_THE_LIST,
    )


class EnrolForm(FlaskForm):
    """Enrolment; what the offer was tied to has to be met, and what nobody has decided is named."""

    conditions_met = BooleanField("The conditions of the offer are met")
    # A box that the page had and that is settled meanwhile does no harm.
    although = BoxesField("Neither met nor accepted", validate_choice=False)

    def __init__(self, undecided: Sequence[tuple[str, str]], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.although.choices = [
            SelectChoice(key, f"Enrol although “{title}” is undecided") for key, title in undecided
        ]
