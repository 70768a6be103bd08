"""Supervision sessions, made by the verbs themselves, and what they need: several trainees, cases, consents to video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.factories.cohorts import make_agreement, make_trainee
from tests.factories.logbook import AT, WORKED_ON, Training, acting, make_training
from tests.factories.people import give_role, make_person
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.rules import CaseKind
from trainee_app.cases.services import open_case
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.rules import Format, SessionDraft
from trainee_app.supervision.services import record_session


@dataclass(frozen=True)
class Group:
    """A supervisor with three trainees, Marta first, and a case of each of the first two."""

    training: Training
    trainees: tuple[Trainee, ...]
    cases: tuple[TrainingCase, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The trainees' public names."""
        return tuple(each.public_id for each in self.trainees)


def make_group(training: Training | None = None) -> Group:
    """Make the supervisor's other trainees, and cases that are open."""
    training = training or make_training()
    trainees = [training.trainee]
    for name in ("Joe Banda", "Priya Nair"):
        trainees.append(make_trainee(training.trainee.cohort, make_person(name)))
        give_role(trainees[-1].person, training.programme, Role.TRAINEE)
        make_agreement(trainees[-1], training.supervisor)
    cases = [make_case(each, training.supervisor) for each in trainees[:2]]
    return Group(training, tuple(trainees), tuple(cases))


def make_case(
    trainee: Trainee, actor: Person, opened_on: date = date(2026, 3, 1), discussed_on: date | None = None
) -> TrainingCase:
    """Open a case of the trainee; the family agreed on that day, or the one given, to be discussed in supervision."""
    case = open_case(
        trainee=trainee,
        kind=CaseKind.PARENT_INFANT,
        age_band="under_3",
        placement_id=None,
        opened_on=opened_on,
        actor=acting(actor),
        at=AT,
    )
    agree(case, "discussed", discussed_on or opened_on)
    return case


def agree_to_video(case: TrainingCase, on: date = date(2026, 3, 1), withdrawn_on: date | None = None) -> CaseConsent:
    """Let everybody filmed have agreed to video."""
    return agree(case, "video", on, withdrawn_on)


def agree(case: TrainingCase, kind: str, on: date, withdrawn_on: date | None = None) -> CaseConsent:
    """Let the family have agreed to something, and withdrawn it if that is said."""
    consent = CaseConsent(
        programme_id=case.programme_id,
        case_id=case.id,
        kind=kind,
        scope="supervision" if kind == "video" else "",
        given_on=on,
        withdrawn_on=withdrawn_on,
        recorded_by=case.trainee.person_id,
        recorded_at=AT,
    )
    db.session.add(consent)
    db.session.flush()
    return consent


def session_draft(*present: str, **says: Any) -> SessionDraft:
    """Return a session of 3 November 2026: 60 min alone with one, 90 min with several."""
    format_ = Format.GROUP if len(present) > 1 else Format.INDIVIDUAL
    usual = {"held_on": WORKED_ON, "format": format_, "minutes": 90 if len(present) > 1 else 60, "present": present}
    return SessionDraft(**{**usual, **says})


def record(
    training: Training,
    *present: str,
    at: datetime = AT,
    by: Person | None = None,
    public_id: str | None = None,
    confirmed: Sequence[str] = (),
    **says: Any,
) -> SupervisionSession:
    """Record and sign a session as the supervisor."""
    actor = acting(by or training.supervisor, at)
    return record_session(
        draft=session_draft(*(present or (training.trainee.public_id,)), **says),
        public_id=public_id or new_public_id(),
        actor=actor,
        on=at.date(),
        at=at,
        method="password",
        strength="two_factors",
        confirmed=confirmed,
    )
