"""A month of the world: what trainees log, whom supervisors and the tutor record, what is signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import SLOW_SIGNER, TUTOR, case_of, worked
from trainee_app.demo.services.story import Member, World, acting, evening, machine
from trainee_app.logbook.queries import entries_awaiting_signature
from trainee_app.logbook.rules import MOST_AT_ONCE, Code, Content, Seen
from trainee_app.logbook.services import sign_entries, submit_entry
from trainee_app.signatures.rules import SIGNED_IN
from trainee_app.supervision.rules import Code as SupervisionCode
from trainee_app.supervision.rules import Format, SessionDraft
from trainee_app.supervision.services import record_session
from trainee_app.teaching.rules import Code as TeachingCode
from trainee_app.teaching.rules import DateDraft, Mark, MarkDraft, RegisterDraft
from trainee_app.teaching.services import make_dates, sign_register

_SLOW_DAYS = 38
_USUAL_DAYS = 9
_TAUGHT = frozenset({"workshop", "seminar"})
_SUPERVISED = {"individual_supervision": Format.INDIVIDUAL, "group_supervision": Format.GROUP}
_TITLES = {"workshop": "Teaching day", "seminar": "Clinical seminar"}
_CASES_IN_A_GROUP = 2
_MONDAY_TO_FRIDAY = 4

_Done = dict[date, list[tuple[Member, Content]]]


def live_through(world: World, first: date, last: date, today: date) -> None:
    """Let trainees log what they did from `first` to `last`, and supervisors and the tutor record what they held."""
    taught: _Done = defaultdict(list)
    supervised: _Done = defaultdict(list)
    for member in world.members:
        for content in worked(member.invented, member.course, first, last, today):
            if content.activity in _TAUGHT:
                taught[content.worked_on].append((member, content))
            elif content.activity in _SUPERVISED:
                supervised[content.worked_on].append((member, content))
            else:
                _submit(world, member, content)
    for on in sorted(taught):
        _teach(world, on, taught[on])
    for on in sorted(supervised):
        _supervise(world, on, supervised[on])


def _submit(world: World, member: Member, content: Content) -> None:
    number = case_of(member.invented, member.course, content)
    if number is not None:
        case_id, _ = world.cases[member.trainee_id, number]
        content = replace(content, case_id=case_id, placement_id=member.placement_id)
    submit_entry(
        trainee_id=member.trainee_id,
        public_id=new_public_id(),
        content=content,
        actor=acting(member.person_id, content.worked_on),
        at=evening(content.worked_on),
        confirmed=tuple(Code),
    )


def _teach(world: World, on: date, there: list[tuple[Member, Content]]) -> None:
    """Sign one register for each cohort that was taught that day; whoever is not there was absent."""
    tutor = world.people[TUTOR]
    by_cohort = defaultdict(list)
    for member, content in there:
        by_cohort[member.cohort_id, content.activity].append((member, content))
    for (cohort_id, activity), held in by_cohort.items():
        if any(other != activity and cohort == cohort_id for cohort, other in by_cohort) and activity == "seminar":
            continue
        first = held[0][1]
        draft = DateDraft(
            title=_TITLES[activity],
            series="Theory and clinical seminars",
            activity=activity,
            held_on=on,
            starts_at_minute=first.started_at_minute,
            minutes=first.minutes,
        )
        cohort = db.session.get_one(Cohort, cohort_id)
        dates = make_dates(
            cohort=cohort, draft=draft, leader=tutor, public_id=new_public_id(), actor=machine(on), at=evening(on, -10)
        )
        present = {member.trainee_id for member, _ in held}
        marks = tuple(
            MarkDraft(member.trainee, Mark.PRESENT if member.trainee_id in present else Mark.ABSENT)
            for member in world.members
            if member.cohort_id == cohort_id
        )
        sign_register(
            teaching=dates[0],
            draft=RegisterDraft(marks),
            public_id=new_public_id(),
            actor=acting(tutor.id, on),
            on=on,
            at=evening(on),
            method=SIGNED_IN,
            strength="one_factor",
            confirmed=tuple(TeachingCode),
        )


def _supervise(world: World, on: date, held: list[tuple[Member, Content]]) -> None:
    """Record each individual session, and one group for each supervisor, with the cases presented."""
    groups = defaultdict(list)
    for member, content in held:
        supervisor = member.supervisor_on(on)
        if content.activity == "individual_supervision":
            _record(world, supervisor, on, Format.INDIVIDUAL, [member], content)
        else:
            groups[supervisor].append((member, content))
    for supervisor, members in groups.items():
        _record(world, supervisor, on, Format.GROUP, [member for member, _ in members], members[0][1])


def _record(world: World, supervisor: int, on: date, format_: Format, present: list[Member], content: Content) -> None:
    cases = [name for member in present for name in _running(world, member, on)]
    if format_ is Format.GROUP:
        turn = on.toordinal() // 14
        cases = [cases[(turn + more) % len(cases)] for more in range(min(_CASES_IN_A_GROUP, len(cases)))]
    video = tuple(cases[:1]) if content.details.video_reviewed else ()
    record_session(
        draft=SessionDraft(
            held_on=on,
            format=format_,
            minutes=content.minutes,
            present=tuple(member.trainee for member in present),
            presented=tuple(cases),
            video=video,
        ),
        public_id=new_public_id(),
        actor=acting(supervisor, on),
        on=on,
        at=evening(on),
        method=SIGNED_IN,
        strength="one_factor",
        confirmed=tuple(SupervisionCode),
    )


def _running(world: World, member: Member, on: date) -> list[str]:
    """Return the public names of the member's cases that are seen in the week of that day."""
    monday = on - timedelta(days=on.weekday())
    week = range(1, _MONDAY_TO_FRIDAY)
    sessions = (Content(worked_on=monday + timedelta(days=day), activity="case_session", minutes=0) for day in week)
    numbers = (case_of(member.invented, member.course, session) for session in sessions)
    return [world.cases[member.trainee_id, number][1] for number in numbers if number is not None]


def sign_what_waits(world: World, last: date, today: date) -> None:
    """Let every signer sign what is old enough by the end of the month; one of them is slow."""
    for name, person_id in world.signers.items():
        on = min(last + timedelta(days=2), today)
        actor = acting(person_id, on)
        patience = _SLOW_DAYS if name == SLOW_SIGNER else _USUAL_DAYS
        newest = today - timedelta(days=patience)
        seen = [each.seen for each in entries_awaiting_signature(actor) if each.version.worked_on <= newest]
        for portion in _portions(seen):
            sign_entries(items=portion, actor=actor, at=evening(on), method=SIGNED_IN, strength="one_factor")


def _portions(seen: list[Seen]) -> Iterable[list[Seen]]:
    return (seen[start : start + MOST_AT_ONCE] for start in range(0, len(seen), MOST_AT_ONCE))
