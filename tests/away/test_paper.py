"""A sheet on paper: printed, signed in ink, recorded by one and decided by another; and what never becomes of it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.away.pages import made_entries, signatures, states
from tests.factories.cohorts import pip_definition
from tests.factories.files import pdf, picture
from tests.factories.logbook import AT, acting, content, make_entry, make_training, sign
from tests.factories.people import confirm, give_account, give_role, make_person, saved, sign_in
from tests.people.pages import letters, told
from trainee_app.away import services
from trainee_app.away.models import PaperRecord, PaperSheet
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.files.models import StoredFile
from trainee_app.files.services import folder
from trainee_app.history.queries.verification import flaws
from trainee_app.logbook.queries import differences, entry_named
from trainee_app.logbook.services import correct_entry, withdraw_entry
from trainee_app.people.models import Person
from trainee_app.people.rules import Role

CODE = r"\b[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}\b"
NOVEMBER = {"month": "2026-11-01"}


@pytest.fixture
def director(app, world) -> Person:
    with saved(app):
        director = make_person("Miriam Imrie")
        give_role(director, world.programme, Role.DIRECTOR)
        give_account(director)
        return director


@pytest.fixture
def office(app, client, world):
    return signed_in(client, world.administrator)


def signed_in(client, person):
    sign_in(client, person)
    confirm(client)
    return client


def agreement_of(app, capacity: str = "supervisor") -> str:
    with app.app_context():
        return db.session.query(SupervisionAgreement).filter_by(capacity=capacity).one().public_id


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
    cohort = f"/cohorts/{cohort_of(app)}/sheets"
    assert office.get(cohort, query_string={"code": code.lower().replace("-", " ")}).location == sheet
    assert "Compare each letter" in office.get(cohort, query_string={"code": code[::-1]}).text
    record = recorded(office, sheet, *names[:2])
    assert states(app) == ["submitted"] * 3, "what is recorded counts nothing yet"
    assert [letter.to for letter in letters(app)] == [director.email]
    assert office.get(f"{record}/scan").data == pdf()
    assert office.post(f"{record}/sign", data=decision(app)).status_code == 404, "never who recorded it"
    deciding = signed_in(app.test_client(), director)
    assert record in deciding.get(cohort).text
    answer = deciding.post(f"{record}/sign", data=decision(app), follow_redirects=True)
    assert "Signed on paper: 2 entries" in answer.text
    assert states(app) == ["signed", "signed", "submitted"]
    words = "signed on paper 4 November 2026, recorded by Ines Okafor"
    for each in (one for one in signatures(app) if one.document.startswith("entry:")):
        assert (each.slot, each.method, each.signer_name) == ("supervisor", "paper", "Helen Rees")
        assert each.strength == f"ink 2026-11-04, sheet {code}"
        assert each.meaning.startswith(f"S{words[1:]}, decided by Miriam Imrie: I have supervised")
    letter = next(each for each in letters(app) if each.to == world.supervisor.email)
    assert code in letter.text
    assert letter.text.count("November 2026: ") == 2, "a receipt for each"
    assert deciding.post(f"{record}/sign", data=decision(app)).status_code == 409, "never twice"
    trainee = signed_in(app.test_client(), world.trainee.person)
    for page in (f"/entries/{names[0]}", f"/entries/{names[0]}/receipt"):
        assert words in plain(trainee.get(page)).replace("Signed on", "signed on")
    sheet_of_month = text_of(trainee.get(f"/trainees/{world.trainee.public_id}/paper/2026-11/sheet.pdf"))
    assert f"Helen Rees, {words}" in sheet_of_month
    with app.app_context():
        assert list(differences()) == []
        assert list(flaws()) == []
    assert {"PaperSheetPrinted", "PaperSheetRecorded", "PaperSheetSigned"} <= set(told(app))


def cohort_of(app) -> str:
    with app.app_context():
        return db.session.query(SupervisionAgreement).first().trainee.cohort.public_id
