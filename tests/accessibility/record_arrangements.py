"""Breaks, what placements have signed, waivers and notices, in every state that their pages show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trainee_app.access import Actor
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.queries import ends_on_of, placement_agreements_of, placements_of
from trainee_app.cohorts.rules import BreakDraft, BreakKind, PlacementAgreementDraft, PlacementDraft, Span, extension
from trainee_app.db.tables import new_public_id
from trainee_app.notifications.rules import Kind
from trainee_app.notifications.services import notify
from trainee_app.readiness.rules import WaiverDraft, WaiverKind
from trainee_app.readiness.services import decide_waiver, propose_waiver

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

_LONG = (
    "The observation course was taken at another training, over two years instead of one, with the same number of "
    "seminars and a paper that was marked by two people; Wolfeschlegelsteinhausenbergerdorff has written to say so."
)


def arrange_and_waive(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Give Marta and the trainee with the long name some of everything; the newcomer has none of it."""
    office = Actor(cast.people["administrator"].id, today, second_factor=True)
    _pause(cast, ids, today, at, office)
    _sign(cast, ids, today, at, office)
    _waive(cast, ids, today, at, office)
    _tell(cast, today, at)


def _pause(cast: Cast, ids: dict[str, str], today: date, at: datetime, office: Actor) -> None:
    for word in ("trainee", "very long"):
        trainee, director = cast.trainees[word], cast.people["director"]
        said = {"trainee": trainee, "decider": director, "actor": office, "on": today, "at": at}
        away = BreakDraft(BreakKind.INTERMISSION, today + timedelta(days=60), today + timedelta(days=90), today, _LONG)
        wrong = cohorts.record_break(draft=away, **said)  # type: ignore[arg-type]
        cohorts.take_break_back(training_break=wrong, actor=office, at=at)
        held = cohorts.record_break(draft=away, **said)  # type: ignore[arg-type]
        ids[f"break {word}"], ids[f"break {word} taken back"] = held.public_id, wrong.public_id
        ends_on = ends_on_of([trainee.id])[trainee.id]
        more = extension(ends_on=ends_on, until=ends_on + timedelta(days=30), decided_on=today, reason="More time.")
        cohorts.record_break(draft=more, **said)  # type: ignore[arg-type]


def _sign(cast: Cast, ids: dict[str, str], today: date, at: datetime, office: Actor) -> None:
    for word in ("trainee", "very long"):
        placement = placements_of(cast.trainees[word].id)[-1]
        if not placement_agreements_of(placement.id):
            signed = PlacementAgreementDraft(
                f"Professor {_LONG[:90]}",
                "Clinical director and lead for perinatal and infant mental health",
                today,
                covers_cases=True,
                span=Span(placement.starts_on, None),
                manager_id=cast.people["very long"].id,
            )
            cohorts.make_placement_agreement(placement=placement, draft=signed, actor=office, on=today, at=at)
        ids[f"placement {word}"] = placement.public_id
        ids[f"placement agreement {word}"] = placement_agreements_of(placement.id)[0].public_id
    bare = cohorts.make_placement(
        trainee=cast.trainees["newcomer"],
        draft=PlacementDraft("Harbour Street Children’s Centre", Span(today, None)),
        actor=office,
        at=at,
    )
    ids["placement newcomer"] = bare.public_id


def _waive(cast: Cast, ids: dict[str, str], today: date, at: datetime, office: Actor) -> None:
    director = Actor(cast.people["director"].id, today, second_factor=True)
    for word in ("trainee", "very long"):
        for requirement in ("infant_observation", "experience", "video_reviews"):
            made = propose_waiver(
                trainee=cast.trainees[word],
                draft=WaiverDraft(
                    requirement, WaiverKind.EQUIVALENCE, _LONG, _LONG, "A talk with the tutor.", today + timedelta(400)
                ),
                actor=office,
                on=today,
                at=at,
                public_id=new_public_id(),
            )
            if requirement == "video_reviews":
                ids[f"waiver {word}"] = made.public_id
            else:
                grant = requirement == "experience"
                decide_waiver(waiver=made, grant=grant, actor=director, on=today, at=at)


def _tell(cast: Cast, today: date, at: datetime) -> None:
    for number, kind in enumerate(Kind):
        for about, people in (("trainee", ("trainee", "administrator")), ("very long", ("administrator", "very long"))):
            trainee = cast.trainees[about]
            notify(
                people={cast.people[word].id for word in people},
                programme_id=trainee.programme_id,
                trainee_id=trainee.id,
                kind=kind,
                subject=f"trainee:{trainee.public_id}",
                params={"day": today.isoformat(), "month": today.isoformat(), "entries": number, "granted": True},
                at=at,
            )
