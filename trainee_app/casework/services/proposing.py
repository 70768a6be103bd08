"""A family is proposed, answered by placement and supervisor, and becomes a case when both agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.rules import CaseKind
from trainee_app.cases.services import open_case
from trainee_app.casework import queries
from trainee_app.casework.events import FamilyProposed, ProposalAnswered, ProposalWithdrawn
from trainee_app.casework.models import CaseAnswer, CasePlan, CaseProposal
from trainee_app.casework.rules import LONGEST_WORDS, Part, Plan, ProposalDraft, check_proposal, check_reach
from trainee_app.casework.services.holding import held
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.cohorts.queries import covers_training_cases, ends_on_of, hold_records, placements_on
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.rules import check_words
from trainee_app.refusals import Conflict, Refusal, Violation, refuse_faults


class ProposalAlreadySettled(Conflict):
    """It was agreed, declined or withdrawn before."""


class AlreadyAnswered(Conflict):
    """That part has answered before."""


class NoAgreementCoversCases(Refusal):
    """The placement has signed nothing that covers training cases today."""


class FormBelongsToAnother(Conflict):
    """The name that the form was given stands for another trainee's proposal."""


def propose_family(
    *,
    trainee: Trainee,
    placement: Placement,
    draft: ProposalDraft,
    actor: Actor,
    on: date,
    at: datetime,
    public_id: str,
) -> CaseProposal:
    """Propose a family; a repeat with the same `public_id` returns what the first one made.

    Raises FieldsAreFaulty, FormBelongsToAnother.
    """
    hold_records([trainee.id])
    existing = _repeated(trainee, public_id)
    if existing is not None:
        return existing
    plan = draft.plan
    refuse_faults([*check_proposal(draft, on), *_reach(trainee, plan), *_check_placement(trainee, placement, on)])
    proposal = CaseProposal(
        public_id=public_id,
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        placement_id=placement.id,
        kind=draft.kind,
        age_band=draft.age_band,
        carers=",".join(draft.carers),
        seen_agreed_on=draft.seen_agreed_on,
        discussed_agreed_on=draft.discussed_agreed_on,
        responsibility=draft.responsibility,
        agreed_sessions=plan.agreed_sessions,
        agreed_end_on=plan.agreed_end_on,
        last_allowed_on=plan.last_allowed_on,
        state="proposed",
        proposed_at=at,
    )
    db.session.add(proposal)
    db.session.flush()
    publish(FamilyProposed(**_said(proposal, actor, at), placement_id=placement.id))
    return proposal


def _repeated(trainee: Trainee, public_id: str) -> CaseProposal | None:
    existing = queries.proposal_named(public_id)
    if existing is not None and existing.trainee_id != trainee.id:
        raise FormBelongsToAnother("This form was already used for something else. Open the page again.")
    return existing


def _reach(trainee: Trainee, plan: Plan) -> Iterator[Violation]:
    days = {"agreed_end_on": plan.agreed_end_on, "last_allowed_on": plan.last_allowed_on}
    return check_reach(days, ends_on_of([trainee.id])[trainee.id])


def _check_placement(trainee: Trainee, placement: Placement, on: date) -> list[Violation]:
    held = {each.id for each in placements_on([trainee.id], on).get(trainee.id, [])}
    if placement.id in held:
        return []
    words = "That placement does not hold today. Choose one that does, or ask the course office to record it."
    return [Violation("placement_not_open", "placement", words)]


def answer_proposal(
    *,
    proposal: CaseProposal,
    part: Part,
    agrees: bool,
    words: str,
    on_word_of: str = "",
    actor: Actor,
    on: date,
    at: datetime,
) -> TrainingCase | None:
    """Answer for the placement or as supervisor; return the case if this was the second yes.

    `on_word_of` names who in the placement said so, where the office records it. Who may answer is judged
    before. The same answer by the same person is the one given before. Raises ProposalAlreadySettled,
    AlreadyAnswered, NoAgreementCoversCases, FieldsAreFaulty.
    """
    proposal = held(proposal, proposal.trainee_id)
    answers = queries.answers_to([proposal.id]).get(proposal.id, {})
    given = answers.get(part)
    if given is not None and (given.answered_by, given.agrees) == (actor.person_id, agrees):
        return proposal.case
    _insist_on_waiting(proposal)
    if given is not None:
        raise AlreadyAnswered("This has been answered already. Open the page again to see how.")
    _insist_on_words(words, on_word_of, agrees=agrees)
    if agrees:
        _insist_on_cover(proposal, on)
    answer = CaseAnswer(
        programme_id=proposal.programme_id,
        proposal_id=proposal.id,
        part=part,
        agrees=agrees,
        words=words,
        on_word_of=on_word_of,
        answered_by=actor.person_id,
        answered_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    said = _said(proposal, actor, at)
    publish(ProposalAnswered(**said, part=part.value, agrees=agrees, by_office=bool(on_word_of)))
    return _settle(proposal, {**answers, part: answer}, actor, on, at)


def _insist_on_waiting(proposal: CaseProposal) -> None:
    if proposal.state != "proposed":
        raise ProposalAlreadySettled("This proposal has been settled already. Open the page again to see how.")


def _insist_on_words(words: str, on_word_of: str, *, agrees: bool) -> None:
    said = [*check_words(words, "words"), *check_words(on_word_of, "on_word_of")]
    violations: list[Violation] = [each for each in said if not each.is_warning]
    if not agrees and not words:
        violations.append(Violation("reason_missing", "words", "Say why not, so that the trainee knows."))
    if len(words) > LONGEST_WORDS:
        violations.append(Violation("too_long", "words", f"Shorten this to {LONGEST_WORDS:,} characters."))
    refuse_faults(violations)


def _insist_on_cover(proposal: CaseProposal, on: date) -> None:
    if not db.session.scalar(select(covers_training_cases(proposal.placement_id, on))):
        raise NoAgreementCoversCases(
            f"No agreement of {proposal.placement.name} that covers training cases is recorded for today. "
            "The course office records it first; then this can be agreed."
        )


def _settle(
    proposal: CaseProposal, answers: dict[str, CaseAnswer], actor: Actor, on: date, at: datetime
) -> TrainingCase | None:
    if any(not answer.agrees for answer in answers.values()):
        proposal.state, proposal.settled_at = "declined", at
        return None
    if set(answers) != set(Part):
        return None
    case = open_case(
        trainee=proposal.trainee,
        kind=CaseKind(proposal.kind),
        age_band=proposal.age_band,
        placement_id=proposal.placement_id,
        opened_on=on,
        actor=actor,
        at=at,
    )
    said = {"programme_id": case.programme_id, "case_id": case.id, "recorded_by": actor.person_id, "recorded_at": at}
    db.session.add(
        CasePlan(
            **said,
            agreed_sessions=proposal.agreed_sessions,
            agreed_end_on=proposal.agreed_end_on,
            last_allowed_on=proposal.last_allowed_on,
            responsibility=proposal.responsibility,
        )
    )
    for kind, given_on in (("seen", proposal.seen_agreed_on), ("discussed", proposal.discussed_agreed_on)):
        db.session.add(CaseConsent(**said, kind=kind, scope="", given_on=given_on))
    proposal.state, proposal.settled_at, proposal.case_id = "agreed", at, case.id
    db.session.flush()
    return case


def withdraw_proposal(*, proposal: CaseProposal, actor: Actor, at: datetime) -> None:
    """Take a proposal back; taken back twice, it is once. Raises ProposalAlreadySettled."""
    proposal = held(proposal, proposal.trainee_id)
    if proposal.state == "withdrawn":
        return
    _insist_on_waiting(proposal)
    proposal.state, proposal.settled_at = "withdrawn", at
    publish(ProposalWithdrawn(**_said(proposal, actor, at)))


def _said(proposal: CaseProposal, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": proposal.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "proposal": proposal.public_id,
        "proposal_id": proposal.id,
        "trainee_id": proposal.trainee_id,
    }
