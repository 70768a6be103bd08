"""Fields that several rooms ask for take what was meant, and say what to write for anything else."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange, Optional

from trainee_app.web.fields import WholeNumberField

_SAY = "Write a number from 1 to 60."


class _Asked(Form):  # type: ignore[misc]
    number = WholeNumberField("Number", [Optional(), NumberRange(1, 60, _SAY)], say=_SAY)


@pytest.mark.parametrize(
    ("typed", "number", "errors"),
    [
        ("12", 12, []),
        (" 12 ", 12, []),
        ("", None, []),
        ("   ", None, []),
        ("61", 61, [_SAY]),
        ("-3", None, [_SAY]),
        ("1.5", None, [_SAY]),
        ("twelve", None, [_SAY]),
        ("\u0663", None, [_SAY]),
        ("9" * 10, None, [_SAY]),
        # Longer than a float can be, and longer than Python reads at all.
        ("9" * 400, None, [_SAY]),
        ("9" * 5_000, None, [_SAY]),
    ],
)
def test_a_whole_number_is_read_or_said_what_to_write(typed: str, number: int | None, errors: list[str]) -> None:
    form = _Asked(formdata=MultiDict({"number": typed}))
    assert form.validate() == (not errors)
    assert (form.number.data, list(form.number.errors)) == (number, errors)
