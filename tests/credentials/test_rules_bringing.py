"""What may be recorded of things brought along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from trainee_app.credentials.rules import BroughtDraft, Record, check_brought, check_reason

TODAY = date(2026, 11, 3)
EARLIER, LATER = TODAY - timedelta(days=400), TODAY + timedelta(days=30)
POST = BroughtDraft(Record.EXPERIENCE, EARLIER, TODAY, title="Psychologist", place="A clinic", share_percent=60)
DONE = BroughtDraft(Record.OBSERVATION, EARLIER, TODAY, place="A school", standing="done")
RUNNING = replace(DONE, until_on=LATER, standing="running")
TO_START = replace(DONE, from_on=LATER, until_on=None, standing="to_start")
THERAPY = BroughtDraft(Record.THERAPY, EARLIER, None, standing="declaration")


def codes(draft, *recorded):
    return [(each.field, each.code) for each in check_brought(draft, recorded, TODAY)]


@pytest.mark.parametrize("draft", [POST, replace(POST, until_on=None), DONE, RUNNING, TO_START, THERAPY])
def test_what_is_right_is_taken_once(draft) -> None:
    assert codes(draft) == []
    assert codes(draft, draft) == [("from_on", "already_recorded")]


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (replace(POST, until_on=EARLIER - timedelta(days=1)), ("until_on", "ends_before_it_begins")),
        (replace(POST, from_on=LATER, until_on=None), ("from_on", "not_begun")),
        (replace(POST, until_on=LATER), ("until_on", "ends_later")),
        (replace(POST, from_on=date(26, 1, 1)), ("from_on", "year_not_plausible")),
        (replace(POST, title=""), ("title", "title_missing")),
        (replace(POST, place="x" * 161), ("place", "place_too_long")),
        (replace(POST, share_percent=0), ("share_percent", "share_not_possible")),
        (replace(POST, share_percent=101), ("share_percent", "share_not_possible")),
        (replace(POST, share_percent=None), ("share_percent", "share_not_possible")),
        (replace(DONE, until_on=None), ("until_on", "end_missing")),
        (replace(DONE, until_on=LATER), ("until_on", "ends_later")),
        (replace(DONE, place=""), ("place", "place_missing")),
        (replace(RUNNING, from_on=LATER), ("from_on", "not_begun")),
        (replace(RUNNING, until_on=TODAY - timedelta(days=1)), ("until_on", "has_ended")),
        (replace(TO_START, from_on=TODAY), ("from_on", "has_begun")),
        (replace(THERAPY, from_on=LATER), ("from_on", "not_begun")),
        (replace(THERAPY, until_on=LATER), ("until_on", "ends_later")),
    ],
)
def test_what_is_wrong_is_said_at_its_field(draft, found) -> None:
    assert codes(draft) == [found]


def test_a_shortfall_is_accepted_with_a_reason_only() -> None:
    assert [each.code for each in check_reason("", is_needed=True)] == ["reason_missing"]
    assert check_reason("", is_needed=False) == ()
    assert check_reason("She ran a service alone for three of these years.", is_needed=True) == ()
    assert [each.code for each in check_reason("x" * 1001, is_needed=False)] == ["reason_too_long"]
