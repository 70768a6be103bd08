"""What people bring along: recorded, shown by files, accepted, taken back; and what the one rule says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.factories.cohorts import make_registration, pip_definition
from tests.factories.files import pdf
from tests.factories.people import make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.credentials import queries, services
from trainee_app.credentials.events import EvidenceAttached
from trainee_app.credentials.models import Acceptance, BroughtAlong, Evidence
from trainee_app.credentials.rules import BroughtDraft, Course, EvidenceKind, Record, Verdict, verdict_of
from trainee_app.db.tables import new_public_id
from trainee_app.files.services import FileRefused
from trainee_app.programmes.rules import Code, parse_definition
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
STARTS_ON, ENDS_ON = date(2027, 1, 1), date(2028, 6, 30)
DEFINITION = parse_definition(pip_definition())
COURSE = Course(STARTS_ON, ENDS_ON, DEFINITION)
POST = BroughtDraft(Record.EXPERIENCE, date(2022, 1, 1), None, title="Psychologist", place="A clinic", share_percent=60)
THERAPY = BroughtDraft(Record.THERAPY, date(2024, 1, 1), None, standing="declaration")


@pytest.fixture(autouse=True)
def empty_folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_PATH", tmp_path / "files")


@pytest.fixture
def programme(session):
    return make_programme()


@pytest.fixture
def marta(programme):
    return make_person("Marta Ellison")


@pytest.fixture
def office(programme):
    return make_person("Ines Office")


def by(person) -> Actor:
    return Actor(person_id=person.id, on=ON, second_factor=True)


def record(person, programme, draft=POST, **changes):
    usual = {"draft": draft, "public_id": new_public_id(), "actor": by(person), "on": ON, "at": AT}
    return services.record_brought(person=person, programme=programme, **{**usual, **changes})


def accept(person, programme, actor, about=Record.EXPERIENCE, reason="", **changes):
    usual = {"record": about, "course": COURSE, "reason": reason, "public_id": new_public_id(), "on": ON, "at": AT}
    return services.accept_prerequisite(person=person, programme=programme, actor=by(actor), **{**usual, **changes})


def attach(person, programme, content=None, **changes):
    usual: dict[str, Any] = {
        "about": "experience",
        "kind": EvidenceKind.REFERENCE,
        "name": "a.pdf",
        "public_id": new_public_id(),
    }
    usual |= {"actor": by(person), "at": AT, "stream": BytesIO(pdf() if content is None else content)}
    return services.attach_evidence(person=person, programme=programme, **{**usual, **changes})


def verdicts(person, programme, on=ON) -> dict[str, Verdict]:
    found = queries.prerequisite_findings(person.id, programme.id, STARTS_ON, ENDS_ON, DEFINITION, on)
    return {each.key: verdict_of(each) for each in found}


def test_who_brings_nothing_misses_what_is_due_and_is_told_what_is_due_later(programme, marta) -> None:
    assert verdicts(marta, programme) == {
        "registration": Verdict.MISSING,
        "experience": Verdict.MISSING,
        "infant_observation": Verdict.LATER,
        "personal_therapy": Verdict.MISSING,
    }


def test_four_years_are_met_once_accepted_and_a_day_less_needs_a_reason(programme, marta, office) -> None:
    make_registration(marta, programme, valid_from=date(2026, 1, 1), valid_until=date(2029, 1, 1))
    short = record(marta, programme, BroughtDraft(Record.EXPERIENCE, date(2023, 1, 2), None, "Psychologist", "A clinic", share_percent=60))  # fmt: skip
    (_, finding, *_rest) = queries.findings_of(marta.id, programme.id, COURSE, ON)
    assert (finding.code, finding.figure, finding.target) == (Code.PREREQUISITE_SHORT, 47, 48)
    assert verdict_of(finding) is Verdict.DECISION
    with pytest.raises(FieldsAreFaulty):
        accept(marta, programme, office)
    taken = accept(marta, programme, office, reason="One day, by the course’s decision.")
    assert (taken.is_short, taken.months) == (True, 47)
    assert verdicts(marta, programme)["experience"] is Verdict.MET
    services.take_acceptance_back(acceptance=taken, actor=by(office), at=AT)
    services.take_brought_back(brought=short, actor=by(marta), at=AT)
    record(marta, programme)
    assert verdicts(marta, programme)["experience"] is Verdict.DECISION
    assert accept(marta, programme, office).is_short is False
    assert verdicts(marta, programme) | {"infant_observation": Verdict.LATER} == {
        "registration": Verdict.MET,
        "experience": Verdict.MET,
        "infant_observation": Verdict.LATER,
        "personal_therapy": Verdict.MISSING,
    }


def test_therapy_is_met_by_days_alone_and_the_database_keeps_words_out(session, programme, marta, office) -> None:
    row = record(marta, programme, THERAPY)
    assert (row.title, row.place) == ("", "")
    assert verdicts(marta, programme)["personal_therapy"] is Verdict.DECISION
    accept(marta, programme, office, Record.THERAPY)
    assert verdicts(marta, programme)["personal_therapy"] is Verdict.MET
    with pytest.raises(IntegrityError), session.begin_nested():
        record(marta, programme, BroughtDraft(Record.THERAPY, date(2020, 1, 1), None, "About", "Whom", "letter"))


def test_an_observation_course_counts_as_far_as_it_has_run(programme, marta) -> None:
    record(marta, programme, BroughtDraft(Record.OBSERVATION, date(2026, 1, 1), date(2026, 12, 31), place="A school", standing="running"))  # fmt: skip
    facts = queries.facts_prerequisites({(marta.id, programme.id): STARTS_ON}, ON)
    assert [(each.record, each.months) for each in facts[marta.id, programme.id]] == [("infant_observation", 10)]
    later = queries.facts_prerequisites({(marta.id, programme.id): STARTS_ON}, date(2027, 3, 1))
    assert later[marta.id, programme.id][0].months == 12


def test_what_was_known_by_an_earlier_instant_is_told_as_it_was(programme, marta) -> None:
    row = record(marta, programme)
    services.take_brought_back(brought=row, actor=by(marta), at=AT + timedelta(days=2))
    courses = {(marta.id, programme.id): STARTS_ON}
    known = [queries.facts_prerequisites(courses, ON, AT + timedelta(days=days)) for days in (-1, 1, 3)]
    assert [bool(each) for each in known] == [False, True, False]
    assert queries.facts_prerequisites({}, ON) == {}


def test_nobody_accepts_what_they_bring_along_themselves_and_nobody_twice(programme, marta, office) -> None:
    record(marta, programme)
    with pytest.raises(services.AcceptanceIsOnesOwn):
        accept(marta, programme, marta)
    name = new_public_id()
    first = accept(marta, programme, office, public_id=name)
    assert accept(marta, programme, office, public_id=name) is first
    with pytest.raises(services.AlreadyAccepted):
        accept(marta, programme, office)
    with pytest.raises(services.AcceptanceIsOnesOwn):
        services.take_acceptance_back(acceptance=first, actor=by(marta), at=AT)


def test_a_form_sent_twice_makes_one_row_and_taking_back_works_once(programme, marta) -> None:
    name = new_public_id()
    assert record(marta, programme, public_id=name) is record(marta, programme, public_id=name)
    piece = attach(marta, programme, public_id=name)
    assert attach(marta, programme, public_id=name) is piece
    with pytest.raises(services.FormBelongsToSomethingElse):
        record(make_person("Jonas"), programme, public_id=name)
    services.take_evidence_back(evidence=piece, actor=by(marta), at=AT)
    with pytest.raises(services.AlreadyTakenBack):
        services.take_evidence_back(evidence=piece, actor=by(marta), at=AT)
    assert queries.prerequisites_of(marta.id, programme.id).evidence == []


def test_a_file_that_is_refused_leaves_no_row_and_one_that_is_taken_is_told_by_its_hash(programme, marta) -> None:
    with pytest.raises(FileRefused):
        attach(marta, programme, b"<svg/>")
    assert queries.prerequisites_of(marta.id, programme.id).evidence == []
    piece = attach(marta, programme)
    (told,) = events.published()
    assert isinstance(told, EvidenceAttached)
    assert (told.name, told.sha256, told.subject) == (
        "EvidenceAttached",
        piece.file.sha256,
        f"person:{marta.public_id}",
    )


@pytest.mark.parametrize("model", [BroughtAlong, Evidence, Acceptance])
def test_what_was_recorded_is_never_edited_and_never_goes(session, programme, marta, office, model) -> None:
    record(marta, programme)
    attach(marta, programme)
    accept(marta, programme, office)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(model).values(person_id=office.id))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(delete(model))


def test_an_acceptance_ends_with_what_it_rests_on_and_is_given_anew(programme, marta, office) -> None:
    therapy = record(marta, programme, THERAPY)
    accepted = accept(marta, programme, office, Record.THERAPY)
    services.take_brought_back(brought=therapy, actor=by(marta), at=AT)
    assert (accepted.ended_at, accepted.ended_by) == (AT, marta.id)
    assert verdicts(marta, programme)["personal_therapy"] is not Verdict.MET
    assert [each.name for each in events.published()][-2:] == ["BroughtAlongTakenBack", "AcceptanceLapsed"]
    kept = queries.prerequisites_of(marta.id, programme.id)
    assert (kept.acceptances, kept.lapsed) == ({}, {"personal_therapy": accepted})
    record(marta, programme, THERAPY)
    anew = accept(marta, programme, office, Record.THERAPY)
    kept = queries.prerequisites_of(marta.id, programme.id)
    assert (kept.acceptances, kept.lapsed) == ({"personal_therapy": anew}, {})


def test_posts_swapped_after_the_acceptance_are_accepted_anew(programme, marta, office) -> None:
    first = record(marta, programme)
    accept(marta, programme, office)
    later = AT + timedelta(hours=1)
    another = BroughtDraft(Record.EXPERIENCE, date(2015, 1, 1), date(2016, 1, 1), "Nurse", "Ward", share_percent=100)
    added = record(marta, programme, another, at=later)
    services.take_brought_back(brought=added, actor=by(marta), at=later)
    assert verdicts(marta, programme)["experience"] is Verdict.MET, "what came later was not accepted"
    services.take_brought_back(brought=first, actor=by(marta), at=later)
    record(marta, programme, at=later)
    assert verdicts(marta, programme)["experience"] is Verdict.DECISION


def test_an_acceptance_ends_with_the_letter_that_it_rests_on(programme, marta, office) -> None:
    letter = attach(marta, programme, about="personal_therapy", kind=EvidenceKind.LETTER)
    accepted = accept(marta, programme, office, Record.THERAPY, reason="By the letter.")
    services.take_evidence_back(evidence=letter, actor=by(marta), at=AT)
    assert accepted.ended_at == AT
