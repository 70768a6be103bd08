"""What the addressee of a list does with it: asks for a code, and decides each item, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from trainee_app.access import Actor
from trainee_app.away import queries
from trainee_app.away.events import SigningCodeWrong, SigningListAnswered
from trainee_app.away.models import SigningCode, SigningItem, SigningList
from trainee_app.away.rules import (
    CODE_AGAIN_AFTER,
    CODES_AN_HOUR,
    TRIES_A_LINK,
    CodeOutcome,
    CodeState,
    Decided,
    Why,
    hash_of_code,
    judge_code,
    strength_of,
    tidy_code,
)
from trainee_app.away.services.asking import CODE_LETTER, end_list
from trainee_app.away.services.refusals import LinkOver, TooManyCodes
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome
from trainee_app.logbook.services import TooManyAtOnce, return_entry, sign_entries
from trainee_app.mail import services as mail
from trainee_app.programmes.rules import Method
from trainee_app.refusals import Refusal

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about one entry: signed, or returned with a comment that says what to mend."""

    entry: str
    comment: str | None = None


@dataclass(slots=True)
class Answered:
    """What came of an answer. `left_out`: why entries were neither signed nor returned, by their public name."""

    code: CodeOutcome
    signed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def ask_for_code(*, list_id: int, at: datetime) -> SigningCode:
    """Let a code be mailed to the list's addressee. Pressed twice within a minute it is sent once.

    Raises LinkOver, TooManyCodes.
    """
    held = _held(list_id, at)
    last = queries.latest_code(held.id)
    if last is not None and last.used_at is None and at < last.asked_at + CODE_AGAIN_AFTER:
        return last
    if queries.codes_since(held.id, at - _HOUR) >= CODES_AN_HOUR:
        raise TooManyCodes
    code = SigningCode(list_id=held.id, asked_at=at, tries=0)
    db.session.add(code)
    db.session.flush()
    mail.post(kind=CODE_LETTER, person_id=held.person_id, params={"code_id": code.id}, at=at)
    return code


def answer(*, list_id: int, typed_code: str, key: str, answers: Sequence[Answer], on: date, at: datetime) -> Answered:
    """Sign and return items of a list for its addressee, if the code is right; it is used up then.

    What is not on the list, has changed since it was made, or is not the addressee's to sign is left as it is.
    A wrong code is counted, whoever typed it, and too many of them end the list. Raises LinkOver, TooManyAtOnce.
    """
    held = _held(list_id, at)
    if len(answers) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    outcome = _use_code(held, typed_code, key, at)
    answered = Answered(outcome)
    if outcome is not CodeOutcome.RIGHT:
        return answered
    actor = queries.acting(held.person_id, on)
    items = {each.entry.public_id: each for each in queries.items_of(held.id) if each.decision is None}
    open_now = {each.entry.public_id: each for each in queries.standing_of(held, on).waiting}
    theirs = [each for each in answers if each.entry in items]
    _return([each for each in theirs if each.comment is not None], open_now, answered, actor=actor, at=at)
    _sign(held, [items[each.entry] for each in theirs if each.comment is None], answered, actor=actor, at=at)
    _note(items, answered, at)
    _tell(held, answered, at)
    return answered


def _held(list_id: int, at: datetime) -> SigningList:
    """Hold the list, so that whoever answers it in another window waits; raises LinkOver."""
    held = held_row(SigningList, list_id)
    why = queries.why_over(held, at)
    if why is not None:
        raise LinkOver(why)
    return held


def _use_code(held: SigningList, typed: str, key: str, at: datetime) -> CodeOutcome:
    code = queries.latest_code(held.id)
    if code is None:
        return CodeOutcome.OVER
    state = CodeState(code.code_hash, code.expires_at, code.tries, code.used_at)
    outcome = judge_code(state, hash_of_code(tidy_code(typed), of=str(code.id), key=key), at)
    if outcome is CodeOutcome.RIGHT:
        code.used_at = at
    elif outcome is CodeOutcome.WRONG:
        code.tries += 1
        held.wrong_codes += 1
        publish(SigningCodeWrong(programme_id=held.programme_id, actor_id=None, at=at, **_about(held)))
        if held.wrong_codes >= TRIES_A_LINK:
            end_list(signing_list=held, why=Why.GUESSED, actor_id=None, at=at)
    return outcome


def _return(
    answers: Sequence[Answer],
    open_now: dict[str, Awaiting],
    answered: Answered,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    for each in answers:
        waiting = open_now.get(each.entry)
        if waiting is None:
            answered.left_out[each.entry] = SignOutcome.CHANGED.words
            continue
        try:
            return_entry(
                entry=waiting.entry,
                seen_version=waiting.version.number,
                comment=each.comment or "",
                actor=actor,
                at=at,
            )
        except Refusal as refusal:
            answered.left_out[each.entry] = str(refusal)
        else:
            answered.returned.append(each.entry)


def _sign(held: SigningList, items: Sequence[SigningItem], answered: Answered, *, actor: Actor, at: datetime) -> None:
    if not items:
        return
    seen = [Seen(each.entry.public_id, each.version, each.content_hash) for each in items]
    strength = strength_of(held.person.email or "")
    for result in sign_entries(items=seen, actor=actor, at=at, method=Method.LINK.value, strength=strength):
        if result.outcome is SignOutcome.SIGNED:
            answered.signed.append(result.entry)
        else:
            answered.left_out[result.entry] = result.outcome.words


def _note(items: dict[str, SigningItem], answered: Answered, at: datetime) -> None:
    for names, decision in ((answered.signed, Decided.SIGNED), (answered.returned, Decided.RETURNED)):
        for name in names:
            items[name].decision, items[name].decided_at = decision.value, at


def _tell(held: SigningList, answered: Answered, at: datetime) -> None:
    publish(
        SigningListAnswered(
            programme_id=held.programme_id,
            actor_id=held.person_id,
            at=at,
            signed=len(answered.signed),
            returned=len(answered.returned),
            **_about(held),
        )
    )


def _about(held: SigningList) -> dict[str, Any]:
    return {
        "signing_list": held.public_id,
        "person_id": held.person_id,
        "trainee": held.trainee.public_id if held.trainee else "",
    }
