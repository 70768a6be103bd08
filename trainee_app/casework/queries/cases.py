"""Every SELECT about proposals, the life of cases, and what rules ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from trainee_app.access import Actor
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.casework.models import (
    CaseEnding,
    CaseMark,
    CasePhase,
    CasePlan,
    CasePresented,
    CaseProposal,
)
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import (
    definitions_in_force,
    is_judged_under,
    is_own_record,
    supervised_lately,
)
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import LogEntry
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import CaseFact
from trainee_app.signatures.models import Signature

_case = aliased(TrainingCase)


def signs_phases(actor: Actor) -> ColumnElement[bool]:
    """Condition on cases: the actor supervises the trainee, or did until as long ago as the programme lets them sign."""
    terms = [
        and_(
            is_judged_under(version_id, TrainingCase.trainee_id),
            supervised_lately(actor, TrainingCase.trainee_id, definition.former_supervisor_days, "supervisor"),
        )
        for version_id, definition in definitions_in_force().items()
    ]
    return or_(false(), *terms)


def still_signed_phase(actor: Actor) -> ColumnElement[bool]:
    """Condition on signed phases: the actor signed it, and is supervisor of the programme today."""
    signed = exists().where(Signature.id == CasePhase.signature_id, Signature.signer_id == actor.person_id)
    return and_(signed, holds_role(actor, CasePhase.programme_id, Role.SUPERVISOR))


def runs_programme_of_phase(actor: Actor) -> ColumnElement[bool]:
    """Condition on signed phases: the actor is administrator or director of the programme."""
    return holds_role(actor, CasePhase.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def is_own_phase(actor: Actor) -> ColumnElement[bool]:
    """Condition on signed phases: the case is the actor's own."""
    return exists().where(_case.id == CasePhase.case_id, is_own_record(actor, _case.trainee_id))


def consent_case(actor: Actor) -> ColumnElement[bool]:
    """Condition on consents: the case is the actor's own."""
    return exists().where(_case.id == CaseConsent.case_id, is_own_record(actor, _case.trainee_id))


def latest_plan(case_id: int) -> CasePlan | None:
    """Return the plan that holds."""
    return latest_plans([case_id]).get(case_id)


def latest_plans(case_ids: Collection[int]) -> dict[int, CasePlan]:
    """Return the plan that holds of each of these cases."""
    newest = select(func.max(CasePlan.id)).where(CasePlan.case_id.in_(case_ids)).group_by(CasePlan.case_id)
    return {plan.case_id: plan for plan in db.session.scalars(select(CasePlan).where(CasePlan.id.in_(newest)))}


def consents_of(case_id: int) -> list[CaseConsent]:
    """Return what the family agreed to, withdrawn ones too, the first one first."""
    statement = select(CaseConsent).where(CaseConsent.case_id == case_id).order_by(CaseConsent.given_on, CaseConsent.id)
    return list(db.session.scalars(statement))


def video_consent_holds(case_id: int, on: date) -> bool:
    """Say whether everybody filmed agreed to video, and had not taken it back, on that day."""
    holds = exists().where(
        CaseConsent.case_id == case_id,
        CaseConsent.kind == "video",
        CaseConsent.given_on <= on,
        or_(CaseConsent.withdrawn_on.is_(None), CaseConsent.withdrawn_on > on),
    )
    return bool(db.session.scalar(select(holds)))


def marks_of(case_id: int) -> list[CaseMark]:
    """Return what was noted with its day, the first one first."""
    statement = select(CaseMark).where(CaseMark.case_id == case_id).order_by(CaseMark.on, CaseMark.id)
    return list(db.session.scalars(statement))


def phases_of(case_id: int) -> list[CasePhase]:
    """Return the phases signed off, in the order of signing, with their signatures."""
    return phases_of_cases([case_id]).get(case_id, [])


def phases_of_cases(case_ids: Collection[int]) -> dict[int, list[CasePhase]]:
    """Return the phases signed off in each of these cases, in the order of signing; void ones are left out."""
    return _phases(CasePhase.case_id.in_(case_ids), CasePhase.voided_at.is_(None))


def void_phases_of(case_id: int) -> list[CasePhase]:
    """Return what was signed off in the case and counts no longer, in the order of signing."""
    return _phases(CasePhase.case_id == case_id, CasePhase.voided_at.is_not(None)).get(case_id, [])


def _phases(*where: ColumnElement[bool]) -> dict[int, list[CasePhase]]:
    statement = select(CasePhase).where(*where).order_by(CasePhase.id).options(joinedload(CasePhase.signature))
    found: dict[int, list[CasePhase]] = defaultdict(list)
    for phase in db.session.scalars(statement):
        found[phase.case_id].append(phase)
    return dict(found)


def ending_of(case_id: int) -> CaseEnding | None:
    """Return how the case ended, if it has; an ending taken back is none."""
    statement = select(CaseEnding).where(CaseEnding.case_id == case_id, CaseEnding.voided_at.is_(None))
    found: CaseEnding | None = db.session.scalar(statement)
    return found


def presented_of(case_id: int) -> list[CasePresented]:
    """Return in which supervision sessions the case was presented, the first one first; void ones are left out."""
    statement = (
        select(CasePresented)
        .where(CasePresented.case_id == case_id, CasePresented.state != "void")
        .order_by(CasePresented.held_on, CasePresented.id)
    )
    return list(db.session.scalars(statement))


def presented_in(document: str) -> list[CasePresented]:
    """Return the cases that a supervision session's document presents."""
    return list(db.session.scalars(select(CasePresented).where(CasePresented.document == document)))


def sessions_of(case_id: int) -> list[tuple[str, date, int, str, str]]:
    """Return public name, day, minutes, outcome and state of the case's entries that count or wait, by day."""
    statement = (
        select(LogEntry.public_id, LogEntry.worked_on, LogEntry.minutes, LogEntry.outcome, LogEntry.state)
        .where(LogEntry.case_id == case_id, LogEntry.state.in_(("submitted", "signed")))
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
    return [tuple(row) for row in db.session.execute(statement)]  # type: ignore[misc]


def first_session_signed(case_id: int) -> date | None:
    """Return the day of the case's first session that was held and is signed; None while there is none."""
    statement = select(func.min(LogEntry.worked_on)).where(
        LogEntry.case_id == case_id, LogEntry.state == "signed", LogEntry.outcome == "held"
    )
    found: date | None = db.session.scalar(statement)
    return found


def unfinished_sessions(case_id: int) -> list[tuple[str, date]]:
    """Return public name and day of the case's sessions that were begun or came back and may still be handed in, by day."""
    statement = (
        select(LogEntry.public_id, LogEntry.worked_on)
        .where(LogEntry.case_id == case_id, LogEntry.state.in_(("draft", "withdrawn", "returned")))
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
    return [(name, day) for name, day in db.session.execute(statement)]


def plans_recorded(case_id: int) -> int:
    """Return how many plans of the case there are: by that a page says which one it showed."""
    return db.session.scalar(select(func.count()).where(CasePlan.case_id == case_id)) or 0


def sessions_held(case_ids: Collection[int]) -> dict[int, int]:
    """Return how many sessions were held in each of these cases, signed or waiting."""
    statement = (
        select(LogEntry.case_id, func.count())
        .where(LogEntry.case_id.in_(case_ids), LogEntry.state.in_(("submitted", "signed")), LogEntry.outcome == "held")
        .group_by(LogEntry.case_id)
    )
    return {case_id: number for case_id, number in db.session.execute(statement) if case_id is not None}


# Asked with every change of an entry, so put together once.
_is_signed, _waits = LogEntry.state == "signed", LogEntry.state == "submitted"
_held = (
    select(
        LogEntry.case_id.label("case_id"),
        func.min(LogEntry.worked_on).filter(_is_signed).label("first_on"),
        func.max(LogEntry.worked_on).filter(_is_signed).label("last_on"),
        func.count().filter(_is_signed).label("held"),
        func.count().filter(_waits).label("waiting"),
        func.min(LogEntry.worked_on).filter(_waits).label("first_waiting_on"),
        func.max(LogEntry.worked_on).filter(_waits).label("last_waiting_on"),
    )
    .where(
        LogEntry.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
        LogEntry.case_id.is_not(None),
        or_(_is_signed, _waits),
        LogEntry.outcome == "held",
    )
    .group_by(LogEntry.case_id)
    .subquery()
)
_supervised = (
    select(func.coalesce(func.sum(CasePresented.minutes), 0))
    .where(CasePresented.case_id == TrainingCase.id, CasePresented.state == "signed")
    .scalar_subquery()
)
_FACTS = (
    select(
        TrainingCase.trainee_id,
        TrainingCase.id,
        _held.c.first_on,
        _held.c.last_on,
        _held.c.held,
        _supervised,
        CaseEnding.kind,
        TrainingCase.kind,
        _held.c.waiting,
        _held.c.first_waiting_on,
        _held.c.last_waiting_on,
    )
    .outerjoin(_held, _held.c.case_id == TrainingCase.id)
    .outerjoin(CaseEnding, and_(CaseEnding.case_id == TrainingCase.id, CaseEnding.voided_at.is_(None)))
    .where(TrainingCase.trainee_id.in_(bindparam("trainee_ids", expanding=True)))
    .order_by(TrainingCase.trainee_id, TrainingCase.number)
)


def facts_cases(trainee_ids: Collection[int]) -> dict[int, tuple[CaseFact, ...]]:
    """Return each trainee's cases as the rules want them, the first one first; who has none has no key."""
    found: dict[int, list[CaseFact]] = defaultdict(list)
    rows = db.session.execute(_FACTS, {"trainee_ids": list(trainee_ids)})
    for trainee_id, case_id, first_on, last_on, held, supervised, ending, kind, waiting, *waits in rows:
        fact = CaseFact(case_id, first_on, last_on, supervised, ending, held_sessions=held or 0, kind=kind)
        found[trainee_id].append(
            replace(fact, awaiting_sessions=waiting, first_awaiting_on=waits[0], last_awaiting_on=waits[1])
            if waiting
            else fact
        )
    return {trainee_id: tuple(cases) for trainee_id, cases in found.items()}


@dataclass(frozen=True, slots=True)
class WaitingForACase:
    """A trainee who has no case open and fewer than the programme asks for, and since which day."""

    trainee_id: int
    trainee: str
    since_on: date
    is_proposed: bool


def waiting_for_a_case(trainees: Mapping[int, str], *, needed: int, on: date) -> list[WaitingForACase]:
    """Return who of these trainees (public names by id) waits for a case, the longest waiting first.

    They wait since the day after their last case closed, or since the course began.
    """
    statement = (
        select(
            Trainee.id,
            Cohort.starts_on,
            func.count(TrainingCase.id),
            func.count(TrainingCase.id).filter(or_(TrainingCase.closed_on.is_(None), TrainingCase.closed_on >= on)),
            func.max(TrainingCase.closed_on),
            exists().where(CaseProposal.trainee_id == Trainee.id, CaseProposal.state == "proposed"),
        )
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .outerjoin(TrainingCase, TrainingCase.trainee_id == Trainee.id)
        .where(Trainee.id.in_(trainees), Cohort.starts_on <= on)
        .group_by(Trainee.id, Cohort.starts_on)
    )
    waiting = []
    for trainee_id, starts_on, number, is_open, closed_on, is_proposed in db.session.execute(statement):
        if not is_open and number < needed:
            since = closed_on + timedelta(days=1) if closed_on else starts_on
            waiting.append(WaitingForACase(trainee_id, trainees[trainee_id], since, is_proposed))
    return sorted(waiting, key=lambda each: (each.since_on, each.trainee_id))


@dataclass(frozen=True, slots=True)
class CaseInShort:
    """One case on a front page; `phases`: how many are signed off."""

    public_id: str
    number: int
    code: str
    closed_on: date | None
    held: int
    agreed_sessions: int | None
    agreed_end_on: date | None
    last_allowed_on: date | None
    phases: int = 0

    @property
    def left(self) -> int | None:
        """How many of the agreed sessions are left."""
        return None if self.agreed_sessions is None else max(self.agreed_sessions - self.held, 0)


_plan = aliased(CasePlan)
_newest_plan = (
    select(func.max(_plan.id)).where(_plan.case_id == TrainingCase.id).correlate(TrainingCase).scalar_subquery()
)
_held_so_far = (
    select(func.count())
    .where(
        LogEntry.trainee_id == TrainingCase.trainee_id,
        LogEntry.case_id == TrainingCase.id,
        LogEntry.state.in_(("submitted", "signed")),
        LogEntry.outcome == "held",
    )
    .scalar_subquery()
)
_phases_signed = (
    select(func.count()).where(CasePhase.case_id == TrainingCase.id, CasePhase.voided_at.is_(None)).scalar_subquery()
)
_IN_SHORT = (
    select(
        TrainingCase.trainee_id,
        TrainingCase.public_id,
        TrainingCase.number,
        TrainingCase.code,
        TrainingCase.closed_on,
        _held_so_far,
        CasePlan.agreed_sessions,
        CasePlan.agreed_end_on,
        CasePlan.last_allowed_on,
        _phases_signed,
    )
    .outerjoin(CasePlan, CasePlan.id == _newest_plan)
    .where(TrainingCase.trainee_id.in_(bindparam("trainee_ids", expanding=True)))
    .order_by(TrainingCase.trainee_id, TrainingCase.number)
)


def cases_in_short(trainee_ids: Collection[int]) -> dict[int, list[CaseInShort]]:
    """Return the cases of these trainees with how many sessions are left, the first one first; one query."""
    found: dict[int, list[CaseInShort]] = defaultdict(list)
    for trainee_id, *said in rows_of(_IN_SHORT, {"trainee_ids": list(trainee_ids)}):
        found[trainee_id].append(CaseInShort(*said))
    return dict(found)
