"""Families proposed, answered and become cases, made by the verbs themselves, and who takes part.

Rows are flushed, never committed: `client` tests commit them in an application context of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.factories.cohorts import RECORDED_AT, STARTS_ON, make_placement
from tests.factories.logbook import AT, Training, acting, content, make_training, sign
from tests.factories.people import give_role, make_person
from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.rules import CaseKind
from trainee_app.casework import queries, services
from trainee_app.casework.models import CasePhase, CaseProposal
from trainee_app.casework.rules import EndingKind, Part, Phase, Plan, ProposalDraft
from trainee_app.cohorts.models import Placement, PlacementAgreement
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import submit_entry
from trainee_app.people.models import Person
from trainee_app.people.rules import Role

OPENED_ON = date(2026, 3, 2)
LENGTH = Plan(agreed_sessions=30, agreed_end_on=None, last_allowed_on=None)


@dataclass(frozen=True)
class Clinic:
    """A training with a placement, its manager and the director of the programme."""

    training: Training
    placement: Placement
    manager: Person
    director: Person

    @property
    def trainee_actor(self) -> Actor:
        """The trainee."""
        return self.training.trainee_actor


def make_clinic(training: Training | None = None, *, covers_cases: bool = True) -> Clinic:
    """Make a placement with an agreement that covers training cases, and who answers for it."""
    training = training or make_training()
    placement = make_placement(training.trainee)
    manager, director = make_person("Peter Quist"), make_person("Dr Hana Mori")
    give_role(manager, training.programme, Role.PLACEMENT_MANAGER)
    give_role(director, training.programme, Role.DIRECTOR)
    make_placement_agreement(placement, manager, covers_cases=covers_cases)
    return Clinic(training, placement, manager, director)


def make_placement_agreement(
    placement: Placement, manager: Person | None, *, covers_cases: bool = True
) -> PlacementAgreement:
    """Record what the placement has signed."""
    row = PlacementAgreement(
        programme_id=placement.programme_id,
        placement_id=placement.id,
        signatory_name="Dr Lena Marsh",
        signatory_role="Clinical lead",
        agreed_on=STARTS_ON,
        covers_cases=covers_cases,
        manager_id=None if manager is None else manager.id,
        starts_on=STARTS_ON,
        ends_on=None,
        recorded_at=RECORDED_AT,
    )
    db.session.add(row)
    db.session.flush()
    return row


def draft(**says: Any) -> ProposalDraft:
    """Return a family as it is proposed."""
    usual: dict[str, Any] = {
        "kind": CaseKind.PARENT_INFANT,
        "age_band": "under_3",
        "carers": ("mother",),
        "seen_agreed_on": date(2026, 2, 20),
        "discussed_agreed_on": date(2026, 2, 20),
        "responsibility": "Team lead",
        "plan": LENGTH,
    }
    return ProposalDraft(**{**usual, **says})


def make_proposal(
    clinic: Clinic, says: ProposalDraft | None = None, on: date = OPENED_ON, public_id: str | None = None
) -> CaseProposal:
    """Let the trainee propose a family."""
    return services.propose_family(
        trainee=clinic.training.trainee,
        placement=clinic.placement,
        draft=says or draft(),
        actor=clinic.trainee_actor,
        on=on,
        at=AT,
        public_id=public_id or new_public_id(),
    )


def answer(
    clinic: Clinic, proposal: CaseProposal, part: Part, on: date = OPENED_ON, by: Person | None = None, **says: Any
) -> TrainingCase | None:
    """Answer for a part: a yes, if nothing else is said, by whom it is up to."""
    who = by or (clinic.manager if part is Part.PLACEMENT else clinic.training.supervisor)
    usual: dict[str, Any] = {"agrees": True, "words": ""}
    return services.answer_proposal(proposal=proposal, part=part, actor=acting(who), on=on, at=AT, **{**usual, **says})


def make_agreed_case(clinic: Clinic, on: date = OPENED_ON, **says: Any) -> TrainingCase:
    """Propose a family and let both agree."""
    proposal = make_proposal(clinic, draft(**says), on)
    answer(clinic, proposal, Part.PLACEMENT, on)
    case = answer(clinic, proposal, Part.SUPERVISOR, on)
    assert case is not None
    return case


def make_session(clinic: Clinic, case: TrainingCase, on: date, *, signed: bool = True, **says: Any) -> LogEntry:
    """Log a session of the case, signed by the supervisor on the day after the usual one."""
    training = clinic.training
    entry = submit_entry(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=content(case_id=case.id, worked_on=on, **says),
        actor=training.trainee_actor,
        at=AT,
    )
    if signed:
        sign(training, entry)
    return entry


def sign_off(
    clinic: Clinic, case: TrainingCase, phase: Phase, completed_on: date = OPENED_ON, *, ready: bool = True, **says: Any
) -> CasePhase:
    """Sign a phase off as the supervisor, having seen what it rests on.

    `ready`: where nothing is there that it could rest on, a session is held and signed on the first day, and the case
    has ended before its final phase.
    """
    if ready and queries.first_session_signed(case.id) is None:
        make_session(clinic, case, case.opened_on)
    if ready and phase is Phase.FINAL and queries.ending_of(case.id) is None:
        end(clinic, case, AT.date())
    usual: dict[str, Any] = {
        "seen": services.phase_to_sign(case, phase),
        "actor": acting(clinic.training.supervisor),
        "on": AT.date(),
        "at": AT,
    }
    return services.sign_phase(
        case=case,
        phase=phase,
        completed_on=completed_on,
        method="password",
        strength="two_factors",
        **{**usual, **says},
    )


def end(clinic: Clinic, case: TrainingCase, on: date, kind: EndingKind = EndingKind.PLANNED, at: datetime = AT) -> None:
    """Let the trainee record how the case ended."""
    services.end_case(
        case=case,
        kind=kind,
        ended_on=on,
        feedback_received=False,
        actor=clinic.trainee_actor,
        on=at.date(),
        at=at,
    )
