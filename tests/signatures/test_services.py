"""Signing on a real database: a slot is filled once, nobody fills two, and nothing of it ever changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.people import make_person, make_programme
from trainee_app import events
from trainee_app.signatures.models import Signature
from trainee_app.signatures.queries import signatures_of
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot, seal
from trainee_app.signatures.services import AlreadySigned, sign, sign_all

ACT = Act(Slot.FIRST_ATTESTER, Meaning.TRANSCRIBED, datetime(2026, 11, 4, 9, tzinfo=UTC), "password", "two_factors")
DOCUMENT = Document("import:B", 1, b'{"rows":3}')


@pytest.fixture
def programme(session):
    return make_programme()


@pytest.fixture
def signers(programme) -> list[Signer]:
    people = [make_person("Ines Okafor"), make_person("Dora Director")]
    return [Signer(person.id, person.name, "administrator", "") for person in people]


def test_two_people_fill_the_two_slots_of_one_document(programme, signers) -> None:
    first = sign(programme_id=programme.id, document=DOCUMENT, signer=signers[0], act=ACT)
    second_act = replace(ACT, slot=Slot.SECOND_ATTESTER)
    second = sign(programme_id=programme.id, document=DOCUMENT, signer=signers[1], act=second_act)
    found = signatures_of(["import:B"])
    assert [each.id for each in found] == [second, first]
    assert [event.name for event in events.published()] == ["DocumentSigned"] * 2
    told = seal(found[0].public_id, programme.id, DOCUMENT, signers[1], second_act, found[0].trail_head)
    assert found[0].seal == told == events.published()[1].payload()["seal"]


def test_a_slot_is_filled_once_and_nobody_fills_two(programme, signers, session) -> None:
    sign(programme_id=programme.id, document=DOCUMENT, signer=signers[0], act=ACT)
    for signer, act in ((signers[1], ACT), (signers[0], replace(ACT, slot=Slot.SECOND_ATTESTER)), (signers[0], ACT)):
        with pytest.raises(AlreadySigned):
            sign(programme_id=programme.id, document=DOCUMENT, signer=signer, act=act)
    assert session.scalar(select(func.count()).select_from(Signature)) == 1
    assert len(events.published()) == 1


def test_several_documents_are_signed_in_one_act(programme, signers) -> None:
    documents = [Document(f"entry:{number}", 1, b"{}") for number in range(20)]
    stored = sign_all(
        programme_id=programme.id, documents=documents, signer=signers[0], act=replace(ACT, slot=Slot.SUPERVISOR)
    )
    assert set(stored) == {each.name for each in documents}
    assert len(set(stored.values())) == 20
    assert {each.payload()["document"] for each in events.published()} == set(stored)


def test_a_signature_never_changes_and_never_goes(programme, signers, session) -> None:
    sign(programme_id=programme.id, document=DOCUMENT, signer=signers[0], act=ACT)
    for statement in (update(Signature).values(signer_name="Somebody"), delete(Signature)):
        with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
            session.execute(statement)
