"""The blueprint of this room, and the cookie by which a phone is known."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, current_app

from trainee_app.phones.rules import ENROLMENT_LASTS

blueprint = Blueprint("phones", __name__)
COOKIE: Final = "training_record_phone"
# A browser shows the cookie to these addresses and to no others.
_PATH: Final = "/phone"


def give_token(answer: Response, token: str) -> None:
    """Let the browser keep the token: for no script, for no other site, for no other page."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=ENROLMENT_LASTS,
        path=_PATH,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )


def take_token(answer: Response) -> None:
    """Let the browser forget a token that opens nothing."""
    answer.delete_cookie(
        COOKIE, path=_PATH, secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Strict"
    )
