"""What rules ask of cases, and who waits for one; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.casework import OPENED_ON, Clinic, answer, end, make_agreed_case, make_proposal, make_session
from tests.factories.cohorts import STARTS_ON
from tests.factories.logbook import AT, WORKED_ON, acting
from trainee_app.casework import queries, services
from trainee_app.casework.rules import EndingKind, Part
from trainee_app.programmes.rules import CaseFact
from trainee_app.readiness.queries import judge_one

TODAY = AT.date()
_DAY = timedelta(days=1)


def test_a_case_is_facts_for_the_rules(clinic: Clinic) -> None:
    case, second = make_agreed_case(clinic), make_agreed_case(clinic, on=date(2026, 9, 1))
    for on in (date(2026, 3, 9), date(2026, 5, 4), WORKED_ON):
        make_session(clinic, case, on)
    make_session(clinic, case, TODAY, signed=False)
    make_session(clinic, case, date(2026, 3, 3), minutes=0, outcome="missed", signed=False)
    presented = [services.Presented(case.id, WORKED_ON, 45, video_reviewed=False)]
    actor = acting(clinic.training.supervisor)
    services.note_presented(document="supervision:X", presented=presented, actor=actor, at=AT)
    services.settle_presented(document="supervision:X", signed_on=TODAY, actor=actor, at=AT)
    end(clinic, case, TODAY, EndingKind.BY_FAMILY)
    first = CaseFact(
        case.id,
        date(2026, 3, 9),
        WORKED_ON,
        45,
        "by_family",
        held_sessions=3,
        kind="parent_infant",
        awaiting_sessions=1,
        first_awaiting_on=TODAY,
        last_awaiting_on=TODAY,
    )
    trainee_id = clinic.training.trainee.id
    assert queries.facts_cases([trainee_id])[trainee_id] == (
        first,
        CaseFact(second.id, None, None, 0, None, held_sessions=0, kind="parent_infant"),
    )
    assert queries.facts_cases([]) == {}


@pytest.mark.parametrize(("first_on", "long_cases"), [(date(2026, 3, 3), 1), (date(2026, 3, 4), 0)])
def test_hours_and_case_stand_in_one_standing_and_each_minute_once(clinic: Clinic, first_on, long_cases) -> None:
    case = make_agreed_case(clinic)
    for on in (first_on, WORKED_ON):
        make_session(clinic, case, on)
    findings = {each.key: each for each in judge_one(clinic.training.trainee.id, TODAY).evaluated.findings}
    assert findings["learning"].figure == 120
    assert findings["long_case"].figure == long_cases


def test_sessions_held_are_counted_signed_or_waiting(clinic: Clinic) -> None:
    case = make_agreed_case(clinic)
    make_session(clinic, case, WORKED_ON)
    make_session(clinic, case, TODAY, signed=False)
    make_session(clinic, case, date(2026, 3, 3), minutes=0, outcome="cancelled", signed=False)
    assert queries.sessions_held([case.id]) == {case.id: 2}
    assert [each[3] for each in queries.sessions_of(case.id)] == ["cancelled", "held", "held"]


def waits(clinic: Clinic, needed: int = 3, on: date = TODAY) -> list[tuple[date, bool]]:
    trainee = clinic.training.trainee
    found = queries.waiting_for_a_case({trainee.id: trainee.public_id}, needed=needed, on=on)
    return [(each.since_on, each.is_proposed) for each in found]


def test_who_never_had_a_case_waits_since_the_first_day(clinic: Clinic) -> None:
    assert waits(clinic) == [(STARTS_ON, False)]
    assert waits(clinic, on=STARTS_ON - _DAY) == []
    make_proposal(clinic)
    assert waits(clinic) == [(STARTS_ON, True)]


def test_who_has_one_open_waits_for_none_and_after_it_from_the_day_after(clinic: Clinic) -> None:
    case = make_agreed_case(clinic)
    assert waits(clinic) == []
    end(clinic, case, WORKED_ON)
    assert waits(clinic, on=WORKED_ON) == []
    assert waits(clinic, on=WORKED_ON + _DAY) == [(WORKED_ON + _DAY, False)]


def test_who_has_had_as_many_as_are_asked_for_waits_for_none(clinic: Clinic) -> None:
    end(clinic, make_agreed_case(clinic), WORKED_ON)
    assert waits(clinic, needed=1) == []
    assert waits(clinic, needed=2) == [(WORKED_ON + _DAY, False)]


@pytest.mark.parametrize("part", Part)
def test_a_proposal_waits_until_both_have_answered(clinic: Clinic, part) -> None:
    proposal = make_proposal(clinic, on=OPENED_ON)
    answer(clinic, proposal, part)
    assert queries.answers_to([proposal.id])[proposal.id].keys() == {part}
    assert waits(clinic) == [(STARTS_ON, True)]
