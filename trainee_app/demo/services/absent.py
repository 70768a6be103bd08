"""One who signs late is away: the office proposes to countersign for one trainee, and prints a sheet for another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from trainee_app.away.queries.absences import waiting_in_absence
from trainee_app.away.queries.paper import waiting_on_paper
from trainee_app.away.services import print_sheet, propose_absence
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import agreements_on
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import OFFICE, SLOW_SIGNER
from trainee_app.demo.services.story import Member, World, acting, evening
from trainee_app.logbook.rules import MOST_AT_ONCE
from trainee_app.logbook.services import state_quiet_month

_COUNTERSIGNED, _ON_PAPER, _PAUSING = "Bea Kettle", "Owen Ainsley-Moss", "Wren Lumley"
_EVIDENCE = "the service’s diary, which shows each of these sessions"


def let_one_be_away(world: World, trainees: Mapping[int, Trainee], today: date) -> None:
    """Leave one proposal to be decided and one sheet to be signed; and one month of which its trainee says: nothing."""
    by_name = {member.invented.person.name: member for member in world.members}
    office = acting(world.people[OFFICE].id, today)
    wanted = _agreement(by_name[_COUNTERSIGNED], trainees, today)
    waiting = waiting_in_absence(wanted, today)[:MOST_AT_ONCE]
    if waiting:
        propose_absence(
            agreement=wanted,
            entries=[each.seen for each in waiting],
            evidence=_EVIDENCE,
            public_id=new_public_id(),
            actor=office,
            at=evening(today, -6),
            on=today,
            strength="two_factors",
        )
    printed = _agreement(by_name[_ON_PAPER], trainees, today)
    for month in list(waiting_on_paper(printed, today))[:1]:
        print_sheet(agreement=printed, month=month, actor=office, at=evening(today, -6), on=today)
    _say_nothing_to_log(by_name[_PAUSING], today)


def _agreement(member: Member, trainees: Mapping[int, Trainee], today: date) -> SupervisionAgreement:
    """Return the agreement of a trainee with the one who signs late."""
    held = agreements_on([trainees[member.trainee_id].id], today)[member.trainee_id]
    return next(each for each in held if each.supervisor.name == SLOW_SIGNER)


def _say_nothing_to_log(member: Member, today: date) -> None:
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    state_quiet_month(
        trainee_id=member.trainee_id,
        month=last_month,
        public_id=new_public_id(),
        actor=acting(member.person_id, today),
        at=evening(today, -5),
    )
