"""Dr Lowe, who has no account, signs the month's entries on her phone: one mail, one page, one button, one code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories.logbook import content, make_entry, make_training
from tests.factories.people import saved
from tests.journeys.visiting import heading, press, told
from tests.people.pages import letters
from trainee_app import clock
from trainee_app.away.jobs import send_monthly_lists
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry

pytestmark = pytest.mark.journey
_WIDTH_OF_THE_PHONE = 360


def test_a_month_is_signed_by_link_on_a_phone(make_app, live_server, page) -> None:
    app: Flask = make_app(base_url=live_server.url)
    at, today = clock.now(), clock.today()
    with saved(app):
        training = make_training()
        names = [
            make_entry(training, content(worked_on=today - timedelta(days=days), minutes=50), at).public_id
            for days in (1, 2, 3)
        ]
    with app.app_context():
        send_monthly_lists(today.replace(day=1))
    (letter,) = letters(app)
    found = re.search(r"http://\S+", letter.text)
    assert found
    page.goto(found[0])
    assert heading(page) == "Three entries to sign"
    page.locator(f'[id="{names[2]}-sign"]').check()
    page.locator("li", has=page.locator(f'[id="{names[1]}-sign"]')).get_by_text("Return it instead").click()
    page.locator(f'[id="{names[1]}-comment"]').fill("Which day was this?")
    press(page, "Send me a code")
    assert page.locator(f'[id="{names[2]}-sign"]').is_checked(), "what was ticked stays"
    assert page.locator(f'[id="{names[1]}-comment"]').input_value() == "Which day was this?"
    (code,) = letters(app)
    figures = re.search(r"^\d{3} \d{3}$", code.text, re.MULTILINE)
    assert figures
    page.get_by_label("The code from your mail").fill(figures[0])
    page.get_by_label("The code from your mail").press("Enter")
    assert "Signed: 1 entry. Returned with your comment: 1 entry." in told(page)
    assert heading(page) == "One entry to sign"
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= _WIDTH_OF_THE_PHONE, "nothing is wider than the phone"
    with app.app_context():
        states = dict(db.session.execute(select(LogEntry.public_id, LogEntry.state)).all())
    assert [states[name] for name in names] == ["submitted", "returned", "signed"]
