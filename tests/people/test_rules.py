from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from trainee_app.people.rules.limits import counted_address, counted_person
from trainee_app.people.rules.passwords import PasswordFault, password_fault
from trainee_app.people.rules.second_factor import matching_step, new_recovery_code, tidy_code
from trainee_app.people.rules.sessions import (
    SessionLimits,
    SessionRecord,
    SessionState,
    device_words,
    is_touch_due,
    session_state,
)

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=12))


@pytest.mark.parametrize(
    "password",
    [
        "nine quiet kestrels over the marsh",
        "correct horse battery staple",
        "zr7Qp2kLm9Tx",
        "primrose-hill-walks-sunday",
        "Überraschung im Garten",
        "雨が降る前に傘を持って出かける",
    ],
)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    assert password_fault(password, name="Rose Hill", email="rose.hill@example.org") is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elevenchars", PasswordFault.TOO_SHORT),
        ("x" * 201, PasswordFault.TOO_LONG),
        ("123456789012", PasswordFault.COMMON),
        ("210987654321", PasswordFault.COMMON),
        ("qwertyuiop123", PasswordFault.COMMON),
        ("qwertyuiopasdfghjkl", PasswordFault.COMMON),
        ("1q2w3e4r5t6y", PasswordFault.COMMON),
        ("1qaz2wsx3edc", PasswordFault.COMMON),
        ("aaaaaaaaaaaa", PasswordFault.COMMON),
        ("abcabcabcabc", PasswordFault.COMMON),
        ("kestrelkestrel", PasswordFault.COMMON),
        ("password1234", PasswordFault.COMMON),
        ("P@ssw0rd2026!", PasswordFault.COMMON),
        ("Password Password", PasswordFault.COMMON),
        ("Summer2026!!!", PasswordFault.COMMON),
        ("welcome-to-1234", PasswordFault.COMMON),
        ("iloveyou12345", PasswordFault.COMMON),
        ("2026-11-02-03", PasswordFault.COMMON),
        ("Marta Ellison 1", PasswordFault.ABOUT_YOU),
        ("marta.ellison@tree.org", PasswordFault.ABOUT_YOU),
        ("ellisonmarta1987", PasswordFault.ABOUT_YOU),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, fault: PasswordFault) -> None:
    assert password_fault(password, name="Márta Ellison", email="marta.ellison@tree.org") is fault


def _session(**changes: object) -> SessionRecord:
    record = SessionRecord(1, 2, "Marta Ellison", AT, AT, None, None, None, None, has_second_factor=False)
    return replace(record, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "after", "state"),
    [
        (_session(), timedelta(0), SessionState.LIVE),
        (_session(), timedelta(minutes=29, seconds=59), SessionState.LIVE),
        (_session(), timedelta(minutes=30), SessionState.OVER),
        (_session(seen_at=AT + timedelta(hours=11, minutes=59)), timedelta(hours=11, minutes=59), SessionState.LIVE),
        (_session(seen_at=AT + timedelta(hours=11, minutes=59)), timedelta(hours=12), SessionState.OVER),
        (_session(ended_at=AT), timedelta(0), SessionState.OVER),
        (_session(account_closed_at=AT), timedelta(0), SessionState.OVER),
        (_session(has_second_factor=True), timedelta(minutes=9), SessionState.AWAITS_CODE),
        (_session(has_second_factor=True), timedelta(minutes=10), SessionState.OVER),
        (_session(has_second_factor=True, second_factor_at=AT), timedelta(minutes=11), SessionState.LIVE),
        (_session(second_factor_at=AT), timedelta(minutes=11), SessionState.LIVE),
    ],
)
def test_a_session_holds_while_it_is_used_and_half_a_day_at_most(
    record: SessionRecord, after: timedelta, state: SessionState
) -> None:
    assert session_state(record, AT + after, LIMITS) is state


def test_a_session_is_touched_at_most_once_a_minute() -> None:
    assert not is_touch_due(_session(), AT + timedelta(seconds=59))
    assert is_touch_due(_session(), AT + timedelta(seconds=60))


def test_a_code_is_good_for_its_own_half_minute_and_the_ones_beside_it() -> None:
    secret = pyotp.random_base32()
    step = int(AT.timestamp()) // 30
    codes = {offset: pyotp.TOTP(secret).at(AT + timedelta(seconds=30 * offset)) for offset in range(-2, 3)}
    found = {offset: matching_step(secret, code, AT) for offset, code in codes.items()}
    assert found == {-2: None, -1: step - 1, 0: step, 1: step + 1, 2: None}


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(pyotp.random_base32(), typed, AT) is None


def test_a_recovery_code_may_be_typed_as_it_is_read() -> None:
    code = new_recovery_code(b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09")
    assert tidy_code(f" {code.upper().replace('-', ' ')} ") == tidy_code(code)


def test_addresses_of_one_household_count_as_one() -> None:
    assert counted_address("2001:db8:1:2:aaaa::1", "k") == counted_address("2001:db8:1:2:bbbb::2", "k")
    assert counted_address("2001:db8:1:2::1", "k") != counted_address("2001:db8:1:3::1", "k")
    assert counted_address("192.0.2.1", "k") != counted_address("192.0.2.2", "k")


def test_what_is_counted_does_not_tell_whose_it_is_without_the_key() -> None:
    assert counted_person("marta@example.org", "one key") != counted_person("marta@example.org", "another")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("<script>", "A device we do not recognise"),
    ],
)  # fmt: skip
def test_a_device_is_named_as_its_person_would(agent: str, words: str) -> None:
    assert device_words(agent) == words
