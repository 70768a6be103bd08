"""Who proposes, agrees, keeps, reads and signs casework."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from trainee_app.access import Actor, Permission
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.queries import is_of_own_record, is_supervised_by
from trainee_app.casework.models import CasePhase, CaseProposal
from trainee_app.casework.queries import (
    answers_for_proposed,
    consent_case,
    is_own_phase,
    is_own_proposal,
    keeps_proposals,
    runs_programme_of_phase,
    signs_phases,
    still_signed_phase,
    supervises_proposer,
)
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import is_own_record, supervises
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role


def _is_oneself(actor: Actor) -> ColumnElement[bool]:
    return is_own_record(actor, Trainee.id)


def _supervises_them(actor: Actor) -> ColumnElement[bool]:
    return supervises(actor, Trainee.id, actor.on, "supervisor")


def _directs(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, TrainingCase.programme_id, Role.DIRECTOR)


def _directs_them(actor: Actor) -> ColumnElement[bool]:
    return holds_role(actor, Trainee.programme_id, Role.DIRECTOR)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "case.keep",
        of=TrainingCase,
        if_any=(is_of_own_record,),
        unless=(lacks_second_factor,),
        words="The trainee keeps their own case: its plan, consents, reviews and ending.",
    ),
    Permission(
        "case.read",
        of=TrainingCase,
        if_any=(is_of_own_record, is_supervised_by, _directs),
        unless=(lacks_second_factor,),
        words="The trainee; who supervises them today; directors of the programme. Each opening is noted. "
        "Administrators see that a case exists and how it stands, not its page.",
    ),
    Permission(
        "case.sign_phase",
        of=TrainingCase,
        if_any=(signs_phases,),
        unless=(is_of_own_record, lacks_second_factor),
        anew=True,
        words="Who supervises the trainee signs a phase off that was complete within their agreement; a former supervisor "
        "for as long as the programme says. Their registration must be valid on that day and when signing.",
    ),
    Permission(
        "case.void_phase",
        of=CasePhase,
        if_any=(still_signed_phase, runs_programme_of_phase),
        unless=(is_own_phase, lacks_second_factor),
        words="Who signed a phase off, while still supervisor of the programme, or administrators and directors say with "
        "a reason that it does not count; nobody about a case of their own.",
    ),
    Permission(
        "case.take_ending_back",
        of=TrainingCase,
        if_any=(is_of_own_record, _directs),
        unless=(lacks_second_factor,),
        words="The trainee, who recorded it, and directors of the programme take back an ending recorded by mistake, with "
        "a reason, unless the final phase rests on it.",
    ),
    Permission(
        "cases.read",
        of=Trainee,
        if_any=(_is_oneself, _supervises_them, _directs_them),
        unless=(lacks_second_factor,),
        words="The trainee, who supervises them today and directors of the programme see the list of cases and proposals.",
    ),
    Permission(
        "consent.withdraw",
        of=CaseConsent,
        if_any=(consent_case,),
        unless=(lacks_second_factor,),
        words="The trainee records that a family no longer agrees.",
    ),
    Permission(
        "family.propose",
        of=Trainee,
        if_any=(_is_oneself,),
        unless=(lacks_second_factor,),
        words="A trainee proposes a family from their own placement.",
    ),
    Permission(
        "proposal.answer_for_placement",
        of=CaseProposal,
        if_any=(answers_for_proposed, keeps_proposals),
        unless=(is_own_proposal, lacks_second_factor),
        words="The placement manager named in the placement's agreement answers; or administrators and directors "
        "record the placement's word without reading what is proposed. Nobody about a proposal of their own.",
    ),
    Permission(
        "proposal.answer_as_supervisor",
        of=CaseProposal,
        if_any=(supervises_proposer,),
        unless=(is_own_proposal, lacks_second_factor),
        words="Who supervises the trainee today answers a proposal.",
    ),
    Permission(
        "proposal.read",
        of=CaseProposal,
        if_any=(is_own_proposal, supervises_proposer, answers_for_proposed, keeps_proposals),
        unless=(lacks_second_factor,),
        words="The trainee, who supervises them today, the placement manager concerned. Administrators and directors see "
        "that it waits, since when and for whose answer, never what is proposed.",
    ),
    Permission(
        "proposal.withdraw",
        of=CaseProposal,
        if_any=(is_own_proposal,),
        unless=(lacks_second_factor,),
        words="The trainee takes a proposal back while it waits.",
    ),
)
