"""The abuse cases of the trust model that step 1 can meet over HTTP: each attack fails, and works once its guard is off.

Where each numbered case is tried:

 1  a forged sign-off, of a phase too  here; tests/logbook/test_views_signing.py (forged tick, two clicks), tests/imports/test_views.py
 2  edited after handing in       here; tests/logbook/test_guards.py (the triggers); files come later
 3  a trainee or a time not theirs  here; test_matrix.py (POST logbook.sign); tests/logbook/test_services_signing.py
 4  an administrator's long arm   here; test_matrix.py; the clock: tests/web/test_serving.py
 5  SQL, a cut tail, an old copy  tests/history/test_tampering.py, test_tampering_with_skill.py
 6  a departed supervisor         here; tests/logbook/test_services_signing.py
 7  a leaked or reused link       here; tests/people/test_views_mailed_links.py (at once, expired, revoked, opened only)
 8  identifiers in free text      tests/logbook/test_rules_words.py, test_views.py, tests/imports/test_rules.py
 9  a case code that tells        tests/cases; sights.py (codes are planted, and seen by nobody who may not read the case)
10  confidential references       the rooms of selection come later
11  a stolen session, a shared computer  here; tests/people/test_views_signing_in.py, test_views_continuing.py
12  guessing                      here; tests/people/test_views_signing_in.py (address, code, enumeration, at once)
13  hours counted twice           here; tests/logbook/test_rules.py, test_services.py (a clock change)
14  two at once                   tests/logbook/test_races.py, tests/people/test_views_mailed_links.py
15  hostile uploads               tests/tables/test_reading.py (workbooks); other files come later
16  an import over signed data    tests/imports/test_services.py, test_cli.py
18  case data in logs and mail    tests/web/test_errors.py, tests/mail
19  a stolen or untested backup   the tests of the backup
20  a migration that drops a guard  tests/db/test_migrations.py
21  a rule that flips a verdict   tests/readiness
22  debug, a default secret       tests/web/test_serving.py, test_errors.py
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import request
from sqlalchemy import false, func, select, text, true, update

from tests.factories.people import PASSWORD
from tests.matrix.actors import NOBODY
from tests.matrix.asking import Stage
from trainee_app.access.policy import permission_table
from trainee_app.casework.models import CasePhase
from trainee_app.casework.services import supervising
from trainee_app.cohorts.queries import supervises
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import awaiting, conditions, version_of
from trainee_app.logbook.services import versions, writing
from trainee_app.people import queries as people
from trainee_app.people.models import AccessLink, Account, Person, RoleHeld, SignIn
from trainee_app.people.queries import signing_in
from trainee_app.people.rules.links import Purpose, token_of
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.people.services import roles, sessions
from trainee_app.people.views import asking

pytestmark = pytest.mark.one_engine
_CHOSEN = "six slow barges on the canal"
_SIGNED = "marta's signed"


@dataclass(frozen=True)
class Abuse:
    """An attack, which tells whether it has worked, and what takes its guard away."""

    case: int
    words: str
    attack: Callable[[Stage], bool]
    take_guard: Callable[[Stage, pytest.MonkeyPatch], None]


# What is asked of the database


def _value(stage: Stage, statement: Any) -> Any:
    with stage.app.app_context():
        return db.session.scalar(statement)


def _change(stage: Stage, statement: Any) -> None:
    with stage.app.app_context():
        db.session.execute(statement)
        db.session.commit()


def _state(stage: Stage, name: str) -> str:
    named = LogEntry.public_id == stage.world.ids["entry", name]
    return str(_value(stage, select(LogEntry.state).where(named)))


def _sign(stage: Stage, actor: str, name: str) -> bool:
    number, content_hash = stage.world.seen["entry", name]
    tick = f"{stage.world.ids['entry', name]}:{number}:{content_hash}"
    stage.send("POST", "/to-sign", actor, {"entry": tick})
    return _state(stage, name) == "signed"


def _log(stage: Stage, minutes: str, **more: str) -> None:
    """Log time as the trainee, on a day on which nothing is logged."""
    day = stage.world.days_ago(60).isoformat()
    fields = {"activity": "liaison", "worked_on": day, "minutes": minutes, "outcome": "held", "decision": "submit"}
    once = f"abuse{stage.requests:011d}"
    stage.send("POST", "/log/new", "trainee", {**fields, "once": once, **more})


def _logged(stage: Stage) -> int:
    day = stage.world.days_ago(60)
    return int(_value(stage, select(func.count()).select_from(LogEntry).where(LogEntry.worked_on == day)))


def _sign_phase(stage: Stage, actor: str, **changes: str) -> bool:
    shown = {"phase": "middle", "completed_on": stage.world.on.isoformat(), "agrees": "y"}
    path = f"/cases/{stage.world.ids['case', 'marta']}/phase"
    stage.send("POST", path, actor, {**shown, "seen": stage.world.seen["case", "marta"][1], **changes})
    return bool(_value(stage, select(func.count()).select_from(CasePhase).where(CasePhase.phase == "middle")))


# 1 to 4, 6: signatures and hours


def _signs_a_phase_of_somebody_elses_trainee(stage: Stage) -> bool:
    return _sign_phase(stage, "unassigned")


def _any_supervisor_will_do(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    _everybody_may("case.sign_phase")(stage, monkeypatch)
    monkeypatch.setattr(supervising, "may_still_sign_for", lambda *_asked: true())


def _signs_a_phase_that_was_never_shown(stage: Stage) -> bool:
    return _sign_phase(stage, "supervisor", seen=base64.b64encode(b'{"sessions_held":30}').decode())


def _whatever_was_seen_will_do(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "_insist_on_next", lambda *_asked: None)


def _signs_own(stage: Stage) -> bool:
    return _sign(stage, "both", "ada's submitted")


def _own_is_nobodys(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaiting, "is_own_record", lambda _actor, _trainee_id: false())


def _sends_more_than_the_form_has(stage: Stage) -> bool:
    _log(stage, "20 min", credited_minutes="600", state="signed", signature_id="1", trainee_id="1", version="7")
    found = select(LogEntry.credited_minutes).where(LogEntry.worked_on == stage.world.days_ago(60))
    return bool(_value(stage, found) != 20)


def _form_fills_the_row(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    submit = services.submit_entry

    def submit_all_that_was_sent(**given: Any) -> LogEntry:
        entry: LogEntry = submit(**given)
        entry.credited_minutes = int(request.form["credited_minutes"])
        return entry

    monkeypatch.setattr(services, "submit_entry", submit_all_that_was_sent)


def _edits_what_is_handed_in(stage: Stage) -> bool:
    public_id = stage.world.ids["entry", "marta's submitted"]
    said = {"activity": "case_session", "worked_on": stage.world.days_ago(4).isoformat(), "minutes": "59"}
    stage.send("POST", f"/entries/{public_id}/edit", "trainee", {**said, "outcome": "held", "decision": "draft"})
    of_entry = select(LogEntry.id).where(LogEntry.public_id == public_id).scalar_subquery()
    first = select(EntryVersion.minutes).where(EntryVersion.entry_id == of_entry, EntryVersion.number == 1)
    return bool(_value(stage, first) == 59)


def _versions_stay_open(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_insist_writable", lambda _entry: None)
    monkeypatch.setattr(versions, "version_being_written", lambda entry_id: version_of(entry_id, 1))
    for trigger in ("entry_version_stands_once_submitted", "entry_text_stands_once_submitted"):
        _change(stage, text(f"DROP TRIGGER {trigger}"))


def _signs_for_somebody_elses_trainee(stage: Stage) -> bool:
    return _sign(stage, "unassigned", "marta's submitted")


def _signs_outside_the_agreement(stage: Stage) -> bool:
    return _sign(stage, "leaver", "marta's submitted")


def _any_agreement_will_do(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaiting, "may_sign", lambda _actor: true())


def _signs_long_after_leaving(stage: Stage) -> bool:
    return _sign(stage, "former", "marta's of the former's time")


def _leaving_ends_nothing(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def covers(actor: Any, trainee_id: Any, worked_on: Any, _days: int, capacity: Any) -> Any:
        return supervises(actor, trainee_id, worked_on, capacity)

    monkeypatch.setattr(conditions, "may_still_sign_for", covers)


def _alters_a_trainees_hours(stage: Stage) -> bool:
    public_id = stage.world.ids["entry", "marta's signed"]
    said = {"activity": "case_session", "worked_on": stage.world.days_ago(7).isoformat(), "minutes": "59"}
    stage.send("POST", f"/entries/{public_id}/edit", "administrator", {**said, "outcome": "held"})
    by_office = EntryVersion.written_by == stage.world.person_ids["administrator"]
    return bool(_value(stage, select(func.count()).select_from(EntryVersion).where(by_office)))


def _everybody_may(action: str) -> Callable[[Stage, pytest.MonkeyPatch], None]:
    def take_guard(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        with stage.app.app_context():
            table: Any = permission_table()
        open_rule = replace(table[action], if_any=(lambda _actor: true(),), unless=())
        monkeypatch.setitem(table, action, open_rule)

    return take_guard


def _gives_themselves_a_role(stage: Stage) -> bool:
    path = f"/people/{stage.world.people['administrator']}/roles"
    programme, day = stage.world.ids["programme", "ours"], stage.world.on.isoformat()
    stage.send("POST", path, "administrator", {"role": "director", "programme": programme, "starts_on": day})
    own = RoleHeld.person_id == stage.world.person_ids["administrator"]
    return bool(_value(stage, select(func.count()).select_from(RoleHeld).where(own, RoleHeld.role == "director")))


def _nobody_looks_who_gives_to_whom(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    _everybody_may("role.grant")(stage, monkeypatch)
    grant = roles.grant_role

    def grant_without_asking_who(**given: Any) -> RoleHeld:
        return grant(**{**given, "actor": replace(given["actor"], person_id=0)})

    monkeypatch.setattr(roles, "grant_role", grant_without_asking_who)


# 7, 11, 12: links, sessions, passwords


def _uses_an_invitation_again(stage: Stage) -> bool:
    newcomer, random_part = stage.world.person_ids["newcomer"], "a-random-part-of-a-link"
    with stage.app.app_context():
        link = AccessLink(
            person_id=newcomer,
            purpose=Purpose.INVITATION,
            token_hash=hash_of_token(random_part),
            made_at=stage.world.at,
            expires_at=stage.world.at + timedelta(days=3),
        )
        db.session.add(link)
        db.session.commit()
    path = f"/invitation/{token_of(random_part, Purpose.INVITATION, stage.app.config['SECRET_KEY'])}"
    stage.send("POST", path, NOBODY, {"password": _CHOSEN, "again": _CHOSEN})
    kept = select(Account.password_hash).where(Account.person_id == newcomer)
    chosen_first = _value(stage, kept)
    assert chosen_first is not None
    stage.send("POST", path, NOBODY, {"password": f"{_CHOSEN} again", "again": f"{_CHOSEN} again"})
    return bool(_value(stage, kept) != chosen_first)


def _links_work_for_ever(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (signing_in, people):
        monkeypatch.setattr(module, "link_works", lambda _at: true())


def _uses_a_session_that_was_left(stage: Stage) -> bool:
    stage.send("POST", "/sign-out", "trainee")
    return stage.send("GET", "/log", "trainee").status == 200


def _leaving_is_the_browsers_own(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "sign_out", lambda **_given: None)


def _signs_at_somebody_elses_open_page(stage: Stage) -> bool:
    theirs = SignIn.token_hash == hash_of_token(stage.world.tokens["supervisor"])
    _change(stage, update(SignIn).where(theirs).values(reauthenticated_at=stage.world.at - timedelta(days=2)))
    return _sign(stage, "supervisor", "marta's submitted")


def _once_shown_is_shown(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "is_confirmed", lambda *_given: True)


def _guesses_until_it_is_right(stage: Stage) -> bool:
    email = _value(stage, select(Person.email).where(Person.id == stage.world.person_ids["trainee"]))
    for number in range(12):
        stage.send("POST", "/sign-in", NOBODY, {"way-email": email, "way-password": f"guess number {number}"})
    answer = stage.send("POST", "/sign-in", NOBODY, {"way-email": email, "way-password": PASSWORD})
    return answer.status == 303


def _nobody_counts(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "is_over_the_limit", lambda *_given: False)


# 13: hours


def _a_day_of_25_hours(stage: Stage) -> bool:
    _log(stage, "20 h")
    _log(stage, "5 h")
    return _logged(stage) == 2


def _the_same_hour_twice(stage: Stage) -> bool:
    _log(stage, "50")
    _log(stage, "50")
    return _logged(stage) == 2


def _two_hours_at_once(stage: Stage) -> bool:
    _log(stage, "50", started_at="10:00")
    _log(stage, "55", started_at="10:30")
    return _logged(stage) == 2


def _nothing_is_checked(_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "insist_on_entry", lambda *_given, **_more: None)


ABUSES = (
    Abuse(1, "signs their own, with an agreement with themselves", _signs_own, _own_is_nobodys),
    Abuse(
        1,
        "forges a phase of somebody else's trainee",
        _signs_a_phase_of_somebody_elses_trainee,
        _any_supervisor_will_do,
    ),
    Abuse(1, "signs a phase that was never shown", _signs_a_phase_that_was_never_shown, _whatever_was_seen_will_do),
    Abuse(1, "sends fields that the form does not have", _sends_more_than_the_form_has, _form_fills_the_row),
    Abuse(2, "edits what is handed in", _edits_what_is_handed_in, _versions_stay_open),
    Abuse(3, "signs for somebody else's trainee", _signs_for_somebody_elses_trainee, _any_agreement_will_do),
    Abuse(3, "signs work after their agreement", _signs_outside_the_agreement, _any_agreement_will_do),
    Abuse(4, "alters a trainee's hours", _alters_a_trainees_hours, _everybody_may("entry.write")),
    Abuse(4, "gives themselves a role", _gives_themselves_a_role, _nobody_looks_who_gives_to_whom),
    Abuse(6, "signs long after leaving", _signs_long_after_leaving, _leaving_ends_nothing),
    Abuse(7, "uses an invitation again", _uses_an_invitation_again, _links_work_for_ever),
    Abuse(11, "uses a session that was left", _uses_a_session_that_was_left, _leaving_is_the_browsers_own),
    Abuse(11, "signs at somebody else's open page", _signs_at_somebody_elses_open_page, _once_shown_is_shown),
    Abuse(12, "guesses until it is right", _guesses_until_it_is_right, _nobody_counts),
    Abuse(13, "logs a day of 25 hours", _a_day_of_25_hours, _nothing_is_checked),
    Abuse(13, "logs the same hour twice", _the_same_hour_twice, _nothing_is_checked),
    Abuse(13, "logs two hours at once", _two_hours_at_once, _nothing_is_checked),
)


@pytest.mark.parametrize("abuse", ABUSES, ids=lambda abuse: f"{abuse.case} {abuse.words}")
def test_the_attack_fails(stage: Stage, abuse: Abuse) -> None:
    with stage.kept():
        assert not abuse.attack(stage)


@pytest.mark.parametrize("abuse", ABUSES, ids=lambda abuse: f"{abuse.case} {abuse.words}")
def test_the_same_attack_works_once_its_guard_is_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, abuse: Abuse
) -> None:
    with stage.kept():
        abuse.take_guard(stage, monkeypatch)
        assert abuse.attack(stage)


def test_valid_signatures_stay_when_the_supervisor_goes(stage: Stage) -> None:
    path = f"/entries/{stage.world.ids['entry', _SIGNED]}"
    with stage.kept():
        supervisor = stage.world.person_ids["supervisor"]
        _change(stage, update(Account).where(Account.person_id == supervisor).values(closed_at=stage.world.at))
        agreement = stage.world.ids["agreement", "marta with supervisor"]
        ended = {"ending": "day", "ends_on": stage.world.on.isoformat()}
        assert stage.send("POST", f"/agreements/{agreement}/end", "administrator", ended).status == 302
        assert stage.send("GET", "/to-sign", "supervisor").asks_to_sign_in
        page = stage.send("GET", path, "trainee")
        assert _state(stage, _SIGNED) == "signed"
        assert "Dr Rees Marchbanks" in page.body
        assert "RM-448120" in page.body


def test_nobody_grants_a_readiness(stage: Stage) -> None:
    rules = [rule for rule in stage.app.url_map.iter_rules() if rule.endpoint.startswith("readiness.")]
    changes = {rule.endpoint for rule in rules if not (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}}
    # A waiver is proposed by one and decided by another, and so is a version; a cohort is moved with a reason. Readiness
    # itself follows from the record.
    assert changes == {
        *("readiness.propose_waiver", "readiness.decide_waiver", "readiness.end_waiver"),
        *("readiness.copy_version", "readiness.draft_part", "readiness.draft_structure", "readiness.follow_latest"),
        *(
            "readiness.propose_draft",
            "readiness.agree_to_draft",
            "readiness.take_draft_back",
            "readiness.discard_draft",
        ),
        "readiness.move_cohort",
    }
