"""Building the world: real rows, made by the factories and by the verbs themselves."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from flask import Flask

from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_registration, make_trainee
from tests.factories.people import PASSWORD, give_account, give_role, make_person, make_programme
from tests.matrix.actors import ACTORS, NAMES, WITHOUT_SECOND_FACTOR, person_of
from tests.matrix.record import bring_in_everything, hand_terms_in, log_everything
from tests.matrix.world import (
    AGREEMENTS,
    OTHERS,
    OUR_COHORT,
    PERSONS,
    PLACEMENTS,
    REGISTRATIONS,
    ROLES,
    SESSIONS,
    THEIR_COHORT,
    ZONE,
    Cast,
    World,
)
from tests.matrix.world_admissions import select_applicants
from tests.matrix.world_arrangements import arrange_and_waive
from tests.matrix.world_away import ask_by_link, sign_in_ink
from tests.matrix.world_casework import see_families
from tests.matrix.world_credentials import bring_along
from tests.matrix.world_phones import enrol_phones
from tests.matrix.world_supervision import supervise_and_teach
from tests.matrix.world_versions import draft_versions
from trainee_app import clock
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.people.models import Person, SignIn
from trainee_app.people.rules import Role
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.programmes.models import Programme

# Sessions seen "later" than any run lasts: no request has to touch them, none finds them idle.
_AHEAD = timedelta(hours=8)


def build_world(app: Flask) -> World:
    """Make the world in the application's empty database and commit it."""
    with app.app_context(), unit_of_work():
        world = World(on=clock.today(ZONE), at=clock.now())
        cast = _cast(world)
        _arrange(world, cast)
        _register(world, cast)
        log_everything(world, cast)
        hand_terms_in(world, cast)
        bring_in_everything(world, cast)
        supervise_and_teach(world, cast)
        arrange_and_waive(world, cast)
        see_families(world, cast)
        bring_along(world, cast)
        select_applicants(world, cast)
        draft_versions(world, cast)
        ask_by_link(world, cast)
        enrol_phones(world, cast)
        sign_in_ink(world, cast)
        _open_sessions(world, cast)
    return world


def _cast(world: World) -> Cast:
    ours = make_programme("pip", "Parent-infant psychotherapy")
    theirs = make_programme("quay", "Quayside psychotherapy")
    people = {actor.word: make_person(actor.name) for actor in ACTORS if actor.name}
    people |= {word: make_person(name) for word, name in OTHERS.items()}
    for word, person in people.items():
        give_account(person, None if word == "newcomer" else PASSWORD)
    _give_roles(world, ours, theirs, people)
    starts_on, ends_on = world.days_ago(300), world.days_ago(-250)
    our_cohort = make_cohort(ours, OUR_COHORT, starts_on, ends_on)
    their_cohort = make_cohort(theirs, THEIR_COHORT, starts_on, ends_on)
    trainees = {
        "marta": make_trainee(our_cohort, people["trainee"]),
        "jonas": make_trainee(our_cohort, people["fellow"]),
        "ada": make_trainee(our_cohort, people["both"]),
        "kit": make_trainee(their_cohort, people["kit"]),
    }
    world.ids |= {("cohort", "ours"): our_cohort.public_id, ("cohort", "theirs"): their_cohort.public_id}
    world.ids |= {("programme", "ours"): ours.public_id, ("programme", "theirs"): theirs.public_id}
    world.ids |= {("trainee", name): trainee.public_id for name, trainee in trainees.items()}
    world.ids |= {("person", name): people[name].public_id for name in PERSONS}
    world.people |= {name: person.public_id for name, person in people.items()}
    world.person_ids |= {name: person.id for name, person in people.items()}
    return Cast(ours, theirs, our_cohort, their_cohort, people, trainees)


def _give_roles(world: World, ours: Programme, theirs: Programme, people: dict[str, Person]) -> None:
    def give(name: str, person: str, programme: Programme, role: Role, until: date | None = None) -> None:
        held = give_role(people[person], programme, role, world.days_ago(400), until)
        if until is not None:
            held.ended_at = world.at
            db.session.flush()
        if name in ROLES:
            world.ids["role", name] = held.public_id

    for actor in ACTORS:
        for role in actor.roles:
            give(f"{actor.word} as {role}", actor.word, ours, role)
    give("former as supervisor", "former", ours, Role.SUPERVISOR, world.days_ago(200))
    give("past administrator", "past_administrator", ours, Role.ADMINISTRATOR, world.days_ago(1))
    give("elsewhere as administrator", "elsewhere", theirs, Role.ADMINISTRATOR)
    give("kit as trainee", "kit", theirs, Role.TRAINEE)
    give("newcomer as supervisor", "newcomer", ours, Role.SUPERVISOR)
    give("bo as supervisor", "bo", ours, Role.SUPERVISOR)
    give("bo as supervisor elsewhere", "bo", theirs, Role.SUPERVISOR)


def _arrange(world: World, cast: Cast) -> None:
    for name, (trainee, person, began, ended, capacity) in AGREEMENTS.items():
        ends_on = None if ended is None else world.days_ago(ended)
        made = make_agreement(
            cast.trainees[trainee], cast.people[person], world.days_ago(began), ends_on, capacity=capacity
        )
        made.ended_at = None if ended is None else world.at
        world.ids["agreement", name] = made.public_id
    for name, title in PLACEMENTS.items():
        placed = make_placement(cast.trainees[name], title, world.days_ago(300))
        world.ids["placement", name] = placed.public_id
    db.session.flush()


def _register(world: World, cast: Cast) -> None:
    for name, (person, programme, number) in REGISTRATIONS.items():
        made = make_registration(
            cast.people[person],
            cast.ours if programme == "ours" else cast.theirs,
            number=number,
            valid_from=world.days_ago(420),
            valid_until=world.days_ago(-420),
        )
        world.ids["registration", name] = made.public_id


def _open_sessions(world: World, cast: Cast) -> None:
    """Give every actor a session that is confirmed, and with the second factor shown unless the word says not."""
    for word in (*NAMES, *WITHOUT_SECOND_FACTOR):
        token = secrets.token_urlsafe()
        is_bare = word in WITHOUT_SECOND_FACTOR
        opened = SignIn(
            token_hash=hash_of_token(token),
            person_id=cast.people[person_of(word)].id,
            device="Firefox on Linux",
            started_at=world.at,
            seen_at=world.at + _AHEAD,
            second_factor_at=None if is_bare else world.at,
            reauthenticated_at=world.at,
        )
        db.session.add(opened)
        db.session.flush()
        world.tokens[word] = token
        if word in SESSIONS:
            world.ids["session", word] = opened.public_id
