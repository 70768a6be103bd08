"""The weekly letter, and what is told because a day has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.mail.composing import Commission, Composer
from trainee_app.mail.rules import Letter
from trainee_app.notifications import queries, services
from trainee_app.notifications.rules import Kind, things, week_owed
from trainee_app.people.jobs import address_of
from trainee_app.people.queries import account, people_holding, person_if_known, programmes
from trainee_app.people.rules import Role


def post_weekly_digests() -> int:
    """Post the letters of every programme whose Monday morning has come and that has had none this week."""
    at = clock.now()
    with unit_of_work():
        zones = [(each.id, each.zone) for each in programmes()]
    posted = 0
    for programme_id, zone in zones:
        with unit_of_work():
            on = at.astimezone(ZoneInfo(zone)).date()
            posted += services.post_digests(programme_id=programme_id, week_on=week_owed(at, zone), on=on, at=at)
    return posted


def tell_what_the_day_brings(on: date) -> None:
    """Tell of evidence that runs out within eight weeks, of months that have just closed short, and of those that still
    need something while there is time; each once."""
    at = clock.now()
    with unit_of_work():
        for each in queries.registrations_running_out(on):
            services.notify(
                people={each.person_id},
                programme_id=each.programme_id,
                kind=Kind.EVIDENCE_RUNS_OUT,
                subject=f"person:{each.person}",
                params={"day": each.valid_until.isoformat()},
                once=f"registration:{each.registration_id}",
                at=at,
            )
    with unit_of_work():
        _tell_of_short_months(on, at)
    with unit_of_work():
        _tell_of_open_months(on, at)


def _tell_of_short_months(on: date, at: datetime) -> None:
    short = queries.months_closed_short(on)
    offices = {
        programme_id: {each.id for each in people_holding(programme_id, Role.ADMINISTRATOR, on)}
        for programme_id in {each.programme_id for each in short}
    }
    for each in short:
        services.notify(
            people={each.person_id} | offices[each.programme_id],
            programme_id=each.programme_id,
            trainee_id=each.trainee_id,
            kind=Kind.MONTH_SHORT,
            subject=f"trainee:{each.trainee}",
            params={"month": each.starts_on},
            once=f"{each.requirement}:{each.trainee_id}:{each.starts_on}",
            at=at,
        )


def _tell_of_open_months(on: date, at: datetime) -> None:
    """Tell the trainee alone: it is theirs to arrange, and nobody else needs to hear of what is not late yet."""
    for each in queries.months_running_short(on):
        services.notify(
            people={each.whose.person_id},
            programme_id=each.whose.programme_id,
            trainee_id=each.whose.trainee_id,
            kind=Kind.MONTH_OPEN,
            subject=f"trainee:{each.whose.trainee}",
            params={
                "starts_on": each.whose.starts_on,
                "ends_on": each.ends_on,
                "closes_on": each.closes_on,
                "minutes": each.minutes,
            },
            once=f"open:{each.whose.requirement}:{each.whose.trainee_id}:{each.whose.starts_on}",
            at=at,
        )


def write_digest(asked: Commission) -> Letter | None:
    """Say how many things wait, and where; needless if the person has closed the account or wants none any more."""
    digest = queries.digest_of(asked.person_id, date.fromisoformat(str(asked.params["week_on"])))
    who, opened = person_if_known(asked.person_id), account(asked.person_id)
    is_closed = opened is None or opened.closed_at is not None
    if digest is None or who is None or not who.email or is_closed or not queries.wants_digest(who.id):
        return None
    # Not by render_template: what pages are given about their visitor has no place in a letter.
    text = current_app.jinja_env.get_template("emails/weekly_digest.txt").render(
        person_name=who.name,
        notices=digest.notices,
        to_sign=digest.to_sign,
        url=address_of("home.front"),
        settings_url=address_of("notifications.digest"),
    )
    return Letter(to=who.email, subject=things(digest.notices, digest.to_sign), text=text)


MAILS: Mapping[str, Composer] = {services.DIGEST_LETTER: write_digest}
