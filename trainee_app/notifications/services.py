"""Telling people, noting that they have seen it, and the week's letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from trainee_app.access import Actor
from trainee_app.background.services import begin_run, end_run
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.queries import count_awaiting_signature
from trainee_app.mail import services as mail
from trainee_app.notifications import queries
from trainee_app.notifications.models import Digest, DigestChoice, Notice
from trainee_app.notifications.rules import Kind

DIGEST_LETTER = "weekly digest"


def notify(
    *,
    people: Iterable[int],
    programme_id: int,
    kind: Kind,
    subject: str,
    at: datetime,
    trainee_id: int | None = None,
    params: Mapping[str, str | int | bool] | None = None,
    once: str | None = None,
) -> None:
    """Let these people find a notice about `subject`; with `once`, each of them one time only, however often asked."""
    words = json.dumps(params or {}, sort_keys=True)
    rows = [
        {
            "public_id": new_public_id(),
            "programme_id": programme_id,
            "person_id": person_id,
            "trainee_id": trainee_id,
            "kind": kind.value,
            "subject": subject,
            "params": words,
            "once": once,
            "made_at": at,
        }
        for person_id in sorted(set(people))
    ]
    if rows:
        on_sqlite = db.session.get_bind().dialect.name == "sqlite"
        insert = (sqlite_insert if on_sqlite else postgresql_insert)(Notice)
        db.session.execute(insert.values(rows).on_conflict_do_nothing())


def settle(*, subject: str, kind: Kind, at: datetime, person_id: int | None = None) -> None:
    """Put away what somebody has done, or what nobody needs to do any more: everybody's, or one person's."""
    waiting = update(Notice).where(Notice.subject == subject, Notice.kind == kind, Notice.seen_at.is_(None))
    if person_id is not None:
        waiting = waiting.where(Notice.person_id == person_id)
    db.session.execute(waiting.values(seen_at=at).execution_options(synchronize_session=False))


def see(*, notice: Notice, at: datetime) -> None:
    """Note that the person has opened a notice; opening it again changes nothing."""
    notice.seen_at = notice.seen_at or at


def see_all(*, person_id: int, up_to: datetime, at: datetime) -> None:
    """Note that the person has seen all notices made until `up_to`: those that the page showed, none that came since."""
    waiting = update(Notice).where(Notice.person_id == person_id, Notice.seen_at.is_(None), Notice.made_at <= up_to)
    db.session.execute(waiting.values(seen_at=at).execution_options(synchronize_session=False))


def choose_digest(*, person_id: int, wanted: bool, at: datetime) -> None:
    """Note whether the person wants the weekly letter. Notices in the application stay as they are."""
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite_insert if on_sqlite else postgresql_insert)(DigestChoice)
    chosen = {"wanted": wanted, "changed_at": at}
    statement = insert.values(person_id=person_id, **chosen)
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=chosen))


def post_digests(*, programme_id: int, week_on: date, on: date, at: datetime) -> int:
    """Post the week's letters of a programme, once; return how many. Whoever has nothing waiting gets none.

    The claim and the letters are one transaction: a process that dies half way leaves neither.
    """
    run_id = begin_run(job=DIGEST_LETTER, period=f"{week_on.isoformat()} of {programme_id}", at=at)
    if run_id is None:
        return 0
    posted = 0
    for person_id, notices, signs in queries.people_to_write_to(programme_id, week_on, on):
        to_sign = count_awaiting_signature(Actor(person_id=person_id, on=on, second_factor=True)) if signs else 0
        if notices + to_sign == 0:
            continue
        db.session.add(Digest(person_id=person_id, week_on=week_on, notices=notices, to_sign=to_sign, posted_at=at))
        mail.post(kind=DIGEST_LETTER, person_id=person_id, params={"week_on": week_on.isoformat()}, at=at)
        posted += 1
    end_run(run_id=run_id, at=at)
    return posted
