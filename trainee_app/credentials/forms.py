"""Forms about registrations, and about what people bring along."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import TextInput

from trainee_app.credentials.rules import (
    LONGEST_BODY,
    LONGEST_NUMBER,
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_TITLE,
    BroughtDraft,
    EvidenceKind,
    Record,
    RegistrationDraft,
    Standing,
    Told,
)
from trainee_app.programmes.models import Programme
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, LineField, OnceField, UploadField

_LONGEST_SHARE = 3


class PercentField(IntegerField):
    """A share, typed as 60 or 60 %."""

    data: Any
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the share; says how to write it if it is none."""
        typed = valuelist[0].strip().removesuffix("%").strip() if valuelist else ""
        self.data = None
        # Longer numbers mean nothing here, and some are longer than a database takes.
        if not typed.isdecimal() or len(typed) > _LONGEST_SHARE:
            raise ValueError("Write how much of full time it is: 1 to 100 per cent.")
        self.data = int(typed)


class _OfProgramme(FlaskForm):
    """A form about somebody for one of several programmes; usually there is one."""

    once = OnceField()
    programme = SelectField("Programme", invalid_choice_message=NOT_ON_THE_LIST)

    def __init__(self, programmes: Sequence[Programme], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.programme.choices = [SelectChoice(programme.public_id, programme.title) for programme in programmes]
        self.programme.data = self.programme.data or programmes[0].public_id
        self._programmes = {programme.public_id: programme for programme in programmes}

    @property
    def chosen_programme(self) -> Programme:
        """The programme it is for."""
        return self._programmes[self.programme.data]


class RegistrationForm(_OfProgramme):
    """A registration to record; with several programmes in common, for which of them."""

    body = LineField(
        "Professional body",
        [InputRequired("Write which body it is, such as BPC or HCPC.")],
        description="BPC, HCPC, UKCP, ACP or another.",
        render_kw={"maxlength": LONGEST_BODY},
    )
    number = LineField(
        "Registration number",
        [InputRequired("Write the number under which the body lists them.")],
        description="As the body’s public register shows it.",
        render_kw={"maxlength": LONGEST_NUMBER, "autocomplete": "off"},
    )
    valid_from = DayField("First day", [InputRequired("Choose the first day on which it is valid.")])
    valid_until = DayField("Last day", [InputRequired("Choose the last day on which it is valid.")])

    def draft(self) -> RegistrationDraft:
        """Return what was typed."""
        return RegistrationDraft(self.body.data, self.number.data, self.valid_from.data, self.valid_until.data)


class Ending(StrEnum):
    """How a registration ends."""

    EARLY = "early"
    MISTAKE = "mistake"


class EndRegistrationForm(FlaskForm):
    """The end of a registration: early, or because it was never one."""

    ending = RadioField(
        "What happened?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Ending.EARLY.value, "It ended before its time"),
            SelectChoice(Ending.MISTAKE.value, "It was recorded by mistake: it never held"),
        ],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    ended_on = DayField("Last day on which it was valid", description="Only if it ended before its time.")

    def validate_ended_on(self, field: DayField) -> None:
        """An early end has a day."""
        if self.ending.data == Ending.EARLY and field.data is None and not field.errors:
            raise ValidationError("Choose the last day on which it was valid.")


class PostForm(_OfProgramme):
    """A post: therapeutic work from a day on."""

    title = LineField(
        "What the work was",
        [InputRequired("Write what the work is, such as child psychotherapist.")],
        description="Such as clinical psychologist in a perinatal team. No family and no client is ever named.",
        render_kw={"maxlength": LONGEST_TITLE},
    )
    place = LineField(
        "Employer",
        [InputRequired("Write who the employer is, or “own practice”.")],
        description="Or “own practice”.",
        render_kw={"maxlength": LONGEST_PLACE},
    )
    from_on = DayField("First day", [InputRequired("Choose the first day.")])
    until_on = DayField("Last day", description="Leave it empty while the post goes on.")
    share_percent = PercentField(
        "Share of full time, in per cent",
        default=100,
        description="100 is full time. Part-time is shown and counts in full.",
        render_kw={"inputmode": "numeric", "maxlength": 6},
    )

    def draft(self) -> BroughtDraft:
        """Return what was typed."""
        return BroughtDraft(
            Record.EXPERIENCE,
            self.from_on.data,
            self.until_on.data,
            title=self.title.data,
            place=self.place.data,
            share_percent=self.share_percent.data,
        )


class ObservationForm(_OfProgramme):
    """The observation course, as far as it is."""

    standing = RadioField(
        "How far is it?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(each.value, each.words) for each in Standing],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    place = LineField(
        "Where the course is held",
        [InputRequired("Write where the course is held.")],
        description="The institution, such as a training school.",
        render_kw={"maxlength": LONGEST_PLACE},
    )
    from_on = DayField("First day", [InputRequired("Choose the first day, or the one on which it is to begin.")])
    until_on = DayField("Last day", description="Needed once it is done; before, only if it is known.")

    def draft(self) -> BroughtDraft:
        """Return what was typed."""
        return BroughtDraft(
            Record.OBSERVATION,
            self.from_on.data,
            self.until_on.data,
            place=self.place.data,
            standing=self.standing.data,
        )


class TherapyForm(_OfProgramme):
    """That there is or was personal therapy, and when. Nothing else is asked, and there is no room for it."""

    standing = RadioField(
        "How is it known?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Told.DECLARATION.value, "By this declaration"),
            SelectChoice(Told.LETTER.value, "By a letter, which is handed in as evidence next"),
        ],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    from_on = DayField("First day", [InputRequired("Choose the first day.")])
    until_on = DayField("Last day", description="Leave it empty while it goes on.")

    def draft(self) -> BroughtDraft:
        """Return what was typed."""
        return BroughtDraft(Record.THERAPY, self.from_on.data, self.until_on.data, standing=self.standing.data)


class EvidenceForm(_OfProgramme):
    """A file, and what it shows. No free text, and the file's own name is not kept."""

    about = SelectField("What it is about", invalid_choice_message=NOT_ON_THE_LIST)
    kind = SelectField(
        "What it is",
        choices=[SelectChoice(each.value, each.words) for each in EvidenceKind],
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    file = UploadField(
        "File",
        [InputRequired("Choose a file: a PDF, or a JPEG or PNG picture.")],
        description="A PDF, or a JPEG or PNG picture, of at most 25 MB. Its name is not kept.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )

    def __init__(self, programmes: Sequence[Programme], abouts: Sequence[tuple[str, str]], **arguments: Any) -> None:
        super().__init__(programmes, **arguments)
        self.about.choices = [SelectChoice(value, words) for value, words in abouts]


class AcceptForm(_OfProgramme):
    """The course's word that something is accepted."""

    record = HiddenField()
    reason = TextAreaField(
        "Why it is accepted",
        description="Needed where less is recorded than the programme asks for. The person reads it too.",
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        filters=[lambda typed: (typed or "").strip()],
    )


class TakeBackForm(FlaskForm):
    """Asks before something is taken back."""
