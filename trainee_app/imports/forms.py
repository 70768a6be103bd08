"""Forms of the imports: attesting a batch; choosing a file of time, and saying how its columns are read."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange

from trainee_app.imports.rules.guessing import (
    may_be_swapped,
    names_of_activities,
    needs_order,
    needs_rounding,
    needs_unit,
    with_details,
)
from trainee_app.imports.rules.mapping import (
    LEFT_OUT,
    DayOrder,
    LengthUnit,
    Mapping,
    Role,
    column_name,
    headings_of,
    name_key,
)
from trainee_app.programmes.rules import Definition
from trainee_app.tables import Sheet
from trainee_app.web.fields import NOT_ON_THE_LIST, OnceField, WholeNumberField

_Kind = TypeVar("_Kind", bound=StrEnum)
_A_ROW: Final = "Rows are counted from 1: write a number such as 3."
EVERYBODY: Final = ""
UNITS: Final = [
    SelectChoice("minutes", "minutes"),
    SelectChoice("hours", "hours (1.5 is 1 h 30)"),
    SelectChoice("clock", "hours and minutes (1.30 is 1 h 30)"),
    SelectChoice("days", "parts of a day, as a spreadsheet keeps times"),
]
ORDERS: Final = [
    SelectChoice("day_first", "The day: it is 3 November 2026"),
    SelectChoice("month_first", "The month: it is 11 March 2026"),
]
SWAPPED: Final = [SelectChoice("no", "No, they are right as they stand"), SelectChoice("yes", "Yes, change them back")]
ROUNDS: Final = [SelectChoice("yes", "Round to the nearest minute"), SelectChoice("no", "Refuse those rows")]
HANDS_IN: Final = [
    SelectChoice("no", "As drafts: only you see them, until you hand them in"),
    SelectChoice("yes", "Handed in: they wait for their signature"),
]


class AttestForm(FlaskForm):
    """Says that the file was compared with the office's record; `seen` is the hash of what the page showed."""

    seen = HiddenField()
    agrees = BooleanField(
        "I have compared this with the office’s record, and it agrees.",
        [InputRequired("Compare the totals with the office’s record first, then tick this.")],
    )


class TimeFileForm(FlaskForm):
    """Choosing a file of time. `trainee` is asked of an office alone."""

    once = OnceField()
    trainee = SelectField("Whose time is it?", default=EVERYBODY, invalid_choice_message=NOT_ON_THE_LIST)
    file = FileField("File", description="A workbook (.xlsx) or a CSV file, up to 5 MB and 5,000 rows.")


class ConfirmTimeForm(FlaskForm):
    """Brings in what was seen; `seen` is the digest of the rows that the page showed."""

    seen = HiddenField()


class SheetForm(FlaskForm):
    """Which sheet of a file holds the time, and in which row its headings stand."""

    sheet = SelectField("Sheet", coerce=int, invalid_choice_message=NOT_ON_THE_LIST)
    heading_row = WholeNumberField(
        "Row of the headings",
        [InputRequired("Say in which row the headings stand."), NumberRange(min=1, message=_A_ROW)],
        say=_A_ROW,
    )


def columns_form(sheet: Sheet, mapping: Mapping, definition: Definition, *, by_office: bool) -> FlaskForm:
    """Return the form that shows how the file is read; each field holds what the mapping says."""
    fields, values = {}, {}
    for name, (field, value) in _fields(sheet, mapping, definition, by_office=by_office).items():
        fields[name], values[name] = field, value
    return cast(FlaskForm, type("ColumnsForm", (FlaskForm,), fields)(formdata=None, data=values))


def _fields(
    sheet: Sheet, mapping: Mapping, definition: Definition, *, by_office: bool
) -> dict[str, tuple[Any, Any]]:  # fmt: skip
    activities = [SelectChoice(key, each.title) for key, each in definition.activities.items()]
    choose = [SelectChoice("", "Choose")]
    fields: dict[str, tuple[Any, Any]] = {}
    roles = [SelectChoice(each.value, each.words) for each in Role if by_office or each is not Role.WITH_WHOM]
    headings = headings_of(sheet, mapping.heading_row)
    for place, role in enumerate(mapping.roles):
        name = headings[place] or f"Column {column_name(place)}"
        fields[f"role_{place}"] = SelectField(f"{name}: holds", choices=roles), role.value
        if role in {Role.LENGTH, Role.AMOUNT} and needs_unit(sheet, mapping, place):
            label = f"{name}: a number alone is in"
            unit = mapping.units.get(place)
            fields[f"unit_{place}"] = SelectField(label, choices=choose + UNITS), unit.value if unit else ""
        if role is Role.AMOUNT:
            field = SelectField(f"{name}: is the time of", choices=choose + activities)
            fields[f"amount_{place}"] = field, mapping.amounts.get(place, "")
    for name in names_of_activities(sheet, mapping):
        choices = [*choose, *activities, SelectChoice(LEFT_OUT, "No time for the training: leave out")]
        fields[f"name_{name_key(name)}"] = (
            SelectField(name, choices=choices),
            mapping.activities.get(name_key(name), ""),
        )
    return fields | _questions_for_all(sheet, mapping, choose + activities, by_office=by_office)


def _questions_for_all(
    sheet: Sheet, mapping: Mapping, activities: list[SelectChoice], *, by_office: bool
) -> dict[str, tuple[Any, Any]]:
    fields: dict[str, tuple[Any, Any]] = {}
    if needs_order(sheet, mapping):
        field = RadioField("Which stands first in a date like 3/11/2026?", choices=ORDERS)
        fields["day_order"] = field, mapping.day_order.value if mapping.day_order else ""
    if may_be_swapped(sheet, mapping):
        value = "" if mapping.is_swapped is None else "yes" if mapping.is_swapped else "no"
        fields["is_swapped"] = (
            RadioField("Have day and month changed places in the real dates?", choices=SWAPPED),
            value,
        )
    if needs_rounding(sheet, mapping):
        value = "" if mapping.rounds is None else "yes" if mapping.rounds else "no"
        fields["rounds"] = RadioField("What becomes of parts of a minute?", choices=ROUNDS), value
    if Role.ACTIVITY not in mapping.roles and not mapping.is_wide:
        fields["one_activity"] = SelectField("What was it, in all rows?", choices=activities), mapping.one_activity
    if not by_office:
        value = "yes" if mapping.hands_in else "no"
        fields["hands_in"] = RadioField("How should the entries come in?", choices=HANDS_IN), value
    label = "Bring in also what looks like an entry that is there already"
    fields["takes_doubles"] = BooleanField(label), mapping.takes_doubles
    return fields


def posted_mapping(sheet: Sheet, before: Mapping, definition: Definition, given: Table[str, str]) -> Mapping:
    """Return how the file is to be read as a form says; what it does not ask yet is guessed, what is wrong unanswered."""
    roles = tuple(_one_of(Role, given.get(f"role_{place}")) or Role.NOTHING for place in range(len(before.roles)))
    guessed = with_details(sheet, replace(before, roles=roles), definition)
    units = {place: unit for place, unit in guessed.units.items() if f"unit_{place}" not in given}
    amounts: dict[int, str] = {}
    for place, role in enumerate(roles):
        unit = _one_of(LengthUnit, given.get(f"unit_{place}"))
        if unit is not None:
            units[place] = unit
        if role is Role.AMOUNT:
            amounts[place] = given.get(f"amount_{place}", before.amounts.get(place, ""))
    guessed = replace(guessed, units=units, amounts=amounts)
    return replace(
        guessed,
        activities={**before.activities, **_posted_names(guessed, before, definition, given)},
        day_order=_one_of(DayOrder, given.get("day_order")) or guessed.day_order,
        is_swapped=_answer(given, "is_swapped", guessed.is_swapped),
        rounds=_answer(given, "rounds", None if needs_rounding(sheet, guessed) else False),
        one_activity=given.get("one_activity", before.one_activity),
        hands_in=given.get("hands_in") == "yes",
        takes_doubles=bool(given.get("takes_doubles")),
    )


def _posted_names(
    guessed: Mapping, before: Mapping, definition: Definition, given: Table[str, str]
) -> dict[str, str]:  # fmt: skip
    names = {}
    for key, likely in guessed.activities.items():
        said = given.get(f"name_{key}", before.activities.get(key) or likely)
        names[key] = said if said in definition.activities or said == LEFT_OUT else ""
    return names


def _one_of(kind: type[_Kind], said: str | None) -> _Kind | None:
    return kind(said) if said in {each.value for each in kind} else None


def _answer(given: Table[str, str], name: str, guessed: bool | None) -> bool | None:
    return {"yes": True, "no": False}.get(given[name]) if name in given else guessed
