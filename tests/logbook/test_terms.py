"""Self-directed study, once a term, as one document: bound as it was, signed as a whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_placement
from tests.factories.logbook import AT, Training, acting, content, make_entry, make_training
from tests.factories.people import confirm, make_person, make_programme, saved, sign_in
from tests.logbook.conftest import NOW
from tests.logbook.verbs import published, totals
from tests.logbook.whole import receipt_on
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries import count_awaiting_signature, differences, entry_named
from trainee_app.logbook.queries.overview import kept_waiting, waiting_by_signer
from trainee_app.logbook.queries.queues import Queue, waiting_in
from trainee_app.logbook.queries.term_flaws import term_flaws
from trainee_app.logbook.queries.terms import term_named, terms_waiting
from trainee_app.logbook.queries.verification import entry_flaws
from trainee_app.programmes.rules import SigningRule
from trainee_app.signatures.models import Signature
from trainee_app.signatures.queries import signature_flaws

AUTUMN = date(2026, 11, 1)


@pytest.fixture
def training(session):
    return make_training()


def study(training: Training, minutes: int = 60, worked_on: date = date(2026, 11, 3)) -> LogEntry:
    return make_entry(training, content("reading", minutes, worked_on=worked_on))


def hand_in(training: Training, on: date = AUTUMN, public_id: str | None = None, at: datetime = AT) -> TermDocument:
    return services.hand_in_term(
        trainee_id=training.trainee.id,
        on=on,
        public_id=public_id or new_public_id(),
        actor=training.trainee_actor,
        at=at,
    )


def sign_off(training: Training, document: TermDocument, at: datetime = AT) -> None:
    services.sign_term(
        document=document, actor=acting(training.tutor, at), at=at, method="password", strength="two_factors"
    )


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 12, 31)),
        (date(2026, 8, 31), date(2026, 5, 1), date(2026, 8, 31)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 4, 30)),
    ],
)
def test_each_day_lies_in_one_term(on, first, last) -> None:
    assert SigningRule(terms=((1, 1), (5, 1), (9, 1))).term_of(on) == (first, last)
    assert SigningRule().term_of(on) is None


@pytest.mark.parametrize("on", [date.min, date.max])
def test_where_time_begins_and_ends_there_is_no_term(on) -> None:
    assert SigningRule(terms=((5, 1), (9, 1))).term_of(on) is None


def test_a_term_is_one_document_and_counts_as_a_whole_once_signed(training) -> None:
    summer = study(training, 30, date(2026, 8, 31))
    entries = [study(training, 60), study(training, 90, date(2026, 11, 2))]
    tutor = acting(training.tutor)
    assert (waiting_in(Queue.TO_SIGN, tutor), count_awaiting_signature(tutor)) == ([], 0)
    document = hand_in(training, public_id="the-very-same")
    assert hand_in(training, public_id="the-very-same").id == document.id
    assert (document.entries, document.minutes, terms_waiting(tutor)) == (2, 150, [document])
    with pytest.raises(services.NothingToHandIn):
        hand_in(training)
    sign_off(training, document)
    assert {each.state for each in entries} == {"signed"}
    assert (summer.state, totals()) == ("submitted", {"signed": (150, 150, 2), "submitted": (30, 30, 1)})
    assert published()[-1] == "TermSigned"
    assert db.session.query(Signature).filter_by(document=f"term:{document.public_id}").one().content_hash == (
        document.content_hash
    )
    with pytest.raises(services.TermDecided):
        sign_off(training, document)
    assert list(differences()) == []


def test_study_keeps_its_tutor_waiting_from_the_day_on_which_its_term_is_handed_in(training) -> None:
    """Logged in November, handed in with the term in January; until then nobody is said to keep it."""
    entry, cohort, programme = study(training), training.trainee.cohort_id, [training.programme.id]
    late, handed_in = date(2027, 3, 1), datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert (kept_waiting(cohort, late), waiting_by_signer(programme, late, late)) == ([], [])
    document = hand_in(training, at=handed_in)
    (kept,) = kept_waiting(cohort, date(2027, 1, 5))
    assert (kept.signer, kept.entries, kept.long, kept.since_on) == ("Anna Fenn", 1, 0, handed_in.date())
    assert waiting_by_signer(programme, date(2027, 1, 5), late) == []
    (line,) = waiting_by_signer(programme, late, date(2027, 1, 25))
    assert (line.name, line.number, line.oldest_days) == ("Anna Fenn", 1, 20)
    agreement = db.session.query(SupervisionAgreement).filter_by(supervisor_id=training.tutor.id).one()
    services.return_term(document=document, comment="Which?", actor=acting(training.tutor), at=handed_in)
    agreement.ends_on = entry.worked_on - timedelta(days=1)
    (nobodys,) = kept_waiting(cohort, late)
    assert (nobodys.signer, nobodys.entries) == ("", 1)


def test_a_term_is_not_signed_in_a_way_that_the_programme_does_not_accept_for_study(training) -> None:
    entry = study(training)
    document = hand_in(training)
    with pytest.raises(services.TermChanged, match="not in this way"):
        services.sign_term(
            document=document, actor=acting(training.tutor), at=AT, method="link", strength="two_factors"
        )
    assert (entry.state, db.session.query(Signature).count()) == ("submitted", 0)


def test_nothing_is_signed_if_one_entry_is_no_longer_what_was_handed_in(training) -> None:
    stays, goes = study(training, 60), study(training, 30)
    document = hand_in(training)
    services.withdraw_entry(entry=goes, actor=training.trainee_actor, at=AT)
    with pytest.raises(services.TermChanged, match="One entry"):
        sign_off(training, document)
    assert (stays.state, db.session.query(Signature).count()) == ("submitted", 0)
    services.return_term(document=document, comment="Hand it in anew", actor=acting(training.tutor), at=AT)
    again = hand_in(training)
    assert again.entries == 1
    sign_off(training, again)
    assert stays.state == "signed"


def test_each_day_goes_to_who_was_tutor_then(training) -> None:
    """The tutor changed within the term: two documents, each for whose agreement covers its days."""
    first = db.session.query(SupervisionAgreement).filter_by(supervisor_id=training.tutor.id).one()
    first.ends_on = date(2026, 10, 31)
    from_then = make_person("Zora Second")
    agreement = SupervisionAgreement(
        programme_id=first.programme_id, trainee_id=first.trainee_id, supervisor_id=from_then.id, capacity="tutor",
        starts_on=date(2026, 11, 1), recorded_at=AT,
    )  # fmt: skip
    db.session.add(agreement)
    study(training, 60, date(2026, 10, 30))
    study(training, 30, date(2026, 11, 2))
    assert [(each.tutor_id, each.minutes) for each in (hand_in(training), hand_in(training))] == [
        (training.tutor.id, 60),
        (from_then.id, 30),
    ]


def test_after_the_agreement_has_long_ended_its_tutor_signs_no_more(training) -> None:
    study(training)
    document = hand_in(training)
    agreement = db.session.query(SupervisionAgreement).filter_by(supervisor_id=training.tutor.id).one()
    agreement.ends_on = AT.date()
    with pytest.raises(services.TermChanged):
        sign_off(training, document, AT + timedelta(days=91))


def test_what_was_handed_in_is_not_edited_behind_our_back(training, session) -> None:
    study(training)
    document = hand_in(training)
    for values in ({"canonical": "{}"}, {"tutor_id": training.supervisor.id}, {"minutes": 999}):
        with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
            session.execute(update(TermDocument).where(TermDocument.id == document.id).values(values))


def test_from_the_log_to_the_tutor_and_back(app, client) -> None:
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            training = make_training()
            name = study(training).public_id
            study(training, 30, date(2026, 8, 30))
        sign_in(client, training.trainee.person)
        assert "Your study of 1 May to 31 August 2026 can go to Anna Fenn" in client.get("/").text
        assert "Study by the term" in client.get("/log").text
        assert "It goes to your tutor with the other study of its term" in client.get(f"/entries/{name}").text
        page = client.get("/log/terms").text
        assert "1 September to 31 December 2026" in page
        for day, status in {"": 422, "tomorrow": 422, "2026-99-01": 422, "0001-01-01": 409, "9999-12-31": 409}.items():
            assert client.post("/log/terms", data={"once": "a" * 16, "day": day}).status_code == status, day
        handed_in = client.post("/log/terms", data={"once": "b" * 16, "day": "2026-09-01"}, follow_redirects=True)
        assert "Handed in to Anna Fenn: 1 entry, 1 h." in handed_in.text
        address = handed_in.request.path
        sign_in(client, training.tutor)
        assert "has handed in a term’s self-directed study" in client.get("/notices").text
        assert address in client.get("/to-sign").text
        assert "A term’s study waits for you" in client.get("/").text
        assert client.post(f"{address}/return", data={"comment": " "}).status_code == 422
        assert client.post(f"{address}/sign").status_code == 401
        confirm(client)
        assert "Signed: 1 entry, 1 h recorded." in client.post(f"{address}/sign", follow_redirects=True).text
        late = client.post(f"{address}/return", data={"comment": "Too late"})
        assert (late.status_code, "decided or taken back meanwhile" in late.text) == (409, True)
        sign_in(client, training.trainee.person)
        assert "Signed by Anna Fenn, 4 Nov 2026" in client.get("/log/terms").text
        receipt_on(client, address, "A term’s self-directed study", "1 entry of yours, 1 h recorded", "Anna Fenn")
        assert client.post(f"{address}/take-back").status_code == 409
    with app.app_context():
        assert [*signature_flaws(), *entry_flaws(lambda _ids: {}), *term_flaws()] == []
        _without_guard()
        for column, value in {"minutes": 61, "decision": "returned", "canonical": "{}", "comment": "No"}.items():
            with db.session.begin_nested() as changed:
                db.session.execute(update(TermDocument).values({column: value}))
                assert list(term_flaws()) != [], column
                changed.rollback()
        db.session.rollback()


def test_the_page_of_a_term_shows_all_that_was_handed_in_and_nothing_that_was_not(app, client) -> None:
    """What is begun after it was signed is nobody else's yet; what is taken back is read by nobody else any more."""
    half_past_midnight = datetime(2026, 11, 4, 11, 30, tzinfo=UTC)
    with time_machine.travel(half_past_midnight, tick=False), saved(app):
        training = make_training(make_programme(zone="Pacific/Auckland"))
        place = make_placement(training.trainee)
        said: dict[str, Any] = {"started_at_minute": 600, "placement_id": place.id, "note": "On the first weeks"}
        entry = make_entry(training, content("reading", 60, **said))
        document = hand_in(training, at=half_past_midnight)
    with time_machine.travel(half_past_midnight, tick=False):
        sign_in(client, training.tutor)
        page = client.get(f"/terms/{document.public_id}").text
        for words in ("Began at 10:00.", "At Northside Infant Team.", "On the first weeks", "on 5 November 2026."):
            assert words in page
        assert "handed in on 5 November 2026" in client.get("/to-sign").text
    with time_machine.travel(half_past_midnight, tick=False), saved(app):
        found, standing = term_named(document.public_id), entry_named(entry.public_id)
        assert found is not None
        assert standing is not None
        sign_off(training, found)
        kept: dict[str, Any] = {
            "trainee_id": standing.trainee_id,
            "actor": training.trainee_actor,
            "at": half_past_midnight,
        }
        services.save_draft(public_id=standing.public_id, content=content("reading", 45, note="Unfinished"), **kept)
        other = make_entry(training, content("reading", 25, note="Never mind"))
        later = hand_in(training)
        services.withdraw_entry(entry=other, actor=training.trainee_actor, at=half_past_midnight)
    with time_machine.travel(half_past_midnight, tick=False):
        page = client.get(f"/terms/{document.public_id}").text
        assert ("Unfinished" in page, "On the first weeks" in page) == (False, True)
        assert '<td class="num" data-label="Recorded">1 h</td>' in page
        page = client.get(f"/terms/{later.public_id}").text
        assert ("Never mind" in page, f"/entries/{other.public_id}" in page) == (False, False)
        assert "1 entry has changed since it was handed in" in page


def _without_guard() -> None:
    on = " ON term_document" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(text(f"DROP TRIGGER term_document_is_decided_once{on}"))
