"""The monthly letter to whoever signs without an account, and what the letters of this room say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import current_app

from trainee_app import clock
from trainee_app.away import queries, services
from trainee_app.away.models import Absence, PaperRecord, SigningCode, SigningList
from trainee_app.away.queries import paper
from trainee_app.away.rules import LAST_DAY_OF_LETTERS, LINK_LASTS
from trainee_app.away.services.absences import REMINDER_LETTER, TO_DECIDE_LETTER
from trainee_app.away.services.asking import CODE_LETTER, LINK_LETTER
from trainee_app.away.services.paper import SIGNED_LETTER
from trainee_app.away.services.paper import TO_DECIDE_LETTER as PAPER_LETTER
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.mail.composing import Commission, Composer
from trainee_app.mail.rules import Letter
from trainee_app.people.jobs import address_of
from trainee_app.people.queries import person_if_known, programmes
from trainee_app.people.rules.links import Purpose, token_of
from trainee_app.refusals import Refusal
from trainee_app.web.formats import count, long_date, month_and_year

_LONGEST_SUBJECT = 150


def send_monthly_lists(on: date) -> None:
    """Send everybody who signs by link one letter for the month, if anything waits for them on its first days."""
    if on.day > LAST_DAY_OF_LETTERS:
        return
    month, at = on.replace(day=1), clock.now()
    with unit_of_work():
        wanted = [
            (programme.id, person.id)
            for programme in programmes()
            for person in queries.people_to_write_to(programme.id, month)
        ]
    for programme_id, person_id in wanted:
        try:
            with unit_of_work():
                services.ask_by_link(
                    signer_id=person_id,
                    programme_id=programme_id,
                    trainee_id=None,
                    actor=None,
                    at=at,
                    on=on,
                    month=month,
                )
        except Refusal:
            # Nothing waits, or they took up an account a moment ago: no letter.
            continue


def write_link(asked: Commission) -> Letter | None:
    """Say what waits, and where it is signed; needless if nothing waits any more or the list has ended."""
    made = db.session.get(SigningList, int(asked.params["list_id"]))
    who = person_if_known(asked.person_id)
    if made is None or who is None or not who.email or queries.why_over(made, asked.at) is not None:
        return None
    waiting = queries.standing_of(made, clock.today(made.programme.zone)).waiting
    if not waiting:
        return None
    token = token_of(
        services.hand_token(signing_list=made, at=asked.at), Purpose.SIGNING, current_app.config["SECRET_KEY"]
    )
    names = list(dict.fromkeys(each.trainee_name for each in waiting))
    return _letter(
        who.email,
        f"To sign: {', '.join(names)}",
        "emails/signing_link.txt",
        person_name=who.name,
        programme=made.programme,
        names=names,
        entries=len(waiting),
        url=address_of("away.open_list", token=token),
        days=LINK_LASTS.days,
    )


def write_code(asked: Commission) -> Letter | None:
    """Send the code that shows who is at the page; needless if another was asked for since, or the list has ended."""
    code = db.session.get(SigningCode, int(asked.params["code_id"]))
    made = None if code is None else db.session.get(SigningList, code.list_id)
    who = person_if_known(asked.person_id)
    if code is None or made is None or who is None or not who.email:
        return None
    latest = queries.latest_code(made.id)
    if latest is None or latest.id != code.id or code.used_at is not None:
        return None
    if queries.why_over(made, asked.at) is not None:
        return None
    figures = services.hand_code(code=code, key=current_app.config["SECRET_KEY"], at=asked.at)
    return _letter(
        who.email,
        "Your code to sign",
        "emails/signing_code.txt",
        person_name=who.name,
        programme=made.programme,
        code=f"{figures[:3]} {figures[3:]}",
    )


def write_reminder(asked: Commission) -> Letter | None:
    """Remind somebody who signs in that entries wait; needless if they have been signed meanwhile."""
    trainee = db.session.get_one(Trainee, int(asked.params["trainee_id"]))
    who, course = person_if_known(asked.person_id), trainee.cohort.programme
    if who is None or not who.email:
        return None
    waiting = queries.waiting_for(who.id, trainee.programme_id, clock.today(course.zone), trainee.id)
    if not waiting:
        return None
    return _letter(
        who.email,
        f"To sign: {trainee.person.name}",
        "emails/signing_reminder.txt",
        person_name=who.name,
        trainee=trainee.person.name,
        programme=course,
        entries=len(waiting),
        url=address_of("logbook.queue"),
    )


def write_to_decide(asked: Commission) -> Letter | None:
    """Tell a director or board member that a countersigning waits for a decision; needless if it was made."""
    proposal = db.session.get_one(Absence, int(asked.params["absence_id"]))
    who = person_if_known(asked.person_id)
    if who is None or not who.email or proposal.decision is not None:
        return None
    return _letter(
        who.email,
        "To decide: countersigning in absence",
        "emails/absence_to_decide.txt",
        person_name=who.name,
        trainee=proposal.trainee.person.name,
        programme=proposal.trainee.cohort.programme,
        url=address_of("away.absence", public_id=proposal.public_id),
    )


def write_paper_to_decide(asked: Commission) -> Letter | None:
    """Tell a director or board member that a signed sheet waits for a decision; needless if it was made."""
    record = db.session.get_one(PaperRecord, int(asked.params["record_id"]))
    who, trainee = person_if_known(asked.person_id), record.sheet.trainee
    if who is None or not who.email or record.decision is not None:
        return None
    return _letter(
        who.email,
        "To decide: signed on paper",
        "emails/paper_to_decide.txt",
        person_name=who.name,
        trainee=trainee.person.name,
        programme=trainee.cohort.programme,
        url=address_of("away.paper_record", public_id=record.public_id),
    )


def write_signed_on_paper(asked: Commission) -> Letter | None:
    """Tell a signer what was put into the record in their name, with the receipts; nothing without an address."""
    record = db.session.get_one(PaperRecord, int(asked.params["record_id"]))
    who, sheet = person_if_known(asked.person_id), record.sheet
    if who is None or not who.email or record.decider is None:
        return None
    receipts = paper.receipts_of_record(record)
    return _letter(
        who.email,
        f"Signed on paper: {sheet.trainee.person.name}, {month_and_year(sheet.month)}",
        "emails/signed_on_paper.txt",
        person_name=who.name,
        trainee=sheet.trainee.person.name,
        programme=sheet.trainee.cohort.programme,
        inked_on=long_date(record.inked_on),
        code=sheet.code,
        entries=count(len(receipts), "entry", "entries"),
        recorder=record.recorder.name,
        decider=record.decider.name,
        receipts=receipts,
        url=address_of("logbook.check_receipt"),
    )


def _letter(to: str, subject: str, template: str, **facts: object) -> Letter:
    # Not by render_template: what pages are given about their visitor has no place in a letter.
    text = current_app.jinja_env.get_template(template).render(**facts)
    return Letter(to=to, subject=subject[:_LONGEST_SUBJECT], text=text)


MAILS: Mapping[str, Composer] = {
    CODE_LETTER: write_code,
    LINK_LETTER: write_link,
    PAPER_LETTER: write_paper_to_decide,
    REMINDER_LETTER: write_reminder,
    SIGNED_LETTER: write_signed_on_paper,
    TO_DECIDE_LETTER: write_to_decide,
}
