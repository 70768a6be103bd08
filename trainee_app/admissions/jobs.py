"""The one letter of selection: that there is news, and where to read it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app

from trainee_app.admissions.services import NEWS_LETTER
from trainee_app.mail.composing import Commission, Composer
from trainee_app.mail.rules import Letter
from trainee_app.people import queries as people
from trainee_app.people.jobs import address_of


def write_news(asked: Commission) -> Letter | None:
    """Say that there is news about an application; a letter may be read by others, so not what it is."""
    who = people.person_if_known(asked.person_id)
    if who is None or not who.email:
        return None
    programme = people.programme(int(asked.params["programme_id"]))
    text = current_app.jinja_env.get_template("emails/application.txt").render(
        person_name=who.name, programme=programme, url=address_of("people.sign_in")
    )
    return Letter(to=who.email, subject="News about your application", text=text)


MAILS: Mapping[str, Composer] = {NEWS_LETTER: write_news}
