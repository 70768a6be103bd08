"""A second person looks at what was signed, where the programme wants that; what is signed counts meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories.cohorts import make_agreement, make_registration, pip_definition
from tests.factories.logbook import (
    AT,
    Training,
    acting,
    content,
    make_entry,
    make_signed_entry,
    make_training,
    seen,
    sign,
)
from tests.factories.people import confirm, give_role, make_person, make_programme, saved, sign_in
from tests.logbook.conftest import NOW
from tests.logbook.test_queries import counting_statements
from tests.logbook.verbs import correct, published, totals
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import differences, entry_named
from trainee_app.logbook.queries.queues import Queue, queue_entries, waiting_in
from trainee_app.logbook.queries.verifying import count_to_verify
from trainee_app.logbook.rules import Details, Seen, SignOutcome, check_code
from trainee_app.logbook.services import verify_entries, void_entry
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.signatures.models import Signature


def definition() -> str:
    return pip_definition().replace("[signing]\n", '[signing]\nsecond_level = ["entries"]\n', 1)


@pytest.fixture
def training(session):
    return make_training(definition=definition())


def verify(training: Training, *items: Seen, by: Person | None = None) -> list[SignOutcome]:
    results = verify_entries(
        items=items, actor=acting(by or training.administrator), at=AT, method="password", strength="two_factors"
    )
    return [each.outcome for each in results]


def test_a_signed_entry_is_verified_once_and_counts_before_and_after(training) -> None:
    entry = make_signed_entry(training)
    item, actor = seen(entry), acting(training.administrator)
    assert [(each.entries, each.minutes) for each in waiting_in(Queue.TO_VERIFY, actor)] == [(1, 50)]
    before = totals()
    assert verify(training, item) == [SignOutcome.SIGNED]
    assert verify(training, item) == [SignOutcome.ALREADY_SIGNED]
    assert published()[-1] == "EntryVerified"
    assert (waiting_in(Queue.TO_VERIFY, actor), count_to_verify(actor)) == ([], 0)
    assert (entry.state, totals()) == ("signed", before)
    signature = db.session.query(Signature).filter_by(slot="second_attester").one()
    assert (signature.signer_name, signature.signer_role) == ("Ines Okafor", "administrator")
    assert "did not see this work" in signature.meaning
    assert list(differences()) == []


def test_nobody_verifies_what_they_signed_their_own_or_what_is_not_signed(training) -> None:
    signer = make_person("Dr Twohats")
    make_agreement(training.trainee, signer)
    make_registration(signer, training.programme)
    give_role(signer, training.programme, Role.DIRECTOR)
    give_role(training.trainee.person, training.programme, Role.ADMINISTRATOR)
    entry = make_entry(training)
    assert verify(training, seen(entry)) == [SignOutcome.NOT_YOURS]
    assert sign(training, entry, by=signer) == [SignOutcome.SIGNED]
    for person in (signer, training.trainee.person, training.supervisor, training.tutor):
        assert waiting_in(Queue.TO_VERIFY, acting(person)) == []
        assert verify(training, seen(entry), by=person) == [SignOutcome.NOT_YOURS]
    assert verify(training, seen(entry)) == [SignOutcome.SIGNED]


def test_only_the_kinds_that_the_programme_names_wait_for_a_second_person(session, training) -> None:
    reading = make_entry(training, content("reading", 60))
    assert sign(training, reading, by=training.tutor) == [SignOutcome.SIGNED]
    assert verify(training, seen(reading)) == [SignOutcome.NOT_YOURS]
    assert count_to_verify(acting(training.administrator)) == 0


def test_a_correction_is_looked_at_anew_and_what_is_void_no_longer(training) -> None:
    entry = make_signed_entry(training)
    first = seen(entry)
    correct(training, entry, minutes=45)
    assert verify(training, first) == [SignOutcome.SIGNED]
    assert sign(training, entry) == [SignOutcome.SIGNED]
    assert verify(training, first) == [SignOutcome.CHANGED]
    assert count_to_verify(acting(training.administrator)) == 1
    void_entry(entry=entry, seen_version=2, reason="Never held", actor=acting(training.administrator), at=AT)
    assert verify(training, seen(entry)) == [SignOutcome.NOT_YOURS]


def test_the_office_verifies_on_its_page_and_the_entry_says_by_whom(app, client) -> None:
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            training = make_training(definition=definition())
            first, second = (make_signed_entry(training, content(minutes=minutes)) for minutes in (50, 40))
            items = [seen(first), seen(second)]
        sign_in(client, training.administrator)
        front = client.get("/").text
        assert ("Two entries to verify" in front, '<a href="/to-verify">To verify</a>' in front) == (True, True)
        with app.app_context(), counting_statements() as asked:
            page = client.get("/to-verify").text
        assert not [each for each in asked if each.startswith("SELECT signature.")], "one by one"
        assert "Signed by Helen Rees, 4 November 2026." in page
        assert f"/entries/{first.public_id}/void" in page
        assert "Say it does not count" in page
        ticks = [f"{each.entry}:{each.version}:{each.content_hash}" for each in items]
        assert client.post("/to-verify", data={"entry": ticks[:1]}).status_code == 401
        confirm(client)
        assert client.post("/to-verify", data={"entry": []}).status_code == 422
        assert "Verified: 1 entry" in client.post("/to-verify", data={"entry": ticks[:1]}, follow_redirects=True).text
        again = client.post("/to-verify", data={"entry": ticks})
        assert (again.status_code, "You verified this at 10:00 today." in again.text) == (409, True)
        assert "Nothing waits for you" in client.get("/to-verify").text
        assert "Ines Okafor (administrator)" in client.get(f"/entries/{first.public_id}").text


def test_queues_and_receipts_speak_of_local_days_and_a_group_is_not_credited_as_one_alone(app, client) -> None:
    words = definition().replace('formula = "full"', 'formula = "shared"')
    half_past_midnight = datetime(2026, 11, 4, 11, 30, tzinfo=UTC)
    with time_machine.travel(half_past_midnight, tick=False):
        with saved(app):
            training = make_training(make_programme(zone="Pacific/Auckland"), definition=words)
            of_three = Details(with_whom="Helen Rees", group_of=3)
            said = content("group_supervision", 90, details=of_three)
            entry = make_entry(training, said, at=half_past_midnight)
        sign_in(client, training.supervisor)
        page = client.get("/to-sign").text
        assert ('data-credited="30"' in page, "since 5 November 2026" in page) == (True, True)
        with saved(app):
            sign(training, found_again(entry), at=half_past_midnight)
        sign_in(client, training.administrator)
        page = client.get("/to-verify").text
        assert "Signed by Helen Rees, 5 November 2026." in page
        assert "since 5 November 2026" in page
        with saved(app):
            void_entry(
                entry=found_again(entry), seen_version=1, reason="Never held", actor=acting(training.administrator),
                at=half_past_midnight,
            )  # fmt: skip
        with app.app_context():
            signature = db.session.query(Signature).one()
            receipt = {"number": signature.public_id, "code": check_code(signature.seal)}
        assert "since 5 November 2026" in client.post("/receipts/check", data=receipt).text


def found_again(entry: LogEntry) -> LogEntry:
    found = entry_named(entry.public_id)
    assert found is not None
    return found


def test_a_long_queue_is_read_page_by_page_without_a_gap_a_repeat_or_a_wrong_total(training) -> None:
    """Two share the very second and day in which they were handed in; one is signed while somebody reads on."""
    entries = [
        make_entry(training, content("liaison", 10 + number), at=AT + timedelta(hours=number // 2))
        for number in range(9)
    ]
    (waiting,) = waiting_in(Queue.TO_SIGN, training.supervisor_actor)
    assert (waiting.entries, waiting.minutes, waiting.since) == (9, sum(range(10, 19)), AT)
    read: list[LogEntry] = []
    left: list[int] = []
    after = None
    while page := queue_entries(Queue.TO_SIGN, training.supervisor_actor, [training.trainee.id], 4, after):
        read += [each.waiting.entry for each in page]
        left.append(page[0].left)
        after = page[-1].waiting.entry.public_id
        sign(training, page[-1].waiting.entry)
    assert [each.id for each in read] == [each.id for each in entries]
    assert left == [9, 5, 1]
