"""The application with digests looked for each second: `flask --app tests.notifications.probing scheduler run`.

Each look leaves the number of its process in a file, so that a test knows who has looked how often.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from config import Settings
from trainee_app import wiring
from trainee_app.app import create_app
from trainee_app.background import cli
from trainee_app.background.rules import Steady
from trainee_app.mail.jobs import send_waiting
from trainee_app.notifications.jobs import post_weekly_digests

LOOKS = "looks for digests"


def look() -> None:
    post_weekly_digests()
    with (Path(os.environ["INSTANCE_PATH"]) / LOOKS).open("a") as file:
        file.write(f"{os.getpid()}\n")


JOBS = (
    Steady("send waiting mail", send_waiting, every=timedelta(seconds=1)),
    Steady("post weekly digests", look, every=timedelta(seconds=1)),
)

app = create_app(Settings.from_environment())
assert "post weekly digests" in {job.name for job in wiring.JOBS}
cli.connect(app, JOBS)
