"""What the tests of signing by link do again and again."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories.logbook import Training, acting, make_entry
from tests.factories.people import saved
from tests.logbook.whole import read_receipt, receipts_on
from tests.people.pages import letters, link_in
from trainee_app import clock
from trainee_app.away import services
from trainee_app.away.models import SigningList
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import answer_to_receipt
from trainee_app.logbook.rules import Held, check_code
from trainee_app.signatures.models import Signature
from trainee_app.wiring import RECEIPTS


def made_entries(app: Flask, world: Training, *says: Any) -> list[str]:
    """Hand entries in; return their public names."""
    with saved(app):
        return [make_entry(world, each).public_id for each in says]


def agreement_of(app: Flask, capacity: str = "supervisor") -> str:
    """Return the public name of the only agreement in that capacity."""
    with app.app_context():
        return db.session.query(SupervisionAgreement).filter_by(capacity=capacity).one().public_id


def ask(app: Flask, world: Training, trainee_id: int | None = None, by: Any = None) -> SigningList:
    """Ask the supervisor to sign what waits."""
    at = clock.now()
    with saved(app):
        return services.ask_by_link(
            signer_id=world.supervisor.id,
            programme_id=world.programme.id,
            trainee_id=trainee_id,
            actor=acting(by or world.administrator, at),
            at=at,
            on=clock.today(),
        )


def sent_link(app: Flask) -> str:
    """Let the letters leave, and return the link in the one that is left."""
    (letter,) = letters(app)
    return link_in(letter)


def asked(app: Flask, world: Training, *says: Any) -> tuple[str, list[str]]:
    """Hand entries in and ask for them; return the link and their names."""
    names = made_entries(app, world, *says)
    ask(app, world)
    return sent_link(app), names


def send_code(app: Flask, client: FlaskClient, link: str, **fields: str) -> str:
    """Press the button for a code, and return the code that was mailed."""
    answer = client.post(link, data={"act": "code", **fields})
    assert answer.status_code == 200, answer.text
    (letter,) = letters(app)
    found = re.search(r"^(\d{3}) (\d{3})$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found[1] + found[2]


def ticked(*names: str, **fields: str) -> dict[str, str]:
    """What the page sends with these entries ticked."""
    marked = {f"{name}-shown": "1" for name in names} | {f"{name}-sign": "y" for name in names}
    return {"act": "answer", **marked, **fields}


def have_receipts(address: str, trainee: FlaskClient, decider: FlaskClient, *words: str) -> None:
    """Two have signed what a page shows, of two entries: the trainee has both receipts, and each signer their own."""
    both = receipts_on(trainee, address)
    assert len(both) == 2
    for receipt in both:
        read_receipt(trainee, receipt, "2 entries of yours", *words)
        assert "The exact content that was signed</summary>" not in trainee.get(receipt).text, "it names others too"
    assert receipts_on(decider, address) == both[:1], "the latest stands first"
    read_receipt(decider, both[0], "2 entries of 1 trainee", "2 November 2026 to 3 November 2026", *words)
    assert decider.get(both[1]).status_code == 404


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(LogEntry.state).order_by(LogEntry.id)))


def signatures(app: Flask) -> list[Signature]:
    with app.app_context():
        return list(db.session.scalars(select(Signature).order_by(Signature.id)))


def receipts_held(app: Flask, kind: str) -> set[Held]:
    """Hold the receipts of all that was signed of a kind against the record of now."""
    with app.app_context():
        found = db.session.scalars(select(Signature).where(Signature.document.startswith(f"{kind}:")))
        receipts = [(each.public_id, check_code(each.seal)) for each in found]
        return {answer_to_receipt(*each, RECEIPTS).held for each in receipts}


def count_of(app: Flask, *models: Any) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]
