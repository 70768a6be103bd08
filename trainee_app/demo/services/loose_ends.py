"""What is open on the day on which somebody first looks: something returned, begun, proposed, about to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import TUTOR, InventedCase
from trainee_app.demo.services.families import propose
from trainee_app.demo.services.story import Member, World, acting, evening, machine
from trainee_app.logbook.queries import entries_awaiting_signature
from trainee_app.logbook.rules import Content
from trainee_app.logbook.services import return_entry, save_draft
from trainee_app.notifications.services import see_all
from trainee_app.teaching.rules import DateDraft
from trainee_app.teaching.services import make_dates

_SECOND_FAMILY = InventedCase(1, 0, 40, "under_3", ("mother", "father"))
_DATES_AHEAD = 6
_FRIDAY = 4
_NOTICES_UNREAD_DAYS = 6


def leave_something_open(world: World, trainees: Mapping[int, Trainee], today: date) -> None:
    """Leave what a first look should find."""
    by_name = {member.invented.person.name: member for member in world.members}
    marta = by_name["Marta Ellison"]
    _return_one(marta, today)
    _begin_one(marta, today)
    for name in ("Marta Ellison", "Hana Stroud"):
        propose(by_name[name], _SECOND_FAMILY, trainees[by_name[name].trainee_id], today)
    _put_dates_ahead(world, today)
    _read_old_notices(world, today)


def _read_old_notices(world: World, today: date) -> None:
    """Everybody has opened what is older than some days."""
    up_to = evening(today) - timedelta(days=_NOTICES_UNREAD_DAYS)
    for person_id in {*world.signers.values(), *(member.person_id for member in world.members)}:
        see_all(person_id=person_id, up_to=up_to, at=up_to)


def _return_one(marta: Member, today: date) -> None:
    """One entry comes back with a question."""
    signer = acting(marta.supervisor_on(today), today)
    waiting = entries_awaiting_signature(signer, marta.trainee_id)
    if waiting:
        return_entry(
            entry=waiting[0].entry,
            seen_version=waiting[0].version.number,
            comment="Was this the full 50 minutes? You said that they came late.",
            actor=signer,
            at=evening(today, -8),
        )


def _begin_one(marta: Member, today: date) -> None:
    """One entry is begun and not handed in."""
    note = "Winnicott, the chapter for the next seminar."
    begun = Content(worked_on=today, activity="reading", minutes=45, note=note)
    actor, at = acting(marta.person_id, today), evening(today, -7)
    save_draft(trainee_id=marta.trainee_id, public_id=new_public_id(), content=begun, actor=actor, at=at)


def _put_dates_ahead(world: World, today: date) -> None:
    """Teaching days stand on the timetable of everybody whose course still runs."""
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7 + 7)
    for member in {member.cohort_id: member for member in world.members}.values():
        weeks = min(_DATES_AHEAD, (member.course.ends_on - friday).days // 7 + 1)
        if weeks > 0:
            make_dates(
                cohort=db.session.get_one(Cohort, member.cohort_id),
                draft=DateDraft(
                    title="Clinical seminar",
                    series="Theory and clinical seminars",
                    activity="seminar",
                    held_on=friday,
                    starts_at_minute=840,
                    minutes=120,
                    dates=weeks,
                ),
                leader=world.people[TUTOR],
                public_id=new_public_id(),
                actor=machine(today),
                at=evening(today, -9),
            )
