"""A supervisor away or gone: reminded, or countersigned for by two others, who did not see it and say so."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.away.pages import agreement_of, have_receipts, made_entries, signatures, states
from tests.factories.cohorts import pip_definition
from tests.factories.logbook import AT, acting, content, make_entry, make_training, seen, sign
from tests.factories.people import give_account, give_role, make_person, saved, sign_in, signed_in
from tests.logbook.whole import read_receipt, receipts_on
from tests.people.pages import letters, told
from trainee_app import wiring
from trainee_app.access import Actor
from trainee_app.away import services
from trainee_app.away.models import Absence
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.history.queries.verification import flaws
from trainee_app.logbook.queries import answer_to_receipt, differences, entry_named
from trainee_app.logbook.queries.verifying import count_to_verify
from trainee_app.logbook.rules import Held, SignOutcome, check_code
from trainee_app.logbook.services import correct_entry, submit_entry, verify_entries, withdraw_entry
from trainee_app.people.rules import Role

EVIDENCE = "the clinic’s diary of November, office file 12"


def proposal(app, *names: str, **changes: str) -> dict[str, Any]:
    with app.app_context():
        ticks = [seen(_entry(name)).tick for name in names]
    return {"once": new_public_id(), "entries": ticks, "evidence": EVIDENCE, "unseen": "y", **changes}


def proposed(app, office, *names: str, capacity: str = "supervisor") -> str:
    answer = office.post(f"/agreements/{agreement_of(app, capacity)}/absence", data=proposal(app, *names))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def seen_hash(app) -> str:
    with app.app_context():
        return db.session.query(Absence).one().content_hash


def test_two_countersign_on_named_evidence_and_it_is_shown(app, office, world, director) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    address = proposed(app, office, *names)
    assert states(app) == ["submitted", "submitted"], "a proposal counts nothing"
    assert [letter.to for letter in letters(app)] == [director.email]
    deciding = signed_in(app.test_client(), director)
    front = deciding.get("/").text
    assert "Countersign for Marta Ellison?" in front
    assert f'href="{address}"' in front
    assert "Countersign for" not in office.get("/").text, "who proposed it does not decide"
    page = deciding.get(address).text
    assert EVIDENCE in page
    assert "Countersigned in absence of Helen Rees" in page
    assert deciding.post(f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"}).status_code == 303
    assert states(app) == ["signed", "signed"]
    assert "Countersign for" not in deciding.get("/").text
    first, *entries, second = signatures(app)
    assert (first.slot, first.signer_name, first.method) == ("first_attester", "Ines Okafor", "absence")
    assert (second.slot, second.signer_name, second.signer_role) == ("second_attester", "Miriam Imrie", "director")
    for each in entries:
        assert (each.slot, each.method) == ("second_attester", "absence")
        assert (
            each.meaning
            == f"Countersigned in absence of Helen Rees, on the evidence of {EVIDENCE}. I did not see this work."
        )
    sign_in(office, world.trainee.person)
    page = office.get(f"/entries/{names[0]}").text
    assert "Countersigned in absence by Miriam Imrie" in page
    assert (EVIDENCE in page, "Verified by" in page) == (True, False), "nobody has looked at it yet"
    entries.sort(key=lambda each: each.document != f"entry:{names[0]}")
    receipt = office.get(f"/entries/{names[0]}/receipt?signature={entries[0].public_id}")
    assert f"/entries/{names[0]}/receipt?signature={entries[0].public_id}" in page
    assert (receipt.status_code, "Countersigned in the supervisor’s absence" in receipt.text) == (200, True)
    assert office.get(f"/entries/{names[0]}/receipt?signature={entries[1].public_id}").status_code == 404
    assert deciding.post(f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"}).status_code == 409
    have_receipts(address, office, deciding, "Countersigning in a supervisor’s absence", "1 h 40 min recorded")
    with app.app_context():
        assert list(differences()) == []
        assert list(flaws()) == []
    assert {"AbsenceProposed", "AbsenceCountersigned", "EntrySigned"} <= set(told(app))


def test_what_was_countersigned_still_waits_for_somebody_to_verify_it(app, client) -> None:
    words = pip_definition().replace("[signing]\n", '[signing]\nsecond_level = ["entries"]\n', 1)
    with saved(app):
        world = make_training(definition=words)
        proposer, director = (make_person(name) for name in ("Miriam Imrie", "Dora Quist"))
        for person in (proposer, director):
            give_role(person, world.programme, Role.DIRECTOR)
        entry = make_entry(world)
        agreement = db.session.query(SupervisionAgreement).filter_by(capacity="supervisor").one()
        how: dict[str, Any] = {"at": AT, "on": AT.date(), "strength": "two_factors"}
        made = services.propose_absence(
            agreement=agreement, entries=[seen(entry)], evidence=EVIDENCE, public_id=new_public_id(),
            actor=acting(proposer), **how,
        )  # fmt: skip
        services.countersign(absence=made, seen_hash=made.content_hash, actor=acting(director), **how)
        assert [count_to_verify(acting(each)) for each in (director, world.administrator)] == [0, 1]
        results = verify_entries(
            items=[seen(entry)], actor=acting(world.administrator), at=AT, method="password", strength="two_factors"
        )
        assert [each.outcome for each in results] == [SignOutcome.SIGNED]
        assert count_to_verify(acting(world.administrator)) == 0
    countersigned, verified = (each for each in signatures(app) if each.document == f"entry:{entry.public_id}")
    sign_in(client, world.trainee.person)
    page = client.get(f"/entries/{entry.public_id}").text
    assert page.count("Verified by") == 1
    for each in (countersigned, verified):
        said = client.get(f"/entries/{entry.public_id}/receipt?signature={each.public_id}").text
        assert (each.public_id in said, each.signer_name in said) == (True, True)
    with app.app_context():
        assert list(flaws()) == []


def test_nobody_fills_both_and_nobody_their_own_record(app, office, world, director) -> None:
    with saved(app):
        give_role(world.administrator, world.programme, Role.DIRECTOR)
        give_role(world.trainee.person, world.programme, Role.DIRECTOR)
        give_role(world.supervisor, world.programme, Role.DIRECTOR)
        give_account(db.session.merge(world.supervisor))
    names = made_entries(app, world, content())
    address = proposed(app, office, *names)
    shown = {"seen": seen_hash(app), "looked": "y"}
    assert office.post(f"{address}/countersign", data=shown).status_code == 404
    trainee = signed_in(app.test_client(), world.trainee.person)
    assert trainee.post(f"{address}/countersign", data=shown).status_code == 404
    assert trainee.get(f"/agreements/{agreement_of(app)}/absence").status_code == 404
    absent = signed_in(app.test_client(), world.supervisor)
    assert absent.post(f"{address}/countersign", data=shown).status_code == 404, "never in one's own absence"
    assert "Countersign for" not in absent.get("/").text
    assert [letter.to for letter in letters(app)] == [director.email]
    for person, refusal in (
        (world.administrator, services.DeciderProposed),
        (world.supervisor, services.NotTheirsToAttest),
        (world.trainee.person, services.NotTheirsToAttest),
    ):
        with saved(app), pytest.raises(refusal):
            _countersign(acting(person))
    assert states(app) == ["submitted"]


def _countersign(actor: Actor) -> None:
    absence = db.session.query(Absence).one()
    services.countersign(
        absence=absence, seen_hash=absence.content_hash, actor=actor, at=AT, on=AT.date(), strength="two_factors"
    )


def test_what_was_signed_meanwhile_is_not_countersigned_and_the_rest_waits(app, office, world, director) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    address = proposed(app, office, *names)
    with saved(app):
        sign(world, _entry(names[0]))
    deciding = signed_in(app.test_client(), director)
    answer = deciding.post(f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"})
    assert answer.status_code == 409
    assert "Nothing was signed" in answer.text
    assert states(app) == ["signed", "submitted"]
    (receipt,) = receipts_on(office, address)
    read_receipt(office, receipt, "I propose to countersign this", "Nothing counts by it before two have agreed")
    assert deciding.post(f"{address}/decline").status_code == 303
    declined = "since 4 November 2026</"
    read_receipt(office, receipt, "declined, or taken back: nothing counts by it", answer=declined)
    proposed(app, office, names[1])
    assert told(app).count("AbsenceProposed") == 2


def _entry(name: str):
    entry = entry_named(name)
    assert entry is not None
    return entry


def test_for_somebody_long_gone_and_what_they_signed_stays(app, office, world, director, traveller) -> None:
    (kept, waiting) = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    with saved(app):
        sign(world, _entry(kept))
        agreement = db.session.query(SupervisionAgreement).filter_by(capacity="supervisor").one()
        agreement.ends_on, agreement.ended_at = date(2026, 11, 3), AT
    traveller.shift(timedelta(days=200))
    signed_in(office, world.administrator)
    address = proposed(app, office, waiting)
    signed_in(app.test_client(), director).post(f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"})
    assert states(app) == ["signed", "signed"]
    assert [each.slot for each in signatures(app) if each.document == f"entry:{kept}"] == ["supervisor"]


def test_what_is_missing_is_said_at_its_field_and_kept(app, office, world) -> None:
    (name,) = made_entries(app, world, content())
    url = f"/agreements/{agreement_of(app)}/absence"
    assert proposal(app, name)["entries"][0] in office.get(url).text
    for changes, words in (
        ({"evidence": ""}, "Name the evidence"),
        ({"evidence": "x" * 71}, "Shorten this to 70 characters"),
        ({"evidence": "her mail of 3 May, rees@example.org"}, "e-mail"),
        ({"unseen": ""}, "Look at the evidence first"),
        ({"entries": []}, "Tick the entries that the evidence shows"),
        ({"entries": "nothing-of-theirs"}, "Tick the entries anew"),
    ):
        answer = office.post(url, data={**proposal(app, name), **changes})
        assert answer.status_code == 422, changes
        assert words in answer.text
    twice = proposal(app, name)
    assert office.post(url, data=twice).location == office.post(url, data=twice).location
    assert "Countersign in absence" in office.get(f"/trainees/{world.trainee.public_id}/signers").text


def test_what_changed_while_the_form_was_open_is_not_signed_unseen(app, office, world) -> None:
    name, other = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    url, stale = f"/agreements/{agreement_of(app)}/absence", proposal(app, name, other)
    with saved(app):
        withdraw_entry(entry=_entry(name), actor=world.trainee_actor, at=AT)
        changed = content(minutes=90)
        submit_entry(trainee_id=world.trainee.id, public_id=name, content=changed, actor=world.trainee_actor, at=AT)
    answer = office.post(url, data=stale)
    assert answer.status_code == 409
    assert "moved on since your page was shown" in answer.text
    assert EVIDENCE in answer.text, "what was typed is kept"
    assert "1 h 30 min" in answer.text
    assert re.findall(r'<input[^>]*checked[^>]*value="([^"]*):\d+:', answer.text) == [other], (
        "what changed is not ticked"
    )
    assert (told(app).count("AbsenceProposed"), signatures(app)) == (0, [])
    assert office.post(url, data=proposal(app, name, other)).status_code == 303


def test_who_decides_is_shown_what_was_proposed_and_not_what_counts_now(app, office, world) -> None:
    (name,) = made_entries(app, world, content(minutes=50))
    with saved(app):
        board = make_person("Bert Board")
        give_role(board, world.programme, Role.BOARD_MEMBER)
        give_account(board)
        sign(world, _entry(name))
        told_of = content(minutes=95, started_at_minute=9 * 60 + 5)
        correct_entry(entry=_entry(name), content=told_of, actor=world.trainee_actor, at=AT)
    address = proposed(app, office, name)
    for reader, link in ((office, True), (signed_in(app.test_client(), board), False)):
        page = reader.get(address).text
        assert "1 h 35 min" in page
        assert "Began at 9:05." in page
        assert "50 min" not in page, "the signed version is not what is countersigned"
        assert (f'href="/entries/{name}"' in page) is link, "no way that leads nowhere"


def test_for_a_tutor_who_is_away_no_registration_is_asked(app, office, world, director) -> None:
    address = proposed(app, office, *made_entries(app, world, content("seminar", 90)), capacity="tutor")
    decided = signed_in(app.test_client(), director).post(
        f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"}
    )
    assert decided.status_code == 303
    assert states(app) == ["signed"]


def test_sent_twice_at_once_it_is_proposed_once(app, world, at_once) -> None:
    (name,) = made_entries(app, world, content())
    agreement, once, office = agreement_of(app), new_public_id(), acting(world.administrator)
    other = acting(world.supervisor)

    def propose(actor: Actor = office) -> str:
        return services.propose_absence(
            agreement=db.session.query(SupervisionAgreement).filter_by(public_id=agreement).one(),
            entries=[seen(_entry(name))], evidence=EVIDENCE, public_id=once, actor=actor,
            at=AT, on=AT.date(), strength="two_factors",
        ).public_id  # fmt: skip

    assert at_once(propose, propose, propose) == [once] * 3
    assert told(app).count("AbsenceProposed") == 1
    with saved(app), pytest.raises(services.NotWhatWasShown):
        propose(other)


def test_a_programme_that_does_not_accept_it_has_none(app, client) -> None:
    words = pip_definition().replace('entries = ["account", "link", "paper", "absence"]', 'entries = ["account"]')
    with saved(app):
        world = make_training(definition=words)
        make_entry(world)
    office = signed_in(client, world.administrator)
    assert "Nothing waits" in office.get(f"/agreements/{agreement_of(app)}/absence").text


def test_somebody_with_an_account_is_reminded_once_in_three_days(app, office, world) -> None:
    made_entries(app, world, content())
    with saved(app):
        give_account(db.session.merge(world.supervisor))
    url = f"/agreements/{agreement_of(app)}/ask"
    assert "is reminded by mail" in office.post(url, follow_redirects=True).text
    (letter,) = letters(app)
    assert letter.to == world.supervisor.email
    assert "/to-sign" in letter.text
    assert "You can ask again from 7 November" in office.post(url).text
    with saved(app):
        db.session.merge(world.supervisor).email = None
    assert "has no e-mail address here" in office.post(url).text, "something waits; there is nowhere to write to"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE absence SET evidence = 'another'", "UPDATE absence SET decided_by = proposed_by, decision = 'countersigned', decided_at = proposed_at", "DELETE FROM absence"],
)  # fmt: skip
def test_the_database_holds_what_was_proposed(app, office, world, statement) -> None:
    proposed(app, office, *made_entries(app, world, content()))
    with pytest.raises(DBAPIError), saved(app):
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE absence SET evidence = 'another diary'",
        "UPDATE absence SET canonical = replace(canonical, 'diary', 'ledger')",
        "UPDATE absence SET decision = NULL, decided_by = NULL, decided_at = NULL",
        "UPDATE absence SET proposed_by = decided_by + 1000",
        "UPDATE signature SET signer_id = (SELECT person_id FROM trainee) WHERE document LIKE 'absence:%' AND slot = 'second_attester'",
        "UPDATE signature SET slot = 'supervisor' WHERE document LIKE 'absence:%' AND slot = 'first_attester'",
        "DELETE FROM absence",
    ],
)
@pytest.mark.one_engine
def test_what_somebody_alters_behind_our_back_is_found(app, office, world, director, statement) -> None:
    address = proposed(app, office, *made_entries(app, world, content()))
    signed_in(app.test_client(), director).post(f"{address}/countersign", data={"seen": seen_hash(app), "looked": "y"})
    receipts = [(each.public_id, check_code(each.seal)) for each in signatures(app) if each.document[:3] == "abs"]
    with app.app_context():
        assert list(flaws()) == []
        assert {answer_to_receipt(*each, wiring.RECEIPTS).held for each in receipts} == {Held.AGREES}
        on = "" if db.engine.dialect.name == "sqlite" else " ON absence"
        for guard in ("absence_stands_as_proposed", "absence_is_decided_once", "absence_never_goes"):
            db.session.execute(text(f"DROP TRIGGER {guard}{on}"))
        db.session.execute(text("DROP TRIGGER signature_never_changes" + on.replace("absence", "signature")))
        if on == "":
            db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text(statement))
        db.session.expire_all()
        found = [each.table for each in flaws() if hasattr(each, "table")]
        held = {answer_to_receipt(*each, wiring.RECEIPTS).held for each in receipts}
        db.session.rollback()
    assert "absence" in found
    assert Held.ALTERED in held
    assert Held.AGREES not in held, "no receipt of it agrees any longer"
