"""The letters of this room, composed when they leave, and the sweeping of tries that nobody looks at any more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.mail.composing import Commission, Composer
from trainee_app.mail.rules import Letter
from trainee_app.people import queries
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose, token_of
from trainee_app.people.services import accounts, attempts, links, persons, second_factor

_DEMO_PORT = "8000"
_KEPT = timedelta(days=2)
_LONGEST_SUBJECT = 150


def address_of(endpoint: str, **arguments: str) -> str:
    """Return a page's full address. The configured base is the only one a letter ever names.

    Raises LookupError where none is configured: a letter with a dead link is worse than none.
    """
    base = current_app.config["BASE_URL"]
    if not base and current_app.config["DEMO"]:
        base = f"http://127.0.0.1:{os.environ.get('PORT', _DEMO_PORT)}"
    if not base:
        raise LookupError("BASE_URL is not set")
    return str(base) + current_app.url_map.bind("").build(endpoint, arguments)


def address_of_link(purpose: Purpose, random_part: str) -> str:
    """Return the address of the page that a mailed link opens."""
    token = token_of(random_part, purpose, current_app.config["SECRET_KEY"])
    page = "people.invitation" if purpose is Purpose.INVITATION else "people.new_password"
    return address_of(page, token=token)


def write_invitation(asked: Commission) -> Letter | None:
    """Invite somebody; the link's time begins now. Needless if it was revoked or taken up meanwhile."""
    link = queries.working_link(int(asked.params["link_id"]), asked.at)
    who = _addressee(asked)
    if link is None or who is None:
        return None
    hours = int(current_app.config["INVITATION_HOURS"])
    random_part = links.hand_token(link=link, expires_at=asked.at + timedelta(hours=hours))
    programme = queries.programme(int(asked.params["programme_id"]))
    return _letter(
        who,
        f"Your account for {programme.title}",
        "emails/invitation.txt",
        programme=programme,
        url=address_of_link(Purpose.INVITATION, random_part),
        hours=hours,
    )


def write_reset(asked: Commission) -> Letter | None:
    """Send the way to a new password. Needless for an address that nobody has."""
    who = _addressee(asked)
    account = queries.account(asked.person_id) if who is not None else None
    if who is None or account is None or account.password_hash is None or account.closed_at is not None:
        return None
    minutes = int(current_app.config["RESET_MINUTES"])
    until = asked.at + timedelta(minutes=minutes)
    link = links.prepare_link(person_id=who.id, purpose=Purpose.RESET, expires_at=until, at=asked.at)
    url = address_of_link(Purpose.RESET, links.hand_token(link=link, expires_at=until))
    return _letter(who, "Choose a new password", "emails/reset.txt", url=url, minutes=minutes)


def write_password_changed(asked: Commission) -> Letter | None:
    """Tell somebody that their password is a new one."""
    return _letter(_addressee(asked), "Your password was changed", "emails/password_changed.txt", at=asked.at)


def write_second_factor_removed(asked: Commission) -> Letter | None:
    """Tell somebody that they have to set up their phone anew."""
    subject = "Your second factor was removed"
    return _letter(_addressee(asked), subject, "emails/second_factor_removed.txt", at=asked.at)


def write_role(asked: Commission) -> Letter | None:
    """Tell somebody who has an account of a role that they hold now."""
    programme = queries.programme(int(asked.params["programme_id"]))
    role = Role(asked.params["role"])
    subject = f"You are {role.words} on {programme.title}"
    return _letter(
        _addressee(asked), subject, "emails/role.txt", programme=programme, role=role, url=address_of("people.sign_in")
    )


def forget_old_attempts() -> None:
    """Forget tries that no limit looks at any more."""
    with unit_of_work():
        attempts.forget_old_attempts(before=clock.now() - _KEPT)


def _addressee(asked: Commission) -> Person | None:
    return queries.person_if_known(asked.person_id)


def _letter(who: Person | None, subject: str, template: str, **facts: str | int | datetime | object) -> Letter | None:
    if who is None or not who.email:
        return None
    # Not by render_template: what pages are given about their visitor has no place in a letter.
    text = current_app.jinja_env.get_template(template).render(person_name=who.name, **facts)
    return Letter(to=who.email, subject=subject[:_LONGEST_SUBJECT], text=text)


MAILS: Mapping[str, Composer] = {
    persons.INVITATION_LETTER: write_invitation,
    persons.ROLE_LETTER: write_role,
    accounts.RESET_LETTER: write_reset,
    accounts.PASSWORD_CHANGED_LETTER: write_password_changed,
    second_factor.SECOND_FACTOR_REMOVED_LETTER: write_second_factor_removed,
}
