"""The outbox: posted with the work it speaks of, claimed by one, given up in the end."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services
from trainee_app.mail.composing import Commission, connect
from trainee_app.mail.models import OutboxMessage
from trainee_app.mail.queries import waiting_letters
from trainee_app.mail.rules import MOST_TRIES, Letter

AT = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)


def _greeting(commission: Commission) -> Letter | None:
    return Letter("marta@example.org", "Hello", f"{commission.params} {commission.at}")


@pytest.fixture
def posting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.extensions, "trainee_app.mail", {"greeting": _greeting, "needless": lambda _: None})
    return app


def _post(kind: str = "greeting", at: datetime = AT, send_after: datetime | None = None) -> None:
    with unit_of_work():
        services.post(kind=kind, person_id=7, params={"link": 3}, at=at, send_after=send_after)


def _post_and_fail() -> None:
    services.post(kind="greeting", person_id=7, params={"link": 3}, at=AT)
    raise ZeroDivisionError


def _only() -> OutboxMessage:
    return db.session.scalars(select(OutboxMessage)).one()


def test_a_letter_is_posted_with_the_work_and_undone_with_it(posting: Flask) -> None:
    with posting.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work():
            _post_and_fail()
        assert waiting_letters() == 0
        _post()
        assert waiting_letters() == 1
        assert json.loads(_only().params) == {"link": 3}


def test_nobody_can_post_what_nobody_composes(posting: Flask) -> None:
    with posting.app_context(), pytest.raises(KeyError, match="greating"):
        services.post(kind="greating", person_id=7, params={}, at=AT)


def test_a_letter_waits_for_its_time(posting: Flask) -> None:
    with posting.app_context():
        _post(send_after=AT + timedelta(hours=1))
        assert services.claim_next(at=AT) is None
        assert services.claim_next(at=AT + timedelta(hours=1)) is not None


def test_a_claimed_letter_is_nobody_elses_for_a_while_and_then_is_again(posting: Flask) -> None:
    with posting.app_context():
        _post()
        first = services.claim_next(at=AT)
        assert first is not None
        assert services.claim_next(at=AT + timedelta(minutes=1)) is None
        second = services.claim_next(at=AT + timedelta(minutes=2))
        assert second is not None
        assert (first.message_id, first.name) != (second.message_id, second.name)


def test_a_needless_letter_is_given_up_without_being_sent(posting: Flask) -> None:
    with posting.app_context():
        _post("needless")
        claim = services.claim_next(at=AT)
        assert claim is not None
        assert services.compose(claim, at=AT) is None
        assert _only().last_error == services.NEEDLESS
        assert waiting_letters() == 0


def test_a_letter_is_given_up_after_its_last_try_with_the_reason(posting: Flask) -> None:
    at = AT
    with posting.app_context():
        _post()
        for tries in range(1, MOST_TRIES + 1):
            claim = services.claim_next(at=at)
            assert claim is not None, tries
            services.note_failure(claim, reason="the mail server hung up", for_good=False, at=at)
            at = _only().send_after
        assert services.claim_next(at=at + timedelta(days=30)) is None
        assert _only().given_up_at is not None
        assert _only().last_error == "the mail server hung up"


def test_after_a_restore_no_waiting_letter_leaves_by_itself(posting: Flask) -> None:
    with posting.app_context():
        _post()
        services.hold_waiting(Restoration(AT, AT, ""))
        assert services.claim_next(at=AT) is None
        assert _only().last_error == services.RESTORED


def test_two_senders_at_once_never_claim_the_same_letter(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    connect(app, {"greeting": _greeting})
    letters = 24
    with app.app_context():
        for _ in range(letters):
            _post()
    together, claimed = threading.Barrier(4), []

    def claim_all() -> None:
        with app.app_context():
            together.wait()
            while True:
                with unit_of_work():
                    claim = services.claim_next(at=AT)
                if claim is None:
                    return
                claimed.append(claim.message_id)

    threads = [threading.Thread(target=claim_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == letters
    assert len(set(claimed)) == letters
