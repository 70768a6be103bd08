"""The two doors of an enrolled phone: what it may write about, and the drafts that it sends.

A phone is known by its token alone. Nothing here looks at who is signed in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Response, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import Actor, can, public
from trainee_app.db import edge
from trainee_app.people.queries.signing_in import is_over_the_limit
from trainee_app.people.rules.limits import LIMITS, Tried, counted_address, counted_person
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.people.services.attempts import begin_attempt, withdraw_attempt
from trainee_app.phones import queries, services
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import LARGEST_SENDING_BYTES, Answer, sent_in
from trainee_app.phones.views.blueprint import COOKIE, blueprint, take_token
from trainee_app.phones.views.offering import offered_to

# No form of another site can set a header: a browser would have to ask first, and is never answered.
_HEADER: Final = ("X-Training-Record", "phone")


@blueprint.get("/phone/activities")
@public("a phone shows its own token; without one that holds it learns nothing")
def activities() -> ResponseReturnValue:
    """What a phone may write about: activities, usual entries, codes of open cases."""
    known = _phone()
    if known is None:
        return _unknown()
    phone, who = known
    if phone.used_on != who.on:
        services.note_use(phone_id=phone.id, on=who.on)
    return offered_to(phone, who.on)


@blueprint.post("/phone/drafts")
@public("a phone shows its own token; without one that holds it keeps nothing")
def drafts() -> ResponseReturnValue:
    """Keep the drafts that a phone sends, and answer each."""
    body = _body()
    sent = sent_in(body)
    if sent is None:
        return {"why": "unreadable"}, 400
    if not _may_send():
        return jsonify(why="too often"), 429, {"Retry-After": str(int(LIMITS[Tried.SENDING].within.total_seconds()))}
    known = _phone()
    if known is None:
        return _unknown()
    phone, who = known
    # What somebody wrote on this phone is never kept in the log of whoever enrols it next.
    if body["owner"] != phone.trainee.public_id:
        return {"why": "another's"}, 409
    phone.used_on = who.on
    answers = services.keep_drafts(phone=phone, sent=sent, actor=who, at=clock.now())
    return {"answers": _told(answers)}


@blueprint.record_once
def _without_form_token(state: BlueprintSetupState) -> None:
    """A page kept for offline has no form's token; the cookie's bounds and the header stand in its place."""
    state.app.extensions["csrf"].exempt(drafts)


def _phone() -> tuple[PhoneEnrolment, Actor] | None:
    """Return the phone that asks and its trainee as one who acts; None for any other visitor."""
    token = request.cookies.get(COOKIE, "")
    phone = queries.phone_of_token(hash_of_token(token), clock.now()) if token else None
    if phone is None:
        return None
    who = Actor(phone.person_id, clock.today(phone.trainee.cohort.programme.zone), second_factor=False)
    return (phone, who) if can(who, "phone.send", phone) else None


def _unknown() -> Response:
    edge.roll_back()
    answer = jsonify(why="not enrolled")
    answer.status_code = 401
    take_token(answer)
    return answer


def _body() -> dict[str, Any]:
    """Return what was sent, if it is from our page and an object; nothing otherwise."""
    request.max_content_length = LARGEST_SENDING_BYTES
    if request.headers.get(_HEADER[0]) != _HEADER[1] or request.mimetype != "application/json":
        return {}
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return {}
    return {"owner": None, **body} if isinstance(body, dict) else {}


def _may_send() -> bool:
    """Count the sending for all processes before anything is kept; say whether it may be."""
    edge.roll_back()
    at, key = clock.now(), current_app.config["SECRET_KEY"]
    token = hash_of_token(request.cookies.get(COOKIE, ""))
    subjects = counted_person(f"phone {token}", key), counted_address(request.remote_addr or "", key)
    ids = begin_attempt(tried=Tried.SENDING, subjects=subjects, at=at)
    is_over = is_over_the_limit(Tried.SENDING, *subjects, at)
    edge.roll_back()
    if is_over:
        withdraw_attempt(attempt_ids=ids)
    return not is_over


def _told(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.name,
            "outcome": each.outcome.value,
            "problems": [
                {"code": problem.code, "field": problem.field, "sentence": problem.message} for problem in each.problems
            ],
        }
        for each in answers
    ]
