"""Forms about cohorts, their trainees, agreements and placements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from trainee_app.cohorts.rules import (
    LONGEST_COHORT_NAME,
    LONGEST_PLACEMENT_NAME,
    LONGEST_REASON,
    LONGEST_SIGNATORY,
    LONGEST_SIGNATORY_ROLE,
    BreakDraft,
    BreakKind,
    Capacity,
    CohortDraft,
    PlacementAgreementDraft,
    PlacementDraft,
    Span,
    extension,
)
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.web.fields import NOT_ON_THE_LIST, DayField, LineField, OnceField

_LONGEST_PERSON_NAME = 200
_LONGEST_EMAIL = 254
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
_UNTIL_ENDED = "Leave it open if it goes on until somebody ends it."


class CohortForm(FlaskForm):
    """A cohort to make; with several programmes to choose from, on which of them."""

    once = OnceField()
    programme = SelectField("Programme", invalid_choice_message=NOT_ON_THE_LIST)
    name = LineField(
        "Name",
        [InputRequired("Give the cohort a name, such as “Cohort 2027”.")],
        description="As the course speaks of it, such as “Cohort 2027”.",
        render_kw={"maxlength": LONGEST_COHORT_NAME, "autocomplete": "off"},
    )
    starts_on = DayField("First day", [InputRequired("Choose the cohort’s first day.")])
    ends_on = DayField("Last day", [InputRequired("Choose the cohort’s last day.")])

    def __init__(self, programmes: Sequence[Programme], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.programme.choices = [SelectChoice(programme.public_id, programme.title) for programme in programmes]
        self.programme.data = self.programme.data or programmes[0].public_id
        self._programmes = {programme.public_id: programme for programme in programmes}

    @property
    def chosen_programme(self) -> Programme:
        """The programme on which it is made."""
        return self._programmes[self.programme.data]

    def draft(self) -> CohortDraft:
        """Return what was typed."""
        return CohortDraft(self.name.data, self.starts_on.data, self.ends_on.data)


class TraineeForm(FlaskForm):
    """A trainee to add: somebody known to the programme, or somebody new by name and e-mail address."""

    once = OnceField()
    person = SelectField("Somebody known to the programme", default="", invalid_choice_message=NOT_ON_THE_LIST)
    name = LineField(
        "Name",
        [Length(max=_LONGEST_PERSON_NAME, message=f"Shorten the name to {_LONGEST_PERSON_NAME} letters at most.")],
        description="As it should stand on a certificate.",
        render_kw={"autocomplete": "off"},
    )
    email = LineField(
        "E-mail address",
        [
            Optional(),
            Length(max=_LONGEST_EMAIL, message="That is longer than an e-mail address can be."),
            Regexp(_EMAIL + "$", message="Look at the address again: it should read like name@example.org."),
        ],
        description="The invitation goes there.",
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )

    def __init__(self, known: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(person.public_id, _name_and_address(person)) for person in known]
        self.person.choices = [SelectChoice("", "Somebody new, named below"), *choices]
        self._known = {person.public_id: person for person in known}

    @property
    def chosen_person(self) -> Person | None:
        """Whoever was chosen; None for somebody new."""
        return self._known.get(self.person.data)

    def validate_person(self, field: SelectField) -> None:
        """One way or the other, never both."""
        if field.data and (self.name.data or self.email.data):
            raise ValidationError("Choose somebody here, or name somebody new below; not both.")

    def validate_name(self, field: LineField) -> None:
        """Somebody new has a name."""
        if not self.person.data and not field.data:
            raise ValidationError("Write the name, or choose somebody above.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody new has an address; asked here, since an optional field's own checks end early."""
        is_valid = bool(super().validate(extra_validators))
        if not self.person.data and not self.email.data:
            self.email.errors = [*self.email.errors, "Write the e-mail address, or choose somebody above."]
            return False
        return is_valid


def _name_and_address(person: Person) -> str:
    return f"{person.name} ({person.email})" if person.email else person.name


class AgreementForm(FlaskForm):
    """Who signs for a trainee, in which capacity, from when to when."""

    once = OnceField()
    supervisor = SelectField("Who", [InputRequired("Choose who signs.")], invalid_choice_message=NOT_ON_THE_LIST)
    capacity = RadioField(
        "In which capacity",
        [InputRequired("Choose what they sign.")],
        choices=[SelectChoice(capacity.value, capacity.words) for capacity in Capacity],
        invalid_choice_message=NOT_ON_THE_LIST,
        default=Capacity.SUPERVISOR.value,
    )
    starts_on = DayField("First day", [InputRequired("Choose the first day.")])
    ends_on = DayField("Last day", description=_UNTIL_ENDED)

    def __init__(self, people: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(person.public_id, person.name) for person in people]
        self.supervisor.choices = [SelectChoice("", "Choose somebody"), *choices]
        self._people = {person.public_id: person for person in people}

    @property
    def chosen_supervisor(self) -> Person:
        """Whoever was chosen."""
        return self._people[self.supervisor.data]

    def span(self) -> Span:
        """Return from when to when."""
        return Span(self.starts_on.data, self.ends_on.data)


class PlacementForm(FlaskForm):
    """Where a trainee sees families, from when to when."""

    once = OnceField()
    name = LineField(
        "Name of the service",
        [InputRequired("Write the name of the service.")],
        description="The service or team, never a family.",
        render_kw={"maxlength": LONGEST_PLACEMENT_NAME, "autocomplete": "off"},
    )
    starts_on = DayField("First day", [InputRequired("Choose the first day.")])
    ends_on = DayField("Last day", description=_UNTIL_ENDED)

    def draft(self) -> PlacementDraft:
        """Return what was typed."""
        return PlacementDraft(self.name.data, Span(self.starts_on.data, self.ends_on.data))


class Ending(StrEnum):
    """How an agreement or a placement ends."""

    ON_A_DAY = "day"
    MISTAKE = "mistake"


class EndForm(FlaskForm):
    """The end of an agreement or a placement: on a day, or because it should never have been recorded."""

    ending = RadioField(
        "What happened?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(Ending.ON_A_DAY.value, "It ends"),
            SelectChoice(Ending.MISTAKE.value, "It was recorded by mistake: it never held"),
        ],
        invalid_choice_message=NOT_ON_THE_LIST,
        default=Ending.ON_A_DAY.value,
    )
    ends_on = DayField("Last day", description="Only if it ends. This day is still included.")

    def validate_ends_on(self, field: DayField) -> None:
        """An end has a day."""
        if self.ending.data == Ending.ON_A_DAY and field.data is None and not field.errors:
            raise ValidationError("Choose the last day.")


class PlacementAgreementForm(FlaskForm):
    """What a placement has signed for a trainee's work there."""

    once = OnceField()
    signatory_name = LineField(
        "Who signed for the service",
        [InputRequired("Write who signed for the service.")],
        render_kw={"maxlength": LONGEST_SIGNATORY, "autocomplete": "off"},
    )
    signatory_role = LineField(
        "What they are there",
        [InputRequired("Write what they are there, such as team lead.")],
        description="Such as team lead or clinical director.",
        render_kw={"maxlength": LONGEST_SIGNATORY_ROLE, "autocomplete": "off"},
    )
    agreed_on = DayField("Signed on", [InputRequired("Choose the day on which it was signed.")])
    covers_cases = BooleanField("The indemnity covers training cases")
    manager = SelectField(
        "Who answers for the service here",
        description="A placement manager with an account; they are asked when a family is proposed.",
        default="",
        invalid_choice_message=NOT_ON_THE_LIST,
    )
    starts_on = DayField("First day", [InputRequired("Choose the first day.")])
    ends_on = DayField("Last day", description=_UNTIL_ENDED)

    def __init__(self, managers: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(person.public_id, person.name) for person in managers]
        self.manager.choices = [SelectChoice("", "Nobody: the office records their word"), *choices]
        self._managers = {person.public_id: person.id for person in managers}

    def draft(self) -> PlacementAgreementDraft:
        """Return what was typed."""
        return PlacementAgreementDraft(
            self.signatory_name.data,
            self.signatory_role.data,
            self.agreed_on.data,
            bool(self.covers_cases.data),
            Span(self.starts_on.data, self.ends_on.data),
            self._managers.get(self.manager.data),
        )


class BreakForm(FlaskForm):
    """A break that a director has decided. An extension needs no first day: it follows the expected end."""

    once = OnceField()
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(kind.value, kind.words) for kind in BreakKind],
        invalid_choice_message=NOT_ON_THE_LIST,
        default=BreakKind.INTERMISSION.value,
    )
    starts_on = DayField("First day away", description="Only for an intermission.")
    ends_on = DayField(
        "Last day", [InputRequired("Choose the last day.")], description="For an extension: the new last day."
    )
    decider = SelectField("Decided by", [InputRequired("Choose who decided.")], invalid_choice_message=NOT_ON_THE_LIST)
    decided_on = DayField("Decided on", [InputRequired("Choose the day of the decision.")])
    reason = TextAreaField(
        "Reason",
        [InputRequired("Write why; only directors can read it.")],
        filters=[lambda text: (text or "").strip()],
        render_kw={"maxlength": LONGEST_REASON},
    )

    def __init__(self, directors: Sequence[Person], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(person.public_id, person.name) for person in directors]
        self.decider.choices = [SelectChoice("", "Choose a director"), *choices]
        self._people = {person.public_id: person for person in directors}

    @property
    def chosen_decider(self) -> Person:
        """Whoever decided."""
        return self._people[self.decider.data]

    def validate_starts_on(self, field: DayField) -> None:
        """An intermission begins on a day."""
        if self.kind.data == BreakKind.INTERMISSION and field.data is None and not field.errors:
            raise ValidationError("Choose the first day away.")

    def draft(self, expected_end: date) -> BreakDraft:
        """Return what was typed, for a training that is expected to end on that day."""
        if self.kind.data == BreakKind.EXTENSION:
            return extension(
                ends_on=expected_end, until=self.ends_on.data, decided_on=self.decided_on.data, reason=self.reason.data
            )
        kind = BreakKind(self.kind.data)
        return BreakDraft(kind, self.starts_on.data, self.ends_on.data, self.decided_on.data, self.reason.data)
