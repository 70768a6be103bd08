"""The form with which somebody attests."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired


class AttestForm(FlaskForm):
    """Says that the file was compared with the office's record; `seen` is the hash of what the page showed."""

    seen = HiddenField()
    agrees = BooleanField(
        "I have compared this with the office’s record, and it agrees.",
        [InputRequired("Compare the totals with the office’s record first, then tick this.")],
    )
