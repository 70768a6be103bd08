"""Forms of the casework: shape and wording. What can be chosen is chosen; the rules say what is right."""

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
from wtforms.validators import InputRequired, NumberRange, Optional

from trainee_app.cases.rules import AGE_BANDS, CaseKind
from trainee_app.casework.rules import (
    ASSESSMENTS,
    CARERS,
    LONGEST_RESPONSIBILITY,
    LONGEST_WORDS,
    MOST_SESSIONS,
    VIDEO_SCOPES,
    EndingKind,
    MarkKind,
    Plan,
    ProposalDraft,
)
from trainee_app.cohorts.models import Placement
from trainee_app.web.fields import NOT_ON_THE_LIST, BoxesField, DayField, LineField, OnceField, WholeNumberField

_MOST_FIGURES = 9
_A_NUMBER = f"Write a number from 1 to {MOST_SESSIONS}."


def _sessions() -> WholeNumberField:
    return WholeNumberField(
        "Agreed number of sessions",
        [Optional(), NumberRange(1, MOST_SESSIONS, message=_A_NUMBER)],
        say=_A_NUMBER,
        description="Or the end below, or both: a family is told how long the work will be.",
    )


def _responsibility() -> LineField:
    return LineField(
        "Who holds clinical responsibility",
        [InputRequired("Write who in the placement holds clinical responsibility, by their role.")],
        description="A role in the placement, such as team lead; never the supervisor.",
        render_kw={"maxlength": LONGEST_RESPONSIBILITY, "autocomplete": "off"},
    )


class ProposalForm(FlaskForm):
    """A family that a trainee proposes. There is no field for a name, and none may be written."""

    once = OnceField()
    placement = SelectField(
        "Placement", [InputRequired("Choose the placement.")], invalid_choice_message=NOT_ON_THE_LIST
    )
    kind = RadioField(
        "What kind of work is it?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(kind.value, kind.words) for kind in CaseKind],
        default=CaseKind.PARENT_INFANT.value,
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    age_band = SelectField(
        "How old is the baby, roughly?",
        [InputRequired("Choose how old the baby is, roughly.")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(key, words) for key, words in AGE_BANDS.items())],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    carers = BoxesField(
        "Who looks after the baby?",
        [InputRequired("Choose who looks after the baby.")],
        choices=[SelectChoice(key, words.capitalize()) for key, words in CARERS.items()],
    )
    seen_agreed_on = DayField(
        "The family agreed to be seen by a trainee on", [InputRequired("Choose the day on which they agreed.")]
    )
    discussed_agreed_on = DayField(
        "… and to be discussed in supervision on", [InputRequired("Choose the day on which they agreed.")]
    )
    responsibility = _responsibility()
    agreed_sessions = _sessions()
    agreed_end_on = DayField("Agreed end")
    last_allowed_on = DayField(
        "Last session the service allows",
        description="An age limit, the end of a contract. Leave it open if there is none.",
    )

    def __init__(self, placements: Sequence[Placement], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.placement.choices = [SelectChoice(each.public_id, each.name) for each in placements]
        if len(placements) != 1:
            self.placement.choices.insert(0, SelectChoice("", "Choose"))
        self._placements = {each.public_id: each for each in placements}

    @property
    def chosen_placement(self) -> Placement:
        """Where the family comes from."""
        return self._placements[self.placement.data]

    def draft(self) -> ProposalDraft:
        """Return what was typed."""
        return ProposalDraft(
            kind=CaseKind(self.kind.data),
            age_band=self.age_band.data,
            carers=tuple(self.carers.data),
            seen_agreed_on=self.seen_agreed_on.data,
            discussed_agreed_on=self.discussed_agreed_on.data,
            responsibility=self.responsibility.data,
            plan=plan_of(self),
        )


def plan_of(form: Any) -> Plan:
    """Return how long the work is to last, as a form has it."""
    return Plan(
        agreed_sessions=form.agreed_sessions.data,
        agreed_end_on=form.agreed_end_on.data,
        last_allowed_on=form.last_allowed_on.data,
    )


def seen_plan(form: Any) -> int:
    """Return how many plans there were when the page was shown; a form that does not say so has seen none."""
    typed = form.seen.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_FIGURES else 0


class AnswerForm(FlaskForm):
    """An answer to a proposal. `on_word_of` is asked for only where the office records it."""

    answer = RadioField(
        "Do you agree?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    words = TextAreaField(
        "Words to the trainee",
        description="Needed for a no. Nothing that could tell who the family is.",
        filters=[lambda text: (text or "").strip()],
        render_kw={"maxlength": LONGEST_WORDS},
    )
    on_word_of = LineField("On whose word", render_kw={"maxlength": 200, "autocomplete": "off"})


class PlanForm(FlaskForm):
    """How long the work is agreed for. `seen`: how many plans there were when the page was shown."""

    seen = HiddenField()

    agreed_sessions = _sessions()
    agreed_end_on = DayField("Agreed end")
    last_allowed_on = DayField("Last session the service allows")
    review_on = DayField("Next review")
    ending_agreed_on = DayField("The ending was agreed with the family on")
    responsibility = _responsibility()


class ConsentForm(FlaskForm):
    """What the family has agreed to."""

    once = OnceField()
    kind = RadioField(
        "Agreed to",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice("video", "Video: everybody filmed, and somebody with parental responsibility"),
            SelectChoice("discussed", "Being discussed in supervision"),
            SelectChoice("seen", "Being seen by a trainee"),
        ],
        default="video",
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    scope = SelectField(
        "For video: what for",
        choices=[SelectChoice(key, words.capitalize()) for key, words in VIDEO_SCOPES.items()],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    given_on = DayField("On", [InputRequired("Choose the day on which they agreed.")])


class WithdrawForm(FlaskForm):
    """From when the family no longer agrees."""

    withdrawn_on = DayField("No longer agreed from", [InputRequired("Choose the day.")])


class MarkForm(FlaskForm):
    """Something that happened on a day."""

    once = OnceField()
    kind = RadioField(
        "What happened?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(kind.value, kind.words) for kind in MarkKind],
        invalid_choice_message=NOT_ON_THE_LIST,
        default=MarkKind.REVIEW.value,
    )
    assessment = SelectField(
        "For an assessment: which",
        choices=[SelectChoice(key, words) for key, words in ASSESSMENTS.items()],
        description="By name and date alone; no scores.",
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    on = DayField("On", [InputRequired("Choose the day.")])


class EndingForm(FlaskForm):
    """How a case ended."""

    kind = RadioField(
        "How did it end?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(kind.value, kind.words) for kind in EndingKind],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    ended_on = DayField("Last day", [InputRequired("Choose the last day.")])
    feedback_received = BooleanField(
        "The parents’ feedback was received", description="Only whether; nothing more is kept."
    )


class VoidForm(FlaskForm):
    """Why something that was signed or recorded no longer counts."""

    reason = TextAreaField(
        "Why?",
        [InputRequired("Say why, so that everybody concerned can understand it.")],
        description="A family is never named here.",
        filters=[lambda text: (text or "").strip()],
        render_kw={"maxlength": LONGEST_WORDS},
    )


class PhaseForm(FlaskForm):
    """A phase to sign off; `seen` is the hash of what was shown."""

    completed_on = DayField("Completed on", [InputRequired("Choose the day on which the phase was complete.")])
    agrees = BooleanField("I have seen what this phase rests on", [InputRequired("Look at it and tick this first.")])
    seen = LineField("")
