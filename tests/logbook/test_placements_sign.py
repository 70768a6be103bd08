"""What a placement's manager signs: time whose activity says so, at the placement they answer for, in its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.factories.casework import make_placement_agreement
from tests.factories.cohorts import make_placement, pip_definition
from tests.factories.logbook import (
    AT,
    Training,
    acting,
    content,
    make_entry,
    make_training,
    seen,
    sign,
)
from tests.factories.people import confirm, give_role, make_person, saved, sign_in
from tests.logbook.conftest import NOW
from tests.logbook.verbs import correct
from trainee_app.access import can
from trainee_app.cohorts.models import Placement, PlacementAgreement
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import count_awaiting_signature, entries_awaiting_signature
from trainee_app.logbook.queries.overview import kept_waiting
from trainee_app.logbook.rules import SignOutcome
from trainee_app.logbook.services import EntryFaulty
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.people.services import end_role
from trainee_app.signatures.models import Signature

LIAISON = {"activity": "liaison", "minutes": 40}


@dataclass(frozen=True)
class Service:
    """A training whose liaison is signed by the manager of the placement where it was."""

    training: Training
    placement: Placement
    manager: Person
    agreement: PlacementAgreement

    def entry(self, **says: Any) -> LogEntry:
        """Hand in liaison at the placement."""
        return make_entry(self.training, content(**{"placement_id": self.placement.id, **LIAISON, **says}))


def definition() -> str:
    before, liaison = pip_definition().split('key = "liaison"', 1)
    return f'{before}key = "liaison"{liaison.replace("supervisor", "placement manager", 1)}'


def make_service() -> Service:
    training = make_training(definition=definition())
    placement, manager = make_placement(training.trainee), make_person("Peter Quist")
    give_role(manager, training.programme, Role.PLACEMENT_MANAGER)
    return Service(training, placement, manager, make_placement_agreement(placement, manager))


@pytest.fixture
def service(session):
    return make_service()


def test_a_manager_signs_what_was_at_their_placement_and_says_so(service) -> None:
    entry = service.entry()
    assert sign(service.training, entry) == [SignOutcome.NOT_YOURS]
    assert sign(service.training, entry, by=service.manager) == [SignOutcome.SIGNED]
    signature = db.session.query(Signature).one()
    assert (signature.signer_role, signature.signer_registration) == ("placement manager", "")
    assert "answer for this placement" in signature.meaning


def _at_anothers(service: Service) -> LogEntry:
    return service.entry(placement_id=make_placement(service.training.trainee, "Southside").id)


def _supervised(service: Service) -> LogEntry:
    return service.entry(activity="case_session", minutes=50)


def _after_the_agreement(service: Service) -> LogEntry:
    service.agreement.ends_on = date(2026, 11, 2)
    return service.entry()


def _ended_lately(service: Service) -> LogEntry:
    service.agreement.ends_on = date(2026, 11, 3)
    return service.entry()


def _ended_long_ago(service: Service) -> LogEntry:
    service.agreement.ends_on = date(2026, 8, 1)
    return service.entry(worked_on=date(2026, 7, 31))


def _corrected_away(service: Service) -> LogEntry:
    """What waits says that it was elsewhere; the signed version still says that it was here."""
    entry = service.entry()
    assert sign(service.training, entry, by=service.manager) == [SignOutcome.SIGNED]
    elsewhere = make_placement(service.training.trainee, "Southside")
    correct(service.training, entry, **LIAISON, placement_id=elsewhere.id)
    return entry


CASES = {
    _at_anothers: False, _supervised: False, _after_the_agreement: False, _ended_lately: True, _ended_long_ago: False,
    _corrected_away: False,
}  # fmt: skip


@pytest.mark.parametrize(("make", "may"), CASES.items(), ids=lambda each: getattr(each, "__name__", str(each)))
def test_queue_permission_and_verb_agree_on_what_a_manager_may_sign(app, service, make, may) -> None:
    entry = make(service)
    actor = acting(service.manager)
    assert can(actor, "entry.sign", entry) is may
    assert [each.entry.id for each in entries_awaiting_signature(actor)] == ([entry.id] if may else [])
    assert count_awaiting_signature(actor) == may
    assert sign(service.training, entry, by=service.manager) == [SignOutcome.SIGNED if may else SignOutcome.NOT_YOURS]


@pytest.mark.parametrize(("days_later", "outcome"), [(89, SignOutcome.SIGNED), (91, SignOutcome.NOT_YOURS)])
def test_whose_part_has_ended_signs_for_as_long_as_a_former_supervisor(service, days_later, outcome) -> None:
    entry = service.entry()
    held = db.session.query(RoleHeld).filter_by(person_id=service.manager.id).one()
    end_role(held=held, actor=acting(service.training.administrator), at=AT, on=AT.date())
    at = datetime(2026, 11, 3, 12, tzinfo=AT.tzinfo) + timedelta(days=days_later)
    assert sign(service.training, entry, by=service.manager, at=at) == [outcome]


def test_a_manager_finds_what_waits_and_signs_it(app, client) -> None:
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            service = make_service()
            entry = service.entry()
            item = seen(entry)
        sign_in(client, service.manager)
        assert "One entry to sign" in client.get("/").text
        confirm(client)
        page = client.get("/to-sign").text
        assert "Liaison" in page
        assert f"/trainees/{service.training.trainee.public_id}/log" not in page
        tick = f"{item.entry}:{item.version}:{item.content_hash}"
        assert client.post("/to-sign", data={"entry": tick}).status_code == 302
        assert "Peter Quist" in client.get(f"/entries/{item.entry}").text
        assert "Nothing to sign" in client.get("/to-sign").text


def test_where_it_was_must_be_said_for_its_manager_signs_it(service) -> None:
    with pytest.raises(EntryFaulty) as refused:
        service.entry(placement_id=None)
    assert [(each.code, each.field) for each in refused.value.violations] == [("placement_missing", "placement")]


def test_the_office_sees_that_a_manager_keeps_it_waiting(service) -> None:
    service.entry()
    service.entry(activity="case_session", minutes=50)
    found = kept_waiting(service.training.trainee.cohort_id, AT.date() + timedelta(days=1))
    assert sorted((each.signer, each.entries) for each in found) == [("Helen Rees", 1), ("Peter Quist", 1)]
