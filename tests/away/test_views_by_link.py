"""A supervisor without an account signs by a mailed link and a code; nobody else does, however they try."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

from sqlalchemy import select

from tests.away.pages import (
    ask,
    asked,
    count_of,
    made_entries,
    send_code,
    sent_link,
    signatures,
    states,
    ticked,
)
from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.logbook import AT, Training, acting, content, make_entry, sign
from tests.factories.people import give_account, make_person, saved, sign_in
from tests.people.pages import letters, told
from trainee_app import clock
from trainee_app.away import services
from trainee_app.away.models import SigningCode, SigningItem, SigningList
from trainee_app.away.rules import CODE_LASTS, LINK_LASTS, TRIES_A_CODE, TRIES_A_LINK, Why
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import check_code, receipt_number
from trainee_app.logbook.services import correct_entry, void_entry, withdraw_entry
from trainee_app.mail.models import OutboxMessage
from trainee_app.signatures.models import Signature
from trainee_app.trail.models import TrailLine

SECOND = content(worked_on=date(2026, 11, 2), minutes=60)


def test_a_supervisor_without_an_account_signs_by_link_and_code(app, client, world) -> None:
    link, names = asked(app, world, content(note="A quiet hour."), SECOND)
    page = client.get(link)
    assert page.status_code == 200
    for words in ("Two entries to sign", "Marta Ellison", "A quiet hour.", "50 min", "Send me a code", "…@example.org"):
        assert words in page.text, words
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    code = send_code(app, client, link)
    answer = client.post(link, data=ticked(*names, code=f"{code[:3]} {code[3:]}"), follow_redirects=True)
    assert "Signed: 2 entries." in answer.text
    assert "Nothing is left to sign" in answer.text
    assert states(app) == ["signed", "signed"]
    for signature in signatures(app):
        assert (signature.method, signature.slot) == ("link", "supervisor")
        assert signature.strength.startswith("link and code to p…@example.org")
        assert signature.signer_name == "Helen Rees"
        assert signature.signer_registration.startswith("BPC ")
    assert told(app)[-1] == "SigningListAnswered"


def test_each_item_is_decided_by_itself(app, client, world) -> None:
    link, (first, second, third) = asked(app, world, content(), SECOND, content(worked_on=date(2026, 10, 30)))
    code = send_code(app, client, link)
    sent = ticked(first, code=code) | {
        f"{second}-shown": "1",
        f"{second}-comment": "Which day was this?",
        f"{third}-shown": "1",
    }
    page = client.post(link, data=sent, follow_redirects=True).text
    assert "Signed: 1 entry. Returned with your comment: 1 entry." in page
    assert "One entry to sign" in page
    assert states(app) == ["signed", "returned", "submitted"]
    code = send_code_later(app, client, link)
    rest = {"act": "answer", "code": code, f"{third}-shown": "1", "everything": "y"}
    done = client.post(link, data=rest, follow_redirects=True).text
    assert "You signed 2 entries by this link and returned 1 entry" in done
    with app.app_context():
        receipts = {
            receipt_number(each.public_id): check_code(each.seal) for each in db.session.scalars(select(Signature))
        }
    assert len(receipts) == 2
    assert all(number in done and code in done for number, code in receipts.items())
    for number, code in receipts.items():
        assert "agrees with the record" in client.post("/receipts/check", data={"number": number, "code": code}).text


def send_code_later(app, client, link) -> str:
    app.extensions["traveller"].shift(timedelta(minutes=2))
    return send_code(app, client, link)


def test_opening_prefetching_and_scanning_change_nothing(app, client, world) -> None:
    link, _ = asked(app, world, content())
    tables = (TrailLine, OutboxMessage, SigningList, SigningItem, SigningCode, LogEntry)
    before = count_of(app, *tables)
    for _ in range(10):
        assert client.get(link).status_code == 200
        assert client.head(link, headers={"Sec-Purpose": "prefetch"}).status_code == 200
        assert client.get(f"{link}/not-mine").status_code == 405
    assert count_of(app, *tables) == before
    assert states(app) == ["submitted"]


def test_a_leaked_link_signs_nothing_without_the_code(app, client, world) -> None:
    link, (name,) = asked(app, world, content())
    for code in ("", "12345", "abcdef", "٠١٢٣٤٥", "000000"):
        answer = client.post(link, data=ticked(name, code=code))
        assert answer.status_code == 422
        assert f'name="{name}-sign" type="checkbox" checked' in answer.text or "checked" in answer.text
    assert states(app) == ["submitted"]


def test_a_code_is_used_once_and_a_replay_signs_nothing_more(app, client, world) -> None:
    link, (first, second) = asked(app, world, content(), SECOND)
    code = send_code(app, client, link)
    sent = ticked(first, code=code)
    assert client.post(link, data=sent).status_code == 303
    # The second click of two is shown what the first has done; anything else needs a code of its own.
    assert client.post(link, data=sent).status_code == 303
    assert client.post(link, data=ticked(second, code=code)).status_code == 422
    assert states(app) == ["signed", "submitted"]
    assert len(signatures(app)) == 1


def test_a_code_is_soon_too_old_and_only_the_newest_counts(app, client, world, traveller) -> None:
    link, (name,) = asked(app, world, content())
    first = send_code(app, client, link)
    traveller.shift(timedelta(minutes=2))
    second = send_code(app, client, link)
    if first != second:
        assert client.post(link, data=ticked(name, code=first)).status_code == 422
    traveller.shift(CODE_LASTS)
    assert "too old" in client.post(link, data=ticked(name, code=second)).text
    assert states(app) == ["submitted"]


def test_pressing_for_a_code_twice_sends_one_and_an_hour_five(app, client, world, traveller) -> None:
    link, _ = asked(app, world, content())
    for _ in range(3):
        client.post(link, data={"act": "code"})
    assert len(letters(app)) == 1
    for _ in range(4):
        traveller.shift(timedelta(minutes=2))
        assert client.post(link, data={"act": "code"}).status_code == 200
    traveller.shift(timedelta(minutes=2))
    assert client.post(link, data={"act": "code"}).status_code == 429


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_guessing_codes_ends_the_code_and_then_the_link(app, client, world, traveller) -> None:
    link, (name,) = asked(app, world, content())
    code = send_code(app, client, link)
    for _ in range(TRIES_A_CODE):
        assert client.post(link, data=ticked(name, code=wrong(code))).status_code == 422
    assert client.post(link, data=ticked(name, code=code)).status_code == 422, "a code tried too often is over"
    for _ in range(TRIES_A_LINK // TRIES_A_CODE - 1):
        traveller.shift(timedelta(minutes=15))
        code = send_code(app, client, link)
        for _ in range(TRIES_A_CODE):
            client.post(link, data=ticked(name, code=wrong(code)))
    assert client.post(link, data=ticked(name, code=code)).status_code == 410
    assert "Too many wrong codes" in client.get(link).text
    assert states(app) == ["submitted"]
    assert told(app).count("SigningCodeWrong") == TRIES_A_LINK


def test_guesses_at_the_same_moment_are_counted_each(app, world) -> None:
    link, (name,) = asked(app, world, content())
    code = send_code(app, app.test_client(), link)
    barrier = Barrier(8)

    def guess(_: int) -> int:
        client = app.test_client()
        barrier.wait()
        return int(client.post(link, data=ticked(name, code=wrong(code))).status_code)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(8))) == {422}
    with app.app_context():
        (made,) = db.session.query(SigningList).all()
        assert made.wrong_codes == TRIES_A_CODE, "beyond what a code takes nothing is judged any more"
    assert app.test_client().post(link, data=ticked(name, code=code)).status_code == 422


def test_redeemed_twice_at_once_it_signs_once(app, world) -> None:
    link, names = asked(app, world, content(), SECOND)
    code = send_code(app, app.test_client(), link)
    barrier = Barrier(4)

    def redeem(_: int) -> int:
        client = app.test_client()
        barrier.wait()
        return int(client.post(link, data=ticked(*names, code=code)).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(redeem, range(4))) == [303] * 4
    assert states(app) == ["signed", "signed"]
    assert len(signatures(app)) == 2
    assert told(app).count("SigningListAnswered") == 1


def test_what_changed_since_drops_out_with_a_sentence(app, client, world) -> None:
    link, (first, second) = asked(app, world, content(), SECOND)
    code = send_code(app, client, link)
    with saved(app):
        withdraw_entry(entry=entry_named(first), actor=world.trainee_actor, at=AT)
    answer = client.post(link, data=ticked(first, second, code=code))
    assert answer.status_code == 409
    assert "Some entries were left as they are" in answer.text
    assert states(app) == ["withdrawn", "signed"]
    page = client.get(link).text
    assert "No longer on this list" in page
    assert "taken back by its trainee" in page


def test_what_dropped_out_is_told_as_it_is_now(app, client, world) -> None:
    names = made_entries(app, world, content(), SECOND, content(worked_on=date(2026, 10, 30)))
    with saved(app):
        for number, name in enumerate(names):
            sign(world, entry_named(name))
            changed = content(worked_on=entry_named(name).worked_on, minutes=80 + number)
            correct_entry(entry=entry_named(name), content=changed, actor=world.trainee_actor, at=AT)
    ask(app, world)
    link = sent_link(app)
    with saved(app):
        office = acting(world.administrator)
        void_entry(entry=entry_named(names[0]), seen_version=1, reason="logged twice", actor=office, at=AT)
        withdraw_entry(entry=entry_named(names[1]), actor=world.trainee_actor, at=AT)
        sign(world, entry_named(names[2]))
    dropped = client.get(link).text.split("No longer on this list")[1]
    for words in ("It was made void", "taken back by its trainee", "It has been signed meanwhile"):
        assert dropped.count(words) == 1, words
    assert "comes with the next one" not in dropped


def entry_named(public_id: str) -> LogEntry:
    return db.session.query(LogEntry).filter_by(public_id=public_id).one()


def test_entries_of_another_list_are_nobodys_items_here(app, client, world) -> None:
    link, (name,) = asked(app, world, content())
    (later,) = made_entries(app, world, SECOND)
    with saved(app):
        other = Training(
            world.programme,
            make_trainee(make_cohort(world.programme, "Another"), make_person("Jonas Beck")),
            world.supervisor, world.tutor, world.administrator,
        )  # fmt: skip
        foreign = make_entry(other).public_id
    code = send_code(app, client, link)
    assert client.post(link, data=ticked(later, foreign, code=code)).status_code == 422
    assert client.post(link, data=ticked(name, later, foreign, code=code)).status_code == 303
    assert states(app) == ["signed", "submitted", "submitted"]


def test_it_is_signed_or_returned_not_both_and_twenty_at_most(app, client, world) -> None:
    days = [content(worked_on=date(2026, 10, 1) + timedelta(days=n), minutes=30) for n in range(21)]
    link, names = asked(app, world, *days)
    page = client.get(link).text
    assert page.count('-shown" ') == 20 or page.count("-shown") == 40
    assert "1 more follows" in page
    code = send_code(app, client, link)
    assert "20 entries at a time" in client.post(link, data=ticked(*names, code=code)).text
    both = ticked(names[0], code=code) | {f"{names[0]}-comment": "Which day?"}
    assert "Sign it or return it" in client.post(link, data=both).text
    secret = {f"{names[0]}-shown": "1", f"{names[0]}-comment": "Ring 07700 900123", "act": "answer", "code": code}
    answer = client.post(link, data=secret)
    assert answer.status_code == 422
    assert "Ring 07700 900123" in answer.text
    assert set(states(app)) == {"submitted"}
    assert client.post(link, data=ticked(*names[:20], code=code)).status_code == 303, "nothing of that used the code up"


def test_a_link_ends_when_it_is_revoked_disowned_replaced_or_old(app, client, world, traveller) -> None:
    link, (name,) = asked(app, world, content())
    code = send_code(app, client, link)
    with saved(app):
        (made,) = db.session.query(SigningList).all()
        services.end_list(signing_list=made, why=Why.REVOKED, actor_id=world.administrator.id, at=clock.now())
    answer = client.post(link, data=ticked(name, code=code))
    assert answer.status_code == 410
    assert "taken back" in answer.text
    traveller.shift(timedelta(days=4))
    ask(app, world)
    second = sent_link(app)
    assert client.get(second).status_code == 200
    traveller.shift(timedelta(days=4))
    ask(app, world)
    third = sent_link(app)
    assert "newer link" in client.get(second).text
    assert client.post(f"{third}/not-mine", follow_redirects=True).status_code == 410
    traveller.shift(timedelta(days=4))
    ask(app, world)
    fourth = sent_link(app)
    traveller.shift(LINK_LASTS)
    assert "expired" in client.get(fourth).text
    assert client.post(fourth, data={"act": "code"}).status_code == 410
    assert states(app) == ["submitted"]
    assert client.get("/sign/nonsense").status_code == 410


def test_whoever_lost_the_agreement_or_took_up_an_account_signs_nothing_by_link(app, client, world) -> None:
    link, (name,) = asked(app, world, content())
    code = send_code(app, client, link)
    with saved(app):
        for each in db.session.query(SupervisionAgreement).all():
            each.ends_on, each.ended_at = date(2026, 10, 31), AT
    assert "not yours to sign any longer" in client.get(link).text
    assert client.post(link, data=ticked(name, code=code)).status_code == 409
    with saved(app):
        give_account(db.session.merge(world.supervisor))
    assert "You have an account now" in client.get(link).text
    assert states(app) == ["submitted"]


def test_the_link_of_one_programmes_key_is_none_of_anothers(app, client, world) -> None:
    link, _ = asked(app, world, content())
    app.config["SECRET_KEY"], kept = "another key of another copy, long enough", app.config["SECRET_KEY"]
    try:
        assert client.get(link).status_code == 410
    finally:
        app.config["SECRET_KEY"] = kept
    sign_in(client, world.trainee.person)
    assert client.get(link).status_code == 200, "signed in or not makes no difference"
