"""The pages of the casework over HTTP: happy paths, what is kept when something is wrong, double sending, who reads what."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.casework.pages import family, number, own
from tests.factories.casework import answer, end, make_session
from tests.factories.logbook import AT, WORKED_ON
from tests.factories.people import saved
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.casework.models import CaseAnswer, CaseMark, CasePlan, CaseProposal
from trainee_app.casework.rules import Part
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.services import withdraw_entry
from trainee_app.trail.models import Reading


def test_a_family_is_proposed_answered_by_two_and_is_a_case(app, world, marta, rees, browser_of) -> None:
    sent = marta.post(own(world, "/propose"), data=family(world))
    assert sent.status_code == 302
    address = sent.location
    manager = browser_of(world.manager)
    for browser, part in ((manager, "placement"), (rees, "supervisor")):
        assert "A family proposed" in browser.get(address).text
        answered = browser.post(f"{address}/{part}", data={f"{part}-answer": "yes"})
        assert answered.status_code == 302
    assert number(app, TrainingCase) == 1
    page = marta.get(own(world)).text
    assert "Marta’s case 1 · " in page
    assert "No case" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"placement": "somebody-elses"}, "Choose one of those that are offered"),
        ({"age_band": ""}, "Choose how old the baby is"),
        ({"carers": []}, "Choose who looks after the baby"),
        ({"seen_agreed_on": "2026-11-05"}, "still to come"),
        ({"seen_agreed_on": "31/2/2026"}, "Write the date as day, month and year"),
        ({"responsibility": "Team lead, 07700 900123"}, "telephone number"),
        ({"responsibility": "The supervisor"}, "never the supervisor"),
        ({"agreed_sessions": ""}, "Say how many sessions are agreed"),
        ({"agreed_sessions": "many"}, "Write a number from 1 to 200"),
        ({"agreed_sessions": "0"}, "Write a number from 1 to 200"),
        ({"agreed_end_on": "2026-11-01"}, "That day has passed"),
    ],
)
def test_a_faulty_proposal_says_so_and_keeps_what_was_typed(app, world, marta, changes, words) -> None:
    data = family(world, **{"responsibility": "Clinical lead of the team", **changes})
    page = marta.post(own(world, "/propose"), data=data)
    assert page.status_code == 422
    assert words in html.unescape(page.text)
    assert f'value="{data["responsibility"]}"' in page.text
    assert data["once"] in page.text
    assert number(app, CaseProposal) == 0


def test_a_proposal_sent_twice_is_one(app, world, marta) -> None:
    data = family(world)
    assert (
        marta.post(own(world, "/propose"), data=data).location == marta.post(own(world, "/propose"), data=data).location
    )
    assert number(app, CaseProposal) == 1


def test_the_office_sees_that_it_waits_and_never_a_referral(world, browser_of, proposal) -> None:
    office = browser_of(world.training.administrator)
    page = office.get(f"/case-proposals/{proposal}").text
    assert "Under 3 months" not in page
    assert "Team lead" not in page
    assert "Record the placement’s word" in page
    for person in (world.training.supervisor, world.manager, world.training.trainee.person):
        assert "Under 3 months" in browser_of(person).get(f"/case-proposals/{proposal}").text


def test_the_office_says_on_whose_word(app, world, browser_of, proposal) -> None:
    office, address = browser_of(world.training.administrator), f"/case-proposals/{proposal}/placement"
    page = office.post(address, data={"placement-answer": "no", "placement-words": "No room before the summer."})
    assert page.status_code == 422
    assert "Write who in the placement said so." in page.text
    assert "No room before the summer." in page.text
    said = {"placement-answer": "yes", "placement-on_word_of": "Peter Quist, manager"}
    assert office.post(address, data=said).status_code == 302
    assert "on the word of Peter Quist, manager" in office.get(f"/case-proposals/{proposal}").text
    assert number(app, CaseAnswer) == 1


def test_a_no_needs_a_reason_and_keeps_the_answer(app, rees, proposal) -> None:
    page = rees.post(f"/case-proposals/{proposal}/supervisor", data={"supervisor-answer": "no"})
    assert page.status_code == 422
    assert "Say why not" in page.text
    assert re.search(r'value="no"[^>]*checked|checked[^>]*value="no"', page.text)
    assert number(app, CaseAnswer) == 0


def test_two_clicks_are_one_answer_and_a_late_one_is_told_so(app, world, rees, browser_of, proposal) -> None:
    address = f"/case-proposals/{proposal}"
    for _ in range(2):
        assert rees.post(f"{address}/supervisor", data={"supervisor-answer": "yes"}).status_code == 302
    with saved(app):
        found = db.session.scalars(select(CaseProposal)).one()
        answer(world, found, Part.PLACEMENT, on=WORKED_ON)
    assert rees.post(f"{address}/supervisor", data={"supervisor-answer": "yes"}).status_code == 302
    late = rees.post(f"{address}/supervisor", data={"supervisor-answer": "no", "supervisor-words": "I thought again."})
    assert late.status_code == 409
    assert "settled already" in late.text
    assert number(app, TrainingCase) == 1


def test_what_waits_is_listed_for_whom_it_waits(world, rees, browser_of, proposal) -> None:
    for browser in (rees, browser_of(world.manager), browser_of(world.training.administrator)):
        page = browser.get("/case-proposals").text
        assert f"/case-proposals/{proposal}" in page
        assert "Marta Ellison" in page


def test_a_case_opened_by_somebody_else_is_noted(app, world, marta, rees, browser_of, case) -> None:
    for browser, is_noted in ((marta, 0), (rees, 1), (browser_of(world.director), 2)):
        assert case.code in browser.get(f"/cases/{case.public_id}").text
        assert number(app, Reading, Reading.subject == f"case:{case.public_id}") == is_noted


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("plan", {"plan-agreed_sessions": "", "plan-responsibility": "Clinical lead of all"}, "Say how many sessions"),
        ("plan", {"plan-agreed_sessions": "40", "plan-responsibility": "the supervisor"}, "never the supervisor"),
        ("consents", {"consent-kind": "seen", "consent-given_on": "2026-11-03"}, "recorded already"),
        ("consents", {"consent-kind": "video", "consent-given_on": ""}, "Choose the day on which they agreed"),
        ("marks", {"mark-kind": "review", "mark-on": "2026-11-05"}, "still to come"),
        ("marks", {"mark-kind": "recorded", "mark-on": "2026-11-03"}, "No agreement to video held on that day"),
        ("end", {"ending-kind": "planned", "ending-ended_on": "2026-03-08"}, "A session after that day is in the log"),
        ("end", {"ending-kind": "", "ending-ended_on": "2026-11-03"}, "Choose"),
    ],
)
def test_what_is_wrong_on_a_cases_page_is_said_and_kept(app, marta, case, path, data, words) -> None:
    page = marta.post(
        f"/cases/{case.public_id}/{path}",
        data={"plan-seen": "1", "consent-scope": "supervision", "mark-assessment": "pdi", **data},
    )
    assert page.status_code == 422
    assert words in html.unescape(page.text)
    typed = [value for value in data.values() if value]
    assert all(f'value="{value}"' in page.text for value in typed)
    assert (number(app, CasePlan), number(app, CaseConsent), number(app, CaseMark)) == (1, 2, 0)


def test_a_case_is_kept_and_ended_on_its_page(app, marta, case) -> None:
    address = f"/cases/{case.public_id}"
    for path, data in (
        ("plan", {"plan-seen": "1", "plan-agreed_sessions": "40", "plan-responsibility": "Team lead"}),
        (
            "consents",
            {
                "consent-once": new_public_id(),
                "consent-kind": "video",
                "consent-scope": "supervision",
                "consent-given_on": "2026-11-03",
            },
        ),
        (
            "marks",
            {"mark-once": new_public_id(), "mark-kind": "recorded", "mark-assessment": "pdi", "mark-on": "2026-11-03"},
        ),
        ("end", {"ending-kind": "age_limit", "ending-ended_on": "2026-11-03"}),
    ):
        for _ in range(2):
            assert marta.post(f"{address}/{path}", data=data).status_code == 302
    assert (number(app, CasePlan), number(app, CaseConsent), number(app, CaseMark)) == (2, 3, 1)
    page = marta.get(address).text
    assert "Age limit reached, 3 November 2026." in page
    assert "Log a session" not in page
    late = marta.post(f"{address}/plan", data={"plan-agreed_sessions": "50", "plan-responsibility": "Team lead"})
    assert late.status_code == 409
    assert "This case has ended" in late.text


def test_consent_is_withdrawn_on_its_own_page(app, marta, case) -> None:
    with app.app_context():
        name = db.session.scalars(select(CaseConsent.public_id).order_by(CaseConsent.id)).first()
        db.session.rollback()
    address = f"/consents/{name}/withdraw"
    page = marta.post(address, data={"withdrawn_on": "2026-11-05"})
    assert page.status_code == 422
    assert 'value="2026-11-05"' in page.text
    assert marta.post(address, data={"withdrawn_on": "2026-11-03"}).status_code == 302
    assert marta.post(address, data={"withdrawn_on": "2026-11-02"}).status_code == 409
    assert "no longer from 3 November 2026" in marta.get(f"/cases/{case.public_id}").text


def test_who_waits_is_told_how_long(world, marta) -> None:
    assert "No case yet: waiting 57 weeks" in marta.get(own(world)).text


def test_safeguarding_dates_are_for_trainee_and_supervisor(app, world, marta, rees, browser_of, case) -> None:
    marta.post(
        f"/cases/{case.public_id}/marks",
        data={
            "mark-once": new_public_id(),
            "mark-kind": "told_lead",
            "mark-assessment": "pdi",
            "mark-on": "2026-11-03",
        },
    )
    words = "3 November 2026: Told the placement’s safeguarding lead"
    address = f"/cases/{case.public_id}"
    assert [words in each.get(address).text for each in (marta, rees, browser_of(world.director))] == [
        True,
        True,
        False,
    ]


def test_two_tabs_with_a_plan_lose_nothing(app, marta, case) -> None:
    address, said = f"/cases/{case.public_id}/plan", {"plan-responsibility": "Team lead", "plan-agreed_sessions": "30"}
    assert 'name="plan-seen" type="hidden" value="1"' in marta.get(f"/cases/{case.public_id}").text
    assert marta.post(address, data={**said, "plan-seen": "1", "plan-review_on": "2026-12-01"}).status_code == 302
    stale = marta.post(address, data={**said, "plan-seen": "1", "plan-agreed_end_on": "2027-01-31"})
    assert stale.status_code == 409
    assert "recorded anew since your page was shown" in stale.text
    assert 'value="2027-01-31"' in stale.text
    assert "1 December 2026" in stale.text
    assert number(app, CasePlan) == 2
    again = {**said, "plan-seen": "2", "plan-agreed_end_on": "2027-01-31", "plan-review_on": "2026-12-01"}
    assert marta.post(address, data=again).status_code == 302


def test_an_ending_recorded_by_mistake_is_taken_back_on_its_own_page(app, world, marta, case) -> None:
    with saved(app):
        end(world, db.session.get_one(TrainingCase, case.id), WORKED_ON)
    address = f"/cases/{case.public_id}/ending/take-back"
    assert address in marta.get(f"/cases/{case.public_id}").text
    assert marta.post(address, data={"reason": ""}).status_code == 422
    assert marta.post(address, data={"reason": "It was another case."}).status_code == 302
    late = marta.post(address, data={"reason": "It goes on."})
    assert (late.status_code, "It goes on." in late.text) == (409, True)
    assert marta.get(address).status_code == 302
    assert "Log a session" in marta.get(f"/cases/{case.public_id}").text


def test_a_director_takes_an_ending_back_and_nobody_else_of_the_course(app, world, browser_of, case) -> None:
    with saved(app):
        end(world, db.session.get_one(TrainingCase, case.id), WORKED_ON)
    address = f"/cases/{case.public_id}/ending/take-back"
    for person in (world.training.administrator, world.training.supervisor, world.manager):
        assert browser_of(person).post(address, data={"reason": "It was another case."}).status_code == 404
    director = browser_of(world.director)
    assert address in director.get(f"/cases/{case.public_id}").text
    assert director.post(address, data={"reason": "It was another case."}).status_code == 302
    assert "Open since" in director.get(f"/cases/{case.public_id}").text


def test_a_long_case_shows_its_latest_sessions_and_folds_the_earlier_ones(app, world, marta, case) -> None:
    days = [date(2026, 10, 1) + timedelta(days=each) for each in range(12)]
    with saved(app):
        for day in days:
            make_session(world, db.session.get_one(TrainingCase, case.id), day)
    page = marta.get(f"/cases/{case.public_id}").text
    folded, shown = page.split('id="sessions"')[1].split("</details>")[:2]
    assert "3 sessions before these" in folded
    assert re.findall(r"<a [^>]*>(\d+ \w+)", folded.split("<tbody>")[1]) == ["9 Mar", "1 Oct", "2 Oct"]
    assert len(re.findall(r"<a [^>]*>(\d+ Oct)", shown.split("</table>")[0])) == 10
    assert page.index('id="phases"') < page.index('id="consents"') < page.index('id="sessions"')


def test_before_the_ending_the_page_names_what_is_not_handed_in(app, world, marta, case) -> None:
    with saved(app):
        session = make_session(world, db.session.get_one(TrainingCase, case.id), date(2026, 11, 2), signed=False)
        withdraw_entry(entry=session, actor=world.trainee_actor, at=AT)
    page = marta.get(f"/cases/{case.public_id}").text
    assert f'href="/entries/{session.public_id}/edit"' in page
    assert "the session of 2 November 2026" in page
