"""Signing, correcting and voiding on real databases: what they do, and what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from tests.factories.cohorts import make_agreement, make_registration
from tests.factories.logbook import (
    AT,
    WORKED_ON,
    acting,
    content,
    make_entry,
    make_signed_entry,
    seen,
    sign,
)
from tests.factories.people import make_person
from tests.logbook.verbs import correct, published, submit, totals
from trainee_app import events
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, EntryVersion
from trainee_app.logbook.queries import differences
from trainee_app.logbook.rules import SignOutcome
from trainee_app.people.models import RoleHeld
from trainee_app.people.services import end_role
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import Act, Signer, Slot


def test_a_signature_binds_what_was_seen_and_moves_the_totals(training) -> None:
    entry = make_entry(training)
    item = seen(entry)
    assert sign(training, entry) == [SignOutcome.SIGNED]
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.document, signature.content_hash) == (f"entry:{entry.public_id}", item.content_hash)
    assert (signature.signer_name, signature.signer_role) == ("Helen Rees", "supervisor")
    assert signature.signer_registration.startswith("BPC ")
    assert json.loads(signature.canonical)["minutes"] == 50
    assert totals() == {"signed": (50, 60, 1)}
    assert published() == ["EntrySubmitted", "DocumentSigned", "EntrySigned"]


def test_twenty_are_signed_in_one_act_with_as_many_statements_as_one(training, session) -> None:
    entries = [make_entry(training, content(minutes=10 + number)) for number in range(20)]
    assert sign(training, *entries) == [SignOutcome.SIGNED] * 20
    assert totals() == {
        "signed": (sum(entry.minutes for entry in entries), sum(e.credited_minutes for e in entries), 20)
    }
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("stranger", SignOutcome.NOT_YOURS),
        ("tutor", SignOutcome.NOT_YOURS),
        ("trainee", SignOutcome.NOT_YOURS),
        ("administrator", SignOutcome.NOT_YOURS),
    ],
)
def test_nobody_else_can_sign(training, who, outcome) -> None:
    entry = make_entry(training)
    people = {
        "stranger": make_person("Somebody"),
        "tutor": training.tutor,
        "trainee": training.trainee.person,
        "administrator": training.administrator,
    }
    assert sign(training, entry, by=people[who]) == [outcome]
    assert entry.state == "submitted"


def test_nobody_signs_for_themselves_even_with_an_agreement(training) -> None:
    make_agreement(training.trainee, training.trainee.person)
    make_registration(training.trainee.person, training.programme)
    assert sign(training, make_entry(training), by=training.trainee.person) == [SignOutcome.NOT_YOURS]


@pytest.mark.parametrize(
    ("ends_on", "days_later", "outcome"),
    [
        (WORKED_ON, 89, SignOutcome.SIGNED),
        (WORKED_ON, 91, SignOutcome.NOT_YOURS),
        (WORKED_ON - timedelta(days=1), 1, SignOutcome.NOT_YOURS),
    ],
)
def test_a_former_supervisor_signs_their_own_period_for_some_time(training, ends_on, days_later, outcome) -> None:
    former = make_person("Dr Former")
    make_agreement(training.trainee, former, ends_on=ends_on)
    make_registration(former, training.programme)
    at = datetime(2026, 11, 3, 12, tzinfo=UTC) + timedelta(days=days_later)
    assert sign(training, make_entry(training), by=former, at=at) == [outcome]


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [(date(2026, 11, 4), date(2027, 1, 1)), (date(2026, 1, 1), WORKED_ON), (date(2020, 1, 1), date(2021, 1, 1))],
)
def test_a_registration_must_be_valid_on_the_day_of_the_work_and_when_signing(
    training, valid_from, valid_until
) -> None:
    other = make_person("Dr Lapsed")
    make_agreement(training.trainee, other)
    make_registration(other, training.programme, valid_from=valid_from, valid_until=valid_until)
    assert sign(training, make_entry(training), by=other) == [SignOutcome.NOT_REGISTERED]


def test_a_tutor_signs_study_without_a_registration(training) -> None:
    reading = make_entry(training, content("reading", 60))
    assert sign(training, reading) == [SignOutcome.NOT_YOURS]
    assert sign(training, reading, by=training.tutor) == [SignOutcome.SIGNED]
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.signer_role, signature.signer_registration) == ("tutor", "")


def test_in_the_absence_of_a_supervisor_a_registration_on_the_day_of_the_work_is_asked(training) -> None:
    lapsed, office = make_person("Dr Lapsed"), training.administrator
    make_agreement(training.trainee, lapsed)
    make_registration(lapsed, training.programme, valid_from=date(2026, 11, 4), valid_until=date(2027, 1, 1))
    item, outcomes = seen(make_entry(training)), []
    for absent in (lapsed, training.supervisor):
        results = services.countersign_entries(
            items=[item],
            absent_id=absent.id,
            reaching_to=AT.date(),
            signer=Signer(office.id, office.name, "director", ""),
            act=Act(Slot.SECOND_ATTESTER, "Countersigned", AT, "absence", "two_factors"),
            actor=acting(office),
        )
        outcomes += [each.outcome for each in results]
    assert outcomes == [SignOutcome.NOT_REGISTERED, SignOutcome.SIGNED]


@pytest.mark.parametrize("method", ["password", "link", "paper"])
def test_a_programme_says_in_which_ways_time_is_signed(training, method) -> None:
    """Shipped: supervised work in every way, self-directed study by somebody signed in."""
    work, study = make_entry(training), make_entry(training, content("reading", 60))
    how = {"at": AT, "method": method, "strength": "as it was"}
    (worked,) = services.sign_entries(items=[seen(work)], actor=acting(training.supervisor), **how)
    (read,) = services.sign_entries(items=[seen(study)], actor=acting(training.tutor), **how)
    assert worked.outcome is SignOutcome.SIGNED
    assert read.outcome is (SignOutcome.SIGNED if method == "password" else SignOutcome.NOT_IN_THIS_WAY)
    signature = db.session.scalars(select(Signature).where(Signature.document == f"entry:{work.public_id}")).one()
    assert (signature.method, signature.strength) == (method, "as it was")


def test_an_entry_changed_behind_our_back_is_not_signed(training, session) -> None:
    entry = make_entry(training)
    item = seen(entry)
    _without_triggers(session, "entry_version", "entry_version_stands_once_submitted")
    session.execute(update(EntryVersion).values(minutes=500))
    session.expire_all()
    results = services.sign_entries(
        items=[item], actor=training.supervisor_actor, at=AT, method="password", strength="two_factors"
    )
    assert [result.outcome for result in results] == [SignOutcome.DAMAGED]


def _without_triggers(session, table: str, name: str) -> None:
    on = f" ON {table}" if session.get_bind().dialect.name == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER {name}{on}"))


def test_a_correction_takes_the_others_place_in_the_same_act(training) -> None:
    entry = make_signed_entry(training, content("individual_supervision", 60))
    correct(training, entry, activity="individual_supervision", minutes=90)
    assert (entry.state, entry.pending_state, entry.minutes) == ("signed", "submitted", 60)
    assert totals() == {"signed": (60, 60, 1)}
    assert sign(training, entry) == [SignOutcome.SIGNED]
    assert (entry.version, entry.pending_state, entry.minutes) == (2, None, 90)
    assert totals() == {"signed": (90, 90, 1)}
    steps = [(step.version, step.state_after) for step in db.session.scalars(select(EntryStep).order_by(EntryStep.id))]
    assert steps[-2:] == [(1, "superseded"), (2, "signed")]
    assert published()[-1] == "EntrySigned"
    assert events.published()[-1].payload()["superseded_version"] == 1


@pytest.mark.parametrize(("minutes", "keeps"), [(60, True), (45, True), (75, False)])
def test_mending_a_slip_in_a_closed_month_does_not_cost_the_month(training, minutes, keeps) -> None:
    entry = make_signed_entry(training, content("individual_supervision", 60))
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)
    says = {"activity": "individual_supervision", "minutes": minutes, "note": "The other day", "started_at_minute": 600}
    correct(training, entry, at=later, **says)
    assert sign(training, entry, at=later) == [SignOutcome.SIGNED]
    assert (entry.submitted_on == date(2026, 11, 4)) == keeps
    assert entry.late == (not keeps)
    assert list(differences()) == []


def test_only_one_correction_is_on_its_way_and_it_must_change_something(training) -> None:
    entry = make_signed_entry(training)
    with pytest.raises(services.NothingToCorrect):
        correct(training, entry)
    correct(training, entry, minutes=51)
    correct(training, entry, minutes=51)
    with pytest.raises(services.EntryAlreadySubmitted):
        correct(training, entry, minutes=52)
    services.return_entry(entry=entry, seen_version=2, comment="Why?", actor=training.supervisor_actor, at=AT)
    correct(training, entry, minutes=52)
    assert entry.pending_version == 3
    assert list(differences()) == []


def test_voiding_takes_the_correction_with_it_and_cannot_be_taken_back(training) -> None:
    entry = make_signed_entry(training)
    correct(training, entry, minutes=51)
    services.void_entry(
        entry=entry, seen_version=1, reason="Never took place", actor=acting(training.administrator), at=AT
    )
    assert (entry.state, entry.pending_state, totals()) == ("void", None, {})
    assert "Never" not in json.dumps([event.payload() for event in events.published()])
    with pytest.raises(services.EntryNotSigned):
        services.void_entry(entry=entry, seen_version=1, reason="Again", actor=acting(training.administrator), at=AT)
    assert list(differences()) == []


def test_missed_work_waits_for_nobody(training) -> None:
    entry = submit(training, content(minutes=0, outcome="missed"))
    assert sign(training, entry) == [SignOutcome.CHANGED]
    assert totals() == {}
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("worked_on", "days_later", "outcome"),
    [
        (date(2026, 11, 3), 89, SignOutcome.SIGNED),
        (date(2026, 11, 3), 91, SignOutcome.NOT_YOURS),
        (date(2026, 11, 4), 1, SignOutcome.NOT_YOURS),
    ],
)
def test_whose_role_was_ended_signs_as_a_former_supervisor_though_nobody_ended_the_agreement(
    training, worked_on, days_later, outcome
) -> None:
    role = db.session.scalars(select(RoleHeld).where(RoleHeld.person_id == training.supervisor.id)).one()
    ended_at = datetime(2026, 11, 4, 12, tzinfo=UTC)
    end_role(held=role, actor=acting(training.administrator), at=ended_at, on=ended_at.date())
    at = ended_at + timedelta(days=days_later - 1)
    entry = make_entry(training, content(worked_on=worked_on), at=ended_at)
    assert sign(training, entry, at=at) == [outcome]
