"""Taking an identifying text out: it is gone everywhere, and everything else stands and verifies."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from tests.factories.logbook import AT, acting, content, make_entry, make_signed_entry
from tests.factories.people import give_role, make_person, saved, sign_in
from tests.history.worlds import raw_hands
from tests.logbook.verbs import correct, submit
from trainee_app.db import db
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import entry_named
from trainee_app.logbook.queries.verification import entry_flaws
from trainee_app.logbook.rules.blanking import Why
from trainee_app.people.rules import Role
from trainee_app.signatures.queries import signature_flaws

NAMED = "Rosalind Thackeray was tired"


def everywhere(app):
    """Return every text that the database holds, of every table."""
    said = []
    with app.app_context():
        for table in db.metadata.sorted_tables:
            said += [str(tuple(row)) for row in db.session.execute(select(table))]
    return "\n".join(said)


def flaws(app):
    with app.app_context():
        return [*entry_flaws(lambda _ids: {}), *signature_flaws()]


def now(entry) -> LogEntry:
    found = entry_named(entry.public_id)
    assert found is not None
    return found


@pytest.fixture
def officer(app, world):
    """The data protection officer of the programme."""
    with saved(app):
        found = make_person("Ifor Bevan")
        give_role(found, world.programme, Role.DATA_PROTECTION_OFFICER)
    return found


@pytest.fixture
def entry(app, world):
    """Signed, with a correction that came back with a comment: the name stands in each of them."""
    with saved(app):
        made = make_signed_entry(world, content(note=NAMED))
    with saved(app):
        correct(world, now(made), minutes=45, note=f"{NAMED} again")
        how = {"actor": world.supervisor_actor, "at": AT}
        services.return_entry(entry=now(made), seen_version=2, comment=f"{NAMED}?", **how)
    return made


def test_the_text_is_gone_everywhere_and_the_record_verifies(app, world, officer, entry) -> None:
    assert everywhere(app).count(NAMED) == 3
    before = flaws(app)
    with saved(app):
        services.blank_entry(entry=now(entry), why=Why.NAME, actor=acting(officer), at=AT)
    assert NAMED not in everywhere(app)
    assert (before, flaws(app)) == ([], [])
    with saved(app):
        kept = now(entry)
        assert (kept.state, kept.minutes, kept.signature_id is not None) == ("signed", 50, True)
        with pytest.raises(services.NothingToBlank):
            services.blank_entry(entry=kept, why=Why.NAME, actor=acting(officer), at=AT)


def test_what_was_not_handed_in_yet_loses_its_text_and_can_be_written_anew(app, world, officer) -> None:
    with saved(app):
        made = make_entry(world, content(note=NAMED))
        services.withdraw_entry(entry=made, actor=acting(world.trainee.person), at=AT)
    with saved(app):
        services.blank_entry(entry=now(made), why=Why.STORY, actor=acting(officer), at=AT)
    with saved(app):
        submit(world, content(note="She was tired."), public_id=made.public_id)
    assert flaws(app) == []


def test_a_correction_that_was_only_begun_loses_its_text_though_nothing_else_holds_any(app, world, officer) -> None:
    with saved(app):
        made = make_signed_entry(world, content())
    with saved(app):
        begun: dict[str, Any] = {"public_id": made.public_id, "content": content(minutes=45, note=NAMED)}
        services.save_draft(trainee_id=world.trainee.id, actor=acting(world.trainee.person), at=AT, **begun)
    with saved(app):
        services.blank_entry(entry=now(made), why=Why.NAME, actor=acting(officer), at=AT)
    assert (NAMED in everywhere(app), flaws(app)) == (False, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry_text SET text = '', blanked_at = '2026-11-04 10:00:00'",
        "UPDATE entry_step SET comment = '', comment_blanked_at = '2026-11-04 10:00:00' WHERE comment <> ''",
    ],
)
def test_a_text_that_was_blanked_by_hand_is_found(app, entry, statement) -> None:
    with raw_hands(app, guards=False) as hands:
        hands.execute(text(statement))
        db.session.expire_all()
        assert list(entry_flaws(lambda _ids: {}))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry_text SET text = 'Somebody'",
        "UPDATE entry_text SET blanked_at = NULL",
        "UPDATE entry_step SET comment = 'Somebody' WHERE comment_blanked_at IS NOT NULL",
        "UPDATE entry_step SET comment_blanked_at = NULL",
    ],
)
def test_a_blanked_text_that_comes_back_by_hand_is_found(app, officer, entry, statement) -> None:
    with saved(app):
        services.blank_entry(entry=now(entry), why=Why.NAME, actor=acting(officer), at=AT)
    with raw_hands(app, guards=False) as hands:
        hands.execute(text(statement))
        db.session.expire_all()
        assert list(entry_flaws(lambda _ids: {}))


def test_the_officer_finds_it_and_takes_it_out_and_the_history_says_who_and_why(
    client, app, world, officer, entry
) -> None:
    sign_in(client, officer)
    found = client.post("/texts", data={"what": f"https://example.org/entries/{entry.public_id}?from=mail"})
    page = client.get(found.location)
    assert NAMED in page.text
    assert client.post(found.location, data={}).status_code == 422
    assert client.post(found.location, data={"why": "because I can"}).status_code == 422
    assert client.post(found.location, data={"why": "name"}).status_code == 302
    assert NAMED not in client.get(found.location).text
    assert client.post(found.location, data={"why": "name"}).status_code == 409
    assert client.post("/texts", data={"what": "NOSUCH-11"}).status_code == 422
    sign_in(client, world.trainee.person)
    told = client.get(f"/entries/{entry.public_id}/history").text
    assert "Ifor Bevan took the text out of this entry, because it named somebody." in told
    assert NAMED not in client.get(f"/entries/{entry.public_id}").text
