"""The case in the log: offered, needed where one is open, refused where it is not; told to those who may read it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import AT, WORKED_ON, content, make_entry, make_signed_entry, sign
from tests.factories.people import make_person, saved, sign_in
from tests.factories.supervision import agree, make_case
from tests.logbook.pages import rows, the_entry, typed
from tests.logbook.verbs import correct, submit
from tests.programmes.records import pip
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.rules import Consent
from trainee_app.cases.services import close_case
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries import differences, version_of
from trainee_app.logbook.rules import Code, Context, Draft, OpenCase, SignOutcome, check_draft, check_entry
from trainee_app.logbook.services import EntryFaulty
from trainee_app.signatures.models import Signature

TODAY = date(2026, 11, 20)
AGREED_ON, ENDED_ON = date(2026, 3, 2), date(2026, 10, 30)
_DAY = timedelta(days=1)
FIRST, SECOND = OpenCase(1, 1, AGREED_ON, ENDED_ON), OpenCase(2, 2, date(2026, 9, 1), None)


def said(cases: list[OpenCase], **draft: Any) -> list[tuple[str, str, str]]:
    within = Context(definition=pip(), starts_on=date(2025, 10, 1), ends_on=date(2027, 4, 5), cases=cases)
    usual = {"worked_on": WORKED_ON, "activity": "case_session", "minutes": 50}
    return [(each.code, each.field, each.message) for each in check_entry(Draft(**{**usual, **draft}), within, TODAY)]


@pytest.mark.parametrize(
    ("case_id", "on", "code"),
    [
        (1, AGREED_ON - _DAY, Code.CASE_NOT_OPEN),
        (1, AGREED_ON, None),
        (1, ENDED_ON, None),
        (1, ENDED_ON + _DAY, Code.CASE_NOT_OPEN),
        (2, WORKED_ON, None),
        (3, WORKED_ON, Code.CASE_UNKNOWN),
        (None, WORKED_ON, Code.CASE_MISSING),
        (None, ENDED_ON, Code.CASE_MISSING),
        (None, AGREED_ON - _DAY, None),
    ],
)
def test_a_session_belongs_to_a_case_that_was_open_on_its_day(case_id, on, code) -> None:
    found = said([FIRST, SECOND], case_id=case_id, worked_on=on)
    assert [(each[0], each[1]) for each in found] == ([] if code is None else [(code, "case")])


def test_who_has_no_case_open_logs_without_one() -> None:
    assert said([]) == []
    assert said([FIRST], worked_on=ENDED_ON + _DAY) == []


@pytest.mark.parametrize("outcome", ["missed", "cancelled"])
def test_a_missed_session_belongs_to_its_case_too(outcome) -> None:
    assert [each[0] for each in said([SECOND], minutes=0, outcome=outcome)] == [Code.CASE_MISSING]
    assert said([SECOND], minutes=0, outcome=outcome, case_id=2) == []


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (WORKED_ON - 2 * _DAY, None),
        (WORKED_ON - _DAY, Code.AGREED_NO_LONGER),
        (WORKED_ON, Code.NOT_AGREED),
        (WORKED_ON + 5 * _DAY, None),
    ],
)
def test_a_family_is_seen_only_while_it_agrees(on, code) -> None:
    seen = (Consent(AGREED_ON, WORKED_ON - _DAY), Consent(WORKED_ON + 5 * _DAY, None))
    case = OpenCase(2, 2, AGREED_ON, None, seen)
    assert [each[0] for each in said([case], case_id=2, worked_on=on)] == ([] if code is None else [code])
    assert said([case], case_id=2, worked_on=on, minutes=0, outcome="cancelled") == []


def test_the_log_knows_what_the_family_withdrew(training) -> None:
    case = make_case(training.trainee, training.supervisor)
    agree(case, "seen", AGREED_ON, WORKED_ON - _DAY)
    with pytest.raises(EntryFaulty) as faulty:
        submit(training, content(case_id=case.id))
    assert [each.code for each in faulty.value.violations] == [Code.NOT_AGREED]


def test_what_needs_no_case_is_not_asked_for_one() -> None:
    assert said([SECOND], activity="reading") == []


def test_the_sentence_names_the_case_by_its_number_and_its_day() -> None:
    ((*_, before),) = said([FIRST], case_id=1, worked_on=AGREED_ON - _DAY)
    ((*_, after),) = said([FIRST], case_id=1, worked_on=ENDED_ON + _DAY)
    assert before == (
        "Case 1 was agreed on 2 March 2026, so it had no session before. Choose another, or mend the day."
    )
    assert after == "Case 1 ended on 30 October 2026, so it had no session after. Choose another, or mend the day."


def test_not_even_a_draft_names_another_trainees_case() -> None:
    within = Context(definition=pip(), starts_on=date(2025, 10, 1), ends_on=date(2027, 4, 5))
    draft = Draft(worked_on=WORKED_ON, activity="case_session", minutes=50, case_id=7)
    assert [each.code for each in check_draft(draft, within, TODAY)] == [Code.CASE_UNKNOWN]


# --- the verbs, on both engines


@pytest.fixture
def case(training) -> TrainingCase:
    return make_case(training.trainee, training.supervisor, AGREED_ON)


def codes(training, says) -> set[str]:
    with pytest.raises(EntryFaulty) as faulty:
        submit(training, says)
    return {each.code for each in faulty.value.errors}


def test_a_session_is_kept_with_its_case_and_counted_under_it(training, case) -> None:
    entry = make_signed_entry(training, content(case_id=case.id))
    assert (entry.case_id, version_of(entry.id, 1).case_id) == (case.id, case.id)
    totals = db.session.scalars(select(MonthTotal).where(MonthTotal.count > 0)).all()
    assert [(each.case_id, each.state) for each in totals] == [(case.id, "signed")]
    assert list(differences()) == []


def test_what_is_signed_names_the_case_by_its_public_id_and_never_its_code(training, case) -> None:
    make_signed_entry(training, content(case_id=case.id))
    canonical = db.session.scalars(select(Signature.canonical)).one()
    assert json.loads(canonical)["case"] == case.public_id
    assert case.code.encode() not in canonical


def test_the_verbs_refuse_what_the_rules_refuse(training, case) -> None:
    stranger = make_trainee(training.trainee.cohort, make_person("Joe Banda"))
    theirs = make_case(stranger, training.supervisor, AGREED_ON)
    assert codes(training, content()) == {Code.CASE_MISSING}
    assert codes(training, content(case_id=theirs.id)) == {Code.CASE_UNKNOWN}
    assert codes(training, content(case_id=case.id, worked_on=AGREED_ON - _DAY)) == {Code.CASE_NOT_OPEN}


def test_a_session_after_the_end_is_refused_and_one_on_the_last_day_is_not(training, case) -> None:
    close_case(case=case, closed_on=WORKED_ON, actor=training.trainee_actor, at=AT)
    submit(training, content(case_id=case.id))
    assert codes(training, content(case_id=case.id, worked_on=WORKED_ON + _DAY)) == {Code.CASE_NOT_OPEN}


def test_a_case_sent_with_what_needs_none_is_not_kept(training, case) -> None:
    assert submit(training, content("reading", 40, case_id=case.id)).case_id is None


def test_a_correction_moves_the_hour_to_the_other_case(training, case) -> None:
    other = make_case(training.trainee, training.supervisor, AGREED_ON)
    entry = make_signed_entry(training, content(case_id=case.id))
    correct(training, entry, case_id=other.id)
    assert entry.case_id == case.id
    assert sign(training, entry, at=AT) == [SignOutcome.SIGNED]
    assert entry.case_id == other.id
    totals = db.session.scalars(
        select(MonthTotal).where(MonthTotal.count > 0).execution_options(populate_existing=True)
    )
    assert [each.case_id for each in totals] == [other.id]


def test_an_entry_without_a_case_from_before_the_first_one_stays(training) -> None:
    entry = make_entry(training)
    make_case(training.trainee, training.supervisor, WORKED_ON + _DAY)
    assert sign(training, entry) == [SignOutcome.SIGNED]
    assert entry.case_id is None


# --- over HTTP


@pytest.fixture
def two(app, world) -> list[TrainingCase]:
    """Marta's cases: the first one ended at the end of October, the second one is open."""
    with saved(app):
        trainee = db.session.merge(world.trainee)
        cases = [make_case(trainee, world.supervisor, AGREED_ON), make_case(trainee, world.supervisor, AGREED_ON)]
        close_case(case=cases[0], closed_on=ENDED_ON, actor=world.trainee_actor, at=AT)
        for each in cases:
            db.session.refresh(each)
        db.session.expunge_all()
        return cases


def test_the_form_offers_cases_by_public_id_the_open_one_chosen(trainee, two) -> None:
    page = trainee.get("/log/new?activity=case_session").text
    chosen = re.search(rf'<input[^>]*name="case"[^>]*value="{two[1].public_id}"[^>]*>', page)
    assert chosen is not None
    assert "checked" in chosen[0]
    assert f"Marta’s case 2 · {two[1].code}" in page
    assert f"Marta’s case 1 · {two[0].code} (ended 30 Oct 2026)" in page


def test_who_has_no_case_is_told_so_and_where_to_propose_one(trainee, world) -> None:
    page = trainee.get("/log/new?activity=case_session").text
    assert 'name="case"' not in page
    assert "You have no case yet" in page
    assert f'href="/trainees/{world.trainee.public_id}/cases"' in page


@pytest.mark.parametrize(
    ("which", "on", "words"),
    [
        ("", "2026-11-03", "You had a case open on 3 November 2026."),
        ("first", "2026-11-03", "Case 1 ended on 30 October 2026"),
        ("second", "2026-03-01", "Case 2 was agreed on 2 March 2026"),
        ("somebody-elses", "2026-11-03", "Choose one of those that are offered"),
    ],
)
def test_a_session_on_the_wrong_case_is_refused_at_its_field_and_all_typed_is_kept(
    app, trainee, two, which, on, words
) -> None:
    name = {"first": two[0].public_id, "second": two[1].public_id}.get(which, which)
    data = typed(case=name, worked_on=on, note="Slept through the first half")
    answer = trainee.post("/log/new", data=data)
    assert answer.status_code == 422
    field = re.search(r'<fieldset class="field" id="case".*?</fieldset>', answer.text, re.DOTALL)
    assert field is not None
    assert words in field[0]
    assert data["note"] in answer.text
    assert rows(app, LogEntry) == 0


def test_a_session_is_logged_with_its_case_and_shown_with_it(app, trainee, two) -> None:
    assert trainee.post("/log/new", data=typed(case=two[1].public_id)).status_code == 302
    entry = the_entry(app)
    assert entry.case_id == two[1].id
    words = f"Marta’s case 2 · {two[1].code}"
    assert words in trainee.get(f"/entries/{entry.public_id}").text
    assert words in trainee.get("/log").text
    form = trainee.get(f"/log/new?again={entry.public_id}").text
    assert re.search(rf'value="{two[1].public_id}"[^>]*checked|checked[^>]*value="{two[1].public_id}"', form)


@pytest.fixture
def logged(app, world, two) -> Any:
    with saved(app):
        entry: LogEntry = submit(world, content(case_id=two[1].id), public_id=new_public_id())
        db.session.refresh(entry)
        db.session.expunge(entry)
        return entry


def test_the_supervisor_reads_the_code_where_they_sign(supervisor, two, logged) -> None:
    words = f"Marta’s case 2 · {two[1].code}"
    assert words in supervisor.get("/to-sign").text
    assert words in supervisor.get(f"/entries/{logged.public_id}").text


def test_an_administrator_reads_which_case_and_not_its_code(client, world, two, logged) -> None:
    sign_in(client, world.administrator)
    for address in (f"/entries/{logged.public_id}", f"/trainees/{world.trainee.public_id}/log"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Marta’s case 2" in page.text
        assert two[1].code not in page.text


def test_a_session_from_before_any_case_says_so(app, trainee) -> None:
    trainee.post("/log/new", data=typed())
    assert "No case: none was open" in trainee.get(f"/entries/{the_entry(app).public_id}").text


def test_where_several_cases_are_open_none_is_chosen_beforehand(app, world, trainee) -> None:
    with saved(app):
        for _ in range(2):
            make_case(db.session.merge(world.trainee), world.supervisor, AGREED_ON)
    page = trainee.get("/log/new?activity=case_session").text
    assert not [each for each in re.findall(r'<input[^>]*name="case"[^>]*>', page) if "checked" in each]
    left_out = typed()
    answer = trainee.post("/log/new", data=left_out)
    assert answer.status_code == 422
    assert "You had a case open on 3 November 2026." in answer.text
    assert trainee.post("/log/new", data=typed(activity="reading")).status_code == 302


def test_a_case_costs_a_logged_entry_two_queries(app, world, trainee, two) -> None:
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert trainee.post("/log/new", data=typed(case=two[1].public_id)).status_code == 302
    # The form's list and the check of the days; the third is the standing, which looks at cases anyway.
    assert sum("FROM training_case" in each for each in asked) == 3
