"""Families proposed and cases in every state that their pages show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.factories.casework import draft, make_placement_agreement
from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.casework import services
from trainee_app.casework.queries import consents_of, phases_of, proposal_named
from trainee_app.casework.rules import EndingKind, MarkKind, Part, Phase, Plan
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.cohorts.queries import placement_agreements_of, placements_of
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Code, Content, Seen
from trainee_app.logbook.services import sign_entries, submit_entry

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

_BEGAN = 120


def see_families(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Let Marta have proposed, worked with and ended; and somebody with long names have proposed."""
    marta, many = cast.trainees["trainee"], cast.trainees["very long"]
    ids["proposal"] = _proposed(marta, _covered(cast, marta), today, at)
    ids["long proposal"] = _proposed(many, _covered(cast, many), today, at)
    running, ended = (_agreed(cast, marta, today - timedelta(days=days), at) for days in (_BEGAN, _BEGAN + 30))
    _work(cast, running, today, at)
    _end(cast, ended, today, at)
    ids["case running"], ids["case ended"] = running.public_id, ended.public_id
    ids["phase"] = phases_of(running.id)[0].public_id
    ids["consent"] = consents_of(running.id)[0].public_id
    answered = _proposed(marta, _covered(cast, marta), today, at)
    ids["proposal answered"] = answered
    _answer(
        cast, answered, Part.SUPERVISOR, today, at, agrees=False, words="Let us wait until the first case has settled."
    )


def _covered(cast: Cast, trainee: Trainee) -> Placement:
    placement = next(each for each in placements_of(trainee.id) if each.ends_on is None)
    if not placement_agreements_of(placement.id):
        make_placement_agreement(placement, cast.people["manager"])
    return placement


def _proposed(trainee: Trainee, placement: Placement, on: date, at: datetime) -> str:
    agreed_on = on - timedelta(days=7)
    plan = Plan(agreed_sessions=30, agreed_end_on=on + timedelta(days=180), last_allowed_on=on + timedelta(days=200))
    made = services.propose_family(
        trainee=trainee,
        placement=placement,
        draft=draft(
            seen_agreed_on=agreed_on,
            discussed_agreed_on=agreed_on,
            carers=("mother", "grandparent"),
            responsibility="Clinical lead of the parent-infant team",
            plan=plan,
        ),
        actor=Actor(trainee.person_id, on, second_factor=True, confirmed=True),
        on=on,
        at=at,
        public_id=new_public_id(),
    )
    return made.public_id


def _answer(cast: Cast, name: str, part: Part, on: date, at: datetime, **says: Any) -> TrainingCase | None:
    proposal = proposal_named(name)
    assert proposal is not None
    who = cast.people["manager" if part is Part.PLACEMENT else "supervisor"]
    usual: dict[str, Any] = {"agrees": True, "words": ""}
    return services.answer_proposal(
        proposal=proposal,
        part=part,
        actor=Actor(who.id, on, second_factor=True, confirmed=True),
        on=on,
        at=at,
        **{**usual, **says},
    )


def _agreed(cast: Cast, trainee: Trainee, on: date, at: datetime) -> TrainingCase:
    name = _proposed(trainee, _covered(cast, trainee), on, at)
    _answer(cast, name, Part.PLACEMENT, on, at)
    case = _answer(cast, name, Part.SUPERVISOR, on, at)
    assert case is not None
    return case


def _work(cast: Cast, case: TrainingCase, today: date, at: datetime) -> None:
    own = Actor(case.trainee.person_id, today, second_factor=True, confirmed=True)
    how: dict[str, Any] = {"actor": own, "on": today, "at": at}
    for week in range(1, 14):
        is_held = week % 5 != 0
        content = Content(
            worked_on=case.opened_on + timedelta(weeks=week), activity="case_session", minutes=52 if is_held else 0,
            outcome="held" if is_held else "missed", case_id=case.id,
        )  # fmt: skip
        entry = submit_entry(
            trainee_id=case.trainee_id, public_id=new_public_id(), content=content, actor=own, at=at,
            confirmed=tuple(Code),
        )  # fmt: skip
        if week == 1:
            _sign_session(cast, entry, today, at)
    services.give_consent(
        case=case, kind="video", scope="supervision_teaching", given_on=today - timedelta(days=30),
        public_id=new_public_id(), **how,
    )  # fmt: skip
    for kind, what in ((MarkKind.ASSESSMENT, "care_index"), (MarkKind.RECORDED, ""), (MarkKind.TOLD_SUPERVISOR, "")):
        services.mark_case(case=case, kind=kind, what=what, day=today, public_id=new_public_id(), **how)
    soon = Plan(agreed_sessions=30, agreed_end_on=today + timedelta(days=40), last_allowed_on=None)
    services.plan_case(
        case=case, plan=soon, review_on=today + timedelta(days=9), ending_agreed_on=None, seen=1,
        responsibility="Clinical lead of the parent-infant team", **how,
    )  # fmt: skip
    _sign(cast, case, Phase.EARLY, today, at)


def _sign_session(cast: Cast, entry: LogEntry, today: date, at: datetime) -> None:
    seen = Seen(entry.public_id, 1, version_of(entry.id, 1).content_hash or "")
    supervisor = Actor(cast.people["supervisor"].id, today, second_factor=True, confirmed=True)
    sign_entries(items=[seen], actor=supervisor, at=at, method="password", strength="two_factors")


def _sign(cast: Cast, case: TrainingCase, phase: Phase, today: date, at: datetime) -> None:
    supervisor = Actor(cast.people["supervisor"].id, today, second_factor=True, confirmed=True)
    services.sign_phase(
        case=case, phase=phase, completed_on=today, seen=services.phase_to_sign(case, phase), actor=supervisor,
        on=today, at=at, method="password", strength="two_factors",
    )  # fmt: skip


def _end(cast: Cast, case: TrainingCase, today: date, at: datetime) -> None:
    day = case.opened_on + timedelta(weeks=1)
    entry = submit_entry(
        trainee_id=case.trainee_id, public_id=new_public_id(),
        content=Content(worked_on=day, activity="case_session", minutes=51, case_id=case.id),
        actor=Actor(case.trainee.person_id, today, second_factor=True, confirmed=True), at=at, confirmed=tuple(Code),
    )  # fmt: skip
    _sign_session(cast, entry, today, at)
    _sign(cast, case, Phase.EARLY, today, at)
    _sign(cast, case, Phase.MIDDLE, today, at)
    own = Actor(case.trainee.person_id, today, second_factor=True, confirmed=True)
    services.end_case(
        case=case,
        kind=EndingKind.NO_LONGER_TOGETHER,
        ended_on=today,
        feedback_received=True,
        actor=own,
        on=today,
        at=at,
    )
    _sign(cast, case, Phase.FINAL, today, at)
