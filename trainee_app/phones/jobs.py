"""The letter of this room, composed when it leaves."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app

from trainee_app.mail.composing import Commission, Composer
from trainee_app.mail.rules import Letter
from trainee_app.phones import queries
from trainee_app.phones.services import ENROLLED_LETTER


def write_enrolled(asked: Commission) -> Letter | None:
    """Tell somebody that a phone was enrolled; needless if it was revoked meanwhile."""
    phone = queries.phone_named(str(asked.params["phone"]))
    if phone is None or phone.revoked_at is not None or not phone.person.email:
        return None
    template = current_app.jinja_env.get_template("emails/phone_enrolled.txt")
    text = template.render(person_name=phone.person.name, phone=phone)
    return Letter(to=phone.person.email, subject="A phone was enrolled", text=text)


MAILS: Mapping[str, Composer] = {ENROLLED_LETTER: write_enrolled}
