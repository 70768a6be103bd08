"""The next intake of the world: its cohort, and two applicants, one interviewed by one of two and one still writing."""

from __future__ import annotations

from datetime import date, timedelta

from trainee_app.admissions.models import Intake
from trainee_app.admissions.rules import Answers, IntakeDraft, InterviewDraft
from trainee_app.admissions.services import (
    arrange_interview,
    begin_application,
    give_score,
    hand_in,
    make_intake,
    save_application,
    take_into_screening,
)
from trainee_app.cohorts.rules import CohortDraft
from trainee_app.cohorts.services import make_cohort
from trainee_app.credentials.rules import BroughtDraft, Record, Standing, Told
from trainee_app.credentials.services import record_brought
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import APPLICANTS, COURSE_WEEKS
from trainee_app.demo.services.people import make_person
from trainee_app.demo.services.story import World, acting, evening, machine
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme

_OFFICE, _FIRST, _SECOND = "Oona Hartley", "Miriam Imrie", "Dr Helen Rees"
_WEEKS_AHEAD, _OPENED_WEEKS_AGO, _OPEN_WEEKS = 18, 8, 14
_YEAR = 365
_WORDS = Answers(
    "I have worked with parents and babies for years and want to learn to think about the relationship itself.",
    "The perinatal team in which I work would let me see families.",
)


def open_selection(world: World, programme: Programme, today: date, password_hash: str) -> None:
    """Make the next cohort with its intake, and let two people apply."""
    opened_on = today - timedelta(weeks=_OPENED_WEEKS_AGO)
    starts_on = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS_AHEAD)
    ends_on = starts_on + timedelta(weeks=COURSE_WEEKS, days=-1)
    cohort = make_cohort(
        programme=programme,
        draft=CohortDraft(f"{starts_on:%B %Y} intake", starts_on, ends_on),
        actor=machine(opened_on),
        at=evening(opened_on),
    )
    intake = make_intake(
        cohort=cohort,
        draft=IntakeDraft(opened_on, opened_on + timedelta(weeks=_OPEN_WEEKS), 8),
        actor=acting(world.signers[_OFFICE], opened_on),
        at=evening(opened_on),
    )
    on = opened_on + timedelta(weeks=2)
    first, second = (make_person(each, programme, on, machine(on), evening(on), password_hash) for each in APPLICANTS)
    _bring(first, programme, on, years=7)
    _bring(second, programme, on, years=3)
    _interviewed_by_one(world, intake, first, on, today)
    begun = begin_application(intake=intake, actor=acting(second.id, on), on=on, at=evening(on))
    save_application(application=begun, answers=Answers(_WORDS.statement), seen="", at=evening(on, 1))


def _bring(person: Person, programme: Programme, on: date, *, years: int) -> None:
    since = on - timedelta(days=years * _YEAR)
    drafts = (
        BroughtDraft(Record.EXPERIENCE, since, None, "Clinical psychologist", "A perinatal team", share_percent=80),
        BroughtDraft(
            Record.OBSERVATION, on - timedelta(days=100), None, place="A training institute", standing=Standing.RUNNING
        ),
        BroughtDraft(Record.THERAPY, since, None, standing=Told.DECLARATION),
    )
    for draft in drafts:
        record_brought(
            person=person,
            programme=programme,
            draft=draft,
            public_id=new_public_id(),
            actor=acting(person.id, on),
            on=on,
            at=evening(on),
        )


def _interviewed_by_one(world: World, intake: Intake, person: Person, on: date, today: date) -> None:
    """Applied, screened, interviewed; one of the two has scored, the other's score is waited for."""
    application = begin_application(intake=intake, actor=acting(person.id, on), on=on, at=evening(on))
    hand_in(application=application, answers=_WORDS, seen="", actor=acting(person.id, on), on=on, at=evening(on, 2))
    office = acting(world.signers[_OFFICE], on)
    take_into_screening(application=application, actor=office, at=evening(on, 3))
    held_on = today - timedelta(days=3)
    interview = arrange_interview(
        application=application,
        draft=InterviewDraft(
            held_on,
            "14:00",
            "Seminar room, second floor",
            world.people[_FIRST].public_id,
            world.people[_SECOND].public_id,
        ),
        public_id=new_public_id(),
        actor=office,
        on=on,
        at=evening(on, 4),
    )
    give_score(
        interview=interview,
        score=4,
        note="Thoughtful about what she does not know.",
        public_id=new_public_id(),
        actor=acting(world.signers[_FIRST], held_on),
        on=held_on,
        at=evening(held_on),
    )
