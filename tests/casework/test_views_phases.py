"""Phases of a case over HTTP: signed as shown, signed once, said not to count, signed anew."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.casework.pages import number
from tests.factories.casework import make_agreed_case, make_session, sign_off
from tests.factories.logbook import WORKED_ON
from tests.factories.people import saved
from tests.history.worlds import raw_hands
from tests.logbook.whole import read_receipt, receipts_on
from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePhase
from trainee_app.casework.queries.receipts import phase_stands
from trainee_app.casework.rules import Phase
from trainee_app.db import db
from trainee_app.logbook.rules import Held
from trainee_app.signatures.queries import signature_named


def _shown(page: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("phase", "seen")}  # type: ignore[index]


def test_a_phase_is_signed_as_shown_and_a_stale_page_is_looked_at_again(app, world, rees, case) -> None:
    address = f"/cases/{case.public_id}/phase"
    shown = _shown(rees.get(address).text)
    with saved(app):
        make_session(world, db.session.get_one(TrainingCase, case.id), WORKED_ON)
    sent = {**shown, "completed_on": "2026-11-03", "agrees": "y"}
    stale = rees.post(address, data=sent)
    assert stale.status_code == 409
    assert "The case has changed since you opened this page" in stale.text
    assert number(app, CasePhase) == 0
    assert "checked" not in re.findall(r'<input[^>]*name="agrees"[^>]*>', stale.text)[0]
    again = _shown(stale.text)
    assert again["seen"] != shown["seen"]
    assert rees.post(address, data=sent | again).status_code == 302
    assert number(app, CasePhase) == 1
    assert "Sign the middle phase off" in rees.get(address).text
    twice = rees.post(address, data=sent | again)
    assert twice.status_code == 409
    assert number(app, CasePhase) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agrees": ""}, "Look at it and tick this first"),
        ({"completed_on": ""}, "Choose the day on which the phase was complete"),
        ({"completed_on": "2026-02-01"}, "before the case was agreed"),
        ({"phase": "last"}, "Open the page again"),
    ],
)
def test_a_faulty_sign_off_says_so(app, rees, case, changes, words) -> None:
    address = f"/cases/{case.public_id}/phase"
    sent = {**_shown(rees.get(address).text), "completed_on": "2026-11-03", "agrees": "y", **changes}
    page = rees.post(address, data={name: value for name, value in sent.items() if value})
    assert page.status_code == 422
    assert words in page.text
    assert number(app, CasePhase) == 0


def test_a_former_supervisor_signs_without_reading_the_code(app, world, rees, case) -> None:
    with saved(app):
        agreement = db.session.merge(world.training.supervisor).id
        db.session.execute(
            db.text("UPDATE supervision_agreement SET ends_on = :on, ended_at = :at WHERE supervisor_id = :who"),
            {"on": date(2026, 10, 31), "at": "2026-10-31 12:00:00+00:00", "who": agreement},
        )
    assert rees.get(f"/cases/{case.public_id}").status_code == 404
    page = rees.get(f"/cases/{case.public_id}/phase")
    assert page.status_code == 200
    assert case.code not in page.text
    sent = {**_shown(page.text), "agrees": "y"}
    assert rees.post(f"/cases/{case.public_id}/phase", data=sent | {"completed_on": "2026-11-01"}).status_code == 422
    assert rees.post(f"/cases/{case.public_id}/phase", data=sent | {"completed_on": "2026-10-31"}).status_code == 302


def test_phases_signed_stand_on_the_page_with_who_signed(app, world, marta, case) -> None:
    with saved(app):
        sign_off(world, db.session.get_one(TrainingCase, case.id), Phase.EARLY, date(2026, 3, 9))
    page = marta.get(f"/cases/{case.public_id}").text
    (receipt,) = receipts_on(marta, f"/cases/{case.public_id}")
    read_receipt(marta, receipt, "Early", "9 March 2026", "1 session held, 0 min of supervision", "Helen Rees")
    assert case.code not in marta.get(receipt).text, "no family on a receipt"
    assert "complete on 9 March 2026; signed by Helen Rees" in page
    assert "1 phase signed off" in page
    for statement in (
        "UPDATE case_phase SET completed_on = '2026-03-10'",
        "UPDATE case_phase SET case_id = case_id + 1",
        "UPDATE case_phase SET voided_at = recorded_at, voided_by = 1, void_reason = 'x'",
        "DELETE FROM case_phase",
    ):
        with raw_hands(app, guards=False) as hands:
            signature = signature_named(receipt.split("/")[2])
            assert signature is not None
            hands.execute(db.text(statement))
            db.session.expire_all()
            assert phase_stands(signature).held is Held.ALTERED, statement


def test_a_phase_signed_by_mistake_is_said_not_to_count_and_signed_anew(app, world, rees, browser_of, case) -> None:
    with saved(app):
        row = sign_off(world, db.session.get_one(TrainingCase, case.id), Phase.EARLY, date(2026, 3, 9))
    address = f"/phases/{row.public_id}/void"
    assert address in rees.get(f"/cases/{case.public_id}").text
    assert rees.get(address).status_code == 200
    assert rees.post(address, data={"reason": ""}).status_code == 422
    assert rees.post(address, data={"reason": "It was another case."}).status_code == 302
    late = rees.post(address, data={"reason": "It was another family."})
    assert (late.status_code, "It was another family." in late.text) == (409, True)
    assert rees.get(address).status_code == 302
    page = rees.get(f"/cases/{case.public_id}").text
    (receipt,) = receipts_on(rees, f"/cases/{case.public_id}")
    read_receipt(rees, receipt, "it was made void", answer="since 4 November 2026</")
    assert "It was another case." in page
    assert "Sign the early phase off" in page
    assert browser_of(world.training.trainee.person).get(address).status_code == 404


def test_what_a_phase_waits_for_is_said_before_it_is_signed(app, world, rees) -> None:
    with saved(app):
        case = make_agreed_case(world)
    page = rees.get(f"/cases/{case.public_id}/phase").text
    assert "No session of this case is signed yet" in page
    assert "I have seen" not in page
