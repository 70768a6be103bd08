"""What is told because a day has come, and the letter as it leaves through a real mail server."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_registration
from tests.factories.logbook import make_training
from tests.factories.people import give_account, make_person, saved
from tests.mail.smtp import mail_server
from trainee_app import clock
from trainee_app.cohorts.queries import version_of_cohort
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.mail.jobs import send_waiting
from trainee_app.notifications import services
from trainee_app.notifications.jobs import post_weekly_digests, tell_what_the_day_brings
from trainee_app.notifications.models import Notice
from trainee_app.notifications.rules import Kind
from trainee_app.readiness.models import Standing

DAY = date(2026, 12, 1)


@pytest.fixture
def training(app):
    with saved(app):
        made = make_training()
        give_account(made.trainee.person)
    with app.app_context():
        yield made


def told() -> set[tuple[int, str, str]]:
    found = {(each.person_id, each.kind, each.params) for each in db.session.scalars(select(Notice))}
    db.session.rollback()
    return found


@pytest.mark.parametrize(
    ("days", "is_told"), [(-1, False), (0, True), (56, True), (57, False)], ids=["over", "today", "8 weeks", "later"]
)
def test_evidence_that_runs_out_within_eight_weeks_is_told_once(training, days, is_told) -> None:
    until = DAY + timedelta(days=days)
    with unit_of_work():
        make_registration(training.tutor, training.programme, valid_until=until)
    for _time in range(2):
        tell_what_the_day_brings(DAY)
    wanted = {(training.tutor.id, Kind.EVIDENCE_RUNS_OUT, f'{{"day": "{until.isoformat()}"}}')}
    assert told() == (wanted if is_told else set())


def test_evidence_that_is_renewed_already_is_not_told(training) -> None:
    with unit_of_work():
        make_registration(training.tutor, training.programme, valid_until=DAY + timedelta(days=30))
        make_registration(training.tutor, training.programme, valid_until=DAY + timedelta(days=400))
        make_registration(make_person("Gone"), training.programme, valid_until=DAY + timedelta(days=30))
    tell_what_the_day_brings(DAY)
    assert told() == set()


@pytest.mark.parametrize(
    ("closes_on", "supervision", "is_told"),
    [
        ("2026-11-30", 89, True),
        ("2026-11-30", 90, False),
        ("2026-12-01", 0, False),
        ("2026-11-17", 0, True),
        ("2026-11-16", 0, False),
    ],
)
def test_a_month_that_closed_short_is_told_to_trainee_and_office(training, closes_on, supervision, is_told) -> None:
    with unit_of_work():
        db.session.add(_standing(training, closes_on, supervision))
    for _time in range(2):
        tell_what_the_day_brings(DAY)
    params = '{"month": "2026-10-01"}'
    both = {
        (training.trainee.person_id, Kind.MONTH_SHORT, params),
        (training.administrator.id, Kind.MONTH_SHORT, params),
    }
    assert told() == (both if is_told else set())


@pytest.mark.parametrize(
    ("ends_on", "supervision", "awaiting", "missing"),
    [
        # The last day may be today or ten days off; further off there is no hurry, and after it nothing to arrange.
        (DAY, 30, 0, 60),
        (DAY + timedelta(days=10), 0, 0, 90),
        (DAY + timedelta(days=11), 0, 0, None),
        (DAY - timedelta(days=1), 0, 0, None),
        # What waits for a signature has been held: the trainee has nothing to arrange.
        (DAY, 30, 60, None),
        (DAY, 90, 0, None),
    ],
)
def test_a_running_month_that_is_short_is_told_to_the_trainee_while_there_is_time(
    training, ends_on, supervision, awaiting, missing
) -> None:
    closes_on = ends_on + timedelta(days=14)
    with unit_of_work():
        standing = _standing(training, closes_on.isoformat(), supervision)
        standing.periods = standing.periods.replace("2026-10-31", ends_on.isoformat())
        standing.periods = standing.periods.replace('"awaiting":0', f'"awaiting":{awaiting}')
        db.session.add(standing)
    for _time in range(2):
        tell_what_the_day_brings(DAY)
    found = [(person, json.loads(params)) for person, kind, params in told() if kind == Kind.MONTH_OPEN]
    expected = {
        "starts_on": "2026-10-01",
        "ends_on": ends_on.isoformat(),
        "closes_on": closes_on.isoformat(),
        "minutes": missing,
    }
    assert found == ([(training.trainee.person_id, expected)] if missing else [])


def _standing(training, closes_on: str, supervision: int) -> Standing:
    periods = f'[{{"starts_on":"2026-10-01","ends_on":"2026-10-31","closes_on":"{closes_on}",'
    periods += f'"supervision":{supervision},"awaiting":0,"needed":90,"contact":300}}]'
    return Standing(
        trainee_id=training.trainee.id,
        requirement="supervision_each_month",
        programme_id=training.programme.id,
        programme_version_id=version_of_cohort(training.trainee.cohort_id).id,
        as_of=DAY,
        state="behind",
        code="floor",
        params="{}",
        unit="none",
        periods=periods,
    )


def test_a_letter_leaves_through_a_mail_server_and_says_nothing_about_anybody(app, training, monkeypatch) -> None:
    marta = training.trainee.person
    with unit_of_work():
        for kind in Kind:
            services.notify(
                people={marta.id},
                programme_id=training.programme.id,
                trainee_id=training.trainee.id,
                kind=kind,
                subject="case:KESTREL-47",
                params={"day": "2026-10-03"},
                at=clock.now(),
            )
    with mail_server() as server:
        for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, "SMTP_STARTTLS": False}.items():
            monkeypatch.setitem(app.config, name, value)
        assert (post_weekly_digests(), post_weekly_digests()) == (1, 0)
        assert (send_waiting(), send_waiting()) == (1, 0)
    (letter,) = server.letters
    assert server.recipients == [[marta.email]]
    assert letter["Subject"] == f"{len(Kind)} things wait for you"
    text = letter.get_content()
    assert f"{len(Kind)} notices wait for you." in text
    assert "/account/digest" in text
    assert not [word for word in ("KESTREL", "case", "family", "therapy", "waiver", "October", "Rees") if word in text]


def test_a_letter_that_is_wanted_no_longer_does_not_leave(app, training, monkeypatch) -> None:
    marta = training.trainee.person
    with unit_of_work():
        services.notify(
            people={marta.id}, programme_id=training.programme.id, kind=Kind.READY, subject="trainee:x", at=clock.now()
        )
    assert post_weekly_digests() == 1
    with unit_of_work():
        services.choose_digest(person_id=marta.id, wanted=False, at=clock.now())
    with mail_server() as server:
        for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, "SMTP_STARTTLS": False}.items():
            monkeypatch.setitem(app.config, name, value)
        send_waiting()
    assert server.letters == []
