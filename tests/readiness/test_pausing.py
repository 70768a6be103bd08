"""What time away means for the open cases, said before a break is recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.casework import make_agreed_case, make_clinic
from tests.factories.people import saved, sign_in
from trainee_app.casework.rules import Plan
from trainee_app.readiness.rules import OpenCase, paused

FROM, UNTIL = date(2027, 3, 1), date(2027, 3, 28)


@pytest.mark.parametrize(
    ("agreed_end_on", "last_allowed_on", "left", "is_cut_off", "words"),
    [
        (None, None, None, False, "Nobody is seen for 4 weeks."),
        (None, None, 12, False, "Nobody is seen for 4 weeks. Sessions left: 12."),
        (date(2027, 3, 28), None, None, True, "The agreed end, 28 March 2027, lies in it."),
        (date(2027, 3, 1), None, None, True, "The agreed end, 1 March 2027, lies in it."),
        (date(2027, 4, 1), None, None, False, "Nobody is seen for 4 weeks. After it 4 days remain until the agreed end, 1 April 2027."),
        (None, date(2027, 6, 30), None, False,
         "Nobody is seen for 4 weeks. After it 13 weeks remain until the last session that the service allows, 30 June 2027."),
        (date(2027, 6, 30), date(2027, 3, 20), 3, True,
         "The last session that the service allows, 20 March 2027, lies in it. Sessions left: 3."),
        (date(2027, 2, 1), None, None, False, "Nobody is seen for 4 weeks."),
    ],
)  # fmt: skip
def test_an_end_that_lies_in_the_absence_is_said_first(
    agreed_end_on: date | None, last_allowed_on: date | None, left: int | None, is_cut_off: bool, words: str
) -> None:
    found = paused(OpenCase(1, agreed_end_on, last_allowed_on, left), FROM, UNTIL)
    assert (found.is_cut_off, found.words) == (is_cut_off, words)


def test_the_page_before_a_break_says_what_it_means_for_the_open_cases(app, client) -> None:
    with saved(app):
        clinic = make_clinic()
        plan = Plan(agreed_sessions=None, agreed_end_on=date(2027, 3, 20), last_allowed_on=None)
        case = make_agreed_case(clinic, plan=plan)
        administrator, trainee, code = clinic.training.administrator, clinic.training.trainee.public_id, case.code
    sign_in(client, administrator)
    address = f"/trainees/{trainee}/standing/with-another-end?ends_on=2027-07-01"
    page = client.get(f"{address}&away_from={FROM}&away_until={UNTIL}").text
    assert "What it means for the open cases" in page
    assert "Case 1" in page
    assert "The agreed end, 20 March 2027, lies in it." in page
    assert code not in page
    assert "open cases" not in client.get(address).text
    for first, last in ((UNTIL + timedelta(days=1), "nonsense"), ("9999-12-31", "9999-12-31")):
        turned = client.get(f"{address}&away_from={first}&away_until={last}")
        assert turned.status_code == 200
        assert "What it means" not in turned.text
