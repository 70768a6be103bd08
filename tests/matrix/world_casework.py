"""The world's families: one proposed and one agreed of every trainee, made by the verbs themselves.

Cases are opened today, so that the entries of the days before have none.
"""

from __future__ import annotations

import base64
from datetime import timedelta

from tests.factories.casework import draft, make_placement_agreement
from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.casework import services
from trainee_app.casework.models import CasePhase, CaseProposal
from trainee_app.casework.rules import Part, Phase
from trainee_app.cohorts.models import Placement
from trainee_app.cohorts.queries import placement_agreements_of
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Content, Seen
from trainee_app.logbook.services import sign_entries, submit_entry

# By name: the trainee's word as an actor, who supervises them, and who answers for the placement, if somebody does.
FAMILIES = {
    "marta": ("trainee", "supervisor", "manager"),
    "jonas": ("fellow", "unassigned", None),
    "ada": ("both", "supervisor", None),
    "kit": ("kit", "bo", None),
}


def see_families(world: World, cast: Cast) -> None:
    """Propose two families of each trainee, agree to one of them, and let everybody filmed agree to video."""
    for name, (trainee, supervisor, manager) in FAMILIES.items():
        placement = db.session.query(Placement).filter_by(public_id=world.ids["placement", name]).one()
        if not placement_agreements_of(placement.id):
            make_placement_agreement(placement, cast.people[manager] if manager else None)
        case = _agreed(world, cast, _proposed(world, cast, name, trainee, placement), supervisor, manager or supervisor)
        _work(world, cast, case, trainee, supervisor)
        waiting = _proposed(world, cast, name, trainee, placement)
        consent = CaseConsent(
            programme_id=case.programme_id, case_id=case.id, kind="video", scope="supervision", given_on=world.on,
            recorded_by=cast.people[trainee].id, recorded_at=world.at,
        )  # fmt: skip
        db.session.add(consent)
        db.session.flush()
        world.ids |= {
            ("case", name): case.public_id,
            ("code", name): case.code,
            ("consent", name): consent.public_id,
            ("proposal", name): waiting.public_id,
        }
        phase = _signed(world, cast, case, supervisor)
        world.ids["phase", name] = phase.public_id
        world.ids["signature", f"{name}'s phase"] = phase.signature.public_id
        world.seen["case", name] = (1, base64.b64encode(services.phase_to_sign(case, Phase.MIDDLE)).decode())


def _proposed(world: World, cast: Cast, name: str, trainee: str, placement: Placement) -> CaseProposal:
    agreed_on = world.on - timedelta(days=7)
    return services.propose_family(
        trainee=cast.trainees[name],
        placement=placement,
        draft=draft(seen_agreed_on=agreed_on, discussed_agreed_on=agreed_on),
        actor=acting(world, cast, trainee),
        on=world.on,
        at=world.at,
        public_id=new_public_id(),
    )


def _agreed(world: World, cast: Cast, proposal: CaseProposal, supervisor: str, manager: str) -> TrainingCase:
    case = None
    for part, person in ((Part.PLACEMENT, manager), (Part.SUPERVISOR, supervisor)):
        actor = acting(world, cast, person)
        case = services.answer_proposal(
            proposal=proposal, part=part, agrees=True, words="", actor=actor, on=world.on, at=world.at
        )
    assert case is not None
    return case


def _work(world: World, cast: Cast, case: TrainingCase, trainee: str, supervisor: str) -> None:
    """A session of today, signed: a phase rests on it."""
    entry = submit_entry(
        trainee_id=case.trainee_id,
        public_id=new_public_id(),
        content=Content(worked_on=world.on, activity="case_session", minutes=45, case_id=case.id),
        actor=acting(world, cast, trainee),
        at=world.at,
    )
    seen = Seen(entry.public_id, 1, version_of(entry.id, 1).content_hash or "")
    actor = acting(world, cast, supervisor)
    sign_entries(items=[seen], actor=actor, at=world.at, method="password", strength="two factors")


def _signed(world: World, cast: Cast, case: TrainingCase, supervisor: str) -> CasePhase:
    return services.sign_phase(
        case=case,
        phase=Phase.EARLY,
        completed_on=world.on,
        seen=services.phase_to_sign(case, Phase.EARLY),
        actor=acting(world, cast, supervisor),
        on=world.on,
        at=world.at,
        method="password",
        strength="two factors",
    )
