"""Every SELECT about what waits for somebody, and about lists that are signed by link; absence and paper beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from trainee_app.access import Actor
from trainee_app.away.models import SigningCode, SigningItem, SigningList
from trainee_app.away.rules import CODE_LASTS, TRIES_A_CODE, Decided, RowNow, Why, row_now
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import definition_of_cohort, is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import Awaiting, entries_awaiting_signature
from trainee_app.logbook.rules import check_code, document_name, receipt_number
from trainee_app.people.models import Account, Person
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Method
from trainee_app.signatures.queries import signatures_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that cannot be decided by this list any more, and why not."""

    entry: LogEntry
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a list stands now: what is open, what was decided by it, and what dropped out of it."""

    waiting: Sequence[Awaiting]
    decided: Sequence[SigningItem]
    dropped: Sequence[Dropped]


def has_account(person_id: Any) -> ColumnElement[bool]:
    """Condition: the person has taken up an account, or had one that was closed. Whoever was only invited has not."""
    taken_up = or_(Account.password_hash.is_not(None), Account.closed_at.is_not(None))
    return exists().where(Account.person_id == person_id, taken_up)


def signs_by_link(person_id: int) -> bool:
    """Say whether the person has no account of their own to sign with."""
    return not db.session.scalar(select(has_account(person_id)))


def acting(person_id: int, on: date) -> Actor:
    """Return an addressee as one who signs: what they may sign is judged like everybody's."""
    return Actor(person_id, on, second_factor=True, confirmed=True)


def waiting_for(person_id: int, programme_id: int, on: date, trainee_id: int | None = None) -> list[Awaiting]:
    """Return what waits for the person's signature in a programme, of one trainee or of all."""
    found = entries_awaiting_signature(acting(person_id, on), trainee_id)
    return [each for each in found if each.entry.programme_id == programme_id]


def accepted(waiting: Sequence[Awaiting], method: Method) -> list[Awaiting]:
    """Return of what waits that which its programme lets be signed in this way."""
    return [each for each in waiting if definition_of_cohort(each.cohort_id).accepts(each.version.activity, method)]


def list_of_token(token_hash: str) -> SigningList | None:
    """Return the list of that link, whether it still works or not."""
    return db.session.scalar(select(SigningList).where(SigningList.token_hash == token_hash))


def why_over(signing_list: SigningList, at: datetime) -> Why | None:
    """Say why a list can be signed no longer; None if it can."""
    if signing_list.ended_why is not None:
        return Why(signing_list.ended_why)
    if at >= signing_list.expires_at:
        return Why.EXPIRED
    return None if signs_by_link(signing_list.person_id) else Why.HAS_ACCOUNT


def standing_of(signing_list: SigningList, on: date) -> Standing:
    """Return how a list stands on a day for its addressee."""
    items = items_of(signing_list.id)
    bound = {each.entry.public_id: each for each in items}
    now = entries_awaiting_signature(acting(signing_list.person_id, on), named=sorted(bound)) if bound else []
    open_now = [each for each in now if _is_bound(each, bound[each.entry.public_id])]
    still = {each.entry.id for each in open_now}
    theirs = {each.entry.id for each in now}
    return Standing(
        waiting=open_now,
        decided=[each for each in items if each.decision is not None],
        dropped=[
            Dropped(each.entry, _why_dropped(each, is_theirs=each.entry_id in theirs))
            for each in items
            if each.decision is None and each.entry_id not in still
        ],
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What anybody can check a signature by: its number and its short code."""

    entry: LogEntry
    number: str
    code: str


def items_of(list_id: int) -> list[SigningItem]:
    """Return the items of a list with their entries as they stand now."""
    statement = (
        select(SigningItem)
        .join(LogEntry, LogEntry.id == SigningItem.entry_id)
        .where(SigningItem.list_id == list_id)
        .order_by(LogEntry.trainee_id, LogEntry.worked_on, LogEntry.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def receipts_of(signing_list: SigningList, items: Sequence[SigningItem]) -> list[Receipt]:
    """Return the receipts of what the addressee has signed of these items, in their order."""
    signed = [(each.entry, each.version) for each in items if each.decision == Decided.SIGNED]
    return receipts_on(signed, signing_list.person_id)


def receipts_on(versions: Sequence[tuple[LogEntry, int]], signer_id: int, strength: str | None = None) -> list[Receipt]:
    """Return the receipts of what somebody has signed of these versions, in their order; of that strength alone if given."""
    names = [document_name(entry.public_id) for entry, _ in versions]
    given = {
        (each.document, each.document_version): each
        for each in (signatures_of(names) if names else ())
        if each.signer_id == signer_id and strength in {None, each.strength}
    }
    found = ((entry, given.get((document_name(entry.public_id), version))) for entry, version in versions)
    return [
        Receipt(entry, receipt_number(made.public_id), check_code(made.seal))
        for entry, made in found
        if made is not None
    ]


def _is_bound(waiting: Awaiting, item: SigningItem) -> bool:
    version = waiting.version
    return item.decision is None and (version.number, version.content_hash) == (item.version, item.content_hash)


_DROPPED = {
    RowNow.WAITS: "It is not yours to sign any longer.",
    RowNow.CHANGED: "It was changed after this list was sent, and comes with the next one.",
    RowNow.SIGNED: "It has been signed meanwhile.",
    RowNow.BACK: "It was taken back by its trainee, or returned.",
    RowNow.VOID: "It was made void: it counts no longer, and nobody signs it.",
}


def _why_dropped(item: SigningItem, *, is_theirs: bool) -> str:
    now = stands_now(item.entry, item.version)
    # What waits for them and is not what the list binds has changed, whatever its number says.
    return _DROPPED[RowNow.CHANGED if is_theirs and now is RowNow.WAITS else now]


def stands_now(entry: LogEntry, version: int) -> RowNow:
    """Say how the version of an entry that somebody was given to sign stands now."""
    return row_now(
        version,
        state=entry.state,
        counting=entry.version,
        pending_state=entry.pending_state,
        pending=entry.pending_version,
    )


def latest_code(list_id: int) -> SigningCode | None:
    """Return the code that was asked for last; an earlier one counts no longer."""
    statement = select(SigningCode).where(SigningCode.list_id == list_id).order_by(SigningCode.id.desc()).limit(1)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def has_open_code(list_id: int, at: datetime) -> bool:
    """Say whether a code is on its way, or was sent and can still be used."""
    code = latest_code(list_id)
    if code is None or code.used_at is not None or code.tries >= TRIES_A_CODE:
        return False
    return at < (code.expires_at or code.asked_at + CODE_LASTS)


def codes_since(list_id: int, since: datetime) -> int:
    """Return how many codes were asked for since then."""
    statement = select(func.count()).where(SigningCode.list_id == list_id, SigningCode.asked_at > since)
    return db.session.scalar(statement) or 0


def latest_lists(trainee_id: int, person_ids: Sequence[int]) -> dict[int, SigningList]:
    """Return by addressee the list by which they were last asked to sign for the trainee."""
    speaks_of = exists().where(SigningItem.list_id == SigningList.id, SigningItem.entry_id == LogEntry.id)
    statement = (
        select(SigningList)
        .where(
            SigningList.person_id.in_(person_ids),
            exists().where(LogEntry.trainee_id == trainee_id, speaks_of).correlate(SigningList),
        )
        .order_by(SigningList.id)
    )
    return {each.person_id: each for each in db.session.scalars(statement)}


def lists_not_ended(programme_id: int, person_id: int, trainee_id: int | None) -> list[SigningList]:
    """Return the lists that a new one takes the place of: of that trainee, or of all."""
    statement = select(SigningList).where(
        SigningList.programme_id == programme_id,
        SigningList.person_id == person_id,
        SigningList.ended_at.is_(None),
    )
    if trainee_id is not None:
        statement = statement.where(SigningList.trainee_id == trainee_id)
    return list(db.session.scalars(statement))


def last_asked_at(programme_id: int, person_id: int, trainee_id: int | None) -> datetime | None:
    """Return when somebody last asked the person by hand, for that trainee."""
    of_trainee = SigningList.trainee_id.is_(None) if trainee_id is None else SigningList.trainee_id == trainee_id
    statement = select(func.max(SigningList.made_at)).where(
        SigningList.programme_id == programme_id, SigningList.person_id == person_id, of_trainee
    )
    return db.session.scalar(statement)


def people_to_write_to(programme_id: int, month: date) -> list[Person]:
    """Return who signs by link on the programme, has an address, and has had no letter for the month."""
    had_one = exists().where(
        SigningList.programme_id == programme_id, SigningList.person_id == Person.id, SigningList.month == month
    )
    agreed = exists().where(
        SupervisionAgreement.programme_id == programme_id, SupervisionAgreement.supervisor_id == Person.id
    )
    statement = select(Person).where(agreed, Person.email.is_not(None), ~has_account(Person.id), ~had_one)
    return list(db.session.scalars(statement.order_by(Person.id)))


def may_ask(actor: Actor) -> ColumnElement[bool]:
    """Condition on agreements: the actor is its trainee, or administrator or director of the programme."""
    return or_(
        is_own_record(actor, SupervisionAgreement.trainee_id),
        holds_role(actor, SupervisionAgreement.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR),
    )


def asks_for_trainee(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: the actor is this trainee, or administrator or director of the programme."""
    return or_(
        Trainee.person_id == actor.person_id,
        holds_role(actor, Trainee.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR),
    )


def asked_it(actor: Actor) -> ColumnElement[bool]:
    """Condition on lists: the actor asked for it."""
    return SigningList.asked_by == actor.person_id


def runs_programme_of_list(actor: Actor) -> ColumnElement[bool]:
    """Condition on lists: the actor is administrator or director of the programme."""
    return holds_role(actor, SigningList.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)
