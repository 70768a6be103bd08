"""What a letter is: one address, one line of subject, plain text; nothing else can be smuggled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trainee_app.mail.rules import MOST_TRIES, WAITS, Letter, LetterMalformed, envelope, next_try_at

AT = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "marta",
        "@example.org",
        "marta@",
        "marta@example.org\nBcc: all@example.org",
        "marta@example.org\r\nBcc: all@example.org",
        "marta@example.org, all@example.org",
        "Marta <marta@example.org>",
        "marta@example.org ",
        "marta@exa\x00mple.org",
        "marta@example.org\u2028Bcc: all@example.org",
    ],
)
def test_an_address_that_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(LetterMalformed):
        Letter(address, "Your invitation", "Hello")


@pytest.mark.parametrize(
    "subject", ["", "   ", "Hello\nBcc: all@example.org", "Hello\rBcc: x", "Hello\x0b", "H\u2028i", "long " * 40]
)
def test_a_subject_that_is_not_one_line_is_refused(subject: str) -> None:
    with pytest.raises(LetterMalformed):
        Letter("marta@example.org", subject, "Hello")


def test_a_letter_travels_as_plain_text_with_its_name_and_its_date() -> None:
    letter = Letter("marta@example.org", "Réunion – 3 March", "Bcc: all@example.org\n\nHello Marta,\n.\nuntil soon\n")
    message = envelope(letter, sender="record@example.org", name="abc.1", at=AT)
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert message["To"] == "marta@example.org"
    assert message["Subject"] == "Réunion – 3 March"
    assert message["Message-ID"] == "<abc.1@example.org>"
    assert message["Date"].datetime == AT
    assert message.get_content_type() == "text/plain"
    assert message.get_content() == letter.text


def test_each_try_waits_longer_than_the_one_before() -> None:
    waits = [next_try_at(tries, AT) - AT for tries in range(1, MOST_TRIES + 1)]
    assert waits == [*WAITS, WAITS[-1]]
    assert sorted(set(WAITS)) == list(WAITS)
    assert sum(WAITS, timedelta()) > timedelta(days=1)
