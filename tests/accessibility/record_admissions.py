"""Applications at every turn, as their pages show them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.factories.admissions import Selection, acting, make_intake
from tests.factories.cohorts import make_cohort
from tests.factories.people import give_account, give_role, make_person
from trainee_app.admissions import queries, services
from trainee_app.admissions.models import Application
from trainee_app.people.models import Person
from trainee_app.people.rules import Role

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

_LONG = "Alexandrina Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"


def select_applicants(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Make an intake with an application at each turn, and one to which nobody has applied."""
    people = cast.people
    office = people["administrator"]
    cohort = make_cohort(cast.programme, "Cohort to come", today + timedelta(days=300), today + timedelta(days=846))
    quiet = make_cohort(cast.programme, "Cohort far away", today + timedelta(days=900), today + timedelta(days=1446))
    selection = Selection(
        cast.programme,
        cohort,
        make_intake(cohort, office, today, at),
        office=office,
        director=people["director"],
        board=people["very long"],
        tutor=people["tutor"],
        applicant=_person(cast, "applicant", "Priya Applegarth"),
        on=today,
        at=at,
    )
    ids["intake"], ids["intake empty"] = selection.intake.public_id, make_intake(quiet, office, today, at).public_id
    _person(cast, "applicant new", "Nora Newby")
    made = {
        "begun": selection.begun(),
        "applied": selection.applied(_person(cast, "applicant applied", "Sol Winterbourne")),
        "screening": selection.screened(_person(cast, "applicant screening", "Ira Summerfield")),
        "interview": selection.invited(_person(cast, "applicant interview", _LONG))[0],
        "scored": selection.scored(_person(cast, "applicant scored", "Lee Autumnbury")),
        "proposed": selection.scored(_person(cast, "applicant proposed", "Zoe Springhaven")),
        "offered": selection.offered(_person(cast, "applicant offered", "Max Fairweather"), conditions=_conditions())[
            0
        ],
        "accepted": _accepted(selection, _person(cast, "applicant accepted", "Una Holloway")),
        "enrolled": selection.accepted(_person(cast, "applicant enrolled", "Ben Applewhite")),
    }
    _name(selection, made, ids)


def _name(selection: Selection, made: dict[str, Application], ids: dict[str, str]) -> None:
    office, today, at = selection.office, selection.on, selection.at
    ids["selection decision"] = selection.proposed(made["proposed"]).public_id
    services.enrol_applicant(
        application=made["enrolled"],
        although=[each.key for each in queries.undecided(made["enrolled"], today)],
        actor=acting(office, today),
        on=today,
        at=at,
    )
    ids |= {f"application {word}": each.public_id for word, each in made.items()}
    for word, of in (("interview", "interview"), ("interview scored", "scored")):
        interview = queries.standing_interview(made[of].id)
        assert interview is not None
        ids[word] = interview.public_id
    for word, of in (("offer", "offered"), ("offer accepted", "accepted")):
        offer = queries.standing_offer(made[of].id)
        assert offer is not None
        ids[word] = offer.public_id


def _person(cast: Cast, word: str, name: str) -> Person:
    person = cast.people[word] = make_person(name)
    give_account(person)
    give_role(person, cast.programme, Role.APPLICANT)
    return person


def _conditions() -> str:
    return "Begin the infant observation by the first day of the course, and renew the registration in time."


def _accepted(selection: Selection, person: Person) -> Application:
    application, offer = selection.offered(person, conditions=_conditions())
    services.answer_offer(
        offer=offer, accept=True, actor=acting(person, selection.on), on=selection.on, at=selection.at
    )
    return application
