"""The cases of the world: proposed, agreed, planned, consented to, signed off phase by phase, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from trainee_app.cases.models import TrainingCase
from trainee_app.cases.rules import CaseKind
from trainee_app.casework.models import CaseProposal
from trainee_app.casework.queries import first_session_signed, phases_of, plans_recorded
from trainee_app.casework.rules import EndingKind, MarkKind, Part, Phase, Plan, ProposalDraft, next_phase
from trainee_app.casework.services import (
    answer_proposal,
    end_case,
    give_consent,
    mark_case,
    phase_to_sign,
    plan_case,
    propose_family,
    sign_phase,
)
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import InventedCase, cases_of
from trainee_app.demo.services.story import Member, World, acting, evening
from trainee_app.signatures.rules import SIGNED_IN

_MANAGER = "Dilys Crowe"
_RESPONSIBLE = "Team lead of the service"
_EARLY_WEEKS, _MIDDLE_WEEKS, _REVIEW_WEEKS = 10, 28, 12
_ENDING_AGREED_WEEKS = 12
_AWAY = timedelta(weeks=2)


def open_families(world: World, trainees: Mapping[int, Trainee], first: date, last: date) -> None:
    """Let every family that comes between the two days be proposed, agreed by both, and become a case."""
    for member, number, case in _families(world):
        opens_on = member.course.starts_on + timedelta(weeks=case.opens_week)
        if first <= opens_on <= last:
            _open(world, member, number, case, trainees[member.trainee_id], opens_on)


def _families(world: World) -> list[tuple[Member, int, InventedCase]]:
    return [(member, number, case) for member in world.members for number, case in enumerate(cases_of(member.invented))]


def _open(world: World, member: Member, number: int, case: InventedCase, trainee: Trainee, opens_on: date) -> None:
    proposal = propose(member, case, trainee, opens_on)
    opened = None
    for part, person_id in (
        (Part.PLACEMENT, world.signers[_MANAGER]),
        (Part.SUPERVISOR, member.supervisor_on(opens_on)),
    ):
        actor, at = acting(person_id, opens_on), evening(opens_on)
        opened = answer_proposal(proposal=proposal, part=part, agrees=True, words="", actor=actor, on=opens_on, at=at)
    if opened is None:
        raise RuntimeError("both agreed, and there is no case")
    world.cases[member.trainee_id, number] = (opened.id, opened.public_id)
    give_consent(
        case=opened,
        kind="video",
        scope="supervision",
        given_on=opens_on,
        actor=acting(member.person_id, opens_on),
        on=opens_on,
        at=evening(opens_on),
        public_id=new_public_id(),
    )


def propose(member: Member, case: InventedCase, trainee: Trainee, on: date) -> CaseProposal:
    """Propose a family of the world on that day."""
    agreed_on = on - _AWAY
    return propose_family(
        trainee=trainee,
        placement=db.session.get_one(Placement, member.placement_id),
        draft=ProposalDraft(
            kind=CaseKind.PARENT_INFANT,
            age_band=case.age_band,
            carers=case.carers,
            seen_agreed_on=agreed_on,
            discussed_agreed_on=agreed_on,
            responsibility=_RESPONSIBLE,
            plan=Plan(
                agreed_sessions=case.weeks,
                agreed_end_on=on + timedelta(weeks=case.weeks),
                last_allowed_on=on + timedelta(weeks=case.weeks + 6),
            ),
        ),
        actor=acting(member.person_id, on),
        on=on,
        at=evening(on, -1),
        public_id=new_public_id(),
    )


def go_on(world: World, first: date, last: date) -> None:
    """Let reviews, phases and endings happen that fall between the two days."""
    for member, number, case in _families(world):
        key = (member.trainee_id, number)
        if key not in world.cases or member.invented.habit.stops_after is not None:
            continue
        row = db.session.get_one(TrainingCase, world.cases[key][0])
        starts_on = member.course.starts_on + timedelta(weeks=case.opens_week)
        for weeks, step in _steps(case):
            on = starts_on + timedelta(weeks=weeks, days=6)
            if first <= on <= last:
                step(member, row, on)


def _steps(case: InventedCase) -> Sequence[tuple[int, Callable[[Member, TrainingCase, date], None]]]:
    """What happens in a case, by the week in which it does."""
    return (
        (_EARLY_WEEKS, _sign_early),
        (_REVIEW_WEEKS, _review),
        (_MIDDLE_WEEKS, _sign_middle),
        (case.weeks - _ENDING_AGREED_WEEKS, _agree_ending),
        (case.weeks, _end),
    )


def _sign_early(member: Member, row: TrainingCase, on: date) -> None:
    _sign(member, row, Phase.EARLY, on)


def _sign_middle(member: Member, row: TrainingCase, on: date) -> None:
    _sign(member, row, Phase.MIDDLE, on)


def _sign(member: Member, row: TrainingCase, phase: Phase, on: date) -> None:
    """Sign a phase off, where work is signed that it can rest on; the early one is not left out by a later one."""
    first = first_session_signed(row.id)
    is_next = next_phase([each.phase for each in phases_of(row.id)]) is phase
    if first is None or first > on or not is_next:
        return
    sign_phase(
        case=row,
        phase=phase,
        completed_on=on,
        seen=phase_to_sign(row, phase),
        actor=acting(member.supervisor_on(on), on),
        on=on,
        at=evening(on),
        method=SIGNED_IN,
        strength="one_factor",
    )


def _review(member: Member, row: TrainingCase, on: date) -> None:
    actor, at = acting(member.person_id, on), evening(on)
    mark_case(case=row, kind=MarkKind.REVIEW, what="", day=on, actor=actor, on=on, at=at, public_id=new_public_id())


def _agree_ending(member: Member, row: TrainingCase, on: date) -> None:
    end_on = on + timedelta(weeks=_ENDING_AGREED_WEEKS)
    plan_case(
        case=row,
        plan=Plan(agreed_sessions=None, agreed_end_on=end_on, last_allowed_on=end_on + timedelta(weeks=6)),
        review_on=None,
        seen=plans_recorded(row.id),
        ending_agreed_on=on,
        responsibility=_RESPONSIBLE,
        actor=acting(member.person_id, on),
        on=on,
        at=evening(on),
    )


def _end(member: Member, row: TrainingCase, on: date) -> None:
    end_case(
        case=row,
        kind=EndingKind.PLANNED,
        ended_on=on,
        feedback_received=True,
        actor=acting(member.person_id, on),
        on=on,
        at=evening(on),
    )
    _sign(member, row, Phase.FINAL, on)
