"""The pages of what was brought in: who may see them, and how two people attest."""

from __future__ import annotations

import re

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.people import saved, sign_in, signed_in, unconfirm
from tests.imports.sheets import UNA, applicants, hours, row
from tests.imports.worlds import Office, bring
from tests.logbook.whole import receipt_on
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.signatures.models import Signature

NOW = "2026-11-20 10:00:00+00:00"
OTHER: tuple[str, ...] = ("Hana Rees", "hana.rees@example.org", "", "", "", "not offered")


class OfficeWithAFile(Office):
    """Two entries came in, one row stands twice, one is wrong, one applicant waits."""

    def __init__(self) -> None:
        super().__init__()
        rows = (row(), row(), row(day="11.10.25", time="1h30"), row(time="<b>abc</b>"))
        batch = bring(self.cohort, applicants(UNA, OTHER), hours(*rows)).batch
        assert batch is not None
        self.batch = batch


@pytest.fixture
def office(app):
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = OfficeWithAFile()
        yield made


def page_of(office) -> str:
    return f"/imports/{office.batch.public_id}"


def attest(client, office, **changes: str):
    fields = {"seen": office.batch.content_hash, "agrees": "y", **changes}
    return client.post(f"{page_of(office)}/attest", data=fields)


def states(client) -> dict[str, int]:
    with client.application.app_context():
        return dict(db.session.execute(select(LogEntry.state, func.count()).group_by(LogEntry.state)).all())


def signatures(client) -> int:
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_the_list_names_each_file_and_where_it_stands(client, office) -> None:
    page = signed_in(client, office.ines).get("/imports").text
    assert page_of(office) in page
    assert "Two attestations wait" in page


def test_the_list_says_how_to_begin_where_nothing_was_brought_in(client, office) -> None:
    page = signed_in(client, office.outsider).get("/imports").text
    assert "Nothing was brought in yet" in page


def test_the_account_shows_totals_refused_rows_doubles_and_who_waits(client, office) -> None:
    page = signed_in(client, office.bo).get(page_of(office)).text
    for words in ("Una Hobart", "4 h 30", "Refused: 1 row", "Doubles: 1 row", "The same as row 4", "not offered"):
        assert words in page, words
    assert "&lt;b&gt;abc&lt;/b&gt;" in page
    assert "Hana Rees" not in page


@pytest.mark.parametrize("who", ["tutor", "outsider"])
def test_nobody_else_sees_it(client, office, who: str) -> None:
    signed_in(client, getattr(office, who))
    assert client.get(page_of(office)).status_code == 404
    assert attest(client, office).status_code == 404
    assert signatures(client) == 0


def test_a_second_factor_is_asked_for(client, office) -> None:
    sign_in(client, office.ines, second_factor=False)
    assert client.get(page_of(office)).status_code == 404


def test_two_people_attest_and_the_entries_count(client, office) -> None:
    assert attest(signed_in(client, office.ines), office).status_code == 302
    assert states(client) == {"submitted": 2}
    page = client.get(page_of(office)).text
    assert "Ines Office" in page
    assert 'name="agrees"' not in page
    assert attest(signed_in(client, office.dora), office).status_code == 302
    assert states(client) == {"signed": 2}
    assert "Attested second" in client.get(page_of(office)).text
    receipt = receipt_on(client, page_of(office), "An office’s record that was brought in", "Dora Director")
    assert client.get(receipt.replace("/signatures/", "/signatures/x")).status_code == 404


def test_the_same_person_cannot_attest_twice(client, office) -> None:
    attest(signed_in(client, office.ines), office)
    assert attest(client, office).status_code == 404
    assert (signatures(client), states(client)) == (1, {"submitted": 2})


def test_a_director_and_a_board_member_are_one_half_only(client, office) -> None:
    attest(signed_in(client, office.dora), office)
    assert attest(signed_in(client, office.bo), office).status_code == 404
    assert attest(signed_in(client, office.ines), office).status_code == 302


def test_a_trainee_of_the_cohort_never_attests_whatever_else_they_are(app, client, office) -> None:
    with saved(app):
        office.make_trainee_too(office.ines)
    signed_in(client, office.ines)
    assert 'name="agrees"' not in client.get(page_of(office)).text
    assert attest(client, office).status_code == 404
    assert signatures(client) == 0


def test_attesting_asks_who_it_is_again(client, office) -> None:
    signed_in(client, office.ines)
    unconfirm(client)
    answer = attest(client, office)
    assert signatures(client) == 0
    assert "password" in answer.text.lower()


def test_nothing_is_attested_without_saying_that_it_was_compared(client, office) -> None:
    answer = signed_in(client, office.ines).post(f"{page_of(office)}/attest", data={"seen": office.batch.content_hash})
    assert answer.status_code == 422
    assert "Compare the totals" in answer.text
    assert re.search(r'<input[^>]*name="agrees"[^>]*aria-invalid="true"', answer.text) or re.search(
        r'<input[^>]*aria-invalid="true"[^>]*name="agrees"', answer.text
    )
    assert signatures(client) == 0


def test_a_stale_page_attests_nothing(client, office) -> None:
    assert attest(signed_in(client, office.ines), office, seen="0" * 64).status_code == 409
    assert signatures(client) == 0


def test_a_forged_field_changes_nothing(client, office) -> None:
    attest(signed_in(client, office.ines), office, slot="second_attester", signer_id=str(office.dora.id))
    with client.application.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.slot, signature.signer_id) == ("first_attester", office.ines.id)


def test_looking_changes_nothing(client, office) -> None:
    signed_in(client, office.ines).get(page_of(office))
    assert (signatures(client), states(client)) == (0, {"submitted": 2})
