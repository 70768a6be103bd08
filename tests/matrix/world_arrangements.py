"""The world's breaks, what its placements have signed, its waivers and its notices, made by the verbs themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.models import Placement
from trainee_app.cohorts.queries import ends_on_of
from trainee_app.cohorts.rules import PlacementAgreementDraft, Span, extension
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.notifications.models import Notice
from trainee_app.notifications.rules import Kind
from trainee_app.notifications.services import notify
from trainee_app.readiness.rules import WaiverDraft, WaiverKind
from trainee_app.readiness.services import decide_waiver, end_waiver, propose_waiver

# By name: whose, and who recorded it.
BREAKS = {
    "marta's": ("marta", "administrator"),
    "marta's taken back": ("marta", "administrator"),
    "ada's": ("ada", "administrator"),
    "kit's": ("kit", "elsewhere"),
}
# By name, after whose placement it is: who answers there, who recorded it. Of Jonas's nothing is recorded yet.
SIGNED: dict[str, tuple[str | None, str]] = {
    "marta's": ("manager", "administrator"),
    "ada's": (None, "administrator"),
    "kit's": (None, "elsewhere"),
}
# By name: whose, of which requirement, proposed by whom.
WAIVERS = {
    "marta's": ("marta", "teaching", "administrator"),
    "marta's granted": ("marta", "experience", "administrator"),
    "marta's ended": ("marta", "personal_therapy", "administrator"),
    "jonas's by twofold": ("jonas", "teaching", "twofold"),
    "ada's": ("ada", "teaching", "administrator"),
    "kit's": ("kit", "teaching", "elsewhere"),
}
NOTICES = ("trainee", "supervisor", "both")


def arrange_and_waive(world: World, cast: Cast) -> None:
    """Record every break and agreement, propose every waiver, and let three people find a notice."""
    for name, (whose, by) in BREAKS.items():
        _pause(world, cast, name, whose, by)
    for name, (manager, by) in SIGNED.items():
        _sign(world, cast, name, manager, by)
    for name, (whose, requirement, by) in WAIVERS.items():
        _waive(world, cast, name, whose, requirement, by)
    for word in NOTICES:
        _tell(world, cast, word)


def _pause(world: World, cast: Cast, name: str, whose: str, by: str) -> None:
    trainee = cast.trainees[whose]
    until = ends_on_of([trainee.id])[trainee.id] + timedelta(days=7)
    made = cohorts.record_break(
        trainee=trainee,
        draft=extension(
            ends_on=until - timedelta(days=7), until=until, decided_on=world.on, reason=f"Planted reason of {whose}"
        ),
        decider=cast.people["director" if by == "administrator" else "elsewhere"],
        actor=acting(world, cast, by),
        on=world.on,
        at=world.at,
    )
    if name.endswith("taken back"):
        cohorts.take_break_back(training_break=made, actor=acting(world, cast, by), at=world.at)
    world.ids["break", name] = made.public_id


def _sign(world: World, cast: Cast, name: str, manager: str | None, by: str) -> None:
    named = Placement.public_id == world.ids["placement", name.removesuffix("'s")]
    made = cohorts.make_placement_agreement(
        placement=db.session.scalars(select(Placement).where(named)).one(),
        draft=PlacementAgreementDraft(
            "Ann Lead",
            "team lead",
            world.on,
            covers_cases=True,
            span=Span(world.days_ago(300), world.days_ago(-100)),
            manager_id=cast.people[manager].id if manager else None,
        ),
        actor=acting(world, cast, by),
        on=world.on,
        at=world.at,
    )
    world.ids["placement agreement", name] = made.public_id


def _waive(world: World, cast: Cast, name: str, whose: str, requirement: str, by: str) -> None:
    made = propose_waiver(
        trainee=cast.trainees[whose],
        draft=WaiverDraft(requirement, WaiverKind.WAIVER, "Ten years in the same work", "A letter", "", None),
        actor=acting(world, cast, by),
        on=world.on,
        at=world.at,
        public_id=new_public_id(),
    )
    if name.endswith("granted"):
        decide_waiver(waiver=made, grant=True, actor=acting(world, cast, "director"), on=world.on, at=world.at)
    elif name.endswith("ended"):
        end_waiver(waiver=made, actor=acting(world, cast, by), at=world.at)
    world.ids["waiver", name] = made.public_id


def _tell(world: World, cast: Cast, word: str) -> None:
    about = "ada" if word == "both" else "marta"
    trainee = cast.trainees[about]
    notify(
        people={cast.people[word].id},
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        kind=Kind.MONTH_SHORT,
        subject=f"trainee:{trainee.public_id}",
        params={"month": world.days_ago(60).isoformat()},
        once=f"planted for {word}",
        at=world.at,
    )
    found = select(Notice.public_id).where(Notice.once == f"planted for {word}")
    world.ids["notice", f"{word}'s"] = db.session.scalars(found).one()
