"""The answer to an offer, by the applicant or by the office on their word; and an offer withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.admissions.events import OfferAnswered, OfferWithdrawn
from trainee_app.admissions.models import Application, Offer
from trainee_app.admissions.rules import Stage
from trainee_app.admissions.services.moving import (
    StageDoesNotAllowIt,
    check_is_anothers,
    insist_on,
    move,
    said,
    send_news,
    stage_of,
)
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.programmes.rules.dates import spoken_date
from trainee_app.refusals import Conflict


class OfferIsAnswered(Conflict):
    """It was accepted or declined before."""


class OfferIsWithdrawn(Conflict):
    """The course has withdrawn it."""


class OfferHasLapsed(Conflict):
    """The day to answer by has passed."""


def answer_offer(*, offer: Offer, accept: bool, actor: Actor, on: date, at: datetime) -> None:
    """Accept or decline the offer, once; whoever is not the applicant records it on the applicant's word.

    The same answer by the same person a second time changes nothing.
    Raises OfferIsAnswered, OfferIsWithdrawn, OfferHasLapsed (declining is still possible), StageDoesNotAllowIt.
    """
    application, offer = _held(offer)
    if offer.withdrawn_at is not None:
        raise OfferIsWithdrawn("This offer has been withdrawn. Ask the course office what is possible now.")
    after = Stage.ACCEPTED if accept else Stage.OFFER_DECLINED
    if offer.answer:
        if (offer.answered_by, stage_of(application)) == (actor.person_id or None, after):
            return
        raise OfferIsAnswered(f"This offer was {offer.answer} already. Open the page again to see when.")
    if accept and on > offer.answer_by:
        raise OfferHasLapsed(
            f"This offer could be accepted until {spoken_date(offer.answer_by)}. Ask the course office what is "
            "possible now."
        )
    insist_on(application, after)
    on_word = application.person_id != actor.person_id
    offer.answer, offer.on_word = "accepted" if accept else "declined", on_word
    offer.answered_at, offer.answered_by = at, actor.person_id or None
    db.session.flush()
    move(application, after, actor=actor, at=at)
    publish(OfferAnswered(**said(application, actor, at), offer_id=offer.id, is_accepted=accept, on_word=on_word))


def give_place_back(*, offer: Offer, actor: Actor, at: datetime) -> None:
    """Say that somebody who accepted will not come after all; the acceptance stays on record.

    Raises StageDoesNotAllowIt.
    """
    application, _ = _held(offer)
    if stage_of(application) is not Stage.ACCEPTED:
        raise StageDoesNotAllowIt("There is no accepted place to give back. Open the application again to see why.")
    move(application, Stage.OFFER_DECLINED, actor=actor, at=at)


def withdraw_offer(*, offer: Offer, actor: Actor, at: datetime) -> None:
    """Withdraw an offer that is not answered, so that the course decides anew; the applicant is told.

    Raises ApplicationIsOnesOwn, OfferIsAnswered, OfferIsWithdrawn.
    """
    application, offer = _held(offer)
    check_is_anothers(application, actor)
    if offer.withdrawn_at is not None:
        raise OfferIsWithdrawn("This offer has been withdrawn already. Open the page again.")
    if offer.answer:
        raise OfferIsAnswered(f"This offer was {offer.answer} already, so it is not withdrawn. Open the page again.")
    offer.withdrawn_at, offer.withdrawn_by = at, actor.person_id or None
    db.session.flush()
    move(application, Stage.INTERVIEW, actor=actor, at=at)
    publish(OfferWithdrawn(**said(application, actor, at), offer_id=offer.id))
    send_news(application, at=at)


def _held(offer: Offer) -> tuple[Application, Offer]:
    """Hold the application first, so that of two answers at once the second finds the first."""
    application = held_row(Application, offer.application_id)
    statement = select(Offer).where(Offer.id == offer.id).execution_options(populate_existing=True)
    return application, db.session.scalars(statement).one()
