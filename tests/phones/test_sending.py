"""What an enrolled phone sends: once each, in order, as drafts of its trainee; and from nobody else."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories.casework import make_agreed_case, make_clinic
from tests.factories.cohorts import make_placement
from tests.factories.logbook import content, make_entry
from tests.factories.people import saved
from tests.people.pages import told
from tests.phones.hands import AT, HEADERS, Phone, World, draft
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import EntryText, LogEntry
from trainee_app.people.models import Account
from trainee_app.people.rules.limits import LIMITS, Tried
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import Outcome, Sent
from trainee_app.phones.services import keep_drafts

_KEPT, _THERE, _REFUSED = "kept", "there", "refused"


def test_drafts_are_kept_once_each_in_their_order_however_often_they_are_sent(world: World, phone: Phone) -> None:
    names = sorted((new_public_id() for _ in range(4)), reverse=True)
    drafts = [draft(name, time=time) for name, time in zip(names, ("1h30", "50", "0:50", "20"), strict=True)]
    assert phone.outcomes(*drafts[:3], drafts[1]) == [_KEPT, _KEPT, _KEPT, _KEPT]
    stand = [(names[0], "draft", 90), (names[1], "draft", 50), (names[2], "draft", 50)]
    assert world.entries() == stand
    assert phone.outcomes(*drafts) == [_THERE, _THERE, _THERE, _KEPT], "the answer was lost, and all is sent again"
    assert world.entries() == [*stand, (names[3], "draft", 20)]
    assert told(world.app).count("EntryDrafted") == 4
    assert told(world.app).count("PhoneSentDrafts") == 2


def test_what_became_of_a_draft_at_the_desk_is_not_undone_by_a_phone_that_never_heard_the_answer(
    world: World, phone: Phone
) -> None:
    names = [new_public_id() for _ in range(3)]
    drafts = [draft(name, activity="essay", time="2h") for name in names]
    phone.outcomes(*drafts)
    desk = world.desk(world.training.trainee.person)
    changed = {"activity": "essay", "worked_on": "2026-11-02", "minutes": "45", "outcome": "held", "note": "on play"}
    assert desk.post(f"/entries/{names[0]}/edit", data={**changed, "decision": "draft"}).status_code == 302
    assert (
        desk.post(f"/entries/{names[1]}/edit", data={**changed, "minutes": "55", "decision": "submit"}).status_code
        == 302
    )
    assert desk.post(f"/entries/{names[2]}/discard").status_code == 302
    before = world.entries()
    assert [state for _name, state, _minutes in before] == ["draft", "submitted", "discarded"]
    assert phone.outcomes(*drafts) == [_THERE] * 3
    assert world.entries() == before


def test_what_cannot_be_read_is_refused_with_code_field_and_sentence_and_stops_none_of_the_others(
    world: World, phone: Phone
) -> None:
    answer = phone.send(
        draft(time="1.5"),
        draft(day="31/2/2026", start="25:00"),
        draft(activity="gardening"),
        draft(case="not-one-of-mine-"),
        draft(time=""),
        "no draft at all",
        {**draft(), "id": "../../etc/passwd"},
        draft(activity="\ud800\0", time="٥٠"),
        draft(day="0001-01-01"),
        draft(time="1.5h", start="14:05"),
    )
    answers = answer.json["answers"]
    said = [[(each["code"], each["field"]) for each in answer["problems"]] for answer in answers]
    assert said == [
        [("no_duration", "time")],
        [("no_date", "day"), ("no_time_of_day", "start")],
        [("unknown_activity", "activity")],
        [("case_unknown", "case")],
        [("no_duration", "time")],
        [("unreadable", ""), ("no_date", "day"), ("no_duration", "time")],
        [("unreadable", "")],
        [("no_duration", "time")],
        # Kept, and told why it cannot be handed in as it stands.
        [("before_the_first_day", "worked_on")],
        [],
    ]
    assert "As hours it is 1 h 30 min: write 1.5h." in answers[0]["problems"][0]["sentence"]
    assert [minutes for _name, _state, minutes in world.entries()] == [50, 90]


def test_nothing_of_somebody_else_is_used_or_written_over(world: World, phone: Phone) -> None:
    with saved(world.app):
        theirs = make_entry(world.training, content()).public_id
        case = make_agreed_case(make_clinic(world.training), date(2026, 10, 1))
        case_name, code = case.public_id, case.code
    jonas = world.enrol(world.other, "Jonas’s phone")
    assert jonas.outcomes(draft(theirs), draft(case=case_name)) == [_REFUSED, _REFUSED]
    assert jonas.send(draft(), owner=phone.owner).status_code == 409, "written while the phone was another's"
    assert [name for name, _state, _minutes in world.entries()] == [theirs]
    offered = [each.offered() for each in (phone, jonas)]
    assert [each["cases"] for each in offered] == [[{"id": case_name, "words": f"Case 1 · {code}"}], []]
    assert [each["words"] for each in offered[0]["usual"]] == ["Case session, 50 min"]
    assert offered[1]["usual"] == []
    assert {"owner", "until", "activities", "cases", "usual"} == set(offered[0]), "and nothing else"


def test_the_placement_is_where_it_was_logged_last_or_the_only_one(world: World, phone: Phone) -> None:
    with saved(world.app):
        larkfield = make_placement(world.training.trainee, "Larkfield", date(2026, 9, 1)).id
    phone.outcomes(draft())
    with saved(world.app):
        weir = make_placement(world.training.trainee, "The Weir", date(2026, 11, 1)).id
        make_entry(world.training, content("essay", 90, worked_on=date(2026, 11, 2), placement_id=weir))
    phone.outcomes(draft(activity="essay"), draft(activity="reading"), draft(day="2026-10-30"))
    with world.app.app_context():
        found = db.session.execute(select(LogEntry.worked_on, LogEntry.placement_id).order_by(LogEntry.id)).all()
    assert [placement for on, placement in found if on != date(2026, 11, 2)] == [larkfield, weir, None, larkfield]


def test_two_windows_that_send_the_same_at_once_make_it_once(world: World, phone: Phone, at_once) -> None:
    name, at = new_public_id(), AT
    sent = [Sent(name, "2026-11-03", "50", "case_session", "", "")]

    def act() -> list[Outcome]:
        row = db.session.scalars(select(PhoneEnrolment)).one()
        answers = keep_drafts(phone=row, sent=sent, actor=world.training.trainee_actor, at=at)
        return [each.outcome for each in answers]

    came = at_once(act, act, act)
    assert sorted(came) == [[Outcome.KEPT], [Outcome.THERE], [Outcome.THERE]]
    assert world.entries() == [(name, "draft", 50)]


def test_a_note_and_what_was_not_held_are_kept_as_at_a_desk_and_what_cannot_be_handed_in_is_said_at_once(
    world: World, phone: Phone
) -> None:
    answer = phone.send(
        draft(note=" We looked\r\nat the pause.\0\ud83d "),
        draft(outcome="cancelled", time="", activity="reading"),
        draft(note="Rang 07700 900123"),
        draft(note="x" * 501),
        draft(outcome="lost"),
        draft(day="2026-11-20", activity="essay"),
        draft(day="2025-09-30", activity="essay"),
        draft(outcome="missed", activity="essay"),
    )
    came = [(each["outcome"], [problem["code"] for problem in each["problems"]]) for each in answer.json["answers"]]
    assert came == [
        (_KEPT, []),
        (_KEPT, []),
        (_REFUSED, ["identifier"]),
        (_REFUSED, ["text_too_long"]),
        (_REFUSED, ["unknown_outcome"]),
        (_KEPT, ["in_the_future"]),
        (_KEPT, ["before_the_first_day"]),
        (_KEPT, ["minutes_not_held"]),
    ]
    with world.app.app_context():
        assert db.session.scalars(select(EntryText.text)).all() == ["We looked\nat the pause."]
        assert sorted(db.session.scalars(select(LogEntry.outcome))) == ["cancelled", "held", "held", "held", "missed"]


@pytest.mark.one_engine
def test_a_sending_that_is_not_from_the_phones_own_page_keeps_nothing(world: World, phone: Phone) -> None:
    body = json.dumps({"owner": phone.owner, "drafts": [draft()]})

    def post(text: str, **arguments: object) -> int:
        return phone.client.post("/phone/drafts", **{"data": text, "headers": HEADERS, **arguments}).status_code

    as_json = {"content_type": "application/json"}
    assert post(body, content_type="text/plain") == 400, "what a form of another site can send"
    assert post(body, headers={}, **as_json) == 400, "without our header"
    for strange in ("", "[]", "{", "[" * 60_000, "1e999", '{"drafts": 3}', '{"owner": {}, "drafts": null}'):
        assert post(strange, **as_json) == 400, strange[:20]
    assert post(json.dumps({"owner": phone.owner, "drafts": [draft() for _ in range(51)]}), **as_json) == 400
    assert post("x" * 70_000, **as_json) == 413
    assert world.entries() == []
    assert post(body, **as_json) == 200


@pytest.mark.one_engine
def test_a_phone_that_sends_without_end_is_slowed_down(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = LIMITS[Tried.SENDING]
    monkeypatch.setitem(LIMITS, Tried.SENDING, type(limit)(by_person=3, by_address=100, within=limit.within))
    assert [phone.send().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    world.traveller.shift(timedelta(minutes=16))
    assert phone.send(draft()).status_code == 200


@pytest.mark.one_engine
def test_an_account_that_is_closed_closes_its_phones(world: World, phone: Phone) -> None:
    assert phone.statuses() == (200, 200)
    with saved(world.app):
        db.session.execute(update(Account).values(closed_at=AT))
    assert phone.statuses() == (401, 401)
