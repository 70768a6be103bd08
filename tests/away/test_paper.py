"""A sheet on paper: printed, signed in ink, recorded by one and decided by another; and what never becomes of it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.away.pages import agreement_of, have_receipts, made_entries, receipts_held, signatures, states
from tests.factories.cohorts import make_cohort, pip_definition
from tests.factories.files import pdf, picture
from tests.factories.logbook import AT, acting, content, make_entry, make_training, sign
from tests.factories.people import give_account, give_role, saved, signed_in
from tests.people.pages import letters, told
from trainee_app.away import services
from trainee_app.away.models import PaperRecord, PaperSheet
from trainee_app.cohorts.models import Cohort, SupervisionAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.files.models import StoredFile
from trainee_app.files.services import folder
from trainee_app.history.queries.verification import flaws
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import differences, entry_named
from trainee_app.logbook.rules import Held
from trainee_app.logbook.services import submit_entry, withdraw_entry
from trainee_app.people.rules import Role

CODE = r"\b[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}\b"
NOVEMBER = {"month": "2026-11-01"}


def printed(app, client) -> str:
    answer = client.post(f"/agreements/{agreement_of(app)}/sheets", data=NOVEMBER)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def text_of(answer) -> str:
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def scanned(*names: str, **changes: object) -> dict[str, object]:
    ticked = {"covered": list(names), "inked_on": "2026-11-04", "looked": "y", "once": new_public_id()}
    return {**ticked, "file": (io.BytesIO(pdf()), "scan of Marta.pdf"), **changes}


def recorded(office, sheet: str, *names: str, **changes: object) -> str:
    answer = office.post(f"{sheet}/record", data=scanned(*names, **changes))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def decision(app) -> dict[str, str]:
    with app.app_context():
        last = db.session.scalars(select(PaperRecord).order_by(PaperRecord.id.desc()).limit(1)).one()
        return {"seen": last.content_hash, "looked": "y"}


def plain(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_sheet_goes_out_on_paper_and_comes_back_signed_by_two(app, office, world, director) -> None:
    says = content(), content(worked_on=date(2026, 11, 2), minutes=75), content(worked_on=date(2026, 10, 30))
    names = made_entries(app, world, *says)
    assert "Sheet for November 2026" in plain(office.get(f"/trainees/{world.trainee.public_id}/signers"))
    sheet = printed(app, office)
    assert printed(app, office) == sheet, "nothing changed, so it is the same sheet"
    paper = office.get(f"{sheet}/sheet.pdf")
    assert office.get(f"{sheet}/sheet.pdf").data == paper.data
    said = text_of(paper)
    (code,) = set(re.findall(CODE, said))
    assert "1 2 Nov 2026 Case session 1 h 15 2 3 Nov 2026 Case session 50 min 2 entries 2 h 05" in said
    assert "I have supervised this work" in said
    assert "30 Oct" not in said, "one month, one sheet"
    record = recorded(office, sheet, *names[:2])
    assert states(app) == ["submitted"] * 3, "what is recorded counts nothing yet"
    assert [letter.to for letter in letters(app)] == [director.email]
    assert office.get(f"{record}/scan").data == pdf()
    assert office.post(f"{record}/sign", data=decision(app)).status_code == 404, "never who recorded it"
    deciding = signed_in(app.test_client(), director)
    answer = deciding.post(f"{record}/sign", data=decision(app), follow_redirects=True)
    assert "Signed on paper: 2 entries" in answer.text
    assert states(app) == ["signed", "signed", "submitted"]
    words = "signed on paper 4 November 2026, recorded by Ines Okafor"
    for each in (one for one in signatures(app) if one.document.startswith("entry:")):
        assert (each.slot, each.method, each.signer_name) == ("supervisor", "paper", "Helen Rees")
        assert each.strength == f"ink 2026-11-04, sheet {code}"
        assert each.meaning.startswith(f"S{words[1:]}, decided by Miriam Imrie: I have supervised")
    letter = next(each for each in letters(app) if each.to == world.supervisor.email)
    assert (code in letter.text, letter.text.count("November 2026: ")) == (True, 2), "a receipt for each"
    assert deciding.post(f"{record}/sign", data=decision(app)).status_code == 409, "never twice"
    trainee = signed_in(app.test_client(), world.trainee.person)
    for page in (f"/entries/{names[0]}", f"/entries/{names[0]}/receipt"):
        assert words in plain(trainee.get(page)).replace("Signed on", "signed on")
    have_receipts(record, trainee, deciding, "A sheet that came back signed on paper", "2 h 5 min recorded")
    sheet_of_month = text_of(trainee.get(f"/trainees/{world.trainee.public_id}/paper/2026-11/sheet.pdf"))
    assert f"Helen Rees, {words}" in sheet_of_month
    with app.app_context():
        assert list(differences()) == []
        assert list(flaws()) == []
    assert {"PaperSheetPrinted", "PaperSheetRecorded", "PaperSheetSigned"} <= set(told(app))


def test_a_sheet_is_found_by_its_code_and_what_waits_is_shown(app, office, world, director) -> None:
    names = made_entries(app, world, content())
    sheet = printed(app, office)
    (code,) = set(re.findall(CODE, text_of(office.get(f"{sheet}/sheet.pdf"))))
    cohort = f"/cohorts/{cohort_of(app)}/sheets"
    assert office.get(cohort, query_string={"code": code.lower().replace("-", " ")}).location == sheet
    slip = ("3" if code[0] == "2" else "2") + code[1:]
    assert "Compare each letter" in office.get(cohort, query_string={"code": slip}).text
    record = recorded(office, sheet, *names)
    assert "A signed sheet" not in office.get("/").text, "who recorded it does not decide"
    stands = "recorded by Ines Okafor on 4 November 2026, waits for a decision"
    for page in (sheet, f"{sheet}/record", cohort):
        shown = plain(office.get(page))
        assert (stands in shown, "Record it" in shown) == (True, False), page
    deciding = signed_in(app.test_client(), director)
    assert record in deciding.get(cohort).text
    with saved(app):
        another = make_cohort(db.session.merge(world.programme), "Cohort 2030").public_id
    assert record not in deciding.get(f"/cohorts/{another}/sheets").text, "each cohort's page speaks of its own"
    assert "A signed sheet of Marta Ellison" in deciding.get("/").text
    assert deciding.post(f"{record}/sign", data=decision(app)).status_code == 303
    assert "signed after Miriam Imrie looked at it" in plain(office.get(cohort))
    way = "on paper 4 November 2026, recorded by Ines Okafor."
    for page, did in (("", "signed it"), ("/history", "signed this entry")):
        assert f"Helen Rees {did} {way}" in plain(office.get(f"/entries/{names[0]}{page}"))


def cohort_of(app) -> str:
    with app.app_context():
        return db.session.query(Cohort).one().public_id


def test_the_letter_tells_only_what_was_signed_on_this_paper(app, office, world, director) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    record = recorded(office, printed(app, office), *names)
    with saved(app):
        sign(world, db.session.query(LogEntry).filter_by(public_id=names[0]).one())
    signed_in(app.test_client(), director).post(f"{record}/sign", data=decision(app))
    letter = next(each for each in letters(app) if each.to == world.supervisor.email)
    assert "2 November 2026: " in letter.text
    assert "3 November 2026: " not in letter.text, "that one was signed signed in, in between"


def test_sent_twice_at_once_it_is_recorded_once(app, office, world, at_once) -> None:
    (name,) = made_entries(app, world, content())
    sheet, once, by = printed(app, office).split("/")[-1], new_public_id(), acting(world.administrator)

    def record(actor=by) -> str:
        return services.record_sheet(
            sheet=db.session.query(PaperSheet).filter_by(public_id=sheet).one(), covered=[name], reason=None,
            inked_on=date(2026, 11, 4), stream=io.BytesIO(pdf()), name="scan.pdf", public_id=once, actor=actor,
            at=AT, on=date(2026, 11, 4), strength="two_factors",
        ).public_id  # fmt: skip

    assert at_once(record, record, record) == [once] * 3
    assert told(app).count("PaperSheetRecorded") == 1
    with saved(app), pytest.raises(services.NotWhatWasShown):
        record(acting(world.tutor))


def test_what_changed_after_printing_drops_out_and_is_said(app, office, world, director) -> None:
    names = made_entries(app, world, *(content(worked_on=date(2026, 11, day)) for day in (1, 2, 3)))
    sheet = printed(app, office)
    with saved(app):
        _change(world, names[0], minutes=80)
    page = plain(office.get(sheet))
    assert "1 row is no longer as printed" in page
    assert "Changed after printing" in page
    assert "50 min" in page, "the row stays as it was printed"
    assert names[0] not in office.get(f"{sheet}/record").text.split("Rows that the signature covers")[1]
    record = recorded(office, sheet, *names[1:])
    with saved(app):
        _change(world, names[1], minutes=90)
    deciding = signed_in(app.test_client(), director)
    assert "1 row is no longer as printed" in plain(deciding.get(record))
    answer = deciding.post(f"{record}/sign", data=decision(app), follow_redirects=True)
    assert (
        "Signed on paper: 1 entry. Left out, since they changed meanwhile or may not be signed so: 1 entry."
        in plain(answer)
    )
    assert states(app) == ["submitted", "submitted", "signed"]
    assert printed(app, office) != sheet, "what still waits makes another sheet"
    with app.app_context():
        assert list(flaws()) == []


def _change(world, name: str, minutes: int) -> None:
    entry = entry_named(name)
    assert entry is not None
    withdraw_entry(entry=entry, actor=world.trainee_actor, at=AT)
    changed = content(worked_on=entry.worked_on, minutes=minutes)
    submit_entry(trainee_id=entry.trainee_id, public_id=name, content=changed, actor=world.trainee_actor, at=AT)


def test_rows_crossed_out_are_left_with_a_reason(app, office, world, director) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    sheet = printed(app, office)
    assert "Say why" in office.post(f"{sheet}/record", data=scanned(names[0])).text
    record = recorded(office, sheet, names[0], reason="crossed_out")
    assert "Left out: crossed out on the sheet" in plain(office.get(record))
    assert office.post(f"{sheet}/record", data=scanned(names[0])).status_code == 409, "one record at a time"
    signed_in(app.test_client(), director).post(f"{record}/sign", data=decision(app))
    assert states(app) == ["signed", "submitted"]


def test_what_is_wrong_is_said_at_its_field_and_keeps_nothing(app, office, world) -> None:
    names = made_entries(app, world, content())
    sheet = printed(app, office)
    for changes, words in (
        ({"inked_on": "2026-11-05"}, "still to come"),
        ({"inked_on": "2026-11-02"}, "before the last work"),
        ({"inked_on": "2026-11-03"}, "The sheet was printed on 4 November 2026"),
        ({"inked_on": ""}, "Write the day"),
        ({"file": (io.BytesIO(b"<html>"), "scan.pdf")}, "not a PDF that can be read"),
        ({"file": (io.BytesIO(pdf()), "scan.exe")}, "Choose a PDF"),
        ({"file": ""}, "Choose a file"),
        ({"covered": []}, "Tick the rows"),
        ({"covered": ["nothing-of-theirs"]}, "covered"),
        ({"looked": ""}, "Look at the sheet first"),
    ):
        answer = office.post(f"{sheet}/record", data=scanned(*names, **changes))
        assert answer.status_code == 422, changes
        assert words in answer.text, changes
    with app.app_context():
        assert db.session.query(StoredFile).count() == 0
    twice = new_public_id()
    first = recorded(office, sheet, *names, once=twice, file=(io.BytesIO(picture()), "scan.jpg"))
    assert recorded(office, sheet, *names, once=twice) == first


def test_recorder_decider_trainee_and_signer_are_kept_apart(app, office, world, director) -> None:
    with saved(app):
        for person in (world.administrator, world.supervisor, world.trainee.person):
            give_role(db.session.merge(person), world.programme, Role.DIRECTOR)
        give_account(db.session.merge(world.supervisor))
    names = made_entries(app, world, content())
    sheet = printed(app, office)
    for person in (world.supervisor, world.trainee.person):
        theirs = signed_in(app.test_client(), person)
        assert theirs.get(sheet).status_code == 200
        assert theirs.post(f"{sheet}/record", data=scanned(*names)).status_code == 404
    record = recorded(office, sheet, *names)
    for person in (world.supervisor, world.trainee.person, world.administrator):
        theirs = signed_in(app.test_client(), person)
        assert theirs.get(record).status_code == 200
        assert theirs.post(f"{record}/sign", data=decision(app)).status_code == 404
    for person, refusal in (
        (world.administrator, services.RecorderDecides),
        (world.supervisor, services.NotTheirsToAttest),
        (world.trainee.person, services.NotTheirsToAttest),
    ):
        with saved(app), pytest.raises(refusal):
            _sign(acting(person))
    assert receipts_held(app, "paper") == {Held.AGREES}
    assert office.post(f"{record}/decline").status_code == 303
    assert receipts_held(app, "paper") == {Held.DECLINED}
    assert states(app) == ["submitted"]
    assert recorded(office, sheet, *names) != record, "taken back, it can be recorded again"


def _sign(actor) -> None:
    record = db.session.scalars(select(PaperRecord)).one()
    services.sign_as_recorded(
        record=record, seen_hash=record.content_hash, actor=actor, at=AT, on=AT.date(), strength="two_factors"
    )


def test_what_is_signed_meanwhile_is_not_signed_twice(app, office, world, director) -> None:
    names = made_entries(app, world, content())
    record = recorded(office, printed(app, office), *names)
    with saved(app):
        entry = entry_named(names[0])
        assert entry is not None
        sign(world, entry)
    deciding = signed_in(app.test_client(), director)
    answer = deciding.post(f"{record}/sign", data=decision(app))
    assert answer.status_code == 409
    assert "Nothing was signed" in answer.text
    assert [each.method for each in signatures(app) if each.document.startswith("entry:")] == ["password"]
    assert deciding.post(f"{record}/sign", data={**decision(app), "seen": "0" * 64}).status_code == 409


def test_the_signer_stands_as_on_the_day_of_the_ink(app, office, world, director, traveller) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 10, 30)))
    record = recorded(office, printed(app, office), names[0])
    with saved(app):
        agreement = db.session.query(SupervisionAgreement).filter_by(capacity="supervisor").one()
        agreement.ends_on, agreement.ended_at = date(2026, 11, 5), AT
    traveller.shift(timedelta(days=200))
    deciding = signed_in(app.test_client(), director)
    october = {"month": "2026-10-01"}
    assert deciding.post(f"/agreements/{agreement_of(app)}/sheets", data=october).status_code == 409
    assert deciding.post(f"{record}/sign", data=decision(app)).status_code == 303
    assert states(app) == ["signed", "submitted"]


def test_a_programme_that_does_not_accept_paper_prints_none(app, client) -> None:
    words = pip_definition().replace('entries = ["account", "link", "paper", "absence"]', 'entries = ["account"]')
    with saved(app):
        world = make_training(definition=words)
        make_entry(world)
    office = signed_in(client, world.administrator)
    assert "Sheet for" not in office.get(f"/trainees/{world.trainee.public_id}/signers").text
    answer = office.post(f"/agreements/{agreement_of(app)}/sheets", data=NOVEMBER)
    assert answer.status_code == 409


def test_more_than_a_page_says_so_and_more_than_twenty_are_signed(app, office, world, director) -> None:
    says = (content(worked_on=date(2026, 11, 1 + number % 4), minutes=10 + number) for number in range(45))
    names = made_entries(app, world, *says)
    sheet = printed(app, office)
    said = text_of(office.get(f"{sheet}/sheet.pdf"))
    assert "This sheet has 2 pages" in said
    assert "Page 2 of 2" in said
    record = recorded(office, sheet, *names)
    signed_in(app.test_client(), director).post(f"{record}/sign", data=decision(app))
    assert states(app) == ["signed"] * 45


@pytest.mark.parametrize("table", ["paper_sheet", "paper_row", "paper_record"])
def test_the_database_holds_what_was_printed_and_recorded(app, office, world, table) -> None:
    names = made_entries(app, world, content())
    recorded(office, printed(app, office), *names)
    for statement in (f"UPDATE {table} SET content_hash = 'another'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError), saved(app):
            db.session.execute(text(statement))
    same = "UPDATE paper_record SET decision = 'signed', decided_by = recorded_by, decided_at = recorded_at"
    with pytest.raises(DBAPIError), saved(app):
        db.session.execute(text(same))


@pytest.mark.one_engine
def test_what_somebody_alters_behind_our_back_is_found_and_not_signed(app, office, world, director) -> None:
    names = made_entries(app, world, content(), content(worked_on=date(2026, 11, 2)))
    record = recorded(office, printed(app, office), *names[:1], reason="crossed_out")
    deciding, seen = signed_in(app.test_client(), director), decision(app)
    assert receipts_held(app, "paper") == {Held.AGREES}
    with app.app_context():
        guards = [line.name for line in db.session.execute(text("SELECT name FROM sqlite_master WHERE type='trigger' AND (name LIKE 'paper%' OR name LIKE 'stored_file%' OR name = 'signature_never_changes')"))]  # fmt: skip
        for guard in guards:
            db.session.execute(text(f"DROP TRIGGER {guard}"))
        db.session.commit()
    for statement, back in (
        ("UPDATE paper_row SET content_hash = 'another'", "UPDATE paper_row SET content_hash = (SELECT content_hash FROM entry_version WHERE entry_version.entry_id = paper_row.entry_id)"),
        ("UPDATE paper_sheet SET month = '2026-10-01'", "UPDATE paper_sheet SET month = '2026-11-01'"),
        ("UPDATE paper_record SET canonical = replace(canonical, 'Crossed', 'Crossd')", "UPDATE paper_record SET canonical = replace(canonical, 'Crossd', 'Crossed')"),
        ("UPDATE paper_record SET inked_on = '2026-11-03'", "UPDATE paper_record SET inked_on = '2026-11-04'"),
        ("UPDATE stored_file SET sha256 = 'another'", None),
    ):  # fmt: skip
        _run(app, statement)
        assert deciding.post(f"{record}/sign", data=seen).status_code == 409, statement
        assert receipts_held(app, "paper") == {Held.ALTERED}, statement
        if back:
            with app.app_context():
                assert {each.table for each in flaws()} & {"paper_sheet", "paper_record"}, statement
            _run(app, back)
    assert states(app) == ["submitted", "submitted"]
    _run(app, "UPDATE signature SET signer_id = (SELECT person_id FROM trainee) WHERE document LIKE 'paper:%'")
    with app.app_context():
        assert "it is not signed by those who decided it" in " ".join(str(each) for each in flaws())


def _run(app, statement: str) -> None:
    with app.app_context():
        db.session.execute(text(statement))
        db.session.commit()


def test_a_scan_that_was_swapped_is_not_signed(app, office, world, director) -> None:
    names = made_entries(app, world, content())
    record = recorded(office, printed(app, office), *names)
    with app.app_context():
        (folder() / db.session.query(StoredFile).one().name).write_bytes(pdf(2))
    deciding = signed_in(app.test_client(), director)
    assert "not the one that was kept" in deciding.post(f"{record}/sign", data=decision(app)).text
    assert states(app) == ["submitted"]
