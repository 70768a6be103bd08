"""The blueprint of this room, and what its pages share."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.admissions.models import Application, Intake
from trainee_app.refusals import Conflict, Refusal
from trainee_app.web.fields import show_refusal

blueprint = Blueprint("admissions", __name__)


def today_of(about: Application | Intake) -> date:
    """Return today where the programme is."""
    intake = about.intake if isinstance(about, Application) else about
    return clock.today(intake.cohort.programme.zone)


def shown_again(page: str) -> ResponseReturnValue:
    """Answer with a form: because of what was typed, or shown for the first time."""
    return page, 422 if request.method == "POST" else 200


def show_or_raise(form: object, refusal: Refusal) -> None:
    """Show on the form why it was refused; what has changed meanwhile is a page of its own."""
    if isinstance(refusal, Conflict):
        raise refusal
    show_refusal(form, refusal)
