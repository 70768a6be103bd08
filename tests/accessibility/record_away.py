"""Lists signed by link, proposals to countersign and sheets signed in ink, in every state that their pages show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_registration
from tests.factories.files import pdf
from tests.factories.logbook import make_term_document
from tests.factories.people import give_role, make_person
from trainee_app.access import Actor
from trainee_app.away import services
from trainee_app.away.models import SigningCode, SigningItem, SigningList
from trainee_app.away.queries import paper
from trainee_app.away.queries.absences import waiting_in_absence
from trainee_app.away.rules import LeftOut, Why
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import withdraw_entry
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose, token_of

if TYPE_CHECKING:
    from tests.accessibility.world import Cast


def hand_a_term_in(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Two documents of Marta's to her tutor: one waits, one came back."""
    marta, tutor = cast.trainees["trainee"], cast.people["tutor"]
    study = db.session.scalars(
        select(LogEntry).where(LogEntry.trainee_id == marta.id, LogEntry.activity == "reading").limit(4)
    ).all()
    waits, returned = (make_term_document(marta, tutor, study, today, at) for _ in range(2))
    returned.decision, returned.decided_by, returned.decided_at = "returned", tutor.id, at
    returned.comment = "Which week was the second one?"
    ids |= {"term": waits.public_id, "term returned": returned.public_id}


def ask_by_link(app: Flask, cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Let a supervisor without an account be asked for everything that waits of two trainees, one with a long name."""
    marta, many = cast.trainees["trainee"], cast.trainees["very long"]
    lowe = make_person("Dr Edith Lowe")
    give_role(lowe, cast.programme, Role.SUPERVISOR)
    starts_on = cast.cohort.starts_on
    make_agreement(marta, lowe, starts_on)
    make_agreement(many, lowe, starts_on)
    make_registration(lowe, cast.programme, valid_from=starts_on, valid_until=today + timedelta(days=500))
    made = services.ask_by_link(
        signer_id=lowe.id,
        programme_id=cast.programme.id,
        trainee_id=None,
        actor=Actor(cast.people["administrator"].id, today, second_factor=True),
        at=at,
        on=today,
    )
    coded, empty, over = (_another(made) for _ in range(3))
    for each in db.session.query(SigningItem).filter_by(list_id=made.id).limit(3):
        db.session.add(
            SigningItem(
                list_id=coded.id,
                entry_id=each.entry_id,
                programme_id=each.programme_id,
                version=each.version,
                content_hash=each.content_hash,
            )
        )
    db.session.add(SigningCode(list_id=coded.id, asked_at=at + timedelta(hours=8), tries=0))
    for name, named in (("", made), (" with code", coded), (" empty", empty), (" over", over)):
        random_part = services.hand_token(signing_list=named, at=at)
        ids[f"signing link{name}"] = token_of(random_part, Purpose.SIGNING, app.config["SECRET_KEY"])
    db.session.flush()
    services.end_list(signing_list=over, why=Why.REVOKED, actor_id=None, at=at)


def _another(made: SigningList) -> SigningList:
    other = SigningList(
        programme_id=made.programme_id,
        person_id=made.person_id,
        content_hash="0" * 64,
        made_at=made.made_at,
        expires_at=made.expires_at,
        wrong_codes=0,
    )
    db.session.add(other)
    db.session.flush()
    return other


def countersign_in_absence(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Propose to countersign for a supervisor who is gone, and do so for another entry."""
    marta = cast.trainees["trainee"]
    novak, starts_on = make_person("Dr Iris Novak"), cast.cohort.starts_on
    gone = make_agreement(marta, novak, starts_on)
    give_role(novak, cast.programme, Role.SUPERVISOR)
    make_registration(novak, cast.programme, valid_from=starts_on, valid_until=today + timedelta(days=500))
    ids["agreement of the gone"] = gone.public_id
    office, director = (Actor(cast.people[who].id, today, second_factor=True) for who in ("administrator", "director"))
    waiting = [each.seen for each in waiting_in_absence(gone, today)]
    for state, entries in (("proposed", waiting[:2]), ("countersigned", waiting[2:3])):
        made = services.propose_absence(
            agreement=gone,
            entries=entries,
            evidence="the clinic’s diary of November, office file 12",
            public_id=new_public_id(),
            actor=office,
            at=at,
            on=today,
            strength="two_factors",
        )
        ids[f"absence {state}"] = made.public_id
        if state == "countersigned":
            services.countersign(
                absence=made,
                seen_hash=made.content_hash,
                actor=director,
                at=at,
                on=today,
                strength="two_factors",
            )
            ids["entry countersigned"] = entries[0].entry


def sign_in_ink(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Print sheets for three supervisors; one came back and waits to be decided, one has changed since."""
    marta, starts_on = cast.trainees["trainee"], cast.cohort.starts_on
    office = Actor(cast.people["administrator"].id, today, second_factor=True)
    writer = Actor(marta.person_id, today, second_factor=True)
    for state, name in (("printed", "Dr Pia Lund"), ("recorded", "Dr Otto Brandt"), ("changed", "Dr Ines Sarr")):
        signer = make_person(name)
        agreement = make_agreement(marta, signer, starts_on)
        give_role(signer, cast.programme, Role.SUPERVISOR)
        make_registration(signer, cast.programme, valid_from=starts_on, valid_until=today + timedelta(days=500))
        month, waiting = next(iter(paper.waiting_on_paper(agreement, today).items()))
        sheet = services.print_sheet(agreement=agreement, month=month, actor=writer, at=at, on=today)
        ids[f"sheet {state}"], names = sheet.public_id, [each.entry.public_id for each in waiting]
        if state == "changed":
            withdraw_entry(entry=waiting[0].entry, actor=writer, at=at)
        if state != "recorded":
            continue
        record = services.record_sheet(
            sheet=sheet,
            covered=names[:1],
            reason=LeftOut.CROSSED_OUT,
            inked_on=today,
            stream=BytesIO(pdf()),
            name="scan.pdf",
            public_id=new_public_id(),
            actor=office,
            at=at,
            on=today,
            strength="two_factors",
        )
        ids[f"signed sheet {state}"] = record.public_id
