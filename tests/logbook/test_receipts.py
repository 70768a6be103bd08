"""Receipts: what they say, and what the record answers whoever holds one, after it was tampered with too."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from sqlalchemy import select, text

from tests.factories.logbook import AT, acting, content, make_signed_entry, sign
from tests.factories.people import saved, sign_in
from tests.history.worlds import raw_hands
from tests.logbook.verbs import correct
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import answer_to_receipt, entry_named
from trainee_app.logbook.rules import Held, check_code, document_name, receipt_number
from trainee_app.logbook.rules.receipts import _code_before
from trainee_app.people.rules.limits import LIMITS, Tried
from trainee_app.signatures.queries import signature_named, signatures_of


def receipt_of(entry, number=1):
    """Return what is printed on the receipt of a version: its number and its code."""
    own = signatures_of([document_name(entry.public_id)])
    signature = next(each for each in own if each.document_version == number)
    return signature.public_id, check_code(signature.seal)


def again(entry):
    """Return the entry as it stands now."""
    found = entry_named(entry.public_id)
    assert found is not None
    return found


def held(receipt):
    db.session.expire_all()
    return answer_to_receipt(*receipt).held


@pytest.fixture
def entry(app, world):
    """An entry that is signed for good."""
    with saved(app):
        make_signed_entry(world)
    with saved(app):
        return make_signed_entry(world, content("individual_supervision", 60))


def test_a_receipt_agrees_until_a_correction_is_signed_or_the_entry_is_void(app, world, entry) -> None:
    with saved(app):
        first = receipt_of(entry)
        kept = again(entry)
        correct(world, kept, activity="individual_supervision", minutes=90)
        assert held(first) is Held.AGREES
    with saved(app):
        sign(world, again(entry))
    with saved(app):
        kept = again(entry)
        second = receipt_of(kept, 2)
        assert (held(first), held(second)) == (Held.SUPERSEDED, Held.AGREES)
        office = acting(world.administrator)
        services.void_entry(entry=kept, seen_version=2, reason="Never took place", actor=office, at=AT)
        assert (held(first), held(second)) == (Held.SUPERSEDED, Held.VOID)
        assert answer_to_receipt(*second).since == AT


def test_a_code_is_read_however_it_is_typed_and_no_other_will_do(app, world, entry) -> None:
    with saved(app):
        number, code = receipt_of(entry)
        (other,) = (each for each in db.session.scalars(select(LogEntry)) if each.public_id != entry.public_id)
        other_number, other_code = receipt_of(other)
        assert held((number, code.lower().replace("-", " ").replace("o", "0").replace("i", "1"))) is Held.AGREES
        assert (held((number, other_code)), held((other_number, code))) == (Held.OTHER, Held.OTHER)
        assert held(("no-such-number", code)) is Held.UNKNOWN
        signature = signature_named(number)
        assert signature is not None
        spelled, before = receipt_number(number), "-".join(re.findall("....", _code_before(signature.seal)))
        for each in (spelled, spelled.lower().replace("-", " "), number):
            assert (held((each, code)), held((each, before.lower()))) == (Held.AGREES, Held.AGREES)
        assert not set("0O1IL") & set(spelled + code), "nothing that is mistaken for something else"


@pytest.mark.parametrize(
    ("statements", "answer"),
    [
        # An older copy put back: it does not know the signature, or the trail that its signer saw is another.
        (("UPDATE log_entry SET signature_id = NULL, state = 'submitted'", "DELETE FROM signature"), Held.UNKNOWN),
        (("DELETE FROM trail_line WHERE event = 'DocumentSigned'",), Held.ALTERED),
        (("UPDATE trail_line SET hash = 'another' || id",), Held.ALTERED),
        # Rows changed behind our back.
        (("UPDATE signature SET signer_name = 'Somebody Else'",), Held.ALTERED),
        (("UPDATE signature SET seal = content_hash",), Held.OTHER),
        (("UPDATE entry_version SET minutes = 500",), Held.ALTERED),
        (("DELETE FROM entry_step",), Held.ALTERED),
    ],
)
def test_a_receipt_exposes_an_older_copy_and_every_tampering(app, entry, statements, answer) -> None:
    with raw_hands(app, guards=False) as hands:
        receipt = receipt_of(entry)
        assert held(receipt) is Held.AGREES
        for statement in statements:
            hands.execute(text(statement))
        assert held(receipt) is answer


def test_signer_and_trainee_open_the_receipt_and_anybody_checks_it(client, app, world) -> None:
    with saved(app):
        entry = make_signed_entry(world, content(note="We looked at the pause."))
    with saved(app):
        number, code = receipt_of(entry)
    for person in (world.trainee.person, world.supervisor):
        sign_in(client, person)
        page = client.get(f"/entries/{entry.public_id}/receipt").text
        for said in ("Helen Rees", "BPC ", receipt_number(number), code, "We looked at the pause.", "50 min"):
            assert said in page
    stranger = app.test_client()
    answer = stranger.post("/receipts/check", data={"number": number, "code": code})
    assert (answer.status_code, "agrees with the record" in answer.text) == (200, True)
    assert "given on 4 November 2026" in answer.text
    for kept in ("Helen Rees", world.trainee.person.name, "pause", "50 min"):
        assert kept not in answer.text


def test_whoever_checks_too_often_is_asked_to_wait(client, world) -> None:
    limit = LIMITS[Tried.RECEIPT].by_address
    tried = [client.post("/receipts/check", data={"number": str(each), "code": "x"}) for each in range(limit + 1)]
    assert {each.status_code for each in tried[:-1]} == {200}
    assert tried[-1].status_code == 429
    assert 'value="x"' in tried[-1].text
    assert client.post("/receipts/check", data={"number": "", "code": "x"}).status_code == 422


def test_a_receipt_is_a_file_to_keep_that_says_where_it_is_checked(app, client, world, entry) -> None:
    sign_in(client, world.supervisor)
    with app.app_context():
        number, code = receipt_of(again(entry))
    answer = client.get(f"/entries/{entry.public_id}/receipt.pdf")
    assert answer.headers["Cache-Control"] == "no-store", "a shared computer keeps no receipt"
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    for words in (receipt_number(number), code, "Helen Rees", "Marta Ellison"):
        assert words in said
    assert "/receipts/check" in "".join(said.split())
