"""The world's selection: an open intake on each programme, and applications at every turn, by the verbs themselves."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.admissions import ANSWERS, Selection, acting, make_intake
from tests.factories.cohorts import make_cohort
from tests.factories.people import give_role, make_person
from tests.matrix.world import Cast, World
from trainee_app.admissions import queries, services
from trainee_app.admissions.models import Application
from trainee_app.admissions.rules import Outcome
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme


def select_applicants(world: World, cast: Cast) -> None:
    """Bring one application to each turn: begun, in the screening, interviewed, offered, accepted; one elsewhere."""
    ours = _selection(world, cast, cast.ours, "administrator", "Cohort Nightingale")
    theirs = _selection(world, cast, cast.theirs, "elsewhere", "Cohort Quietwater")
    past = make_cohort(cast.ours, "Cohort Redwing", world.days_ago(-20), world.days_ago(-570))
    closed = make_intake(past, cast.people["administrator"], world.on, world.at, opened=90, closes=-30)
    world.ids |= {("intake", "ours"): ours.intake.public_id, ("intake", "theirs"): theirs.intake.public_id}
    world.ids["intake", "closed"] = closed.public_id
    applications = {
        "priya's": ours.offered()[0],
        "sol's": _recorded(ours, "Sol Winterbourne"),
        "ira's": ours.invited(_applicant(cast.ours, "Ira Summerfield"))[0],
        "lee's": ours.accepted(_applicant(cast.ours, "Lee Autumnbury")),
        "ada's": _screened(ours, cast.people["both"]),
        # An administrator and board member who applies: she decides nothing about herself.
        "tilda's": ours.offered(cast.people["twofold"])[0],
        "zoe's": theirs.applied(_applicant(cast.theirs, "Zoe Springhaven")),
    }
    by_twofold = Selection(**{**vars(ours), "office": cast.people["twofold"]})
    by_twofold.proposed(applications["ira's"], Outcome.NO_OFFER)
    ours.proposed(applications["ada's"], Outcome.NO_OFFER)
    for name, application in applications.items():
        _name(world, name, application)


def _selection(world: World, cast: Cast, programme: Programme, office: str, cohort_name: str) -> Selection:
    cohort = make_cohort(programme, cohort_name, world.days_ago(-300), world.days_ago(-800))
    intake = make_intake(cohort, cast.people[office], world.on, world.at)
    people = {word: cast.people[word] for word in ("director", "board", "tutor", "applicant")}
    return Selection(programme, cohort, intake, office=cast.people[office], **people, on=world.on, at=world.at)


def _applicant(programme: Programme, name: str) -> Person:
    person = make_person(name)
    give_role(person, programme, Role.APPLICANT)
    return person


def _recorded(selection: Selection, name: str) -> Application:
    return services.record_application(
        intake=selection.intake,
        name=name,
        email="sol.winterbourne@example.org",
        actor=acting(selection.office, selection.on),
        on=selection.on,
        at=selection.at,
    )


def _screened(selection: Selection, person: Person) -> Application:
    office = acting(selection.office, selection.on)
    application = services.record_application(
        intake=selection.intake,
        name=person.name,
        email=person.email or "",
        actor=office,
        on=selection.on,
        at=selection.at,
    )
    services.hand_in(application=application, answers=ANSWERS, seen="", actor=office, on=selection.on, at=selection.at)
    services.take_into_screening(application=application, actor=office, at=selection.at + timedelta(seconds=1))
    return application


def _name(world: World, name: str, application: Application) -> None:
    whole = queries.whole(application)
    world.ids["application", name] = application.public_id
    if whole.interview is not None:
        world.ids["interview", name] = whole.interview.public_id
    if whole.offer is not None:
        world.ids["offer", name] = whole.offer.public_id
    for decision in whole.decisions:
        world.ids["selection_decision", name] = decision.public_id
