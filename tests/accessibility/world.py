"""A course with something of everything a page can show: full, empty, very many, very long.

Made once per run on SQLite, beside the address book of it: public names by the words used in `pages`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pyotp
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from tests.accessibility.record import bring_files_in, log_everything, log_very_much
from tests.accessibility.record_admissions import select_applicants
from tests.accessibility.record_arrangements import arrange_and_waive
from tests.accessibility.record_away import ask_by_link, countersign_in_absence, hand_a_term_in, sign_in_ink
from tests.accessibility.record_casework import see_families
from tests.accessibility.record_credentials import bring_along
from tests.accessibility.record_phones import enrol_phones
from tests.accessibility.record_supervision import supervise_and_teach
from tests.accessibility.record_versions import draft_versions
from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_registration, make_trainee
from tests.factories.people import PASSWORD, give_account, give_role, make_person, make_programme
from trainee_app import clock
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import AccessLink, Person, SignIn
from trainee_app.people.rules import Role
from trainee_app.people.rules.links import Purpose, token_of
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.programmes.models import Programme
from trainee_app.readiness.services import rewrite_standings

MANY_TRAINEES = 300
LONG_NAME = "Alexandrina Maximiliana Featherstonehaugh-Montgomery van der Westhuizen"
LONG_WORD = "Wolfeschlegelsteinhausenbergerdorff"
# Who they are, what they hold on the programme, and whether they have shown a second factor.
_STAFF: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("administrator", "Ines Okafor", (Role.ADMINISTRATOR,)),
    ("director", "Miriam Imrie", (Role.DIRECTOR, Role.SUPERVISOR)),
    ("supervisor", "Dr Helen Rees", (Role.SUPERVISOR,)),
    ("tutor", "Anna Kerrigan", (Role.TUTOR,)),
    ("manager", "Peter Quist", (Role.PLACEMENT_MANAGER,)),
    ("examiner", "Ngaire Tait", (Role.EXAMINER,)),
    ("officer", "Ifor Bevan", (Role.DATA_PROTECTION_OFFICER,)),
    ("without trainees", "Ruth Vance", (Role.SUPERVISOR,)),
    ("without phone", "Judith Marsh", (Role.SUPERVISOR,)),
    ("very long", f"Professor Dr {LONG_NAME}", (Role.SUPERVISOR, Role.TUTOR, Role.BOARD_MEMBER)),
)
# Sessions seen and confirmed "later" than any run lasts: nobody is asked again.
_AHEAD = timedelta(hours=8)


@dataclass
class World:
    """Public names by kind and word, and the cookie of everybody by word."""

    today: date
    at: datetime
    ids: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    cookie_name: str = "session"


@dataclass
class Cast:
    """The rows on which the rest is built."""

    programme: Programme
    cohort: Cohort
    people: dict[str, Person]
    trainees: dict[str, Trainee]

    def enrol(self, word: str, name: str, cohort: Cohort | None = None) -> Trainee:
        """Make somebody a trainee with a role and a session to come."""
        person = self.people[word] = make_person(name)
        give_account(person)
        give_role(person, self.programme, Role.TRAINEE)
        self.trainees[word] = make_trainee(cohort or self.cohort, person)
        return self.trainees[word]


def build_world(app: Flask) -> World:
    """Make the world in the application's empty database, commit it, and say what is where."""
    with app.app_context(), unit_of_work():
        world = World(today=clock.today("Europe/London"), at=clock.now(), cookie_name=app.config["SESSION_COOKIE_NAME"])
        cast = _cast(world)
        _arrange(world, cast)
        log_everything(cast, world.ids, world.today, world.at)
        log_very_much(cast.trainees["very long"], world.today, world.at)
        bring_files_in(cast, world.ids, world.today, world.at)
        bring_along(cast, world.ids, world.today, world.at)
        supervise_and_teach(cast, world.ids, world.today, world.at)
        see_families(cast, world.ids, world.today, world.at)
        arrange_and_waive(cast, world.ids, world.today, world.at)
        select_applicants(cast, world.ids, world.today, world.at)
        ask_by_link(app, cast, world.ids, world.today, world.at)
        hand_a_term_in(cast, world.ids, world.today, world.at)
        countersign_in_absence(cast, world.ids, world.today, world.at)
        enrol_phones(cast, world.today, world.at)
        sign_in_ink(cast, world.ids, world.today, world.at)
        _make_crowd(world, cast)
        draft_versions(cast, world.ids, world.today, world.at)
        _make_empty_programme(cast)
        trainees = db.session.query(Trainee.id).all()
        rewrite_standings(trainee_ids=[each.id for each in trainees], on=world.today, at=world.at)
        _open_sessions(app, world, cast)
        _mail_links(app, world, cast)
        _name(world, cast)
    return world


def _cast(world: World) -> Cast:
    programme = make_programme()
    starts_on = world.today - timedelta(weeks=40)
    cohort = make_cohort(programme, "January intake", starts_on, starts_on + timedelta(weeks=78))
    cast = Cast(programme, cohort, {}, {})
    for word, name, roles in _STAFF:
        person = cast.people[word] = make_person(name)
        give_account(person)
        for role in roles:
            give_role(person, programme, role)
    cast.people["nobody"] = make_person("Nobody Yet")
    give_account(cast.people["nobody"])
    cast.people["invited"] = make_person("Nell Freshwater")
    give_account(cast.people["invited"], None)
    give_role(cast.people["invited"], programme, Role.SUPERVISOR)
    for word, name in (("with phone", "Paula Vale"), ("with shown phone", "Petra Vale")):
        person = cast.people[word] = make_person(name)
        account = give_account(person)
        account.second_factor_secret, account.second_factor_confirmed_at = pyotp.random_base32(), world.at
        give_role(person, programme, Role.SUPERVISOR)
    cast.enrol("trainee", "Marta Ellison")
    cast.enrol("newcomer", "Luca Ferretti")
    cast.enrol("very long", f"{LONG_NAME} {LONG_WORD}")
    cast.people["very long trainee"] = cast.trainees["very long"].person
    return cast


def _arrange(world: World, cast: Cast) -> None:
    starts_on, ended_on = cast.cohort.starts_on, world.today - timedelta(days=60)
    marta, many = cast.trainees["trainee"], cast.trainees["very long"]
    people = cast.people
    world.ids["agreement"] = make_agreement(marta, people["supervisor"], starts_on).public_id
    make_agreement(marta, people["without phone"], starts_on, ended_on).ended_at = world.at
    make_agreement(marta, people["tutor"], starts_on, capacity="tutor")
    make_agreement(many, people["supervisor"], starts_on)
    make_agreement(many, people["very long"], starts_on, capacity="tutor")
    make_agreement(cast.trainees["newcomer"], people["director"], world.today)
    world.ids["placement"] = make_placement(marta, "Larkfield Parent-Infant Service", starts_on).public_id
    make_placement(marta, "Millbrook Perinatal Team", starts_on, ended_on).ended_at = world.at
    make_placement(many, f"{LONG_WORD} Specialist Perinatal and Infant Mental Health Service, Team North", starts_on)
    valid_from, valid_until = starts_on - timedelta(days=300), world.today + timedelta(days=500)
    for word in ("supervisor", "tutor", "director", "trainee", "very long"):
        made = make_registration(people[word], cast.programme, valid_from=valid_from, valid_until=valid_until)
        world.ids[f"registration of {word}"] = made.public_id


def _make_crowd(world: World, cast: Cast) -> None:
    """A cohort as large as one page ever draws, one with nobody, and one that is over."""
    starts_on = world.today - timedelta(weeks=20)
    crowd = make_cohort(cast.programme, "Everybody at once", starts_on, starts_on + timedelta(weeks=78))
    for number in range(MANY_TRAINEES):
        make_trainee(crowd, make_person(f"Trainee Numbered {number:03d}"))
    nobody = make_cohort(
        cast.programme, "Next year’s intake", world.today + timedelta(days=40), world.today + timedelta(days=600)
    )
    world.ids |= {"cohort": cast.cohort.public_id, "crowd": crowd.public_id, "empty cohort": nobody.public_id}


def _make_empty_programme(cast: Cast) -> None:
    programme = make_programme("quay", "Quayside psychotherapy")
    person = cast.people["new office"] = make_person("Oona Elsewhere")
    give_account(person)
    give_role(person, programme, Role.ADMINISTRATOR)


def _open_sessions(app: Flask, world: World, cast: Cast) -> None:
    for word, person in (*cast.people.items(), ("trainee unconfirmed", cast.people["trainee"])):
        token, has_shown = secrets.token_urlsafe(), word not in {"without phone", "with phone"}
        opened = SignIn(
            token_hash=hash_of_token(token),
            person_id=person.id,
            device="Firefox on Linux",
            started_at=world.at + (timedelta() if word != "with phone" else _AHEAD),
            seen_at=world.at + _AHEAD,
            second_factor_at=world.at if has_shown else None,
            reauthenticated_at=None if word == "trainee unconfirmed" else world.at + _AHEAD,
        )
        db.session.add(opened)
        serializer: URLSafeTimedSerializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        world.cookies[word] = str(serializer.dumps({"_user_id": token}))
    db.session.flush()


def _mail_links(app: Flask, world: World, cast: Cast) -> None:
    for purpose, word in ((Purpose.INVITATION, "invited"), (Purpose.RESET, "trainee")):
        random_part = secrets.token_urlsafe(32)
        link = AccessLink(
            person_id=cast.people[word].id,
            purpose=purpose,
            token_hash=hash_of_token(random_part),
            made_at=world.at,
            expires_at=world.at + timedelta(hours=9),
        )
        db.session.add(link)
        world.ids[f"{purpose} link"] = token_of(random_part, purpose, app.config["SECRET_KEY"])
    db.session.flush()


def _name(world: World, cast: Cast) -> None:
    world.ids |= {f"trainee {word}": trainee.public_id for word, trainee in cast.trainees.items()}
    world.ids |= {f"person {word}": person.public_id for word, person in cast.people.items()}
    world.ids["unknown"] = new_public_id()
    world.ids["password"] = PASSWORD
