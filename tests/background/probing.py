"""The application with jobs that leave a mark: `flask --app tests.background.probing scheduler run`.

Each run of the daily job posts a letter that names its day, so that a day run twice would show.
"""

from __future__ import annotations

from datetime import date, timedelta

from config import Settings
from trainee_app import clock, wiring
from trainee_app.app import create_app
from trainee_app.background import cli
from trainee_app.background.rules import Daily, Missed, Steady
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services
from trainee_app.mail.composing import Commission, connect
from trainee_app.mail.jobs import send_waiting
from trainee_app.mail.rules import Letter


def compose(commission: Commission) -> Letter:
    return Letter("marta@example.org", "A day has begun", str(commission.params["day"]))


def post_day(day: date) -> None:
    with unit_of_work():
        services.post(kind="day", person_id=1, params={"day": day.isoformat()}, at=clock.now())


def post_latest(day: date) -> None:
    with unit_of_work():
        services.post(kind="latest", person_id=1, params={"day": day.isoformat()}, at=clock.now())


JOBS = (
    *(job for job in wiring.JOBS if job.name != "send waiting mail"),
    Steady("send waiting mail", send_waiting, every=timedelta(seconds=1)),
    Daily("post the day", post_day, Missed.EACH),
    Daily("post the latest day", post_latest, Missed.LATEST),
)

app = create_app(Settings.from_environment())
connect(app, {**wiring.MAILS, "day": compose, "latest": compose})
cli.connect(app, JOBS)
