"""Forms of this room: a day to look back to, waivers, drafts of a version and moves to one. Shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from trainee_app.cohorts.rules import LONGEST_REASON
from trainee_app.logbook.rules import DurationProblem, DurationUnreadable, Unit, parse_duration
from trainee_app.programmes.rules import Requirement
from trainee_app.programmes.rules.dates import months_after
from trainee_app.programmes.rules.editing import Shape, Value, shown, written
from trainee_app.readiness.rules import LONGEST, Reading, Rhythm, WaiverDraft, WaiverKind
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, LineField, OnceField, one_line
from trainee_app.web.formats import long_date, month_and_year, sentence_case

# More than this in a week, or a month, is a slip of the finger.
MOST_SESSIONS = 20
MOST_SEMINARS = 31
MONTHS_OFFERED = 24


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


class TimeField(StringField):
    """A length of time, typed in any usual way, or nothing; `minutes` is what was understood, None: left empty."""

    minutes: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read it by the rule of the log."""
        typed = (self.data or "").strip()
        if not typed:
            return
        try:
            self.minutes = 0 if typed == "0" else parse_duration(typed, Unit.MINUTES)
        except DurationUnreadable as unreadable:
            is_more = unreadable.problem is DurationProblem.TOO_LONG
            raise ValidationError("Write at most 24 h here." if is_more else str(unreadable)) from None


class WholeField(StringField):
    """A whole number, or nothing; `number` is what was understood, None: left empty."""

    number: int | None = None

    def __init__(self, label: str, most: int, **arguments: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric"}, **arguments)
        self._most = most

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Read it; more than anybody does is a slip."""
        typed = (self.data or "").strip()
        if not typed:
            return
        if not (typed.isascii() and typed.isdecimal() and int(typed[:9]) <= self._most):
            raise ValidationError(f"Write a whole number from 0 to {self._most}.")
        self.number = int(typed)


class RhythmForm(FlaskForm):
    """A rhythm that somebody supposes. It only asks, so that its address can be shared."""

    class Meta:
        """Nothing is changed by asking."""

        csrf = False

    from_month = SelectField("From which month on?", name="from", invalid_choice_message=NOT_ON_THE_LIST)
    sessions = WholeField("Case sessions a week", MOST_SESSIONS)
    supervision = TimeField("Supervision in a fortnight", description="Such as 1h or 90m.")
    reading = TimeField("Reading in a week", description="Such as 3h.")
    seminars = WholeField("Seminars in a month", MOST_SEMINARS, description="Of two hours each.")

    def __init__(self, today: date, **arguments: Any) -> None:
        super().__init__(**arguments)
        months = [months_after(today.replace(day=1), number) for number in range(MONTHS_OFFERED)]
        self.from_month.choices = [SelectChoice(f"{each:%Y-%m}", month_and_year(each)) for each in months]

    def rhythm(self) -> Rhythm:
        """Return what was typed."""
        return Rhythm(
            from_on=date.fromisoformat(f"{self.from_month.data}-01"),
            sessions_a_week=self.sessions.number,
            supervision_a_fortnight=self.supervision.minutes,
            reading_a_week=self.reading.minutes,
            seminars_a_month=self.seminars.number,
        )

    def validate_sessions(self, _field: WholeField) -> None:
        """At least something is supposed."""
        typed = (self.sessions, self.supervision, self.reading, self.seminars)
        if not any((each.data or "").strip() for each in typed):
            raise ValidationError("Write at least one of these: how much of something there would be.")


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


def part_form(values: Sequence[Value]) -> FlaskForm:
    """Return the form of one part of a draft: a field for each of its values, and the edition that is edited."""
    fields = {field_of(value): _field_for(value) for value in values}
    form: FlaskForm = type("PartForm", (FlaskForm,), {"edition": EditionField(), **fields})()
    return form


def field_of(value: Value) -> str:
    """Return the name of the field of a value."""
    return "value-" + value.path.replace(".", "-")


def typed_into(form: FlaskForm, values: Sequence[Value]) -> dict[str, Any]:
    """Return what was typed into a valid form, by path, as the file writes it."""
    return {value.path: written(value, str(form[field_of(value)].data or "")) for value in values}


class EditionField(HiddenField):
    """Which edition of a draft the page showed; nonsense is none that there is."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if given.isascii() and given.isdigit() and len(given) < _LONGEST_EDITION else 0


_LONGEST_EDITION = 9
_YES_OR_NO = [SelectChoice("true", "Yes"), SelectChoice("false", "No")]
_MAY_BE_EMPTY = frozenset({"short"})
_HINTS = {Shape.DURATION: "Such as 60 h or 1 h 30 min."}


def _field_for(value: Value) -> Any:
    def check(_form: FlaskForm, field: Any) -> None:
        try:
            written(value, str(field.data or ""))
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from None

    is_needed = value.row is None and value.key not in _MAY_BE_EMPTY
    validators = [DataRequired("Write something here.")] if is_needed else []
    given: dict[str, Any] = {
        "label": value.name,
        "validators": [*validators, check],
        "default": shown(value.value),
        "description": _HINTS.get(value.shape, ""),
    }
    if value.shape is Shape.CHOICE:
        choices = [SelectChoice(word, sentence_case(word.replace("_", " "))) for word in value.choices]
        return SelectField(**given, choices=choices, invalid_choice_message=NOT_ON_THE_LIST)
    if value.shape is Shape.FLAG:
        return RadioField(**given, choices=_YES_OR_NO, invalid_choice_message=NOT_ON_THE_LIST)
    if value.shape is Shape.WORDS:
        return TextAreaField(**given, filters=[one_line], render_kw={"rows": 4})
    numeric = {"inputmode": "numeric"} if value.shape in {Shape.WHOLE, Shape.PERCENT} else {}
    return LineField(**given, render_kw={"autocomplete": "off", **numeric})


class FileOfDraftForm(FlaskForm):
    """The whole draft as its file: another one uploaded, or the words themselves put right on the page."""

    edition = EditionField()
    file = FileField("Upload a file", description="A TOML file, such as the one downloaded here and changed.")
    text = TextAreaField(
        "Or change the words here",
        render_kw={"rows": 24, "spellcheck": "false", "autocomplete": "off", "class": "input input-code-text"},
    )

    def given(self) -> str:
        """Return the text of the file if one was uploaded, else what stands on the page. Raises ValueError."""
        upload = self.file.data
        if not upload:
            return _lines(self.text.data)
        content: bytes = upload.read(LONGEST_DEFINITION_BYTES + 1)
        if len(content) > LONGEST_DEFINITION_BYTES:
            raise ValueError(f"This file is larger than {LONGEST_DEFINITION_BYTES // 1024} kB, which no definition is.")
        try:
            return _lines(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValueError("This is no text file in UTF-8. Save it as plain text, and upload it again.") from None


LONGEST_DEFINITION_BYTES = 256 * 1024


def _lines(text: str | None) -> str:
    """Return the text with plain line ends and without what a database refuses, ending with a line end."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.rstrip("\n") + "\n" if plain.strip() else ""


class ProposalForm(FlaskForm):
    """To propose that a draft is published."""

    edition = EditionField()
    reason = TextAreaField(
        "Why it is published",
        [InputRequired("Say why this version is published.")],
        description="Shown with the version to the administrators and directors.",
        filters=[_plain],
        render_kw={"maxlength": LONGEST_REASON},
    )


class AgreementForm(FlaskForm):
    """To agree to a proposed version, or to what was shown of a draft; `edition` is the one that was shown."""

    edition = EditionField()
    seen = BooleanField(
        "I have looked at what changes, and for whom.",
        [InputRequired("Look at what changes and for whom first, then tick this.")],
    )


class MoveForm(FlaskForm):
    """To move a cohort to another version; `seen_number` is the one it was under when the page was shown."""

    seen_number = EditionField()
    reason = TextAreaField(
        "Why the cohort is moved",
        [InputRequired("Say why the cohort is moved.")],
        description="Shown to the administrators and directors.",
        filters=[_plain],
        render_kw={"maxlength": LONGEST_REASON},
    )


class EditionForm(FlaskForm):
    """Only says which edition of a draft was shown."""

    edition = EditionField()


class BeginForm(FlaskForm):
    """A copy of a version to begin."""

    once = OnceField()
