"""Sending what waits, to a real mail server."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.mail.smtp import CERTIFICATE, PASSWORD, USER, MailServer, mail_server
from trainee_app import clock
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services
from trainee_app.mail.composing import Commission
from trainee_app.mail.jobs import send_waiting
from trainee_app.mail.models import OutboxMessage
from trainee_app.mail.rules import Letter


def _greeting(commission: Commission) -> Letter | None:
    return Letter(commission.params["to"], "Your invitation", "Hello Marta,\n\nhere is a link: https://x/secret\n")


def _broken(_commission: Commission) -> Letter | None:
    raise ZeroDivisionError


@pytest.fixture
def posting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application whose letters go to no server yet; its context is open."""
    monkeypatch.setitem(app.extensions, "trainee_app.mail", {"greeting": _greeting, "broken": _broken})
    monkeypatch.setitem(app.config, "SMTP_STARTTLS", False)
    with app.app_context():
        yield app


@pytest.fixture
def post_office(posting: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server() as running:
        _use(posting, monkeypatch, running)
        yield running


def _use(app: Flask, monkeypatch: pytest.MonkeyPatch, server: MailServer, **settings: Any) -> None:
    for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, **settings}.items():
        monkeypatch.setitem(app.config, name, value)


def _post(kind: str = "greeting", to: str = "marta@example.org") -> None:
    with unit_of_work():
        services.post(kind=kind, person_id=7, params={"to": to}, at=clock.now())


def _letters() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_what_waits_leaves_once(post_office: MailServer) -> None:
    _post()
    _post(to="rees@example.org")
    assert send_waiting() == 2
    assert send_waiting() == 0
    assert post_office.recipients == [["marta@example.org"], ["rees@example.org"]]
    assert post_office.letters[0]["Subject"] == "Your invitation"
    assert "https://x/secret" in post_office.letters[0].get_content()
    assert all(letter.sent_at and letter.tries == 1 for letter in _letters())


def test_a_letter_leaves_encrypted_and_with_the_name_where_the_settings_say_so(
    posting: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mail_server(tls=True, sign_in=True) as server:
        _use(posting, monkeypatch, server, SMTP_STARTTLS=True, SMTP_USER=USER, SMTP_PASSWORD=PASSWORD)
        _post()
        assert send_waiting() == 1
        assert server.were_encrypted == [True]


def test_a_letter_never_falls_back_to_an_open_line(
    posting: Flask, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(posting.config, "SMTP_STARTTLS", True)
    _post()
    assert send_waiting() == 0
    assert post_office.letters == []
    assert "SMTPNotSupportedError" in _letters()[0].last_error


def test_a_letter_is_not_entrusted_to_a_server_nobody_vouches_for(
    posting: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(tls=True) as server:
        _use(posting, monkeypatch, server, SMTP_STARTTLS=True)
        _post()
        assert send_waiting() == 0
        assert server.letters == []
        assert "SSLCertVerificationError" in _letters()[0].last_error


def test_an_unknown_address_is_given_up_at_once_and_keeps_nobody_else_waiting(post_office: MailServer) -> None:
    _post(to="nobody@example.org")
    _post()
    assert send_waiting() == 1
    refused, sent = _letters()
    assert refused.given_up_at is not None
    assert refused.last_error == "the mail server refused it: SMTPRecipientsRefused 550"
    assert sent.sent_at is not None


def test_a_passing_refusal_is_tried_again_later(
    posting: Flask, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_office.answer = "451 not now"
    _post()
    assert send_waiting() == 0
    assert _letters()[0].given_up_at is None
    post_office.answer = "250 taken"
    assert send_waiting() == 0, "too early"
    monkeypatch.setitem(posting.config, "CLOCK_OFFSET_DAYS", 1)
    assert send_waiting() == 1
    db.session.expire_all()
    assert (_letters()[0].tries, _letters()[0].last_error) == (2, "")


def test_a_server_that_is_down_costs_one_letter_one_try(posting: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as server:
        _use(posting, monkeypatch, server)
    _post()
    _post()
    assert send_waiting() == 0
    assert [letter.tries for letter in _letters()] == [1, 0]


def test_a_letter_that_cannot_be_written_keeps_nobody_else_waiting(post_office: MailServer) -> None:
    _post(kind="broken")
    _post(to="two@example.org, three@example.org")
    _post()
    assert send_waiting() == 1
    broken, malformed, _sent = _letters()
    assert (broken.given_up_at, broken.last_error) == (None, "it could not be written: ZeroDivisionError")
    assert malformed.given_up_at is not None
    assert post_office.recipients == [["marta@example.org"]]


def test_a_process_that_dies_between_the_servers_yes_and_our_note_sends_a_second_letter_and_no_third(
    posting: Flask, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The honest limit: mail cannot be part of a transaction, so a letter leaves at least once.
    _post()
    note_sent = services.note_sent
    monkeypatch.setattr(services, "note_sent", _dies)
    with pytest.raises(SystemExit):
        send_waiting()
    monkeypatch.setattr(services, "note_sent", note_sent)
    assert send_waiting() == 0
    monkeypatch.setitem(posting.config, "CLOCK_OFFSET_DAYS", 1)
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert len({letter["Message-ID"] for letter in post_office.letters}) == 2


def _dies(*_arguments: Any, **_options: Any) -> None:
    raise SystemExit


def test_no_transaction_is_open_while_the_server_is_spoken_to(
    post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_transactions = []
    send = smtplib.SMTP.send_message

    def watched(*arguments: Any, **options: Any) -> Any:
        open_transactions.append(db.session().in_transaction())
        return send(*arguments, **options)

    monkeypatch.setattr(smtplib.SMTP, "send_message", watched)
    _post()
    assert send_waiting() == 1
    assert open_transactions == [False]


def test_a_trial_without_a_mail_server_shows_the_letter_on_the_terminal(
    posting: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    _post()
    assert send_waiting() == 1
    assert "a letter to marta@example.org: Your invitation" in capsys.readouterr().out


def test_in_production_letters_wait_for_a_mail_server(
    posting: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(posting.config, "ENVIRONMENT", "production")
    _post()
    assert send_waiting() == 0
    assert capsys.readouterr().out == ""
    assert _letters()[0].tries == 0


def test_the_log_holds_neither_address_nor_text(post_office: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _post(to="nobody@example.org")
    _post(kind="broken", to="secret@example.org")
    _post()
    assert send_waiting() == 1
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "did not leave" in ours
    assert "example.org" not in ours
    assert "https://x/secret" not in ours
