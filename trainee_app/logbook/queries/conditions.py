"""Who may see and sign which entries: each condition once, as SQL over the entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal_column, or_, select, true
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, PlacementAgreement, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import (
    definitions_in_force,
    is_judged_under,
    is_own_record,
    manages,
    may_still_sign_at,
    may_still_sign_for,
    supervises,
)
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.rules import IMPORTED, SHOWN_TO_OTHERS, State
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import holds_role, role_in_force
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Definition, Signer

Covers = Callable[[Definition, str], ColumnElement[bool]]
_agreement = aliased(SupervisionAgreement)
_signed_with = aliased(PlacementAgreement)
_role = aliased(RoleHeld)


def is_own_entry(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: the record is the actor's."""
    return is_own_record(actor, LogEntry.trainee_id)


def awaits_signature() -> ColumnElement[bool]:
    """Condition on entries: a version waits for a signature of its own.

    What was missed or cancelled needs none, and what came with an office's record waits for that
    record's attestation.
    """
    by_itself = and_(LogEntry.state == State.SUBMITTED, LogEntry.outcome == "held", LogEntry.carried_by.is_(None))
    return or_(by_itself, LogEntry.pending_state == State.SUBMITTED)


def is_unsettled() -> ColumnElement[bool]:
    """Condition on entries: not signed, or signed with a correction on its way.

    Its value is written out, not bound: only so does a database know that its index of such entries will do.
    """
    return or_(LogEntry.state != literal_column("'signed'"), LogEntry.pending_state.is_not(None))


def counting_version() -> ColumnElement[bool]:
    """Condition that joins an entry to the version that counts."""
    return and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == LogEntry.version)


def correction_handed_in(version: Any) -> ColumnElement[bool]:
    """Condition that joins an entry to its correction, if one waits."""
    return and_(
        version.entry_id == LogEntry.id,
        version.number == LogEntry.pending_version,
        LogEntry.pending_state == State.SUBMITTED,
    )


def awaiting_number() -> ColumnElement[int]:
    """Return the number of the version that waits, or else of the one that counts."""
    return func.coalesce(LogEntry.pending_version, LogEntry.version)


def may_sign(actor: Actor, definitions: Mapping[int, Definition] | None = None) -> ColumnElement[bool]:
    """Condition on entries: an agreement lets the actor sign the version that waits (domain, section 4, rule 2).

    It covers the day of the work, in the capacity that the activity asks for, and has not ended too long ago. What a
    placement manager signs is covered by the agreement of the placement where it was.
    """
    worked_on: Any = func.coalesce(_pending(EntryVersion.worked_on), LogEntry.worked_on)
    activity: Any = func.coalesce(_pending(EntryVersion.activity), LogEntry.activity)

    def covers(definition: Definition, capacity: str) -> ColumnElement[bool]:
        days = definition.former_supervisor_days
        if capacity == Signer.PLACEMENT_MANAGER:
            return may_still_sign_at(actor, _placement_that_waits(), worked_on, days)
        return may_still_sign_for(actor, LogEntry.trainee_id, worked_on, days, capacity)

    return in_capacity(activity, covers, definitions)


def may_decide(actor: Actor, definitions: Mapping[int, Definition] | None = None) -> ColumnElement[bool]:
    """Condition on entries: a version waits, and the actor may sign it or return it."""
    return and_(awaits_signature(), may_sign(actor, definitions))


def stands_in_queue(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: a version waits for the actor by itself."""
    definitions = definitions_in_force()
    return and_(may_decide(actor, definitions), goes_by_itself(definitions))


def goes_by_itself(definitions: Mapping[int, Definition]) -> ColumnElement[bool]:
    """Condition on entries: what waits of it is signed by itself: it is not study that is handed in once a term.

    A correction of what was signed goes its own way, in every programme.
    """
    terms = [
        and_(is_judged_under(version_id, LogEntry.trainee_id), LogEntry.activity.in_(keys))
        for version_id, definition in definitions.items()
        if (keys := definition.handed_in_by_the_term)
    ]
    return or_(LogEntry.pending_version.is_not(None), ~or_(*terms)) if terms else true()


def may_give_back(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: it has been handed in once, and the actor may sign it or could when it waited.

    Whether it still waits is said by the verb, so that a page that was open too long keeps what was typed.
    """
    return and_(LogEntry.state.not_in((State.DRAFT, State.DISCARDED)), may_sign(actor))


def reads_as_supervisor(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: handed in, and the actor signs that kind of time on the day of the work, or may sign what waits.

    A supervisor reads what supervisors sign, a tutor what tutors sign, a placement manager what was at their placement
    and managers sign: the label at the note promises it.
    """

    def covers(_definition: Definition, capacity: str) -> ColumnElement[bool]:
        if capacity == Signer.PLACEMENT_MANAGER:
            return manages(actor, LogEntry.placement_id, LogEntry.worked_on)
        return supervises(actor, LogEntry.trainee_id, LogEntry.worked_on, capacity)

    signs_such = in_capacity(LogEntry.activity, covers)
    return and_(_is_shown_to_others(), or_(signs_such, may_decide(actor)))


def reads_as_administrator(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: handed in, and the actor is administrator or director of the programme."""
    return and_(_is_shown_to_others(), runs_programme(actor))


def runs_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: the actor is administrator or director of the programme."""
    return holds_role(actor, LogEntry.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def stands_in_record_here() -> ColumnElement[bool]:
    """Condition on entries: a record made here put it into the log; see `stands_in_record`."""
    return and_(LogEntry.carried_by.is_not(None), ~LogEntry.carried_by.startswith(IMPORTED))


def may_void(actor: Actor) -> ColumnElement[bool]:
    """Condition on entries: signed by itself, and the actor is administrator or director of the programme.

    What a record made here carries is made void with that record.
    """
    return and_(LogEntry.state == State.SIGNED, ~stands_in_record_here(), runs_programme(actor))


def is_own_log(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: the actor is this trainee."""
    return Trainee.person_id == actor.person_id


def follows_log(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: the actor has, or had, an agreement with them, or runs their programme."""
    agreement = aliased(SupervisionAgreement)
    has_agreement = exists().where(agreement.supervisor_id == actor.person_id, agreement.trainee_id == Trainee.id)
    return or_(has_agreement, holds_role(actor, Trainee.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR))


def keeps_logs_of(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor is administrator or director of the programme."""
    return holds_role(actor, Cohort.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def has_a_queue(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: the actor, who signs somewhere today by their role, or has or had an agreement.

    Somebody to whom nobody is assigned yet finds an empty queue, not a page that does not exist.
    """
    signs = exists().where(
        _role.person_id == actor.person_id,
        _role.role.in_((Role.SUPERVISOR, Role.TUTOR, Role.PLACEMENT_MANAGER)),
        role_in_force(actor.on, _role),
    )
    agreed = exists().where(_agreement.supervisor_id == actor.person_id)
    manages_one = exists().where(_signed_with.manager_id == actor.person_id)
    return and_(Person.id == actor.person_id, or_(signs, agreed, manages_one))


def is_own_agreement(actor: Actor) -> ColumnElement[bool]:
    """Condition on agreements: the actor is the supervisor or tutor."""
    return SupervisionAgreement.supervisor_id == actor.person_id


def _is_shown_to_others() -> ColumnElement[bool]:
    return LogEntry.state.in_(sorted(SHOWN_TO_OTHERS))


def _pending(column: Any) -> Any:
    """What the correction says, or NULL where there is none."""
    return (
        select(column)
        .where(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == LogEntry.pending_version)
        .correlate(LogEntry)
        .scalar_subquery()
    )


def _placement_that_waits() -> Any:
    """Where the version that waits says it was: a correction may say that it was at none."""
    return case(
        (LogEntry.pending_version.is_not(None), _pending(EntryVersion.placement_id)), else_=LogEntry.placement_id
    )


def in_capacity(
    activity: Any, covers: Covers, definitions: Mapping[int, Definition] | None = None
) -> ColumnElement[bool]:
    """Condition on entries: `covers` holds in the capacity that the programme asks of who signs `activity`.

    `definitions`: those in force by their version's id, where they are at hand already.
    """
    terms = []
    for version_id, definition in (definitions_in_force() if definitions is None else definitions).items():
        for signer in Signer:
            keys = sorted(each.key for each in definition.activities.values() if each.signed_by is signer)
            if not keys:
                continue
            term = and_(activity.in_(keys), covers(definition, signer.value))
            terms.append(and_(is_judged_under(version_id, LogEntry.trainee_id), term))
    return or_(false(), *terms)
