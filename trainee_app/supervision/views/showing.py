"""One session: who was present, what was presented, what the month comes to; and the list of a trainee's sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.programmes.rules import period_sentence
from trainee_app.signatures.models import Signature
from trainee_app.supervision import queries
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.supervision.queries import Presentation
from trainee_app.supervision.rules import document_name
from trainee_app.supervision.views.blueprint import blueprint
from trainee_app.trail.services import note_reading
from trainee_app.web.formats import local_datetime
from trainee_app.web.parts import Fact


@dataclass(frozen=True, slots=True)
class PresentLine:
    """One trainee on a session's page. `minutes` None: not for this reader to see."""

    name: str
    minutes: int | None
    credited: int | None
    entry_url: str | None
    months: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PresentedLine:
    """One case on a session's page; another trainee's case is not told by its code."""

    words: str
    minutes: int
    video_reviewed: bool


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of a list."""

    session: SupervisionSession
    minutes: int
    credited: int
    number: int
    presented: tuple[PresentedLine, ...]


@blueprint.get("/supervision/<public_id>")
@permit("supervision.read")
def session(session: SupervisionSession) -> ResponseReturnValue:
    """One session."""
    present = queries.present_at([session.id]).get(session.id, [])
    own = next((each for each in present if each.trainee.person_id == actor().person_id), None)
    if own is None and session.supervisor_id != actor().person_id:
        _note(session)
    presented = queries.presented_at([session]).get(session.id, [])
    return render_template(
        "supervision/session.html",
        session=session,
        number=len(present),
        lines=_present_lines(session, present, own),
        presented=_presented_lines(presented),
        signature=_signature_facts(session.signature, session.programme.zone),
        replaced_by=queries.replaced_by(session),
        may_correct=session.voided_at is None and can(actor(), "supervision.correct", session),
        may_void=session.voided_at is None and can(actor(), "supervision.void", session),
        is_own=own is not None,
    )


def _note(session: SupervisionSession) -> None:
    """Reading somebody else's case material is noted."""
    subject = document_name(session.public_id)
    note_reading(programme_id=session.programme_id, person_id=actor().person_id, subject=subject, at=clock.now())


def _present_lines(
    session: SupervisionSession, present: Sequence[SupervisionPresent], own: SupervisionPresent | None
) -> list[PresentLine]:
    """A trainee sees who else was there, and of time only what is their own."""
    shown = present if own is None else [own]
    today = clock.today(session.programme.zone)
    months = (
        {} if session.voided_at else queries.months_standing([each.trainee for each in shown], session.held_on, today)
    )
    lines = []
    for each in present:
        if each not in shown:
            lines.append(PresentLine(each.trainee.person.name, None, None, None))
            continue
        said = tuple(
            (month.period.state.value, period_sentence(month.floor, month.period, signer="their supervisor"))
            for month in months.get(each.trainee_id, ())
        )
        entry = each.entry
        url = url_for("logbook.entry", public_id=entry.public_id) if can(actor(), "entry.read", entry) else None
        lines.append(PresentLine(each.trainee.person.name, entry.minutes, entry.credited_minutes, url, said))
    return lines


def _presented_lines(presented: Sequence[Presentation]) -> list[PresentedLine]:
    words = queries.told_as(actor(), [each.case.id for each in presented])
    return [PresentedLine(words[each.case.id], each.minutes, each.video_reviewed) for each in presented]


def _signature_facts(signature: Signature, zone: str) -> list[Fact]:
    """Return the signature as it was printed when it was given."""
    return [
        Fact("By", f"{signature.signer_name} ({signature.signed_as})"),
        Fact("On", local_datetime(signature.signed_at, zone)),
        Fact("Says", signature.meaning),
        Fact("Covers", f"This record and every entry it carries, fingerprint {signature.content_hash[:12]}"),
    ]


@blueprint.get("/trainees/<public_id>/supervision")
@permit("supervision.list")
def of_trainee(trainee: Trainee) -> ResponseReturnValue:
    """Every supervision that a trainee was present at."""
    sessions = queries.sessions_of(trainee.id)
    lines = _session_lines(trainee, sessions)
    standing = [each for each in lines if each.session.voided_at is None]
    return render_template(
        "supervision/list.html",
        trainee=trainee,
        is_own=trainee.person_id == actor().person_id,
        lines=lines,
        recorded=sum(each.minutes for each in standing),
        credited=sum(each.credited for each in standing),
    )


def _session_lines(trainee: Trainee, sessions: Sequence[SupervisionSession]) -> list[SessionLine]:
    present = queries.present_at([each.id for each in sessions])
    presented = queries.presented_at(sessions)
    words = queries.told_as(actor(), {case.case.id for cases in presented.values() for case in cases})
    lines = []
    for each in sessions:
        entry = next(row.entry for row in present[each.id] if row.trainee_id == trainee.id)
        own = tuple(
            PresentedLine(words[case.case.id], case.minutes, case.video_reviewed)
            for case in presented.get(each.id, ())
            if case.case.trainee_id == trainee.id
        )
        counts = 0 if each.voided_at else entry.credited_minutes
        lines.append(SessionLine(each, entry.minutes, counts, len(present[each.id]), own))
    return lines
